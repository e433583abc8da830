"""Sorting keeps everybody, puts those without a value last, and goes backwards when asked."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kindtui.domain.ordering import Arranged, Order, in_order, parse_sorting, shown_sorting
from kindtui.errors import InvalidInput


@dataclass(frozen=True)
class Tree:
    id: int
    name: str
    height: int | None


ORDERS: dict[str, Order[Tree]] = {"name": Order(lambda tree: tree.name), "height": Order(lambda tree: tree.height)}
trees = st.lists(
    st.builds(Tree, st.integers(0, 99), st.sampled_from(["", "ash", "elm"]), st.none() | st.integers(1, 3)), max_size=12
)
sortings = st.lists(st.sampled_from(["name", "-name", "height", "-height"]), max_size=3).map(",".join)


@given(trees, sortings)
def test_everybody_stays_and_those_without_a_value_come_last(records: list[Tree], text: str) -> None:
    sorting = parse_sorting(text, ORDERS)
    found = in_order(records, sorting, ORDERS)
    assert sorted(found, key=id) == sorted(records, key=id)
    assert parse_sorting(shown_sorting(sorting), ORDERS) == sorting
    if not sorting:
        assert found == records
        return
    name, backwards = sorting[0]
    values = [getattr(tree, name) for tree in found]
    known = [value for value in values if value not in (None, "")]
    assert values[: len(known)] == sorted(known, reverse=backwards)


@given(trees)
def test_those_that_are_alike_stay_in_their_order(records: list[Tree]) -> None:
    for text in ("name", "-name"):
        found = in_order(records, parse_sorting(text, ORDERS), ORDERS)
        for name in ("", "ash", "elm"):
            assert [tree for tree in found if tree.name == name] == [tree for tree in records if tree.name == name]


def test_an_order_that_there_is_not_is_refused_with_the_nearest() -> None:
    with pytest.raises(InvalidInput) as fault:
        parse_sorting("hight", ORDERS)
    assert "height" in fault.value.hint


@given(st.lists(st.lists(st.integers(0, 60), unique=True, max_size=60), max_size=5))
def test_an_order_that_is_mended_is_the_one_that_would_be_made(versions: list[list[int]]) -> None:
    every = [Tree(number, f"{number:02}"[::-1], None) for number in range(61)]
    arranged = Arranged(lambda tree: (tree.name, tree.id))
    everybody = arranged.of(every)
    for version in [[], *versions]:
        # few are gone, some have changed
        now = [tree for tree in every if tree.id not in version[:2]]
        now = [Tree(tree.id, tree.name[::-1], 1) if tree.id in version[2:4] else tree for tree in now]
        assert arranged.of(now) == sorted(now, key=lambda tree: (tree.name, tree.id))
    assert arranged.of(every) == everybody
