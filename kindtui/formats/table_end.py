"""Where a table ends: what stands below it is nobody's row."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace

from kindtui.domain.import_rows import Row

_SUM = re.compile(
    r"(?:(?:grand |sub)?totals?|sums?|count|summe|gesamt(?:summe)?|insgesamt|anzahl|somme|total général|suma|totale|"
    r"somma|totaal|soma|итого|всего|合计|合計|总计|總計|합계)"
    r"[\s\d.,:;=()%€$£+-]*",
    re.I,
)


def without_end(rows: Iterator[Row], width: int) -> list[Row]:
    """Leave out blank rows, and mark what stands below the table: after a blank row nothing but rows with one text, and
    a sum in the last row above that."""
    found = list(_footed(rows, width))
    last = next((at for at in reversed(range(len(found))) if not found[at].skipped), None)
    if last is not None and _is_sum(found[last].cells):
        found[last] = replace(found[last], fault="a sum below the table", skipped=True)
    return found


def _footed(rows: Iterator[Row], width: int) -> Iterator[Row]:
    below: list[Row] = []
    blank = False
    for row in rows:
        if not blank and row.cells and row.cells[0] and not row.cells[0].isspace():
            yield row  # nearly every row
            continue
        filled = sum(1 for cell in row.cells if cell and not cell.isspace())
        if not filled and not row.fault:
            blank = True
        elif filled == 1 and blank and width > 1:
            below.append(row)
        else:
            yield from below
            below.clear()
            blank = False
            yield row
    for row in below:
        yield replace(row, fault="a text below the table", skipped=True)


def _is_sum(cells: list[str]) -> bool:
    """A word such as "Total" in the first cell that is not empty, and at most numbers besides."""
    return _SUM.fullmatch(" ".join(cell.strip() for cell in cells).strip()) is not None
