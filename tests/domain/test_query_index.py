"""The index finds what the query means, whatever was asked before and whatever changed meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kindtui.domain.query import Key, Query, parse_query
from kindtui.domain.query_index import STRETCH, QueryIndex, Scan
from kindtui.domain.text import folded

TODAY = date(2026, 3, 10)


@dataclass(frozen=True)
class Plant:
    name: str
    tags: tuple[str, ...] = ()
    seen: tuple[date, ...] = ()


KEYS: dict[str, Key[Plant]] = {
    "name": Key(lambda plant: [plant.name]),
    "tag": Key(lambda plant: plant.tags, whole=True),
    "seen": Key(lambda plant: plant.seen, days=True),
}
WORDS = ["rose", "Ro", "ose ", "été", "山", "", "a\nb", "red rose"]
plants = st.builds(
    Plant,
    st.sampled_from(WORDS),
    st.lists(st.sampled_from(WORDS), max_size=3).map(tuple),
    st.lists(st.integers(0, 4).map(lambda days: TODAY - timedelta(days)), max_size=2).map(tuple),
)
queries = st.lists(
    st.sampled_from(
        (
            *("r", "ro", "rose", "ete", "山", '"red ro"', "tag:rose", "tag:ro", 'tag:"red rose"', "tag:none"),
            *("name:any", "name:os", "seen:today", "seen:<yesterday", "seen:none", "seen:>=2026-03-09"),
            *("-r", "-rose", "-tag:rose", "-name:ro", "-seen:today", "-seen:none", "OR", "NOT"),
        )
    ),
    max_size=5,
).map(" ".join)


def blob(plant: Plant) -> str:
    return folded(" ".join([plant.name, *plant.tags]))


def query(text: str) -> Query[Plant]:
    return parse_query(text, KEYS, TODAY)


def finished(scan: Scan[Plant], steps: int = 10**6) -> Scan[Plant]:
    for _ in range(steps):
        if scan.is_done:
            break
        scan.step()
    return scan


def meant(records: list[Plant], asked: Query[Plant]) -> list[int]:
    return [place for place, plant in enumerate(records) if asked.matches(plant, blob)]


@given(st.lists(plants, max_size=12), st.lists(st.tuples(queries, st.integers(0, 9)), max_size=5), st.integers(1, 90))
def test_what_is_found_is_what_is_meant(few: list[Plant], asked: list[tuple[str, int]], times: int) -> None:
    records = few * times
    index = QueryIndex(blob)
    index.hold(records)
    before: Scan[Plant] | None = None
    for text, steps in asked:
        scan = index.scan(query(text), before)
        finished(scan, steps)
        assert scan.found == [place for place in meant(records, query(text)) if place < scan.seen]
        before = scan
    for text, _ in asked:
        assert finished(index.scan(query(text), before)).found == meant(records, query(text))


@given(st.lists(plants, min_size=1, max_size=8), st.lists(st.tuples(st.integers(0, 600), plants), max_size=3), queries)
def test_what_changed_is_found_and_the_rest_is_kept(
    few: list[Plant], changes: list[tuple[int, Plant]], text: str
) -> None:
    records = [Plant(f"{plant.name}{turn}", plant.tags, plant.seen) for turn in range(90) for plant in few]
    folds = [0]

    def counting(plant: Plant) -> str:
        folds[0] += 1
        return blob(plant)

    index = QueryIndex(counting)
    index.hold(records)
    while index.prepare_some():
        pass
    assert folds[0] == len(records)
    for place, plant in changes:
        records = [*records]
        if place % 3 == 0:
            records.insert(place % len(records), plant)
        elif place % 3 == 1 and len(records) > 1:
            del records[place % len(records)]
        else:
            records[place % len(records)] = plant
        index.hold(records)
        before = folds[0]
        while index.prepare_some():
            pass
        assert folds[0] - before <= 2 * STRETCH
        assert finished(index.scan(query(text))).found == meant(records, query(text))


@given(queries, queries)
def test_a_narrower_query_finds_nothing_more(one: str, other: str) -> None:
    records = [Plant(word, (word,), (TODAY,)) for word in WORDS]
    if query(one).narrows(query(other)):
        assert set(meant(records, query(one))) <= set(meant(records, query(other)))


def test_texts_are_folded_anew_when_what_they_are_made_of_changed() -> None:
    names = {"a": "Ada"}
    index = QueryIndex(lambda id: folded(names[id]))
    index.hold(["a"])
    assert index.prepare_some()
    names["a"] = "Grace"
    index.forget_texts()
    assert finished(index.scan(query("grace"))).found == [0]  # type: ignore[arg-type]


def test_a_key_may_be_said_in_the_plural() -> None:
    assert query("tags:rose") == query("tag:rose")
