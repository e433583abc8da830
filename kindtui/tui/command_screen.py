"""A screen of its own, whatever it is about: commands, a key bar that shows them, and classes for the room there is."""

from __future__ import annotations

from typing import ClassVar, TypeVar

from textual.screen import Screen

from kindtui.tui.commands import Command, Commanding
from kindtui.tui.widgets.fitted import Fitted
from kindtui.tui.widgets.key_bar import KeyBar

T = TypeVar("T")

TWO_PANES = 100
"""Cells from which two panes stand side by side."""

HIGH = 20
"""Lines from which there is room for borders and blank lines."""


class CommandScreen(Commanding, Fitted, Screen[T]):
    """Subclasses yield a `KeyBar` as their last line, and show the keys when they are there."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (TWO_PANES, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (HIGH, "-high")]
    WITHOUT: ClassVar[frozenset[str]] = frozenset({"app.undo", "app.redo", "app.leader", "app.keys"})
    """Commands of the app that mean nothing here. Over a section one does not see what an undo would change."""

    def show_keys(self) -> None:
        """Bring the key bar up to date."""
        self.query_one(KeyBar).show([each for each in self.own_commands if self.is_possible(each)])

    def is_possible(self, command: Command) -> bool:
        """Whether the key bar should offer it."""
        return command.needs == "nothing" or self.chosen_count() > 0

    async def on_key_bar_pressed(self, message: KeyBar.Pressed) -> None:
        await self.action_command(message.command)
