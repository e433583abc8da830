"""How the rows of a list look: columns, tones, the cursor and the marks, as strips of the terminal."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, NamedTuple, TypeVar

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.content import Content
from textual.strip import Strip
from textual.widget import Widget

from kindtui.domain.text import safe_text
from kindtui.tui.widgets.columns import GAP, Column, Toned, cropped, fit

R = TypeVar("R")

GUTTER = 3
"""Cells for the cursor, the mark and a space."""

TONES = {
    "muted": "text-muted",
    "accent": "text-accent",
    "heading": "text-primary",
    "warning": "text-warning",
    "error": "text-error",
    "success": "text-success",
}
"""The colour of the theme that each tone has. `strong` and `heading` are bold."""

UP, DOWN = "▲", "▼"
"""Beside the title of the column by which the list is sorted."""

NO_STYLE, BOLD = Style(), Style(bold=True)

KEPT = 1000
"""Rows whose strips are kept."""


class Look(NamedTuple):
    """What tells two drawings of the same record apart."""

    width: int
    under: bool = False
    """Whether the cursor is on it."""
    marked: bool = False
    focused: bool = False
    """Whether the list has the focus: the cursor looks otherwise then."""


class RowPainter(Generic[R]):
    """Draws the rows of one widget, which says what styles it has. Strips are kept until `forget`."""

    def __init__(
        self, widget: Widget, columns: Sequence[Column[R]], banner: Callable[[R], Sequence[Toned] | None] | None
    ) -> None:
        self.columns = tuple(columns)
        self.banner = banner
        self.sorted_by: tuple[str, bool] | None = None
        """The `sort` of the column by which the list is sorted, and whether from the end."""
        self._widget = widget
        self._tones: dict[tuple[str, str], Style] = {}
        self._fitted: tuple[Sequence[Column[R]], int, list[tuple[Column[R], int]]] | None = None
        self._strips: dict[tuple[int, Look], Strip] = {}
        self._style: Style | None = None

    def forget(self, *, colours: bool = False) -> None:
        """Draw every row anew: records or columns changed, or `colours`."""
        self._strips.clear()
        if colours:
            self._tones.clear()
            self._style = None

    @property
    def plain(self) -> Style:
        """The style of the list, where nothing else is said."""
        if self._style is None:
            self._style = self._widget.rich_style
        return self._style

    def fitted(self, width: int) -> list[tuple[Column[R], int]]:
        """The columns that are shown, and their widths."""
        if self._fitted is None or self._fitted[:2] != (self.columns, width):
            self._fitted = (self.columns, width, fit(self.columns, width - GUTTER))
        return self._fitted[2]

    def column_at(self, x: int, width: int) -> Column[R] | None:
        """The column whose title is drawn in a cell of the header."""
        start = GUTTER
        for column, wide in self.fitted(width):
            if start <= x < start + wide:
                return column
            start += wide + GAP
        return None

    def header(self, width: int) -> Strip:
        """The titles of the columns."""
        style = self.plain + self._tone("muted", False)
        titles = (" " * GAP).join(cropped(self._title(column, wide), wide) for column, wide in self.fitted(width))
        return Strip([Segment(" " * GUTTER + titles, style)]).adjust_cell_length(width, style)

    def row(self, place: int, record: R, look: Look) -> Strip:
        """The row of the record at a place."""
        key = (place, look)
        strip = self._strips.get(key)
        if strip is None:
            if len(self._strips) >= KEPT:
                self._strips.clear()
            strip = self._strips[key] = self._drawn(record, look)
        return strip

    def note(self, content: Content, y: int, width: int, height: int) -> Strip:
        """A line of the words that stand where no rows are."""
        style = self.plain
        top = max(0, min(2, height // 4))
        wrapped = content.wrap(max(8, width - 4))
        if not top <= y < top + len(wrapped):
            return Strip.blank(width, style)
        words = Segment("  " + wrapped[y - top].plain, style + self._tone("muted", False))
        return Strip([words]).adjust_cell_length(width, style)

    def _title(self, column: Column[R], wide: int) -> str:
        if self.sorted_by is None or column.sort != self.sorted_by[0]:
            return column.title
        return f"{cropped(column.title, wide - 2).rstrip()} {DOWN if self.sorted_by[1] else UP}"

    def _drawn(self, record: R, look: Look) -> Strip:
        base = self._base(look)
        gutter = ("›" if look.under else " ") + ("✓" if look.marked else " ") + " "
        segments = [Segment(gutter, base + self._tone("accent", look.under))]
        banner = self.banner(record) if self.banner else None
        if banner is not None:
            segments += [Segment(safe_text(part.text), base + self._tone(part.tone, look.under)) for part in banner]
            return Strip(segments).adjust_cell_length(look.width, base)
        length = GUTTER
        for column, wide in self.fitted(look.width):
            cell = column.cell(record)
            toned = cell if isinstance(cell, Toned) else Toned(cell)
            style = base + self._tone(toned.tone, look.under)
            segments.append(Segment(cropped(toned.text, wide) + " " * GAP, style))
            length += wide + GAP
        return Strip(segments, length).adjust_cell_length(look.width, base)

    def _tone(self, tone: str, under: bool) -> Style:
        """The foreground of a tone. Under the cursor the cursor's own colours win, so that contrast stays sure."""
        plain = BOLD if tone in ("strong", "heading") else NO_STYLE
        if tone not in TONES or (under and self._widget.has_focus):
            return plain
        app = self._widget.app
        key = (tone, app.theme)
        if key not in self._tones:
            colour = app.theme_variables[TONES[tone]]
            # themes of textual leave some of these to be found from the background
            found = NO_STYLE if "auto" in colour else Style(color=Color.parse(colour).rich_color)
            self._tones[key] = plain + found
        return self._tones[key]

    def _base(self, look: Look) -> Style:
        style = self.plain
        if not look.under:
            return style + BOLD if look.marked else style
        name = "record-list--cursor" if look.focused else "record-list--cursor-blurred"
        return self._widget.get_component_rich_style(name)
