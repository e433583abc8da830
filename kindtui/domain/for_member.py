"""What a member may see of what is kept about them: told, observed and inferred, with everybody else left out.

It holds everything, so the same text answers a request for access. Nothing in it is nicer than the record: whoever
writes a note writes it for this page, too.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain
from typing import Any, Literal

import msgspec
from msgspec.structs import replace

from kindtui.domain.card_words import offer_words, told_words
from kindtui.domain.contributions import Contribution
from kindtui.domain.followups import FollowUp
from kindtui.domain.merges import Distinction, Merge
from kindtui.domain.others import Others
from kindtui.domain.roster import Member, Wish, at_handle
from kindtui.domain.spotlights import Consent, Spotlight

WISHES: dict[Wish, str] = {
    "ask": "please ask each time",
    "public": "gladly in public",
    "internal": "inside the team only",
    "private": "thank me privately only",
    "never": "please never suggest me",
}


class Entry(msgspec.Struct, frozen=True):
    """One thing that is kept: what it is called, and its lines."""

    label: str
    lines: tuple[str, ...]


class Kept(msgspec.Struct, frozen=True):
    """What is kept in one of the ways of knowing."""

    key: Literal["told", "observed", "inferred", "sources"]
    entries: tuple[Entry, ...]


class MemberRecord(msgspec.Struct, frozen=True):
    """Everything that is kept about one member, on a day."""

    id: str
    on: date
    parts: tuple[Kept, ...]


class Notebooks(msgspec.Struct, frozen=True):
    """The records in which a member is mentioned by id. `roster` are those who may be named in them: also by what they
    were called before a merge."""

    contributions: Sequence[Contribution]
    follow_ups: Sequence[FollowUp]
    spotlights: Sequence[Spotlight]
    roster: Iterable[Member]
    merges: Sequence[Merge] = ()
    distinctions: Sequence[Distinction] = ()


def record_for(member: Member, kept: Notebooks, today: date) -> MemberRecord:
    """What this member may see. People who are named in texts but are not in the roster are not known here."""
    parts = (
        Kept("told", tuple(_full(_told(member, kept, today)))),
        Kept("observed", tuple(_full(_observed(member, kept)))),
        Kept("inferred", tuple(_full(_inferred(member, kept)))),
        Kept("sources", tuple(_full(_sources(member)))),
    )
    texts = [text for part in parts for entry in part.entries for text in (entry.label, *entry.lines)]
    others = Others(member, kept.roster, texts)
    return MemberRecord(member.id, today, tuple(_without(part, others) for part in parts))


_Found = tuple[str, Iterable[str]]


def _full(found: Iterable[_Found]) -> Iterator[Entry]:
    for label, lines in found:
        said = tuple(line for text in lines for line in text.splitlines() if line.strip())
        if said:
            yield Entry(label, said)


def _without(part: Kept, others: Others) -> Kept:
    entries = (Entry(others.out_of(each.label), tuple(map(others.out_of, each.lines))) for each in part.entries)
    return replace(part, entries=tuple(entries))


def _sources(member: Member) -> Iterator[_Found]:
    for tool, id in member.sources.items():
        yield f"Known there as, in {tool}", [id]
    yield "Told otherwise by one list than by another", [", ".join(dict.fromkeys(chain(*member.heard.values())))]


def _told(member: Member, kept: Notebooks, today: date) -> Iterator[_Found]:
    wish, contact = member.recognition, member.contact
    yield "Name", [member.name]
    yield "Pronouns", [member.pronouns]
    yield "Handles", [f"{at_handle(handle)} on {place}" for place, handle in member.handles.items()]
    yield "E-mail", member.emails
    yield "Time zone", [member.timezone]
    yield "Languages", [", ".join(member.languages)]
    yield "Recognition", [WISHES[wish.wish] + told_words(wish.source, _day(wish.on))]
    yield "Channel", [contact.channel]
    yield "Quiet hours", [contact.quiet_hours]
    yield "Note on contact", [contact.note]
    yield "Access needs", [need.what + told_words(need.source, _day(need.on)) for need in member.access_needs]
    yield "Offers", [offer_words(offer, today) for offer in member.offers]
    yield "Needs", [need.topic + (f", since {need.since}" if need.since else "") for need in member.needs]
    if member.status == "on_break":
        yield "On a break", [f"until {member.until}" if member.until else "without a day on which it ends"]
    yield "Space", [f"to be left alone until {member.space_until}" if member.space_until else ""]
    for each in kept.follow_ups:
        if member.id in each.about:
            yield f"You said{_among(each)}, kept on {each.created_at.date()}", [_theirs(each.said, each)]
            yield f"You asked for{_among(each)}, kept on {each.created_at.date()}", [_theirs(each.asked_for, each)]
    for spotlight in kept.spotlights:
        for consent in spotlight.consents:
            if consent.member == member.id:
                yield "Whether a spotlight may name you", [_consent(consent)]


def _observed(member: Member, kept: Notebooks) -> Iterator[_Found]:
    yield "Kind", ["a bot" if member.kind == "bot" else ""]
    yield "Status", [member.status if member.status in ("left", "deceased") else ""]
    yield "Joined", [_day(member.joined)]
    yield "Tags", [", ".join(member.tags)]
    yield "How we met", [member.how_we_met]
    yield "Notes", [member.notes]
    yield "Not changed by imports", [", ".join(member.locked)]
    for act in kept.contributions:
        yield from _act(member, act)
    for each in kept.follow_ups:
        if member.id in each.about:
            yield f"Follow-up: {each.kind.replace('_', ' ')}{_among(each)}", _follow_up(each)
        elif each.helping and each.helping.whom == member.id:
            state = f"on {each.created_at.date()}, {each.state.replace('_', ' ')}"
            yield "Somebody was to be asked whether they could help you", [f"with {each.helping.topic}, {state}"]
        elif each.owner == member.id:
            yield "A follow-up about somebody else is yours to do", [_due(each)]
    for spotlight in kept.spotlights:
        if member.id in spotlight.members:
            yield f"Spotlight for {_audience(spotlight)}, begun on {spotlight.created_at.date()}", _spotlight(spotlight)
    for merge in kept.merges:
        lines = [f"{key}: {_plain(value)}" for key, value in merge.card_of_other().items()]
        yield f"Another card of yours, made one with this on {merge.created_at.date()}", lines
    for said in kept.distinctions:
        yield "Not to be taken for somebody else with a card like yours", [f"said on {said.created_at.date()}"]
    yield "Kept since, and last changed", [f"{member.created_at.date()}, {member.updated_at.date()}"]
    yield (
        "Kept from another version of kindtui",
        [f"{key}: {_plain(value)}" for key, value in member.extra.items()],
    )


def _inferred(member: Member, kept: Notebooks) -> Iterator[_Found]:
    for each in kept.follow_ups:
        if member.id in each.about and each.inferred:
            yield f"Guessed{_among(each)}, to be dropped on {each.inferred.expires}", [each.inferred.text]


def _theirs(words: str, follow_up: FollowUp) -> str:
    """Words that are known to be their own: those of a follow-up about several may be somebody else's."""
    return words if len(follow_up.about) == 1 or not words else "[words of one of several people, left out]"


