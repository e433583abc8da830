"""How the value of each shape of field is read from text and shown as text again."""

from __future__ import annotations

import re
import typing
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import msgspec

from kindtui.domain.nearest import nearest
from kindtui.domain.text import folded, listed
from kindtui.errors import InvalidInput, NotFound

if TYPE_CHECKING:
    from kindtui.domain.fields import Field, Reading

YES = ("yes", "y", "true", "on", "1")
NO = ("no", "n", "false", "off", "0")
MYSELF = ("me", "myself")
"""What the manager writes in a member field for herself; it is stored as nothing."""
LONGEST_LINE = 2_000
"""Characters of a name, a handle, a tag, a link. What is longer came from a slip or from somebody who means harm."""
LONGEST_TEXT = 100_000
"""Characters of notes and the like, as of one cell of a table."""

_KEY_AHEAD = r"(?=\s*[A-Za-z][\w-]*\s*=)"
_SPLIT = r"(?<!\\);" + _KEY_AHEAD
_ESCAPED = r"\\;" + _KEY_AHEAD
_UNESCAPED = ";" + _KEY_AHEAD


def read_value(field: Field, typed: str | Sequence[str], current: Any, reading: Reading) -> Any:
    """The value of `field` that `typed` means; `current` is what a mapping is merged into. Raises KindError."""
    match field.shape:
        case "line" | "text" | "date" | "interval" | "number" | "choice" | "flag" | "member":
            return _read_one(field, typed if isinstance(typed, str) else " ".join(typed), reading)
        case "lines":
            return _once(_checked(field, line) for line in _items(typed, commas=True))
        case "pairs":
            return _read_pairs(field, _items(typed, commas=True), current or {})
        case "dated":
            return tuple(_read_dated(field, line, reading) for line in _items(typed, commas=False))
        case "members":
            return _once(id for line in _items(typed, commas=False) for id in _read_members(line, reading))
        case "records":
            items = _items(typed, commas=True)
            return _once(reading.record(field.table, line) for line in items)


def show_value(field: Field, value: Any, name_of: Any) -> str | list[str]:
    """`value` as text that `read_value` reads back. A field with `many` gives a list."""
    match field.shape:
        case "pairs":
            return [f"{place}={handle}" for place, handle in (value or {}).items()]
        case "dated":
            return [_show_dated(field, part) for part in value or ()]
        case "members" | "records":
            return [name_of(id) for id in value or ()]
        case "lines":
            return list(value or ())
        case "member":
            return str(name_of(value)) if value else ""
        case "flag":
            return "yes" if value else "no"
        case "line" if field.said and value:
            return field.said(value)
    return "" if value is None else _show_plain(value)


def _read_one(field: Field, text: str, reading: Reading) -> Any:
    text = _within(LONGEST_TEXT, _clean(text)) if field.shape == "text" else _short_line(text)
    match field.shape:
        case "line":
            return _checked(field, text)
        case "date":
            return reading.day(text)
        case "interval":
            return reading.interval(text)
        case "number":
            return _number(text)
        case "choice":
            return _choice(text, field.choices)
        case "flag":
            return _flag(text)
        case "member":
            return "" if folded(text) in MYSELF else reading.member(text)
    return text


def _read_pairs(field: Field, lines: Iterable[str], current: Mapping[str, str]) -> dict[str, str]:
    pairs = dict(current)
    for line in lines:
        place, equals, value = (part.strip() for part in line.partition("="))
        if not equals or not place:
            raise InvalidInput(f"“{line}” does not say where", "write it as place=name: github=ada")
        if not value:
            pairs.pop(place, None)
        elif value != pairs.get(place):  # what is there already stays as it was written
            pairs[place] = _checked(field, value)
    return pairs


