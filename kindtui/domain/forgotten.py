"""Those who asked to be forgotten: known again by salted hashes, without being kept."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from functools import lru_cache
from hashlib import blake2b

import msgspec

from kindtui.domain.import_headers import UNKNOWN_PLACE
from kindtui.domain.import_matching import is_row_print
from kindtui.domain.name_tokens import core_of, pieces_of
from kindtui.domain.names_alike import words_of
from kindtui.domain.text import folded
from kindtui.domain.traces import SHORT, Identity, address_key

RUN = re.compile(r"[^\s<>\"'`()\[\]{},;|!]+")
"""What stands together in a text, and may be a handle of several pieces."""


@lru_cache(maxsize=8)
def _salted(salt: str) -> blake2b:
    """The beginning of every hash of a list: a large table is asked about with millions of them."""
    return blake2b(key=bytes.fromhex(salt), digest_size=16)


class Hashes(msgspec.Struct):
    """Salted hashes of what identified people; whoever has a guess can test it, nobody can read it."""

    salt: str
    people: list[set[str]] = msgspec.field(default_factory=list)
    pieces: int = 0
    """Of so many words the longest handle is that is more than one run of characters: `grace h`."""

    def of(self, kind: str, value: str) -> str:
        """The hash of one value."""
        return self.begun(f"{kind}\0{value}").hexdigest()

    def begun(self, beginning: str) -> blake2b:
        """The hash of a beginning, to which more can be added: what it is of then is the whole."""
        hashed = _salted(self.salt).copy()
        hashed.update(beginning.encode("utf-8", "surrogatepass"))
        return hashed

    def all_of(self, identity: Identity, *, asking: bool = False) -> set[str]:
        """The hashes of one person."""
        return {self.of(kind, value) for kind, value in prints(identity, asking=asking)}


class Forgotten(msgspec.Struct):
    """Those who asked to be forgotten. Lists of several workspaces can meet in one, each with a salt of its own."""

    lists: list[Hashes] = msgspec.field(default_factory=list)

    def __bool__(self) -> bool:
        return any(each.people for each in self.lists)

    def add(self, identity: Identity) -> None:
        """Know somebody again by id, addresses, handles and the ids of other tools; by name only where a list may say
        nothing else of them."""
        if not self.lists:
            self.lists.append(Hashes(os.urandom(32).hex()))
        self.lists[0].pieces = max(self.lists[0].pieces, *(_pieces_in(handle) for _, handle in identity.handles), 0)
        own = self.lists[0].all_of(identity)
        if _is_by_name_alone(identity):
            own.update(self.lists[0].of("name", name_key(name)) for name in identity.names)
        if own not in self.lists[0].people:
            self.lists[0].people.append(own)

    def remove(self, identity: Identity) -> bool:
        """Do not know somebody any more, who may be recorded again. Answers whether they were known."""
        known = False
        for each in self.lists:
            asked = each.all_of(identity, asking=True)
            asked.update(each.of("name", name_key(name)) for name in identity.names)
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
                by_salt[each.salt].pieces = max(by_salt[each.salt].pieces, each.pieces)
            else:
                self.lists.append(each)


def beginning_of(kind: str) -> str:
    """How the text begins of which a hash is made, for something that stands in a text: wherever it is a handle,
    whichever tool an id is from."""
    return f"{kind}\0*\0" if kind in ("handle", "source") else f"{kind}\0"


def prints(identity: Identity, *, asking: bool = False) -> Iterator[tuple[str, str]]:
    """What is kept of somebody, hashed; or what is asked about them. A handle belongs to its place: somebody else may
    have it elsewhere. Without a place it is asked alone. For texts, in which no place and no tool is named, it is kept
    alone, too, as searches compare it, and without the marks around it."""
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
            yield "handle", f"*\0{plain}"
        if not asking:
            yield "handle", f"*\0{folded(plain)}"
            yield "handle", f"*\0{core_of(folded(plain))}"
    for importer, id in identity.sources:
        yield "source", f"{importer}\0{id}"
        if not asking and len(id) >= SHORT:
            yield "source", f"*\0{id}"


def name_key(name: str) -> str:
    """What a name has in common with the same one in another order ("Hopper, Grace")."""
    return " ".join(sorted(words_of(name))) or folded(name)


def _is_by_name_alone(identity: Identity) -> bool:
    """Whether a list may know nothing of somebody but a name, so that nothing else would keep them out."""
    told = identity.emails or identity.handles or identity.sources
    return not told or any(is_row_print(id) for _, id in identity.sources)


def _pieces_in(handle: str) -> int:
    """Of how many words a handle is made that is more than one run of characters; 0 of any other."""
    plain = folded(handle)
    return 0 if RUN.fullmatch(plain) else len(pieces_of(plain))
