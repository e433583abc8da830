"""Power cuts: `python -m tests.store.power_cuts replay|ext4 OPERATION [MUTANT]` prints one line of JSON.

`replay` takes strace's record of an operation and writes every state that a power cut may leave after each of its calls
(`power_disk`). `ext4` kills the operation at each of its calls on a loop-mounted file system, which is then shut down
without writing anything more and mounted anew; root alone can do that.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.store.fault_attack import Attack, Tally
from tests.store.fault_operations import OPERATIONS
from tests.store.fault_strace import Fault, calls_of, quick_folder, run
from tests.store.power_disk import OPTIONS, Disk, played, recorded, write_down

CHANGES = (
    *("openat", "write", "pwrite64", "ftruncate", "fsync", "fdatasync", "rename", "unlink", "mkdir"),
    *("renameat", "renameat2", "unlinkat", "mkdirat", "rmdir"),
)
"""Calls after which the disk may be another one."""
SHUTDOWN = 0x8004587D
"""FS_IOC_SHUTDOWN; its argument says that the journal is not written either."""
WITHOUT_LOG = 2
IMAGE_SIZE = 24 * 1024 * 1024


def replay(name: str, *, to_the_first_wrong: bool = False) -> Tally:
    """Every state that a power cut may leave during an operation and after it."""
    tally = Tally()
    chance = random.Random(5)
    with tempfile.TemporaryDirectory(dir=quick_folder()) as work:
        attack = Attack(OPERATIONS[name], Path(work))
        folder = attack.work / "recorded"
        shutil.copytree(attack.source, folder)
        disks: list[Disk] = []
        outcome = run(attack.operation, folder, OPTIONS, ready=lambda: disks.append(Disk.of(folder)))
        assert outcome.said == "ok", outcome.said
        for number, call in enumerate(played(disks[0], recorded(outcome.trace, str(folder)))):
            done = call.name == "sendto"
            for state in disks[0].states(chance) if call.name in CHANGES or done else ():
                if to_the_first_wrong and tally.wrong:
                    return tally
                tally.happened["power cut"] += 1
                target = attack.work / "state"
                write_down(state, str(folder), target)
                where = f"{name}: after call {number}, {call.name} {call.path[len(str(folder)) + 1 :]}"
                _judge(attack, target, "ok" if done else "killed", where, tally)
                shutil.rmtree(target)
            if done:
                break
    return tally


def on_ext4(name: str, every: int = 1) -> Tally:
    """Kill the operation at each call that changes something, then cut the power; and once when it is done."""
    tally = Tally()
    with tempfile.TemporaryDirectory() as work, mounted(Path(work)) as disk:
        attack = Attack(OPERATIONS[name], Path(work))
        numbers: Counter[str] = Counter()
        faults: list[Fault | None] = []
        for call in (each.rstrip("*") for each in calls_of(attack.operation, attack.source, attack.work)):
            numbers[call] += 1
            if call in CHANGES:
                faults.append(Fault(call, numbers[call], "KILL"))
        for fault in [*faults[::every], None]:
            folder = disk.folder / "w"
            shutil.copytree(attack.source, folder)
            os.sync()
            options = ["-e", f"trace={fault.call}", "-e", fault.injection] if fault else ["-e", "trace=none"]
            outcome = run(attack.operation, folder, options, fault)
            disk.cut_power()
            if fault is None or outcome.happened:
                tally.happened["power cut"] += 1
                copied = attack.work / "state"  # so that nothing that is open keeps the disk from being unmounted
                shutil.copytree(folder, copied)
                _judge(attack, copied, outcome.said, f"{name}: {fault or 'done'}", tally)
                shutil.rmtree(copied)
            else:
                tally.missed += 1
            shutil.rmtree(folder)
    return tally


def _judge(attack: Attack, folder: Path, said: str, where: str, tally: Tally) -> None:
    try:
        attack.judge(folder, said)
    except Exception as error:  # noqa: BLE001 - every kind is a finding
        tally.wrong.append(f"{where}: {type(error).__name__}: {error}")


class LoopDisk:
    """A small ext4 in a file."""

    def __init__(self, work: Path) -> None:
        self.image = work / "disk.img"
        self.folder = work / "mounted"
        self.folder.mkdir()
        with self.image.open("wb") as image:
            image.truncate(IMAGE_SIZE)
        _call("mkfs.ext4", "-q", "-F", str(self.image))

    def mount(self) -> None:
        _call("mount", "-o", "loop", str(self.image), str(self.folder))

    def unmount(self) -> None:
        _call("umount", str(self.folder))

    def cut_power(self) -> None:
        """What was not synced is lost; then the disk is there again."""
        import fcntl

        fd = os.open(self.folder, os.O_RDONLY)
        try:
            fcntl.ioctl(fd, SHUTDOWN, WITHOUT_LOG.to_bytes(4, sys.byteorder))
        finally:
            os.close(fd)
        self.unmount()
        self.mount()


@contextmanager
def mounted(work: Path) -> Iterator[LoopDisk]:
    """A mounted loop disk. CalledProcessError or FileNotFoundError where that cannot be had."""
    disk = LoopDisk(work)
    disk.mount()
    try:
        yield disk
    finally:
        disk.unmount()


def can_mount() -> bool:
    """Whether this process may mount a file in a loop."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return False
    try:
        with tempfile.TemporaryDirectory() as work, mounted(Path(work)) as disk:
            disk.cut_power()
    except (OSError, subprocess.CalledProcessError):
        return False
    return True


def _call(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)


def main(arguments: list[str]) -> None:
    how, name, mutant = (*arguments, "")[:3]
    if mutant:
        from tests.store.mutants import MUTANTS

        MUTANTS[mutant].apply()
    began = time.perf_counter()
    tally = replay(name) if how == "replay" else on_ext4(name)
    report = {"operation": name, "happened": tally.happened["power cut"], "missed": tally.missed}
    print(json.dumps({**report, "seconds": round(time.perf_counter() - began, 1), "wrong": tally.wrong}))


if __name__ == "__main__":
    main(sys.argv[1:])
