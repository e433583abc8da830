"""One member as a whole: everything the notebooks hold about them, for the manager and for themselves."""

from __future__ import annotations

from kindtui.domain.card import MemberCard, card_of
from kindtui.domain.record import Clock
from kindtui.domain.roster import Member
from kindtui.services.contributions import Contributions
from kindtui.services.followups import FollowUps
from kindtui.services.roster import Roster


class Cards:
    """Gathers what is kept about somebody."""

    def __init__(self, roster: Roster, contributions: Contributions, follow_ups: FollowUps, *, clock: Clock) -> None:
        self._roster = roster
        self._contributions = contributions
        self._follow_ups = follow_ups
        self._clock = clock

    def card(self, member: Member) -> MemberCard:
        """What to know before contacting them."""
        given, about = self._contributions.of(member.id), self._follow_ups.of(member.id)
        return card_of(member, given, about, self._clock(), self._roster.today())
