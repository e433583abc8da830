"""A list of records that is as quick with 100,000 rows as with ten: it draws the lines that are seen, nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, ClassVar, Generic, TypeVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.color import Color
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from kindtui.domain.text import folded, safe_text
from kindtui.tui.widgets.columns import GAP, Cell, Column, Toned, cropped, fit

R = TypeVar("R")

GUTTER = 3
"""Cells for the cursor, the mark and a space."""

BLOBS_AT_ONCE = 4000
"""Records folded for the filter in one idle moment."""

TONES = {
    "muted": "text-muted",
    "accent": "text-accent",
    "heading": "text-primary",
    "warning": "text-warning",
    "error": "text-error",
    "success": "text-success",
}
"""The colour of the theme that each tone has. `strong` and `heading` are bold."""


class RecordList(ScrollView, Generic[R], can_focus=True):
    """Rows of records with a cursor, marks and a filter, which survive a refresh.

    `key` names a record for good; `blob` is its folded text, which the filter searches; `banner` draws a row across all
    columns (the heading of a group) when it answers anything but None; an empty one is a blank line that the cursor
    passes over.
    """

    READS_ONLY: ClassVar[bool] = True
    """No key types anything here, so commands may take any."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "move(1)", "Down", id="list.down", show=False, priority=True),
        Binding("up,k", "move(-1)", "Up", id="list.up", show=False, priority=True),
        Binding("pagedown,ctrl+d,ctrl+f", "page(1)", "Page down", id="list.page_down", show=False, priority=True),
        Binding("pageup,ctrl+u,ctrl+b", "page(-1)", "Page up", id="list.page_up", show=False, priority=True),
        Binding("home", "first", "First", id="list.first", show=False, priority=True),
        Binding("end,G", "last", "Last", id="list.last", show=False, priority=True),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {"record-list--cursor", "record-list--cursor-blurred"}

    cursor: reactive[int] = reactive(0)
    """The row under the cursor, among those that are shown."""

    class Highlighted(Message):
        """The cursor came to another record (None: the list is empty)."""

        def __init__(self, records: RecordList[Any], record: Any | None) -> None:
            super().__init__()
            self.records = records
            self.record = record

        @property
        def control(self) -> RecordList[Any]:
            return self.records

    class Opened(Message):
        """A record was clicked that was already under the cursor, or clicked twice."""

        def __init__(self, records: RecordList[Any], record: Any) -> None:
            super().__init__()
            self.records = records
            self.record = record

        @property
        def control(self) -> RecordList[Any]:
            return self.records

    class Marked(Message):
        """The marks changed."""

    def __init__(
        self,
        columns: Sequence[Column[R]],
        *,
        key: Callable[[R], str],
        blob: Callable[[R], str],
        banner: Callable[[R], Sequence[Toned] | None] | None = None,
        show_header: bool = True,
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self.columns = tuple(columns)
        self.key_of = key
        self.blob_of = blob
        self.banner = banner
        self.show_header = show_header
        self.empty_text = Content("")
        self.no_match_text = Content("Nothing matches. esc clears the filter.")
        self.query_text = ""
        self.marked: frozenset[str] = frozenset()
        self._tones: dict[tuple[str, str], Style] = {}
        self._records: list[R] = []
        self._blobs: list[str] = []
        self._shown: Sequence[int] = range(0)

    # --- what it holds

    @property
    def records(self) -> Sequence[R]:
        """Every record, filtered or not."""
        return self._records

    @property
    def shown_count(self) -> int:
        """How many rows the filter leaves."""
        return len(self._shown)

    @property
    def current(self) -> R | None:
        """The record under the cursor."""
        return self._records[self._shown[self.cursor]] if 0 <= self.cursor < len(self._shown) else None

    def chosen(self) -> list[R]:
        """The marked records (also those that the filter hides), else the one under the cursor."""
        if self.marked:
            return [record for record in self._records if self.key_of(record) in self.marked]
        return [] if self.current is None else [self.current]

    def show(self, records: Iterable[R]) -> None:
        """Show these records instead; cursor, marks and filter stay where they were."""
        current = self.current
        kept = None if current is None else self.key_of(current)
        before = self.cursor
        self._records = list(records)
        self._blobs = []
        if self.marked:
            self.marked &= {self.key_of(record) for record in self._records}
        self._filter_all()
        self._place_cursor(kept, before)
        self.set_timer(0.05, self._fold_some)

    def filter(self, query: str) -> None:
        """Show the records in which every word of the query occurs."""
        words = folded(query).split()
        old = folded(self.query_text).split()
        narrower = (
            bool(old) and len(words) >= len(old) and all(new.startswith(o) for new, o in zip(words, old, strict=False))
        )
        current = self.current
        self.query_text = query
        if narrower:
            blobs = self._blobs
            self._shown = [i for i in self._shown if all(word in blobs[i] for word in words)]
        else:
            self._filter_all()
        self._place_cursor(None if current is None else self.key_of(current), 0)

    def go_to(self, key: str) -> bool:
        """Put the cursor on the record with this key; says whether it is shown."""
        row = self._row_of(key)
        if row is None:
            return False
        self.cursor = row
        return True

    def toggle_mark(self) -> None:
        """Mark the record under the cursor, or unmark it, and go one down."""
        if self.current is not None:
            self.marked ^= {self.key_of(self.current)}
            self.post_message(self.Marked())
            self.refresh()
            self.action_move(1)

    def unmark_all(self) -> None:
        """Unmark every record."""
        if self.marked:
            self.marked = frozenset()
            self.post_message(self.Marked())
            self.refresh()

    def _filter_all(self) -> None:
        words = folded(self.query_text).split()
        if not words:
            self._shown = range(len(self._records))
            return
        while len(self._blobs) < len(self._records):
            self._fold(len(self._records))
        rare, *others = sorted(words, key=len, reverse=True)
        found = [i for i, blob in enumerate(self._blobs) if rare in blob]
        for word in others:
            found = [i for i in found if word in self._blobs[i]]
        self._shown = found

    def _fold(self, many: int) -> None:
        start = len(self._blobs)
        self._blobs += [self.blob_of(record) for record in self._records[start : start + many]]

    def _fold_some(self) -> None:
        if len(self._blobs) < len(self._records):
            self._fold(BLOBS_AT_ONCE)
            self.set_timer(0.01, self._fold_some)

    def _row_of(self, key: str) -> int | None:
        return next((row for row, i in enumerate(self._shown) if self.key_of(self._records[i]) == key), None)

    def _place_cursor(self, key: str | None, otherwise: int) -> None:
        row = None if key is None else self._row_of(key)
        target = otherwise if row is None else row
        self._measure()
        self.set_reactive(RecordList.cursor, max(0, min(target, len(self._shown) - 1)))
        self._scroll_to_cursor()
        self.refresh()
        self.post_message(self.Highlighted(self, self.current))

    # --- moving

    def validate_cursor(self, row: int) -> int:
        return max(0, min(row, len(self._shown) - 1))

    def watch_cursor(self) -> None:
        self._scroll_to_cursor()
        self.refresh()
        self.post_message(self.Highlighted(self, self.current))

    def action_move(self, rows: int) -> None:
        target = self.cursor + rows
        if 0 <= target < len(self._shown) and self._is_blank(target):
            target += 1 if rows > 0 else -1
        self.cursor = target

    def action_page(self, pages: int) -> None:
        self.cursor += pages * max(1, self._page - 1)

    def action_first(self) -> None:
        self.cursor = 0

    def action_last(self) -> None:
        self.cursor = len(self._shown) - 1

    def _is_blank(self, row: int) -> bool:
        banner = self.banner(self._records[self._shown[row]]) if self.banner else None
        return banner is not None and not banner

    @property
    def _head(self) -> int:
        return 1 if self.show_header else 0

    @property
    def _page(self) -> int:
        return self.scrollable_content_region.height - self._head

    def _measure(self) -> None:
        width = self.scrollable_content_region.width
        self.virtual_size = Size(width, len(self._shown) + self._head)

    def _scroll_to_cursor(self) -> None:
        if self._page < 1:
            return
        top = int(self.scroll_offset.y)
        if self.cursor < top:
            self.scroll_to(y=self.cursor, animate=False, force=True)
        elif self.cursor >= top + self._page:
            self.scroll_to(y=self.cursor - self._page + 1, animate=False, force=True)

    def on_resize(self) -> None:
        self._measure()
        self._scroll_to_cursor()

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    async def on_click(self, event: events.Click) -> None:
        row = int(event.y) - self.gutter.top - self._head + int(self.scroll_offset.y)
        if event.y - self.gutter.top < self._head or not 0 <= row < len(self._shown):
            return
        if self._is_blank(row):
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
        if not self._shown:
            return self._empty_line(y, width)
        if y < self._head:
            return self._header(width)
        row = y - self._head + int(self.scroll_offset.y)
        if row >= len(self._shown):
            return Strip.blank(width, self.rich_style)
        return self._row(row, width)

    def _header(self, width: int) -> Strip:
        style = self.rich_style + self._tone("muted", False)
        titles = (" " * GAP).join(cropped(column.title, wide) for column, wide in fit(self.columns, width - GUTTER))
        return Strip([Segment(" " * GUTTER + titles, style)]).adjust_cell_length(width, style)

    def _row(self, row: int, width: int) -> Strip:
        record = self._records[self._shown[row]]
        under, marked = row == self.cursor, self.key_of(record) in self.marked
        base = self._base_style(under, marked)
        gutter = ("›" if under else " ") + ("✓" if marked else " ") + " "
        segments = [Segment(gutter, base + self._tone("accent", under))]
        banner = self.banner(record) if self.banner else None
        if banner is not None:
            segments += [Segment(safe_text(part.text), base + self._tone(part.tone, under)) for part in banner]
        else:
            for number, (column, wide) in enumerate(fit(self.columns, width - GUTTER)):
                if number:
                    segments.append(Segment(" " * GAP, base))
                segments.append(self._cell(column.cell(record), wide, base, under))
        return Strip(segments).adjust_cell_length(width, base)

    def _cell(self, cell: Cell, width: int, base: Style, under: bool) -> Segment:
        toned = cell if isinstance(cell, Toned) else Toned(cell)
        return Segment(cropped(toned.text, width), base + self._tone(toned.tone, under))

    def _tone(self, tone: str, under: bool) -> Style:
        """The foreground of a tone. Under the cursor the cursor's own colours win, so that contrast stays sure."""
        bold = tone in ("strong", "heading") or None
        if tone not in TONES or (under and self.has_focus):
            return Style(bold=bold)
        key = (tone, self.app.theme)
        if key not in self._tones:
            colour = self.app.theme_variables[TONES[tone]]
            # themes of textual leave some of these to be found from the background
            self._tones[key] = Style(bold=bold, color=None if "auto" in colour else Color.parse(colour).rich_color)
        return self._tones[key]

    def notify_style_update(self) -> None:
        self._tones.clear()
        super().notify_style_update()

    def _base_style(self, under: bool, marked: bool) -> Style:
        if not under:
            return self.rich_style + Style(bold=True) if marked else self.rich_style
        name = "record-list--cursor" if self.has_focus else "record-list--cursor-blurred"
        return self.get_component_rich_style(name)

    def _empty_line(self, y: int, width: int) -> Strip:
        style = self.rich_style
        content = self.no_match_text if self.query_text.strip() else self.empty_text
        top = max(0, min(2, self.scrollable_content_region.height // 4))
        wrapped = content.wrap(max(8, width - 4))
        if not top <= y < top + len(wrapped):
            return Strip.blank(width, style)
        return Strip([Segment("  " + wrapped[y - top].plain, style + self._tone("muted", False))]).adjust_cell_length(
            width, style
        )
