"""Every file-system call fails once, or the process dies before or after it: the state is before or after, never
between, and what the operation said is true."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kindtui.errors import StoreError
from kindtui.store import durable
from kindtui.store import engine as engines
from kindtui.store.lock import ProcessLock
from kindtui.store.tables import Store
from tests.conftest import NOW
from tests.store.conftest import NOTES, PEOPLE, SPECS, note, person

CALLS = ("sync_data", "sync_folder", "make_folder", "write_new", "write_all", "replace", "open_append", "truncate")
State = tuple[dict[str, Any], dict[str, Any]]


class Died(BaseException):
    """Stands for SIGKILL: nothing of the store runs after it."""


class Faults:
    """Counts the calls of `durable`, and lets one of them fail."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.count = 0
        self.at = -1
        self.mode = ""
        self.happened = ""
        for name in CALLS:
            monkeypatch.setattr(durable, name, self.wrapped(name, getattr(durable, name)))

    def arm(self, at: int, mode: str) -> None:
        self.count, self.at, self.mode, self.happened = 0, at, mode, ""

    def wrapped(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def run(*arguments: Any, **options: Any) -> Any:
            self.count += 1
            if self.count != self.at and not (self.mode.endswith("+") and 0 < self.at <= self.count):
                return call(*arguments, **options)
            self.happened = name
            if self.mode == "die before":
                raise Died
            if self.mode == "die after":
                call(*arguments, **options)
                raise Died
            if self.mode == "die within" and name in ("write_all", "write_new"):
                target, data = arguments
                if name == "write_all":
                    os.write(target, data[: len(data) // 2])
                else:
                    target.write_bytes(data[: len(data) // 2])
                raise Died
            if self.mode == "die within":
                raise Died
            number = getattr(errno, self.mode.rstrip("+"))
            raise OSError(number, os.strerror(number))

        return run


def opened(folder: Path) -> Store:
    return Store(folder, SPECS, clock=lambda: NOW)


def state(folder: Path, *, problems: str = "") -> State:
    """What a store finds in a folder. It may have nothing to say but `problems`."""
    store = opened(folder)
    found = (
        {one.id: one for one in store.table(PEOPLE).all()},
        {one.id: one for one in store.table(NOTES).all()},
    )
    said = [problem.message for problem in store.problems()]
    assert all(problems and message.startswith(problems) for message in said), said
    store.close(fold=False)
    return found


def add(store: Store) -> None:
    with store.change("Added") as change:
        change.put(person("p-new"))
        change.put(note("n-new"))


def edit(store: Store) -> None:
    with store.change("Edited") as change:
        change.put(person("p-0", name="Other"))
        change.remove(person("p-1"))


def bulk(store: Store) -> None:
    with store.change("Imported") as change:
        for number in range(30):
            change.put(person(f"p-bulk{number:02d}"))


def undo(store: Store) -> None:
    store.undo()


def fold(store: Store) -> None:
    store.save()


def adopt(store: Store) -> None:
    path = store.folder / "records" / "notes.json"
    fresh = path.with_suffix(".git")
    fresh.write_text(path.read_text().replace("first", "theirs"))
    fresh.replace(path)
    store.catch_up()


@pytest.fixture
def small_bulk(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(engines, "BULK", 20)
    yield


def prepared(folder: Path) -> None:
    """A workspace with table files and a journal that is not folded."""
    store = opened(folder)
    with store.change("First") as change:
        for number in range(4):
            change.put(person(f"p-{number}"))
        change.put(note("n-0", text="first"))
    store.save()
    with store.change("Second") as change:
        change.put(person("p-3", name="Second"))
    store.close(fold=False)


def test_a_lock_that_could_not_be_looked_at_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lock = ProcessLock(tmp_path / "lock")

    def fail(*arguments: object) -> os.stat_result:
        raise OSError(errno.EIO, "the disk reported an error")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fstat", fail)
        with pytest.raises(OSError, match="disk"), lock:
            pass
    with ProcessLock(tmp_path / "lock", timeout=0.1) as other:
        assert other.held and not lock.held


LONG = [pytest.mark.slow]
MODES = [
    *("die after", "die within", "ENOSPC", "EIO+"),
    *(pytest.param(mode, marks=LONG) for mode in ("die before", "ENOSPC+", "EIO", "EACCES")),
]
OPERATIONS = [(add, True), (bulk, True), *((operation, False) for operation in (add, edit, bulk, undo, fold, adopt))]


def label(value: Any) -> str | None:
    """The name of an operation in the names of the tests."""
    if callable(value):
        return value.__name__
    return ("empty" if value else "prepared") if isinstance(value, bool) else None


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(("operation", "empty"), OPERATIONS, ids=label)
def test_any_call_may_fail(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
    small_bulk: None,
    operation: Callable[[Store], None],
    mode: str,
    empty: bool,
) -> None:
    source = tmp_path / "source"
    source.mkdir()
    if not empty:
        prepared(source / "w")
    after_folder = tmp_path / "after"
    shutil.copytree(source, after_folder)
    before = state(source / "w")
    store = opened(after_folder / "w")
    operation(store)
    store.close(fold=False)
    after = state(after_folder / "w")
    problems = "Took over" if operation is adopt else ""  # the file is changed, whether or not we could say so

    faults = Faults(monkeypatch)
    reached = 0
    step = 1 if request.config.getoption("--long") else 3
    for at in [*range(1, 6), *range(6, 400, step)]:
        folder = tmp_path / f"fault{at}"
        shutil.copytree(source, folder)
        faults.arm(-1, "")
        store = opened(folder / "w")
        store.table(PEOPLE).all()
        faults.arm(at, mode)
        said = ""
        try:
            operation(store)
        except Died:
            said = "died"
        except StoreError as error:
            said = error.message
            assert error.exit_code == 6
        except BaseException as fault:
            raise AssertionError(f"{faults.happened} {at}") from fault
        happened = faults.happened
        faults.arm(-1, "")
        if said != "died":
            live = {one.id: one for one in store.table(PEOPLE).all()}
        store._engine.lock.close()  # what the system does for a process that is gone
        store._engine.close_journal()
        found = state(folder / "w", problems=problems)
        where = f"{mode} at call {at}, {happened}: {said}"
        assert found in (before, after), where
        if operation is adopt:
            assert found == after, where
        elif said.startswith("Not saved"):
            assert found == before, where
        elif said.startswith("Saved") or not said:
            assert found == after, where
        elif said != "died":
            assert said.startswith(("It is not known", "Nothing is lost", "What is damaged")), where
        if said != "died":
            assert live == found[0], where
        later = opened(folder / "w")
        with later.change("Afterwards") as change:
            change.put(note("n-later"))
        later.close()
        assert state(folder / "w")[1].keys() == {*found[1], "n-later"}, where
        if not happened:
            break
        reached = at
        shutil.rmtree(folder)
    assert reached >= 2
