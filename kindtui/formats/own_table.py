"""The table of members that `kindtui export members --format csv` writes, as the records that it tells of."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NoReturn

from msgspec.structs import replace

from kindtui.domain.fields import Field, apply, field_named
from kindtui.domain.roster import MEMBER_FIELDS, Member
from kindtui.domain.selection import select
from kindtui.errors import InvalidInput
from kindtui.formats.csv_export import csv_text, defused
from kindtui.formats.people_json import head, read_text_of
from kindtui.formats.records_json import full

WHAT = "this table of a kindtui export"
_HEADER = re.compile(r"id,(?:[\w:@. -]+,|\"[^\"\n]*\",)*created-at,updated-at\r?\n(?=([a-z])-)")
_FIELDS = tuple(replace(field, check=None) if field.shape == "pairs" else field for field in MEMBER_FIELDS)
"""Handles as they were kept, however one types them."""
_INSTANTS = ("created-at", "updated-at")


class _OwnWords:
    """Reads what the export wrote, which is exact."""

    def day(self, text: str) -> date:
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise InvalidInput(f"{text[:40]!r} is no day such as 2024-03-01") from None

    def interval(self, text: str) -> NoReturn:
        raise InvalidInput(f"{text[:40]!r} has no place in a table of members")

    def member(self, text: str) -> NoReturn:
        raise InvalidInput(f"{text[:40]!r} has no place in a table of members")

    def record(self, table: str, text: str) -> NoReturn:
        raise InvalidInput(f"{text[:40]!r} has no place in a table of {table}")


def table_of(data: bytes) -> str:
    """What the ids of such a table begin with ("m"), "" when it is none."""
    found = _HEADER.match(head(data))
    return found[1] if found else ""


def members_in(data: bytes) -> list[dict[str, Any] | InvalidInput]:
    """A document for each member, with its id and what the columns tell; for a row that cannot be read, why. Raises
    InvalidInput when the table itself is broken."""
    rows = csv.reader(io.StringIO(read_text_of(data, WHAT), newline=""), strict=True)
    found: list[dict[str, Any] | InvalidInput] = []
    try:
        headers = next(rows)
        read_row = _row_reader(headers)
        for cells in rows:
            try:
                found.append(read_row([_as_written(cell) for cell in cells]))
            except InvalidInput as fault:
                found.append(fault)
    except csv.Error as fault:
        raise InvalidInput(f"{WHAT} is broken in line {rows.line_num:,}: {fault}", "export it again") from None
    return found


def as_recorded(member: Member, told: Mapping[str, Any], document: Mapping[str, Any]) -> dict[str, Any]:
    """What a table tells of a member, with the values of their `document` where it tells what it would tell of them
    now: a table cannot say all that a record holds."""
    found = dict(told)
    for raw in (False, True):
        text = csv_text([member], select(Member, MEMBER_FIELDS, notes=True), raw=raw)
        (echo,) = members_in(text.encode("utf-8", "replace"))
        if isinstance(echo, InvalidInput):
            continue
        for key, value in told.items():
            if key not in echo:
                continue
            if value == echo[key]:
                found[key] = document[key]
            elif field_named(MEMBER_FIELDS, key) is None and isinstance(value, dict):
                same = {name for name in value if value[name] == echo[key][name]}
                found[key] = {**found[key], **{name: document[key][name] for name in same}}
    return found


def _as_written(cell: str) -> str:
    """A cell without the apostrophe that keeps a spreadsheet from running it."""
    return cell[1:] if cell.startswith("'") and defused(cell[1:]) == cell else cell


def _row_reader(headers: Sequence[str]) -> Callable[[Sequence[str]], dict[str, Any]]:
    fields = [field_named(MEMBER_FIELDS, header.partition(":")[0]) for header in headers]
    if unknown := [
        name for name, field in zip(headers, fields, strict=True) if not field and name not in ("id", *_INSTANTS)
    ]:
        raise InvalidInput(f"{WHAT} has columns that are no field: {', '.join(unknown)}", "leave --format out")
    told = list(dict.fromkeys(field for field in fields if field))
    words = _OwnWords()

    def read_row(cells: Sequence[str]) -> dict[str, Any]:
        if len(cells) != len(headers):
            raise InvalidInput(f"{len(cells)} cells, where the header has {len(headers)}")
        row = dict(zip(headers, cells, strict=True))
        typed: dict[str, list[str]] = {}
        for header, field in zip(headers, fields, strict=True):
            if field and row[header]:
                typed.setdefault(field.name, []).extend(_items(field, header, row[header]))
        values = apply(_FIELDS, None, {name: _typed(name, texts) for name, texts in typed.items()}, words)
        created, updated = (_instant(row[name]) for name in _INSTANTS)
        record = full(Member(id=row["id"], created_at=created, updated_at=updated, **values))
        return _parts(record, ["id", "created_at", "updated_at", *(field.path for field in told)])

    return read_row


def _items(field: Field, header: str, cell: str) -> list[str]:
    if field.shape == "pairs":
        return [f"{header.partition(':')[2]}={cell}"]
    if not field.many:
        return [cell]
    return cell.split("\n") if field.shape == "dated" else cell.split("; ")


def _typed(name: str, texts: list[str]) -> str | list[str]:
    field = field_named(MEMBER_FIELDS, name)
    return texts if field and field.many else texts[0]


def _instant(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise InvalidInput(f"{text[:40]!r} is no instant") from None
    if found.tzinfo is None:
        raise InvalidInput(f"{text[:40]!r} has no time zone")
    return found


def _parts(record: Mapping[str, Any], paths: Sequence[str]) -> dict[str, Any]:
    """Of a document what stands under some paths."""
    found: dict[str, Any] = {}
    for path in paths:
        top, dot, inner = path.partition(".")
        if dot:
            found.setdefault(top, {})[inner] = record[top][inner]
        else:
            found[top] = record[top]
    return found
