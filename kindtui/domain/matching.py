"""Offers and needs: who could help with what, and which offers stand beside a need. A person chooses, always.

Nothing here ranks people: offers are compared with a need by the words that both have, and nobody is suggested who is
left in peace, whose offer has ended, or who has no room just now.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

import msgspec

from kindtui.domain.anonymity import without_names
from kindtui.domain.dates import ago
from kindtui.domain.followup_rules import CLOSED
from kindtui.domain.followups import FollowUp
from kindtui.domain.naming import words_of
from kindtui.domain.pauses import pause_of, pause_words
from kindtui.domain.roster import Member, Need, Offer
from kindtui.domain.text import folded

_FILLING = """
a about an and any anybody anyone as at be by can could do doing first for from get getting have help helping her
his how i in into is it its learn learning like lots me my needs new of on one or other our people practise practice
some somebody someone something start started starting than that the their them they things this to together up us
use using want wants we what when who with would you your
"""
_SAYS_NOTHING = frozenset(_FILLING.split())
_STEM = 4
"""Letters from which a word that begins like another counts as alike: review, reviewer, reviews."""

Places = Mapping[tuple[str, str], int]
"""(member id, folded topic of the offer) -> how many are being helped, or are asked for, just now."""


class OfferNow(msgspec.Struct, frozen=True):
    """An offer as it stands today. `why_not` says why it is not suggested; empty when it is."""

    member: Member
    offer: Offer
    taken: int = 0
    why_not: str = ""


class NeedNow(msgspec.Struct, frozen=True):
    """A need as it stands today. `why_not` says why nothing is suggested for it."""

    member: Member
    need: Need
    why_not: str = ""


def topic_key(topic: str) -> str:
    """What spellings of a topic have in common."""
    return folded(topic)


def places_taken(follow_ups: Iterable[FollowUp]) -> Places:
    """The places that open and waiting follow-ups keep: each one asks somebody to help, or has them helping."""
    taken: Counter[tuple[str, str]] = Counter()
    for each in follow_ups:
        if each.helping and each.state not in CLOSED:
            taken.update((id, topic_key(each.helping.topic)) for id in each.about)
    return taken


def offers_now(members: Iterable[Member], taken: Places, today: date) -> list[OfferNow]:
    """Every offer of these people, those that can be suggested first, by topic."""
    found = []
    for member in members:
        for offer in member.offers:
            used = taken.get((member.id, topic_key(offer.topic)), 0)
            found.append(OfferNow(member, offer, used, _why_not(member, offer, used, today)))
    return sorted(found, key=lambda each: (bool(each.why_not), *_order(each.offer.topic, each.member)))


def needs_now(members: Iterable[Member], today: date) -> list[NeedNow]:
    """Every need of these people, longest first; those of people who are left in peace last."""
    found = [NeedNow(member, need, _paused(member, today)) for member in members for need in member.needs]
    return sorted(
        found, key=lambda each: (bool(each.why_not), each.need.since or date.max, *_order(each.need.topic, each.member))
    )


def shared_words(topic: str, other: str) -> int:
    """How many words of a topic are, or begin like, one of another."""
    others = words_of(other) - _SAYS_NOTHING
    return sum(any(_alike(word, each) for each in others) for word in words_of(topic) - _SAYS_NOTHING)


def beside(need: NeedNow, offers: Iterable[OfferNow]) -> list[OfferNow]:
    """The offers of others whose topic shares words with a need: those that can be suggested first, then with the most
    shared words, then by topic."""
    shared = [(shared_words(need.need.topic, each.offer.topic), each) for each in offers]
    near = [(count, each) for count, each in shared if count and each.member.id != need.member.id]
    near.sort(key=lambda pair: (bool(pair[1].why_not), -pair[0], *_order(pair[1].offer.topic, pair[1].member)))
    return [each for _, each in near]


def room_words(offer: OfferNow) -> str:
    """For how many there is room: "room for 1 of 2"; nothing when no number was said and nobody is helped."""
    if offer.offer.capacity is None:
        return f"{offer.taken} just now" if offer.taken else ""
    return f"room for {max(0, offer.offer.capacity - offer.taken)} of {offer.offer.capacity}"


def action_words(need: NeedNow) -> str:
    """What the manager is to do, without naming the one who needs it."""
    return f"Ask whether they have room to help somebody with: {_unnamed(need)}. Introduce nobody before they say yes."


def asking_words(offer: OfferNow, need: NeedNow) -> str:
    """A message to begin with. It does not say who needs the help, and makes a no easy."""
    return (
        f"Hello {offer.member.name},\n\n"
        f"you once offered help with “{offer.offer.topic}”. Somebody would be glad of help with “{_unnamed(need)}” "
        "just now.\n\nWould you have room for that? No is a good answer, too: nobody knows that I ask you, and I will "
        "look further. If yes, tell me when and how it suits you, and I introduce you to each other.\n"
    )


def _unnamed(need: NeedNow) -> str:
    return without_names(need.need.topic, need.member, "somebody")


def _why_not(member: Member, offer: Offer, used: int, today: date) -> str:
    if paused := _paused(member, today):
        return paused
    if offer.until is not None and offer.until < today:
        return f"the offer ended {ago(offer.until, today)}"
    if offer.capacity is not None and used >= offer.capacity:
        return "no room just now" if offer.capacity else "no room, they said"
    return ""


def _paused(member: Member, today: date) -> str:
    pause = pause_of(member, today)
    return f"{member.name} {pause_words(pause, today)}" if pause else ""


def _order(topic: str, member: Member) -> tuple[str, str, str]:
    return topic_key(topic), folded(member.name), member.id


def _alike(word: str, other: str) -> bool:
    if word == other:
        return True
    short, long = sorted((word, other), key=len)
    return len(short) >= (_STEM if short.isascii() else 2) and long.startswith(short)
