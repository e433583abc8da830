"""What a row changes about a member: a new one, or one who is known. Nothing is taken away, and no list says its old
word over a newer one of another list."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec

from kindtui.domain.fields import Field, Reading, apply, field_named, shown, value_of
from kindtui.domain.import_heard import Hearing, Teller
from kindtui.domain.import_matching import Arrival, ids_at, print_of
from kindtui.domain.import_values import email_key
from kindtui.domain.merging import GUARDED, protection, unlike, with_stricter
from kindtui.domain.names_alike import is_poorer
from kindtui.domain.places import all_at, united
from kindtui.domain.roster import MEMBER_FIELDS, Member, Recognition
from kindtui.domain.text import folded
from kindtui.errors import InvalidInput

_OF_ONE = ("name", "pronouns", "joined", "timezone")
"""Fields of a row that have one value."""


def _trace(arrival: Arrival) -> str:
    return print_of((*arrival.emails[:1], *arrival.handles.items()))


def newcomer(arrival: Arrival, id: str, now: datetime, source: str, reading: Reading) -> Member:
    """The member who comes with this row. Raises InvalidInput."""
    member = Member(
        id=id,
        created_at=now,
        updated_at=now,
        name=arrival.name,
        pronouns=arrival.pronouns,
        emails=arrival.emails,
        handles=arrival.handles,
        joined=arrival.joined,
        timezone=arrival.timezone,
        languages=arrival.languages,
        tags=arrival.tags,
        status="left" if arrival.left else "active",
        notes=arrival.note,
        sources={source: arrival.id or _trace(arrival)},
    )
    if not arrival.others:
        return member
    told = apply([_field(name) for name in arrival.others], None, arrival.others, reading)
    return msgspec.structs.replace(member, **told)


def news_in(arrival: Arrival, echo: Arrival) -> Arrival:
    """What a row says besides an echo: what kindtui itself would say of the member in a file of this format."""
    others = {
        name: [text for text in texts if text not in echo.others.get(name, ())]
        for name, texts in arrival.others.items()
    }
    return msgspec.structs.replace(
        arrival,
        name="" if arrival.is_nameless or arrival.name == echo.name else arrival.name,
        pronouns="" if arrival.pronouns == echo.pronouns else arrival.pronouns,
        joined=None if arrival.joined == echo.joined else arrival.joined,
        timezone="" if arrival.timezone == echo.timezone else arrival.timezone,
        note="" if arrival.note in echo.note else arrival.note,
        left=arrival.left and not echo.left,
        emails=tuple(each for each in arrival.emails if each not in echo.emails),
        languages=tuple(each for each in arrival.languages if each not in echo.languages),
        tags=tuple(each for each in arrival.tags if each not in echo.tags),
        handles={place: each for place, each in arrival.handles.items() if echo.handles.get(place) != each},
        others={name: texts for name, texts in others.items() if texts},
    )


def merged(
    member: Member,
    arrival: Arrival,
    teller: Teller,
    reading: Reading,
    *,
    fill: bool,
    by_source: bool,
    unlocked: bool = False,
    protect: bool = True,
) -> Member:
    """`member` with what a row says anew; the same object when it says nothing new. Raises InvalidInput.

    Nothing is taken away: lists grow, an empty cell clears nothing, locked fields stay. With `fill` (the file told of
    this person before, or they were written down by hand) only what is empty is filled. With `by_source` (found by the
    source's own id) an address that is new goes before the older ones. `unlocked` fields change, too. To `protect` them
    no list takes back a wish, break or need for space.
    """
    source = teller.source
    locked = set() if unlocked else set(member.locked)
    if _keeps_name(member, arrival):
        locked.add("name")
    hearing = Hearing(member, teller, fill=fill)
    values: dict[str, Any] = {}
    for name in _OF_ONE:
        if name not in locked and hearing.takes(name, getattr(arrival, name), getattr(member, name)):
            values[name] = getattr(arrival, name)
    if "email" not in locked and (fresh := unlike(arrival.emails, member.emails, email_key)):
        values["emails"] = (*fresh, *member.emails) if by_source and not fill else (*member.emails, *fresh)
    for name, told in (("languages", arrival.languages), ("tags", arrival.tags)):
        now = getattr(member, name)
        if name[:-1] not in locked and (fresh := unlike(told, now, folded)):
            values[name] = (*now, *fresh)
    if arrival.handles and "handle" not in locked:
        handles = _handles(member, arrival, hearing)
        if handles != member.handles:
            values["handles"] = handles
    if arrival.note and arrival.note not in member.notes and "notes" not in locked:
        values["notes"] = f"{member.notes}\n{arrival.note}" if member.notes else arrival.note
    if arrival.left and member.status == "active" and "status" not in locked:
        values["status"] = "left"
    if not arrival.id:
        if member.sources and not all_at(member.sources, source):
            values["sources"] = {**member.sources, source: _trace(arrival)}
    elif arrival.id != member.id and not ids_at(member, source):
        values["sources"] = {**member.sources, source: arrival.id}
    if arrival.others:
        values |= _others(member, arrival.others, locked, reading, hearing)
    if hearing.is_disputed:
        values["heard"] = hearing.heard(_told(arrival, locked))
    if not values:
        return member
    news = msgspec.structs.replace(member, **values)
    if arrival.others and protect:
        news = _protected(member, news)
    if news == member:
        return member
    if arrival.id or member.sources:
        return news
    return msgspec.structs.replace(news, sources={source: _trace(arrival)})


def _keeps_name(member: Member, arrival: Arrival) -> bool:
    """Whether a row has no other name for a member: none at all, or the same with letters lost."""
    if arrival.is_nameless:
        return bool(member.name) and member.name not in (*member.handles.values(), *member.emails)
    return is_poorer(arrival.name, member.name)


def _told(arrival: Arrival, locked: set[str]) -> dict[str, object]:
    """What a row tells of the fields that have one value, and are not locked."""
    found = {name: told for name in _OF_ONE if name not in locked and (told := getattr(arrival, name))}
    if "handle" not in locked:
        found |= {f"handle:{place}": handle for place, handle in arrival.handles.items()}
    return found | {name: texts[0] for name, texts in arrival.others.items() if name not in locked and any(texts)}


def _protected(member: Member, news: Member) -> Member:
    """`news` of a member, in which no list takes back what protects them: the stricter break, need for space and wish
    stay. Who told no wish yet may tell one."""
    if protection(news) == protection(member):
        return news
    careful = with_stricter(news, member)
    told = member.recognition != Recognition()
    return careful if told else msgspec.structs.replace(careful, recognition=news.recognition)


def _handles(member: Member, arrival: Arrival, hearing: Hearing) -> dict[str, str]:
    """The handles with those of a row. Of somebody with two accounts at a place none is changed: a third is added."""
    handles = dict(member.handles)
    for place, handle in arrival.handles.items():
        known = all_at(handles, place)
        if handle in known or f"@{handle}" in known:
            continue
        if len(known) > 1 and not hearing.fills:
            handles = united(handles, {place: handle}, cased=True)
        elif len(known) < 2 and hearing.takes(f"handle:{place}", handle, "".join(known)):
            handles[place] = handle
    return handles


def _others(
    member: Member, told: Mapping[str, list[str]], locked: set[str], reading: Reading, hearing: Hearing
) -> dict[str, Any]:
    typed: dict[str, list[str] | str] = {}
    for name, texts in told.items():
        field = _field(name)
        if name in locked or not any(texts) or (name == "status" and member.status == "deceased"):
            continue
        now = shown(field, member)
        if isinstance(now, list):
            typed[name] = [*now, *(text for text in texts if text not in now)]
        elif name in GUARDED or hearing.takes(name, texts[0], now if _is_said(field, member) else ""):
            typed[name] = texts[0]
    values = apply([_field(name) for name in typed], member, typed, reading) if typed else {}
    return {name: value for name, value in values.items() if value != getattr(member, name)}


_BLANK = Member(id="", created_at=datetime.min, updated_at=datetime.min, name="")


def _is_said(field: Field, member: Member) -> bool:
    """Whether a member has another value than somebody of whom only the name is known."""
    return shown(field, member) != shown(field, _BLANK)


def locked_by_hand(member: Member, arrival: Arrival) -> Member:
    """Somebody who was written down by hand, and whom a list tells of from now on: what one has one of, and the row
    does not say the same of, stays what the person wrote."""
    told = {name: getattr(arrival, name) for name in ("name", "pronouns", "joined", "timezone")}
    names = [
        field.name
        for field in MEMBER_FIELDS
        if not field.many
        and field.name not in (*GUARDED, *member.locked, "kind", "notes")
        and _is_said(field, member)
        and told.get(field.name) != value_of(field, member)
    ]
    return msgspec.structs.replace(member, locked=(*member.locked, *names))


def _field(name: str) -> Field:
    field = field_named(MEMBER_FIELDS, name)
    if field is None:
        raise InvalidInput(f"there is no field {name}")
    return field
