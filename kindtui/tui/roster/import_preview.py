"""Importing members: first what would become of the file, column by column and row by row, then the import."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from kindtui.domain.imports import DAY_ORDERS, HANDLE, IGNORE, TARGETS, Counts, Preview, Report
from kindtui.errors import InvalidInput, KindError, StoreError
from kindtui.tui import content as draw
from kindtui.tui.commands import Command, Commanding
from kindtui.tui.widgets.key_bar import KeyBar

if TYPE_CHECKING:
    from kindtui.tui.app import KindApp
    from kindtui.workspace import Workspace

MANY_BYTES = 1_000_000
"""From this size on reading the file gets a bar."""

SHOWN_REFUSED = 200

TARGET_WORDS = {
    "name": "their name, whole",
    "first-name": "the first part of their name",
    "last-name": "the last part of their name",
    "handle:PLACE": "a handle; you say of which place",
    "note": "added to the notes",
    "id": "their id in the tool it comes from",
    IGNORE: "nothing; the column is left out",
}
ORDER_WORDS = {"dmy": "day first: 31.12.2025", "mdy": "month first: 12/31/2025", "ymd": "year first: 2025-12-31"}


async def import_members(app: KindApp, workspace: Workspace) -> None:
    """Ask for a file, show what would become of it, and import it."""
    read: list[tuple[Path, bytes]] = []

    def accept(typed: str) -> None:
        read[:] = [_read_file(typed)]

    before = ""
    hint = "The path of a CSV file. Nothing is imported before you have seen it."
    while True:
        typed = await app.ask_text("Import members", value=before, hint=hint, done="Look", accept=accept)
        if typed is None:
            return
        before = typed
        path, data = read[0]
        try:
            preview = await _look(app, workspace, data, path.name)
        except KindError as error:
            # asked again with the path as it was typed, which may need a letter only
            hint = f"✗ {error.message}" + (f" ({error.hint})" if error.hint else "")
        else:
            break
    if preview is None:
        return
    report = await app.push_screen_wait(ImportScreen(workspace, preview))
    if report is not None:
        app.records_changed()
        app.tell(f"Imported {path.name}: {counts_words(report).plain}", "u takes all of it back.")


async def _look(
    app: KindApp,
    workspace: Workspace,
    data: bytes,
    name: str,
    *,
    mapping: dict[str, str] | None = None,
    dates: str | Mapping[str, str] | None = None,
) -> Preview | None:
    look = partial(workspace.imports.preview, data, name, mapping=mapping, dates=dates)
    if len(data) < MANY_BYTES:
        return look()
    return await app.long_work(f"Reading {name}", lambda progress: look(progress=progress))


def _read_file(typed: str) -> tuple[Path, bytes]:
    """The file that was meant. What a terminal pastes for a file that is dropped on it may be quoted."""
    words = typed.strip().strip("'\"").removeprefix("file://")
    if not words:
        raise InvalidInput("no file is named yet", "type its path, or drop the file on the terminal")
    path = Path(words).expanduser()
    try:
        return path, path.read_bytes()
    except IsADirectoryError:
        raise InvalidInput(f"{path} is a folder", "name a file in it") from None
    except OSError as error:
        raise StoreError(f"{path} cannot be read: {error.strerror or error}") from None


def counts_words(counts: Counts) -> Content:
    """ "+ 12 added  ~ 3 changed  = 4 the same  ✗ 1 refused"."""
    parts = [
        (counts.added, "+", "added", draw.SUCCESS),
        (counts.changed, "~", "changed", draw.ACCENT),
        (counts.same, "=", "the same", draw.MUTED),
        (counts.skipped, "–", "left out", draw.MUTED),
        (counts.refused, "✗", "refused", draw.ERROR),
    ]
    said = [Content.styled(f"{glyph} {number:,} {word}", style) for number, glyph, word, style in parts if number]
    return Content("   ").join(said or [Content.styled("nothing to import", draw.MUTED)])


class ImportScreen(Commanding, Screen[Report | None]):
    """The preview. Returns the report of the import, None when it was called off."""

    CSS_PATH = "import.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (20, "-high")]
    COMMANDS_HERE: ClassVar[tuple[Command, ...]] = (
        Command("import.run", "Import these rows", "i,ctrl+s", "run", "import", writes=True, footer=1),
        Command("import.column", "Change what a column becomes", "enter,e", "column", "change column", footer=2),
        Command("import.ignore", "Leave a column out", "x", "ignore", "leave out", footer=3),
        Command("import.dates", "Say the order of day and month", "t", "dates", "dates", footer=4),
        Command("import.close", "Back, without importing", "escape", "close", "back", footer=5),
    )

    def __init__(self, workspace: Workspace, preview: Preview) -> None:
        super().__init__()
        self.workspace = workspace
        self.preview = preview

    def compose(self) -> ComposeResult:
        yield Static(id="import--title")
        yield Static(id="import--counts")
        yield Static(id="import--needs")
        with Horizontal(id="import--panes"):
            with Vertical(id="import--columns"):
                yield Static(Content.styled("WHAT EACH COLUMN BECOMES", f"bold {draw.MUTED}"))
                yield OptionList(compact=True, markup=False)
            with VerticalScroll(id="import--rows"):
                yield Static()
        yield KeyBar()

    def on_mount(self) -> None:
        self.query_one(KeyBar).show(self.own_commands)
        self.show(self.preview)
        self.query_one(OptionList).focus()

    async def on_key_bar_pressed(self, message: KeyBar.Pressed) -> None:
        await self.action_command(message.command)

    def on_key(self, event: events.Key) -> None:
        moves = {"j": ("cursor_down", "scroll_down"), "k": ("cursor_up", "scroll_up"), "G": ("last", "scroll_end")}
        if event.character in moves and isinstance(self.focused, OptionList | VerticalScroll):
            event.stop()
            in_list, in_text = moves[event.character]
            getattr(self.focused, f"action_{in_list if isinstance(self.focused, OptionList) else in_text}")()

    @on(OptionList.OptionSelected)
    async def _clicked(self) -> None:
        await self.action_command("import.column")

    def show(self, preview: Preview) -> None:
        """Draw a preview; the cursor stays on its column."""
        self.preview = preview
        title = Content.assemble(
            draw.heading(f"Import {preview.filename}"),
            draw.text(f"   {preview.title}, {draw.count(preview.total, 'row')}, {preview.encoding}", draw.MUTED),
        )
        self.query_one("#import--title", Static).update(title)
        self.query_one("#import--counts", Static).update(counts_words(preview))
        needs = self.query_one("#import--needs", Static)
        said = [draw.text(f"! {question.text}", draw.WARNING) for question in preview.needs]
        said += [draw.text(f"· {notice}", draw.MUTED) for notice in preview.notices]
        needs.display = bool(said)
        needs.update(draw.lines(said))
        options = self.query_one(OptionList)
        at = options.highlighted or 0
        options.clear_options()
        options.add_options([Option(self._column_line(index)) for index in range(len(preview.columns))])
        options.highlighted = min(at, len(preview.columns) - 1) if preview.columns else None
        self.query_one("#import--rows Static", Static).update(self._rows())

    def _column_line(self, index: int) -> Content:
        column = self.preview.columns[index]
        becomes = (
            draw.text("left out", draw.MUTED) if column.target == IGNORE else draw.text(column.target, draw.SUCCESS)
        )
        why = f"  {column.reason}" if column.reason else ""
        samples = f"  e.g. {', '.join(column.samples[:2])}" if column.samples and column.target != IGNORE else ""
        return Content.assemble(
            draw.text(column.header, "bold"), "  →  ", becomes, draw.text(samples or why, draw.MUTED)
        )

    def _rows(self) -> Content:
        preview = self.preview
        parts: list[Content | str | None] = []
        if preview.problems:
            parts.append(Content.styled(f"REFUSED ROWS  {len(preview.problems):,}", f"bold {draw.MUTED}"))
            parts += [
                Content.assemble((f"✗ line {each.line}  ", draw.ERROR), draw.text(each.reason))
                for each in preview.problems[:SHOWN_REFUSED]
            ]
            parts.append("")
        if preview.left_out:
            parts.append(Content.styled(f"LEFT OUT  {len(preview.left_out):,}", f"bold {draw.MUTED}"))
            parts += [draw.text(f"– line {each.line}  {each.reason}", draw.MUTED) for each in preview.left_out[:20]]
            parts.append("")
        parts.append(Content.styled("THE FIRST ROWS WOULD BECOME", f"bold {draw.MUTED}"))
        for member in preview.rows:
            about = [
                member.pronouns,
                *(f"@{handle}" for handle in member.handles.values()),
                *member.emails,
                *member.tags,
            ]
            parts.append(
                draw.text(member.name, "bold") + draw.text(f"  {'  '.join(p for p in about if p)}", draw.MUTED)
            )
        return draw.lines(parts)

    # --- verbs

    async def _again(self, *, mapping: dict[str, str] | None = None, dates: str | None = None) -> None:
        preview = self.preview
        merged = {**preview.asked.mapping, **(mapping or {})}
        fresh = await _look(
            self.kind_app,
            self.workspace,
            preview.data,
            preview.filename,
            mapping=merged,
            dates=dates or preview.asked.dates,
        )
        if fresh is not None:
            self.show(fresh)

    @property
    def _header(self) -> str | None:
        at = self.query_one(OptionList).highlighted
        return self.preview.columns[at].header if at is not None and at < len(self.preview.columns) else None

    async def do_column(self) -> None:
        """Choose what the column under the cursor becomes."""
        header = self._header
        if header is None:
            return
        now = next(column.target for column in self.preview.columns if column.header == header)
        current = "handle:PLACE" if now.startswith(HANDLE) else now
        target = await self.kind_app.choose(f"What does {header!r} become?", _targets(), current=current)
        if target == "handle:PLACE":
            place = await self.kind_app.ask_text("Of which place are these handles?", hint="discord, github, slack ...")
            target = f"{HANDLE}{place.strip()}" if place and place.strip() else None
        if target:
            await self._again(mapping={header: target})

    async def do_ignore(self) -> None:
        """Leave the column under the cursor out."""
        if self._header is not None:
            await self._again(mapping={self._header: IGNORE})

    async def do_dates(self) -> None:
        """Choose the order in which this file writes day, month and year."""
        order = await self.kind_app.choose(
            "How does this file write a day?",
            [(order, ORDER_WORDS[order]) for order in DAY_ORDERS],
            current=self.preview.asked.dates.get("*", ""),
        )
        if order:
            await self._again(dates=order)

    async def do_run(self) -> None:
        """Import. Rows that were refused stay out."""
        preview = self.preview
        report = await self.kind_app.long_work(
            f"Importing {preview.filename}", lambda progress: self.workspace.imports.run(preview, progress=progress)
        )
        if report is None:
            self.kind_app.tell("Stopped. Nothing was imported.")
        else:
            self.dismiss(report)

    def do_close(self) -> None:
        """Back to where one came from."""
        self.dismiss(None)


def _targets() -> Sequence[tuple[str, Content]]:
    return [
        (target, Content.assemble(draw.text(target), draw.text(f"  {TARGET_WORDS.get(target, '')}", draw.MUTED)))
        for target in TARGETS
    ]
