"""Queries that are kept under a name, for each list, in the program's state: losing them loses no record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kindtui.domain.nearest import did_you_mean
from kindtui.domain.query import closed
from kindtui.domain.text import folded
from kindtui.errors import InvalidInput, NotFound
from kindtui.services.listing import Listing
from kindtui.store.state import FILTERS, State

LONGEST_NAME = 40


class SavedFilters:
    """The saved filters of one list. `list_id` is the name of its notebook. Names are found whatever their case."""

    def __init__(self, state: State, list_id: str, listing: Listing[Any]) -> None:
        self._state = state
        self._list_id = list_id
        self._listing = listing

    def all(self) -> dict[str, str]:
        """Name -> query, by name."""
        kept = self._every().get(self._list_id)
        if not isinstance(kept, Mapping):
            return {}
        known = {str(name): query for name, query in kept.items() if isinstance(query, str)}
        return dict(sorted(known.items(), key=lambda each: folded(each[0])))

    def get(self, name: str) -> str:
        """The query under a name. Raises NotFound with the nearest."""
        return self.all()[self._known(name)]

    def save(self, name: str, query: str) -> str:
        """Keep a query under a name, in place of an earlier one; answers the name as it is kept. Raises InvalidInput
        for a query that cannot be read and for a name that nobody could type."""
        name = " ".join(name.split())
        query = closed(" ".join(query.split()))  # what is left open would take in the words that narrow it
        if not name or len(name) > LONGEST_NAME or not name.isprintable():
            raise InvalidInput("a saved filter needs a short name", f"at most {LONGEST_NAME} characters")
        if not self._listing.query(query):
            raise InvalidInput("there is no filter to save", "type one first, such as tag:mentor")
        others = {known: text for known, text in self.all().items() if folded(known) != folded(name)}
        self._keep({**others, name: query})
        return name

    def remove(self, name: str) -> str:
        """Forget the query under a name; answers it. Raises NotFound with the nearest."""
        known = self._known(name)
        kept = self.all()
        query = kept.pop(known)
        self._keep(kept)
        return query

    def _known(self, name: str) -> str:
        kept = self.all()
        found = next((known for known in kept if folded(known) == folded(name)), None)
        if found is None:
            hint = did_you_mean(name, kept) or "none is saved for this list yet"
            raise NotFound(f"no filter is saved as “{name}”", hint)
        return found

    def _every(self) -> dict[str, Any]:
        kept = self._state.get(FILTERS, {})
        return dict(kept) if isinstance(kept, Mapping) else {}

    def _keep(self, filters: dict[str, str]) -> None:
        every = self._every()
        every.pop(self._list_id, None)
        self._state.keep(FILTERS, {**every, **({self._list_id: filters} if filters else {})} or None)
