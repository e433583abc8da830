"""The app on a small workspace with people of several scripts, some of them with names that would like to do harm."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime
from pathlib import Path

import pytest
from textual.pilot import Pilot

from kindtui.tui.app import KindApp
from kindtui.workspace import Workspace, init_workspace, open_workspace

HOSTILE = (
    "[/red]",
    "[@click=app.quit]Click me[/]",
    "Eve\x1b[31m\x1b]0;owned\x07",
    "Mal\u202eyrolla",
)
"""Names that are markup, an action, terminal sequences and a reversal of direction."""


@pytest.fixture
def workspace(tmp_path: Path, clock: Callable[[], datetime], ids: Callable[[str], str]) -> Iterator[Workspace]:
    """Harbour Makers, on a Tuesday morning in March 2026."""
    folder = tmp_path / "harbour"
    init_workspace(folder, name="Harbour Makers")
    with open_workspace(folder, clock=clock, ids=ids) as opened:
        yield opened


@pytest.fixture
def people(workspace: Workspace) -> Workspace:
    """The workspace with four members, two kind acts and two follow-ups."""
    roster = workspace.roster
    amina = roster.add(
        {
            "name": "Amina Diallo",
            "pronouns": "she/her",
            "handle": ["discord=amina", "github=adiallo"],
            "tag": ["docs", "mentor"],
            "timezone": "Africa/Dakar",
            "joined": "2025-11-02",
            "channel": "Discord",
            "recognition": "public",
            "recognition-source": "our chat",
            "notes": "Looks after the garden group.",
        }
    )
    kenji = roster.add({"name": "山田 健二", "pronouns": "he/him", "handle": ["discord=kenji"], "joined": "yesterday"})
    roster.add({"name": "Zoë Ødegård", "pronouns": "they/them", "status": "on_break", "until": "2026-04-01"})
    roster.add({"name": "Pilar Núñez", "tag": ["hosting"], "space-until": "2026-03-20"})
    contributions = workspace.contributions
    contributions.add(
        {"what": "Sat with two newcomers until their first build worked", "by": [amina.id], "on": "2026-03-05"}
    )
    contributions.add(
        {"what": "Translated the welcome page", "by": [kenji.id], "helped": [amina.id], "on": "yesterday"}
    )
    workspace.follow_ups.add(
        {"about": [amina.id], "kind": "check_in", "action": "Ask how the new job goes", "due": "2026-03-07"}
    )
    workspace.follow_ups.add({"about": [kenji.id], "kind": "promise", "action": "Send the photos", "due": "today"})
    return workspace


@pytest.fixture
def hostile(workspace: Workspace) -> Workspace:
    """The workspace with names that would like to do harm."""
    for name in HOSTILE:
        member = workspace.roster.add({"name": name, "pronouns": name, "tag": [name], "notes": name, "joined": "today"})
        workspace.contributions.add({"what": name, "by": [member.id], "effect": name})
        workspace.follow_ups.add({"about": [member.id], "kind": "check_in", "action": name, "due": "today"})
    return workspace


PATIENCE = 3000
"""How often something that takes a thread or a timer is looked at, every 20 ms: a minute, on a machine that is busy."""

LOOKS = 1000
"""How often it is looked whether the app is at rest: something on a short timer may never let it be."""


class Person:
    """Somebody who presses keys and reads the screen."""

    def __init__(self, app: KindApp, pilot: Pilot[int]) -> None:
        self.app = app
        self.pilot = pilot

    async def settle(self) -> None:
        """Wait until what was begun is drawn. A command that waits for an answer goes on waiting."""
        quiet = 0
        for _ in range(LOOKS):
            await self.pilot.pause()
            await asyncio.sleep(0.002 if self.app.screen._layout_required else 0)
            quiet = 0 if self._is_busy else quiet + 1
            if quiet == 2:
                break

    @property
    def _is_busy(self) -> bool:
        """Whether the screen waits to be laid out, or anything on it has a message still to read."""
        in_sight = (*self.app.screen_stack, *self.app.screen.walk_children())
        return self.app.screen._layout_required or any(node.message_queue_size for node in in_sight)

    async def press(self, *keys: str) -> None:
        """Press keys one after the other, each when the one before it did its work."""
        for key in keys:
            await self.pilot.press(key)
            await self.settle()

    async def write(self, words: str) -> None:
        """Type a text into the field that has the focus."""
        await self.pilot.press(*("space" if char == " " else char for char in words))
        await self.settle()

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait for something that takes a thread or a timer."""
        for _ in range(PATIENCE):
            if holds():
                break
            await asyncio.sleep(0.02)
        await self.settle()
        assert holds()

    @property
    def sees(self) -> str:
        """What is on the screen, as plain text without blanks at the ends of lines."""
        strips = self.app.screen._compositor.render_strips()
        return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)

    @property
    def messages(self) -> str:
        """What the corner says."""
        return "\n".join(str(each.message) for each in self.app._notifications)


AtWork = Callable[..., AbstractAsyncContextManager[Person]]


@pytest.fixture
def at_work(monkeypatch: pytest.MonkeyPatch) -> AtWork:
    """`async with at_work(workspace, size=(120, 40)) as person`: the app, settled on its first screen."""

    async def at_once(*_seconds: float) -> None:
        await asyncio.sleep(0)

    # a person waits after each key herself: textual need not do so twice as well
    monkeypatch.setattr("textual.app.wait_for_idle", at_once)
    # the app gives up waiting for a key's effect when a machine is slow, and then it is the machine that is tested
    monkeypatch.setattr("kindtui.tui.keys_in_order.SETTLE_SECONDS", 60.0)

    @asynccontextmanager
    async def begin(
        workspace: Workspace | None,
        *,
        size: tuple[int, int] = (120, 40),
        demo: bool = False,
        folder: Path | None = None,
    ) -> AsyncIterator[Person]:
        app = KindApp(workspace, demo=demo, folder=folder)
        app.animation_level = "none"
        async with app.run_test(size=size, notifications=True) as pilot:
            person = Person(app, pilot)
            await person.settle()
            yield person

    return begin


@pytest.fixture
def hostile_names() -> tuple[str, ...]:
    return HOSTILE
