"""The virtual list: cursor, marks and filter over any number of rows, and columns that know how wide a name is."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.app import App, ComposeResult

from kindtui.domain.query import Key, Query, parse_query, words_query
from kindtui.domain.text import folded
from kindtui.errors import InvalidInput
from kindtui.tui.widgets.columns import GAP, Column, Toned, cropped, fit
from kindtui.tui.widgets.record_list import RecordList
from tests.tui.conftest import PATIENCE


@dataclass(frozen=True)
class Thing:
    id: str
    name: str


def things(many: int) -> list[Thing]:
    return [Thing(f"t{number}", f"Thing {number} {'Zoë' if number % 1000 == 7 else 'plain'}") for number in range(many)]


class Listing(App[None]):
    """One list."""

    def __init__(self, records: list[Thing], read: Callable[[str], Query[Thing]] = words_query) -> None:
        super().__init__()
        self.given = records
        self.read = read

    def compose(self) -> ComposeResult:
        columns = (Column("Name", lambda thing: thing.name, 20, stretch=True), Column("Id", lambda t: Toned(t.id), 6))
        yield RecordList(columns, key=lambda thing: thing.id, blob=lambda thing: folded(thing.name), read=self.read)

    def on_mount(self) -> None:
        self.rows.show(self.given)
        self.rows.focus()

    @property
    def rows(self) -> RecordList[Thing]:
        return self.query_one(RecordList)

    async def counted(self) -> None:
        """Wait until all that the filter leaves is found."""
        for _ in range(PATIENCE):
            if self.rows.is_counted:
                return
            await asyncio.sleep(0.02)
        raise AssertionError("the filter does not come to an end")

    def drawn(self) -> str:
        strips = self.screen._compositor.render_strips()
        return "\n".join("".join(segment.text for segment in strip) for strip in strips)


async def test_a_hundred_thousand_rows_are_moved_through_filtered_and_narrowed() -> None:
    app = Listing(things(100_000))
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.press("end")
        assert app.rows.current == app.given[-1]
        assert "t99999" in app.drawn()
        app.rows.filter("zoe")
        assert app.rows.shown_count >= 18
        await app.counted()
        assert app.rows.shown_count == 100
        app.rows.filter("zoe 7007")
        await app.counted()
        assert [app.rows.current, app.rows.shown_count] == [app.given[7007], 10]
        app.rows.filter("zoe")
        await app.counted()
        assert [app.rows.current, app.rows.shown_count] == [app.given[7007], 100]
        app.rows.filter("zoe nobody")
        await app.counted()
        assert app.rows.current is None
        app.rows.filter("")
        assert app.rows.current == app.given[7007]


async def test_a_cursor_that_was_moved_meanwhile_stays_where_it_was_moved() -> None:
    app = Listing(things(100_000))
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.press("end")
        app.rows.filter("thing")
        app.rows.go_to("t5")
        await app.counted()
        assert [app.rows.current, app.rows.shown_count] == [app.given[5], 100_000]


async def test_a_query_that_cannot_be_read_leaves_the_list_as_it_was() -> None:
    def read(text: str) -> Query[Thing]:
        return parse_query(text, {"name": Key(lambda thing: [thing.name])}, date(2026, 3, 10))

    app = Listing(things(30), read)
    async with app.run_test(size=(60, 20)):
        app.rows.filter('name:"thing 1"')
        with pytest.raises(InvalidInput):
            app.rows.filter("nam:2")
        assert [app.rows.shown_count, app.rows.query_text] == [11, 'name:"thing 1"']


async def test_cursor_marks_and_filter_survive_a_refresh() -> None:
    app = Listing(things(30))
    async with app.run_test(size=(60, 20)) as pilot:
        app.rows.filter("thing 1")
        await pilot.press("j", "j")
        app.rows.toggle_mark()
        under = app.rows.current
        app.rows.show([Thing("new", "Thing 1 new"), *app.given[:13]])
        assert app.rows.current == under
        assert app.rows.marked == {"t11"}
        assert [thing.id for thing in app.rows.chosen()] == ["t11"]
        app.rows.show(app.given[:5])
        assert app.rows.marked == frozenset()
        assert app.rows.query_text == "thing 1"


async def test_marked_records_stay_chosen_when_the_filter_hides_them() -> None:
    app = Listing(things(30))
    async with app.run_test(size=(60, 20)):
        app.rows.toggle_mark()
        app.rows.filter("thing 29")
        assert [thing.id for thing in app.rows.chosen()] == ["t0"]
        app.rows.unmark_all()
        assert [thing.id for thing in app.rows.chosen()] == ["t29"]


async def test_a_click_moves_and_a_click_in_the_gutter_marks() -> None:
    app = Listing(things(30))
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.click(RecordList, offset=(10, 5))
        row = app.rows.cursor
        assert row > 0
        await pilot.click(RecordList, offset=(1, 7))
        assert app.rows.marked == {f"t{row + 2}"}


async def test_every_line_is_as_wide_as_the_list() -> None:
    names = ["山田 健二", "👩‍👩‍👧 family", "é" * 80, "नमस्ते", "🇫🇷" * 9, "plain"]
    app = Listing([Thing(str(number), name) for number, name in enumerate(names)])
    async with app.run_test(size=(44, 12)) as pilot:
        await pilot.pause()
        assert {cell_len(line) for line in app.drawn().splitlines()} == {44}


@given(st.text(), st.integers(0, 60))
def test_cropped_text_is_exactly_as_wide_as_asked(text: str, width: int) -> None:
    assert cell_len(cropped(text, width)) == width


@given(
    st.lists(st.tuples(st.integers(4, 40), st.integers(1, 5), st.booleans()), min_size=1, max_size=7),
    st.integers(5, 200),
)
def test_columns_fit_and_the_most_important_stays(given_columns: list[tuple[int, int, bool]], width: int) -> None:
    columns = [
        Column(str(number), str, wide, importance=importance, stretch=stretch)
        for number, (wide, importance, stretch) in enumerate(given_columns)
    ]
    shown = fit(columns, width)
    assert shown
    assert sum(wide for _, wide in shown) + GAP * (len(shown) - 1) <= width
    assert min(columns, key=lambda column: column.importance).title in [column.title for column, _ in shown]
