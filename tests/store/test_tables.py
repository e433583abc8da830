"""Records in tables: what is put is what is there, in this store, in another one, and after a restart."""

from __future__ import annotations

import json
import stat
from datetime import date, timedelta
from pathlib import Path

import msgspec
import pytest

from kindtui.errors import Clash, NotFound, StoreError
from kindtui.store import durable, folding
from kindtui.store.tables import Store
from tests.store.conftest import NOTES, PEOPLE, Open, Touch, note, person


def put(store: Store, *records: object, say: str = "Changed something") -> None:
    with store.change(say) as change:
        for record in records:
            change.put(record)  # type: ignore[arg-type]


def test_nothing_is_made_before_the_first_change(open_store: Open, folder: Path) -> None:
    store = open_store()
    assert store.table(PEOPLE).all() == []
    assert store.table(PEOPLE).get("p-1") is None
    assert store.history() == []
    with store.change("Nothing"):
        pass
    store.close()
    assert not folder.exists()


def test_what_is_put_is_there_after_a_restart(open_store: Open) -> None:
    ana = person("p-a", tags=("x",), touches=(Touch(on=date(2026, 1, 2), note="ü\n🙂"),), until=date(2026, 2, 3))
    put(open_store(), ana, note("n-1", about=("p-a",)))
    for again in (open_store(), open_store(read_only=True)):
        assert again.table(PEOPLE).all() == [ana]
        assert again.table(PEOPLE).get("p-a") == ana
        assert again.table(NOTES).where("about", "p-a") == [note("n-1", about=("p-a",))]
        assert "p-a" in again.table(PEOPLE) and "p-b" not in again.table(PEOPLE)
        assert len(again.table(PEOPLE)) == 1


