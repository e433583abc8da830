"""The main job, end to end, twice: once with the keyboard, once with commands. Both leave the same records."""

from __future__ import annotations

import io
import json
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot

from kindtui.cli.main import run
from kindtui.tui.app import KindApp
from kindtui.workspace import init_workspace, open_workspace

Clock = Callable[[], datetime]
ROWS = 2000
ACT = "Sat with two newcomers until their first build worked"
WORDS = "Thank you, Amina. They both came back."
PLACE = "https://harbour.example/news"
NOTE = "She likes the new job, and sleeps badly."
OUTCOME = "She asked for fewer evenings"


def ids_in_order() -> Callable[[str], str]:
    made: Counter[str] = Counter()

    def make(prefix: str) -> str:
        made[prefix] += 1
        return f"{prefix}-{made[prefix]:010d}"

    return make


@pytest.fixture
def roster_file(tmp_path: Path) -> Path:
    path = tmp_path / "members.csv"
    rows = ["Full name,E-mail,Pronouns,Joined", "Amina Diallo,amina@harbour.example,she/her,2025-11-02"]
    rows += [f"Member {n:04d},member{n:04d}@harbour.example,,2024-01-15" for n in range(2, ROWS + 1)]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def records(folder: Path) -> dict[str, dict[str, Any]]:
    """What is in the notebooks, read from their files."""
    return {path.stem: json.loads(path.read_bytes()) for path in sorted((folder / "records").glob("*.json"))}


