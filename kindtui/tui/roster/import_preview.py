"""The preview of an import: what would become of the file, column by column and row by row, then the import."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.events import ScreenResume
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from kindtui.domain.dates import parse_day
from kindtui.domain.imports import DAY_ORDERS, HANDLE, IGNORE, Asked, Preview, Report, checked_orders
from kindtui.domain.text import counted
from kindtui.errors import KindError
from kindtui.tui import content as draw
from kindtui.tui.command_screen import CommandScreen
from kindtui.tui.commands import Command
from kindtui.tui.roster.import_file import look_again
from kindtui.tui.roster.import_words import column_words, counts_words, needs_words, rows_words, targets
from kindtui.tui.widgets.detail import Reading
from kindtui.tui.widgets.key_bar import KeyBar
from kindtui.tui.widgets.options import Options

if TYPE_CHECKING:
    from kindtui.workspace import Workspace

ORDER_WORDS = {"dmy": "day first: 31.12.2025", "mdy": "month first: 12/31/2025", "ymd": "year first: 2025-12-31"}


class ImportScreen(CommandScreen[Report | None]):
    """The preview. Returns the report of the import, None when it was called off."""

    title_words = "What an import would do"
    CSS_PATH = "import.tcss"
    COMMANDS_HERE: ClassVar[tuple[Command, ...]] = (
        Command("import.run", "Import these rows", "i,ctrl+s", "run", "import", writes=True, footer=1),
        Command("import.column", "Change what a column becomes", "enter,e", "column", "change", footer=2),
        Command("import.ignore", "Leave a column out", "x", "ignore", "leave out", footer=4),
        Command("import.dates", "Say the order of day and month", "t", "dates", "dates", footer=5),
        Command("import.welcome", "Welcome those who joined since a day", "w", "welcome", "welcome", footer=6),
        Command("import.unlock", "Change what was edited by hand, too", "L", "unlock", "unlock", footer=7),
        Command("import.keep", "Keep what the columns become for next time", "K", "keep", "keep", footer=8),
        Command("import.encoding", "Say in which encoding it is written", "c", "encoding", "charset", footer=9),
        Command("import.format", "Say which tool it is from", "f", "format", "tool", footer=10),
        Command("import.close", "Back, without importing", "escape", "close", "back", footer=3),
    )

    def __init__(self, workspace: Workspace, preview: Preview) -> None:
        super().__init__()
        self.workspace = workspace
        self.preview = preview
        self._settled = _corrections(preview)
        """What it began with, and what was kept for next time since."""
        self._stale = False
        """Whether records changed since it looked."""
        self._report: Report | None = None

    def compose(self) -> ComposeResult:
        yield Static(id="import--title")
        yield Static(id="import--counts")
        yield Static(id="import--needs")
        with Horizontal(id="import--panes"):
            with Vertical(id="import--columns"):
                yield Static(Content.styled("WHAT EACH COLUMN BECOMES", f"bold {draw.MUTED}"))
                yield Options(compact=True, markup=False)
            with Reading(id="import--rows"):
                yield Static()
        yield KeyBar(most=len(self.COMMANDS_HERE))

    def on_mount(self) -> None:
        self.show_keys()
        self.show(self.preview)
        self.query_one(Options).focus()

    @on(OptionList.OptionSelected)
    async def _clicked(self) -> None:
        await self.action_command("import.column")

    def show(self, preview: Preview) -> None:
        """Draw a preview; the cursor stays on its column."""
        self.preview = preview
        facts = (
            preview.title,
            counted(preview.total, "row" if preview.delimiter else "record"),
            preview.encoding,
        )
        title = Content.assemble(
            draw.heading(f"Import {preview.filename}"),
            draw.text(f"   {', '.join(fact for fact in facts if fact)}", draw.MUTED),
        )
        self.query_one("#import--title", Static).update(title)
        self.query_one("#import--counts", Static).update(counts_words(preview))
        needs = self.query_one("#import--needs", Static)
        said = needs_words(preview)
        needs.display = said is not None
        needs.update(said or "")
        options = self.query_one(Options)
        at = options.highlighted or 0
        options.clear_options()
        options.add_options([Option(column_words(column)) for column in preview.columns])
        options.highlighted = min(at, len(preview.columns) - 1) if preview.columns else None
        self.query_one("#import--columns").display = bool(preview.columns)
        if not preview.columns:
            self.query_one("#import--rows").focus()
        self.query_one("#import--rows Static", Static).update(rows_words(preview))

    def show_changes(self) -> None:
        """Look again at what would become of the file: another window changed records."""
        self._stale = True
        self._catch_up()

    def on_screen_resume(self, event: ScreenResume) -> None:
        self._catch_up()

    def _catch_up(self) -> None:
        if self._stale and self.is_current:
            self._stale = False
            self.run_worker(self._look_again(), group="look", exclusive=True)

    async def _look_again(self) -> None:
        try:
            await self._again(self.preview.asked)
        except KindError as error:
            self.kind_app.show_error(error)

    # --- verbs

    async def _again(self, asked: Asked) -> bool:
        """Look again with other wishes; answers whether that was not called off."""
        fresh = await look_again(self.kind_app, self.workspace, self.preview, asked)
        if fresh is not None:
            self.show(fresh)
        return fresh is not None

    async def _become(self, header: str, target: str) -> bool:
        asked = self.preview.asked
        return await self._again(replace(asked, mapping={**asked.mapping, header: target}))

    @property
    def _header(self) -> str | None:
        at = self.query_one(Options).highlighted
        return self.preview.columns[at].header if at is not None and at < len(self.preview.columns) else None

    async def do_column(self) -> None:
        """Choose what the column under the cursor becomes."""
        header = self._header
        if header is None:
            return
        now = next(column.target for column in self.preview.columns if column.header == header)
        current = "handle:PLACE" if now.startswith(HANDLE) else now
        target = await self.kind_app.choose(f"What does “{draw.plain(header)}” become?", targets(), current=current)
        if target == "handle:PLACE":
            place = await self.kind_app.ask_text("Of which place are these handles?", hint="discord, github, slack ...")
            target = f"{HANDLE}{place.strip()}" if place and place.strip() else None
        if target:
            await self._become(header, target)

    async def do_ignore(self) -> None:
        """Leave the column under the cursor out."""
        if self._header is not None:
            await self._become(self._header, IGNORE)

    async def do_dates(self) -> None:
        """Choose the order in which this file writes day, month and year."""
        await self._ask_order("*", "How does this file write a day?")

    async def _ask_order(self, column: str, question: str, details: str = "") -> bool:
        asked = self.preview.asked
        order = await self.kind_app.choose(
            question,
            [(order, ORDER_WORDS[order]) for order in DAY_ORDERS],
            details=details,
            current=asked.dates.get(column.casefold(), ""),
        )
        dates = checked_orders({**asked.dates, column: order}) if order else None
        return dates is not None and await self._again(replace(asked, dates=dates))

    async def do_welcome(self) -> None:
        """Plan a welcome for each new member who joined on a day or later; an empty day plans none."""
        asked = self.preview.asked
        found: list[date | None] = []

        def accept(typed: str) -> None:
            found[:] = [parse_day(typed, self.workspace.date_today()) if typed.strip() else None]

        typed = await self.kind_app.ask_text(
            "Welcome whom?",
            value=str(asked.welcome_since or ""),
            hint="New members who joined on this day or later get a welcome to do. Empty: nobody.",
            accept=accept,
        )
        if typed is not None:
            await self._again(replace(asked, welcome_since=found[0]))

    async def do_encoding(self) -> None:
        """Read the letters of the file in another way; an empty one is found out."""
        asked = self.preview.asked
        typed = await self.kind_app.ask_text(
            "In which encoding is the file written?",
            value=asked.encoding or "",
            hint="Where names look wrong: cp1250, cp1251, mac_roman, shift_jis ... Empty: it is found out.",
        )
        if typed is not None:
            await self._again(replace(asked, encoding=typed.strip() or None))

    async def do_format(self) -> None:
        """Read the file as a list of another tool."""
        asked = self.preview.asked
        choices = [("", "found out by what is in it"), *((each, each) for each in self.workspace.imports.formats())]
        chosen = await self.kind_app.choose("Which tool is this list from?", choices, current=asked.format or "")
        if chosen is not None:
            await self._again(replace(asked, format=chosen or None))

    async def do_unlock(self) -> None:
        """Change fields that were edited by hand, too, or leave them again."""
        asked = self.preview.asked
        await self._again(replace(asked, unlocked=not asked.unlocked))

    async def do_keep(self) -> None:
        """Keep what the columns become for the next file of this kind."""
        imports = self.workspace.imports
        name = await self.kind_app.ask_text(
            "Keep what the columns become",
            hint="A short word for where such files come from. It becomes a file in imports/ of your workspace.",
            accept=imports.check_map_name,
        )
        if name is not None:
            path = imports.keep_map(self.preview, name)
            if await self._again(replace(self.preview.asked, format=path.stem)):
                self._settled = _corrections(self.preview)
                self.kind_app.tell(f"Kept in {path}.")

    async def do_run(self) -> None:
        """Import. What is not clear is asked first; rows that were refused stay out."""
        if self.preview.needs:
            await self._answer()
            return
        if await self._import():
            self.dismiss(self._report)

    async def _import(self) -> bool:
        """Import, and answer whether that was not called off."""
        preview = self.preview
        self._report = await self.kind_app.long_work(
            f"Importing {preview.filename}", lambda progress: self.workspace.imports.run(preview, progress=progress)
        )
        if self._report is None:
            self.kind_app.tell("Stopped. Nothing was imported.")
        return self._report is not None

    async def _answer(self) -> None:
        """Ask each open question once. The preview then shows what comes of the answers."""
        for question in self.preview.needs:
            if question.column:
                samples = next(each.samples for each in self.preview.columns if each.header == question.column)
                details = f"It holds {', '.join(samples)}." if samples else ""
                told = await self._ask_order(question.column, question.text, details)
            else:
                header = await self.kind_app.choose(
                    "Which column says who the rows are about?", [(each, draw.text(each)) for each in question.choices]
                )
                told = header is not None and await self._become(header, "name")
            if not told:
                return

    async def do_close(self) -> None:
        """Back to where one came from; ask what becomes of corrections."""
        if await self.may_be_left():
            self.dismiss(self._report)

    async def may_be_left(self) -> bool:
        """Ask what becomes of corrections; an import of them can be the answer."""
        if _corrections(self.preview) == self._settled:
            return True
        chosen = await self.kind_app.choose(
            "This is not imported yet",
            [
                ("edit", "Keep looking at it"),
                ("run", "Import these rows"),
                ("drop", "Throw your corrections away"),
            ],
        )
        if chosen != "run":
            return chosen == "drop"
        if self.preview.needs:
            await self._answer()  # the preview then shows what comes of it
            return False
        return await self._import()


def _corrections(preview: Preview) -> tuple[object, ...]:
    """What a person can say about the file on this screen."""
    asked = preview.asked
    targets = tuple(column.target for column in preview.columns)
    return targets, dict(asked.dates), asked.welcome_since, asked.unlocked, asked.encoding, asked.format