def test_reading_a_folded_table_by_id_finds_each_one(open_store: Open) -> None:
    people = [person(f"p-{number:04d}", name=f"N{number} {'x' * (number % 300)}") for number in range(900)]
    store = open_store()
    put(store, *people)
    store.save()
    again = open_store()
    for one in people[:: len(people) // 100]:
        assert again.table(PEOPLE).get(one.id) == one
    assert again.table(PEOPLE).get("p-0000x") is None
    assert again.table(PEOPLE).get("a") is None
    assert again.table(PEOPLE).get("z") is None
    assert again.table(PEOPLE).with_prefix("p-00") == [f"p-{number:04d}" for number in range(100)]
    assert again.table(PEOPLE).all() == people


def test_the_file_is_one_record_a_line_with_sorted_keys(open_store: Open, folder: Path) -> None:
    store = open_store()
    put(store, person("p-b"), person("p-a", name="Zoë"))
    store.close()
    path = folder / "records" / "people.json"
    lines = path.read_text(encoding="utf-8").split("\n")
    assert [line[:6] for line in lines] == ["{", '"p-a":', "", '"p-b":', "}", ""]
    assert json.loads(path.read_text())["p-a"] == {
        "created_at": "2026-03-10T09:30:00Z",
        "name": "Zoë",
        "updated_at": "2026-03-10T09:30:00Z",
    }


def test_the_folder_is_private(open_store: Open, folder: Path) -> None:
    store = open_store()
    put(store, *(person(f"p-{number}") for number in range(1200)))
    put(store, person("p-x"))
    store.close()
    for path in [folder, *folder.rglob("*")]:
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


def test_a_change_is_whole_or_not_there(open_store: Open) -> None:
    store = open_store()
    with pytest.raises(RuntimeError), store.change("Half") as change:
        change.put(person("p-a"))
        raise RuntimeError
    assert open_store().table(PEOPLE).all() == store.table(PEOPLE).all() == []


def test_reading_inside_a_change_sees_the_state_before(open_store: Open) -> None:
    store = open_store()
    with store.change("Add") as change:
        change.put(person("p-a"))
        assert store.table(PEOPLE).get("p-a") is None


def test_a_record_that_is_the_same_makes_no_change(open_store: Open) -> None:
    store = open_store()
    ana = person("p-a")
    put(store, ana)
    put(store, ana)
    later = msgspec.structs.replace(ana, updated_at=ana.updated_at + timedelta(hours=1))
    put(store, later)
    assert len(store.history()) == 1
    assert store.table(PEOPLE).get("p-a") == ana


def test_a_record_that_somebody_else_changed_is_a_clash(open_store: Open) -> None:
    mine, theirs = open_store(), open_store()
    ana = person("p-a")
    put(mine, ana)
    theirs.catch_up()
    put(theirs, msgspec.structs.replace(ana, name="Theirs"))
    with pytest.raises(Clash, match="p-a was changed"), mine.change("Mine") as change:
        change.put(msgspec.structs.replace(ana, name="Mine"), before=ana)
        change.put(person("p-b"))
    assert [one.name for one in mine.table(PEOPLE).all()] == ["Theirs"]
    with pytest.raises(Clash), mine.change("Remove") as change:
        change.remove(ana)
    with theirs.change("Remove") as change:
        change.remove(msgspec.structs.replace(ana, name="Theirs"))
    with pytest.raises(Clash, match="p-a was removed"), mine.change("Mine") as change:
        change.put(msgspec.structs.replace(ana, name="Mine"), before=ana)
    assert mine.table(PEOPLE).all() == []


def test_another_store_sees_a_change_when_it_catches_up(open_store: Open) -> None:
    mine, theirs = open_store(), open_store()
    put(theirs, person("p-a"))
    assert mine.catch_up() == {"people"}
    assert mine.catch_up() == frozenset()
    put(theirs, note("n-1"), person("p-b"))
    assert mine.catch_up() == {"notes", "people"}
    theirs.save()
    put(theirs, note("n-2"))
    assert "notes" in mine.catch_up()
    assert len(mine.table(NOTES)) == 2


def test_a_lazy_reader_follows_a_swap(open_store: Open) -> None:
    writer = open_store()
    put(writer, person("p-a"), person("p-b"))
    writer.save()
    reader = open_store()
    assert reader.table(PEOPLE).get("p-a") is not None
    with writer.change("Rename") as change:
        change.put(person("p-b", name="New" * 500))
        change.put(person("p-0"))
    writer.save()
    found = reader.table(PEOPLE).get("p-b")
    assert found is not None and found.name == "New" * 500
    assert reader.problems() == []


def test_undo_and_redo_go_through_restarts_and_folds(open_store: Open) -> None:
    ana = person("p-a")
    put(open_store(), ana, say="Added Ana")
    put(open_store(), msgspec.structs.replace(ana, name="An"), say="Renamed Ana")
    open_store().save()
    store = open_store()
    with store.change("Removed Ana") as change:
        change.remove(msgspec.structs.replace(ana, name="An"))
    assert store.undo(dry_run=True) == "Removed Ana"
    assert store.undo() == "Removed Ana"
    store.close()
    store = open_store()
    assert store.undo() == "Renamed Ana"
    assert store.table(PEOPLE).get("p-a") == ana
    assert [(entry.sentence, entry.undone) for entry in store.history()] == [
        ("Removed Ana", True),
        ("Renamed Ana", True),
        ("Added Ana", False),
    ]
    assert store.redo() == "Renamed Ana"
    assert store.redo() == "Removed Ana"
    with pytest.raises(NotFound):
        store.redo()
    assert store.table(PEOPLE).all() == []
    assert [store.undo() for _ in range(3)] == ["Removed Ana", "Renamed Ana", "Added Ana"]
    with pytest.raises(NotFound):
        store.undo()


def test_fifty_changes_can_be_undone_however_often_it_was_folded(open_store: Open) -> None:
    for number in range(120):
        store = open_store()
        put(store, person(f"p-{number:03d}"), say=f"Added {number}")
        store.close()
    store = open_store()
    assert [store.undo() for _ in range(50)] == [f"Added {number}" for number in range(119, 69, -1)]
    assert store.table(PEOPLE).ids() == [f"p-{number:03d}" for number in range(70)]


def test_fifty_changes_can_be_undone_however_often_they_were_undone_and_redone(open_store: Open) -> None:
    added = [f"Added {number}" for number in range(60)]
    for number, sentence in enumerate(added):
        put(open_store(), person(f"p-{number:03d}"), say=sentence)

    def each_in_its_own_store(undo: bool, count: int) -> list[str]:
        sentences = []
        for _ in range(count):
            store = open_store()
            sentences.append(store.undo() if undo else store.redo())
            store.close()
        return sentences

    for _ in range(2):
        assert each_in_its_own_store(True, 50) == added[:9:-1]
        assert each_in_its_own_store(False, 50) == added[10:]
    assert each_in_its_own_store(True, 60) == added[::-1]
    assert open_store().table(PEOPLE).ids() == []


def test_what_was_undone_and_redone_a_thousand_times_can_still_be_undone(
    open_store: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folding, "KEPT_JOURNALS", 20)
    put(open_store(), person("p-a"), say="Added Ana")
    for _ in range(15):
        for undo in (True, False):
            store = open_store()
            assert (store.undo() if undo else store.redo()) == "Added Ana"
            store.close()
    assert open_store().undo() == "Added Ana"
    assert open_store().redo() == "Added Ana"


def test_a_change_that_arrives_while_undo_is_asked_for_is_no_clash(
    open_store: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, other = open_store(), open_store()
    ana = person("p-a")
    put(store, ana, say="Added Ana")
    read = durable.read_from

    def read_late(path: Path, *where: int) -> bytes:
        """The journal, to which the other adds something just before it is read."""
        if path.suffix == ".log":
            monkeypatch.setattr(durable, "read_from", read)
            put(other, msgspec.structs.replace(ana, name="An"), say="Renamed Ana")
        return read(path, *where)

    monkeypatch.setattr(durable, "read_from", read_late)
    assert store.undo(dry_run=True) == "Renamed Ana"


def test_a_change_after_an_undo_ends_redo(open_store: Open) -> None:
    store = open_store()
    put(store, person("p-a"))
    store.undo()
    put(store, person("p-b"))
    with pytest.raises(NotFound):
        store.redo()


def test_a_large_change_can_be_undone_and_redone(open_store: Open) -> None:
    store, other = open_store(), open_store()
    put(store, person("p-0001", name="Before"), note("n-1"))
    put(store, *(person(f"p-{number:04d}", name="After") for number in range(1500)), say="Imported")
    put(store, note("n-2"), say="Noted")
    assert other.catch_up() == {"people", "notes"}
    assert len(other.table(PEOPLE)) == 1500
    assert [store.undo(), store.undo()] == ["Noted", "Imported"]
    assert [one.name for one in open_store().table(PEOPLE).all()] == ["Before"]
    assert store.redo() == "Imported"
    other.catch_up()
    assert {one.name for one in other.table(PEOPLE).all()} == {"After"}
    assert open_store().table(NOTES).all() == [note("n-1")]


def test_a_change_while_a_fold_is_built_is_kept(open_store: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    from kindtui.store import swaps

    store, other = open_store(), open_store()
    put(store, person("p-a"))
    put(store, person("p-b"))
    stage = swaps.stage_tables

    def stage_slowly(*arguments: object) -> None:
        stage(*arguments)  # type: ignore[arg-type]
        monkeypatch.setattr(swaps, "stage_tables", stage)
        put(other, person("p-c"), say="Meanwhile")

    monkeypatch.setattr(swaps, "stage_tables", stage_slowly)
    store.save()
    for each in (store, other, open_store()):
        each.catch_up()
        assert each.table(PEOPLE).ids() == ["p-a", "p-b", "p-c"]
    assert store.undo() == "Meanwhile"
    other.catch_up()
    assert other.table(PEOPLE).ids() == ["p-a", "p-b"]


def test_keys_that_a_newer_version_wrote_stay(open_store: Open, folder: Path) -> None:
    store = open_store()
    put(store, person("p-a", touches=(Touch(on=date(2026, 1, 1)),)))
    store.close()
    path = folder / "records" / "people.json"
    table = json.loads(path.read_text())
    table["p-a"] |= {"mood": {"extra": [1]}, "extra": 2}
    table["p-a"]["touches"][0]["where"] = "here"
    path.write_text(json.dumps(table))
    store = open_store()
    ana = store.table(PEOPLE).get("p-a")
    assert ana is not None and ana.name == "Ana"
    put(store, msgspec.structs.replace(ana, name="An"))
    store.close()
    after = json.loads(path.read_text())
    assert after["p-a"] == table["p-a"] | {"name": "An"}


def test_a_record_that_cannot_be_understood_is_named_and_does_not_hide_the_others(
    open_store: Open, folder: Path
) -> None:
    store = open_store()
    put(store, person("p-a"), person("p-b"))
    store.close()
    path = folder / "records" / "people.json"
    table = json.loads(path.read_text())
    table["p-a"]["touches"] = [{"on": "2026-02-30"}]
    path.write_text(json.dumps(table))
    store = open_store()
    assert store.table(PEOPLE).all() == [person("p-b")]
    assert [(problem.key, "touches[0].on" in problem.message) for problem in store.problems() if problem.key] == [
        ("p-a", True)
    ]


def test_a_store_opened_for_reading_writes_nothing(open_store: Open, folder: Path) -> None:
    put(open_store(), person("p-a"))
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    store = open_store(read_only=True)
    assert store.table(PEOPLE).ids() == ["p-a"]
    with pytest.raises(StoreError, match="read-only"):
        put(store, person("p-b"))
    store.close()
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before
