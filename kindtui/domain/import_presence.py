"""Who stands in a file, and who is on the list no more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kindtui.domain.import_matching import People
from kindtui.domain.import_unread import Unread
from kindtui.domain.imports import Gone
from kindtui.domain.places import all_at

_PRESENT = ("active", "on_break")


class Presence:
    """What the rows of a file say of who is on the list."""

    def __init__(self) -> None:
        self._ids: set[str] = set()
        self._unread, self._left_out = Unread(), Unread()

    def seen(self, id: str) -> None:
        """A row that has an id of the source."""
        self._ids.add(id)

    def unread(self, id: str, cells: Iterable[str]) -> None:
        """A row that cannot be read: whoever it is about is not gone."""
        self._ids.add(id)
        self._unread.add(cells)

    def left_out(self, cells: Iterable[str]) -> None:
        """A row about somebody whom the list itself gave up."""
        self._left_out.add(cells)

    def gone(self, people: People, source: str) -> Iterator[Gone]:
        """Members whom the source told of before. Whoever left or died is not missed. A file in which nobody is left
        (those who unsubscribed) tells of nobody but those who stand in it."""
        for member in people.members.values():
            told = all_at(member.sources, source)  # an id, or the print of a row without one
            if not told or member.status not in _PRESENT:
                continue
            if people.met:
                gone = member.id not in people.met and self._ids.isdisjoint(told) and not self._unread.names(member)
            else:
                gone = self._left_out.holds(member)
            if gone:
                yield Gone(member.id, member.name)
