"""Bringing an offer and a need together: by hand, and by asking the one who offered first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

import msgspec

from kindtui.domain import matching as rules
from kindtui.domain.followup_rules import CLOSED
from kindtui.domain.followups import FollowUp
from kindtui.domain.matching import NeedNow, OfferNow, shared_words, topic_key
from kindtui.domain.pauses import pause_of
from kindtui.domain.roster import Member
from kindtui.errors import Ambiguous, Declined, InvalidInput, NotFound
from kindtui.services.followups import FollowUps
from kindtui.services.roster import Roster

ASK_WITHIN = 3
"""Days after which somebody should have been asked."""


class Asked(msgspec.Struct, frozen=True):
    """The follow-up that asks somebody to help, and words for the message to them."""

    follow_up: FollowUp
    draft: str


class Matching:
    """Offers beside needs. `today` answers the day."""

    def __init__(self, roster: Roster, follow_ups: FollowUps, *, today: Callable[[], date]) -> None:
        self._roster = roster
        self._follow_ups = follow_ups
        self._today = today

    def offers(self, topic: str = "") -> Sequence[OfferNow]:
        """What is offered (with words of `topic`), what can be suggested first."""
        people = (member for member in self._roster.table.all() if member.offers and member.kind == "person")
        taken = rules.places_taken(self._follow_ups.table.where("alive", "yes"))
        found = rules.offers_now(people, taken, self._today())
        return [each for each in found if not topic.strip() or shared_words(topic, each.offer.topic)]

    def needs(self, topic: str = "") -> Sequence[NeedNow]:
        """What is needed (with words of `topic`), longest first."""
        found = rules.needs_now((member for member in self._roster.table.all() if member.needs), self._today())
        return [each for each in found if not topic.strip() or shared_words(topic, each.need.topic)]

    def needs_of(self, member: Member, topic: str = "") -> Sequence[NeedNow]:
        """The needs of one member. Raises NotFound when there is none (with words of `topic`)."""
        found = rules.needs_now([member], self._today())
        if not found:
            hint = f'kindtui member edit {member.id} --need "a first mentor"'
            raise NotFound(f"nothing is known that {member.name} needs", hint)
        meant = [each for each in found if not topic.strip() or shared_words(topic, each.need.topic)]
        if not meant:
            topics = "; ".join(each.need.topic for each in found)
            raise NotFound(f"{member.name} needs nothing with “{topic}”", f"they need: {topics}")
        return meant

    def beside(self, need: NeedNow) -> Sequence[OfferNow]:
        """The offers whose words stand beside a need; those that are not to be suggested last, with their reason."""
        return rules.beside(need, self.offers())

    def chosen(self, need: NeedNow, helper: Member, topic: str = "") -> OfferNow:
        """The offer of somebody that is meant for a need: the one with words of `topic`, else the one that shares words
        with the need, or their only one. Raises InvalidInput when they offered no such thing, Ambiguous when it could
        be several."""
        own = [each for each in self.offers() if each.member.id == helper.id]
        if helper.id == need.member.id:
            raise InvalidInput(f"{helper.name} needs that themselves", "kindtui member offers lists who could help")
        if not own:
            hint = f"ask them anyway with a follow-up: kindtui followup add --about {helper.id} --kind ask-to-help"
            raise InvalidInput(f"{helper.name} has not offered anything", hint)
        if topic.strip() and not _called(own, topic):
            offered = "; ".join(each.offer.topic for each in own)
            raise InvalidInput(f"{helper.name} has not offered “{topic}”", f"they offer: {offered}")
        near = _called(own, topic) or _called(own, need.need.topic) or own
        if len(near) > 1:
            topics = [each.offer.topic for each in near]
            raise Ambiguous(
                f"{helper.name} offers more than one thing", f"say which: {'; '.join(topics)}", candidates=topics
            )
        return near[0]

    def ask(self, need: NeedNow, offer: OfferNow, *, due: date | None = None) -> Asked:
        """Plan to ask the one who offered, in three days at the latest. Nobody is introduced by it. Raises Declined
        when either is left in peace, when the offer has ended or has no room, InvalidInput when they are asked already.
        """
        for each in self._follow_ups.of(offer.member.id):
            if each.state not in CLOSED and _is_same(each, need, offer):
                raise InvalidInput(
                    f"{offer.member.name} is being asked that already", f"kindtui followup show {each.id}"
                )
        if need.why_not or offer.why_not:
            raise Declined(need.why_not or offer.why_not, _way_out(need, offer, self._today()))
        day = due or self._today() + timedelta(days=ASK_WITHIN)
        follow_up = self._follow_ups.add(
            {
                "about": [offer.member.id],
                "kind": "ask_to_help",
                "topic": offer.offer.topic,
                "for": need.member.id,
                "action": rules.action_words(need),
                "due": day.isoformat(),
            }
        )
        return Asked(follow_up, rules.asking_words(offer, need))


def _called(offers: Sequence[OfferNow], topic: str) -> Sequence[OfferNow]:
    """Of several offers those called so, or else those with a word of it."""
    exact = [each for each in offers if topic_key(each.offer.topic) == topic_key(topic)]
    return exact or [each for each in offers if shared_words(topic, each.offer.topic)]


def _is_same(follow_up: FollowUp, need: NeedNow, offer: OfferNow) -> bool:
    asked = follow_up.helping
    if asked is None or asked.whom != need.member.id:
        return False
    return offer.member.id in follow_up.about and topic_key(asked.topic) == topic_key(offer.offer.topic)


def _way_out(need: NeedNow, offer: OfferNow, today: date) -> str:
    if need.why_not:
        return "nothing is begun for somebody who is left in peace"
    if pause_of(offer.member, today) is None:  # it is the offer that has ended or is full
        return f"if they offered anew: kindtui member edit {offer.member.id} --offer '{offer.offer.topic}; capacity=N'"
    return "look for somebody else: kindtui member offers"
