"""A fresh workspace on a Tuesday morning."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest

from kindtui.services.imports import Imports
from kindtui.workspace import Workspace, init_workspace, open_workspace


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "hearth"


@pytest.fixture
def workspace(folder: Path, clock: Callable[[], datetime], ids: Callable[[str], str]) -> Iterator[Workspace]:
    init_workspace(folder, name="Hearth")
    with open_workspace(folder, clock=clock, ids=ids) as opened:
        yield opened


@pytest.fixture
def imports(workspace: Workspace) -> Imports:
    return workspace.imports
