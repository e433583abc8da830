"""Where one is and where one can go: a column on the left of wide terminals, a line of tabs on narrow ones."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from kindtui.tui.content import plain

TITLE_LINES = 3
"""Lines above the first section of the column."""


class Navigation(Widget):
    """The sections with their numbers. `marks` are words that must stay in sight, such as DEMO."""

    here: reactive[str] = reactive("")

    class Chosen(Message):
        """A section was clicked."""

        def __init__(self, section: str) -> None:
            super().__init__()
            self.section = section

    def __init__(self, sections: Sequence[tuple[str, str]], here: str, *, name_of_place: str, mark: str = "") -> None:
        super().__init__()
        self.sections = tuple(sections)
        self.place = plain(name_of_place)
        self.mark = mark
        self.set_reactive(Navigation.here, here)
        self._spans: list[tuple[int, int, str]] = []

    @property
    def is_column(self) -> bool:
        """Whether there is room for the column."""
        return self.size.height > 1

    def render(self) -> Content:
        return self._column() if self.is_column else self._tabs()

    def _column(self) -> Content:
        wide = max(8, self.size.width)
        rows = [
            Content.styled("kindtui", "bold $text-primary"),
            Content.styled(self.place, "$text-muted").truncate(wide, ellipsis=True),
            Content(""),
        ]
        for number, (id, title) in enumerate(self.sections, 1):
            if id == self.here:
                rows.append(
                    Content.styled(
                        f"▌{number}  {title}".ljust(wide),
                        "bold $block-cursor-blurred-foreground on $block-cursor-blurred-background",
                    )
                )
            else:
                rows.append(Content.assemble((f" {number}", "$text-accent"), (f"  {title}", "$foreground 85%")))
        if self.mark:
            rows += [Content("")] * max(1, self.size.height - len(rows) - 1)
            rows.append(Content.styled(f" {self.mark} ", "bold $text-warning on $warning-muted"))
        return Content("\n").join(rows)

    def _tabs(self) -> Content:
        mark = f" {self.mark} " if self.mark else ""
        room = self.size.width - cell_len(mark)
        titles = [f" {number} {title} " for number, (_id, title) in enumerate(self.sections, 1)]
        if sum(map(cell_len, titles)) > room:
            titles = [
                f" {number} {title} " if id == self.here else f" {number} "
                for number, (id, title) in enumerate(self.sections, 1)
            ]
        parts: list[Content] = []
        self._spans, at = [], 0
        for (id, _title), words in zip(self.sections, titles, strict=True):
            here = id == self.here
            style = (
                "bold $block-cursor-blurred-foreground on $block-cursor-blurred-background"
                if here
                else "$foreground 85%"
            )
            parts.append(Content.styled(words, style))
            self._spans.append((at, at + cell_len(words), id))
            at += cell_len(words)
        if mark:
            parts += [Content(" " * max(0, room - at)), Content.styled(mark, "bold $text-warning on $warning-muted")]
        return Content("").join(parts)

    async def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset is None:
            return
        if self.is_column:
            row = offset.y - TITLE_LINES
            if 0 <= row < len(self.sections):
                self.post_message(self.Chosen(self.sections[row][0]))
            return
        for start, end, id in self._spans:
            if start <= offset.x < end:
                self.post_message(self.Chosen(id))
