"""Journals that were torn by a crash or damaged by the disk: what was acknowledged is there, or its loss is named."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from kindtui.store import engine as engines
from kindtui.store import swaps
from kindtui.store.layout import Layout
from kindtui.store.tables import Store
from tests.conftest import NOW
from tests.store.conftest import PEOPLE, SPECS, Open, person


def newest(folder: Path) -> Path:
    layout = Layout(folder)
    return layout.journal(layout.generations()[-1])


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
    import shutil

    shutil.copytree(source, target)
    return target


def ids(folder: Path) -> tuple[list[str], Store]:
    store = Store(folder, SPECS, clock=lambda: NOW)
    return store.table(PEOPLE).ids(), store


def test_a_torn_tail_of_any_length_is_cut(folder: Path, request: pytest.FixtureRequest) -> None:
    lengths = filled(folder)
    data = newest(folder).read_bytes()
    (folder / ".kindtui" / "lock").unlink()  # a crash before the acknowledgement: nothing says how long it was
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


def test_a_journal_shorter_than_acknowledged_is_named_and_set_aside(
    folder: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    lengths = filled(folder)
    for length in range(0, lengths[-1], 7 if request.config.getoption("--long") else 41):
        there = copied(folder, tmp_path / f"cut{length}")
        with newest(there).open("r+b") as file:
            file.truncate(length)
        found, store = ids(there)
        kept = [f"p-{number}" for number in range(4) if lengths[number] <= length]
        assert found == (kept or ["p-0"])
        assert any("journal was damaged" in problem.message for problem in store.problems()), length
        assert any(path.name.endswith(".log") for path in (there / ".kindtui" / "quarantine").iterdir())
        with store.change("Added more") as change:
            change.put(person("p-x"))
        store.close(fold=False)
        again, store = ids(there)
        assert again == [*found, "p-x"]
        assert store.problems() == []
        store.close(fold=False)


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


def test_no_flipped_bit_in_the_journal_is_silent(folder: Path, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    lengths = filled(folder)
    data = newest(folder).read_bytes()
    places = [(at, bit) for at in range(len(data)) for bit in range(8)]
    if not request.config.getoption("--long"):
        places = random.Random(7).sample(places, 60)
    for number, (at, bit) in enumerate(places):
        there = copied(folder, tmp_path / "flips" / str(number))
        flipped = bytearray(data)
        flipped[at] ^= 1 << bit
        newest(there).write_bytes(flipped)
        found, store = ids(there)
        hit = sum(end <= at for end in lengths)
        rest = [f"p-{n}" for n in range(4) if n != hit]
        every = [f"p-{n}" for n in range(4)]
        assert found in (rest, every), (at, bit, found)
        assert any("journal was damaged" in problem.message for problem in store.problems()), (at, bit)
        store.close(fold=False)
        assert ids(there)[0] == found


def test_no_flipped_bit_in_a_table_file_is_silent(folder: Path, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    filled(folder)
    store = Store(folder, SPECS, clock=lambda: NOW)
    before = store.table(PEOPLE).all()
    store.close(fold=True)
    path = folder / "records" / "people.json"
    whole, stat = path.read_bytes(), path.stat()
    places = [(at, bit) for at in range(len(whole)) for bit in range(8)]
    if not request.config.getoption("--long"):
        places = random.Random(7).sample(places, 40)
    for at, bit in places:
        flipped = bytearray(whole)
        flipped[at] ^= 1 << bit
        with path.open("r+b") as file:
            file.write(flipped)
        os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
        store = Store(folder, SPECS, clock=lambda: NOW)
        assert store.table(PEOPLE).all() == before
        assert any("restored whole" in problem.message for problem in store.problems()), (at, bit)
        store.close(fold=False)
        assert path.read_bytes() == whole
        stat = path.stat()


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
