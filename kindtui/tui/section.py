"""What every section of the app shares: where one is, the keys at the bottom, a list and a card.

A section with a list of records subclasses `ListSection` and says what its rows, its card and its verbs are.
"""

from __future__ import annotations

from collections.abc import Awaitable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from msgspec.structs import replace
from textual import on
from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.content import Content
from textual.events import ScreenResume
from textual.widget import Widget
from textual.widgets import Static

from kindtui.domain.text import counted
from kindtui.errors import KindError
from kindtui.tui.command_screen import CommandScreen
from kindtui.tui.content import plain
from kindtui.tui.list_finding import Finding
from kindtui.tui.sections import SECTIONS, section_of
from kindtui.tui.widgets.columns import Column, Toned
from kindtui.tui.widgets.detail import DetailPane
from kindtui.tui.widgets.key_bar import KeyBar
from kindtui.tui.widgets.navigation import Navigation
from kindtui.tui.widgets.record_list import RecordList
from kindtui.tui.widgets.title_bar import TitleBar

if TYPE_CHECKING:
    from kindtui.tui.commands import Command
    from kindtui.workspace import Workspace

R = TypeVar("R")

LAST = 99
"""The place in the key bar of what has none there as long as nothing is marked."""


class SectionScreen(CommandScreen[None]):
    """A room: navigation, a title line, what it holds, the key bar. Subclasses yield their widgets in `content`."""

    section_id: ClassVar[str] = ""
    WITHOUT = frozenset()

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.workspace = workspace
        self.section = section_of(self.section_id)
        self.stale = False
        """Whether records changed while another section was shown."""
        self._begun = False
        self._noticed = ""

    def compose(self) -> ComposeResult:
        app = self.kind_app
        yield Navigation(
            [(each.id, each.title) for each in SECTIONS],
            self.section_id,
            name_of_place=self.workspace.settings.name or self.workspace.folder.name,
            mark="DEMO" if app.demo else "",
        )
        with Vertical(id="room"):
            self._noticed = app.read_only_reason
            if self._noticed:
                yield self._notice()
            yield TitleBar(self.title_words)
            with Container(id="content"):
                yield from self.content()
        yield KeyBar()

    def _notice(self) -> Static:
        return Static(Content(f"◌ read only: {plain(self._noticed)}"), classes="notice")

    def show_notice(self) -> None:
        """Say that nothing can be written, as soon as it is so and as long as it is."""
        reason = self.kind_app.read_only_reason
        if reason != self._noticed:
            self._noticed = reason
            self.query(".notice").remove()
            if reason:
                self.query_one("#room").mount(self._notice(), before=0)

    @property
    def title_words(self) -> str:
        """What stands over the room."""
        return self.section.title

    def content(self) -> ComposeResult:
        """What the room holds."""
        yield from ()

    def reload(self) -> None:
        """Read the records again and show them; cursor, filter and marks stay."""

    def on_mount(self) -> None:
        """Begin, once: textual calls this for every class that has it, and those may call it too."""
        if not self._begun:
            self._begun = True
            self.begin()

    def begin(self) -> None:
        """What is done when the screen is there."""
        self.reload()
        self.show_keys()

    def on_screen_resume(self, event: ScreenResume) -> None:
        if self.stale:
            self.stale = False
            self.reload()
        self.show_notice()
        self.show_keys()

    def say_count(self, words: str) -> None:
        """What stands at the right end of the title line."""
        self.query_one(TitleBar).say(words)

    def on_navigation_chosen(self, message: Navigation.Chosen) -> None:
        self.kind_app.go_to(message.section)


