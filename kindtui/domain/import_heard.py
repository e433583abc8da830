"""Several lists tell of one person, and not the same: which of their words is news.

A word is news when its list said something else the last time. What it said is what the card says, until another list
says otherwise; from then on a print of it is kept in `Member.heard`. A print, and not the words, because a name that
somebody has laid down is not to be kept by a card.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kindtui.domain.import_matching import print_of
from kindtui.domain.places import place_of
from kindtui.domain.roster import Member


def is_news(member: Member, source: str, name: str, told: object) -> bool:
    """Whether what a source tells of a field, and the card says otherwise, is not what it said the last time."""
    heard = member.heard.get(source)
    return heard is None or heard.get(name) != print_of(told)


def with_heard(
    member: Member, source: str, gave_way: Mapping[str, object], alike: Iterable[str]
) -> dict[str, dict[str, str]]:
    """`Member.heard` once a source told of them anew: in `gave_way` the values of fields before they gave way to its
    own; of those that are `alike` it tells what the card says."""
    heard = {key: dict(fields) for key, fields in member.heard.items()}
    own = heard.get(source, {})
    for name in (*gave_way, *alike):
        own.pop(name, None)
    for other in {place_of(key) for key in member.sources} - {source}:
        for name, value in gave_way.items():
            if value:
                heard.setdefault(other, {}).setdefault(name, print_of(value))
    return {key: fields for key, fields in heard.items() if fields}
