"""Several lists tell of one person, and not the same: which of their words is news.

A word is news when its list said something else the last time. As long as nobody disagrees, what a list said last is
what the card says. From the first disagreement on a print of it is kept in `Member.heard`. A print, and not the words,
because a name that somebody has laid down is not to be kept by a card.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from kindtui.domain.import_matching import print_of
from kindtui.domain.places import place_of
from kindtui.domain.roster import Member


class Teller(NamedTuple):
    """The list that tells: `source`, the key of `Member.sources`, is that of all lists of one tool, and of all tables
    of unknown origin; `name` tells them apart."""

    source: str
    name: str


class Hearing:
    """One list tells of one member. A word of it takes the place of what the card says only when it is news; with
    `fill` none does, and only what is empty is filled."""

    def __init__(self, member: Member, teller: Teller, *, fill: bool) -> None:
        self._heard = member.heard
        self._sources = member.sources
        self._teller = teller
        self.fills = fill
        self._gave_way: dict[str, object] = {}
        """Field -> what the card said before the list did."""

    def takes(self, field: str, told: object, now: object) -> bool:
        """Whether what the list tells of a field is to be on the card instead of what is there now."""
        if not told or told == now:
            return False
        if not now:
            return True
        if self.fills or (self._heard and self._last(field) == print_of(told)):
            return False
        self._gave_way[field] = now
        return True

    @property
    def is_disputed(self) -> bool:
        """Whether there is something to remember: of nearly nobody lists tell otherwise."""
        return bool(self._gave_way or (self._heard and not self.fills))

    def heard(self, told: Mapping[str, object]) -> dict[str, dict[str, str]]:
        """`Member.heard` afterwards. `told` is what the list tells of the fields that it may change."""
        others = {self._teller.source, *map(place_of, self._sources), *self._heard} - {self._teller.name}
        found = {name: dict(fields) for name, fields in self._heard.items()}
        own = {}
        for field, value in told.items():
            last = self._last(field)
            if (last and last != print_of(value)) or (others and field in self._gave_way):
                own[field] = print_of(value)
        for field, value in self._gave_way.items():
            for other in others:
                found.setdefault(other, {}).setdefault(field, print_of(value))
        return {**found, self._teller.name: {**found.get(self._teller.name, {}), **own}} if own else found

    def _last(self, field: str) -> str:
        """A print of what the list said last; one not heard by itself is taken to have said what its source did."""
        own, of_source = (self._heard.get(name, {}) for name in (self._teller.name, self._teller.source))
        return own.get(field) or of_source.get(field, "")
