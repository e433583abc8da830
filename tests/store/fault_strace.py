"""Real faults: a process is made for each, and strace lets one of its system calls fail or kill it.

`python -m tests.store.fault_strace OPERATION [EVERY] [MUTANT]` interrupts one operation of `fault_operations` at every
system call (or at every EVERY-th), and prints one line of JSON: how many faults happened, and what was wrong then. A
process is forked from this one, which has everything imported already; its calls are counted from where the operation
begins. Whether a fault happened is read from strace's record of it.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from kindtui.errors import KindError
from kindtui.workspace import Workspace
from tests.store.fault_operations import OPERATIONS, Operation, contents, leave, opened

ROOT = Path(__file__).parent.parent.parent
needs_strace = pytest.mark.skipif(
    shutil.which("strace") is None or not hasattr(os, "fork"), reason="strace, which lets system calls fail, is missing"
)
ERRORS = ("ENOSPC", "EIO", "EDQUOT", "EACCES")
REFUSED = (
    *("write", "pwrite64", "fsync", "fdatasync", "rename", "renameat", "renameat2", "openat", "unlink", "unlinkat"),
    *("ftruncate", "mkdir", "link"),
)
"""Calls that are refused with each of `ERRORS`."""
UNREADABLE = ("read", "pread64", "newfstatat", "fstat", "getdents64", "close")
"""Calls that are refused with EIO."""
NOT_OURS = ("sendto", "recvfrom", "restart_syscall", "exit_group", "futex", "munmap", "brk", "mmap", "madvise")
"""The gate, the end, and memory."""

SAVED = re.compile(r"ok|Saved|Restored, but|Forgotten, but")
NOT_SAVED = re.compile(
    r"Not |No backup was made|The (table \w+|table files|workspace|list of .*|backups) cannot be|"
    r"What was changed before cannot be|[^:]*zip (was not written|cannot be read)"
)
UNKNOWN = re.compile(
    r"It is not known|The restore is not finished|The forgetting is not finished|Nothing is lost|What is damaged"
)


@dataclass(frozen=True)
class Fault:
    """What happens to the `number`-th call of a name: it kills the process, or is refused, once or from then on."""

    call: str
    number: int
    kind: str
    lasting: bool = False

    def __str__(self) -> str:
        return f"{self.kind} at {self.call} {self.number}{' and from then on' if self.lasting else ''}"

    @property
    def injection(self) -> str:
        what = "signal=KILL" if self.kind == "KILL" else f"error={self.kind}"
        return f"inject={self.call}:{what}:when={self.number}{'+' if self.lasting else ''}"


@dataclass
class Outcome:
    said: str
    """`ok`, `killed`, or the message of the error."""
    live: str
    """The digest of what the process itself showed afterwards."""
    happened: bool
    trace: str


@dataclass
class Tally:
    """What came of the faults of one operation."""

    happened: Counter[str] = field(default_factory=Counter)
    missed: int = 0
    said: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


def digest(found: dict[str, Any]) -> str:
    """Contents in short."""
    return sha256(repr(sorted(found.items())).encode()).hexdigest()


def run(
    operation: Operation,
    folder: Path,
    options: list[str],
    fault: Fault | None = None,
    ready: Callable[[], None] = lambda: None,
) -> Outcome:
    """Do the operation in a process of its own under strace; `ready` is called just before."""
    ours, theirs = socket.socketpair()
    pid = os.fork()
    if pid == 0:
        _child(operation, folder, theirs)
    theirs.close()
    ours.recv(1)
    ready()
    record = folder.with_suffix(".trace")
    command = ["strace", "-f", "-p", str(pid), "-o", str(record), *options]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as strace:
        assert strace.stderr is not None
        attached = strace.stderr.readline()
        if "attached" not in attached:
            os.kill(pid, 9)
            raise RuntimeError(f"strace: {attached}")
        ours.send(b"x")
        os.waitpid(pid, 0)
        strace.stderr.read()
    ours.setblocking(False)
    try:
        answer = json.loads(ours.recv(1 << 20) or "{}")
    except (BlockingIOError, ConnectionResetError):
        answer = {}
    ours.close()
    trace = record.read_text(errors="replace")
    happened = "(INJECTED)" in trace or "+++ killed by SIGKILL" in trace
    if fault is not None and fault.kind == "KILL":
        calls = [line for line in trace.splitlines() if f" {fault.call}(" in line]
        happened = "+++ killed by SIGKILL" in trace and len(calls) == fault.number and calls[-1].endswith("= ?")
    return Outcome(answer.get("said", "killed"), answer.get("live", ""), happened, trace)


def _child(operation: Operation, folder: Path, gate: socket.socket) -> None:
    said = live = ""
    try:
        workspace = opened(folder, at_once=not operation.opens)
        gate.send(b"r")
        gate.recv(1)
        try:
            operation.perform(workspace)
            said = "ok"
        except KindError as error:
            said = error.message if error.exit_code == 6 else f"exit code {error.exit_code}: {error.message}"
        except OSError:
            frames = [frame for frame in traceback.format_exc().splitlines() if "/kindtui/" in frame]
            said = f"crash: {frames[-1]}"
        gate.send(b" ")
        with suppress(OSError, KindError):  # a fault that lasts: nothing can be shown, and nothing wrong is
            live = digest(contents(workspace))
    except BaseException:  # noqa: BLE001 - the other process reports it
        said = f"crash: {traceback.format_exc()}"
    finally:
        gate.send(json.dumps({"said": said, "live": live}).encode())
        os._exit(0)


def calls_of(operation: Operation, source: Path, work: Path) -> list[str]:
    """The names of the system calls of an operation, in their order."""
    folder = work / "calls"
    shutil.copytree(source, folder)
    outcome = run(operation, folder, ["-e", "trace=all"])
    assert outcome.said == "ok", outcome.said
    names = [match[1] for line in outcome.trace.splitlines() if (match := re.match(r"\d+ +(\w+)\(", line))]
    assert names[0] == "recvfrom" and names.count("sendto") == 2, names
    return names[1 : names.index("sendto")]


def faults(calls: list[str]) -> Iterator[Fault]:
    """Everything that can happen to these calls."""
    numbers: Counter[str] = Counter()
    for call in calls:
        if call in NOT_OURS:
            continue
        numbers[call] += 1
        yield Fault(call, numbers[call], "KILL")
        for error in ERRORS if call in REFUSED else ("EIO",) if call in UNREADABLE else ():
            yield Fault(call, numbers[call], error)
            if call in REFUSED:
                yield Fault(call, numbers[call], error, lasting=True)


class Attack:
    """One operation, from one state, with the states it may lead to."""

    def __init__(self, operation: Operation, work: Path) -> None:
        self.operation = operation
        self.work = work
        self.source = work / "source"
        operation.prepare(self.source)
        if not self.source.exists():
            self.source.mkdir()
        self.after = self._after()
        self.before = self.after if operation.opens or operation.same else self._before()
        assert operation.opens or operation.same or self.before != self.after

    def _before(self) -> dict[str, Any]:
        folder = self.work / "before"
        shutil.copytree(self.source, folder)
        workspace = opened(folder)
        found = contents(workspace)
        leave(workspace)
        if not any(self.source.iterdir()):
            return {}
        return found

    def _after(self) -> dict[str, Any]:
        folder = self.work / "after"
        shutil.copytree(self.source, folder)
        workspace = opened(folder, at_once=not self.operation.opens)
        self.operation.perform(workspace)
        leave(workspace)
        workspace = opened(folder)
        found = contents(workspace)
        leave(workspace)
        return found

    def judge(self, folder: Path, said: str, live: str = "") -> None:
        """AssertionError when what is in the folder, or what was said of it, is not as it must be."""
        if not any(folder.rglob("*.json")) and not self.before and not SAVED.match(said):
            return  # nothing was made yet
        workspace = opened(folder)
        found = contents(workspace)
        shown = digest(found)
        if not found.keys() - {"kindtui.yaml"} and not self.before:
            found = {}
        assert found in (self.before, self.after), _difference(found, self.before, self.after)
        self._has_no_problems(workspace)
        if SAVED.match(said):
            assert found == self.after, "what was saved is not there"
        elif NOT_SAVED.match(said):
            assert found == self.before, "what was not saved is there"
        else:
            assert said == "killed" or UNKNOWN.match(said), f"nobody understands {said!r}"
        if live and "not finished" not in said and "begun" not in said:
            assert live == shown, "the process showed something else than what is stored"
        self.operation.check(folder, found == self.after and (not self.operation.same or said == "ok"))
        workspace.roster.add({"name": "Afterwards"})
        workspace.store.close(fold=False)
        workspace = opened(folder)
        later = contents(workspace)
        names = {getattr(each, "name", "") for each in later.values()}
        assert "Afterwards" in names and found.keys() <= later.keys(), "a later change was not kept"
        self._has_no_problems(workspace)
        leave(workspace)

    def _has_no_problems(self, workspace: Workspace) -> None:
        said = [problem.message for problem in workspace.problems()]
        assert all(message.startswith("Took over") for message in said), f"there are problems: {said}"

    def suffer(self, fault: Fault, tally: Tally) -> None:
        """Let one fault happen and judge what it leaves."""
        folder = self.work / "fault"
        shutil.copytree(self.source, folder)
        options = ["-e", f"trace={fault.call}", "-e", fault.injection]
        outcome = run(self.operation, folder, options, fault)
        if not outcome.happened:
            tally.missed += 1
        else:
            tally.happened[fault.kind] += 1
            tally.said[_in_short(outcome.said)] += 1
            try:
                self.judge(folder, outcome.said, "" if fault.lasting else outcome.live)
            except Exception as error:  # noqa: BLE001 - every kind is a finding
                text = str(error) if isinstance(error, AssertionError) else traceback.format_exc()
                tally.wrong.append(f"{self.operation.name}: {fault}: {outcome.said}: {text}")
        shutil.rmtree(folder)


def _in_short(said: str) -> str:
    for kind, pattern in (("saved", SAVED), ("not saved", NOT_SAVED), ("unknown", UNKNOWN)):
        if pattern.match(said):
            return kind
    return said


def _difference(found: dict[str, Any], *wanted: dict[str, Any]) -> str:
    parts = []
    for name, other in zip(("before", "after"), wanted, strict=True):
        differ = sorted(key for key in {*found, *other} if found.get(key) != other.get(key))
        parts.append(f"differs from {name} in {differ[:8]}")
    return "; ".join(parts)


def attack(name: str, every: int = 1, start: int = 0) -> Tally:
    """Let every fault happen to an operation, or every `every`-th."""
    tally = Tally()
    with tempfile.TemporaryDirectory(dir=quick_folder()) as work:
        one = Attack(OPERATIONS[name], Path(work))
        calls = calls_of(one.operation, one.source, one.work)
        for fault in list(faults(calls))[start::every]:
            one.suffer(fault, tally)
    return tally


def quick_folder() -> str | None:
    """Where files cost little: what is not synced is not what is looked for here."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


def answer_of(module: str, *arguments: str) -> dict[str, Any]:
    """What one of these programs prints, run in a process of its own."""
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-4000:]
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def main(arguments: list[str]) -> None:
    name, every, mutant = (*arguments, *("1", "")[len(arguments) - 1 :])
    if mutant:
        from tests.store.mutants import MUTANTS

        MUTANTS[mutant].apply()
    began = time.perf_counter()
    tally = attack(name, int(every))
    report: dict[str, Any] = {
        "operation": name,
        "happened": dict(tally.happened),
        "missed": tally.missed,
        "said": dict(tally.said),
        "seconds": round(time.perf_counter() - began, 1),
        "wrong": tally.wrong,
    }
    print(json.dumps(report))


if __name__ == "__main__":
    main(sys.argv[1:])
