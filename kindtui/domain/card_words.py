"""The card of a member in words: the app and the command line show the same parts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import msgspec

from kindtui.domain.card import Gave, MemberCard, Open, Talk
from kindtui.domain.dates import MONTHS, WEEKDAYS, ago, spoken
from kindtui.domain.roster import Offer, Wish, at_handle
from kindtui.domain.text import first_line, folded

SHOWN = 5
"""How many kind acts and open follow-ups a card lists."""

WISHES: dict[Wish, str] = {
    "ask": "ask each time",
    "public": "gladly in public",
    "internal": "inside the team only",
    "private": "thank them privately only",
    "never": "please never suggest them",
}


class CardPart(msgspec.Struct, frozen=True):
    """A part of the card in words: rows of a label and its lines, empty ones left out."""

    title: str
    rows: tuple[tuple[str, tuple[str, ...]], ...]


def address_words(card: MemberCard) -> str:
    """How to speak of them: their pronouns, or their name where none were told."""
    return card.pronouns or f"no pronouns told: use the name {card.name}"


def card_parts(card: MemberCard, today: date) -> list[CardPart]:
    """The card in words, what matters first. Parts and rows that say nothing are left out."""
    parts = (
        _part("Reaching them", _reaching(card)),
        _part("Between you", _between(card, today)),
        _part("What they gave", _giving(card, today)),
        _part("Give and take", _offers(card, today)),
        _part("More about them", _more(card, today)),
    )
    return [part for part in parts if part.rows]


def told_words(*parts: str) -> str:
    """Who told it and when, in brackets; nothing when nothing is known."""
    known = ", ".join(part for part in parts if part)
    return f" ({known})" if known else ""


def offer_words(offer: Offer, today: date) -> str:
    """An offer in one line: for how many, until when."""
    words = offer.topic
    if offer.capacity is not None:
        words += f", for {offer.capacity} at a time"
    if offer.until:
        words += (
            f", until {spoken(offer.until, today)}" if offer.until >= today else f", ended {ago(offer.until, today)}"
        )
    return words


_Rows = Sequence[tuple[str, Iterable[str]]]


def _part(title: str, rows: _Rows) -> CardPart:
    full = ((label, tuple(line for line in lines if line.strip())) for label, lines in rows)
    return CardPart(title, tuple((label, lines) for label, lines in full if lines))


def _reaching(card: MemberCard) -> _Rows:
    access = [f"{need.what}{told_words(need.source, str(need.on or ''))}" for need in card.access_needs]
    return [
        ("Channel", [_channel(card)]),
        ("There now", [_clock(card)]),
        ("Quiet hours", [_quiet(card)]),
        ("Note", card.contact_note.splitlines()),
        ("Access", access),
        ("Languages", [", ".join(card.languages)]),
    ]


def _channel(card: MemberCard) -> str:
    """The channel with their handle there, when one is known under the same name."""
    place = next((place for place in card.handles if card.channel and folded(place) in folded(card.channel)), "")
    return f"{card.channel}, {at_handle(card.handles[place])}" if place else card.channel


def _clock(card: MemberCard) -> str:
    there = card.time_there
    if there is None:
        return f"{card.timezone}: no time zone that is known here" if card.timezone else ""
    day = f"{WEEKDAYS[there.weekday()].title()} {there.day} {MONTHS[there.month - 1].title()}"
    return f"{there:%H:%M} on {day} ({card.timezone})"


def _quiet(card: MemberCard) -> str:
    if not card.quiet_hours:
        return ""
    if card.quiet_now is None:
        why = "whether it is now cannot be told" if card.time_there else "no time there is known, so ask yourself"
        return f"{card.quiet_hours}; {why}"
    return f"{card.quiet_hours}; {'it is quiet now, so write later' if card.quiet_now else 'not now'}"


def _between(card: MemberCard, today: date) -> _Rows:
    return [
        ("Promised", [_open_words(each, today) for each in card.promises]),
        ("Open", [*(_open_words(each, today) for each in card.open[:SHOWN]), _rest(card.open)]),
        ("Last contact", [_talk_words(each, today) for each in card.touches]),
    ]


def _open_words(each: Open, today: date) -> str:
    return f"{each.what.rstrip('.')}, {spoken(each.due, today)}" if each.due else each.what


def _talk_words(each: Talk, today: date) -> str:
    note = first_line(each.note)
    return f"{ago(each.on, today)}{told_words(each.channel)}{f': {note}' if note else ''}"


def _giving(card: MemberCard, today: date) -> _Rows:
    wish = WISHES[card.recognition.wish]
    on = card.recognition.on
    wish += told_words(card.recognition.source, spoken(on, today) if on else "")
    gave = [_gave_words(each, today) for each in card.gave[:SHOWN]]
    return [("Recognition", [wish]), ("Gave", [*gave, _rest(card.gave)])]


def _gave_words(each: Gave, today: date) -> str:
    mark = {"noticed": "○", "thanked": "♥", "spotlighted": "★", "kept_private": "●"}[each.state]
    if each.thanked_on:
        thanked = f"thanked {ago(each.thanked_on, today)}"
        state = {"spotlighted": f"{thanked}, told in a spotlight", "kept_private": f"{thanked}, kept private"}
        said = state.get(each.state, thanked)
    else:
        said = {"noticed": "not thanked yet", "spotlighted": "told in a spotlight", "kept_private": "kept private"}.get(
            each.state, each.state
        )
    return f"{mark} {first_line(each.what)} ({ago(each.on, today)}; {said})"


def _offers(card: MemberCard, today: date) -> _Rows:
    needs = [f"{each.topic}, since {spoken(each.since, today)}" if each.since else each.topic for each in card.needs]
    return [("Offers", [offer_words(each, today) for each in card.offers]), ("Needs", needs)]


def _more(card: MemberCard, today: date) -> _Rows:
    joined = f"{card.joined.isoformat()}, {ago(card.joined, today)}" if card.joined else ""
    return [
        ("Handles", [f"{at_handle(handle)} on {place}" for place, handle in card.handles.items()]),
        ("E-mail", card.emails),
        ("Tags", [", ".join(card.tags)]),
        ("Joined", [joined]),
        ("How we met", card.how_we_met.splitlines()),
        ("Notes", card.notes.splitlines()),
    ]


def _rest(listed: Sequence[object]) -> str:
    """That there is more: how much is nobody's score."""
    return "and earlier ones" if len(listed) > SHOWN else ""
