"""What can be ticked. Textual tells on from off by a colour alone; here a tick is there or not."""

from __future__ import annotations

from typing import ClassVar, TypeVar

from rich.segment import Segment
from textual.binding import BindingType
from textual.content import Content
from textual.strip import Strip
from textual.widgets import Checkbox, SelectionList

from kindtui.tui.widgets.options import LIST_KEYS

T = TypeVar("T")

TICK = {True: "✓", False: " "}


class Tick(Checkbox):
    """A box with words beside it."""

    def render(self) -> Content:
        self.BUTTON_INNER = TICK[self.value]
        return super().render()


class TickList(SelectionList[T]):
    """A list of such boxes."""

    BINDINGS: ClassVar[list[BindingType]] = LIST_KEYS

    def render_line(self, y: int) -> Strip:
        drawn = super().render_line(y)
        row = self.scroll_offset.y + y
        if row >= self.option_count:
            return drawn
        left, box, *others = drawn
        ticked = self.get_option_at_index(row).value in self.selected
        return Strip([left, Segment(TICK[ticked], box.style), *others], drawn.cell_length)
