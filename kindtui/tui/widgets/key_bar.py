"""The line at the bottom: the keys that make sense here and have room, and where to find the others."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from kindtui.tui.commands import Command

MOST = 6
"""Keys in one bar, unless its screen wants to show more of them where there is room."""


class KeyBar(Widget):
    """Keys with their words; a click on one is the same as the key."""

    class Pressed(Message):
        """A key was clicked."""

        def __init__(self, command: str) -> None:
            super().__init__()
            self.command = command

    def __init__(self, *, typing: bool = False, most: int = MOST) -> None:
        """`typing`: on this screen `?` is a character like any other, so it is not offered. `most` keys are shown."""
        super().__init__()
        self._most = most
        self._typing = typing
        self._commands: tuple[Command, ...] = ()
        self._spans: list[tuple[int, int, str]] = []
        self._leading = ""
        self._choices: tuple[tuple[str, str], ...] = ()

    def ask(self, choices: Sequence[tuple[str, str]]) -> None:
        """Show what the next key may be instead, as (key, word); nothing brings the commands back."""
        self._choices = tuple(choices)
        self.refresh()

    def show(self, commands: Sequence[Command], *, leading: str = "") -> None:
        """Show these commands, first things first. `leading` words (such as "3 marked") stand before them."""
        ranked = sorted((each for each in commands if each.footer and each.keys), key=lambda each: each.footer)
        self._commands, self._leading = tuple(ranked[: self._most]), leading
        self.refresh()

    def render(self) -> Content:
        if self._choices:
            self._spans = []
            return Content("  ").join(
                Content.assemble((key, "bold $text-accent"), (f" {word}" if word else "", "$foreground"))
                for key, word in self._choices
            )
        tail = [("?", "keys"), ("ctrl+p", "all")] if self.size.width >= 60 else [("?", "keys")]
        if self._typing:
            tail = tail[1:]
        end = Content("  ").join(
            [Content.assemble((key, "bold $text-accent"), (f" {word}", "$text-muted")) for key, word in tail]
        )
        room = self.size.width - end.cell_length - 2
        parts, self._spans, at = [], [], 0
        if self._leading:
            parts.append(Content.styled(f"{self._leading}  ", "bold $text-warning"))
            at = cell_len(self._leading) + 2
        for command in self._commands:
            key, word = command.shown_keys.split(" ")[0], command.short or command.title
            wide = cell_len(key) + 1 + cell_len(word)
            if at + wide > room:
                break
            parts.append(Content.assemble((key, "bold $text-accent"), (f" {word}", "$foreground"), "  "))
            self._spans.append((at, at + wide, command.id))
            at += wide + 2
        parts += [Content(" " * max(0, self.size.width - at - end.cell_length)), end]
        return Content("").join(parts)

    async def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        for start, end, id in self._spans:
            if offset is not None and start <= offset.x < end:
                self.post_message(self.Pressed(id))
