"""Several processes and threads write at once, and are killed: what was acknowledged is there, and whole."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from kindtui.errors import StoreError
from kindtui.store.lock import ProcessLock
from kindtui.store.tables import Store
from tests.conftest import NOW
from tests.store.conftest import PEOPLE, SPECS, person
from tests.store.writer import ENTRIES, PARTS, Entry, text_of

WRITER = Path(__file__).with_name("writer.py")


class Writer:
    """A process that writes, and what it says."""

    def __init__(self, folder: Path, name: str, *, count: int = 1_000_000, threads: int = 1) -> None:
        folder.with_name("said").mkdir(exist_ok=True)
        self.said, self.complained = (folder.with_name("said") / f"{name}.{kind}" for kind in ("out", "err"))
        command = [sys.executable, str(WRITER), str(folder), name, str(count), str(threads)]
        with self.said.open("wb") as out, self.complained.open("wb") as err:
            self.process = subprocess.Popen(command, stdout=out, stderr=err)

    def is_ready(self) -> bool:
        return self.said.stat().st_size > 0

    def kill(self) -> None:
        """End it without a word."""
        assert self.process.poll() is None, self.complained.read_text()
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        assert not self.complained.read_text()

    def wait(self) -> None:
        assert self.process.wait(timeout=60) == 0, self.complained.read_text()


@pytest.fixture(autouse=True)
def shared(folder: Path) -> None:
    """The record that all writers count up. It is there before them: who adds one does not say what was there."""
    store = Store(folder, [ENTRIES], clock=lambda: NOW)
    with store.change("Began") as change:
        change.put(Entry(id="shared", created_at=NOW, updated_at=NOW))
    store.close()


class Acknowledged:
    """What writers said was saved."""

    def __init__(self, folder: Path) -> None:
        self.changes = 0
        self.counts: dict[str, int] = {}
        """Of each record."""
        self.shared = 0
        for path in folder.with_name("said").glob("*.out"):
            for line in path.read_text().splitlines():
                sign, *words = line.split(" ")
                if sign == "+":
                    self.counts.update(dict.fromkeys(words, 0))
                elif sign == "~":
                    self.counts[words[0]] = int(words[1])
                elif sign == "=":
                    self.shared += 1
                self.changes += sign != "ready"


def check(folder: Path, killed: int) -> int:
    """Nothing that was acknowledged is lost or torn, and nothing is there that nobody wrote. Answers the number of
    acknowledged changes. `killed`: how many threads of work were ended, each perhaps within a change."""
    said = Acknowledged(folder)
    store = Store(folder, [ENTRIES], clock=lambda: NOW)
    found = {entry.id: entry for entry in store.table(ENTRIES).all()}
    shared = found.pop("shared")
    assert store.problems() == []
    assert said.counts.keys() <= found.keys()
    assert len(found.keys() - said.counts.keys()) <= (1 + PARTS) * killed
    unsaid = 0
    for entry in found.values():
        assert entry.text == text_of(entry.id), entry.id
        if entry.count != said.counts.get(entry.id, 0):
            unsaid += 1
            assert entry.count == int(entry.id.split("-")[2]) + 1 and said.counts.get(entry.id) == 0, entry.id
    assert unsaid <= killed
    for id in (id for id in found if id.count("-") == 3):
        first = id.rpartition("-")[0]
        assert {f"{first}-{part}" for part in range(PARTS)} | {first} <= found.keys()
    assert said.shared <= shared.count <= said.shared + killed
    assert len(store.history()) >= 50
    store.close()
    return said.changes


def test_two_processes_write_and_nothing_is_lost(folder: Path) -> None:
    writers = [Writer(folder, name, count=60) for name in ("a", "b")]
    for writer in writers:
        writer.wait()
    check(folder, killed=0)
    assert len(Acknowledged(folder).counts) == 2 * (60 + 3 * PARTS)


def test_eight_processes_write_and_are_killed_one_by_one(folder: Path, request: pytest.FixtureRequest) -> None:
    """One of the eight has three threads. One at a time is killed while the others write and fold, and another takes
    its place. Nothing is lost, nothing is torn."""
    kills, changes = (400, 10_000) if request.config.getoption("--long") else (6, 200)
    chance = random.Random(11)
    writers = [Writer(folder, f"w{number}", threads=3 if number == 0 else 1) for number in range(8)]
    done = 0
    deadline = time.monotonic() + 900
    while done < kills or Acknowledged(folder).changes < changes:
        assert time.monotonic() < deadline, (done, Acknowledged(folder).changes)
        place = chance.randrange(8)
        time.sleep(chance.uniform(0, 0.15))
        if writers[place].is_ready():
            writers[place].kill()
            done += 1
            writers[place] = Writer(folder, f"k{done}", threads=3 if place == 0 else 1)
    for writer in writers:
        writer.kill()
    counted = check(folder, killed=3 * (done + 8))
    print(f"{done + 8} kills, {counted} acknowledged changes")


def test_threads_of_one_process_write_and_read(folder: Path) -> None:
    store = Store(folder, SPECS, clock=lambda: NOW)
    faults: list[BaseException] = []

    def work(name: str) -> None:
        try:
            for number in range(40):
                with store.change("Added") as change:
                    change.put(person(f"p-{name}{number:03d}"))
                assert store.table(PEOPLE).get(f"p-{name}{number:03d}") is not None
                store.table(PEOPLE).all()
                if number % 10 == 0:
                    store.save()
        except BaseException as fault:  # noqa: BLE001 - the main thread raises it
            faults.append(fault)

    threads = [threading.Thread(target=work, args=(name,)) for name in "abc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    store.close()
    again = Store(folder, SPECS, clock=lambda: NOW)
    assert len(again.table(PEOPLE)) == 120
    again.close()


def test_a_lock_that_is_held_names_its_holder(tmp_path: Path) -> None:
    code = (
        "import sys, time\nfrom pathlib import Path\nfrom kindtui.store.lock import ProcessLock\n"
        "with ProcessLock(Path(sys.argv[1])):\n    print('held', flush=True)\n    time.sleep(60)\n"
    )
    holder = subprocess.Popen([sys.executable, "-c", code, str(tmp_path / "lock")], stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None and holder.stdout.readline() == "held\n"
    lock = ProcessLock(tmp_path / "lock", timeout=0.1)
    with pytest.raises(StoreError, match=f"process {holder.pid}"), lock:
        pass
    holder.kill()
    holder.communicate()
    with lock:
        assert lock.held
    lock.close()
