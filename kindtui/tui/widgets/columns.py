"""Columns of a list: which are shown at a width, and how wide."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

import msgspec
from rich.cells import cell_len, set_cell_size

from kindtui.domain.text import safe_text

R = TypeVar("R")

GAP = 2
"""Cells between two columns."""


class Toned(msgspec.Struct, frozen=True):
    """Somebody's text in a tone of the list: "", muted, accent, strong, warning, error or success."""

    text: str
    tone: str = ""


Cell = str | Toned


class Column(msgspec.Struct, Generic[R], frozen=True):
    """One column. `width` is what it would like, `least` what it can live with, `importance` 1 stays to the end and
    higher numbers go first when it gets tight, `stretch` shares what is left. `sort` names the order of the list that
    goes by it, when there is one."""

    title: str
    cell: Callable[[R], Cell]
    width: int
    least: int = 4
    importance: int = 1
    stretch: bool = False
    sort: str = ""


def fit(columns: Sequence[Column[R]], width: int) -> list[tuple[Column[R], int]]:
    """The columns that are shown in `width` cells, each with its width, gaps not counted."""
    shown = list(columns)
    while len(shown) > 1 and _needed(shown) > width:
        shown.remove(max(reversed(shown), key=lambda column: column.importance))
    widths = [min(column.least, column.width) for column in shown]
    spare = width - sum(widths) - GAP * (len(shown) - 1)
    for index in sorted(range(len(shown)), key=lambda i: shown[i].importance):
        more = max(0, min(spare, shown[index].width - widths[index]))
        widths[index] += more
        spare -= more
    stretching = [index for index, column in enumerate(shown) if column.stretch]
    for turn, index in enumerate(stretching):
        widths[index] += max(0, spare) // len(stretching) + (1 if turn < max(0, spare) % len(stretching) else 0)
    if len(shown) == 1:
        widths[0] = min(widths[0], max(1, width))
    return list(zip(shown, widths, strict=True))


def _needed(columns: Sequence[Column[R]]) -> int:
    return sum(min(column.least, column.width) for column in columns) + GAP * (len(columns) - 1)


def cropped(text: str, width: int) -> str:
    """Somebody's text, safe and exactly `width` cells wide; an ellipsis says that there is more."""
    if text.isascii() and text.isprintable():  # most texts: a cell for each character
        return text.ljust(width) if len(text) <= width else text[: width - 1] + "…" * (width > 0)
    line = safe_text(text)
    if cell_len(line) <= width:
        return set_cell_size(line, width)
    return set_cell_size(line, max(0, width - 1)) + "…" if width > 0 else ""
