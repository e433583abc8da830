"""The line in which one types the filter of a list. Shown while it is used or holds something."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input, Static

from kindtui.tui.widgets.key_bar import KeyBar


class FilterFault(Static):
    """The line below the filter that says what cannot be understood in it."""

    DEFAULT_CSS = "FilterFault { display: none; height: auto; max-height: 3; padding: 0 1; color: $text-warning; }"


class FilterBar(Input):
    """Types `Changed` messages on each key; enter and arrows go to the list, esc clears and leaves."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "clear", "Clear the filter", id="filter.clear", show=False, priority=True),
        Binding("enter", "keep", "Keep the filter", id="filter.keep", show=False, priority=True),
        Binding("down", "step(1)", "Down", id="filter.down", show=False, priority=True),
        Binding("up", "step(-1)", "Up", id="filter.up", show=False, priority=True),
    ]

    class Left(Message):
        """The person is done typing; `cleared` says whether the filter was given up."""

        def __init__(self, cleared: bool) -> None:
            super().__init__()
            self.cleared = cleared

    class Stepped(Message):
        """An arrow moves the cursor of the list while one types on."""

        def __init__(self, rows: int) -> None:
            super().__init__()
            self.rows = rows

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(
            placeholder="filter: all of these words, tag:mentor", compact=True, select_on_focus=False, id=id
        )

    def on_focus(self) -> None:
        self._say_keys([("type", "to filter"), ("enter", "to the list"), ("↑ ↓", "move"), ("esc", "show all")])

    def on_blur(self) -> None:
        self._say_keys(())

    def on_unmount(self) -> None:
        self._say_keys(())

    def _say_keys(self, keys: Sequence[tuple[str, str]]) -> None:
        """Letters are typed here, so the key bar must not offer them as keys."""
        for bar in self.screen.query(KeyBar):
            bar.ask(keys)

    def action_clear(self) -> None:
        self.value = ""
        self.post_message(self.Left(cleared=True))

    def action_step(self, rows: int) -> None:
        self.post_message(self.Stepped(rows))

    def action_keep(self) -> None:
        self.post_message(self.Left(cleared=False))
