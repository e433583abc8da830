"""One member as a whole: everything the notebooks hold about them, for the manager and for themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kindtui.domain.card import MemberCard, card_of
from kindtui.domain.record import Clock
from kindtui.domain.roster import Member
from kindtui.services.contributions import Contributions
from kindtui.services.followups import FollowUps
from kindtui.services.merged import all_merges_of, former_cards
from kindtui.services.notebooks import CONTRIBUTIONS, DISTINCTIONS, FOLLOW_UPS, SPOTLIGHTS
from kindtui.services.roster import Roster

if TYPE_CHECKING:
    from kindtui.domain.for_member import MemberRecord


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

    def record_for(self, member: Member) -> MemberRecord:
        """Everything that is kept about them, as they may see it: nobody else of the roster is named in it."""
        from kindtui.domain.for_member import Notebooks, record_for

        store = self._roster.store
        acts = store.table(CONTRIBUTIONS).where("refers", member.id)
        about = store.table(FOLLOW_UPS).where("refers", member.id)
        told = store.table(SPOTLIGHTS).where("refers", member.id)
        merges = all_merges_of(store, member.id)
        own = {member.id, *(merge.other for merge in merges)}
        kept = Notebooks(
            contributions=sorted(acts, key=lambda each: (each.on, each.id)),
            follow_ups=sorted(about, key=lambda each: (each.created_at, each.id)),
            spotlights=sorted(told, key=lambda each: (each.created_at, each.id)),
            roster=[*self._roster.table.all(), *(each for each in former_cards(store) if each.id not in own)],
            merges=merges,
            distinctions=store.table(DISTINCTIONS).where("member", member.id),
        )
        return record_for(member, kept, self._roster.today())
