"""The backstop behind every screen: whatever a widget lets through, no control character reaches the terminal."""

from __future__ import annotations

import re

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")
"""C0, DEL, C1 and what reverses the direction of text."""


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