class ListSection(Finding[R], SectionScreen, Generic[R]):
    """A section that is a list of records and a card.

    Subclasses set `section_id`, `columns`, and implement `records`, `blob`, `card`; they add verbs as commands with
    `do_<verb>` methods. `nouns` are the words for one and for many.
    """

    own_texts: ClassVar[bool] = False
    """Whether what the filter searches of a record hangs on nothing but the record."""
    columns: ClassVar[Sequence[Column[Any]]] = ()
    nouns: ClassVar[tuple[str, str]] = ("record", "records")
    empty_text: ClassVar[str] = "Nothing here yet. Press a to add."

    def records(self) -> Sequence[R]:
        """All records, in the order of the list."""
        raise NotImplementedError

    def key_of(self, record: R) -> str:
        """What names a record for good: its id."""
        return str(record.id)  # type: ignore[attr-defined]

    def blob(self, record: R) -> str:
        """The folded text that the filter searches."""
        raise NotImplementedError

    def card(self, record: R) -> Content:
        """The record, whole, for the right side."""
        raise NotImplementedError

    def banner(self, record: R) -> Sequence[Toned] | None:
        """The heading of a group, drawn over all columns; None for an ordinary row."""
        return None

    # --- what it is made of

    def content(self) -> ComposeResult:
        with Vertical(id="list-side"):
            records: RecordList[R] = RecordList(
                self.columns,
                key=self.key_of,
                blob=self.blob,
                read=self.read_filter,
                banner=self.banner,
                id="records",
            )
            records.empty_text = Content(self.empty_text)
            yield records
        yield self.make_detail()

    def make_detail(self) -> Widget:
        """The right side; its id is "detail". One that is no DetailPane overrides `show_card` too."""
        return DetailPane(id="detail")

    @property
    def rows(self) -> RecordList[R]:
        """The list on the left."""
        return self.query_one("#records", RecordList)

    @property
    def detail(self) -> Widget:
        """The pane on the right."""
        return self.query_one("#detail")

    def begin(self) -> None:
        self.take_sorting()
        super().begin()
        self.show_current()
        self.set_focus(self.rows)

    def reload(self) -> None:
        try:
            records = self.records()
        except KindError as error:
            self.kind_app.show_error(error)  # what was read before stays on the screen
            return
        if self.listing is not None:
            records = self.listing.sorted(records, self._sorting)
        self.rows.show(records, same_texts=self.own_texts)
        self.say_list_count()

    def chosen(self) -> list[R]:
        """The records that a verb works on: the marked ones, else the one under the cursor."""
        return self.rows.chosen()

    @property
    def current(self) -> R | None:
        """The record under the cursor."""
        return self.rows.current

    def chosen_count(self) -> int:
        return self.rows.chosen_count

    def select(self, key: str) -> None:
        """Put the cursor on a record, clearing a filter that hides it."""
        if not self.rows.go_to(key) and self.rows.query_text:
            self.clear_filter()
            self.rows.go_to(key)

    async def show_many(self, keys: Sequence[str], query: str) -> None:
        """Mark some records, and filter by a query that finds them, so that one sees what a verb would work on."""
        await self._show_filter(query)
        self.rows.mark_only(keys)
        self.set_focus(self.rows)

    def say_list_count(self) -> None:
        """ "40 members", or "3 of 40 members" under a filter."""
        records = self.rows
        words = counted(len(records.records), *self.nouns)
        if records.query_text.strip():
            words = f"{records.shown_count:,}{'' if records.is_counted else ' …'} of {words}"
        self.say_count(words)

    def say_count(self, words: str) -> None:
        super().say_count(f"{words}, {self.sorting_words}" if self.sorting_words else words)

    @on(RecordList.Counted, "#records")
    def _counted(self) -> None:
        self.say_list_count()

    def show_keys(self) -> None:
        marked = len(self.rows.marked)
        commands = [each for each in self.own_commands if self.is_possible(each)]
        if marked:
            commands = [replace(each, footer=each.footer or LAST) for each in commands if _is_about_marks(each)]
        if self.detail_is_over:
            commands = [
                replace(each, footer=1) if each.verb == "back" else each
                for each in commands
                if each.verb not in ("open", "filter", "add")
            ]
        self.query_one(KeyBar).show(commands, leading=f"✓ {marked:,} marked" if marked else "")

    def show_card(self, record: R | None, *, same: bool) -> None:
        """Draw the right side; `same` says that it is the record that was there before."""
        pane = self.detail
        if isinstance(pane, DetailPane):
            pane.show(self.card(record) if record is not None else Content(""), keep_place=same)

    _carded: str = ""

    @on(RecordList.Highlighted, "#records")
    def show_current(self) -> None:
        """Draw the card of the record under the cursor."""
        record = self.rows.current
        key = "" if record is None else self.key_of(record)
        self.show_card(record, same=key == self._carded)
        self._carded = key
        self.show_keys()

    @on(RecordList.Marked)
    def _marked(self) -> None:
        self.show_keys()

    @on(RecordList.Opened, "#records")
    async def _opened(self) -> None:
        await self.action_command(f"{self.section_id}.open")

    # --- what every list can do

    @property
    def detail_is_over(self) -> bool:
        """Whether the card covers the list, as it does on a narrow terminal."""
        return self.has_class("-opened") and self.has_class("-narrow")

    def do_open(self) -> None:
        """Go to the card; on a narrow terminal it covers the list."""
        self.add_class("-opened")
        self.set_focus(self.detail)
        self.show_keys()

    def do_back(self) -> None:
        """From the card to the list; from the list out of its filter, then out of its marks."""
        if self.has_class("-opened") or not self.rows.has_focus:
            self.remove_class("-opened")
            self.set_focus(self.rows)
            self.show_keys()
        elif self.rows.query_text:
            self.clear_filter()
        else:
            self.rows.unmark_all()

    def do_mark(self) -> None:
        """Mark the record under the cursor, or unmark it."""
        self.rows.toggle_mark()

    def do_unmark_all(self) -> None:
        """Unmark all."""
        self.rows.unmark_all()

    def do_copy(self) -> Awaitable[None] | None:
        """Copy the card as text."""
        if self.current is not None:
            self.kind_app.copy_text(self.card(self.current).plain)
        return None


def _is_about_marks(command: Command) -> bool:
    """Whether a command works on all that is marked, or takes the marks away."""
    return command.needs == "some" or command.verb == "unmark_all"
