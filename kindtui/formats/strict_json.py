"""JSON read without guessing: what two readers could understand differently is refused, with its line and column."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from typing import Any, NoReturn

from kindtui.errors import InvalidInput, Problem

INTEGER_DIGITS = 19
"""Digits that an integer has at most: more are not the same number to every reader."""
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]:,]|[^\s{}\[\]:,"]+', re.DOTALL)
_SURROGATE_ESCAPE = re.compile(r"\\u[dD][89a-fA-F]")
_CONSTANTS = frozenset({"NaN", "Infinity", "-Infinity"})
GOES_ON = "Here is more, after the end of what the file holds"
"""What is wrong with several values, one after the other."""
_SLIPS = {
    "Expecting value": "A value is missing here",
    "Expecting property name": "A key in double quotes is missing here, or a comma before it is too many",
    "Expecting ':'": "A colon is missing here",
    "Expecting ','": "A comma or a closing bracket is missing here",
    "Illegal trailing comma": "There is a comma too many",
    "Extra data": GOES_ON,
    "Unterminated string": "The text that begins here has no closing quote",
    "Invalid control character": "Here is the end of a line, or a control character, within a text",
    "Invalid \\": "The backslash here begins nothing that JSON knows",
    "Unexpected UTF-8 BOM": "The text begins with a byte order mark",
}
"""How the parser's words begin -> what is wrong, for a person who looks at the file."""


class _Refused(ValueError):
    """The parser met something that JSON readers disagree about; `_locate` finds where."""


def parse_json(data: bytes | str, path: str = "", *, only: frozenset[str] | None = None) -> Any:
    """The value of a JSON text (UTF-8, a byte order mark is not accepted).

    Duplicate keys, NaN and infinite numbers, integers beyond 64 bits, lone surrogates and nesting too deep to read are
    refused: InvalidInput, whose one problem has `path`, line and column.

    With `only`, what stands under other keys is checked and let go at once, so that a file of any size and with any
    secrets leaves no more behind than what was asked for; lone surrogates are then the caller's to refuse, where they
    stand in something that is used.
    """
    if isinstance(data, bytes):
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError as fault:
            before = data[: fault.start]
            line = before.count(b"\n") + 1
            column = fault.start - (before.rfind(b"\n") + 1) + 1
            raise _invalid("This is not UTF-8 text", path, line, column) from None
    else:
        text = data
    try:
        hook = _object if only is None else _keeping(only)
        value = json.loads(text, object_pairs_hook=hook, parse_constant=_refuse, parse_float=_float, parse_int=_int)
    except json.JSONDecodeError as fault:
        raise _invalid(_slip(fault.msg), path, fault.lineno, fault.colno) from None
    except _Refused as fault:
        raise _locate(text, path, str(fault)) from None
    except RecursionError:
        raise _invalid("This is nested too deeply", path, 0, 0) from None
    if only is None and _SURROGATE_ESCAPE.search(text) and (found := _lone_surrogate(text)) is not None:
        line, column = _place(text, found)
        raise _invalid("Half of a character (a lone surrogate)", path, line, column)
    return value


def _slip(words: str) -> str:
    return next((ours for theirs, ours in _SLIPS.items() if words.startswith(theirs)), "This is no JSON")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise _Refused("duplicate key")
    return value


def _keeping(only: frozenset[str]) -> Callable[[list[tuple[str, Any]]], dict[str, Any]]:
    def keep(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        value = _object(pairs)
        return {key: value[key] for key in value if key in only}

    return keep


def _refuse(constant: str) -> NoReturn:
    raise _Refused(constant)


def _float(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise _Refused(text)
    return value


def _int(text: str) -> int:
    if len(text.lstrip("-")) > INTEGER_DIGITS:
        raise _Refused(text)
    return int(text)


def _lone_surrogate(text: str) -> int | None:
    """The offset of the first string token whose value holds a lone surrogate."""
    for token in _TOKEN.finditer(text):
        word = token[0]
        if word[0] == '"' and _SURROGATE_ESCAPE.search(word):
            try:
                json.loads(word).encode("utf-8")
            except UnicodeEncodeError:
                return token.start()
    return None


def _locate(text: str, path: str, what: str) -> InvalidInput:
    """The error for the first thing in `text` that is JSON in shape and refused all the same. What comes after it may
    be no JSON at all."""
    seen: list[set[str] | None] = []
    last: re.Match[str] | None = None
    for token in _TOKEN.finditer(text):
        word = token[0]
        if word == "{":
            seen.append(set())
        elif word == "[":
            seen.append(None)
        elif word in "]}":
            if seen:
                seen.pop()
        elif word == ":" and last is not None and seen and (keys := seen[-1]) is not None:
            key = _text_of(last[0])
            if key is None:
                break
            if key in keys:
                return _invalid(f"The key {last[0]} is here twice", path, *_place(text, last.start()))
            keys.add(key)
        elif word in _CONSTANTS or word.startswith(what):
            return _invalid(f"{word[:40]} is not a number that can be kept", path, *_place(text, token.start()))
        last = token
    return _invalid(f"This cannot be kept: {what}", path, 0, 0)


def _text_of(token: str) -> str | None:
    """The text that a token is, None when it is no text."""
    try:
        value = json.loads(token)
    except ValueError:
        return None
    return value if isinstance(value, str) else None


def _place(text: str, offset: int) -> tuple[int, int]:
    return text.count("\n", 0, offset) + 1, offset - (text.rfind("\n", 0, offset) + 1) + 1


def _invalid(message: str, path: str, line: int, column: int) -> InvalidInput:
    problem = Problem(message, path=path, line=line, column=column)
    return InvalidInput(str(problem), problems=[problem])
