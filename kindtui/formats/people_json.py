"""What the readers of people in JSON share: knowing a file by its beginning, reading it strictly, and its entries one
by one, so that a broken one is refused at its place and the others come in."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from kindtui.domain.import_rows import Person
from kindtui.errors import InvalidInput
from kindtui.formats.file_text import decode_text, encoding_shown
from kindtui.formats.strict_json import parse_json

MAX_ENTRIES = 1_000_000
_HEAD = 64 * 1024
_FIRST_SECONDS, _LAST_SECONDS = 0, 253_402_300_799
_MILLISECONDS = 100_000_000_000
"""From here on a number is no count of seconds: it would be a day after the year 5000."""

Values = dict[str, str | list[str]]
ReadOne = Callable[[Mapping[str, Any], int], Person]
"""Reads one entry. Raises InvalidInput when it cannot be used."""


def head(data: bytes) -> str:
    """The beginning of a file as text without blanks before it, for a look at which keys it has."""
    encoding, _ = encoding_shown(data)
    return data[:_HEAD].decode(encoding or "utf-8", "replace").lstrip("\ufeff \t\r\n")


def read_text_of(data: bytes, what: str) -> str:
    """The text of a file that must be whole UTF-8 or UTF-16. Raises InvalidInput with the line where it is not."""
    source = decode_text(data)
    if source.guessed:
        raise InvalidInput(f"{what} is not UTF-8", "export it again, or say its encoding: --encoding cp1252")
    text = source.text
    if not text.isascii():
        try:
            text.encode("utf-8")
        except UnicodeEncodeError as fault:
            line = text.count("\n", 0, fault.start) + 1
            raise InvalidInput(f"{what}: line {line:,} holds bytes that are no text", "export it again") from None
    return text


def read_json(data: bytes, what: str, only: frozenset[str] | None = None) -> Any:
    """The JSON value of a file, of `only` some keys. `what` names the file in the InvalidInput
    that is raised when it is broken."""
    text = read_text_of(data, what)
    try:
        return parse_json(text, only=only)
    except InvalidInput as fault:
        where = fault.problems[0]
        place = f"line {where.line:,}, column {where.column:,}: " if where.line else ""
        raise InvalidInput(
            f"{what} cannot be read: {place}{where.message}",
            "the file may have been cut off or edited by hand: export it again",
            problems=fault.problems,
        ) from None


def people_in(entries: Iterable[Any], read_one: ReadOne, *, before_ids: str = "") -> list[Person]:
    """Each entry as a person; what is no object, or raises InvalidInput, is refused at its place, with its id (and
    `before_ids` before that), so that nobody is taken for gone who is only illegible."""
    found = []
    for number, entry in enumerate(entries, 1):
        if number > MAX_ENTRIES:
            raise InvalidInput(f"there are more than {MAX_ENTRIES:,} entries", "split the file into several")
        if not isinstance(entry, dict):
            found.append(Person(number, {}, refused="this entry is no object with fields"))
            continue
        try:
            found.append(read_one(entry, number))
        except InvalidInput as fault:
            id = entry.get("id")
            known = {"id": f"{before_ids}{id}"} if isinstance(id, str | int) else {}
            found.append(Person(number, known, refused=fault.message))
    return found


def said(entry: Mapping[str, Any], *keys: str) -> str:
    """The first text that is not blank under one of some keys; numbers are written out. Raises InvalidInput for
    anything else, and for a text that no file can hold."""
    for key in keys:
        value = entry.get(key)
        if value is None or value is False:
            continue
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        if not isinstance(value, str):
            raise InvalidInput(f"{key} is no text")
        text = value.strip()
        if not text:
            continue
        if not text.isascii():
            try:
                text.encode("utf-8")
            except UnicodeEncodeError:
                raise InvalidInput(f"{key} holds half of a character") from None
        return text
    return ""


def part(entry: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """The object under a key, an empty one when there is none. Raises InvalidInput for anything else."""
    value = entry.get(key)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise InvalidInput(f"{key} is no object with fields")
    return value


def listed_under(value: Any, key: str, what: str) -> list[Any]:
    """The list under a key of the whole file. Raises InvalidInput."""
    found = value.get(key) if isinstance(value, dict) else None
    if not isinstance(found, list):
        raise InvalidInput(f"{what} has no list of {key}", "choose the file that the tool exported, unchanged")
    return found


def day_of(entry: Mapping[str, Any], key: str) -> str:
    """A day as 2024-03-01: of an instant in ISO form, or a number of seconds or milliseconds since 1970; "" when there
    is none. Raises InvalidInput."""
    value = entry.get(key)
    if value is None or value == "" or isinstance(value, bool):
        return ""
    if isinstance(value, str):
        try:
            return datetime.fromisoformat(value.strip()).date().isoformat()
        except ValueError:
            raise InvalidInput(f"{key}: {value[:40]!r} is no day that can be read") from None
    if not isinstance(value, int | float) or not math.isfinite(value):
        raise InvalidInput(f"{key} is no day")
    seconds = value / 1000 if value >= _MILLISECONDS else value
    if value == 0:
        return ""
    if not _FIRST_SECONDS <= seconds <= _LAST_SECONDS:
        raise InvalidInput(f"{key}: there is no such day")
    return datetime.fromtimestamp(seconds, UTC).date().isoformat()


def without_blanks(values: Mapping[str, str | list[str]]) -> Values:
    """The values that say something."""
    return {target: value for target, value in values.items() if value}
