"""The row of buttons of a dialog. Where they are wider than the dialog, they stand two by two."""

from __future__ import annotations

from textual import events
from textual.containers import Horizontal
from textual.widget import Widget


class ButtonRow(Horizontal):
    """Buttons side by side, on the right; its class `-broken` says that they do not fit so."""

    _wanted = 0
    """The cells that they want in one row. Two by two they have other styles, and cannot be asked."""

    def on_resize(self, event: events.Resize) -> None:
        if not self.has_class("-broken"):
            self._wanted = sum(self._cells(each) for each in self.children if each.display)
        self.set_class(self._wanted > event.size.width, "-broken")

    def _cells(self, button: Widget) -> int:
        least = button.styles.min_width
        words = button.get_content_width(self.size, self.screen.size) + button.gutter.width
        return max(words, int(least.value) if least is not None else 0) + button.styles.margin.width
