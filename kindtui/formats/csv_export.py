"""Records as a table for a spreadsheet, in which nothing that somebody wrote is taken for a formula."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Any

import msgspec

from kindtui.domain.fields import Field, shown
from kindtui.domain.record import Record
from kindtui.domain.selection import NOTES_INSIDE, Selection

_FORMULA = frozenset("=+-@\t\r\n＝＋－＠﹦﹢﹣﹫−")
_UNSEEN = frozenset(("Cf", "Zs", "Mn", "Me", "Cc"))


def defused(text: str) -> str:
    """`text` with an apostrophe before it when a spreadsheet could take it for a formula: it begins, after characters
    that nobody sees, with a sign that starts one."""
    for character in text:
        if character in _FORMULA:
            return "'" + text
        if unicodedata.category(character) not in _UNSEEN:
            return text
    return text


def csv_text(
    records: Sequence[Record],
    selection: Selection,
    name_of: Callable[[str], str] = lambda id: id,
    *,
    raw: bool = False,
) -> str:
    """The records as CSV with a header: the id, then the columns that were selected.

    A mapping such as handles makes one column for each of its keys (`handle:github`). `raw` leaves cells that look
    like a formula as they are.
    """
    columns = list(_columns(records, selection, name_of))
    out = _Lines()
    writer = csv.writer(out, lineterminator=_Lines.END)
    writer.writerow([header for header, _ in columns])
    for record in records:
        cells = [cell(record) for _, cell in columns]
        writer.writerow(cells if raw else [defused(cell) for cell in cells])
    return out.getvalue()


class _Lines(io.StringIO):
    """Rows with `\\n` after them. The writer is told of `\\r\\n`: it quotes only what is in the end of its lines, and a
    lone `\\r` in a cell ends a line for whoever reads it."""

    END = "\r\n"

    def write(self, row: str) -> int:
        return super().write(row.removesuffix(self.END) + "\n")


_Cell = Callable[[Any], str]


def _columns(
    records: Sequence[Record], selection: Selection, name_of: Callable[[str], str]
) -> Iterable[tuple[str, _Cell]]:
    yield "id", lambda record: str(record.id)
    for column in selection.columns:
        if isinstance(column, str):
            hidden = "" if selection.notes else NOTES_INSIDE.get(column, "")
            yield column, _value(column.replace("-", "_"), name_of, hidden)
        elif column.shape == "pairs":
            for key in sorted({key for record in records for key in getattr(record, column.path)}):
                yield f"{column.name}:{key}", _pair(column.path, key)
        else:
            yield column.name, _shown(column, name_of)


def _pair(path: str, key: str) -> _Cell:
    return lambda record: str(getattr(record, path).get(key, ""))


def _shown(field: Field, name_of: Callable[[str], str]) -> _Cell:
    between = "\n" if field.shape == "dated" else "; "

    def cell(record: Any) -> str:
        value = shown(field, record, name_of)
        return value if isinstance(value, str) else between.join(value)

    return cell


def _value(name: str, name_of: Callable[[str], str], hidden: str) -> _Cell:
    """What no field shows: states, thanks, contacts, consents. Ids of members become names; `hidden` is left out."""

    def plain(value: Any) -> str:
        if isinstance(value, msgspec.Struct):
            items = msgspec.structs.asdict(value).items()
            return ", ".join(f"{key}={plain(item)}" for key, item in items if key not in ("extra", hidden) and item)
        if isinstance(value, tuple | list):
            return "\n".join(plain(item) for item in value)
        if isinstance(value, dict):
            return "; ".join(f"{key}={plain(item)}" for key, item in value.items())
        if isinstance(value, date | datetime):
            # an instant as in the records themselves
            return value.isoformat().replace("+00:00", "Z")
        if isinstance(value, str) and value.startswith("m-"):
            return name_of(value)
        return "" if value is None else str(value)

    return lambda record: plain(getattr(record, name))
