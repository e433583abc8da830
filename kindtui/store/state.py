"""What the program remembers between two runs and could do without: the theme, saved filters, drafts of forms."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from zlib import crc32

import msgspec

from kindtui import __version__
from kindtui.errors import StoreError
from kindtui.paths import FORGOTTEN
from kindtui.store import durable

if TYPE_CHECKING:
    from kindtui.store.forgotten_list import ForgottenList

S = TypeVar("S", bound=msgspec.Struct)

DRAFTS, FILTERS, READ = "drafts", "filters", "read"
"""The keys of what people wrote: texts of forms by their places, queries by list and name, and what YAML files say."""


class State:
    """`.kindtui/state.json`. A file that cannot be read counts as empty; nothing of worth is kept here.

    Where there is no workspace yet, or it is read-only, values live as long as this object.
    """

    def __init__(self, folder: Path, *, read_only: bool = False) -> None:
        self._path = folder / ".kindtui" / "state.json"
        self._read_only = read_only
        self._values: dict[str, Any] = {}
        self._stat: object = None
        """That of the file whose values these are."""

    def get(self, key: str, default: Any = None) -> Any:
        """The value under a key."""
        self._follow()
        return self._values.get(key, default)

    def drafts(self) -> Mapping[str, Any]:
        """What was typed and is saved nowhere else, by its place. Nothing where the file says no such thing."""
        kept = self.get(DRAFTS)
        return kept if isinstance(kept, dict) else {}

    def set(self, key: str, value: Any) -> None:
        """Keep a JSON value under a key; None forgets it. Another window's keys stay."""
        self._follow()
        values = self._values = dict(self._values)
        if value is None:
            values.pop(key, None)
        else:
            values[key] = value
        if not self._read_only and self._path.parent.is_dir():
            self._write(values)
            self._stat = self._look()

    def keep(self, key: str, value: Any) -> None:
        """Keep a JSON value that somebody asked to be kept. StoreError when it is not in the file afterwards."""
        self.set(key, value)
        if self._read().get(key) != value:
            raise StoreError(f"Not kept: .kindtui/{self._path.name} cannot be written as it should be", "who owns it?")

    def reading(self, key: str, text: str, kind: type[S], read: Callable[[], S | None]) -> S | None:
        """What the text of a YAML file says. It is worked out by `read` and kept until the text is another one: to load
        YAML takes longer than all else that is done before something is shown. None is not kept."""
        kept = self.get(READ)
        known = kept if isinstance(kept, dict) else {}
        seal = f"{__version__} {len(text)} {crc32(text.encode('utf-8', 'surrogatepass')):08x}"
        try:
            return msgspec.convert(known[key][seal], kind)
        except (LookupError, TypeError, msgspec.ValidationError):
            value = read()
        if value is not None:
            self.set(READ, {**known, key: {seal: msgspec.to_builtins(value)}})
        return value

    def _follow(self) -> None:
        """Take over what another window wrote: who was forgotten there must not be remembered here."""
        stat = self._look()
        if stat is not None and stat != self._stat:
            self._values, self._stat = self._read(), stat

    def _look(self) -> object:
        try:
            stat = self._path.stat()
        except OSError:
            return None
        return (stat.st_ino, stat.st_mtime_ns, stat.st_size)

    def _read(self) -> dict[str, Any]:
        try:
            values = json.loads(self._path.read_bytes())
        except (OSError, ValueError, RecursionError):
            return {}
        return values if isinstance(values, dict) else {}

    def _write(self, values: dict[str, Any]) -> None:
        """A new file under the old name, so that a reader sees one or the other. Losing it would be no loss."""
        forgotten = self._path.with_name(FORGOTTEN)
        if not any(values.get(key) for key in (DRAFTS, FILTERS, READ)) or not forgotten.exists():
            self._write_file(values)
            return
        from kindtui.store.forgotten_list import ForgottenList

        people = ForgottenList(self._path.parent)
        stamp: object = ...
        while stamp != people.stamp():
            stamp = people.stamp()
            try:
                _keep_out(people, values)
            except StoreError:
                return  # nobody could be kept out
            self._write_file(values)

    def _write_file(self, values: dict[str, Any]) -> None:
        fresh = self._path.with_name(f"state.{os.getpid()}.staged")
        try:
            durable.write_new(fresh, json.dumps(values, indent=1, sort_keys=True).encode(), durable=False)
            durable.replace(fresh, self._path)
        except OSError:
            durable.remove(fresh)


def _keep_out(people: ForgottenList, values: dict[str, Any]) -> None:
    """Drop what names somebody who asked to be forgotten. StoreError when nobody could be kept out."""
    for key in (DRAFTS, READ):
        if isinstance(values.get(key), dict):
            values[key] = people.admitted_words(values[key])
    if isinstance(values.get(FILTERS), dict):
        values[FILTERS] = {
            place: people.admitted_words(kept) for place, kept in values[FILTERS].items() if isinstance(kept, dict)
        }
