"""What a person types to find records: words that must all occur, terms such as `tag:mentor` or `due:<today`, what
must not be (`-tag:mentor`, or `NOT`), and `OR` between two of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any, Generic, TypeVar

import msgspec

from kindtui.domain.dates import parse_period
from kindtui.domain.nearest import did_you_mean
from kindtui.domain.text import folded
from kindtui.errors import InvalidInput

R = TypeVar("R")

_TERM = r'(?P<no>-(?=\S))?(?:(?P<key>[A-Za-z][\w-]*):(?!//)(?P<op>[<>]=?)?)?(?P<value>"[^"]*"?|\S*)\s*'
_JOINING = ("AND", "OR", "NOT")
"""Written in capitals, to tell them from words that are looked for."""
_FIRST_DAY, _LAST_DAY = date.min.toordinal(), date.max.toordinal()
_SPANS: Mapping[str, Callable[[int, int], tuple[int, int]]] = {
    "": lambda first, last: (first, last),
    "<": lambda first, last: (_FIRST_DAY, first - 1),
    "<=": lambda first, last: (_FIRST_DAY, last),
    ">": lambda first, last: (last + 1, _LAST_DAY),
    ">=": lambda first, last: (first, _LAST_DAY),
}
QUERY_HINT = 'words, or terms such as tag:mentor, -status:left, joined:>2025-01-01, by:"Ada Lovelace"'

EDGE = "\x1f"
"""Stands around each word of a `whole` key, so that a part of a word is not taken for the word. Folding removes it."""


class Key(msgspec.Struct, Generic[R], frozen=True):
    """A key of a query: the texts or days of a record under it.

    A text is found by a part of it, or, when `whole`, by all of it (as with tags and states). `choices` are the only
    words that make sense, when there are such.
    """

    values: Callable[[R], Iterable[str | date | None]]
    whole: bool = False
    days: bool = False
    choices: tuple[str, ...] = ()

    def text(self, record: R) -> str:
        """What the sought text of a term must occur in."""
        if self.whole:
            return EDGE.join(["", *map(_word, filter(None, self.values(record))), ""])
        return EDGE.join(folded(str(value)) for value in self.values(record) if value)

    def ordinals(self, record: R) -> list[int]:
        """The days, as numbers."""
        return [value.toordinal() for value in self.values(record) if isinstance(value, date)]


class Term(msgspec.Struct, Generic[R], frozen=True):
    """`tag:mentor`: exactly one of `sought` (a text of the key), `span` (of days) and `there` (whether there is any
    value) says what is wanted, or not `wanted`."""

    name: str
    key: Key[R]
    sought: str = ""
    span: tuple[int, int] | None = None
    there: bool | None = None
    wanted: bool = True

    def holds(self, record: R) -> bool:
        """Whether a record is meant."""
        return self._is_in(record) == self.wanted

    def _is_in(self, record: R) -> bool:
        if self.there is not None:
            return any(self.key.values(record)) == self.there
        if self.span is not None:
            first, last = self.span
            return any(first <= day <= last for day in self.key.ordinals(record))
        return self.sought in self.key.text(record)


class Query(msgspec.Struct, Generic[R], frozen=True):
    """A typed query, read. `words`, and those that are `unwanted`, are folded. `begun` are terms that are not said to
    the end: they ask for nothing yet, and probably will. Of each group in `either` one at least must find a record."""

    words: tuple[str, ...] = ()
    terms: tuple[Term[R], ...] = ()
    begun: tuple[Term[R], ...] = ()
    unwanted: tuple[str, ...] = ()
    either: tuple[tuple[Query[R], ...], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.words or self.terms or self.unwanted or self.either)

    def matches(self, record: R, blob: Callable[[R], str]) -> bool:
        """Whether all words occur in the record's folded text, and no unwanted one, and all terms hold."""
        if not all(term.holds(record) for term in self.terms):
            return False
        if not all(any(query.matches(record, blob) for query in group) for group in self.either):
            return False
        if not (self.words or self.unwanted):
            return True
        text = blob(record)
        return all(word in text for word in self.words) and not any(word in text for word in self.unwanted)

    def among(self, records: list[R], blob: Callable[[R], str]) -> list[R]:
        """Those of some records that it finds: all of them, when it asks for nothing."""
        return [record for record in records if self.matches(record, blob)] if self else records

    def narrows(self, other: Query[R]) -> bool:
        """Whether this surely finds nothing that the other does not find."""
        return (
            all(term in self.terms for term in other.terms)
            and all(any(word in longer for longer in self.words) for word in other.words)
            and all(any(shorter in word for shorter in self.unwanted) for word in other.unwanted)
            and all(group in self.either for group in other.either)
        )

    def beyond(self, other: Query[R]) -> Query[R]:
        """What this asks besides another query, of records that the other finds."""
        return Query(
            tuple(word for word in self.words if word not in other.words),
            tuple(term for term in self.terms if term not in other.terms),
            unwanted=tuple(word for word in self.unwanted if word not in other.unwanted),
            either=tuple(group for group in self.either if group not in other.either),
        )


