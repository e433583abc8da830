"""Journals that were torn by a crash or damaged by the disk: what was acknowledged is there, or its loss is named."""

from __future__ import annotations

import os
import random
import shutil
from pathlib import Path

import pytest

from kindtui.errors import StoreError
from kindtui.store import checking, swaps
from kindtui.store import engine as engines
from kindtui.store.layout import Layout
from kindtui.store.tables import Store
from tests.conftest import NOW
from tests.store.conftest import PEOPLE, SPECS, Open, person


def newest(folder: Path) -> Path:
    layout = Layout(folder)
    return layout.journal(layout.generations()[-1])


def copy_of_journal(folder: Path) -> Path:
    layout = Layout(folder)
    return layout.mirror(layout.generations()[-1])


def filled(folder: Path, count: int = 4) -> list[int]:
    """A workspace whose journal holds changes; answers the journal's length after each."""
    store = Store(folder, SPECS, clock=lambda: NOW)
    lengths = []
    for number in range(count):
        with store.change(f"Added {number}") as change:
            change.put(person(f"p-{number}", name="Ü" * number))
        if number == 0:
            store.save()
        lengths.append(newest(folder).stat().st_size)
    store.close(fold=False)
    return lengths


def copied(source: Path, target: Path) -> Path:
    """A copy with the same stat, but for the inode."""
    shutil.copytree(source, target)
    return target


def ids(folder: Path) -> tuple[list[str], Store]:
    store = Store(folder, SPECS, clock=lambda: NOW)
    return store.table(PEOPLE).ids(), store


def test_a_torn_tail_of_any_length_is_cut(folder: Path, request: pytest.FixtureRequest) -> None:
    lengths = filled(folder)
    data = newest(folder).read_bytes()
    (folder / ".kindtui" / "lock").unlink()  # a crash before the acknowledgement: nothing says how long it was
    copy_of_journal(folder).unlink()
    step = 1 if request.config.getoption("--long") else 3
    for length in range(lengths[2], len(data), step):
        newest(folder).write_bytes(data[:length])
        whole = sum(end <= length for end in lengths)
        found, store = ids(folder)
        assert found == [f"p-{number}" for number in range(whole)]
        with store.change("Added more") as change:
            change.put(person("p-x"))
        assert ids(folder)[0] == [*found, "p-x"]
        assert store.problems() == []
        store.close(fold=False)
        (folder / ".kindtui" / "lock").unlink()
        copy_of_journal(folder).unlink()


@pytest.mark.parametrize("copy", ["with its copy", "without"])
def test_a_journal_shorter_than_acknowledged_is_named_and_repaired(
    folder: Path, tmp_path: Path, request: pytest.FixtureRequest, copy: str
) -> None:
    lengths = filled(folder)
    for length in range(0, lengths[-1], 1 if request.config.getoption("--long") else 41):
        there = copied(folder, tmp_path / f"cut{length}")
        if copy == "without":
            copy_of_journal(there).unlink()
        with newest(there).open("r+b") as file:
            file.truncate(length)
        found, store = ids(there)
        kept = [f"p-{number}" for number in range(4) if lengths[number] <= length or copy != "without"]
        assert found == (kept or ["p-0"])
        assert_named(store, "restored whole" if copy != "without" else "others may be missing", length)
        assert any(path.name.endswith(".log") for path in (there / ".kindtui" / "quarantine").iterdir())
        with store.change("Added more") as change:
            change.put(person("p-x"))
        store.close(fold=False)
        again, store = ids(there)
        assert again == [*found, "p-x"]
        assert store.problems() == []
        store.close(fold=False)
        shutil.rmtree(there)


def test_a_journal_that_was_cut_is_seen_without_the_note_of_its_length(folder: Path) -> None:
    lengths = filled(folder)
    (folder / ".kindtui" / "lock").unlink()
    with newest(folder).open("r+b") as file:
        file.truncate(lengths[1])  # between two lines
    found, store = ids(folder)
    assert found == [f"p-{number}" for number in range(4)]
    assert_named(store, "restored whole", lengths[1])


def test_a_journal_that_is_gone_is_made_again(folder: Path) -> None:
    filled(folder)
    newest(folder).unlink()
    found, store = ids(folder)
    assert found == [f"p-{number}" for number in range(4)]
    assert_named(store, "made again from its copy", 0)


def test_a_copy_that_is_damaged_is_found_and_made_again(folder: Path) -> None:
    filled(folder)
    copy = copy_of_journal(folder)
    whole = copy.read_bytes()
    copy.write_bytes(whole[:300] + bytes(20) + whole[320:])
    found, store = ids(folder)
    assert list(checking.check(store)) == []  # a change that was not copied is no damage
    copy.write_bytes(whole[:300] + b"?" + whole[301:])
    [finding] = checking.check(store)
    assert finding.mend is not None and "copy of the newest journal" in finding.problem.message
    finding.mend()
    assert copy.read_bytes() == whole
    with store.change("Added more") as change:
        change.put(person("p-x"))
    assert copy.read_bytes() == newest(folder).read_bytes()
    assert store.table(PEOPLE).ids() == [*found, "p-x"]
    store.close(fold=False)


