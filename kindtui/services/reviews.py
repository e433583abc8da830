"""Which agreements are due to be read again, without reading every document each time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from kindtui.errors import StoreError
from kindtui.services.today import Review
from kindtui.store.state import State

if TYPE_CHECKING:
    from kindtui.services.conduct import Conduct
    from kindtui.store.documents import Documents

KEY = "reviews"


class Reviews:
    """The review days of all conduct documents, remembered for as long as no file changes: reading YAML with all its
    checks would be most of the time that Today takes."""

    def __init__(self, documents: Documents, conduct: Callable[[], Conduct], state: State) -> None:
        self._documents = documents
        self._conduct = conduct
        self._state = state

    def due(self) -> Sequence[Review]:
        """Every document that has a review day. None when the folder cannot be read: that is among the problems."""
        try:
            stamp = [list(each) for each in self._documents.stamp()]
        except StoreError:
            return []
        if not stamp:
            return []
        known = self._known(stamp)
        if known is not None:
            return known
        found = [
            Review(entry.name, entry.title, entry.review_due)
            for entry in self._conduct().listing()
            if entry.review_due is not None
        ]
        rows = [[review.name, review.title, review.due.isoformat()] for review in found]
        self._state.set(KEY, {"stamp": stamp, "reviews": rows})
        return found

    def _known(self, stamp: list[list[Any]]) -> list[Review] | None:
        kept = self._state.get(KEY)
        try:
            if kept["stamp"] == stamp:
                return [Review(name, title, date.fromisoformat(due)) for name, title, due in kept["reviews"]]
        except (TypeError, KeyError, ValueError):
            pass  # nothing is kept yet, or not by this version
        return None