def _read_dated(field: Field, line: str, reading: Reading) -> msgspec.Struct:
    assert field.part is not None
    first, *others = re.split(_SPLIT, line)
    values: dict[str, Any] = {field.keys[0]: re.sub(_ESCAPED, ";", first).strip()}
    if not values[field.keys[0]]:
        raise InvalidInput(f"“{line}” begins with no text", f"write it as {_pattern(field)}")
    for other in others:
        key, _, text = other.partition("=")
        name = folded(key).replace("-", "_")
        if name not in field.keys[1:]:
            near = nearest(name, field.keys[1:])
            hint = f"did you mean {near}=?" if near else f"write it as {_pattern(field)}"
            raise InvalidInput(f"{key.strip()}= is not something to say here", hint)
        text = re.sub(_ESCAPED, ";", text).strip()
        if text:
            values[name] = _read_plain(text, _kind_of(field.part, name), reading)
    return field.part(**values)


def _show_dated(field: Field, part: msgspec.Struct) -> str:
    shown = ""
    for key in field.keys:
        value = getattr(part, key)
        if value is None or value == "":
            continue
        text = re.sub(_UNESCAPED, r"\\;", _one_line(_show_plain(value)))
        if shown:
            # a backslash at the end of what came before would swallow the semicolon
            shown += f"{' ' if shown.endswith(chr(92)) else ''}; {key}={text}"
        else:
            shown = text
    return shown


def _pattern(field: Field) -> str:
    return "; ".join([field.keys[0], *(f"{key}=…" for key in field.keys[1:])])


def _kind_of(part: type[msgspec.Struct], name: str) -> Any:
    return _hints(part)[name]


_known_hints: dict[type[msgspec.Struct], dict[str, Any]] = {}


def _hints(part: type[msgspec.Struct]) -> dict[str, Any]:
    if part not in _known_hints:
        _known_hints[part] = typing.get_type_hints(part)
    return _known_hints[part]


def _read_plain(text: str, kind: Any, reading: Reading) -> Any:
    kinds = typing.get_args(kind) or (kind,)
    if date in kinds:
        return reading.day(text)
    return _number(text) if int in kinds else text


def _show_plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def _read_members(line: str, reading: Reading) -> list[str]:
    """One name, or several between commas: a name may hold a comma, so the whole line is tried first."""
    try:
        return [reading.member(line)]
    except NotFound:
        names = [name.strip() for name in line.split(",") if name.strip()]
        if len(names) < 2:
            raise
    return [reading.member(name) for name in names]


def _items(typed: str | Sequence[str], *, commas: bool) -> list[str]:
    """The items of a list: each text of a sequence, or each line of one text (parted by ", " as well)."""
    if not isinstance(typed, str):
        return [item for item in map(_short_line, typed) if item]
    lines = _clean(typed).splitlines()
    parts = [part for line in lines for part in (re.split(r",\s+|,$", line) if commas else [line])]
    return [item for item in map(_short_line, parts) if item]


def _once(items: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(items))


def _clean(text: str) -> str:
    if any("\ud800" <= char <= "\udfff" for char in text):
        raise InvalidInput("it holds bytes that are not UTF-8 text", "save or type it as UTF-8")
    return text.replace("\r\n", "\n").strip()


def _one_line(text: str) -> str:
    return " ".join(part for line in _clean(text).splitlines() if (part := line.strip()))


def _short_line(text: str) -> str:
    return _within(LONGEST_LINE, _one_line(text))


def _within(longest: int, text: str) -> str:
    if len(text) > longest:
        raise InvalidInput(f"it has {len(text):,} characters", f"{longest:,} fit in here")
    return text


def _checked(field: Field, text: str) -> str:
    return field.check(text) if field.check else text


def _number(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,6}", text):
        raise InvalidInput(f"“{text}” is not a whole number", "write it in digits")
    return int(text)


def _flag(text: str) -> bool:
    word = folded(text)
    if word in YES or word in NO:
        return word in YES
    raise InvalidInput(f"“{text}” is neither yes nor no")


def _choice(text: str, choices: Sequence[str]) -> str:
    word = re.sub(r"[\s-]+", "_", folded(text))
    if word in choices:
        # the very text of the declaration: what is left out of a file as the default is known by being the same object
        return choices[choices.index(word)]
    words = [choice.replace("_", "-") for choice in choices]
    near = nearest(word, words)
    raise InvalidInput(
        f"“{text}” is not one of the choices",
        f"{f'did you mean {near}? ' if near else ''}it can be {listed(words, 'or')}",
    )
