"""The main job with keys alone in a real terminal, and with commands alone at a real shell: the same records."""

from __future__ import annotations

import asyncio
import json
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.journey import by_commands, by_keys, write_roster
from tests.terminal.tmux import Terminal, needs_tmux

pytestmark = [pytest.mark.slow, needs_tmux]

INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T[\d:.]+Z")


class RealShell:
    """Somebody at a shell, with processes of their own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __call__(self, *words: str, stdin: str = "", code: int = 0) -> str:
        argv = [sys.executable, "-m", "kindtui", "-w", str(self._folder), *words]
        ended = subprocess.run(argv, input=stdin, capture_output=True, text=True, encoding="utf-8", check=False)
        assert ended.returncode == code, ended.stderr
        return ended.stdout + ended.stderr

    def id_of(self, table: str) -> str:
        """The id of the only record of a table."""
        noun = table.removesuffix("s")
        (record,) = json.loads(self(noun, "list", "--json"))
        return str(record["id"])


class RealHands:
    """Somebody at a terminal, who looks at the screen after every key."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal

    async def press(self, *keys: str) -> None:
        for key in keys:
            self._terminal.press(key)
            self._terminal.rests()

    async def write(self, words: str) -> None:
        self._terminal.type(words)
        self._terminal.rests()

    async def paste(self, words: str) -> None:
        self._terminal.paste(words)
        self._terminal.rests()

    async def sees(self, words: str) -> None:
        self._terminal.sees(words)


def records(folder: Path) -> dict[str, Any]:
    """What is in the notebooks: ids by the order of what they name, instants left out."""
    tables = {path.stem: json.loads(path.read_bytes()) for path in sorted((folder / "records").glob("*.json"))}
    named: dict[str, str] = {}
    for table in sorted(tables):
        for number, id in enumerate(sorted(tables[table], key=lambda id: _told(tables[table][id]))):
            named[id] = f"{table} {number}"
    whole = json.dumps({name: sorted(table.items(), key=lambda item: named[item[0]]) for name, table in tables.items()})
    return dict(json.loads(_renamed(INSTANT.sub("<instant>", whole), named)))


def _told(record: Mapping[str, Any]) -> str:
    return INSTANT.sub("", json.dumps([record.get("emails"), record.get("name")]))


def _renamed(text: str, named: Mapping[str, str]) -> str:
    return re.sub(r"\b[mcsf]-[0-9a-z]{10}\b", lambda found: named.get(found[0], found[0]), text)


def test_keys_in_a_terminal_and_commands_leave_the_same_records(tmp_path: Path) -> None:
    roster_file = write_roster(tmp_path / "members.csv")
    shell, app = tmp_path / "shell", tmp_path / "app"
    for folder in (shell, app):
        folder.mkdir()
        RealShell(folder)("init", "--name", "Harbour Makers")
    at_shell = RealShell(shell)
    by_commands(at_shell, shell, roster_file, at_shell.id_of)
    with Terminal(tmp_path) as terminal:
        terminal.start("-w", str(app))
        terminal.sees("Nothing waits")
        asyncio.run(by_keys(RealHands(terminal), app, roster_file))
        terminal.press("escape", "q")
        terminal.ends()
    RealShell(app)("save")
    assert set(records(shell)) == set(records(app))
    for table in records(shell):
        assert records(shell)[table] == records(app)[table]
    assert (shell / "conduct/our-code.yaml").read_bytes() == (app / "conduct/our-code.yaml").read_bytes()
