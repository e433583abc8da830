"""What is not read, decoded or made again unless it must be, and that the answers are the same as if it were."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import msgspec
import pytest
from tinydb import TinyDB

from kindtui.store import following, swaps
from kindtui.store.journal import JournaledStorage, JournaledTable
from kindtui.store.lines import Reading
from kindtui.store.tables import Store, TableSpec
from tests.conftest import NOW
from tests.store.conftest import NOTES, PEOPLE, Open, Person, note, person


class Died(BaseException):
    """Stands for SIGKILL."""


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many journal lines were decoded, each time that some were."""
    counts: list[int] = []
    take = following.take

    def counting(engine: Any, reading: Reading) -> None:
        counts.append(len(reading.lines))
        take(engine, reading)

    monkeypatch.setattr(following, "take", counting)
    return counts


def changed(store: Store) -> Person:
    """A folded table with changes after it; answers the record that was changed last."""
    with store.change("Added") as change:
        for number in range(300):
            change.put(person(f"p-{number:03d}"))
    store.save()
    for number in range(40):
        with store.change("Renamed") as change:
            change.put(person("p-007", name=f"N{number}"))
            change.put(person(f"p-x{number:02d}"))
    with store.change("Removed") as change:
        change.remove(person("p-008"))
        change.put(note("n-1"))
    store.close(fold=False)
    return person("p-007", name="N39")


def test_one_record_is_found_without_reading_the_journal(open_store: Open, read: list[int]) -> None:
    last = changed(open_store())
    read.clear()
    store = open_store()
    assert store.table(PEOPLE).get("p-007") == last
    assert store.table(PEOPLE).get("p-008") is None
    assert store.table(PEOPLE).get("p-009") == person("p-009")
    assert store.table(PEOPLE).get("p-x39") == person("p-x39")
    assert store.table(NOTES).get("n-1") == note("n-1")
    assert sum(read) == 0
    assert len(store.table(PEOPLE)) == 339
    assert sum(read) == 42  # the head and 41 changes
    assert store.table(PEOPLE).get("p-007") == last


def test_a_change_to_what_nobody_read_is_there_before_and_after_reading_it(open_store: Open, read: list[int]) -> None:
    last = changed(open_store())
    store, other = open_store(), open_store()
    read.clear()
    with store.change("Again") as change:
        change.put(msgspec.structs.replace(last, name="Again"), before=last)
        change.put(person("p-new"))
    assert sum(read) == 0
    for each in (store, open_store(), other):
        each.catch_up()
        assert each.table(PEOPLE).get("p-007") == person("p-007", name="Again")
        assert "p-new" in each.table(PEOPLE)
        assert each.table(PEOPLE).ids() == sorted(one.id for one in each.table(PEOPLE).all())
        assert each.table(PEOPLE).get("p-007") == person("p-007", name="Again")
        assert each.history()[0].sentence == "Again"


def test_a_document_that_looks_like_a_journal_line_is_not_taken_for_one(folder: Path) -> None:
    database = TinyDB(folder, storage=JournaledStorage)
    table = JournaledTable(database.storage, "t")
    table.insert({"what": "the first"})
    database.storage.engine.save()  # type: ignore[attr-defined]
    table.update({"what": "the right one"}, doc_ids=[1])
    table.insert({"what": ["t", "1", None, {"what": "a trap"}], "more": [["t", "1", None, None]]})
    database.storage.engine.close(fold=False)  # type: ignore[attr-defined]
    again = JournaledTable(JournaledStorage(folder), "t")
    assert again.get(doc_id=1) == {"what": "the right one"}


def test_a_swap_that_was_acknowledged_and_not_finished_is_seen_by_who_opens_and_finished_by_who_writes(
    open_store: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, other = open_store(), open_store()
    with store.change("Added") as change:
        change.put(person("p-a"))
    other.catch_up()
    with store.change("Renamed") as change:
        change.put(person("p-a", name="An"))

    def die(*_: object) -> bool:
        raise Died

    monkeypatch.setattr(swaps, "roll_forward", die)
    with pytest.raises(Died):
        store.save()
    with pytest.raises(Died):
        other.catch_up()  # acknowledges what is in the journal, then dies where it would have finished it
    for dead in (store, other):
        dead._engine.lock.close()
        dead._engine.close_journal()
    monkeypatch.undo()
    again = open_store()
    assert again.table(PEOPLE).all() == [person("p-a", name="An")]
    with again.change("After") as change:
        change.put(person("p-b"))
    assert not [path for path in again._engine.layout.journals.iterdir() if path.suffix == ".staged"]
    for each in (again, open_store()):
        assert each.table(PEOPLE).all() == [person("p-a", name="An"), person("p-b")]
        assert each.problems() == []


def test_an_index_and_decoded_records_follow_a_change_at_the_cost_of_what_it_touched(folder: Path) -> None:
    asked = 0

    def tags(document: Mapping[str, Any]) -> Iterable[str]:
        nonlocal asked
        asked += 1
        return document.get("tags", ())

    spec = TableSpec("people", Person, {"tag": tags})
    store = Store(folder, [spec], clock=lambda: NOW)
    with store.change("Added") as change:
        for number in range(200):
            change.put(person(f"p-{number:03d}", tags=("x",)))
    table = store.table(spec)
    kept = table.all()
    assert table.count_where("tag", "x") == 200
    asked = 0
    with store.change("Changed") as change:
        change.put(person("p-005", tags=("y", "y")))
        change.remove(person("p-006", tags=("x",)))
        change.put(person("p-0055", tags=("x",)))
    assert table.count_where("tag", "x") == 199
    assert [one.id for one in table.where("tag", "y")] == ["p-005"]
    assert asked <= 6
    now = table.all()
    assert [one.id for one in now] == sorted(one.id for one in now)
    assert len({id(one) for one in now} - {id(one) for one in kept}) == 2
    store.close(fold=False)


@pytest.mark.parametrize("value", [float("nan"), float("-inf"), 10**19, -(10**400), {1: "one", "1": "two"}, "\ud800"])
def test_what_would_not_be_read_again_is_not_stored(folder: Path, value: Any) -> None:
    with TinyDB(folder, storage=JournaledStorage) as database:
        database.table_class = JournaledTable
        database.insert({"largest": 10**19 - 1})
        with pytest.raises(ValueError):
            database.insert({"value": value})
    (folder / ".kindtui").rename(folder / "elsewhere")
    with TinyDB(folder, storage=JournaledStorage) as database:
        assert database.all() == [{"largest": 10**19 - 1}]
