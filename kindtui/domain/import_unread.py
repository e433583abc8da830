"""Rows of a file that cannot be read or are left out, and whom they may be about."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kindtui.domain.roster import Member

_WORD = re.compile(r"[^\s,;:|<>()/\"']+")


class Unread:
    """The words of rows that become no member. Whoever may be meant by one of them is not missing from the file."""

    def __init__(self) -> None:
        self._words: set[str] = set()

    def add(self, cells: Iterable[str]) -> None:
        """Keep what a row says."""
        for cell in cells:
            self._words.update(_WORD.findall(cell.casefold()))

    def names(self, member: Member) -> bool:
        """Whether a row may be about somebody: it holds an address or a handle of theirs, or they have neither, so
        that nobody can tell."""
        if not (member.emails or member.handles):
            return bool(self._words)
        return self.holds(member)

    def holds(self, member: Member) -> bool:
        """Whether a row holds an address or a handle of somebody."""
        signs = (_WORD.findall(sign.casefold()) for sign in (*member.emails, *member.handles.values()))
        return any(words and self._words.issuperset(words) for words in signs)
