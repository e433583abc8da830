"""Checks that a mutant of the store must fail: `python -m tests.store.mutant_checks` runs each check on the store as it
is, and with each mutant, in a process of its own, and prints what came out as JSON."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import msgspec

from kindtui.errors import KindError, NotFound
from kindtui.store import checking, durable, engine
from kindtui.store.tables import Store
from tests.conftest import NOW
from tests.store.conftest import NOTES, PEOPLE, SPECS, note, person
from tests.store.fault_attack import Attack
from tests.store.fault_operations import OPERATIONS, SMALL_BULK, leave, opened, unfolded
from tests.store.fault_strace import Fault, quick_folder, run
from tests.store.mutants import MUTANTS
from tests.store.power_cuts import replay
from tests.store.power_disk import OPTIONS, recorded

Check = Callable[[Path], None]


def _survives_power_cuts(operation: str) -> Check:
    def check(work: Path) -> None:
        wrong = replay(operation, to_the_first_wrong=True).wrong
        assert not wrong, wrong[0]

    return check


def _a_failed_sync_is_not_asked_again(work: Path) -> None:
    attack = Attack(OPERATIONS["edit"], work)
    fault = Fault("fdatasync", 1, "EIO")
    outcome = run(attack.operation, attack.source, ["-e", "trace=openat,fdatasync,close", "-e", fault.injection], fault)
    calls = outcome.trace.splitlines()
    failed = next(number for number, line in enumerate(calls) if "INJECTED" in line)
    descriptor = calls[failed].partition("fdatasync(")[2].partition(")")[0]
    for line in calls[failed + 1 :]:
        if line.endswith(f"= {descriptor}") or f"close({descriptor})" in line:
            return
        assert f"fdatasync({descriptor})" not in line, "the same descriptor was asked to sync again"


def _a_flipped_bit_is_named(work: Path) -> None:
    folder = work / "w"
    OPERATIONS["edit"].prepare(folder)
    for path, old, new in ((_journal(folder), b"they", b"thex"), (folder / "records" / "members.json", b"Ada", b"Adb")):
        damaged = work / path.name
        shutil.copytree(folder, damaged)
        shutil.copystat(path, path)
        target = damaged / path.relative_to(folder)
        before = target.stat()
        fd = os.open(target, os.O_RDWR)  # the same file, with the same stat: nobody else did this
        data = os.pread(fd, before.st_size, 0)
        os.pwrite(fd, data.replace(old, new), 0)
        os.close(fd)
        os.utime(target, ns=(before.st_atime_ns, before.st_mtime_ns))
        workspace = opened(damaged)
        with suppress(KindError):
            found = {member.name for member in workspace.roster.list()}
            shown = {member.pronouns for member in workspace.roster.list()}
            assert workspace.problems() or (found == {"Ada", "Bo"} and shown == {"", "they"}), f"{path.name}: silent"
        leave(workspace)


def _journal(folder: Path) -> Path:
    return max((folder / ".kindtui" / "journals").glob("*.log"))


def _a_change_is_written_under_the_lock(work: Path) -> None:
    attack = Attack(OPERATIONS["edit"], work)
    outcome = run(attack.operation, attack.source, OPTIONS)
    held = False
    for call in recorded(outcome.trace, str(attack.source)):
        if call.name == "flock":
            held = "LOCK_EX" in call.line and call.result == 0
        assert held or call.name not in ("write", "ftruncate"), "written without the lock"


def _writers_lose_nothing(work: Path) -> None:
    # on a busy machine writers may not meet in one round
    for attempt in range(4):
        _write_together(work / str(attempt))


def _write_together(folder: Path) -> None:
    writers, changes = 3, 40
    sync = durable.sync_data
    _store(folder).close(fold=False)

    def slow_sync(fd: int) -> None:
        time.sleep(0.001)  # so that writers meet
        sync(fd)

    start, signal = os.pipe()
    children = []
    for name in range(writers):
        pid = os.fork()
        if pid == 0:
            with suppress(BaseException):
                os.close(signal)
                durable.sync_data = slow_sync
                store = _store(folder)
                os.read(start, 1)  # ends when the parent lets go of the other end
                for number in range(changes):
                    with store.change("Added") as change:
                        change.put(person(f"p-{name}{number:03d}"))
                    if number % 6 == 5:
                        store.save()
                store.close(fold=False)
            os._exit(0)
        children.append(pid)
    os.close(signal)
    for pid in children:
        os.waitpid(pid, 0)
    os.close(start)
    store = _store(folder)
    found = len(store.table(PEOPLE))
    assert found == writers * changes and not store.problems(), f"{writers * changes - found} lost"


def _store(folder: Path) -> Store:
    return Store(folder / "store", SPECS, clock=lambda: NOW)


def _a_torn_tail_is_gone(work: Path) -> None:
    attack = Attack(OPERATIONS["recover a torn tail"], work)
    attack.judge(attack.source, "killed")


def _a_bulk_change_wins_over_the_journal(work: Path) -> None:
    folder = work / "w"
    OPERATIONS["edit"].prepare(folder)
    with unfolded(folder) as it:
        bo = it.roster.find("Bo")
        with it.store.change("Changed many") as change:
            change.put(msgspec.structs.replace(bo, pronouns="ze"))
            for number in range(SMALL_BULK):
                change.put(msgspec.structs.replace(bo, id=f"m-1{number:09d}", name=f"N {number}"))
    workspace = opened(folder)
    found = workspace.roster.find("Bo").pronouns
    assert found == "ze", f"an older change came back: {found}"
    leave(workspace)


def _a_reader_sees_one_generation(work: Path) -> None:
    writer = _store(work)
    with writer.change("First") as change:
        change.put(person("p-0", name="old", tags=("x",)))
        change.put(note("n-0", text="old", about=("x",)))
    writer.save()
    reader = _store(work)
    assert _seen_by(reader) == {"old"}
    engine.BULK = 2  # the next change goes straight into new table files
    with writer.change("Second") as change:
        change.put(person("p-0", name="new", tags=("x",)))
        change.put(note("n-0", text="new", about=("x",)))
    reader.catch_up()
    found = _seen_by(reader)
    assert found == {"new"}, f"of two generations: {found}"


def _seen_by(store: Store) -> set[str]:
    return {store.table(NOTES).where("about", "x")[0].text, store.table(PEOPLE).where("tag", "x")[0].name}


def _forgetting_cuts_what_undo_knows(work: Path) -> None:
    folder = work / "w"
    OPERATIONS["forget"].prepare(folder)
    workspace = opened(folder)
    OPERATIONS["forget"].perform(workspace)
    try:
        raise AssertionError(f"undo takes back {workspace.history.next().sentence}")
    except NotFound:
        pass
    findings = [finding.problem.message for finding in checking.check(workspace.store)]
    assert not findings, findings
    leave(workspace)


def _undo_reaches_beyond_a_fold(work: Path) -> None:
    folder = work / "w"
    OPERATIONS["edit"].prepare(folder)
    workspace = opened(folder)
    workspace.store.save()
    try:
        assert "Bo" in workspace.history.undo()
    except NotFound as error:
        raise AssertionError(error.message.replace("There is", "There was")) from error
    leave(workspace)


def _nobody_finds_who_was_forgotten(work: Path) -> None:
    attack = Attack(OPERATIONS["forget"], work)
    attack.operation.check(work / "after", True)


CHECKS: dict[str, Check] = {
    "a power cut loses no change": _survives_power_cuts("edit"),
    "a power cut tears no fold": _survives_power_cuts("fold"),
    "a failed sync is not asked again": _a_failed_sync_is_not_asked_again,
    "a flipped bit is named": _a_flipped_bit_is_named,
    "a change is written under the lock": _a_change_is_written_under_the_lock,
    "writers lose nothing": _writers_lose_nothing,
    "a torn tail is gone": _a_torn_tail_is_gone,
    "a bulk change wins over the journal": _a_bulk_change_wins_over_the_journal,
    "a reader sees one generation": _a_reader_sees_one_generation,
    "forgetting cuts what undo knows": _forgetting_cuts_what_undo_knows,
    "undo reaches beyond a fold": _undo_reaches_beyond_a_fold,
    "nobody finds who was forgotten": _nobody_finds_who_was_forgotten,
}


def main() -> None:
    """Each check in a process of its own, two at a time."""
    waiting = [(check, check, "") for check in CHECKS]
    waiting += [(name, mutant.caught_by, name) for name, mutant in MUTANTS.items()]
    running: dict[int, tuple[str, int]] = {}
    said: dict[str, str] = {}
    while waiting or running:
        while waiting and len(running) < 2:
            name, check, mutant = waiting.pop(0)
            reader, writer = os.pipe()
            pid = os.fork()
            if pid == 0:
                _check(check, mutant, writer)
            os.close(writer)
            running[pid] = (name, reader)
        name, reader = running.pop(os.wait()[0])
        with os.fdopen(reader, "rb") as pipe:
            said[name] = pipe.read().decode(errors="replace")
    print(json.dumps(said))


def _check(check: str, mutant: str, writer: int) -> None:
    """Write what a check says, nothing when it passes, and leave."""
    said = ""
    try:
        if mutant:
            MUTANTS[mutant].apply()
        with tempfile.TemporaryDirectory(dir=quick_folder()) as work:
            CHECKS[check](Path(work))
    except AssertionError as error:
        said = str(error) or "the check failed"
    except BaseException:  # noqa: BLE001 - the other process reports it
        said = f"not a failed check: {traceback.format_exc()}"
    os.write(writer, said.encode()[:10_000])
    os._exit(0)


if __name__ == "__main__":
    main()
