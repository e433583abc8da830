"""A list of records that is as quick with 100,000 rows as with ten: it draws the lines that are seen, nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, ClassVar, Generic, TypeVar

from textual import events
from textual.content import Content
from textual.message import Message
from textual.strip import Strip

from kindtui.domain.query import Query, words_query
from kindtui.tui.widgets.columns import Column, Toned
from kindtui.tui.widgets.filtering import Filtering
from kindtui.tui.widgets.list_cursor import ListCursor
from kindtui.tui.widgets.row_painter import GUTTER, Look, RowPainter

R = TypeVar("R")

FOR_A_SCREENFUL = 0.04
"""Seconds for which a key of the filter searches before anything is painted, when a screenful is not found earlier."""

AT_ONCE = 0.002
"""Seconds for which it searches on in any case: a list of some thousands is counted by then."""

IN_TURN = 0.004
"""Seconds of searching or folding between two looks at what else there is to do."""

IDLE_AFTER = 0.05
"""Seconds after new records, or a key of the filter, from which texts are folded for later ones: what is asked for now
is painted first."""


class RecordList(ListCursor, Generic[R], can_focus=True):
    """Rows of records with a cursor, marks and a filter, which survive a refresh.

    `key` names a record for good; `blob` is its folded text, which the filter searches for words; `read` reads what is
    typed as a filter, and may raise InvalidInput; `banner` draws a row across all columns (the heading of a group) when
    it answers anything but None; an empty one is a blank line that the cursor passes over.
    """

    READS_ONLY: ClassVar[bool] = True
    """No key types anything here, so commands may take any."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"record-list--cursor", "record-list--cursor-blurred"}

    class Of(Message):
        """A message about a record of a list."""

        def __init__(self, records: RecordList[Any], record: Any | None) -> None:
            super().__init__()
            self.records = records
            self.record = record

        @property
        def control(self) -> RecordList[Any]:
            return self.records

    class Highlighted(Of):
        """The cursor came to another record (None: the list is empty)."""

    class Opened(Of):
        """A record was clicked that was already under the cursor, or clicked twice."""

    class Marked(Message):
        """The marks changed."""

    class Counted(Of):
        """All that the filter leaves is found; until then the list shows what was found so far."""

    class TitleClicked(Message):
        """The title of a column that sorts was clicked; `sort` is the name of its order."""

        def __init__(self, sort: str) -> None:
            super().__init__()
            self.sort = sort

    def __init__(
        self,
        columns: Sequence[Column[R]],
        *,
        key: Callable[[R], str],
        blob: Callable[[R], str],
        read: Callable[[str], Query[R]] = words_query,
        banner: Callable[[R], Sequence[Toned] | None] | None = None,
        show_header: bool = True,
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self.key_of = key
        self.banner = banner
        self.show_header = show_header
        self.empty_text = Content("")
        self.no_match_text = Content("Nothing matches. esc clears the filter.")
        self.query_text = ""
        """The filter, as it was typed."""
        self.marked: frozenset[str] = frozenset()
        self._read = read
        self._painter: RowPainter[R] = RowPainter(self, columns, banner)
        self._filtering: Filtering[R] = Filtering(blob)
        self._sought: int | None = None
        """The place of the record that the cursor goes to as soon as it is found again."""
        self._anchor: int | None = None
        """The place of the record that the cursor was on when the filter last changed."""
        self._turns = False
        """Whether a turn of searching or folding is under way."""
        self._waits = False
        """Whether a key of the filter came since the last turn."""

    # --- what it holds

    @property
    def columns(self) -> tuple[Column[R], ...]:
        """The columns; those that do not fit are not drawn."""
        return self._painter.columns

    @columns.setter
    def columns(self, columns: Sequence[Column[R]]) -> None:
        self._painter.columns = tuple(columns)
        self._painter.forget()
        self.refresh()

    @property
    def records(self) -> Sequence[R]:
        """Every record, filtered or not."""
        return self._filtering.records

    @property
    def shown_count(self) -> int:
        """How many rows the filter leaves, as far as they are found."""
        return len(self._filtering.shown)

    @property
    def shown(self) -> Sequence[int]:
        """The places in `records` of those that the filter leaves, as far as they are found."""
        return self._filtering.shown

    @property
    def is_counted(self) -> bool:
        """Whether all that the filter leaves is found."""
        return self._filtering.is_done

    @property
    def current(self) -> R | None:
        """The record under the cursor."""
        shown = self._filtering.shown
        return self.records[shown[self.cursor]] if 0 <= self.cursor < len(shown) else None

    def chosen(self) -> list[R]:
        """The marked records (also those that the filter hides), else the one under the cursor."""
        if self.marked:
            return [record for record in self.records if self.key_of(record) in self.marked]
        return [] if self.current is None else [self.current]

    @property
    def chosen_count(self) -> int:
        """How many records are chosen."""
        return len(self.marked) or int(self.current is not None)

    def show(self, held: Sequence[R], *, same_texts: bool = False) -> None:
        """Show these records instead, which nobody changes afterwards; cursor, marks and filter stay where they were.
        `same_texts` says that the blob of a record hangs on nothing but the record."""
        if self.marked:
            self.marked &= {self.key_of(record) for record in held}
        place = self._place_in(held)
        self._filtering.hold(held, same_texts=same_texts)
        self._painter.forget()
        self._settle(place, self.cursor)
        self._take_turns(IDLE_AFTER)

    def filter(self, text: str) -> None:
        """Show the records that a query finds: the first screenful now, the rest as soon as it is found. Raises
        InvalidInput, and shows what it showed before, for one that cannot be read."""
        query = self._read(text)
        place = self._place
        self.query_text = text
        self._waits = True
        self._filtering.begin(query)
        self._settle(place, 0)
        self._take_turns()

    def sort_shown(self, sort: str, *, backwards: bool) -> None:
        """Show in the header by which column the list is sorted ("": by none)."""
        self._painter.sorted_by = (sort, backwards) if sort else None
        self.refresh()

    def go_to(self, key: str) -> bool:
        """Put the cursor on the record with this key; says whether it is shown."""
        place = next((place for place, each in enumerate(self.records) if self.key_of(each) == key), None)
        if place is None:
            return False
        while not self._filtering.is_known(place):
            self._filtering.search(1)
        row = self._filtering.row_of(place)
        if row is None:
            return False
        self.measure()
        self.cursor = row
        return True

    def toggle_mark(self) -> None:
        """Mark the record under the cursor, or unmark it, and go one down."""
        if self.current is not None:
            self.marked ^= {self.key_of(self.current)}
            self.post_message(self.Marked())
            self.refresh_row(self.cursor)
            self.action_move(1)

    def mark_all(self) -> None:
        """Mark every record that the filter leaves, beside those that are marked."""
        while not self._filtering.search(1):
            pass
        self.marked |= {self.key_of(self.records[place]) for place in self._filtering.shown}
        self.post_message(self.Marked())
        self.refresh()

    def mark_only(self, keys: Iterable[str]) -> None:
        """Mark these records, and no others."""
        self.marked = frozenset(keys) & {self.key_of(record) for record in self.records}
        self.post_message(self.Marked())
        self.refresh()

    def unmark_all(self) -> None:
        """Unmark every record."""
        if self.marked:
            self.marked = frozenset()
            self.post_message(self.Marked())
            self.refresh()

    @property
    def _place(self) -> int | None:
        """The place of the record under the cursor, or that will be or was there when nothing is."""
        shown = self._filtering.shown
        if self._sought is not None:
            return self._sought
        return shown[self.cursor] if 0 <= self.cursor < len(shown) else self._anchor

    def _place_in(self, records: Sequence[R]) -> int | None:
        """The place among other records of the one under the cursor; where it was before is looked at first."""
        before = self._place
        if before is None or before >= len(self.records):
            return None
        sought = self.records[before]
        if before < len(records) and records[before] is sought:
            return before
        key = self.key_of(sought)
        return next((place for place, record in enumerate(records) if self.key_of(record) == key), None)

    # --- searching, a little at a time

    def _settle(self, place: int | None, otherwise: int) -> None:
        """Find the first screenful, and put the cursor on the record at a place, or else into a row."""
        filtering = self._filtering
        wanted = place if place is not None and filtering.leaves(place) else None
        filtering.search(FOR_A_SCREENFUL, least=max(1, self.page))
        filtering.search(AT_ONCE)
        if wanted is not None:
            filtering.search(AT_ONCE, reach=wanted)
        row = None if wanted is None else filtering.row_of(wanted)
        self._anchor = place
        self._sought = wanted if row is None else None
        self._put_cursor(otherwise if row is None else row)

    def _put_cursor(self, row: int) -> None:
        self.measure()
        self.set_reactive(RecordList.cursor, max(0, min(row, self.shown_count - 1)))
        self.scroll_to_cursor()
        self.refresh()
        self.post_message(self.Highlighted(self, self.current))

    def _take_turns(self, after: float = 0) -> None:
        if not self._turns:
            self._turns = True
            self.set_timer(max(after, 0.001), self._turn)

    def _turn(self) -> None:
        """Search on, or fold texts for later searches; then let others have their turn."""
        self._turns = False
        filtering = self._filtering
        if filtering.is_done:
            if self._waits:
                self._waits = False
                self._take_turns(IDLE_AFTER)
            elif filtering.prepare(IN_TURN):
                self._take_turns()
            return
        before = self.shown_count
        done = filtering.search(IN_TURN)
        if self._sought is not None and filtering.is_known(self._sought):
            row = filtering.row_of(self._sought)
            self._sought = None
            if row is not None:
                self._put_cursor(row)
        if before <= self.page or done:
            self.measure()
            self.refresh()
        if before == 0 and self.shown_count:
            self.post_message(self.Highlighted(self, self.current))
        if done:
            self.post_message(self.Counted(self, self.current))
        self._take_turns()

    # --- the cursor and the mouse

    def cursor_moved(self) -> None:
        self._sought = None
        self.post_message(self.Highlighted(self, self.current))

    def _record_in(self, row: int) -> R:
        return self.records[self._filtering.shown[row]]

    def is_blank(self, row: int) -> bool:
        banner = self.banner(self._record_in(row)) if self.banner else None
        return banner is not None and not banner

    async def on_click(self, event: events.Click) -> None:
        line = int(event.y) - self.gutter.top
        row = line - self.head + int(self.scroll_offset.y)
        if 0 <= line < self.head:
            column = self._painter.column_at(event.x - self.gutter.left, self.scrollable_content_region.width)
            if column is not None and column.sort:
                self.post_message(self.TitleClicked(column.sort))
        if line < self.head or not 0 <= row < self.shown_count or self.is_blank(row):
            return
        again = row == self.cursor
        self.cursor = row
        if event.x - self.gutter.left < GUTTER:
            self.toggle_mark()
        elif (again and self.has_focus) or event.chain > 1:
            self.post_message(self.Opened(self, self.current))

    # --- drawing

    def render_line(self, y: int) -> Strip:
        width = self.scrollable_content_region.width
        if not self.shown_count:
            return self._painter.note(self._note, y, width, self.scrollable_content_region.height)
        if y < self.head:
            return self._painter.header(width)
        row = y - self.head + int(self.scroll_offset.y)
        if row >= self.shown_count:
            return Strip.blank(width, self._painter.plain)
        place = self._filtering.shown[row]
        record = self.records[place]
        marked = bool(self.marked) and self.key_of(record) in self.marked
        return self._painter.row(place, record, Look(width, row == self.cursor, marked, self.has_focus))

    @property
    def _note(self) -> Content:
        """What stands where no rows are."""
        if not self._filtering.query:
            return self.empty_text
        return self.no_match_text if self.is_counted else Content("Looking …")

    def notify_style_update(self) -> None:
        self._painter.forget(colours=True)
        super().notify_style_update()