def words_query(text: str) -> Query[Any]:
    """The query of plain words only."""
    return Query(tuple(folded(text).split()))


def parse_query(text: str, keys: Mapping[str, Key[R]], today: date) -> Query[R]:
    """Read a query. A term without a value yet (`tag:`) asks for nothing; `tag:none` for those without, `tag:any` for
    those with one; a key may be said in the plural. Raises InvalidInput for an unknown key or value, naming the
    nearest."""
    reader = _Reader(keys, today)
    for term in re.finditer(_TERM, text.strip()):
        reader.take(term)
    if last := re.search(r"(?:^|\s)-?([A-Za-z]{2,})$", text):
        reader.begun += [Term(name, key) for name, key in keys.items() if name.startswith(last[1].lower())]
    return reader.read()


def closed(text: str) -> str:
    """A query that says the same whatever is written after it: no quotation mark is left open, and nothing waits to be
    joined."""
    text += '"' * (text.count('"') % 2)
    return re.sub(rf"(?:(?:^|\s+)(?:{'|'.join(_JOINING)}))+\s*\Z", "", text)


class _Reader(Generic[R]):
    """Takes the terms of a query, one after the other."""

    def __init__(self, keys: Mapping[str, Key[R]], today: date) -> None:
        self.begun: list[Term[R]] = []
        self._groups: list[list[Query[R]]] = []
        """What was taken, with what an `OR` stands between together."""
        self._wanted, self._joined = True, False
        self._keys, self._today = keys, today

    def read(self) -> Query[R]:
        """The query of all that was taken."""
        alone = [group[0] for group in self._groups if len(group) == 1]
        return Query(
            words=tuple(word for each in alone for word in each.words),
            terms=tuple(term for each in alone for term in each.terms),
            begun=tuple(self.begun),
            unwanted=tuple(word for each in alone for word in each.unwanted),
            either=tuple(tuple(group) for group in self._groups if len(group) > 1),
        )

    def take(self, term: re.Match[str]) -> None:
        """One word or term, or what joins them."""
        if term["value"] in _JOINING and not (term["key"] or term["no"]):
            self._joined = self._joined or term["value"] == "OR"
            self._wanted = term["value"] != "NOT"
            return
        found = self._one(term, self._wanted and not term["no"])
        if found and self._joined and self._groups:
            self._groups[-1].append(found)
        elif found:
            self._groups.append([found])
        self._wanted, self._joined = True, False

    def _one(self, term: re.Match[str], wanted: bool) -> Query[R]:
        value = term["value"].strip('"')
        if not term["key"]:
            words = [folded(value)] if term["value"].startswith('"') else folded(value).split()
            words = list(filter(None, words))
            return Query(tuple(words)) if wanted else Query(unwanted=tuple(words))
        name, key = self._key(term["key"])
        if not value:
            self.begun.append(Term(name, key))
            return Query()
        found = _term(name, key, term["op"] or "", value, self._today)
        return Query(terms=(found if wanted else msgspec.structs.replace(found, wanted=False),))

    def _key(self, typed: str) -> tuple[str, Key[R]]:
        name = typed.lower().replace("_", "-")
        name = next((known for known in (name, name.removesuffix("s"), f"{name}s") if known in self._keys), name)
        if name not in self._keys:
            known = did_you_mean(name, self._keys)
            raise InvalidInput(
                f"there is nothing called {typed}: to look for", f'{known} (a word that holds a colon: "{typed}:…")'
            )
        return name, self._keys[name]


def _term(name: str, key: Key[R], symbol: str, value: str, today: date) -> Term[R]:
    word = folded(value)
    if word in ("none", "any") and not symbol:
        return Term(name, key, there=word == "any")
    if key.days:
        first, last = parse_period(value, today)
        return Term(name, key, span=_SPANS[symbol](first.toordinal(), last.toordinal()))
    if symbol:
        raise InvalidInput(f"{name}: holds no days, so {symbol} says nothing there", QUERY_HINT)
    if key.choices and _word(value) not in {_word(choice) for choice in key.choices}:
        words = [choice.replace("_", "-") for choice in key.choices]
        raise InvalidInput(f"{name}: is never “{value}”", did_you_mean(value, words))
    return Term(name, key, sought=f"{EDGE}{_word(value)}{EDGE}" if key.whole else word)


@lru_cache(maxsize=4096)  # tags and states come again and again
def _word(text: Any) -> str:
    return folded(str(text)).replace("_", "-").replace(" ", "-")
