"""What members are found by, and what their list can be sorted by."""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

from kindtui.domain.ordering import EARLIEST_FIRST, IN_ORDER, Order
from kindtui.domain.query import Key
from kindtui.domain.roster import Member, MemberKind, Status, Wish, at_handle
from kindtui.domain.text import folded

_STATUSES: tuple[str, ...] = get_args(Status)

MEMBER_KEYS: Mapping[str, Key[Member]] = {
    "id": Key(lambda member: [member.id]),
    "name": Key(lambda member: [member.name]),
    "pronouns": Key(lambda member: [member.pronouns]),
    "handle": Key(lambda member: map(at_handle, member.handles.values())),
    "place": Key(lambda member: member.handles, whole=True),
    "email": Key(lambda member: member.emails),
    "joined": Key(lambda member: [member.joined], days=True),
    "timezone": Key(lambda member: [member.timezone]),
    "language": Key(lambda member: member.languages, whole=True),
    "tag": Key(lambda member: member.tags, whole=True),
    "kind": Key(lambda member: [member.kind], whole=True, choices=get_args(MemberKind)),
    "status": Key(lambda member: [member.status], whole=True, choices=get_args(Status)),
    "until": Key(lambda member: [member.until], days=True),
    "space-until": Key(lambda member: [member.space_until], days=True),
    "recognition": Key(lambda member: [member.recognition.wish], whole=True, choices=get_args(Wish)),
    "offer": Key(lambda member: [offer.topic for offer in member.offers]),
    "need": Key(lambda member: [need.topic for need in member.needs]),
    "notes": Key(lambda member: [member.notes, member.how_we_met]),
}

MEMBER_ORDERS: Mapping[str, Order[Member]] = {
    "name": Order(lambda member: folded(member.name)),
    "pronouns": Order(lambda member: folded(member.pronouns)),
    "status": Order(lambda member: _STATUSES.index(member.status), IN_ORDER),
    "tag": Order(lambda member: folded(", ".join(member.tags))),
    "handle": Order(lambda member: folded(next(iter(member.handles.values()), "")).lstrip("@")),
    "timezone": Order(lambda member: member.timezone),
    "joined": Order(lambda member: member.joined, EARLIEST_FIRST),
    "until": Order(lambda member: member.until, EARLIEST_FIRST),
    "added": Order(lambda member: member.created_at, EARLIEST_FIRST),
    "changed": Order(lambda member: member.updated_at, EARLIEST_FIRST),
}


def search_text(member: Member) -> str:
    """What a search for words looks through, folded: names, addresses, tags, languages, offers, needs and notes. Not
    the access needs: those are looked up on the card of somebody, not the other way round."""
    words: list[str] = [*_called(member), *member.tags, *member.languages]
    words += [*(offer.topic for offer in member.offers), *(need.topic for need in member.needs)]
    return folded(" ".join([*words, member.notes, member.how_we_met]))


def called_text(member: Member) -> str:
    """What somebody is called when they are chosen by typing, folded: names and addresses."""
    return folded(" ".join(_called(member)))


def _called(member: Member) -> list[str]:
    return [member.name, member.pronouns, *map(at_handle, member.handles.values()), *member.emails]