def test_a_copy_that_missed_a_change_is_brought_up_to_date(folder: Path) -> None:
    """The process that made the change died before it could copy it."""
    filled(folder)
    copy = copy_of_journal(folder)
    whole = copy.read_bytes()
    copy.write_bytes(whole[: len(whole) // 2] + b"torn, and too long" * 100)
    _, store = ids(folder)
    with store.change("Added more") as change:
        change.put(person("p-x"))
    store.close(fold=False)
    assert len(copy.read_bytes()) == len(newest(folder).read_bytes())
    copy.write_bytes(whole[: len(whole) // 2])
    _, store = ids(folder)
    with store.change("Added more") as change:
        change.put(person("p-y"))
    store.close(fold=False)
    assert copy.read_bytes()[len(whole) // 2 :] == newest(folder).read_bytes()[len(whole) // 2 :]


def test_a_running_store_brings_back_what_the_journal_lost(folder: Path, open_store: Open) -> None:
    store = open_store()
    for number in range(4):
        with store.change(f"Added {number}") as change:
            change.put(person(f"p-{number}"))
    with newest(folder).open("r+b") as file:
        file.truncate(newest(folder).stat().st_size - 10)
    with store.change("Added 4") as change:
        change.put(person("p-4"))
    assert open_store().table(PEOPLE).ids() == [f"p-{number}" for number in range(5)]
    assert any("journal was damaged" in problem.message for problem in store.problems())


@pytest.mark.parametrize("copy", ["with its copy", "without"])
def test_no_flipped_bit_in_the_journal_is_silent(
    folder: Path, tmp_path: Path, request: pytest.FixtureRequest, copy: str
) -> None:
    lengths = filled(folder)
    data = newest(folder).read_bytes()
    if copy == "without":
        copy_of_journal(folder).unlink()
    for number, (at, bit) in enumerate(flips(data, request, 30, most=20_000 if copy != "without" else 2000)):
        there = copied(folder, tmp_path / "flips" / str(number))
        flipped = bytearray(data)
        flipped[at] ^= 1 << bit
        newest(there).write_bytes(flipped)
        found, store = ids(there)
        hit = sum(end <= at for end in lengths)
        rest = [f"p-{n}" for n in range(4) if n != hit]
        every = [f"p-{n}" for n in range(4)]
        assert found == every or (copy == "without" and found == rest), (at, bit, found)
        assert_named(
            store, "restored whole" if copy != "without" or found == every else "others may be missing", at, bit
        )
        store.close(fold=False)
        assert ids(there)[0] == found
        shutil.rmtree(there)


@pytest.mark.parametrize("stat", ["the stat is as it was", "the stat is another one"])
def test_no_flipped_bit_in_a_table_file_is_silent(folder: Path, request: pytest.FixtureRequest, stat: str) -> None:
    """As it was: the disk did it, and it is repaired. Another one: somebody wrote it, and it is taken over, by a named
    change that undo takes back, or nothing is written until it can be read."""
    filled(folder)
    store = Store(folder, SPECS, clock=lambda: NOW)
    store.close(fold=True)
    path = folder / "records" / "people.json"
    whole, times = path.read_bytes(), path.stat()
    for at, bit in flips(whole, request, 20):
        flipped = bytearray(whole)
        flipped[at] ^= 1 << bit
        with path.open("r+b") as file:
            file.write(flipped)
        if stat == "the stat is as it was":
            os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
        store = Store(folder, SPECS, clock=lambda: NOW)
        before = store.table(PEOPLE).ids(), store.table(PEOPLE).all()
        if stat == "the stat is as it was":
            assert_named(store, "restored whole", at, bit)
        else:
            assert_is_named_or_taken_over(store, at, bit)
        store.close(fold=False)
        if store.read_only_reason is None:
            again = Store(folder, SPECS, clock=lambda: NOW)
            assert (again.table(PEOPLE).ids(), again.table(PEOPLE).all()) == before, (at, bit)
            again.close(fold=False)
        if stat == "the stat is as it was":
            assert path.read_bytes() == whole
        else:
            put_back(folder, path, whole)
        times = path.stat()


def test_no_length_of_a_table_file_is_silent(folder: Path, request: pytest.FixtureRequest) -> None:
    filled(folder)
    store = Store(folder, SPECS, clock=lambda: NOW)
    every = store.table(PEOPLE).all()
    store.close(fold=True)
    path = folder / "records" / "people.json"
    whole = path.read_bytes()
    for length in range(0, len(whole), 1 if request.config.getoption("--long") else 29):
        with path.open("r+b") as file:
            file.truncate(length)
        store = Store(folder, SPECS, clock=lambda: NOW)
        if length == 0:
            assert_named(store, "missing or empty: it was restored whole", length)
            assert path.read_bytes() == whole
        else:
            assert_is_named_or_taken_over(store, length)
        assert store.table(PEOPLE).all() == every, length  # nothing is taken from what is shown
        store.close(fold=False)
        put_back(folder, path, whole)


@pytest.mark.parametrize("what", ["older journal", "changes of a swap"])
def test_no_flipped_bit_in_what_undo_needs_is_silent(
    folder: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest, what: str
) -> None:
    """It changes nothing that is shown. A look at the history says so, or undo does, and doctor in any case."""
    filled(folder)
    monkeypatch.setattr(engines, "BULK", 2)
    store = Store(folder, SPECS, clock=lambda: NOW)
    before = store.table(PEOPLE).all()
    with store.change("Edited two") as change:
        for number in (0, 1):
            change.put(person(f"p-{number}", name="Bulk"))
    store.close(fold=False)
    layout = Layout(folder)
    older = layout.journal(layout.generations()[-2])
    path = older if what == "older journal" else next(folder.glob(".kindtui/journals/*2.*.changes"))
    whole = path.read_bytes()
    for at, bit in flips(whole, request, 15, most=2000):
        flipped = bytearray(whole)
        flipped[at] ^= 1 << bit
        path.write_bytes(flipped)
        store = Store(folder, SPECS, clock=lambda: NOW)
        assert [each.name for each in store.table(PEOPLE).all()[:2]] == ["Bulk", "Bulk"]
        assert [each.problem for each in checking.check(store)], (at, bit)
        if what == "older journal":
            store.history()
            assert_named(store, "undo reaches less far", at, bit)
        else:
            with pytest.raises(StoreError, match="cannot be undone"):
                store.undo()
        store.close(fold=False)
    path.write_bytes(whole)
    store = Store(folder, SPECS, clock=lambda: NOW)
    store.undo()
    assert store.table(PEOPLE).all() == before
    store.close()


def assert_named(store: Store, words: str, *where: object) -> None:
    assert any(words in problem.message for problem in store.problems()), (where, store.problems())


def assert_is_named_or_taken_over(store: Store, *where: object) -> None:
    assert store.problems(), where
    sentence = store.undo(dry_run=True)
    if store.read_only_reason is None and not sentence.startswith("Took over"):
        assert_named(store, "its records are the same", *where)


def put_back(folder: Path, path: Path, whole: bytes) -> None:
    """Let a table be what it was, whatever became of it."""
    path.write_bytes(whole)
    store = Store(folder, SPECS, clock=lambda: NOW)
    store.table(PEOPLE).all()
    store.save()
    assert store.read_only_reason is None
    store.close(fold=True)
    assert path.read_bytes() == whole


def flips(data: bytes, request: pytest.FixtureRequest, few: int, most: int = 1_000_000) -> list[tuple[int, int]]:
    """(byte, bit) of every bit, or of some: of `few` in the short form, of `most` in the long one."""
    places = [(at, bit) for at in range(len(data)) for bit in range(8)]
    count = most if request.config.getoption("--long") else few
    return places if count >= len(places) else random.Random(7).sample(places, count)


@pytest.mark.parametrize("what", ["copies", "lock", "blocks"])
def test_what_can_be_made_again_may_be_missing(folder: Path, open_store: Open, what: str) -> None:
    store = open_store()
    many = [person(f"p-{number:04d}", name="x" * 900) for number in range(1200)]
    with store.change("Imported") as change:
        for one in many:
            change.put(one)
    store.close(fold=False)
    private = folder / ".kindtui"
    paths = {
        "copies": list((private / "copies").glob("*.json")),
        "blocks": list((private / "copies").glob("*.blocks")),
        "lock": [private / "lock"],
    }[what]
    assert paths
    for path in paths:
        path.unlink()
    store = open_store()
    assert store.table(PEOPLE).get("p-0700") == many[700]
    with store.change("Added") as change:
        change.put(person("p-9"))
    assert len(open_store().table(PEOPLE)) == 1201
    assert store.problems() == []


def test_a_swap_whose_new_journal_is_lost_does_not_bring_back_what_it_contains(
    folder: Path, open_store: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The crash comes between the commit of a large change and the renames, and the staged journal is gone as well."""
    filled(folder)
    store = open_store()

    class Crash(BaseException):
        pass

    def crash(*_: object) -> None:
        raise Crash

    monkeypatch.setattr(engines, "BULK", 2)
    with monkeypatch.context() as patch, pytest.raises(Crash):
        patch.setattr(swaps, "roll_forward", crash)
        with store.change("Removed two") as change:
            change.remove(person("p-2", name="Ü" * 2))
            change.remove(person("p-3", name="Ü" * 3))
    store._engine.lock.close()
    [staged] = [path for path in (folder / ".kindtui" / "journals").glob("*.staged") if path.name.count(".") == 2]
    staged.unlink()
    assert ids(folder)[0] == ["p-0", "p-1"]
    assert ids(folder)[0] == ["p-0", "p-1"]
