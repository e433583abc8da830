"""How the records of a notebook are found and put in order, for every list of it, on the screen and off it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Generic, TypeVar

from kindtui.domain.ordering import Order, Sorting, in_order, parse_sorting
from kindtui.domain.query import Key, Query, parse_query
from kindtui.domain.record import Record

R = TypeVar("R", bound=Record)


class Listing(Generic[R]):
    """Mixed into a notebook, which says what a query can ask for (`keys`) and what a list can be sorted by (`orders`),
    each by name."""

    today: Callable[[], date]
    keys: Mapping[str, Key[R]]
    orders: Mapping[str, Order[R]]

    def list(self, query: str = "") -> Sequence[R]:
        """The records that a query finds, in their usual order. Raises InvalidInput."""
        raise NotImplementedError

    def query(self, text: str) -> Query[R]:
        """Read a query. Raises InvalidInput."""
        return parse_query(text, self.keys, self.today())

    def sorting(self, text: str) -> Sorting:
        """Read "status,-joined". Raises InvalidInput."""
        return parse_sorting(text, self.orders)

    def sorted(self, records: Sequence[R], sorting: Sorting) -> Sequence[R]:
        """The records in another order than the usual."""
        return in_order(records, sorting, self.orders) if sorting else records
