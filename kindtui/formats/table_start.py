"""Where a table starts: its separator, by how well the rows agree, and its header, below whatever stands above it."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Sequence

from kindtui.domain.import_headers import plain_header
from kindtui.errors import InvalidInput

DELIMITERS = (",", ";", "\t", "|")
_HEADER_SEARCH = 30
_HEADER_LINES = 10

_Found = tuple[int, int, list[str]]
"""Lines before a row, the line at which it ends, its cells."""


def beginning(sample: list[str], told: str, names: Sequence[str]) -> tuple[str, _Found]:
    """The separator (the one that was `told`, if any) and the header. Unless that one is known and alone, each line is
    looked at by itself, too: a quotation mark above the header that is never closed takes it in.

    `names` are names of columns that a header may have. Raises InvalidInput when nothing can be one.
    """
    known = frozenset(map(plain_header, names))
    delimiter = told or _delimiter(sample)
    found = _header(_parse_loosely(sample, delimiter), known)
    before, end, cells = found
    if _familiar(cells, known) > 1 and not swallows(sample[before:end], delimiter):
        return delimiter, found
    top = sample[:_HEADER_SEARCH]
    for at, line in enumerate(top if any('"' in line for line in top) else ()):
        for each in (told,) if told else DELIMITERS:
            alone = [cells for _, _, cells in _parse_loosely([line], each)]
            if alone and _familiar(alone[0], known) > 1:
                return each, (at, at + 1, alone[0])
    return delimiter, found


def _parse_loosely(lines: list[str], delimiter: str) -> list[_Found]:
    """The rows of a sample; blank ones left out; one that cannot be parsed ends the list."""
    reader = csv.reader(lines, delimiter=delimiter, skipinitialspace=True)
    rows = []
    start = 0
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append((start, reader.line_num, cells))
            start = reader.line_num
    except csv.Error:
        pass
    return rows


def swallows(header: list[str], delimiter: str) -> bool:
    """Whether a header over several lines looks like one whose quotation mark took in the rows below it: it never ends,
    or each of its lines is as wide as the others."""
    if len(header) == 1:
        return False
    widths = {line.count(delimiter) for line in header}
    never_ends = sum(line.count('"') for line in header) % 2 == 1
    return never_ends or len(header) > _HEADER_LINES or (len(widths) == 1 and widths != {0})


def _delimiter(sample: list[str]) -> str:
    """The separator on whose number of cells most rows agree; of equals the one that makes more cells."""

    def agreement(delimiter: str) -> tuple[float, int]:
        rows = _parse_loosely(sample, delimiter)
        widths = Counter(len(cells) for _, _, cells in rows if len(cells) > 1)
        if not widths:
            return 0.0, 0
        width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
        return count / len(rows), width

    return max(DELIMITERS, key=agreement)


def _header(rows: list[_Found], known: frozenset[str]) -> _Found:
    """The row with names that are known; else the first one that is as wide as the table and mostly filled."""
    if not rows:
        raise InvalidInput("no header row can be found", "the first row should name the columns, such as name,email")
    best = max(rows[:_HEADER_SEARCH], key=lambda row: _familiar(row[2], known))
    if _familiar(best[2], known) >= min(2, len(best[2])):
        return best
    widths = Counter(len(cells) for _, _, cells in rows)
    usual = max(widths, key=lambda width: (widths[width], width))
    for row in rows[:_HEADER_SEARCH]:
        filled = sum(1 for cell in row[2] if cell.strip())
        if len(row[2]) >= usual and filled * 2 >= usual:
            return row
    return rows[0]


def _familiar(cells: list[str], known: frozenset[str]) -> int:
    """How many names of columns that are known are among some cells."""
    return len({name for cell in cells if (name := plain_header(cell)) in known})
