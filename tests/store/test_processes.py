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
from tests.store.writer import ENTRIES, Entry

WRITER = Path(__file__).with_name("writer.py")


def start(folder: Path, name: str, count: int) -> subprocess.Popen[str]:
    command = [sys.executable, str(WRITER), str(folder), name, str(count)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.fixture(autouse=True)
def shared(folder: Path) -> None:
    """The record that all writers count up. It is there before them: who adds one does not say what was there."""
    store = Store(folder, [ENTRIES], clock=lambda: NOW)
    with store.change("Began") as change:
        change.put(Entry(id="shared", created_at=NOW, updated_at=NOW))
    store.close()


def acknowledged(outputs: list[str]) -> tuple[set[str], int]:
    """The ids that writers said were saved, and how often the shared record was counted up."""
    ids: set[str] = set()
    counted = 0
    for line in "".join(outputs).splitlines():
        if line.startswith("+ "):
            ids.update(line[2:].split())
        elif line.startswith("= "):
            counted += 1
    return ids, counted


def check(folder: Path, outputs: list[str], killed: int) -> None:
    ids, counted = acknowledged(outputs)
    store = Store(folder, [ENTRIES], clock=lambda: NOW)
    found = {entry.id: entry for entry in store.table(ENTRIES).all()}
    shared = found.pop("shared")
    assert store.problems() == []
    assert ids <= found.keys()
    extra = found.keys() - ids
    assert len(extra) <= 15 * killed  # at most the one change that was on its way when a process was killed
    for entry in found.values():
        assert entry.text == entry.id.partition("-")[0] * 20
    parts = {id for id in found if id.count("-") == 2}
    for id in parts:
        group = id.rpartition("-")[0]
        assert {f"{group}-{part}" for part in range(14)} | {group} <= found.keys()
    assert counted <= shared.count <= counted + killed
    store.close()


def test_two_processes_write_and_nothing_is_lost(folder: Path) -> None:
    writers = [start(folder, name, 60) for name in ("a", "b")]
    outputs = []
    for writer in writers:
        out, err = writer.communicate(timeout=60)
        assert writer.returncode == 0, err
        outputs.append(out)
    check(folder, outputs, killed=0)
    assert len(acknowledged(outputs)[0]) == 2 * (60 + 3 * 14)


def test_killed_writers_lose_nothing_that_was_acknowledged(folder: Path, request: pytest.FixtureRequest) -> None:
    kills = 200 if request.config.getoption("--long") else 8
    chance = random.Random(11)
    outputs: list[str] = []
    steady = start(folder, "s", 100_000)
    for number in range(kills):
        writer = start(folder, f"k{number}", 100_000)
        assert writer.stdout is not None
        outputs.append(writer.stdout.readline())
        time.sleep(chance.uniform(0, 0.15))
        writer.send_signal(signal.SIGKILL)
        out, err = writer.communicate()
        assert not err, err
        outputs.append(out)
    assert steady.poll() is None, steady.communicate()[1]
    steady.kill()
    outputs.append(steady.communicate()[0])
    check(folder, outputs, killed=kills + 1)


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
