"""What the services of all four notebooks share: one table, one clock, and changes that are one sentence each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import TypeVar

from msgspec.structs import replace

from kindtui.domain.query import words_query
from kindtui.domain.record import Clock, MakeId, Record
from kindtui.errors import NotFound
from kindtui.services.listing import Listing
from kindtui.services.reading import ids_meant, several
from kindtui.store.tables import Change, Store, TableSpec

R = TypeVar("R", bound=Record)


class Section(Listing[R]):
    """One notebook. `noun` is what one of its records is called, `letter` begins its ids."""

    noun = "record"
    letter = ""

    def __init__(
        self, store: Store, spec: TableSpec[R], *, clock: Clock, ids: MakeId, today: Callable[[], date]
    ) -> None:
        self.store = store
        self.table = store.table(spec)
        self.clock = clock
        self.ids = ids
        self.today = today

    def get(self, id: str) -> R | None:
        """The record with this id, if it is there and can be understood."""
        return self.table.understood(id)

    def find(self, text: str) -> R:
        """The record meant by an id, the beginning of one, or words that only one has. Raises NotFound, Ambiguous."""
        if found := ids_meant(self.table, text, self.letter):
            if len(found) > 1:
                raise several(f"{self.noun}s", text, (self.line(self._must(id)) for id in found))
            return self._must(found[0])
        meant = self._described(text) if text.strip() else []
        if len(meant) > 1:
            raise several(f"{self.noun}s", text, map(self.line, meant))
        if not meant:
            raise NotFound(f"there is no {self.noun} “{text}”", f"kindtui {self.noun.replace('-', '')} list shows all")
        return meant[0]

    def find_many(self, texts: Iterable[str]) -> list[R]:
        """The records meant, each once, in their order."""
        return list({record.id: record for record in map(self.find, texts)}.values())

    def line(self, record: R) -> str:
        """One line to know a record by."""
        return record.id

    def search_blob(self, record: R) -> str:
        """What a filter looks through, folded."""
        raise NotImplementedError

    def _described(self, text: str) -> list[R]:
        """The records that words could mean."""
        return words_query(text).among(self.table.all(), self.search_blob)

    def _must(self, id: str) -> R:
        record = self.table.get(id)
        if record is None:
            raise NotFound(f"there is no {self.noun} {id}", "it may have been removed; undo brings it back")
        return record

    def _many(self, ids: Iterable[str]) -> list[R]:
        return [self._must(id) for id in dict.fromkeys(ids)]

    def _put(self, sentence: str, pairs: Sequence[tuple[R, R | None]]) -> list[R]:
        """Save pairs of a record and what it was before, as one change. Answers the records with their new instant;
        one that did not change is left alone."""
        now = self.clock()
        saved: list[R] = []
        with self.store.change(sentence) as change:
            for record, before in pairs:
                if before is not None and record == before:
                    saved.append(record)
                    continue
                stamped = replace(record, updated_at=now)
                change.put(stamped, before=before)
                saved.append(stamped)
            self._along(change, list(zip(saved, (before for _, before in pairs), strict=True)))
        return saved

    def _along(self, change: Change, pairs: Sequence[tuple[R, R | None]]) -> None:
        """Add to a change what follows from it elsewhere: nothing, for most notebooks."""

    def _take_away(self, sentence: str, records: Sequence[R]) -> list[R]:
        with self.store.change(sentence) as change:
            for record in records:
                change.remove(record)
            self._along_removed(change, records)
        return list(records)

    def _along_removed(self, change: Change, records: Sequence[R]) -> None:
        """Add to a removal what goes with it elsewhere: nothing, for most notebooks."""


def shortened(text: str, length: int = 60) -> str:
    """`text` cut at a word, for a sentence."""
    line = " ".join(text.split())
    if len(line) <= length:
        return line
    return f"{line[: length - 1].rsplit(' ', 1)[0]}…"
