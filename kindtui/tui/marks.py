"""How a state is shown: a glyph, the word that always stands with it, and a tone that only adds to both."""

from __future__ import annotations

from typing import NamedTuple

from textual.content import Content

from kindtui.tui import content as draw
from kindtui.tui.widgets.columns import Toned


class Mark(NamedTuple):
    """How something is shown. `tone` is a tone of lists: accent, success, warning, error or muted."""

    glyph: str
    word: str
    tone: str

    @property
    def toned(self) -> Toned:
        """For a cell of a list."""
        return Toned(f"{self.glyph} {self.word}", self.tone)

    @property
    def badge(self) -> Content:
        """For a card."""
        return draw.badge(self.glyph, self.word, f"$text-{self.tone}")
