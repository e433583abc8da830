"""The forgotten list of a workspace: who must not come back, whoever brings them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import msgspec

from kindtui.domain.forgotten import Forgotten
from kindtui.domain.lookout import Lookout
from kindtui.domain.scrubbing import record_without, said_in, strings_of
from kindtui.domain.text import folded
from kindtui.domain.traces import Identity, Traces, identity_of
from kindtui.errors import StoreError
from kindtui.formats.strict_json import parse_json
from kindtui.paths import FORGOTTEN
from kindtui.store import durable, whole_file
from kindtui.store.sealed import sealed, unsealed
from kindtui.store.tablefile import Rows, canonical

MEMBERS = "members"
_BYTES = ("utf-8", "surrogateescape")
_SALT = re.compile(r"(?:[0-9a-f]{2}){1,64}")


class ForgottenList:
    """`.kindtui/forgotten.json`: read anew whenever the file is another one."""

    def __init__(self, private: Path) -> None:
        self._path = private / FORGOTTEN
        self._stat: tuple[int, int, int] | None = None
        self._known = Forgotten()
        self._lookout: Lookout | None = None

    def current(self) -> Forgotten:
        """Those who asked to be forgotten. StoreError when the list is there and cannot be read: then nobody could be
        kept out."""
        try:
            stat = self._path.stat()
        except FileNotFoundError:
            return Forgotten()
        except OSError as error:
            raise durable.failure("The list of those who asked to be forgotten cannot be read", error) from error
        now = (stat.st_ino, stat.st_mtime_ns, stat.st_size)
        if now != self._stat:
            try:
                self._known = list_in(durable.read_from(self._path))
            except (OSError, ValueError) as error:
                raise StoreError(
                    f"{self._path} cannot be read, so nobody who asked to be forgotten can be kept out",
                    "kindtui doctor --fix puts it together from the newest backup and what can be read",
                ) from error
            self._stat, self._lookout = now, None
        return self._known

    def lookout(self) -> Lookout | None:
        """Who looks out for them in texts; None where nobody asked to be forgotten. StoreError as `current`."""
        forgotten = self.current()
        if not forgotten:
            return None
        if self._lookout is None:
            self._lookout = Lookout(forgotten)
        return self._lookout

    def add(self, identity: Identity) -> None:
        """Know somebody again from now on."""
        forgotten = self._own()
        forgotten.add(identity)
        self._write(forgotten)

    def remove(self, identity: Identity) -> bool:
        """Let somebody be recorded again. Answers whether they were on the list."""
        forgotten = self._own()
        known = forgotten.remove(identity)
        self._write(forgotten)
        return known

    def merge(self, data: bytes | None) -> None:
        """Know those of another list, such as that of a backup. ValueError when it is none."""
        if data is None:
            return
        forgotten = self._own()
        forgotten.merge(list_in(data))
        self._write(forgotten)

    def _own(self) -> Forgotten:
        return msgspec.json.decode(msgspec.json.encode(self.current()), type=Forgotten)

    def _write(self, forgotten: Forgotten) -> None:
        data = msgspec.json.encode(forgotten, order="sorted")
        if data != msgspec.json.encode(self.current(), order="sorted"):
            whole_file.write(self._path, sealed(data))

    def stamp(self) -> object:
        """Another value whenever the list is another one: somebody may have been forgotten meanwhile."""
        try:
            stat = self._path.stat()
        except OSError:
            return None
        return (stat.st_ino, stat.st_mtime_ns, stat.st_size)

    def admitted_words(self, words: Mapping[str, object]) -> dict[str, object]:
        """What somebody wrote, by its place, without what names somebody who asked to be forgotten."""
        lookout = self.lookout()
        if lookout is None:
            return dict(words)
        return {
            place: typed
            for place, typed in words.items()
            if all(lookout.named_in(text).is_nobody for text in (place, *(text for _, text in strings_of(typed))))
        }

    def admitted_document(self, data: bytes) -> bytes:
        """A document that somebody brings, without what gives away who asked to be forgotten."""
        lookout = self.lookout()
        return data if lookout is None else lookout.without(data.decode(*_BYTES)).encode(*_BYTES)

    def admitted(self, table: str, rows: Rows) -> Rows:
        """Rows that others bring, without those who asked to be forgotten."""
        lookout = self.lookout()
        if lookout is None:
            return rows
        kept: Rows = {}
        for id, row in rows.items():
            document = parse_json(row, id)
            found = lookout.named_in(id, *said_in(document))
            if table == MEMBERS:
                somebody = identity_of(id, [document])
                if lookout.knows(somebody):
                    continue
                found = _not_of(found, somebody)
            left = document if found.is_nobody else record_without(table, id, document, Traces(found))
            if left is not None:
                kept[id] = row if left == document else canonical(left)
        return kept


def list_in(data: bytes, *, damaged: bool = False) -> Forgotten:
    """The list in a file. ValueError when it is none or, unless it is known to be `damaged`, no longer what was
    written."""
    try:
        found = msgspec.json.decode(data if damaged else unsealed(data), type=Forgotten)
    except msgspec.MsgspecError as fault:
        raise ValueError(str(fault)) from None
    if b'"lists"' not in data or not all(_SALT.fullmatch(each.salt) for each in found.lists):
        raise ValueError("it is not such a list")
    return found


def _not_of(found: Identity, somebody: Identity) -> Identity:
    """What was found, without the handles and ids that somebody has who is another person: at another place, or of
    another tool."""
    handles = {form for _, handle in somebody.handles for form in (folded(handle), handle.casefold())}
    handles = {each.lstrip("@") for each in handles}
    sources = {id for _, id in somebody.sources}
    return msgspec.structs.replace(
        found,
        handles=tuple(each for each in found.handles if each[1] not in handles),
        sources=tuple(each for each in found.sources if each[1] not in sources),
    )
