"""The command line as a test uses it: a workspace of its own, a frozen clock, ids in order, nothing from outside."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from kindtui.cli.main import run


@dataclass(frozen=True)
class Ended:
    """How one command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def id(self) -> str:
        """The id that the first line of data begins with."""
        return self.out.split()[0]


@dataclass(frozen=True)
class CommandLine:
    """Runs commands on one workspace."""

    folder: Path
    clock: Callable[[], datetime]
    ids: Callable[[str], str]

    def __call__(self, *words: str, stdin: str | bytes = "", code: int = 0) -> Ended:
        """Run a command that should end with `code`."""
        out, err = io.StringIO(), io.StringIO()
        raw = stdin.encode() if isinstance(stdin, str) else stdin
        given = io.TextIOWrapper(io.BytesIO(raw), encoding="utf-8")
        ended = run(
            ["-w", str(self.folder), *words], clock=self.clock, ids=self.ids, stdin=given, stdout=out, stderr=err
        )
        found = Ended(ended, out.getvalue(), err.getvalue())
        assert ended == code, found
        return found


@pytest.fixture
def kindtui(tmp_path: Path, clock: Callable[[], datetime], ids: Callable[[str], str]) -> CommandLine:
    """The command line on a fresh workspace."""
    return CommandLine(tmp_path / "community", clock, ids)
