"""Hints that the rules word for the command line, as the app words them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from kindtui.errors import KindError, Problem

_WORDS = (
    ("kindtui member list shows everybody", "the roster shows everybody"),
    ("use --on for a day that has been", "choose a day that has been"),
    (r"kindtui member edit \S+ --status active", "e on their card sets the status to active"),
    (r"kindtui contribution thank (?:ID|c-\w+)(?: --draft)?", "t on the kind act"),
    ("say about whom: --for NAME", "say about whom"),
    (r"begin it all the same: --for \S+", "choose them by name to begin it all the same"),
)
_PATTERNS = tuple((re.compile(found), instead) for found, instead in _WORDS)


def in_keys(hint: str) -> str:
    """A hint without commands where the app has another way; rooms with more of their own word those themselves."""
    for found, instead in _PATTERNS:
        hint = found.sub(instead, hint)
    return hint


@contextmanager
def hints_worded(words: Callable[[str], str]) -> Iterator[None]:
    """Whatever goes wrong in here has its hint in these words."""
    try:
        yield
    except KindError as error:
        error.hint = words(error.hint)
        raise


def fault_words(fault: KindError | Problem) -> str:
    """What is wrong, and what to do about it here."""
    hint = in_keys(fault.hint)
    return f"{fault.message} ({hint})" if hint else fault.message
