"""What is done to a workspace is interrupted at every durable call: the workspace is as before or as after."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from kindtui.errors import KindError
from kindtui.services.notebooks import NOTEBOOKS
from kindtui.store import durable
from kindtui.store.backup import documents
from kindtui.workspace import Workspace, open_workspace
from tests.store.test_faults import Died, Faults

SOME = [
    "die after",
    "ENOSPC",
    *(pytest.param(mode, marks=pytest.mark.slow) for mode in ("die before", "die within", "EIO+")),
]
"""The ways in which a call fails; the long form has all of them."""


def contents(workspace: Workspace) -> dict[str, Any]:
    """Every record and document."""
    found: dict[str, Any] = {}
    for spec in NOTEBOOKS:
        found.update({record.id: record for record in workspace.store.table(spec).all()})
    found.update({name: path.read_bytes() for name, path in documents(workspace.folder)})
    return found


def interrupt(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    source: Path,
    clock: Callable[[], datetime],
    operation: Callable[[Workspace], object],
    mode: str,
    check: Callable[[Workspace, bool], None] = lambda workspace, done: None,
    *,
    step: int = 1,
) -> int:
    """Let every call of `operation` fail in turn. `check` is told whether the operation was done. Answers how many
    calls there were."""

    def opened(folder: Path) -> Workspace:
        return open_workspace(folder, clock=clock)

    with opened(source) as workspace:
        before = contents(workspace)
    shutil.copytree(source, tmp_path / "after")
    with opened(tmp_path / "after") as workspace:
        operation(workspace)
        after = contents(workspace)
    assert before != after
    faults = Faults(monkeypatch)
    monkeypatch.setattr(durable, "remove", faults.wrapped("remove", durable.remove))
    for at in range(1, 1000, step):
        folder = tmp_path / f"{mode} {at}"
        shutil.copytree(source, folder)
        workspace = opened(folder)
        faults.arm(at, mode)
        said = ""
        try:
            operation(workspace)
        except Died:
            said = "died"
        except KindError as error:
            assert error.exit_code == 6, error.message
            said = error.message
        happened = faults.happened
        faults.arm(-1, "")
        with suppress(Exception):
            workspace.store._engine.close_journal()
        workspace.store._engine.lock.close()  # what the system does for a process that is gone
        with opened(folder) as later:
            found = contents(later)
            where = f"{mode} at call {at}, {happened}: {said}"
            assert found in (before, after), where
            if said.startswith("Not "):
                assert found == before, where
            if not said:
                assert found == after, where
            check(later, found == after)
            assert not list((folder / ".kindtui").glob("unfinished/*.json")), where
        if not happened:
            return at
        shutil.rmtree(folder)
    raise AssertionError("there was no end")
