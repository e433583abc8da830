"""A table whose records are all in memory answers as one that was just opened, and keeps nothing twice."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from kindtui.store.sharing import Sharing
from kindtui.store.tables import Store
from tests.conftest import NOW
from tests.store.conftest import PEOPLE, Open, Person, Touch, person

IDS = [f"p-{number:04d}" for number in range(600)]


def answers(store: Store) -> object:
    table = store.table(PEOPLE)
    return (
        table.all(),
        table.ids(),
        len(table),
        table.with_prefix("p-00"),
        [table.get(id) for id in IDS[::50]],
        table.where("tag", "choir"),
        table.count_where("tag", "docs"),
    )


def is_loaded(store: Store) -> bool:
    return store._engine.tables["people"].loaded


def put(store: Store, ids: list[str], tag: str) -> None:
    with store.change("Put") as change:
        for id in ids:
            change.put(person(id, tags=(tag, "all")))


def test_it_follows_few_changes_many_and_those_of_others(open_store: Open) -> None:
    store = open_store()
    put(store, IDS[10:400:2], "choir")
    store.save()
    put(store, IDS[11:20], "docs")
    whole, late = open_store(), open_store()
    assert answers(whole) == answers(open_store())
    for ids, tag in ((IDS[:3], "docs"), (IDS[100:400], "docs"), (IDS[599:], "choir")):
        put(whole, ids, tag)
        with late.change("Removed") as change:
            change.remove(late.table(PEOPLE).all()[5])
        for each in (whole, late):
            each.catch_up()
            assert answers(each) == answers(open_store())


def test_a_record_that_cannot_be_understood_is_counted_as_before(open_store: Open) -> None:
    store = open_store()
    put(store, IDS[:30], "choir")
    store.save()
    store.close()
    path = store.folder / "records" / "people.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"name":"Ana"', '"name":7', 1), encoding="utf-8")
    for _ in range(2):
        store = open_store()
        assert len(store.table(PEOPLE).all()) == 29
        assert len(store.table(PEOPLE)) == len(store.table(PEOPLE).ids()) == 30
        assert len(store.table(PEOPLE).with_prefix("p-")) == 30


def test_rows_are_not_kept_beside_the_records(open_store: Open) -> None:
    store = open_store()
    put(store, IDS[:300], "choir")
    store.save()
    store.close()
    store = open_store()
    assert store.table(PEOPLE).where("tag", "choir")
    assert is_loaded(store)
    assert len(store.table(PEOPLE).all()) == 300
    assert store.table(PEOPLE).count_where("tag", "choir") == len(store.table(PEOPLE)) == 300
    assert not is_loaded(store)
    put(store, IDS[:1], "docs")
    assert store.table(PEOPLE).count_where("tag", "choir") == 299
    assert not is_loaded(store)


ZONES = st.sampled_from([timezone(timedelta(hours=hours)) for hours in (-5, 0, 1)] + [NOW.tzinfo])
PERSONS = st.builds(
    Person,
    id=st.sampled_from(IDS[:5]),
    created_at=ZONES.map(lambda zone: NOW.astimezone(zone)),
    updated_at=st.just(NOW) | st.just(datetime(2026, 1, 1, tzinfo=NOW.tzinfo)),
    name=st.sampled_from(["Ana", "Bo", ""]),
    tags=st.lists(st.sampled_from(["choir", "docs"]), max_size=2).map(tuple),
    touches=st.just(()) | st.just((Touch(on=NOW.date()),)),
    until=st.none() | st.just(NOW.date()),
    extra=st.just({}) | st.just({"later": 1}),
)


@settings(max_examples=60)
@given(st.lists(PERSONS, max_size=12))
def test_what_is_shared_is_written_as_before(persons: list[Person]) -> None:
    before = msgspec.json.encode(persons)
    read = msgspec.json.decode(before, type=list[Person])
    Sharing(Person, many=len(read)).share(read)
    assert msgspec.json.encode(read) == before
    assert len({id(each.tags) for each in read}) == len({each.tags for each in read})
    assert len({id(each.name) for each in read}) == len({each.name for each in read})
