"""Hints that the rules word for the command line, as this room words them."""

from __future__ import annotations

import re
from contextlib import AbstractContextManager

from kindtui.tui.hints import hints_worded

_WORDS = (
    (re.compile(r",? or render with --set \S+"), ""),
    (
        re.compile(r"give it a `value:` in the document, or --set \S+(?: --set \S+)*"),
        "fill it in here, or give it a `value:` in the document",
    ),
    (re.compile(r"give it with --for MEMBER"), "choose somebody"),
    (re.compile(r"give it with --clause ID"), "choose a clause"),
    (re.compile(r"\A--set \S+\Z"), "it is needed for the text"),
    (
        re.compile(r"(?:make one|make a code of conduct first): kindtui conduct new \S+ --from \S+"),
        "press a to make one",
    ),
)


def in_keys(hint: str) -> str:
    """A hint without the options of commands."""
    for found, instead in _WORDS:
        hint = found.sub(instead, hint)
    return hint


def hints_as_keys() -> AbstractContextManager[None]:
    """Whatever goes wrong in here names what can be done in the app."""
    return hints_worded(in_keys)
