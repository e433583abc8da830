"""The frame of a dialog."""

from __future__ import annotations

from textual.containers import Vertical
from textual.content import Content


class Panel(Vertical):
    """The frame of a dialog, with its title in the border. One that is too long for its border stands whole within."""

    BESIDE = 6
    """Cells of the border that are no title."""

    def __init__(self, title: Content) -> None:
        super().__init__(id="dialog")
        self._title = title

    def on_resize(self) -> None:
        fits = self._title.cell_length <= self.outer_size.width - self.BESIDE
        self.border_title = self._title if fits else ""
        self.set_class(not fits, "-long-title")
