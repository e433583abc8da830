"""The pane on the right: one record, whole, to be read and scrolled."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from kindtui.tui.content import hanging


class CardText(Widget):
    """Draws a Content whose labelled values hang."""

    def __init__(self, shown: Content | None = None, *, classes: str | None = None) -> None:
        super().__init__(classes=classes)
        self._shown = shown or Content("")

    def update(self, shown: Content) -> None:
        """Draw this instead."""
        if not shown.is_same(self._shown):
            self._shown = shown
            self.refresh(layout=True)

    def render(self) -> Content:
        return hanging(self._shown, self.content_size.width)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        wide = max(1, width)  # none is left for a moment when a wide terminal is made a narrow one
        return hanging(self._shown, wide).get_height({}, wide)


class Reading(VerticalScroll, can_focus=True):
    """Something to read that scrolls with the keys of a list."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "scroll_down", "Down", id="detail.down", show=False, priority=True),
        Binding("up,k", "scroll_up", "Up", id="detail.up", show=False, priority=True),
        Binding("pagedown,ctrl+d", "page_down", "Page down", id="detail.page_down", show=False, priority=True),
        Binding("pageup,ctrl+u", "page_up", "Page up", id="detail.page_up", show=False, priority=True),
        Binding("home", "scroll_home", "Top", id="detail.top", show=False, priority=True),
        Binding("end,G", "scroll_end", "End", id="detail.end", show=False, priority=True),
    ]


class DetailPane(Reading):
    """Shows a Content."""

    READS_ONLY: ClassVar[bool] = True

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._body = CardText(classes="detail--body")
        self.shown = Content("")

    def compose(self) -> ComposeResult:
        yield self._body

    def show(self, content: Content, *, keep_place: bool = False) -> None:
        """Show this; scrolls to the top unless it is the same record again."""
        self.shown = content
        self._body.update(content)
        if not keep_place:
            self.scroll_home(animate=False)
