"""Changing the key of a command. The choice is kept with the workspace, by the id of the command."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.widgets import Static

from kindtui.tui import content as draw
from kindtui.tui.commands import Command, Commanding, shown
from kindtui.tui.widgets.dialogs import Dialog

if TYPE_CHECKING:
    from kindtui.tui.asking import Asking

FIXED = ("escape", "tab", "shift+tab", "ctrl+c", "ctrl+q", "ctrl+m", "ctrl+j", "ctrl+i")
"""Keys that must keep their meaning, or that many terminals cannot tell from another."""


class PressKey(Dialog[str | None]):
    """Waits for one key and returns its name."""

    def __init__(self, command: Command) -> None:
        super().__init__()
        self.title_text = draw.text(f"A key for “{command.title}”")
        self._now = command.shown_keys

    def body(self) -> ComposeResult:
        now = f"Now: {self._now}. " if self._now else ""
        yield Static(draw.text(f"{now}Press the new key; esc leaves it as it is."), classes="dialog--text")

    def on_key(self, event: events.Key) -> None:
        event.stop()
        event.prevent_default()
        self.dismiss(None if event.key == "escape" else event.key)


async def change_key(app: Asking, target: Commanding) -> bool:
    """Ask for a command of this screen or of the app, and for its new key; says whether a key was changed."""
    commands: Sequence[Command] = (*target.own_commands, *app.own_commands)
    chosen = await app.choose(
        "Change the key of",
        [
            (each.id, draw.joined([draw.text(each.title), draw.text(f"  {each.shown_keys}", draw.ACCENT)]))
            for each in commands
        ],
    )
    command = next((each for each in commands if each.id == chosen), None)
    if command is None or app.workspace is None:
        return False
    key = await app.push_screen_wait(PressKey(command))
    if key is None:
        return False
    taken = next((each for each in commands if each is not command and key in each.keys.split(",")), None)
    if key in FIXED or taken is not None:
        why = f"it is the key of “{taken.title}”" if taken else "it has a meaning of its own"
        app.tell(f"{shown(key)} cannot be used: {why}.", severity="warning")
        return False
    app.workspace.state.set("keys", {**app.chosen_keys, command.id: key})
    app.tell(f"{command.title}: {shown(key)}")
    return True
