"""The backstop behind every screen: whatever a widget lets through, no control character reaches the terminal, and no
colour where none is wanted."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from rich.color import Color as RichColor
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")
"""C0, DEL, C1 and what reverses the direction of text."""

DEFAULT = RichColor.default()


class NoControls(LineFilter):
    """Replaces control characters in lines that are about to be drawn. Cell widths stay as they were measured."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments without control characters; untouched when there are none."""
        if not any(CONTROLS.search(segment.text) for segment in segments if not segment.control):
            return segments
        return [
            segment if segment.control else Segment(CONTROLS.sub("�", segment.text), segment.style)
            for segment in segments
        ]


class NoColours(LineFilter):
    """Leaves the terminal its own two colours (`NO_COLOR`; textual's own filter still sends greys). What stands on a
    filled ground, such as the row under the cursor, is reversed instead. `dark` tells whether the theme is dark."""

    def __init__(self, dark: Callable[[], bool]) -> None:
        super().__init__()
        self._dark = dark

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments without colours."""
        dark = self._dark()
        return [
            Segment(segment.text, segment.style and _colourless(segment.style, dark), segment.control)
            for segment in segments
        ]


@lru_cache(1024)
def _colourless(style: Style, dark: bool) -> Style:
    words, ground = _brightness(style.color), _brightness(style.bgcolor)
    filled = words is not None and ground is not None and words != ground and (words < ground) == dark
    return style + Style(color=DEFAULT, bgcolor=DEFAULT, reverse=bool(style.reverse) != filled)


def _brightness(colour: RichColor | None) -> float | None:
    return None if colour is None or colour.triplet is None else Color(*colour.triplet).brightness
