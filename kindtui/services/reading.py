"""Who and what is meant by the words that a person types."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import TypeVar

import msgspec

from kindtui.domain.dates import parse_day, parse_interval
from kindtui.domain.name_tokens import pieces_of
from kindtui.domain.nearest import nearest
from kindtui.domain.record import CROCKFORD, Record
from kindtui.domain.roster import Member, at_handle
from kindtui.domain.text import folded
from kindtui.errors import Ambiguous, NotFound
from kindtui.store.tables import Table

R = TypeVar("R", bound=Record)

SHOWN_CANDIDATES = 12
BARE_ID = 6
"""Characters that an id without its letter needs: a short word such as "ada" must not hit a record by chance."""


class WorkspaceReading(msgspec.Struct, frozen=True):
    """The `Reading` of a workspace on one day."""

    today: date
    find_member: Callable[[str], Member]
    find_record: Callable[[str, str], str]

    def day(self, text: str) -> date:
        return parse_day(text, self.today)

    def interval(self, text: str) -> str:
        return str(parse_interval(text))

    def member(self, text: str) -> str:
        return self.find_member(text).id

    def record(self, table: str, text: str) -> str:
        return self.find_record(table, text)


def ids_meant(table: Table[R], text: str, letter: str) -> list[str]:
    """The ids that `text` is, or is the beginning of; the letter may be left out. No record is read."""
    text = text.strip().lower()
    if not text:
        return []
    if not text.startswith(f"{letter}-"):
        if len(text) < BARE_ID or not set(text) <= set(CROCKFORD):
            return []
        text = f"{letter}-{text}"
    elif len(text) == 2:
        return []
    found = table.with_prefix(text)
    return [text] if text in found else found


def id_meant(table: Table[R], text: str, letter: str) -> str:
    """The one id that `text` is or begins. Raises NotFound, Ambiguous."""
    found = ids_meant(table, text, letter)
    if len(found) > 1:
        raise several(table.name, text, found)
    if not found:
        raise NotFound(f"nothing in {table.name} is called “{text}”", f"name it by its id, as {letter}-…")
    return found[0]


def several(what: str, text: str, candidates: Iterable[str]) -> Ambiguous:
    """The error for words that mean several things; `candidates` are lines to choose from."""
    lines = list(candidates)
    shown = lines[:SHOWN_CANDIDATES]
    more = len(lines) - len(shown)
    hint = f"say which one: {'; '.join(shown)}{f'; and {more} more' if more else ''}"
    return Ambiguous(f"{len(lines)} {what} could be meant by “{text}”", hint, candidates=lines)


class People:
    """All members by everything they are called, folded once."""

    def __init__(self, members: Iterable[Member]) -> None:
        self._all: list[tuple[Member, str, list[str]]] = []
        self._named: dict[str, list[Member]] = {}
        self._at: dict[str, list[Member]] = {}
        for member in members:
            name, addresses = folded(member.name), _addresses(member)
            self._all.append((member, name, addresses))
            if name:
                self._named.setdefault(name, []).append(member)
            for address in {*addresses} - {""}:
                self._at.setdefault(address, []).append(member)

    def named(self, text: str) -> list[Member]:
        """Who is meant: those called exactly so, else those with all the words in their name or in an address. One
        alone whose name has a word that begins so wins over those with it somewhere inside.

        A bare handle that is in the names of others does not tell who of them is meant; `@handle` does.
        """
        sought = folded(text)
        plain = sought.lstrip("@")
        if not plain:
            return []
        named, known = self._named.get(sought) or self._named.get(plain, []), self._at.get(plain, [])
        if known and sought != plain:
            return known
        if named or known:
            alike = self._with_words(plain) if not named and "@" not in plain else []
            return list({member.id: member for member in (*named, *known, *alike)}.values())
        words = plain.split()
        parts = [
            (member, name)
            for member, name, addresses in self._all
            if all(word in name for word in words) or any(plain in address for address in addresses)
        ]
        beginning = [
            member
            for member, name in parts
            if all(any(each.startswith(word) for each in name.split()) for word in words)
        ]
        return beginning if len(beginning) == 1 else [member for member, _ in parts]

    def _with_words(self, plain: str) -> Iterator[Member]:
        """Those with all these words, whole, in their name."""
        words = plain.split()
        for member, name, _ in self._all:
            if all(word in name for word in words) and {*words} <= {*name.split(), *pieces_of(name)}:
                yield member

    def nearest(self, text: str) -> str:
        """The name that was probably meant, or nothing."""
        names = {member.name: member.name for member, _, _ in self._all}
        first_words = {name.split()[0]: name for name in names if name.split()}
        near = nearest(text, {**first_words, **names})
        return names.get(near) or first_words.get(near, "")


def _addresses(member: Member) -> list[str]:
    handles = [folded(handle) for handle in member.handles.values()]
    return [*handles, *(handle.lstrip("@") for handle in handles), *(folded(email) for email in member.emails)]


def candidate(member: Member) -> str:
    """One line to choose a member by: id, name and a handle."""
    handle = next(iter(member.handles.values()), "") or next(iter(member.emails), "")
    if not handle:
        return f"{member.id} {member.name}"
    return f"{member.id} {member.name} ({handle if '@' in handle[1:] else at_handle(handle)})"


def nobody(text: str, people: People) -> NotFound:
    """The error for a name that nobody has."""
    near = people.nearest(text)
    return NotFound(
        f"nobody in the roster is called “{text}”",
        f"did you mean {near}?" if near else "kindtui member list shows everybody",
    )
