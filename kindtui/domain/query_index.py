"""Finding records by a query among very many: what a query looks through is folded once and kept as long stretches of
text, which are searched at the speed of memory, a stretch at a time, so that the first hits are there at once."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate
from typing import Generic, NamedTuple, TypeVar

from kindtui.domain.query import Key, Query, Term

R = TypeVar("R")

STRETCH = 256
"""Records whose texts are kept as one."""

_END = "\n"
"""Ends the text of a record. Folded text holds no line ends."""


class _Texts(NamedTuple):
    """The texts of the records of a stretch, one after the other, and where each begins (and the last one ends)."""

    text: str
    starts: array[int]

    def rows(self, sought: str) -> list[int]:
        """The records in which a text occurs."""
        text, starts = self
        found: list[int] = []
        place = text.find(sought)
        while place >= 0:
            row = bisect_right(starts, place) - 1
            found.append(row)
            place = text.find(sought, starts[row + 1])
        return found

    def rows_among(self, among: Sequence[int], sought: str) -> list[int]:
        """Those of some records in which a text occurs."""
        text, starts = self.text, self.starts
        if 2 * len(among) < len(starts):
            return [row for row in among if text.find(sought, starts[row], starts[row + 1]) >= 0]
        found = self.rows(sought)  # of most of them: one look at the whole text answers sooner
        meant = set(among) if found else ()
        return [row for row in found if row in meant]


class _Days(NamedTuple):
    """The days of the records of a stretch: the numbers of the days, and whose each is."""

    days: array[int]
    owners: array[int]

    def rows(self, span: tuple[int, int]) -> dict[int, None]:
        """The records with a day in a span, in their order."""
        first, last = span
        found = (row for day, row in zip(self.days, self.owners, strict=True) if first <= day <= last)
        return dict.fromkeys(found)


class _Stretch(Generic[R]):
    """Some records that follow each other, with what was folded of them so far."""

    def __init__(self, records: Sequence[R]) -> None:
        self.records = records
        self._blobs: _Texts | None = None
        self._texts: dict[str, _Texts] = {}
        self._days: dict[str, _Days] = {}

    def blobs(self, blob: Callable[[R], str]) -> _Texts:
        if self._blobs is None:
            self._blobs = _joined(map(blob, self.records))
        return self._blobs

    def rows(self, query: Query[R], blob: Callable[[R], str], among: Sequence[int] | None) -> Sequence[int]:
        """The records that a query finds, at best `among` some of them."""
        found = among
        for texts, sought in self._sought(query, blob):
            found = texts.rows(sought) if found is None else texts.rows_among(found, sought)
            if not found:
                return ()
        for term in query.terms:
            if term.there is not None:
                found = [row for row in self._or_all(found) if term.holds(self.records[row])]
            elif term.span is not None:
                meant = self._days_of(term).rows(term.span)
                if found is None and term.wanted:
                    found = list(meant)
                else:
                    found = [row for row in self._or_all(found) if (row in meant) == term.wanted]
            elif not term.wanted:
                found = self._without(found, self._texts_of(term), term.sought)
        for word in query.unwanted:
            found = self._without(found, self.blobs(blob), word)
        for group in query.either:
            found = sorted({row for each in group for row in self.rows(each, blob, found)})
        return self._or_all(found)

    def _or_all(self, found: Sequence[int] | None) -> Sequence[int]:
        return range(len(self.records)) if found is None else found

    def _without(self, found: Sequence[int] | None, texts: _Texts, sought: str) -> Sequence[int]:
        gone = set(texts.rows(sought))
        return [row for row in self._or_all(found) if row not in gone]

    def prepare(self, terms: Iterable[Term[R]], blob: Callable[[R], str]) -> bool:
        """Make ready what words and these terms look through; says whether there was something to do."""
        was = self._blobs is not None and all(term.name in self._texts or term.name in self._days for term in terms)
        if not was:
            self.blobs(blob)
            for term in terms:
                self._days_of(term) if term.key.days else self._texts_of(term)
        return not was

    def _sought(self, query: Query[R], blob: Callable[[R], str]) -> list[tuple[_Texts, str]]:
        """Where to look for which texts, the longest first: it is the rarest, most likely."""
        sought = [(self._texts_of(term), term.sought) for term in query.terms if term.sought and term.wanted]
        if query.words:
            blobs = self.blobs(blob)
            sought += [(blobs, word) for word in query.words]
        return sorted(sought, key=lambda each: len(each[1]), reverse=True)

    def _texts_of(self, term: Term[R]) -> _Texts:
        if term.name not in self._texts:
            self._texts[term.name] = _joined(map(term.key.text, self.records))
        return self._texts[term.name]

    def _days_of(self, term: Term[R]) -> _Days:
        if term.name not in self._days:
            self._days[term.name] = _dated(term.key, self.records)
        return self._days[term.name]


class QueryIndex(Generic[R]):
    """Records in the order in which they are shown, ready to be searched. `blob` answers the folded text of one."""

    def __init__(self, blob: Callable[[R], str]) -> None:
        self._blob = blob
        self._stretches: list[_Stretch[R]] = []
        self._firsts: list[int] = []
        self._ready = 0
        """How many stretches are made ready, for these terms too."""
        self._terms: Sequence[Term[R]] = ()

    def hold(self, records: Sequence[R]) -> None:
        """Search these from now on. What is known of those that were held before, and follow each other as they did,
        is kept: after a change of one record some hundreds are folded again."""
        known = {id(stretch.records[0]): stretch for stretch in self._stretches}
        self._stretches, self._ready = [], 0
        at = 0
        while at < len(records):
            old = known.get(id(records[at]))
            if old is not None and old.records == records[at : at + len(old.records)]:
                stretch = old
            else:
                stop = next(
                    (i for i in range(at + 1, min(at + STRETCH, len(records))) if id(records[i]) in known),
                    min(at + STRETCH, len(records)),
                )
                stretch = _Stretch(records[at:stop])
            self._stretches.append(stretch)
            at += len(stretch.records)
        self._firsts = list(accumulate((len(each.records) for each in self._stretches), initial=0))

    def forget_texts(self) -> None:
        """Fold everything again: what the texts are made of changed, though the records did not."""
        self._stretches = [_Stretch(each.records) for each in self._stretches]
        self._ready = 0

    def prepare_some(self, terms: Sequence[Term[R]] = ()) -> bool:
        """Make the next stretch ready for words, and for terms that somebody begins to type; says whether there was
        one."""
        if terms != self._terms:
            self._terms, self._ready = terms, 0
        while self._ready < len(self._stretches):
            self._ready += 1
            if self._stretches[self._ready - 1].prepare(terms, self._blob):
                return True
        return False

    def scan(self, query: Query[R], before: Scan[R] | None = None) -> Scan[R]:
        """Begin to look for what a query finds. `before` spares work when the query narrows that of an earlier scan of
        the same records."""
        return Scan(self._stretches, self._firsts, self._blob, query, before)


class Scan(Generic[R]):
    """A search that is done a stretch at a time. `found` are places of records, ascending, and grow with each step."""

    def __init__(
        self,
        stretches: Sequence[_Stretch[R]],
        firsts: Sequence[int],
        blob: Callable[[R], str],
        query: Query[R],
        before: Scan[R] | None,
    ) -> None:
        self.query = query
        self.found: list[int] = []
        self._stretches, self._firsts, self._blob = stretches, firsts, blob
        self._ends: list[int] = []
        usable = before is not None and before._stretches is stretches and query.narrows(before.query)
        self._before = before if usable else None
        self._rest = query.beyond(before.query) if before is not None and usable else query
        """What is left to ask of those that were found before."""

    @property
    def is_done(self) -> bool:
        return len(self._ends) == len(self._stretches)

    @property
    def seen(self) -> int:
        """Of how many records it is known whether they are meant."""
        return self._firsts[len(self._ends)]

    def step(self) -> None:
        """Search the next stretch."""
        at = len(self._ends)
        first = self._firsts[at]
        among = self._before._rows_in(at) if self._before else None
        if among is None or among:
            rows = self._stretches[at].rows(self.query if among is None else self._rest, self._blob, among)
            self.found += [first + row for row in rows] if first else rows
        self._ends.append(len(self.found))
        if self.is_done:
            self._before = None

    def _rows_in(self, at: int) -> list[int] | None:
        """What was found in a stretch; None when it was not searched yet."""
        if at >= len(self._ends):
            return None
        first = self._firsts[at]
        return [place - first for place in self.found[self._ends[at - 1] if at else 0 : self._ends[at]]]


def _joined(texts: Iterable[str]) -> _Texts:
    each = list(texts)
    starts = array("I", accumulate((len(text) + len(_END) for text in each), initial=0))
    return _Texts(_END.join([*each, ""]), starts)


def _dated(key: Key[R], records: Sequence[R]) -> _Days:
    days, owners = array("I"), array("I")
    for row, record in enumerate(records):
        for day in key.ordinals(record):
            days.append(day)
            owners.append(row)
    return _Days(days, owners)
