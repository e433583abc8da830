"""Which agreements are due to be read again, and which cannot be read, without reading every document each time."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from kindtui.errors import Problem, StoreError
from kindtui.services.today import Review
from kindtui.store.state import State

if TYPE_CHECKING:
    from kindtui.services.conduct import Conduct
    from kindtui.store.documents import Documents

KEY = "reviews"


class Looked(msgspec.Struct, frozen=True):
    """What a look at all documents found."""

    reviews: tuple[Review, ...] = ()
    unreadable: tuple[str, ...] = ()


class Reviews:
    """The review days and the faults of all conduct documents, remembered for as long as no file changes: reading YAML
    with all its checks would be most of the time that Today takes."""

    def __init__(self, documents: Documents, conduct: Callable[[], Conduct], state: State) -> None:
        self._documents = documents
        self._conduct = conduct
        self._state = state

    def due(self) -> tuple[Review, ...]:
        """Every document that has a review day."""
        return self._look().reviews

    def unreadable(self) -> list[tuple[str, Problem]]:
        """Every document that cannot be read, with the first thing that is wrong. None when the folder cannot be: that
        is among the problems."""
        found = [(name, self._conduct().read(name).problems) for name in self._look().unreadable]
        return [(name, problems[0]) for name, problems in found if problems]

    def _look(self) -> Looked:
        try:
            stamp = [list(each) for each in self._documents.stamp()]
        except StoreError:
            return Looked()
        if not stamp:
            return Looked()
        kept = self._state.get(KEY)
        if isinstance(kept, dict) and kept.get("stamp") == stamp:
            try:
                return msgspec.convert(kept.get("looked"), Looked)
            except msgspec.ValidationError:
                pass  # not kept by this version
        looked = self._look_at_all()
        self._state.set(KEY, {"stamp": stamp, "looked": msgspec.to_builtins(looked)})
        return looked

    def _look_at_all(self) -> Looked:
        entries = self._conduct().listing()
        return Looked(
            tuple(Review(entry.name, entry.title, entry.review_due) for entry in entries if entry.review_due),
            tuple(entry.name for entry in entries if not entry.kind),
        )
