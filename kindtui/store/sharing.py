"""Equal values of many records as one object: a tag stands in memory once, however many members have it."""

from __future__ import annotations

import types
import typing
from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from operator import attrgetter
from typing import Any

import msgspec

from kindtui.domain.record import Record

MANY = 20_000
"""Records of a table from which on it is worth the time."""
_TRIED = 512
"""Records after which it is known of which fields the values repeat."""
_NO_KEYS: dict[str, Any] = {}


class Sharing:
    """For records of one type that were just read and that nobody else has yet."""

    def __init__(self, type: type[Record], many: int = MANY) -> None:
        """Begins when it has seen `many` records, and then with the first."""
        self._many = many
        self._waiting: list[Record] | None = []
        """The first records, until there are many."""
        self._known: dict[str, dict[Any, Any]] = {}
        """Field -> the values met so far; without those that are hardly used, or whose values hardly repeat."""
        self._seen = 0
        values, self._instants, self._mappings = _fields(type)
        self._last: dict[str, Any] = {}
        """Field -> the instant of the record before; to look up an instant costs more than it spares."""
        self._known.update((name, {}) for name in values)

    def share(self, records: Sequence[Record]) -> None:
        """Let the records have what is equal in common, and an empty mapping, too: nobody changes a record in place."""
        if self._waiting is None:
            self._share(records)
            return
        self._waiting += records
        if len(self._waiting) >= self._many:
            waiting, self._waiting = self._waiting, None
            for at in range(0, len(waiting), _TRIED):
                self._share(waiting[at : at + _TRIED])

    def _share(self, records: Sequence[Record]) -> None:
        put = msgspec.structs.force_setattr
        for name, known in self._known.items():
            for record, value in zip(records, map(attrgetter(name), records), strict=True):
                if value and (common := known.setdefault(value, value)) is not value:
                    put(record, name, common)
        for name in self._instants:
            last = self._last.get(name)
            for record, value in zip(records, map(attrgetter(name), records), strict=True):
                if value == last and value is not None and value.tzinfo is last.tzinfo is UTC:  # and so written alike
                    put(record, name, last)
                else:
                    last = value
            self._last[name] = last
        for name in self._mappings:
            for record, value in zip(records, map(attrgetter(name), records), strict=True):
                if not value:
                    put(record, name, _NO_KEYS)
        self._seen += len(records)
        if self._seen >= _TRIED:
            self._known = {name: known for name, known in self._known.items() if 0 < len(known) * 2 < self._seen}


@lru_cache(maxsize=64)
def _fields(type: type[Record]) -> tuple[list[str], list[str], list[str]]:
    """The fields with values that can be one object, those with instants, and those with mappings."""
    values, instants, mappings = [], [], []
    for name, hint in typing.get_type_hints(type).items():
        options = typing.get_args(hint) if isinstance(hint, types.UnionType) else (hint,)
        if typing.get_origin(hint) is dict:
            mappings.append(name)
        elif name != "id" and not {str, date, tuple[str, ...]}.isdisjoint(options):
            values.append(name)
        elif datetime in options:
            instants.append(name)
    return values, instants, mappings
