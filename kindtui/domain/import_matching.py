"""Who a row of a list is. Nobody is matched by a display name alone."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import msgspec

from kindtui.domain.import_headers import UNKNOWN_PLACE
from kindtui.domain.import_values import email_key, handle_key
from kindtui.domain.places import all_at, place_of
from kindtui.domain.roster import Member
from kindtui.domain.text import folded, listed

PRINT = "row-"
"""How the print of a row begins, which stands where a source has no id for somebody. That of a whole row finds the same
row again, whatever the table is called by then; that of an address or handle only says that they came with the source,
so that what a person edits is known to be theirs."""
_ROW_PRINT = re.compile(rf"{PRINT}[0-9a-f]+-\d+")
"""A print of a whole row, with its number among rows that say the same."""


class Arrival(msgspec.Struct):
    """One row as it is understood. `id` is what the source calls this person; without any id, address or handle it is a
    print of the row (`is_print`), which finds the same row again and nothing else."""

    name: str = ""
    pronouns: str = ""
    emails: tuple[str, ...] = ()
    handles: dict[str, str] = {}
    joined: date | None = None
    timezone: str = ""
    unknown_zone: str = ""
    """What stood there instead of a time zone."""
    languages: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    note: str = ""
    id: str = ""
    is_print: bool = False
    is_nameless: bool = False
    """What stands for the name is a handle or an address."""
    left: bool = False
    """The source says that they left."""
    others: dict[str, list[str]] = {}
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


class _Ids(dict[str, str]):
    """Key -> the id of a member, as long as the key is that of one only: nearly every key is, and in a long list of
    people a list around each id takes a third of the time."""

    def __init__(self) -> None:
        super().__init__()
        self._several: dict[str, list[str]] = {}
        """Of keys that are, or were, those of more than one: all of them."""

    def at(self, key: str) -> Sequence[str]:
        """The ids under a key, of which the caller changes nothing."""
        if key in self._several:
            return self._several[key]
        return (self[key],) if key in self else ()

    def add(self, key: str, id: str) -> None:
        one = self.setdefault(key, id)
        if (one is not id or key in self._several) and id not in (known := self.at(key)):
            self._several[key] = [*known, id]

    def remove(self, key: str, id: str) -> None:
        self._several[key] = [each for each in self.at(key) if each != id]


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
        self._by_id = _Ids()
        self._by_email = _Ids()
        self._by_handle: dict[str, _Ids] = defaultdict(_Ids)
        """Place -> handle there -> the id of a member."""
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
                self._by_id.add(own, member.id)
        for email in member.emails:
            if email not in before.emails:
                self._by_email.add(email_key(email), member.id)
        for key, handle in member.handles.items():
            place = place_of(key)
            was = before.handles.get(key)
            if was != handle:
                self._by_handle[place].add(handle_key(handle), member.id)
                if was and handle_key(was) != handle_key(handle):
                    self._by_handle[place].remove(handle_key(was), member.id)

    def _enter_new(self, member: Member) -> None:
        id = member.id
        for source, own in member.sources.items():
            if source == self.source or own.startswith(PRINT) or place_of(source) == self.source:
                self._by_id.add(own, id)
        for email in member.emails:
            self._by_email.add(email_key(email), id)
        for key, handle in member.handles.items():
            self._by_handle[place_of(key)].add(handle_key(handle), id)

    def find(self, arrival: Arrival) -> Member | None:
        """The one member that a row is, None for somebody new. Raises Conflict."""
        named = self._named_by_source(arrival)
        if arrival.is_print or (named and (self.trusted or named.id == arrival.id)):
            return named
        at_addresses, at_handles = self._at_addresses(arrival), self._at_handles(arrival)
        if not (named or at_addresses or at_handles):
            return None  # nearly everybody in a first list
        by_email, by_handle = self._others(at_addresses, arrival), self._others(at_handles, arrival)
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

    def _at_addresses(self, arrival: Arrival) -> list[str]:
        found: list[str] = []
        for email in arrival.emails:
            if (key := email_key(email)) in self._by_email:
                found += self._by_email.at(key)
        return found

    def _at_handles(self, arrival: Arrival) -> list[str]:
        found: list[str] = []
        for place, handle in arrival.handles.items():
            known = self._by_handle[place]
            if (key := handle_key(handle)) not in known:
                continue
            ids = known.at(key)
            if place == UNKNOWN_PLACE:
                ids = [id for id in ids if self._agrees(self.members[id], arrival, by_handle=False)]
            found += ids
        return found

    def _named_by_source(self, arrival: Arrival) -> Member | None:
        if not arrival.id:
            return None
        arrival.id = self._former.ids.get(arrival.id, arrival.id)
        if arrival.id.startswith("m-") and arrival.id in self.members:
            return self.members[arrival.id]  # a table that kindtui wrote
        if arrival.id not in self._by_id:
            return None
        known = [self.members[id] for id in self._by_id.at(arrival.id)]
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
            handle_key(handle) in (handle_key(each) for each in all_at(member.handles, place))
            for place, handle in arrival.handles.items()
            if place != UNKNOWN_PLACE
        )

    def is_called(self, member: Member, name: str) -> bool:
        """Whether this is the name of a member, or was that of one who was merged into them."""
        if member.name == name:
            return True
        sought = folded(name)
        return folded(member.name) == sought or sought in self._former.names.get(member.id, ())

    def as_known(self, member: Member, arrival: Arrival) -> None:
        """Of somebody whose cards were merged: handles that differ in case only are written as they are kept, since a
        list may go on telling of both."""
        if member.id in self._former.names:
            for place, handle in arrival.handles.items():
                known = (each for each in all_at(member.handles, place) if handle_key(each) == handle_key(handle))
                arrival.handles[place] = next(known, handle)

    def _others(self, ids: Iterable[str], arrival: Arrival) -> set[str]:
        """Without those whom the source knows under another id: two accounts are two people, even at one address."""
        if not arrival.id:
            return set(ids)

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


def ids_at(member: Member, source: str) -> tuple[str, ...]:
    """The ids that a source has for a member; none when all that is known is that they came with it."""
    return tuple(each for each in all_at(member.sources, source) if not each.startswith(PRINT))


def is_row_print(id: str) -> bool:
    """Whether this stands for a row that told nothing by which somebody could be found again."""
    return _ROW_PRINT.fullmatch(id) is not None


def print_of(said: object) -> str:
    """A digest of what a row says, or of a part of it."""
    return PRINT + hashlib.blake2b(repr(said).encode("utf-8", "replace"), digest_size=6).hexdigest()
