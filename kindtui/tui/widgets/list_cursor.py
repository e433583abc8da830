"""The cursor of a list: how it moves, and that it stays in sight, whatever the rows are."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.reactive import reactive
from textual.scroll_view import ScrollView


class ListCursor(ScrollView):
    """A list of lines with a cursor. Subclasses say how many rows there are, and draw them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "move(1)", "Down", id="list.down", show=False, priority=True),
        Binding("up,k", "move(-1)", "Up", id="list.up", show=False, priority=True),
        Binding("pagedown,ctrl+d,ctrl+f", "page(1)", "Page down", id="list.page_down", show=False, priority=True),
        Binding("pageup,ctrl+u,ctrl+b", "page(-1)", "Page up", id="list.page_up", show=False, priority=True),
        Binding("home", "first", "First", id="list.first", show=False, priority=True),
        Binding("end,G", "last", "Last", id="list.last", show=False, priority=True),
    ]
    cursor: reactive[int] = reactive(0, repaint=False)
    """The row under the cursor, among those that are shown."""

    show_header = True
    """Whether the first line stays, above the rows."""

    @property
    def shown_count(self) -> int:
        """How many rows there are."""
        raise NotImplementedError

    def is_blank(self, row: int) -> bool:
        """Whether the cursor passes over a row."""
        raise NotImplementedError

    def cursor_moved(self) -> None:
        """The cursor came into another row."""

    def validate_cursor(self, row: int) -> int:
        return max(0, min(row, self.shown_count - 1))

    def watch_cursor(self, before: int, now: int) -> None:
        self.scroll_to_cursor()
        self.refresh_row(before)
        self.refresh_row(now)
        self.cursor_moved()

    def action_move(self, rows: int) -> None:
        target = self.cursor + rows
        if 0 <= target < self.shown_count and self.is_blank(target):
            target += 1 if rows > 0 else -1
        self.cursor = target

    def action_page(self, pages: int) -> None:
        self.cursor += pages * max(1, self.page - 1)

    def action_first(self) -> None:
        self.cursor = 0

    def action_last(self) -> None:
        self.cursor = self.shown_count - 1

    @property
    def head(self) -> int:
        """Lines above the rows."""
        return 1 if self.show_header else 0

    @property
    def page(self) -> int:
        """Rows that are seen at once."""
        return self.scrollable_content_region.height - self.head

    def measure(self) -> None:
        """Take note of how many rows there are. As long as there is a scroll bar, or none, nothing is laid out anew."""
        width, height = self.scrollable_content_region.size
        size = Size(width, self.shown_count + self.head)
        if self.show_vertical_scrollbar and size.height > height and size.width == self.virtual_size.width:
            self.set_reactive(ListCursor.virtual_size, size)
            self.vertical_scrollbar.window_virtual_size = size.height
        else:
            self.virtual_size = size

    def scroll_to_cursor(self) -> None:
        """Scroll as little as brings the cursor into sight, and no further than there are rows."""
        if self.page < 1:
            return
        top = int(self.scroll_offset.y)
        least, most = self.cursor - self.page + 1, min(self.cursor, max(0, self.shown_count - self.page))
        if not least <= top <= most:
            self.scroll_to(y=most if top > most else least, animate=False, force=True)

    def refresh_row(self, row: int) -> None:
        """Draw one row anew."""
        line = row - int(self.scroll_offset.y)
        if 0 <= line < self.page:
            self.refresh(Region(0, line + self.head, self.size.width, 1))

    def on_resize(self) -> None:
        self.measure()
        self.scroll_to_cursor()

    def on_focus(self) -> None:
        self.refresh_row(self.cursor)

    def on_blur(self) -> None:
        self.refresh_row(self.cursor)
