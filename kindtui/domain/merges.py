"""What is remembered of two cards that were found to be one person, or two: to take it back, and not to ask again."""

from __future__ import annotations

from typing import Any

from kindtui.domain.record import Part, Record

NOUNS = {"contributions": "contribution", "followups": "follow-up", "spotlights": "spotlight"}
"""The notebooks whose records a merge moves from one member to the other, and what one of these is called."""


class Moved(Part, frozen=True):
    """One record that a merge changed: the keys of its document that differ, before and after. A record that the merge
    removed is whole in `before`, and has no `after`; that of the member who was kept is whole in both."""

    table: str
    id: str
    before: dict[str, Any]
    after: dict[str, Any] | None = None


class Merge(Record, frozen=True, kw_only=True):
    """Two members became one: `other` went into `kept`. Holds what it takes to undo that years later."""

    kept: str
    other: str
    moved: tuple[Moved, ...] = ()

    def card_of_other(self) -> dict[str, Any]:
        """The document of the member who went into the other; empty when it was taken out of here."""
        return next((each.before for each in self.moved if each.table == "members" and each.id == self.other), {})

    @property
    def name_of_other(self) -> str:
        """The name of the member who went into the other; the id when it is not kept."""
        return str(self.card_of_other().get("name") or self.other)


class Distinction(Record, frozen=True, kw_only=True):
    """Somebody said that two members are two people, however alike their cards are."""

    members: tuple[str, str]


def pair(one: str, two: str) -> tuple[str, str]:
    """Two ids, the same whichever comes first."""
    return (one, two) if one < two else (two, one)