def _act(member: Member, act: Contribution) -> Iterator[_Found]:
    if member.id not in act.by:
        if member.id in act.helped:
            yield f"Somebody helped you, {act.on}", [act.what, act.effect]
        if member.id == act.noticed_by:
            yield f"You noticed what somebody did, {act.on}", [act.what]
        return
    together = " with others" if len(act.by) > 1 else ""
    thanks = [
        f"Thanked on {said.on}{told_words(said.channel)}" + (f": {said.words}" if said.words else "")
        for said in act.thanks
    ]
    state = {"spotlighted": "Told in a spotlight", "kept_private": "Kept out of spotlights"}.get(act.state, "")
    kind = f"Kind: {act.kind}" if act.kind else ""
    helped = "You helped yourself or others" if member.id in act.helped else "It helped others" if act.helped else ""
    lines = [act.what, act.effect, kind, *act.evidence, *thanks, state]
    yield f"A kind act of yours{together}, {act.on}", [*lines[:2], helped, *lines[2:]]


def _follow_up(each: FollowUp) -> Iterator[str]:
    yield _due(each)
    yield f"To do: {each.action}" if each.action else ""
    if each.helping:
        yield f"Asked about your offer: {each.helping.topic}"
    yield f"Waiting for {each.waiting_on}{_until(each.until)}" if each.waiting_on else ""
    yield f"Comes back every {each.repeat.every}" if each.repeat else ""
    for touch in each.touches:
        yield f"Contact on {touch.on}{told_words(touch.channel)}{f': {touch.note}' if touch.note else ''}"
    for snooze in each.snoozes:
        yield f"Put off on {snooze.on} until {snooze.until}"
    yield f"What happened: {each.worksheet.behaviour}" if each.worksheet.behaviour else ""
    yield f"What it did: {each.worksheet.impact}" if each.worksheet.impact else ""
    yield f"What I ask for: {each.worksheet.request}" if each.worksheet.request else ""
    yield f"What came of it: {each.outcome}" if each.outcome else ""
    yield f"Did it help: {each.it_helped}" if each.it_helped else ""


def _due(each: FollowUp) -> str:
    due = f", due {each.due}" if each.due else ""
    closed = f" on {each.closed_on}" if each.closed_on else ""
    return f"{each.state.replace('_', ' ').capitalize()}{closed}, planned on {each.created_at.date()}{due}"


def _spotlight(spotlight: Spotlight) -> Iterator[str]:
    yield spotlight.text
    yield f"In place of a picture: {spotlight.alt_text}" if spotlight.alt_text else ""
    for export in spotlight.exports:
        yield f"Exported on {export.on} as {export.format}: {export.file}"
    for told in spotlight.published:
        yield f"Published on {told.on}: {told.where}"


def _consent(consent: Consent) -> str:
    words = f"Asked on {consent.asked_on}" + (f" via {consent.via}" if consent.via else "")
    words += f", for {consent.audience}" if consent.audience else ""
    if consent.answer is None:
        words += "; not answered"
    else:
        scope = f", {consent.scope}" if consent.scope else ""
        words += f"; you said {consent.answer}{scope}" + (f" on {consent.answered_on}" if consent.answered_on else "")
    return words + (f"; withdrawn on {consent.withdrawn_on}" if consent.withdrawn_on else "")


def _audience(spotlight: Spotlight) -> str:
    return {"internal": "the team", "newsletter": "the newsletter"}.get(spotlight.audience, "everybody")


def _among(each: FollowUp) -> str:
    return " (about several people)" if len(each.about) > 1 else ""


def _until(day: date | None) -> str:
    return f" until {day}" if day else ""


def _plain(value: Any) -> str:
    """A JSON value in words. Its texts stay as they were written: behind an escape a name would not be found."""
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {_plain(inner)}" for key, inner in value.items())
    if isinstance(value, (list, tuple)):
        return "; ".join(map(_plain, value))
    return value if isinstance(value, str) else json.dumps(value)


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
