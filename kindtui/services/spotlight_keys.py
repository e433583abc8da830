"""What a query can ask of a spotlight: `state:ready`, `member:amina`, `published:>2026-01-01`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, get_args

from kindtui.domain.query import Key
from kindtui.domain.spotlights import Audience, Spotlight, SpotlightState

if TYPE_CHECKING:
    from kindtui.services.spotlights import Spotlights


def spotlight_keys(service: Spotlights) -> Mapping[str, Key[Spotlight]]:
    """The words before the colon."""

    def names(record: Spotlight) -> Iterable[str]:
        return [word for each in record.members for word in service.roster.words_of(each)]

    def state(record: Spotlight) -> Iterable[str]:
        return [service.standing(record).state]

    return {
        "id": Key(lambda record: [record.id]),
        "member": Key(names),
        "state": Key(state, whole=True, choices=get_args(SpotlightState)),
        "audience": Key(lambda record: [record.audience], whole=True, choices=get_args(Audience)),
        "template": Key(lambda record: [record.template], whole=True),
        "text": Key(lambda record: [record.text]),
        "published": Key(lambda record: [each.on for each in record.published], days=True),
        "where": Key(lambda record: [each.where for each in record.published]),
    }
