"""A process for each fault, under strace, which lets one of its system calls fail or kills it there.

A process is forked from this one, which has everything imported already, and strace is attached to it when it stands
before its operation, so that its calls are counted from there. Whether a fault happened is read from strace's record.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from kindtui.errors import KindError
from tests.services.interrupted import contents
from tests.store.fault_operations import Operation, opened

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
            told = [problem.message for problem in workspace.problems()]
            if not any("not finished" in each or "cannot be read" in each for each in told):
                live = digest(contents(workspace))
    except BaseException:  # noqa: BLE001 - the other process reports it
        said = f"crash: {traceback.format_exc()}"
    finally:
        gate.send(json.dumps({"said": said, "live": live}).encode())
        os._exit(0)


def calls_of(operation: Operation, source: Path, work: Path) -> list[str]:
    """The names of the system calls of an operation, in their order; with a `*` where they are about files of the
    program itself."""
    folder = work / "calls"
    shutil.copytree(source, folder)
    outcome = run(operation, folder, ["-e", "trace=all", "-y"])
    assert outcome.said == "ok", outcome.said
    names = []
    for line in outcome.trace.splitlines():
        if match := re.match(r"\d+ +(\w+)\(", line):
            elsewhere = f"{ROOT}/" in line and str(folder) not in line
            names.append(match[1] + ("*" if elsewhere else ""))
    assert names[0] == "recvfrom" and names.count("sendto") == 2, names
    return names[1 : names.index("sendto")]


def faults(calls: list[str]) -> Iterator[Fault]:
    """Everything that can happen to these calls."""
    numbers: Counter[str] = Counter()
    for named in calls:
        call = named.removesuffix("*")
        if call in NOT_OURS:
            continue
        numbers[call] += 1
        yield Fault(call, numbers[call], "KILL")
        if named != call:
            continue
        for error in ERRORS if call in REFUSED else ("EIO",) if call in UNREADABLE else ():
            yield Fault(call, numbers[call], error)
            if call in REFUSED:
                yield Fault(call, numbers[call], error, lasting=True)


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