class Shell:
    """Somebody at a shell."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self.folder, self.clock, self.ids = folder, clock, ids_in_order()

    def __call__(self, *words: str, stdin: str = "", code: int = 0) -> str:
        out, err = io.StringIO(), io.StringIO()
        argv = ["-w", str(self.folder), *words]
        ended = run(argv, clock=self.clock, ids=self.ids, stdin=io.StringIO(stdin), stdout=out, stderr=err)
        assert ended == code, err.getvalue()
        return out.getvalue() + err.getvalue()


class Hands:
    """Somebody at the app, with a keyboard and nothing else."""

    def __init__(self, app: KindApp, pilot: Pilot[int]) -> None:
        self.app, self.pilot = app, pilot

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.pilot.press(key)
            await self.pilot.pause()
            await self.pilot.pause()

    async def paste(self, words: str) -> None:
        self.app.post_message(events.Paste(words))
        await self.pilot.pause()
        await self.pilot.pause()

    async def fill(self, *fields: str | None) -> None:
        """One value a field, in their order; None leaves a field as it is."""
        for number, words in enumerate(fields):
            if number:
                await self.press("tab")
            if words is not None:
                await self.paste(words)

    async def choose(self, downs: int) -> None:
        """Open the choice that has the focus and take the one so far down."""
        await self.press("enter", *["down"] * downs, "enter")

    async def until(self, holds: Callable[[], bool]) -> None:
        for _ in range(300):
            if holds():
                break
            await self.pilot.pause(0.02)
        assert holds(), self.sees
        await self.pilot.pause()

    @property
    def sees(self) -> str:
        strips = self.app.screen._compositor.render_strips()
        return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)


def by_commands(folder: Path, roster_file: Path, clock: Clock) -> None:
    """The main job at a shell."""
    kind = Shell(folder, clock)
    assert "2000 added" in kind("import", str(roster_file))
    kind("contribution", "add", ACT, "--by", "amina", "--kind", "welcoming")
    kind("contribution", "thank", "c-0000000001", "--channel", "discord", "--words", WORDS)
    kind("spotlight", "draft", "--for", "amina", "--contribution", "c-0000000001")
    assert "Sat with two newcomers" in kind("spotlight", "ask", "s-0000000001", "--via", "discord")
    kind("spotlight", "export", "s-0000000001", code=5)
    answer = ("spotlight", "answer", "s-0000000001", "--member", "amina")
    kind(*answer, "--yes", "--scope", "public", "--via", "discord")
    kind("spotlight", "export", "s-0000000001")
    kind("spotlight", "publish", "s-0000000001", "--where", PLACE)
    assert PLACE in kind("spotlight", "withdraw", "s-0000000001")
    plan = ("followup", "add", "--about", "amina", "--kind", "check_in")
    kind(*plan, "--action", "Ask how the new job goes", "--due", "in 2 weeks")
    kind("followup", "touch", "f-0000000001", "--channel", "call", "--note", "-", stdin=NOTE)
    kind("followup", "done", "f-0000000001", "--outcome", OUTCOME, "--it-helped", "yes")
    kind("conduct", "new", "our-code", "--from", "code-of-conduct")
    file = folder / "conduct" / "our-code.yaml"
    whole = file.read_text(encoding="utf-8")
    kind("conduct", "edit", "our-code", "-", stdin="oops: [\n" + whole)
    assert "our-code.yaml:" in kind("conduct", "check", "our-code", code=3)
    kind("conduct", "edit", "our-code", "-", stdin=whole)
    required = ("contact=care@harbour.example", "second_contact=Ewa, ewa@harbour.example")
    sets = [word for value in required for word in ("--set", value)]
    assert "care@harbour.example" in kind("conduct", "render", "our-code", *sets)
    kind("save")


async def by_keys(folder: Path, roster_file: Path, clock: Clock) -> None:
    """The same at the app."""
    workspace = open_workspace(folder, clock=clock, ids=ids_in_order())
    app = KindApp(workspace)
    app.animation_level = "none"
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        hands = Hands(app, pilot)
        await hands.press("2", "i")
        await hands.paste(str(roster_file))
        await hands.press("enter")
        await hands.until(lambda: "+ 2,000 added" in hands.sees)
        await hands.press("i")
        await hands.until(lambda: "2,000 members" in hands.sees)

        await hands.press("3", "a")
        await hands.fill(ACT, "Amina")
        await hands.press("enter")
        await hands.fill(None, None, None, "welcoming")
        await hands.press("ctrl+s", "t", "f7", "delete")
        await hands.fill(WORDS, "discord")
        await hands.press("ctrl+s")
        assert "♥ thanked" in hands.sees

        await hands.press("s", "ctrl+s", "A")
        await hands.paste("discord")
        await hands.press("ctrl+s")
        await hands.press("x", "ctrl+s")
        assert "Amina Diallo" in hands.sees and not workspace.spotlights.list()[0].exports
        await hands.press("escape", "r")
        await hands.choose(1)
        await hands.fill(None, None, "discord")
        await hands.press("ctrl+s", "x", "ctrl+s", "P")
        await hands.paste(PLACE)
        await hands.press("ctrl+s", "W")
        assert PLACE in hands.sees
        await hands.press("y", "escape")

        await hands.press("4", "a")
        await hands.paste("Amina")
        await hands.press("enter")
        await hands.fill(None, None, None, None, None, None, "Ask how the new job goes", "in 2 weeks")
        await hands.press("ctrl+s", "t")
        await hands.fill(NOTE, "call")
        await hands.press("ctrl+s", "d")
        await hands.fill(OUTCOME, None)
        await hands.choose(1)
        await hands.press("ctrl+s")
        assert "✓ done" in hands.sees

        await hands.press("5", "a", "enter")
        await hands.press("end", "ctrl+u")
        await hands.paste("our-code")
        await hands.press("enter")
        await hands.until(lambda: "our-code" in hands.sees)
        await hands.press("ctrl+home")
        await hands.paste("oops: [\n")
        await hands.press("ctrl+s")
        broken = folder / "conduct" / "our-code.yaml"
        assert broken.read_text(encoding="utf-8").startswith("oops: [\n")
        await hands.press("ctrl+z", "ctrl+s", "escape", "v")
        await hands.fill(None, "care@harbour.example", "Ewa, ewa@harbour.example")
        await hands.press("ctrl+s")
        assert "as it will be read" in hands.sees
    workspace.store.save()
    workspace.close()


async def test_keys_and_commands_leave_the_same_records(tmp_path: Path, roster_file: Path, clock: Clock) -> None:
    shell, app = tmp_path / "shell", tmp_path / "app"
    for folder in (shell, app):
        init_workspace(folder, name="Harbour Makers")
    by_commands(shell, roster_file, clock)
    await by_keys(app, roster_file, clock)
    assert records(shell)["members"] == records(app)["members"]
    assert records(shell) == records(app)
    for document in ("conduct/our-code.yaml",):
        assert (shell / document).read_bytes() == (app / document).read_bytes()
    assert sorted(p.name for p in (shell / "exports").iterdir()) == sorted(p.name for p in (app / "exports").iterdir())
