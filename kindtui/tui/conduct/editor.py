"""The YAML editor: what a person types is checked as they type, kept until it is saved, and saved as it is."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal, Vertical
from textual.timer import Timer
from textual.widgets import Static, TextArea

from kindtui.errors import Clash, KindError, NotFound
from kindtui.tui import content as draw
from kindtui.tui.command_screen import CommandScreen
from kindtui.tui.commands import Command
from kindtui.tui.conduct.clash import settle
from kindtui.tui.conduct.marks import counted, marks_of
from kindtui.tui.conduct.problems import ProblemList
from kindtui.tui.conduct.yaml_area import YamlArea
from kindtui.tui.form_context import drafts_of
from kindtui.tui.widgets.dialogs import DRAFT_IS_BACK, AskUnsaved
from kindtui.tui.widgets.key_bar import KeyBar

if TYPE_CHECKING:
    from kindtui.errors import Problem
    from kindtui.workspace import Workspace

QUIET = 0.25
"""Seconds after the last key before the text is checked."""

LOOK_EVERY = 0.75
"""Seconds between two looks at the file and at what has to be kept as a draft."""

CHANGED = "Somebody else changed this file meanwhile. Your text is still here; ctrl+s asks which one stays."
GONE = "Somebody else removed this file meanwhile. Your text is still here; ctrl+s writes it again."


def _command(verb: str, title: str, keys: str, short: str, footer: int, *, writes: bool = False) -> Command:
    return Command(f"editor.{verb}", title, keys, verb, short, writes=writes, footer=footer)


class EditorScreen(CommandScreen[str | None]):
    """Edits the document `name`. Returns the name under which something was saved last, None when nothing was.

    With `text` it begins with that unsaved text, which was made from `read`. `at` is the key of a problem
    ("review.last") at which the cursor begins; "" begins at the first one.
    """

    CSS_PATH = "conduct.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        # before the field takes it to leave itself
        Binding("escape", "command('editor.leave')", "Leave", id="editor.leave.field", show=False, priority=True)
    ]
    COMMANDS_HERE: ClassVar[tuple[Command, ...]] = (
        _command("save", "Save what is written here", "ctrl+s", "save", 1, writes=True),
        _command("next", "Go to the next problem", "f8,ctrl+n", "next problem", 3),
        _command("previous", "Go to the problem before", "shift+f8,ctrl+b", "previous problem", 0),
        _command("read", "Read it as the text it becomes", "f9,ctrl+r", "read", 4),
        _command("outside", "Go on in $EDITOR", "ctrl+o", "$EDITOR", 5),
        _command("other_side", "To the problems and back to the text", "ctrl+l", "problems", 6),
        _command("leave", "Leave", "escape", "leave", 2),
    )

    def __init__(
        self,
        workspace: Workspace,
        name: str,
        *,
        text: str | None = None,
        read: str | None = None,
        at: str | None = None,
    ) -> None:
        super().__init__()
        self.workspace, self.name_of_file = workspace, name
        self.saved: str | None = None
        self._drafts = drafts_of(workspace)
        self._kept = ""
        draft = {} if text is not None else self._drafts.get(self._place)
        self._gone = name not in workspace.conduct_documents.names()
        """Whether the file is there no more, and its unsaved text is all there is."""
        self._path = f"conduct/{name}.yaml" if self._gone else f"conduct/{workspace.conduct_documents.path(name).name}"
        if read is None:
            read = str(draft.get("read", "")) if self._gone and draft else workspace.conduct.text(name)
        self._read = read
        """The text on disk that what is written here was made from."""
        self._from_draft = isinstance(draft.get("text"), str) and (draft["text"] != self._read or self._gone)
        if self._from_draft:
            text, self._kept, self._read = str(draft["text"]), str(draft["text"]), str(draft.get("read", self._read))
        self._area = YamlArea(self._read if text is None else text, id="yaml")
        self._at = at
        self._checked: str | None = None
        self._timer: Timer | None = None
        self._stamp = workspace.conduct_documents.stamp()

    def compose(self) -> ComposeResult:
        with Horizontal(classes="paper--head"):
            yield Static(draw.text(self._path), classes="paper--title")
            yield Static(classes="paper--state")
        yield Static(classes="notice")
        with Container(id="panes"):
            yield self._area
            with Vertical(id="problems--side"):
                yield Static(id="problems--count")
                yield ProblemList(id="problems")
        yield KeyBar(typing=True)

    def on_mount(self) -> None:
        self.show_keys()
        self._say(GONE if self._gone else DRAFT_IS_BACK if self._from_draft else "")
        self._show_state()
        self._area.focus()
        self._check_now()
        self.set_interval(LOOK_EVERY, self._look)

    # --- what is written

    @property
    def unsaved(self) -> bool:
        """Whether something is written here that is not in the file."""
        return self._area.written != self._read

    @property
    def _place(self) -> str:
        return f"conduct/{self.name_of_file}"

    @on(TextArea.Changed)
    def _typed(self) -> None:
        self._show_state()
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(QUIET, self._check_now)

    def _show_state(self) -> None:
        state = draw.badge("●", "not saved", draw.WARNING) if self.unsaved else draw.badge("✓", "saved", draw.MUTED)
        self.query_one(".paper--state", Static).update(state)

    def _say(self, words: str) -> None:
        notice = self.query_one(".notice", Static)
        notice.display = bool(words)
        notice.update(draw.paragraph(f"! {words}" if words else ""))

    # --- checking

    def _check_now(self) -> None:
        self.run_worker(self._check(), group="check", exclusive=True)

    async def _check(self) -> None:
        """Check in a thread; a text that changed meanwhile is checked again by its own timer."""
        text = self._area.written
        if text != self._checked:
            problems = await asyncio.to_thread(self.workspace.conduct.check_text, text, self._path)
            if text == self._area.written:
                self._checked = text
                self._show_problems(problems)

    def _show_problems(self, problems: list[Problem]) -> None:
        marks = [mark.badge for mark in marks_of(*counted(problems))]
        self.query_one("#problems--count", Static).update(draw.joined(marks, "   "))
        found = self.query_one(ProblemList)
        found.show(problems)
        found.display = bool(problems)
        self._area.underline(problems)
        if self._at is not None:
            wanted = next((number for number, each in enumerate(problems) if self._at in ("", each.key)), None)
            self._at = None
            if wanted is not None:
                self._go_to(wanted)

    @on(ProblemList.Pointed)
    def _pointed(self, message: ProblemList.Pointed) -> None:
        self._area.go_to(message.problem.line, message.problem.column)
        if message.chosen:
            self._area.focus()

    def do_next(self) -> None:
        """Put the cursor on the next problem."""
        self._step()

    def do_previous(self) -> None:
        """Put the cursor on the problem before."""
        self._step(backwards=True)

    def _step(self, *, backwards: bool = False) -> None:
        row, column = self._area.cursor_location
        number = self.query_one(ProblemList).following(row + 1, column + 1, backwards=backwards)
        if number is None:
            self.kind_app.tell("Nothing is to be mended here.")
        else:
            self._go_to(number)

    def _go_to(self, number: int) -> None:
        found = self.query_one(ProblemList)
        found.point(number)
        self._area.go_to(found.problems[number].line, found.problems[number].column)
        self._area.focus()

    def do_other_side(self) -> None:
        """From the text to the problems and back."""
        found = self.query_one(ProblemList)
        (found if self._area.has_focus and found.problems else self._area).focus()

    # --- the file

    def _look(self) -> None:
        """Keep what is unsaved as a draft, and see what others did to the file."""
        self._keep_draft()
        stamp = self.workspace.conduct_documents.stamp()
        if stamp != self._stamp:
            self._stamp = stamp
            self._look_at_file()

    def _look_at_file(self) -> None:
        try:
            there = self.workspace.conduct.text(self.name_of_file)
        except NotFound:
            self._say(GONE)
            return
        except KindError as error:
            self._say(f"{error.message}. Your text is still here.")
            return
        if there in (self._read, self._area.written):
            self._read = there
            self._say("")
            self._show_state()
        elif self.unsaved:
            self._say(CHANGED)
        else:
            self._read = there
            self._area.take(there)
            self._show_state()
            self.kind_app.tell("Somebody else changed this file; you see the new text.")

    def _keep_draft(self) -> None:
        text = self._area.written if self.unsaved else ""
        if text != self._kept:
            is_news = bool(text) != bool(self._kept)
            self._kept = text
            self._drafts.keep(self._place, {"text": text, "read": self._read} if text else {})
            if is_news and self.kind_app.is_running:
                self.kind_app.records_changed(frozenset({"drafts"}))  # Today names what is not saved

    def on_screen_suspend(self) -> None:
        self._keep_draft()

    def on_unmount(self) -> None:
        self._keep_draft()

    async def do_save(self) -> None:
        """Save exactly what is written, whatever is wrong with it."""
        text = self._area.written
        try:
            self.workspace.conduct.keep(self.name_of_file, text, self._read)
        except Clash:
            await self._settle()
            return
        await self._was_saved(text)

    async def _was_saved(self, text: str) -> None:
        self._read, self.saved = text, self.name_of_file
        self._stamp = self.workspace.conduct_documents.stamp()
        self._say("")
        self._show_state()
        self._keep_draft()
        self.kind_app.records_changed()
        problems = await asyncio.to_thread(self.workspace.conduct.check_text, text, self._path)
        words = ", ".join(mark.word for mark in marks_of(*counted(problems)))
        self.kind_app.tell("Saved, and ready." if not problems else f"Saved just as you wrote it; {words}.")

    async def _settle(self) -> None:
        stays = await settle(self.kind_app, self.name_of_file, self._area.written)
        if stays is not None:
            if stays != self._area.written:
                self._area.take(stays)
            await self._was_saved(stays)

    # --- other ways to see it

    async def do_read(self) -> None:
        """Show what the text becomes, saved or not."""
        from kindtui.tui.conduct.messages import write_message
        from kindtui.tui.conduct.rendering import of_text, show

        source = of_text(self.kind_app, self.name_of_file, self._area.written)
        if source.document.kind != "message":
            await show(self.kind_app, source)
        elif self.unsaved:
            self.kind_app.tell("A message is read with a name in it.", "ctrl+s saves it, then this asks for whom.")
        else:
            await write_message(self.kind_app, self.name_of_file)

    async def do_outside(self) -> None:
        """Go on in the person's own editor; what comes back is not saved yet."""
        written = await self.kind_app.edit_outside(self._area.written, suffix=".yaml")
        if written is not None and written != self._area.written:
            self._area.take(written)
            self._check_now()

    async def do_leave(self) -> None:
        """Leave; ask what becomes of unsaved text."""
        if not self.unsaved:
            self.dismiss(self.saved)
            return
        chosen = await self.app.push_screen_wait(AskUnsaved())
        if chosen == "save":
            await self.do_save()
            self._leave_if_saved()
        elif chosen == "draft":
            self._keep_draft()
            self.dismiss(self.saved)
        elif chosen == "drop":
            self._area.take(self._read)
            self._keep_draft()
            self.dismiss(self.saved)

    def _leave_if_saved(self) -> None:
        if not self.unsaved:
            self.dismiss(self.saved)
