"""One operation, attacked: `python -m tests.store.fault_attack OPERATION [EVERY] [MUTANT]` lets everything happen to it
that can happen at its system calls (or every EVERY-th thing), and prints one line of JSON: how many faults happened,
and what was wrong then."""

from __future__ import annotations

import json
import re
import shutil
import sys
import tempfile
import time
import traceback
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kindtui.workspace import Workspace
from tests.services.interrupted import contents
from tests.store.fault_operations import OPERATIONS, Operation, leave, opened
from tests.store.fault_strace import Fault, calls_of, digest, faults, quick_folder, run

SAVED = re.compile(r"ok|Saved|Restored, but|Forgotten, but")
NOT_SAVED = re.compile(
    r"Not |No backup was made|The (table \w+|table files|workspace|list of .*|backups) cannot be|"
    r"What was changed before cannot be|[^:]*zip (was not written|cannot be read)"
)
UNKNOWN = re.compile(
    r"It is not known|The restore is not finished|The forgetting is not finished|Nothing is lost|What is damaged"
)


@dataclass
class Tally:
    """What came of the faults of one operation."""

    happened: Counter[str] = field(default_factory=Counter)
    missed: int = 0
    said: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


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
        adopts = self.operation.name == "adopt"
        assert all(adopts and message.startswith("Took over") for message in said), f"there are problems: {said}"

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
