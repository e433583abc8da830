"""The documents of a workspace as they are read: each again only when its file changed."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import date
from typing import Any

from kindtui.errors import StoreError
from kindtui.services.conduct import Conduct, Entry, Reading
from kindtui.store.documents import Documents

AT_ONCE = 0.06
"""Seconds of reading before the rest waits for the next idle moment: a long document takes 0.03 s."""


class Shelf:
    """Answers what is known of every document without keeping the screen waiting."""

    def __init__(self, conduct: Conduct, documents: Documents) -> None:
        self._conduct = conduct
        self._documents = documents
        self._known: dict[str, tuple[tuple[Any, ...], Reading]] = {}
        self._seen: object = None
        self.waiting: frozenset[str] = frozenset()
        """The names of documents that are still to be read."""

    def changed(self) -> bool:
        """Whether a file was made, changed or removed since the documents were read last."""
        return self._stamp() != self._seen

    def readings(self) -> Sequence[Reading]:
        """Every document by name; those in `waiting` with their name alone, until this is asked again."""
        self._seen = self._stamp()
        day = self._conduct.today()
        until = time.monotonic() + AT_ONCE
        known: dict[str, tuple[tuple[Any, ...], Reading]] = {}
        shown: list[Reading] = []
        waiting: set[str] = set()
        read = 0
        for name, stamp in self._stamps(day).items():
            kept = self._known.get(name)
            if kept is None or kept[0] != stamp:
                if read and time.monotonic() > until:
                    waiting.add(name)
                    shown.append(kept[1] if kept else Reading(Entry(name, "", "", 0, 0, None), None, ()))
                    continue
                kept = (stamp, self._conduct.read(name))
                read += 1
            known[name] = kept
            shown.append(kept[1])
        self._known = known
        self.waiting = frozenset(waiting)
        return shown

    def _stamp(self) -> object:
        try:
            return self._documents.stamp()
        except StoreError as error:
            return error.message  # a folder that cannot be read is one change, told once

    def _stamps(self, day: date) -> dict[str, tuple[Any, ...]]:
        """What a reading depends on, for each document by name: its files and the day."""
        stamps: dict[str, tuple[Any, ...]] = {}
        for each in self._documents.stamp():
            name = each[0].rpartition(".")[0]
            stamps[name] = (*stamps.get(name, (day,)), each)
        return stamps
