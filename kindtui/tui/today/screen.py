"""Today: what waits, in the order in which it should be looked at, and the next step on one key."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

import msgspec
from msgspec.structs import replace
from rich.cells import cell_len
from textual.content import Content

from kindtui.domain.text import counted, folded
from kindtui.tui import content as draw
from kindtui.tui.command_screen import HIGH
from kindtui.tui.commands import Command, usual
from kindtui.tui.section import ListSection
from kindtui.tui.sections import section_of_table, verb_of
from kindtui.tui.widgets.columns import Column, Toned
from kindtui.tui.widgets.record_list import RecordList

if TYPE_CHECKING:
    from kindtui.services.waiting import Group, Line
    from kindtui.workspace import Workspace

FOLDED_AT = 6
"""Lines of a group that are shown before the rest is folded away."""

WHOLE_STEPS = 80
"""Cells of a terminal from which the steps are shown whole, if they take no more than half of the list, and what waits
gets the room they leave."""

SIGNS = {
    "take-down": ("✗", "error"),
    "overdue": ("!", "error"),
    "due": ("●", "warning"),
    "back": ("↩", "accent"),
    "unthanked": ("♥", "accent"),
    "answers": ("?", "accent"),
    "ready": ("★", "success"),
    "newcomers": ("+", "success"),
    "review": ("§", "warning"),
    "unsaved": ("●", "warning"),
    "problems": ("✗", "error"),
}
"""A glyph and a tone for each group; its title is the word that goes with them."""

ALL_DONE = (
    "Nothing waits. Everybody who was owed a thank-you has had one, and nobody is waiting for you.\n\n"
    "A good moment to notice something: press 3 and a to write down a kind act, or 2 to look through the people "
    "you have not heard from in a while."
)

NOBODY_YET = "Nobody is here yet.\n\nPress 2, then a to write down the first member, or i to bring a list of them in."


class Row(msgspec.Struct, frozen=True):
    """One row of the page: the heading of a group, a line of it, the fold that hides the rest, or a blank line."""

    group: Group
    line: Line | None = None
    hidden: int = 0
    number: int = 0
    blank: bool = False

    @property
    def key(self) -> str:
        """What names the row from one look to the next."""
        if self.line is None:
            return f"{self.group.key}/{'blank' if self.blank else 'more' if self.hidden else ''}"
        return f"{self.group.key}/{self.line.query or '/'.join(id for _table, id in self.line.refs) or self.number}"


def _words(row: Row) -> Toned:
    return Toned(f"  {row.line.text}" if row.line else "")


def _step(row: Row) -> Toned:
    return Toned(f"→ {row.line.step}" if row.line and row.line.step else "", "accent")


class TodayScreen(ListSection[Row]):
    """What needs attention now."""

    section_id = "today"
    nouns = ("thing waits", "things wait")
    empty_text = ALL_DONE
    columns: ClassVar[Sequence[Column[Row]]] = (
        Column("  What waits", _words, 52, least=16, importance=1, stretch=True),
        Column("Next step", _step, 24, least=16, importance=2),
    )
    COMMANDS_HERE = (
        Command(
            "today.step",
            "Do the next step",
            "enter,d",
            "step",
            "do it",
            "On a heading or a fold: shows or hides the group.",
            needs="one",
            footer=1,
        ),
        Command("today.open", "Go to it in its section", "e,l", "go", "go to it", needs="one", footer=2),
        *usual("today", "line", without=("open", "add", "edit", "remove", "editor", "mark", "unmark_all")),
        Command(
            "today.command", "Copy the command that does the same", "Y", "copy_command", "copy command", needs="one"
        ),
    )

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._waiting = 0
        self._open_groups: set[str] = set()
        self._closed_groups: set[str] = set()

    def begin(self) -> None:
        """Paint the room, then open the records and look up what waits: with many members it takes a moment."""
        self.rows.empty_text = Content("")
        self.show_keys()
        self.set_focus(self.rows)
        self.kind_app.after_paint(self._look_up)

    def _look_up(self) -> None:
        if not self.kind_app.open_records():
            return
        self.show_notice()
        self.reload()
        self.rows.action_move(1)
        self.show_current()
        self.show_keys()

    # --- rows

    def reload(self) -> None:
        self.rows.empty_text = Content(self.empty_text if len(self.workspace.roster.table) else NOBODY_YET)
        super().reload()
        self._fit_steps()

    def on_resize(self) -> None:
        if self.query(RecordList):
            self._fit_steps()

    def _fit_steps(self) -> None:
        columns = self.columns
        if self.app.size.width >= WHOLE_STEPS:
            what, step = columns
            longest = max((cell_len(_step(row).text) for row in self.rows.records), default=0)
            wide = max(step.least, min(longest, self.rows.size.width // 2))
            columns = (replace(what, width=what.least), replace(step, width=wide))
        if columns != self.rows.columns:
            self.rows.columns = tuple(columns)

    def records(self) -> Sequence[Row]:
        rows: list[Row] = []
        self._waiting = 0
        for group in self.workspace.today.groups():
            self._waiting += len(group.lines)
            if rows and self.app.size.height >= HIGH:
                rows.append(Row(group, blank=True))
            rows += self._rows_of(group)
        return rows

    def _rows_of(self, group: Group) -> list[Row]:
        if group.key in self._closed_groups:
            return [Row(group)]
        lines = [Row(group, line, number=number) for number, line in enumerate(group.lines)]
        rest = len(lines) - FOLDED_AT
        if rest <= 1 or group.key in self._open_groups:
            return [Row(group), *lines]
        return [Row(group), *lines[:FOLDED_AT], Row(group, hidden=rest)]

    def key_of(self, record: Row) -> str:
        return record.key

    def blob(self, record: Row) -> str:
        line = record.line
        return folded(f"{record.group.title} {line.text} {line.detail} {line.step}") if line else ""

    @property
    def title_words(self) -> str:
        day = self.workspace.date_today()
        return f"Today  {day:%A} {day.day} {day:%B}"

    def banner(self, record: Row) -> Sequence[Toned] | None:
        if record.line is not None:
            return None
        if record.blank:
            return ()
        if record.hidden:
            return (Toned(f"  … {record.hidden:,} more", "muted"),)
        glyph, tone = SIGNS.get(record.group.key, ("·", "muted"))
        return (
            Toned(f"{glyph} ", tone),
            Toned(record.group.title, "heading"),
            Toned(f"  {len(record.group.lines):,}", "muted"),
        )

    def say_list_count(self) -> None:
        self.say_count(counted(self._waiting, *self.nouns) if self._waiting else "nothing waits")

    # --- the right side

    def card(self, record: Row) -> Content:
        line = record.line
        if line is None:
            return draw.lines(
                [
                    draw.heading(record.group.title),
                    draw.text(counted(len(record.group.lines), "thing"), draw.MUTED),
                    "",
                    draw.text("enter shows or hides the group", draw.MUTED),
                ]
            )
        return draw.lines(
            [
                draw.heading(line.text),
                draw.text(record.group.title, draw.MUTED),
                "",
                draw.paragraph(line.detail),
                draw.section("Next step"),
                Content.assemble(("enter", "bold $text-accent"), "  ", draw.text(line.step or "look at it")),
                draw.section("The same on the command line"),
                draw.text(line.command, draw.MUTED),
            ]
        )

    # --- verbs

    async def do_step(self) -> None:
        """The next step of the line under the cursor; a heading or a fold opens and closes."""
        row = self.current
        if row is None:
            return
        if row.line is None:
            self._fold(row)
            return
        step = verb_of(row.line.verb)
        if step is None:
            self.do_go()
            return
        await step(self.kind_app, [id for _table, id in row.line.refs])
        self.reload()

    def _fold(self, row: Row) -> None:
        key = row.group.key
        if row.hidden:
            self._open_groups.add(key)
        elif key in self._closed_groups:
            self._closed_groups.discard(key)
        else:
            self._open_groups.discard(key)
            self._closed_groups.add(key)
        self.reload()

    def do_go(self) -> None:
        """Show the record in its own section."""
        row = self.current
        if row is None or row.line is None:
            return
        for table, id in row.line.refs:
            section = section_of_table(table)
            if section is not None and row.line.query:
                self.kind_app.go_to_many(section.id, [id for _table, id in row.line.refs], row.line.query)
                return
            if section is not None:
                self.kind_app.go_to(section.id, select=id)
                return
        self.kind_app.tell(row.line.text, row.line.command)

    def how_to_choose(self) -> str:
        return super().how_to_choose() if self._waiting else "Nothing waits."

    def do_copy_command(self) -> None:
        """Copy the command line that does the next step."""
        if self.current is not None and self.current.line is not None:
            self.kind_app.copy_text(self.current.line.command)
