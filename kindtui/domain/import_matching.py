"""Who a row of a list is, and what it changes about them. Nobody is matched by a display name alone."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import msgspec

from kindtui.domain.fields import Field, Reading, apply, field_named, shown
from kindtui.domain.import_headers import UNKNOWN_PLACE
from kindtui.domain.import_values import email_key
from kindtui.domain.places import all_at, place_of, united
from kindtui.domain.roster import MEMBER_FIELDS, Member
from kindtui.domain.text import folded, listed
from kindtui.errors import InvalidInput

PRINT = "row-"
"""How the print of a row begins, which stands where a source has no id for somebody. That of a whole row finds the same
row again, whatever the table is called by then; that of an address or handle only says that they came with the source,
so that what a person edits is known to be theirs."""


@dataclass(slots=True)
class Arrival:
    """One row as it is understood. `id` is what the source calls this person; without any id, address or handle it is a
    print of the row (`is_print`), which finds the same row again and nothing else."""

    name: str = ""
    pronouns: str = ""
    emails: tuple[str, ...] = ()
    handles: dict[str, str] = field(default_factory=dict)
    joined: date | None = None
    timezone: str = ""
    languages: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    note: str = ""
    id: str = ""
    is_print: bool = False
    left: bool = False
    """The source says that they left."""
    others: dict[str, list[str]] = field(default_factory=dict)
    """Other fields of a member, by name, as text."""


@dataclass(frozen=True, slots=True)
class Former:
    """What members were called who were merged into another: `ids` gives the id of the one who was kept for that of the
    other, `names` the folded names that the cards of one person had."""

    ids: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, frozenset[str]] = field(default_factory=dict)


class Conflict(Exception):
    """A row that could be several people, or cannot be told to be one. `members` are the ids of those it could be."""

    def __init__(self, message: str, members: Iterable[str] = ()) -> None:
        super().__init__(message)
        self.members = tuple(members)


class People:
    """The members as the import knows them so far, found by what identifies them.

    With `trusted` the source's ids are unique by themselves. A table of unknown origin may number its rows as another
    one did, so that an id of its own needs a second sign: the same address, handle or name.
    """

    def __init__(self, members: Iterable[Member], source: str, *, trusted: bool, former: Former | None = None) -> None:
        self.source = source
        self.trusted = trusted
        self.members: dict[str, Member] = {}
        self.met: dict[str, tuple[int, str]] = {}
        """Member -> line and id of the row of this file that was them first."""
        self._by_id: dict[str, list[str]] = {}
        self._by_email: dict[str, list[str]] = {}
        self._by_handle: dict[tuple[str, str], list[str]] = {}
        self._former = former or Former()
        for member in members:
            self.keep(member)

    def keep(self, member: Member) -> None:
        """Know a member, or what has become of one."""
        before = self.members.get(member.id)
        if before is member:
            return
        self.members[member.id] = member
        if before is None:
            self._enter_new(member)
            return
        for source, own in member.sources.items():
            is_ours = place_of(source) == self.source or own.startswith(PRINT)
            if is_ours and before.sources.get(source) != own:
                _enter(self._by_id, own, member.id)
        for email in member.emails:
            if email not in before.emails:
                _enter(self._by_email, email_key(email), member.id)
        for key, handle in member.handles.items():
            place = place_of(key)
            was = before.handles.get(key)
            if was != handle:
                _enter(self._by_handle, (place, handle.casefold()), member.id)
                if was and was.casefold() != handle.casefold():
                    self._by_handle[place, was.casefold()].remove(member.id)

    def _enter_new(self, member: Member) -> None:
        id = member.id
        for source, own in member.sources.items():
            if source == self.source or own.startswith(PRINT) or place_of(source) == self.source:
                _enter(self._by_id, own, id)
        for email in member.emails:
            _enter(self._by_email, email_key(email), id)
        for key, handle in member.handles.items():
            _enter(self._by_handle, (place_of(key), handle.casefold()), id)

    def find(self, arrival: Arrival) -> Member | None:
        """The one member that a row is, None for somebody new. Raises Conflict."""
        named = self._named_by_source(arrival)
        if arrival.is_print or (named and (self.trusted or named.id == arrival.id)):
            return named
        by_email = self._others(self._at_addresses(arrival), arrival)
        by_handle = self._others(self._at_handles(arrival), arrival)
        if not (named or by_email or by_handle):
            return None
        found = named or self._one(by_email, arrival, "e-mail") or self._one(by_handle, arrival, "handle")
        if found:
            self._must_agree(found, by_email, "e-mail")
            self._must_agree(found, by_handle, "handle")
        return found

    def _must_agree(self, found: Member, ids: set[str], what: str) -> None:
        if ids and found.id not in ids:
            names = listed([self.members[id].name for id in sorted(ids)])
            reason = f"this could be {found.name}, but the {what} is that of {names}: which of them is it?"
            raise Conflict(reason, {found.id, *ids})

    def _at_addresses(self, arrival: Arrival) -> set[str]:
        found: set[str] = set()
        for email in arrival.emails:
            if ids := self._by_email.get(email_key(email)):
                found.update(ids)
        return found

    def _at_handles(self, arrival: Arrival) -> set[str]:
        found: set[str] = set()
        for place, handle in arrival.handles.items():
            ids = self._by_handle.get((place, handle.casefold()))
            if not ids:
                continue
            if place == UNKNOWN_PLACE:
                ids = [id for id in ids if self._agrees(self.members[id], arrival, by_handle=False)]
            found.update(ids)
        return found

    def _named_by_source(self, arrival: Arrival) -> Member | None:
        if not arrival.id:
            return None
        arrival.id = self._former.ids.get(arrival.id, arrival.id)
        if arrival.id.startswith("m-") and arrival.id in self.members:
            return self.members[arrival.id]  # a table that kindtui wrote
        ids = self._by_id.get(arrival.id)
        if not ids:
            return None
        known = [self.members[id] for id in ids]
        if not (self.trusted or arrival.is_print):
            known = [member for member in known if self._agrees(member, arrival)]
        if len(known) > 1:
            known = [member for member in known if folded(member.name) == folded(arrival.name)] or known
        if len(known) > 1:
            names = listed([member.name for member in known])
            raise Conflict(f"the id {arrival.id} is that of {names}", [member.id for member in known])
        return known[0] if known else None

    def _agrees(self, member: Member, arrival: Arrival, *, by_handle: bool = True) -> bool:
        """Whether there is a second sign that a row is this member."""
        if arrival.name and self.is_called(member, arrival.name):
            return True
        if {email_key(email) for email in member.emails} & {email_key(email) for email in arrival.emails}:
            return True
        return by_handle and any(
            handle.casefold() in (each.casefold() for each in all_at(member.handles, place))
            for place, handle in arrival.handles.items()
            if place != UNKNOWN_PLACE
        )

    def is_called(self, member: Member, name: str) -> bool:
        """Whether this is the name of a member, or was that of one who was merged into them."""
        if member.name == name:
            return True
        sought = folded(name)
        return folded(member.name) == sought or sought in self._former.names.get(member.id, ())

    def _others(self, ids: set[str], arrival: Arrival) -> set[str]:
        """Without those whom the source knows under another id: two accounts are two people, even at one address."""
        if not (ids and arrival.id):
            return ids

        def another(id: str) -> bool:
            own = ids_at(self.members[id], self.source) if self.trusted else ()
            met = self.met.get(id)
            return bool((own and arrival.id not in own) or (met and met[1] and met[1] != arrival.id))

        return {id for id in ids if not another(id)}

    def _one(self, ids: set[str], arrival: Arrival, what: str) -> Member | None:
        if len(ids) > 1:
            same = {id for id in ids if folded(self.members[id].name) == folded(arrival.name)}
            ids = same if len(same) == 1 else ids
        if len(ids) > 1:
            names = listed([self.members[id].name for id in sorted(ids)])
            raise Conflict(f"several members have this {what}: {names}. Which of them is it?", ids)
        return self.members[next(iter(ids))] if ids else None


def _enter(index: dict[Any, list[str]], key: Any, id: str) -> None:
    ids = index.get(key)
    if ids is None:
        index[key] = [id]
    elif id not in ids:
        ids.append(id)


def ids_at(member: Member, source: str) -> tuple[str, ...]:
    """The ids that a source has for a member; none when all that is known is that they came with it."""
    return tuple(each for each in all_at(member.sources, source) if not each.startswith(PRINT))


def print_of(said: object) -> str:
    """A digest of what a row says, or of a part of it."""
    return PRINT + hashlib.blake2b(repr(said).encode("utf-8", "replace"), digest_size=6).hexdigest()


def _trace(arrival: Arrival) -> str:
    return print_of((*arrival.emails[:1], *arrival.handles.items()))


def new_values(arrival: Arrival, source: str, reading: Reading) -> dict[str, Any]:
    """The fields of a member who comes with this row. Raises InvalidInput."""
    values: dict[str, Any] = {
        "name": arrival.name,
        "pronouns": arrival.pronouns,
        "emails": arrival.emails,
        "handles": arrival.handles,
        "joined": arrival.joined,
        "timezone": arrival.timezone,
        "languages": arrival.languages,
        "tags": arrival.tags,
        "notes": arrival.note,
    }
    values["sources"] = {source: arrival.id or _trace(arrival)}
    if arrival.left:
        values["status"] = "left"
    if arrival.others:
        values |= apply([_field(name) for name in arrival.others], None, arrival.others, reading)
    return values


def merged(
    member: Member,
    arrival: Arrival,
    source: str,
    reading: Reading,
    *,
    fill: bool,
    by_source: bool,
    unlocked: bool = False,
) -> Member:
    """`member` with what a row says anew; the same object when it says nothing new. Raises InvalidInput.

    Nothing is taken away: lists grow, an empty cell clears nothing, locked fields stay. With `fill` (the file told of
    this person before) only what is empty is filled. With `by_source` (found by the source's own id) an address that is
    new goes before the older ones. `unlocked` fields change, too.
    """
    locked = set() if unlocked else set(member.locked)
    values: dict[str, Any] = {}
    for name in ("name", "pronouns", "joined", "timezone"):
        told, now = getattr(arrival, name), getattr(member, name)
        if told and told != now and name not in locked and not (fill and now):
            values[name] = told
    if arrival.emails and "email" not in locked:
        known = {email_key(email) for email in member.emails}
        fresh = tuple(email for email in arrival.emails if email_key(email) not in known)
        if fresh:
            values["emails"] = (*fresh, *member.emails) if by_source and not fill else (*member.emails, *fresh)
    for name, told in (("languages", arrival.languages), ("tags", arrival.tags)):
        now = getattr(member, name)
        fresh = tuple(item for item in told if item not in now)
        if fresh and name[:-1] not in locked:
            values[name] = (*now, *fresh)
    handles = _handles(member, arrival, fill=fill)
    if handles != member.handles and "handle" not in locked:
        values["handles"] = handles
    if arrival.note and arrival.note not in member.notes and "notes" not in locked:
        values["notes"] = f"{member.notes}\n{arrival.note}" if member.notes else arrival.note
    if arrival.left and member.status == "active" and "status" not in locked:
        values["status"] = "left"
    if arrival.id and arrival.id != member.id and not ids_at(member, source):
        values["sources"] = {**member.sources, source: arrival.id}
    if arrival.others:
        values |= _others(member, arrival.others, locked, reading, fill)
    if values and not arrival.id and not member.sources:
        values["sources"] = {source: _trace(arrival)}
    return msgspec.structs.replace(member, **values) if values else member


def _handles(member: Member, arrival: Arrival, *, fill: bool) -> dict[str, str]:
    """The handles with those of a row. Of somebody with two accounts at a place none is changed: a third is added."""
    handles = dict(member.handles)
    for place, handle in arrival.handles.items():
        known = all_at(handles, place)
        if handle in known or (fill and known):
            continue
        if len(known) > 1:
            handles = united(handles, {place: handle}, cased=True)
        else:
            handles[place] = handle
    return handles


def _others(
    member: Member, told: Mapping[str, list[str]], locked: set[str], reading: Reading, fill: bool
) -> dict[str, Any]:
    typed: dict[str, list[str] | str] = {}
    for name, texts in told.items():
        field = _field(name)
        if name in locked or not any(texts) or (name == "status" and member.status == "deceased"):
            continue
        now = shown(field, member)
        if isinstance(now, list):
            typed[name] = [*now, *(text for text in texts if text not in now)]
        elif not (fill and now):
            typed[name] = texts[0]
    values = apply([_field(name) for name in typed], member, typed, reading) if typed else {}
    return {name: value for name, value in values.items() if value != getattr(member, name)}


def _field(name: str) -> Field:
    field = field_named(MEMBER_FIELDS, name)
    if field is None:
        raise InvalidInput(f"there is no field {name}")
    return field
