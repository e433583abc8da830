"""Which format a file is of, and its rows: a table that a map or a guess explains, or a format that code reads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kindtui.domain.import_headers import known_headers
from kindtui.domain.import_heard import Teller
from kindtui.domain.import_matching import PRINT, print_of
from kindtui.domain.import_rows import FileFormat, Row, as_rows
from kindtui.domain.imports import GENERIC, IGNORE, Column, ImportMap
from kindtui.domain.nearest import did_you_mean
from kindtui.domain.text import counted
from kindtui.errors import InvalidInput, NotFound, StoreError
from kindtui.formats.csv_table import Table, read_table
from kindtui.formats.file_text import MAX_BYTES, decode_text
from kindtui.formats.import_formats import code_formats, recognised
from kindtui.services.own_import import NAME as OWN
from kindtui.services.own_import import packed_folder


@dataclass(frozen=True)
class Opened:
    """A file whose format is known. `known` is None for a table that no map explains."""

    known: ImportMap | None
    headers: tuple[str, ...]
    rows: list[Row] = field(repr=False)
    notices: tuple[str, ...] = ()
    encoding: str = ""
    delimiter: str = ""
    place: str = "line"
    """What the `line` of a row counts: "line" or "entry"."""
    trusted: bool = False
    """Whether an id means the same person in every file of this source."""
    whole: bool = True
    """Whether it tells of everybody, so that whoever is missing is gone."""
    never: tuple[Column, ...] = ()
    """What the file also holds and code never reads."""

    @property
    def is_table(self) -> bool:
        """Whether columns can be chosen: code knows which of its own are whose."""
        return bool(self.delimiter)

    @property
    def name(self) -> str:
        """The name of the format."""
        return self.known.name if self.known else GENERIC

    @property
    def title(self) -> str:
        """The format in words."""
        return self.known.title if self.known else "a table of members"

    @property
    def source(self) -> str:
        """The key of `Member.sources` for the ids of this file."""
        return self.known.source or self.known.name if self.known else GENERIC

    @property
    def teller(self) -> Teller:
        """Which list this is: tables that nobody knows are told apart by their columns."""
        if self.known:
            return Teller(self.source, self.known.name)
        return Teller(self.source, f"{self.source} {print_of(self.headers).removeprefix(PRINT)}")


def read_file(typed: str) -> bytes:
    """The bytes of the file at a path that was typed; for the folder of an export, those of a zip file of it. Raises
    InvalidInput for a path that is no file or too large, NotFound when nothing is there, StoreError when it cannot be
    read."""
    if not typed.strip():
        raise InvalidInput("no file is named", "name one, such as members.csv")
    path = Path(typed).expanduser()
    if path.is_dir() and (data := packed_folder(path)) is not None:
        return data
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise NotFound(f"there is no file {typed}", "check the path") from None
    except (IsADirectoryError, NotADirectoryError):
        raise InvalidInput(f"{typed} is a folder", "name a file in it") from None
    except (OSError, ValueError) as fault:
        if path.is_dir():  # Windows says that a folder may not be read
            raise InvalidInput(f"{typed} is a folder", "name a file in it") from None
        said = fault.strerror if isinstance(fault, OSError) else ""
        raise StoreError(f"{typed} cannot be read: {said or fault}", "look at who may read it") from None
    if len(data) > MAX_BYTES:
        raise InvalidInput(f"{typed} is larger than {MAX_BYTES // 1024 // 1024} MB", "split it into several files")
    return data


def open_file(data: bytes, maps: Sequence[ImportMap], asked: str | None, encoding: str | None) -> Opened:
    """Read a file as what its content says it is, or as the format that was asked for. Raises InvalidInput when it is
    nothing that can be read, or not what was asked for."""
    name = asked.strip().casefold() if asked else ""
    if name and name not in format_names(maps):
        raise InvalidInput(f"there is no format {asked!r}", did_you_mean(name, format_names(maps)))
    told = decode_text(data, encoding=encoding).text.encode("utf-8", "surrogatepass") if encoding else data
    chosen = next((each for each in code_formats() if each.name == name), None) if name else recognised(told)
    if chosen:
        return _by_code(told, chosen)
    try:
        return _table(data, maps, name, encoding)
    except InvalidInput:
        if name and (other := recognised(told)):
            raise InvalidInput(f"this is no table but {other.title}", "leave the format out") from None
        raise


def format_names(maps: Iterable[ImportMap]) -> list[str]:
    """The formats that can be named: tools with a map, formats that code reads, and `csv` for any other table."""
    return [*sorted({*(each.name for each in maps), *(each.name for each in code_formats()), OWN}), GENERIC]


def _by_code(data: bytes, chosen: FileFormat) -> Opened:
    found = chosen.read(data)
    table = as_rows(found)
    known = ImportMap(
        name=chosen.name,
        title=chosen.title,
        columns={header.casefold(): header for header in table.headers},
        source=chosen.source,
        name_from=chosen.name_from,
        one_a_line=True,
    )
    return Opened(
        known,
        table.headers,
        table.rows,
        found.notices,
        place=found.place,
        trusted=chosen.trusted,
        whole=chosen.whole,
        never=tuple(Column(words, IGNORE, reason="never read in") for words in found.never),
    )


def _table(data: bytes, maps: Sequence[ImportMap], name: str, encoding: str | None) -> Opened:
    table = read_table(data, encoding=encoding, known=known_headers())
    known = _map_for(table, maps, name)
    rows = table.rows()
    notices = list(table.notices)
    if unnamed := sum(1 for row in rows if len(row.cells) > len(table.headers) and not row.fault):
        notices.append(f"{counted(unnamed, 'row')} with a text in a column that has no name: left out")
    return Opened(
        known,
        table.headers,
        rows,
        tuple(notices),
        table.encoding,
        table.delimiter,
        trusted=known is not None,
        whole=known is None or known.whole,
    )


def _map_for(table: Table, maps: Sequence[ImportMap], name: str) -> ImportMap | None:
    """The map that was asked for, else the one that most headers speak for (of equals the workspace's own)."""
    headers = frozenset(header.casefold() for header in table.headers)
    if not name:
        best = max(maps, key=lambda each: each.fits(headers), default=None)
        return best if best is not None and best.fits(headers) else None
    found = next((each for each in maps if each.name == name), None)
    if found is not None and not any(found.target_of(header) for header in headers):
        raise InvalidInput(f"this is not {found.title}: none of its columns is there", "leave the format out")
    return found
