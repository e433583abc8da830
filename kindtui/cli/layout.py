"""Plain text in columns: how wide a text is on a terminal, and rows that stand under each other."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Sequence

GAP = "  "
LEAST = 8
"""Cells that a column keeps however narrow the terminal."""


def width(text: str) -> int:
    """How many cells a text takes: wide characters two, combining marks and joiners none."""
    if text.isascii():
        return len(text)
    return sum(_cells(char) for char in text)


def _cells(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def columns() -> int:
    """How many cells a line of the terminal has; 100 when unknown. shutil knows too, and is slow to import."""
    for known in (os.environ.get("COLUMNS", ""), _of_terminal()):
        if known.isascii() and known.isdigit() and int(known):
            return int(known)
    return 100


def _of_terminal() -> str:
    try:
        return str(os.get_terminal_size().columns)
    except OSError:
        return ""


def fitted(text: str, cells: int) -> str:
    """`text`, cut to at most `cells` cells; a cut is shown by `…`."""
    if width(text) <= cells:
        return text
    kept: list[str] = []
    left = cells - 1
    for char in text:
        left -= _cells(char)
        if left < 0:
            break
        kept.append(char)
    return "".join(kept).rstrip() + "…"


def aligned(rows: Sequence[Sequence[str]], total: int) -> list[str]:
    """Rows as lines of aligned columns, at most `total` cells wide. The widest columns give way first, never the first
    column, which holds the id."""
    if not rows:
        return []
    count = max(len(row) for row in rows)
    full = [[*row, *[""] * (count - len(row))] for row in rows]
    widths = [max(width(row[column]) for row in full) for column in range(count)]
    widths = _capped(widths, total - len(GAP) * (count - 1))
    lines = []
    for row in full:
        cells = [fitted(cell, widths[column]) for column, cell in enumerate(row)]
        padded = [cell + " " * (widths[column] - width(cell)) for column, cell in enumerate(cells)]
        lines.append(GAP.join(padded).rstrip())
    return lines


def _capped(widths: Sequence[int], room: int) -> list[int]:
    """Widths that fit into `room`: all columns but the first under one cap, as wide as it can be."""
    first, *others = widths
    cap = min(max(others, default=0), max(room, LEAST))
    while cap > LEAST and first + sum(min(each, cap) for each in others) > room:
        cap -= 1
    return [first, *(min(each, cap) for each in others)]


def listed(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows as lines for a program or a screen reader: what the cells say, two spaces between them, nothing cut."""
    return [GAP.join(cell for cell in row if cell) for row in rows]
