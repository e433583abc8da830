"""What records are called in the plan of a forgetting: as people know them, with as much of the id as finds them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from kindtui.domain.merges import NOUNS
from kindtui.domain.progress import Tally
from kindtui.domain.text import first_line, listed
from kindtui.domain.traces import texts_of
from kindtui.formats.strict_json import parse_json
from kindtui.services.notebooks import MEMBERS, TABLES
from kindtui.services.section import shortened
from kindtui.store.tables import Store

_NOUNS = {**NOUNS, "members": "member", "merges": "merge", "distinctions": "note"}
_BETWEEN = {"contributions": "of", "followups": "about", "spotlights": "about", "merges": "into", "distinctions": "on"}
_STEP = 256
"""Cards between two words about how far it is."""
_SHORT = 6
"""Characters of an id that are shown at least."""


class Concerned(msgspec.Struct, frozen=True):
    """A record that forgetting somebody concerns."""

    id: str
    short: str
    """The beginning of the id by which a command finds it."""
    noun: str
    what: str
    of: str
    """Whom it is about, as a sentence names them: "of Ada and Bo"."""
    on: str
    """The day that belongs to it, as YYYY-MM-DD; "" where there is none."""

    def __str__(self) -> str:
        about = " ".join(filter(None, (self.noun, self.of)))
        return f"{self.what} ({', '.join(filter(None, (about, self.on, self.short)))})"


class _Called(msgspec.Struct):
    """The name on a card, whatever else may be wrong with it."""

    name: object = None


_CALLED = msgspec.json.Decoder(_Called)


class Namer:
    """Names records of a store, among them some that cannot be understood."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._tables = {spec.name: spec for spec in TABLES}

    def concerned(self, table: str, id: str, row: bytes) -> Concerned:
        """A record by its stored document."""
        document = parse_json(row, id)
        return Concerned(
            id=id,
            short=self.short(table, id),
            noun=_NOUNS[table],
            what=shortened(self._what(table, document), 70),
            of=self._of(table, document),
            on=_day(table, document),
        )

    def short(self, table: str, id: str) -> str:
        """As much of an id as no other record of its table begins with."""
        records = self._store.table(self._tables[table])
        return next((id[:end] for end in range(_SHORT, len(id)) if len(records.with_prefix(id[:end], 2)) < 2), id)

    def place(self, table: str, id: str, place: str, row: bytes) -> str:
        """A place in a record: "Bo, notes (member, m-3f0m)"."""
        found = self.concerned(table, id, row)
        return f"{found.what}, {place.partition('[')[0]} ({found.noun}, {found.short})"

    def _what(self, table: str, document: Mapping[str, Any]) -> str:
        if table == "merges":
            moved = (each["before"] for each in document.get("moved", ()) if each["id"] == document["other"])
            return str(next((card.get("name") for card in moved), None) or document["other"])
        if table == "distinctions":
            return "two members are two people"
        keys = ("name", "what", "action", "said", "asked_for", "text")
        said = (first_line(text) for key in keys if isinstance(text := document.get(key), str))
        return next(filter(None, said), str(document.get("kind") or _NOUNS[table]).replace("_", " "))

    def _of(self, table: str, document: Mapping[str, Any]) -> str:
        ids = [id for key in ("by", "about", "members") for id in texts_of(document.get(key))]
        ids = ids or texts_of([document.get("kept")]) or texts_of(document.get("helped"))
        names = [self._name_of(id) for id in ids]
        return f"{_BETWEEN[table]} {listed(names)}" if names and table in _BETWEEN else ""

    def _name_of(self, id: str) -> str:
        member = self._store.table(MEMBERS).understood(id)
        return member.name if member else id


def names_of(members: Mapping[str, bytes], tally: Tally) -> Iterator[tuple[str, str]]:
    """The id and the name of each member of a table that has one."""
    for number, (id, row) in enumerate(members.items()):
        if not number % _STEP:
            tally(min(_STEP, len(members) - number))
        name = _CALLED.decode(row).name
        if isinstance(name, str):
            yield id, name


def _day(table: str, document: Mapping[str, Any]) -> str:
    if table == MEMBERS.name:
        return ""
    day = document.get("on") or document.get("due") or document.get("created_at")
    return day[:10] if isinstance(day, str) else ""
