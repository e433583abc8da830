"""The main job, end to end, twice: once with the keyboard, once with commands. Both leave the same records.

`terminal/test_journey.py` does the same in a real terminal.
"""

from __future__ import annotations

import io
import json
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from textual import events
from textual.pilot import Pilot

from kindtui.cli.main import run
from kindtui.tui.app import KindApp
from kindtui.workspace import init_workspace, open_workspace
from tests.journey import by_commands, by_keys, write_roster

Clock = Callable[[], datetime]


def ids_in_order() -> Callable[[str], str]:
    made: Counter[str] = Counter()

    def make(prefix: str) -> str:
        made[prefix] += 1
        return f"{prefix}-{made[prefix]:010d}"

    return make


def records(folder: Path) -> dict[str, dict[str, Any]]:
    """What is in the notebooks, read from their files."""
    return {path.stem: json.loads(path.read_bytes()) for path in sorted((folder / "records").glob("*.json"))}


class InProcess:
    """Somebody at a shell."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self.folder, self.clock, self.ids = folder, clock, ids_in_order()

    def __call__(self, *words: str, stdin: str = "", code: int = 0) -> str:
        out, err = io.StringIO(), io.StringIO()
        argv = ["-w", str(self.folder), *words]
        ended = run(argv, clock=self.clock, ids=self.ids, stdin=io.StringIO(stdin), stdout=out, stderr=err)
        assert ended == code, err.getvalue()
        return out.getvalue() + err.getvalue()


class PilotHands:
    """Somebody at the app, with textual's pilot."""

    def __init__(self, app: KindApp, pilot: Pilot[int]) -> None:
        self.app, self.pilot = app, pilot

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.pilot.press(key)
            await self.pilot.pause()
            await self.pilot.pause()

    async def write(self, words: str) -> None:
        self.app.post_message(events.Paste(words))
        await self.pilot.pause()
        await self.pilot.pause()

    paste = write

    async def sees(self, words: str) -> None:
        for _ in range(3000):  # a minute, on a machine that is busy
            if words in self.screen:
                break
            await self.pilot.pause(0.02)
        assert words in self.screen, self.screen
        await self.pilot.pause()

    @property
    def screen(self) -> str:
        strips = self.app.screen._compositor.render_strips()
        return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)


async def in_the_app(folder: Path, roster_file: Path, clock: Clock) -> None:
    workspace = open_workspace(folder, clock=clock, ids=ids_in_order())
    app = KindApp(workspace)
    app.animation_level = "none"
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await by_keys(PilotHands(app, pilot), folder, roster_file)
    workspace.store.save()
    workspace.close()


async def test_keys_and_commands_leave_the_same_records(tmp_path: Path, clock: Clock) -> None:
    roster_file = write_roster(tmp_path / "members.csv")
    shell, app = tmp_path / "shell", tmp_path / "app"
    for folder in (shell, app):
        init_workspace(folder, name="Harbour Makers")
    first = {"contributions": "c", "spotlights": "s", "followups": "f"}
    by_commands(InProcess(shell, clock), shell, roster_file, lambda table: f"{first[table]}-0000000001")
    await in_the_app(app, roster_file, clock)
    assert records(shell)["members"] == records(app)["members"]
    assert records(shell) == records(app)
    document = "conduct/our-code.yaml"
    assert (shell / document).read_bytes() == (app / document).read_bytes()
    assert sorted(p.name for p in (shell / "exports").iterdir()) == sorted(p.name for p in (app / "exports").iterdir())
