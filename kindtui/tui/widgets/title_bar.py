"""The line over a room: what it is, and how much there is."""

from __future__ import annotations

from textual.content import Content
from textual.widget import Widget

from kindtui.tui.content import HEADING, MUTED, text


class TitleBar(Widget):
    """A title on the left, a count on the right."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = text(title, HEADING)
        self._count = ""

    def show_title(self, title: Content) -> None:
        """Show this at the left end."""
        self._title = title
        self.refresh()

    def say(self, count: str) -> None:
        """Show this at the right end."""
        self._count = count
        self.refresh()

    def render(self) -> Content:
        title, count = self._title, text(self._count, MUTED)
        gap = self.content_size.width - title.cell_length - count.cell_length
        return Content.assemble(title, " " * gap, count) if gap > 0 else title
