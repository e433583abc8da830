"""What a person types to find records: words that must all occur, and terms such as `tag:mentor` or `due:<today`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, Generic, TypeVar

import msgspec

from kindtui.domain.dates import parse_period
from kindtui.domain.nearest import did_you_mean
from kindtui.domain.text import folded
from kindtui.errors import InvalidInput

R = TypeVar("R")
Test = Callable[[R], bool]

_TERM = r'(?:(?P<key>[A-Za-z][\w-]*):(?!//)(?P<op>[<>]=?)?)?(?P<value>"[^"]*"?|\S*)\s*'
_SYMBOLS: Mapping[str, Callable[[date, date, date], bool]] = {
    "": lambda day, first, last: first <= day <= last,
    "<": lambda day, first, last: day < first,
    "<=": lambda day, first, last: day <= last,
    ">": lambda day, first, last: day > last,
    ">=": lambda day, first, last: day >= first,
}
QUERY_HINT = 'words, or terms such as tag:mentor, status:on-break, joined:>2025-01-01, by:"Ada Lovelace"'


class Key(msgspec.Struct, Generic[R], frozen=True):
    """A key of a query: the texts or days of a record under it.

    A text is found by a part of it, or, when `whole`, by all of it (as with tags and states). `choices` are the only
    words that make sense, when there are such.
    """

    values: Callable[[R], Iterable[str | date | None]]
    whole: bool = False
    days: bool = False
    choices: tuple[str, ...] = ()


class Query(msgspec.Struct, Generic[R], frozen=True):
    """A typed query, read. `words` are folded."""

    words: tuple[str, ...]
    tests: tuple[Test[R], ...]

    def __bool__(self) -> bool:
        return bool(self.words or self.tests)

    def matches(self, record: R, blob: Callable[[R], str]) -> bool:
        """Whether all words occur in the record's folded text and all terms hold."""
        if not all(test(record) for test in self.tests):
            return False
        if not self.words:
            return True
        text = blob(record)
        return all(word in text for word in self.words)


def parse_query(text: str, keys: Mapping[str, Key[R]], today: date) -> Query[R]:
    """Read a query. A term without a value yet (`tag:`) asks for nothing; `tag:none` for those without, `tag:any` for
    those with one. Raises InvalidInput for an unknown key or value, naming the nearest."""
    words: list[str] = []
    tests: list[Test[R]] = []
    for term in re.finditer(_TERM, text.strip()):
        value = term["value"].strip('"')
        if not term["key"]:
            words += folded(value).split() if not term["value"].startswith('"') else [folded(value)]
            continue
        name = term["key"].lower().replace("_", "-")
        if name not in keys:
            raise InvalidInput(f"there is nothing called {term['key']}: to look for", did_you_mean(name, keys))
        if value:
            tests.append(_test(name, keys[name], term["op"] or "", value, today))
    return Query(tuple(word for word in words if word), tuple(tests))


def _test(name: str, key: Key[R], symbol: str, value: str, today: date) -> Test[R]:
    word = folded(value)
    if word in ("none", "any") and not symbol:
        wanted = word == "any"
        return lambda record: any(key.values(record)) == wanted
    if key.days:
        first, last = parse_period(value, today)
        compare = _SYMBOLS[symbol]
        return lambda record: any(isinstance(day, date) and compare(day, first, last) for day in key.values(record))
    if symbol:
        raise InvalidInput(f"{name}: holds no days, so {symbol} says nothing there", QUERY_HINT)
    if key.choices:
        known = {_word(choice): choice for choice in key.choices}
        if _word(value) not in known:
            words = [choice.replace("_", "-") for choice in key.choices]
            raise InvalidInput(f"{name}: is never “{value}”", did_you_mean(value, words))
    if key.whole:
        sought = _word(value)
        return lambda record: any(_word(str(text)) == sought for text in key.values(record) if text)
    return lambda record: any(word in folded(str(text)) for text in key.values(record) if text)


def _word(text: Any) -> str:
    return folded(str(text)).replace("_", "-").replace(" ", "-")
