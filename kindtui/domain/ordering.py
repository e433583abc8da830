"""In which order a list stands: by what or when something is, never by a count, which would rank people."""

from __future__ import annotations

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


def _known(pair: tuple[Any, Any]) -> Any:
    return pair[0]
