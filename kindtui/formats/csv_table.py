"""Tables as tools write them (CSV, TSV, semicolons), read with the csv module and without losing a row in silence.

What is found: the encoding, the separator (by how well the rows agree), a `sep=;` line, lines above the header and
below the table. What cannot be read is a row with a fault, named by its line: too many or too few cells, a NUL, a
quotation mark that would swallow the rows after it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from msgspec.structs import replace

from kindtui.domain.import_rows import Row
from kindtui.errors import InvalidInput
from kindtui.formats.file_text import read_text, without_marks
from kindtui.formats.table_end import without_end
from kindtui.formats.table_start import beginning, swallows

MAX_COLUMNS = 500
MAX_CELL = 100_000
_SAMPLE_LINES = 200
_SEP = re.compile(r'\s*"?sep=([,;\t|:^~])"?\s*\Z', re.I)
_NO_ENDS = "\v\f\x1c\x1d\x1e\x85\u2028\u2029"
_BAD = re.compile("[\0\ud800-\udfff]")
_ADDRESS = re.compile(r"[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+")
_OPENS = "a quotation mark opens here"
_NOT_DOUBLED = "a quotation mark inside a quoted cell is not doubled"


@dataclass(frozen=True)
class Table:
    """A table whose rows are read when asked for. `notices` say what a person should know about how it was read."""

    headers: tuple[str, ...]
    header_line: int
    delimiter: str
    encoding: str
    notices: tuple[str, ...]
    _lines: list[str] = field(repr=False)
    _names: list[str] = field(repr=False)
    """The cells of the header row as they are, with unnamed ones at its end."""
    _damaged: bool = field(repr=False)
    _longest: int = field(repr=False)
    """Characters of the longest line."""

    @property
    def line_count(self) -> int:
        """How many lines the file has: the total for progress."""
        return len(self._lines)

    def rows(self) -> list[Row]:
        """The rows under the header, blank ones left out. One with more cells than there are headers says something
        under an end of the header that names nothing. Raises InvalidInput when the quotation marks are a mess."""
        found = without_end(_Rows(self).checked(), len(self.headers))
        named = self._names[: len(self.headers)]
        return [
            replace(row, fault="the header once more", skipped=True) if row.cells == named and not row.fault else row
            for row in found
        ]


def read_table(data: bytes, *, encoding: str | None = None, known: Sequence[str] = ()) -> Table:
    """Read the bytes of a table. `known` are names of columns by which the header is found when there are
    lines above it. Raises InvalidInput when there is no table in it."""
    source = read_text(data, encoding=encoding)
    lines = _lines(without_marks(source.text))
    sep = _SEP.match(lines[0])
    start = 1 if sep else 0
    sample = [line[:20_000] for line in lines[start : start + _SAMPLE_LINES]]
    delimiter, (before, end, cells) = beginning(sample, sep.group(1) if sep else "", known)
    if swallows(lines[start + before : start + end], delimiter):
        raise InvalidInput(f"line {start + before + 1}: a quotation mark in the header is not closed", "remove it")
    if len(cells) > MAX_COLUMNS:
        raise InvalidInput(f"more than {MAX_COLUMNS} columns: this is no table of members", "choose another file")
    if any(_ADDRESS.fullmatch(cell.strip()) for cell in cells):
        raise InvalidInput(
            f"line {start + before + 1}: an e-mail address where the names of the columns should be",
            "put a row above the table that names its columns, such as name,email",
        )
    headers, notices = distinct(cells)
    notices += source.notices
    above = sum(1 for line in lines[start : start + before] if line.strip(' \t\r\n,;|"'))
    if above:
        notices.append(f"{above} {'line' if above == 1 else 'lines'} above the header left out")
    return Table(
        headers=tuple(headers),
        header_line=start + end,
        delimiter=delimiter,
        encoding=source.encoding_name,
        notices=tuple(notices),
        _lines=lines,
        _names=cells,
        _damaged="\0" in source.text or (not source.text.isascii() and _BAD.search(source.text) is not None),
        _longest=max(map(len, lines)),
    )


def _lines(text: str) -> list[str]:
    """The lines of a text with their ends: LF, CR, CRLF. What else `str` takes for an end stays in its line."""
    if any(end in text for end in _NO_ENDS):
        return list(io.StringIO(text, newline=""))
    return text.splitlines(keepends=True)


def distinct(cells: list[str]) -> tuple[list[str], list[str]]:
    """The names of the columns, each once: an empty one is named by its place, a second one by its number."""
    headers: list[str] = []
    notices: list[str] = []
    taken: set[str] = set()
    named = max((number for number, cell in enumerate(cells, 1) if cell.strip()), default=1)
    for number, cell in enumerate(cells[:named], 1):
        plain = " ".join(_BAD.sub("\ufffd", cell).split())[:200] or f"column {number}"
        name = plain
        again = 1
        while name in taken:
            again += 1
            name = f"{plain} ({again})"
        if again > 1:
            notices.append(f"the header {plain!r} is there more than once: column {number} is called {name!r}")
        taken.add(name)
        headers.append(name)
    return headers, notices[:20]


class _Rows:
    """One reading of the rows, from the line under the header on.

    After a stray quotation mark reading starts again with the line below it, so that only that row is refused. A file
    in which that happens all over is given up, because the same lines would be read again and again.
    """

    def __init__(self, table: Table) -> None:
        self.lines = table._lines
        self.start = table.header_line
        self.delimiter = table.delimiter
        self.width = len(table.headers)
        self.widest = len(table._names)
        self.damaged = table._damaged
        self.simple = not self.damaged and table._longest <= MAX_CELL
        """Whether a row of one line that is as wide as the header cannot have a fault."""
        self.read_in_vain = 0

    def checked(self) -> Iterator[Row]:
        """Every row, blank ones too, with its fault when it has one."""
        start, width = self.start, self.width
        while start < len(self.lines):
            end = start
            source = map(self.lines.__getitem__, range(start, len(self.lines)))
            reader = csv.reader(source, delimiter=self.delimiter, skipinitialspace=True, strict=True)
            try:
                for cells in reader:
                    here, end = end, start + reader.line_num
                    if end - here > 1 and self._swallowed(here, end):
                        fault = (
                            f"a quotation mark opens here and takes in {end - here - 1} lines: remove it, or double it"
                        )
                        break
                    if self.simple and len(cells) == width and end - here == 1:
                        yield Row(here + 1, cells)
                    else:
                        yield self._row(here + 1, cells)
                else:
                    return
            except csv.Error as error:
                here, end = end, start + reader.line_num
                fault = _why(str(error), end - here)
            yield Row(here + 1, [], fault)
            self._give_up_in_time(end - here - 1, here + 1)
            start = here + 1

    def _row(self, line: int, cells: list[str]) -> Row:
        fault = ""
        if len(cells) != self.width and any(cells):
            if len(cells) < self.width or any(cell.strip() for cell in cells[self.widest :]):
                named = f"{len(cells)} {'cell' if len(cells) == 1 else 'cells'} where the header names {self.width}"
                fault = f"{named}: which belongs where cannot be told"
            elif not any(cell.strip() for cell in cells[self.width :]):
                cells = cells[: self.width]
        if self.damaged and not fault:
            fault = _damage(cells)
        if len(cells) and max(map(len, cells)) > MAX_CELL:
            fault = f"a cell holds more than {MAX_CELL:,} characters"
        return Row(line, cells, fault)

    def _swallowed(self, here: int, end: int) -> bool:
        """Whether a row over several lines looks like rows that a stray quotation mark took in: each line is as wide as
        the table by itself. In narrow tables a text may look so by chance, so it takes more lines."""
        if self.width < 2 or end - here <= (1 if self.width >= 4 else 3):
            return False
        wide = {self.width - 1, self.widest - 1}
        return all(line.count(self.delimiter) in wide for line in self.lines[here:end])

    def _give_up_in_time(self, read: int, line: int) -> None:
        self.read_in_vain += read
        if self.read_in_vain > 3 * len(self.lines) + 1000:
            raise InvalidInput(
                f"line {line}: the quotation marks do not match, here and on many lines above",
                "export the table again, with quotation marks doubled inside cells",
            )


def _why(error: str, lines: int) -> str:
    if "field larger" in error:
        if lines <= 1:
            return f"a cell holds more than {MAX_CELL:,} characters"
        return f"{_OPENS} and is not closed: remove it, or double it"
    if "unexpected end" in error:
        return f"{_OPENS} and is never closed: remove it, or double it"
    if "expected after" in error:
        return _NOT_DOUBLED if lines <= 1 else f"{_NOT_DOUBLED}, or one that opens here is not closed"
    return f"this line cannot be read ({error})"


def _damage(cells: list[str]) -> str:
    if any("\0" in cell for cell in cells):
        return "a NUL character: the file is damaged here"
    if any(_BAD.search(cell) for cell in cells):
        return "bytes that are not UTF-8: the file is damaged here, or mixes encodings"
    return ""
