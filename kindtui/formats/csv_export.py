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

_FORMULA = frozenset("=+-@\t\r\n＝＋－＠﹢﹣−")
_UNSEEN = frozenset(("Cf", "Zs", "Mn", "Me", "Cc"))
_TAIL = ("created_at", "updated_at")


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
    fields: Sequence[Field],
    name_of: Callable[[str], str] = lambda id: id,
    *,
    private: bool = False,
    raw: bool = False,
) -> str:
    """The records as CSV with a header: the id, the fields a person sets, then what the program keeps about them.

    A mapping such as handles makes one column for each of its keys (`handle:github`). Fields marked private are left
    out unless asked for. `raw` leaves cells that look like a formula as they are.
    """
    columns = list(_columns(records, fields, name_of, private))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([header for header, _ in columns])
    for record in records:
        cells = [cell(record) for _, cell in columns]
        writer.writerow(cells if raw else [defused(cell) for cell in cells])
    return out.getvalue()


_Cell = Callable[[Any], str]


def _columns(
    records: Sequence[Record], fields: Sequence[Field], name_of: Callable[[str], str], private: bool
) -> Iterable[tuple[str, _Cell]]:
    yield "id", lambda record: str(record.id)
    for field in fields:
        if field.private and not private:
            continue
        if field.shape == "pairs":
            for key in sorted({key for record in records for key in getattr(record, field.path)}):
                yield f"{field.name}:{key}", _pair(field.path, key)
        else:
            yield field.name, _shown(field, name_of)
    yield from _kept(records, {field.path.partition(".")[0] for field in fields}, name_of)


def _pair(path: str, key: str) -> _Cell:
    return lambda record: str(getattr(record, path).get(key, ""))


def _shown(field: Field, name_of: Callable[[str], str]) -> _Cell:
    between = "\n" if field.shape == "dated" else "; "

    def cell(record: Any) -> str:
        value = shown(field, record, name_of)
        return value if isinstance(value, str) else between.join(value)

    return cell


def _kept(
    records: Sequence[Record], told: set[str], name_of: Callable[[str], str]
) -> Iterable[tuple[str, Callable[[Any], str]]]:
    """What no field shows: states, thanks, contacts, consents. Ids of members become names."""
    if not records:
        return
    names = [field.name for field in msgspec.structs.fields(type(records[0]))]
    for name in (*(each for each in names if each not in _TAIL), *_TAIL):
        if name in ("id", "extra") or name in told:
            continue
        yield name.replace("_", "-"), _value(name, name_of)


def _value(name: str, name_of: Callable[[str], str]) -> _Cell:
    def plain(value: Any) -> str:
        if isinstance(value, msgspec.Struct):
            items = msgspec.structs.asdict(value).items()
            return ", ".join(f"{key}={plain(item)}" for key, item in items if key != "extra" and item)
        if isinstance(value, tuple | list):
            return "\n".join(plain(item) for item in value)
        if isinstance(value, dict):
            return "; ".join(f"{key}={plain(item)}" for key, item in value.items())
        if isinstance(value, date | datetime):
            return value.isoformat()
        if isinstance(value, str) and value.startswith("m-"):
            return name_of(value)
        return "" if value is None else str(value)

    return lambda record: plain(getattr(record, name))
