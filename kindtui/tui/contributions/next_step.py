"""The next step of a spotlight as a key: the rules name it as a command, which the app has a key for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from kindtui.domain.consent import Standing
from kindtui.errors import KindError

KEYS = {
    "draft": "a",
    "edit": "e",
    "ask": "A",
    "answer": "r",
    "export": "x",
    "publish": "P",
    "withdraw": "W",
    "without": "-",
    "remove": "D",
}
"""Verb -> the key of this room for it."""

_COMMAND = re.compile(r"kindtui spotlight (\w+)[^\n;]*")


def next_verb(standing: Standing) -> str:
    """The verb of the next step: "ask", "without" ...; "" when nothing is left to do."""
    found = _COMMAND.search(standing.command)
    return _verb(found) if found and _verb(found) in KEYS else ""


def in_keys(hint: str) -> str:
    """A hint for the command line as one for this room."""

    def key(found: re.Match[str]) -> str:
        verb = _verb(found)
        return f"press {KEYS[verb]} on the spotlight" if verb in KEYS else found[0]

    return _COMMAND.sub(key, hint)


@contextmanager
def hints_as_keys() -> Iterator[None]:
    """Whatever goes wrong in here names keys as the way on, not commands."""
    try:
        yield
    except KindError as error:
        error.hint = in_keys(error.hint)
        raise


def _verb(found: re.Match[str]) -> str:
    return "without" if "--without" in found[0] else found[1]
