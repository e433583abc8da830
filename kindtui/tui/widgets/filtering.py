"""Which of many records a filter leaves, found a little at a time, so that the screen never waits for it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from time import perf_counter
from typing import Generic, TypeVar

from kindtui.domain.query import Query
from kindtui.domain.query_index import QueryIndex, Scan

R = TypeVar("R")


class Filtering(Generic[R]):
    """Records, and the places of those that a query leaves: all of them without one. Times are in seconds."""

    def __init__(self, blob: Callable[[R], str]) -> None:
        self.records: Sequence[R] = ()
        self.query: Query[R] = Query()
        self._blob = blob
        self._index: QueryIndex[R] = QueryIndex(blob)
        self._scan: Scan[R] | None = None
        self._held = False

    def hold(self, records: Sequence[R], *, same_texts: bool) -> None:
        """Filter these from now on. `same_texts` says that of records that did not change the text did not either."""
        self.records = records
        self._held = False
        if not same_texts:
            self._index.forget_texts()
        if self.query:
            self._begin(None)

    def begin(self, query: Query[R]) -> None:
        """Begin to look for another query."""
        self.query = query
        if query:
            self._begin(self._scan)
        else:
            self._scan = None

    @property
    def shown(self) -> Sequence[int]:
        """The places that are known to be left, ascending."""
        return range(len(self.records)) if self._scan is None else self._scan.found

    @property
    def is_done(self) -> bool:
        """Whether these are all."""
        return self._scan is None or self._scan.is_done

    def search(self, seconds: float, *, least: int | None = None, reach: int | None = None) -> bool:
        """Look on for so long, or until `least` records are found, or it is known whether the one at `reach` is left;
        says whether all are found."""
        scan = self._scan
        if scan is None:
            return True
        until = perf_counter() + seconds
        while not scan.is_done and perf_counter() < until:
            if (least is not None and len(scan.found) >= least) or (reach is not None and scan.seen > reach):
                break
            scan.step()
        return scan.is_done

    def leaves(self, place: int) -> bool:
        """Whether the query leaves the record at a place, found already or not."""
        return self._scan is None or self.query.matches(self.records[place], self._blob)

    def row_of(self, place: int) -> int | None:
        """The row in which the record at a place is shown."""
        shown = self.shown
        row = bisect_left(shown, place)
        return row if row < len(shown) and shown[row] == place else None

    def is_known(self, place: int) -> bool:
        """Whether it is known if the record at a place is shown."""
        return self._scan is None or place < self._scan.seen

    def prepare(self, seconds: float) -> bool:
        """Make ready for later queries, for so long; says whether anything is left to do."""
        self._hold()
        until = perf_counter() + seconds
        while perf_counter() < until:
            if not self._index.prepare_some(self.query.begun):
                return False
        return True

    def _begin(self, before: Scan[R] | None) -> None:
        self._hold()
        self._scan = self._index.scan(self.query, before)

    def _hold(self) -> None:
        """Late: a list that nobody filters is shown before anything is made ready for it."""
        if not self._held:
            self._index.hold(self.records)
            self._held = True
