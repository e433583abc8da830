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


def is_news(member: Member, teller: Teller, field: str, told: object) -> bool:
    """Whether what a list tells of a field, and the card says otherwise, is not what it said the last time."""
    return not member.heard or _last(member, teller, field) != print_of(told)


def heard(
    member: Member, teller: Teller, gave_way: Mapping[str, object], told: Mapping[str, object]
) -> dict[str, dict[str, str]]:
    """`Member.heard` once a list has `told` fields; in `gave_way` the values that they take the place of."""
    found = {name: dict(fields) for name, fields in member.heard.items()}
    others = {teller.source, *map(place_of, member.sources), *found} - {teller.name}
    own = {}
    for field, value in told.items():
        last = _last(member, teller, field)
        if (last and last != print_of(value)) or (others and field in gave_way):
            own[field] = print_of(value)
    for field, value in gave_way.items():
        for other in others:
            found.setdefault(other, {}).setdefault(field, print_of(value))
    return {**found, teller.name: {**found.get(teller.name, {}), **own}} if own else found


def _last(member: Member, teller: Teller, field: str) -> str:
    """A print of what a list said last; one that was not heard by itself is taken to have said what its source did."""
    own, of_source = (member.heard.get(name, {}) for name in teller[::-1])
    return own.get(field) or of_source.get(field, "")
