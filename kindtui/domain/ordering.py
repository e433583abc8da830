"""In which order a list stands: by what or when something is, never by a count, which would rank people."""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Generic, TypeVar

import msgspec

from kindtui.domain.nearest import did_you_mean
from kindtui.errors import InvalidInput

R = TypeVar("R")

A_TO_Z = ("a to z", "z to a")
EARLIEST_FIRST = ("earliest first", "latest first")
IN_ORDER = ("in order", "backwards")


class Order(msgspec.Struct, Generic[R], frozen=True):
    """One order. `value` answers what is compared; records where it answers nothing (None or "") come last, forwards
    and backwards. `words` say both directions."""

    value: Callable[[R], Any]
    words: tuple[str, str] = A_TO_Z


MENDED = 20
"""When fewer than one in so many changed, an order is mended."""

Sorting = tuple[tuple[str, bool], ...]
"""Names of orders, the first one first, and whether each goes backwards."""


def parse_sorting(text: str, orders: Mapping[str, Order[R]]) -> Sorting:
    """Read "status,-joined". Raises InvalidInput for an order that there is not, naming the nearest."""
    found: dict[str, bool] = {}
    for part in text.split(","):
        name = part.strip().lower().replace("_", "-")
        backwards = name.startswith("-")
        name = name.lstrip("-").strip()
        if not name:
            continue
        if name not in orders:
            raise InvalidInput(f"it cannot be sorted by “{part.strip().lstrip('-')}”", did_you_mean(name, orders))
        found.setdefault(name, backwards)
    return tuple(found.items())


def in_order(records: Sequence[R], sorting: Sorting, orders: Mapping[str, Order[R]]) -> Sequence[R]:
    """The records sorted; those that are alike stay in their order."""
    for name, backwards in reversed(sorting):
        value = orders[name].value
        with_value: list[tuple[Any, R]] = []
        without: list[R] = []
        for record in records:
            known = value(record)
            if known is None or known == "":
                without.append(record)
            else:
                with_value.append((known, record))
        with_value.sort(key=_known, reverse=backwards)
        records = [*(record for _, record in with_value), *without]
    return records


def shown_sorting(sorting: Sorting) -> str:
    """A sorting as it is typed: "status,-joined"."""
    return ",".join(f"-{name}" if backwards else name for name, backwards in sorting)


class Arranged(Generic[R]):
    """Records in the order of a key that no two of them share. It is mended, not made anew, when few of them changed:
    with 100,000 members that is a few milliseconds after each edit instead of half a second."""

    def __init__(self, key: Callable[[R], Any]) -> None:
        self._key = key
        self._given: dict[int, R] = {}
        self._arranged: list[R] = []

    def of(self, records: Sequence[R]) -> list[R]:
        """The records in order. What is the same object as before is taken to be as it was."""
        before, now = self._given, dict(zip(map(id, records), records, strict=True))
        come = now.keys() - before.keys()
        gone = len(before) - (len(now) - len(come))
        if (len(come) + gone) * MENDED > len(now):
            self._arranged = sorted(records, key=self._key)
        elif come or gone:
            kept = [record for record in self._arranged if id(record) in now]
            for one in come:
                insort(kept, now[one], key=self._key)
            self._arranged = kept
        self._given = now
        return list(self._arranged)


def _known(pair: tuple[Any, Any]) -> Any:
    return pair[0]
