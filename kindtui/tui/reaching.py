"""How members like to be reached: what is to be known before one writes to them."""

from __future__ import annotations

from collections.abc import Iterable

from kindtui.domain.roster import Member


def reaching_words(member: Member) -> list[str]:
    """Their quiet hours and the note about reaching them, as far as they told them."""
    contact = member.contact
    told = (f"quiet hours {contact.quiet_hours}" if contact.quiet_hours else "", contact.note.strip())
    return [each for each in told if each]


def usual_channel(members: Iterable[Member]) -> str:
    """Where they like to be reached, when that is one place for all."""
    places = {member.contact.channel for member in members}
    return places.pop() if len(places) == 1 else ""
