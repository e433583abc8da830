"""Git, a sync service or an editor change the table files: taken over, refused with a reason, or repaired."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from kindtui.errors import StoreError
from kindtui.store import foreign, layout
from kindtui.store.tables import Store
from tests.store.conftest import PEOPLE, Open, person


@pytest.fixture
def people(folder: Path, open_store: Open) -> Path:
    """The file of a folded table of three."""
    store = open_store()
    with store.change("Added three") as change:
        for id in ("p-a", "p-b", "p-c"):
            change.put(person(id))
    store.close()
    return folder / "records" / "people.json"


def rewrite(path: Path, edit: Callable[[dict[str, Any]], None]) -> None:
    """Change a file as git does: another file takes its name."""
    table = json.loads(path.read_text())
    edit(table)
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps(table, indent=2))
    fresh.replace(path)


def flip(path: Path, at: int, bit: int = 1) -> None:
    """Let the disk forget a bit: content differs, the stat does not."""
    stat = path.stat()
    data = bytearray(path.read_bytes())
    data[at] ^= bit
    with path.open("r+b") as file:
        file.write(data)
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))


def names(store: Store) -> dict[str, str]:
    return {one.id: one.name for one in store.table(PEOPLE).all()}


@pytest.mark.parametrize("reading", ["open", "loaded", "lazy"])
def test_what_somebody_else_wrote_is_taken_over_and_can_be_undone(people: Path, open_store: Open, reading: str) -> None:
    store = open_store()
    if reading == "loaded":
        store.table(PEOPLE).all()
    if reading == "lazy":
        store.table(PEOPLE).get("p-a")

    def edit(table: dict[str, Any]) -> None:
        table["p-a"]["name"] = "Theirs"
        del table["p-b"]
        table["p-d"] = {**table["p-c"], "name": "New"}

    rewrite(people, edit)
    if reading == "open":
        store = open_store()
    else:
        assert store.catch_up() == {"people"}
    assert names(store) == {"p-a": "Theirs", "p-c": "Ana", "p-d": "New"}
    [problem] = store.problems()
    assert all(word in problem.message for word in ("1 added (p-d)", "1 changed (p-a)", "1 removed (p-b)"))
    assert store.undo() == problem.message
    assert names(store) == {"p-a": "Ana", "p-b": "Ana", "p-c": "Ana"}
    assert names(open_store()) == names(store)
    store.redo()
    assert names(open_store()) == {"p-a": "Theirs", "p-c": "Ana", "p-d": "New"}


def test_a_change_of_the_same_record_keeps_both_versions(people: Path, open_store: Open, folder: Path) -> None:
    store = open_store()
    with store.change("Renamed") as change:
        change.put(person("p-a", name="Mine"))
        change.put(person("p-b", name="Mine"))

    def edit(table: dict[str, Any]) -> None:
        table["p-a"]["name"] = "Theirs"
        table["p-c"]["name"] = "Theirs"

    rewrite(people, edit)
    store.catch_up()
    assert names(store) == {"p-a": "Mine", "p-b": "Mine", "p-c": "Theirs"}
    assert any("p-a in people was changed here and in its file" in problem.message for problem in store.problems())
    [kept] = (folder / ".kindtui" / "clashes").iterdir()
    assert json.loads(kept.read_text())["theirs"]["name"] == "Theirs"
    assert json.loads(people.read_text())["p-a"]["name"] == "Mine"


def test_another_look_of_the_same_content_is_no_change(people: Path, open_store: Open) -> None:
    rewrite(people, lambda table: None)
    store = open_store()
    assert len(names(store)) == 3
    assert [problem.message for problem in store.problems()] == [
        "The file was written by another program; its records are the same"
    ]
    assert [entry.sentence for entry in store.history()] == ["Added three"]


def test_the_same_bytes_in_another_file_are_left_alone(people: Path, open_store: Open) -> None:
    data = people.read_bytes()
    people.unlink()
    people.write_bytes(data)
    inode = people.stat().st_ino
    store = open_store()
    assert len(names(store)) == 3
    assert store.problems() == []
    assert people.stat().st_ino == inode


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        (b'{"p-a": {"name": "x"', "A comma or a closing bracket is missing"),
        (b'{"p-a": {"name": "x",}}', "a comma"),
        (b'{"p-a": {"name": 1, "name": 2}}', "twice"),
        (b'{"p-a": {"name": NaN}}', "NaN"),
        (b"<<<<<<< HEAD\n{}\n=======\n{}\n>>>>>>> theirs\n", "A merge was not finished"),
        (b'[{"id": "p-a"}]', "not a table"),
        (b'{"p-a": 3}', "not a record"),
        (b'{"": {"name": "x"}}', "no id"),
        (b"\xff\xfe", "UTF-8"),
    ],
)
@pytest.mark.parametrize("running", [True, False])
def test_a_file_that_does_not_parse_is_never_touched(
    people: Path, open_store: Open, broken: bytes, reason: str, running: bool
) -> None:
    whole = people.read_bytes()
    store = open_store()
    people.write_bytes(broken)
    if running:
        store.catch_up()
    else:
        store = open_store()
    assert store.read_only_reason is not None and reason in store.read_only_reason
    assert "records/people.json" in store.read_only_reason
    assert any("kindtui doctor --fix" in problem.hint for problem in store.problems())
    assert len(names(store)) == 3
    with pytest.raises(StoreError, match="Not saved") as caught, store.change("Add") as change:
        change.put(person("p-d"))
    assert caught.value.exit_code == 6
    store.close()
    assert people.read_bytes() == broken
    store = open_store()
    people.write_bytes(whole)
    store.catch_up()
    assert store.read_only_reason is None
    with store.change("Add") as change:
        change.put(person("p-d"))
    assert list(names(open_store())) == ["p-a", "p-b", "p-c", "p-d"]


@pytest.mark.parametrize("gone", [True, False])
def test_a_broken_file_that_is_removed_or_emptied_is_whole_again(people: Path, open_store: Open, gone: bool) -> None:
    store = open_store()
    people.write_bytes(people.read_bytes()[:30])
    store.catch_up()
    assert store.read_only_reason is not None
    if gone:
        people.unlink()
    else:
        people.write_bytes(b"")
    store.catch_up()
    assert store.read_only_reason is None
    assert [problem.severity for problem in store.problems()] == ["warning"]
    with store.change("Add") as change:
        change.put(person("p-d"))
    assert len(names(open_store())) == 4


@pytest.mark.parametrize("running", [True, False])
def test_a_folder_in_the_place_of_a_file_is_named_until_it_is_moved_away(
    people: Path, open_store: Open, running: bool
) -> None:
    store = open_store()
    people.unlink()
    people.mkdir()
    if running:
        store.catch_up()
    else:
        store = open_store()
    assert store.read_only_reason is not None and "records/people.json is a folder" in store.read_only_reason
    assert len(names(store)) == 3
    people.rmdir()
    store.catch_up()
    assert store.read_only_reason is None
    assert len(names(open_store())) == 3
    assert people.is_file()


@pytest.mark.parametrize("gone", ["", ".kindtui", ".kindtui/journals"])
@pytest.mark.parametrize("folded", [True, False])
def test_what_was_moved_away_is_said_and_no_empty_workspace_is_made_in_its_place(
    people: Path, open_store: Open, folder: Path, tmp_path: Path, gone: str, folded: bool
) -> None:
    store = open_store()
    with store.change("Add") as change:
        change.put(person("p-d"))
    if folded:
        store.save()
    assert len(names(store)) == 4
    (folder / gone).rename(tmp_path / "elsewhere")
    with pytest.raises(StoreError, match="journals is gone"):
        store.catch_up()
    assert len(names(store)) == 4
    with pytest.raises(StoreError, match="journals is gone"), store.change("Add") as change:
        change.put(person("p-e"))
    assert not (folder / gone).exists()
    (tmp_path / "elsewhere").rename(folder / gone)
    store.catch_up()
    with store.change("Add") as change:
        change.put(person("p-e"))
    assert len(names(open_store())) == 5


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes among files")
def test_nobody_waits_for_a_pipe_in_the_place_of_a_file(people: Path, open_store: Open) -> None:
    people.unlink()
    os.mkfifo(people)
    assert len(names(open_store())) == 3
    assert people.is_file()


def test_the_mark_that_some_editors_put_at_the_beginning_is_no_fault(people: Path, open_store: Open) -> None:
    store = open_store()
    people.write_bytes(b"\xef\xbb\xbf" + people.read_bytes().replace(b"\n", b"\r\n"))
    store.catch_up()
    assert store.read_only_reason is None
    assert len(names(store)) == 3
    assert not people.read_bytes().startswith(b"\xef")


def test_a_broken_file_without_any_journal_shows_what_can_be_read(folder: Path, open_store: Open) -> None:
    (folder / "records").mkdir(parents=True)
    one = '{"name":"Ana","created_at":"2026-01-01T00:00:00Z","updated_at":"2026-01-01T00:00:00Z"}'
    (folder / "records" / "people.json").write_text(f'{{\n"p-a": {one},\n<<<<<<< x\n"p-b": {one}\n>>>>>>>\n}}\n')
    store = open_store()
    assert list(names(store)) == ["p-a", "p-b"]
    with pytest.raises(StoreError), store.change("Add") as change:
        change.put(person("p-d"))
    assert not (folder / ".kindtui" / "journals").exists() or not any((folder / ".kindtui" / "journals").iterdir())


def test_a_fresh_clone_without_the_private_folder_is_taken_as_it_is(
    people: Path, open_store: Open, folder: Path, tmp_path: Path
) -> None:
    import shutil

    shutil.rmtree(folder / ".kindtui")
    before = people.read_bytes()
    store = open_store()
    assert len(names(store)) == 3
    store.close()
    assert not (folder / ".kindtui").exists()
    store = open_store()
    with store.change("Add") as change:
        change.put(person("p-d"))
    assert list(names(open_store())) == ["p-a", "p-b", "p-c", "p-d"]
    assert store.undo() == "Add"
    store.close()
    assert people.read_bytes() == before


@pytest.mark.parametrize("gone", [True, False])
def test_a_missing_or_empty_file_is_damage_and_comes_back(people: Path, open_store: Open, gone: bool) -> None:
    before = people.read_bytes()
    store = open_store()
    with store.change("Add") as change:
        change.put(person("p-d"))
    if gone:
        people.unlink()
    else:
        people.write_bytes(b"")
    store = open_store()
    assert list(names(store)) == ["p-a", "p-b", "p-c", "p-d"]
    assert any("missing or empty" in problem.message for problem in store.problems())
    store.undo()
    store.close()
    assert people.read_bytes() == before


@pytest.mark.parametrize("gone", [True, False])
def test_a_file_that_is_being_written_anew_is_waited_for(
    people: Path, open_store: Open, gone: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store()
    table = json.loads(people.read_text())
    table["p-a"]["name"] = "Theirs"
    if gone:
        people.unlink()
    else:
        people.write_bytes(b"")
    monkeypatch.setattr(foreign.time, "sleep", lambda _seconds: people.write_text(json.dumps(table, indent=2)))
    assert store.catch_up() == {"people"}
    assert names(store)["p-a"] == "Theirs"
    assert [problem.message for problem in store.problems()] == [
        "Took over what was changed in records/people.json: 1 changed (p-a)"
    ]


@pytest.mark.parametrize("how", ["get", "all", "fold"])
def test_a_flipped_bit_is_named_set_aside_and_repaired(people: Path, open_store: Open, folder: Path, how: str) -> None:
    whole = people.read_bytes()
    flip(people, whole.index(b"Ana"))
    store = open_store()
    if how == "get":
        assert store.table(PEOPLE).get("p-a") == person("p-a")
    elif how == "all":
        assert store.table(PEOPLE).all() == [person("p-a"), person("p-b"), person("p-c")]
    else:
        with store.change("Add") as change:
            change.put(person("p-d"))
        store.save()
        store.undo()
        store.save()
    [problem] = store.problems()
    assert "damaged" in problem.message and "restored whole" in problem.message
    [kept] = (folder / ".kindtui" / "quarantine").iterdir()
    assert kept.read_bytes() != whole
    assert people.read_bytes() == whole
    assert open_store().problems() == []


def test_without_the_own_copy_the_rest_of_a_damaged_file_is_kept_and_the_loss_named(
    people: Path, open_store: Open, folder: Path
) -> None:
    for copy in (folder / ".kindtui" / "copies").iterdir():
        copy.unlink()
    flip(people, people.read_bytes().index(b'{"created_at"', 50))
    store = open_store()
    assert list(names(store)) == ["p-a", "p-c"]
    assert "2 records could be read, 1 could not" in store.problems()[0].message


def test_a_change_after_adoption_is_checked_against_what_was_adopted(people: Path, open_store: Open) -> None:
    store = open_store()
    ana = store.table(PEOPLE).get("p-a")
    assert ana is not None
    rewrite(people, lambda table: table["p-a"].update(name="Theirs"))
    store.catch_up()
    with pytest.raises(StoreError, match="changed by somebody else"), store.change("Mine") as change:
        change.put(msgspec.structs.replace(ana, name="Mine"), before=ana)


def test_a_folder_from_another_machine_brings_its_unfolded_changes(
    people: Path, open_store: Open, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store()
    with store.change("Add") as change:
        change.put(person("p-d"))
    store.close(fold=False)
    monkeypatch.setattr(layout, "machine_id", lambda: "00000001")
    store = open_store()
    assert list(names(store)) == ["p-a", "p-b", "p-c", "p-d"]
    with store.change("Add here") as change:
        change.put(person("p-e"))
    store.close()
    assert list(json.loads(people.read_text())) == ["p-a", "p-b", "p-c", "p-d", "p-e"]
    assert list(names(open_store())) == ["p-a", "p-b", "p-c", "p-d", "p-e"]


def test_changes_of_another_machine_that_do_not_fit_are_named(
    people: Path, open_store: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store()
    with store.change("Add") as change:
        change.put(person("p-d"))
    store.close(fold=False)
    rewrite(people, lambda table: table.pop("p-a"))
    monkeypatch.setattr(layout, "machine_id", lambda: "00000001")
    store = open_store()
    assert list(names(store)) == ["p-b", "p-c"]
    assert any("another machine" in problem.message for problem in store.problems())


def test_copies_of_a_sync_service_are_named_and_left_alone(people: Path, open_store: Open) -> None:
    copies = [
        people.with_name("people.sync-conflict-20260310-120000-ABCDEFG.json"),
        people.with_name("people (conflicted copy 2026-03-10).json"),
    ]
    for copy in copies:
        copy.write_text("{}")
    store = open_store()
    assert {problem.path for problem in store.problems()} == {f"records/{copy.name}" for copy in copies}
    store.close()
    assert all(copy.exists() for copy in copies)


def test_a_folder_that_cannot_be_written_can_be_read(
    people: Path, open_store: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store()
    with store.change("Add") as change:
        change.put(person("p-d"))
    store.close(fold=False)
    really_open = os.open

    def refuse(path: Any, flags: int, *rest: Any, **options: Any) -> int:
        if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(path))
        return really_open(path, flags, *rest, **options)

    monkeypatch.setattr(os, "open", refuse)
    monkeypatch.setattr(os, "access", lambda path, mode: not mode & os.W_OK)
    store = open_store()
    assert list(names(store)) == ["p-a", "p-b", "p-c", "p-d"]
    with pytest.raises(StoreError, match="Not saved: the file system is read-only") as caught:  # noqa: SIM117
        with store.change("Add") as change:
            change.put(person("p-e"))
    assert caught.value.exit_code == 6
    store.close()
    assert list(names(open_store())) == ["p-a", "p-b", "p-c", "p-d"]


@pytest.mark.parametrize(
    "name",
    [
        "people.sync-conflict-20260310-120000-ABCDEFG.json",
        "people (Ana's conflicted copy 2026-03-10).json",
        "people (conflicted copy 2026-03-10 120000).json",
        "people_conflict-20260310-120000.json",
        "people (Kopie in Konflikt von Ana 2026-03-10).json",
        "people (case conflict).json",
        "people (1).json",
        "people 2.json",
        "people-DESKTOP-AB12.json",
        "people.json.orig",
        "people_REMOTE_4711.json",
    ],
)
def test_a_second_version_is_named_until_it_is_gone(people: Path, open_store: Open, name: str) -> None:
    store = open_store()
    copy = people.with_name(name)
    copy.write_text('{"p-z": {"name": "Nobody"}}')
    store.catch_up()
    [problem] = store.problems()
    assert (problem.path, problem.hint) == (f"records/{name}", "compare, then remove it")
    assert list(names(store)) == ["p-a", "p-b", "p-c"]
    store.save()
    assert copy.exists()
    copy.unlink()
    store.catch_up()
    assert store.problems() == []


def test_a_merge_that_was_not_finished_is_said_to_be_that(people: Path, open_store: Open) -> None:
    store = open_store()
    whole = people.read_text()
    people.write_text(whole.replace('"p-b"', '<<<<<<< HEAD\n"p-b"', 1).replace("}\n}", "}\n=======\n>>>>>>> theirs\n}"))
    store.catch_up()
    assert store.read_only_reason == (
        "records/people.json:4: A merge was not finished: both versions stand in the file"
    )
    people.write_text(whole)
    store.catch_up()
    assert store.read_only_reason is None


@pytest.mark.parametrize("name", [".people.json.swp", "~syncthing~people.json.tmp", "people.json~", ".~people.json"])
def test_what_an_editor_has_open_is_nobodys_business(people: Path, open_store: Open, name: str) -> None:
    people.with_name(name).write_text("half")
    assert open_store().problems() == []


def test_a_clash_is_named_once_and_until_somebody_removed_it(people: Path, open_store: Open, folder: Path) -> None:
    store = open_store()
    with store.change("Edit") as change:
        change.put(person("p-a", name="Mine"))
    rewrite(people, lambda table: table["p-a"].update(name="Theirs"))
    store.catch_up()
    again = open_store()
    for each in (store, again):
        each.catch_up()
        assert [problem.hint for problem in each.problems() if "clashes" in str(problem)] != []
        assert sum("clashes" in str(problem) for problem in each.problems()) == 1
    [kept] = (folder / ".kindtui" / "clashes").iterdir()
    kept.unlink()
    for each in (store, again):
        each.catch_up()
        assert not any("clash" in str(problem) for problem in each.problems())
