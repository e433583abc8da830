"""The next step of a spotlight as a key: the rules name it as a command, which the app has a key for."""

from __future__ import annotations

import re
from contextlib import AbstractContextManager

from kindtui.domain.consent import Standing
from kindtui.tui.hints import hints_worded

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


def hints_as_keys() -> AbstractContextManager[None]:
    """Whatever goes wrong in here names keys as the way on, not commands."""
    return hints_worded(in_keys)


def _verb(found: re.Match[str]) -> str:
    return "without" if "--without" in found[0] else found[1]
