"""Those who asked to be forgotten: known again by salted hashes, without being kept."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import lru_cache
from hashlib import blake2b

import msgspec

from kindtui.domain.import_headers import UNKNOWN_PLACE
from kindtui.domain.text import folded
from kindtui.domain.traces import SHORT, Document, Identity, address_key, identity_of


@lru_cache(maxsize=8)
def _salted(salt: str) -> blake2b:
    """The beginning of every hash of a list: a large table is asked about with millions of them."""
    return blake2b(key=bytes.fromhex(salt), digest_size=16)


class Hashes(msgspec.Struct):
    """Salted hashes of what identified people; whoever has a guess can test it, nobody can read it."""

    salt: str
    people: list[set[str]] = msgspec.field(default_factory=list)

    def of(self, kind: str, value: str) -> str:
        """The hash of one value."""
        data = f"{kind}\0{value}".encode("utf-8", "surrogatepass")
        hashed = _salted(self.salt).copy()
        hashed.update(data)
        return hashed.hexdigest()

    def all_of(self, identity: Identity, *, asking: bool = False) -> set[str]:
        """The hashes of one person."""
        return {self.of(kind, value) for kind, value in _prints(identity, asking=asking)}

    def __contains__(self, found: str) -> bool:
        return any(found in person for person in self.people)


class Forgotten(msgspec.Struct):
    """Those who asked to be forgotten. Lists of several workspaces can meet in one, each with a salt of its own."""

    lists: list[Hashes] = msgspec.field(default_factory=list)

    def __bool__(self) -> bool:
        return any(each.people for each in self.lists)

    def add(self, identity: Identity) -> None:
        """Know somebody again by id, addresses, handles and the ids of other tools; not by name."""
        if not self.lists:
            self.lists.append(Hashes(os.urandom(32).hex()))
        own = self.lists[0].all_of(identity)
        if own not in self.lists[0].people:
            self.lists[0].people.append(own)

    def remove(self, identity: Identity) -> bool:
        """Do not know somebody any more, who may be recorded again. Answers whether they were known."""
        known = False
        for each in self.lists:
            asked = each.all_of(identity, asking=True)
            left = [person for person in each.people if not person & asked]
            known = known or len(left) < len(each.people)
            each.people = left
        return known

    def merge(self, other: Forgotten) -> None:
        """Know those of another list, too."""
        by_salt = {each.salt: each for each in self.lists}
        for each in other.lists:
            if each.salt in by_salt:
                own = by_salt[each.salt].people
                own += [person for person in each.people if person not in own]
            else:
                self.lists.append(each)

    def knows(self, identity: Identity) -> bool:
        """Whether this is somebody who asked to be forgotten."""
        return any(self._has(kind, value) for kind, value in _prints(identity, asking=True))

    def knows_member(self, id: str, card: Document) -> bool:
        """The same of a stored card."""
        return self.knows(identity_of(id, [card]))

    def _has(self, kind: str, value: str) -> bool:
        return any(each.of(kind, value) in each for each in self.lists)


def print_of_handle(handle: str) -> tuple[str, str]:
    """What is hashed of a handle, wherever it is one."""
    return "handle", f"*\0{handle}"


def print_of_id(id: str) -> tuple[str, str]:
    """What is hashed of an id, whichever tool it is from."""
    return "source", f"*\0{id}"


def _prints(identity: Identity, *, asking: bool = False) -> Iterator[tuple[str, str]]:
    """What is kept of somebody, hashed; or what is asked about them. A handle belongs to its place: somebody else may
    have it elsewhere. Without a place it is asked alone. For texts, in which no place and no tool is named, it is kept
    alone, too, and as searches compare it."""
    for id in (identity.id, *identity.former):
        if id:
            yield "id", id
    for email in identity.emails:
        yield "email", address_key(email)
    for place, handle in identity.handles:
        plain = handle.lstrip("@").casefold()
        if place and place != UNKNOWN_PLACE:
            yield "handle", f"{place}\0{plain}"
        if not asking or not place or place == UNKNOWN_PLACE:
            yield print_of_handle(plain)
        if not asking:
            yield print_of_handle(folded(plain))
    for importer, id in identity.sources:
        yield "source", f"{importer}\0{id}"
        if not asking and len(id) >= SHORT:
            yield print_of_id(id)
