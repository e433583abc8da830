"""The one YAML loader: plain values with the place of each, YAML 1.2 core scalars, and limits.

`no`, `12:30` and dates stay text. Anchors, aliases, tags, repeated keys and a second document are refused. Every
fault is an `InvalidInput` whose problems name line and column.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from kindtui.domain.nearest import did_you_mean
from kindtui.errors import InvalidInput, Problem
from kindtui.formats.yaml_events import KeyPath, Reading


class Loaded(msgspec.Struct, frozen=True):
    """A YAML text as plain values, and where each of them stands.

    `value` is made of dict (keys are text, as written), list, str, int, float, bool and None.
    """

    value: Any
    path: str
    text: str
    _reading: Reading
    _lines: list[int]

    def place_of(self, keypath: Sequence[str | int]) -> tuple[int, int]:
        """Line and column (from 1) of a value; of the nearest thing around it when there is no such value."""
        path = tuple(keypath)
        while path and path not in self._reading.spans:
            path = path[:-1]
        return place(self._lines, self._reading.spans.get(path, (0, 0))[0])

    def place_of_key(self, keypath: Sequence[str | int]) -> tuple[int, int]:
        """Line and column of the key (or of the list item) under which a value stands."""
        at = self._reading.keys.get(tuple(keypath))
        return self.place_of(keypath) if at is None else place(self._lines, at)

    def place_inside(self, keypath: Sequence[str | int], words: str, nth: int = 0) -> tuple[int, int]:
        """Line and column where `words` stand for the nth time (from 0) in a text, else those of the text."""
        start, end = self._reading.spans.get(tuple(keypath), (0, 0))
        at = start - 1
        for _ in range(nth + 1):
            at = self.text.find(words, at + 1, end)
            if at < 0:
                return self.place_of(keypath)
        return place(self._lines, at)

    def written(self, keypath: Sequence[str | int]) -> str | None:
        """A scalar as it was written (`1.10` is "1.10"), without quotes; None when it is no scalar."""
        return self._reading.written.get(tuple(keypath))

    def problem(
        self,
        keypath: Sequence[str | int],
        message: str,
        hint: str = "",
        *,
        at_key: bool = False,
        severity: str = "error",
    ) -> Problem:
        """A problem at the place of a value, or of its key."""
        line, column = self.place_of_key(keypath) if at_key else self.place_of(keypath)
        return Problem(message, hint, self.path, line, column, dotted(keypath), severity)


def load(text: str, path: str = "", *, allow_empty: bool = False) -> Loaded:
    """Read one YAML document. `path` names the file in problems.

    With `allow_empty` a text with nothing but comments is an empty mapping. Raises `InvalidInput`, with a problem for
    each fault that can be told apart from those before it.
    """
    text = text.removeprefix("\ufeff")
    reading = Reading(text)
    value = reading.run(allow_empty)
    lines = line_starts(text)
    if reading.faults:
        raise invalid(
            [
                Problem(each.message, each.hint, path, *place(lines, each.index), dotted(each.keypath))
                for each in reading.faults
            ],
            path,
        )
    return Loaded(value, path, text, reading, lines)


def dotted(keypath: Sequence[str | int]) -> str:
    """A key path as people write it: `clauses[2].text`."""
    words = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in keypath)
    return words.removeprefix(".")


def line_starts(text: str) -> list[int]:
    """The index at which each line of a text starts."""
    return [0, *(match.end() for match in re.finditer("\n", text))]


def place(lines: list[int], index: int) -> tuple[int, int]:
    """Line and column, both from 1, of an index into the text whose lines start at `lines`."""
    line = bisect_right(lines, index)
    return line, index - lines[line - 1] + 1


def invalid(problems: Sequence[Problem], path: str = "") -> InvalidInput:
    """The error for some problems: its message is the first of them, and how many more there are."""
    first = problems[0]
    message = str(Problem(first.message, "", first.path or path, first.line, first.column))
    if len(problems) > 1:
        message += f" (and {len(problems) - 1} more)"
    return InvalidInput(message, first.hint, problems=problems)


def check_keys(loaded: Loaded, keypath: Sequence[str | int], known: Iterable[str]) -> list[Problem]:
    """A problem, with the nearest known key, for each key of the mapping at `keypath` that is not a known one."""
    choices = list(known)
    mapping: Any = loaded.value
    for part in keypath:
        mapping = mapping[part]
    if not isinstance(mapping, Mapping):
        return [loaded.problem(keypath, "keys with values are expected here", did_you_mean("", choices))]
    return [
        loaded.problem((*keypath, key), f"unknown key {key!r}", did_you_mean(key, choices), at_key=True)
        for key in mapping
        if key not in choices
    ]


def entries_of(
    loaded: Loaded, name: str, known: Sequence[str], example: str
) -> tuple[dict[str, dict[str, Any]], list[Problem]]:
    """The mappings under the one key of a file, by id, each with none but known keys; and a problem for all else."""
    problems = check_keys(loaded, (), [name])
    given = (loaded.value.get(name) if isinstance(loaded.value, dict) else None) or {}
    if not isinstance(given, dict):
        problems.append(loaded.problem((name,), f"{name} are expected here", f"write {example}"))
        given = {}
    entries = {}
    for id, about in given.items():
        if faults := check_keys(loaded, (name, id), known):
            problems += faults
        else:
            entries[id] = about
    return entries, problems


__all__ = [
    "KeyPath",
    "Loaded",
    "check_keys",
    "dotted",
    "entries_of",
    "invalid",
    "line_starts",
    "load",
    "place",
]
