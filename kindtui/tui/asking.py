"""How commands talk with the person: awaitable dialogs, short messages, the clipboard and the editor."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from textual.app import App, SuspendNotSupported
from textual.content import Content
from textual.notifications import Notify, SeverityLevel
from textual.screen import Screen

from kindtui.domain.record import Record
from kindtui.errors import Ambiguous, KindError
from kindtui.tui.commands import Commanding
from kindtui.tui.content import plain
from kindtui.tui.hints import fault_words, in_keys

if TYPE_CHECKING:
    from kindtui.domain.progress import Progress
    from kindtui.tui.widgets.form import Form
    from kindtui.workspace import Workspace

T = TypeVar("T")
R = TypeVar("R", bound=Record)


class Asking(Commanding, App[int]):
    """The dialogs as methods to await in a `do_` method. Each answers None (or False) when the person called it off."""

    workspace: Workspace | None
    chosen_keys: dict[str, str]
    """Command id -> keys, where the person changed them."""

    # --- what the app itself provides

    @property
    def read_only_reason(self) -> str:
        """Why nothing can be written just now, or ""."""
        raise NotImplementedError

    def go_to(self, section: str, *, select: str = "") -> None:
        """Show a section, with the cursor on a record."""
        raise NotImplementedError

    def go_to_many(self, section: str, keys: Sequence[str], query: str) -> None:
        """Show a section with some of its records marked, and filtered by a query that finds them."""
        raise NotImplementedError

    def open_screens(self) -> Sequence[tuple[str, Screen[Any]]]:
        """Every screen that is open in any section, with the id of the section; what one sees comes first."""
        raise NotImplementedError

    def records_changed(self, tables: frozenset[str] | None = None) -> None:
        """Records of these tables (None: any) changed: what is on screen is read again, what is not, later."""
        raise NotImplementedError

    async def choose_theme(self) -> None:
        """Ask for a theme, and use it from now on."""
        raise NotImplementedError

    def take_keys(self) -> None:
        """Use the keys that the person chose."""
        raise NotImplementedError

    def leave(self) -> None:
        """End the app."""
        raise NotImplementedError

    # --- saying

    def tell(self, words: str, more: str = "", *, severity: SeverityLevel = "information") -> None:
        """Say something in the corner for a few seconds. What was said before makes room for it, save one warning."""
        glyph = {"warning": "! ", "error": "✗ "}.get(severity, "")
        said = "\n".join(plain(part, multiline=True) for part in (words, more) if part)
        self.notify(f"{glyph}{said}", severity=severity, markup=False)

    def on_notify(self, event: Notify) -> None:
        """Take earlier messages away: "u takes it back" would be about another change now, and a pile of them covers
        the work. The last warning or error stays, unless it comes again."""
        before, coming = list(self._notifications), event.notification.message
        grave = [each for each in before if each.severity != "information" and each.message != coming]
        for each in before:
            if each not in grave[-1:]:
                self._unnotify(each, refresh=False)

    def show_error(self, error: KindError) -> None:
        """Say what went wrong and what to do next."""
        more = [in_keys(error.hint)] if error.hint else []
        if isinstance(error, Ambiguous):
            more += error.candidates[:6]
        if len(error.problems) > 1:
            more += [str(problem) for problem in error.problems[:4]]
        self.tell(error.message, "\n".join(more), severity="error")

    # --- asking

    async def confirm(self, question: str, details: str = "", *, yes: str = "Yes", no: str = "No") -> bool:
        """Ask; y confirms, n and esc do not."""
        from kindtui.tui.widgets.dialogs import Confirm

        return await self.push_screen_wait(Confirm(question, details, yes=yes, no=no)) is True

    async def ask_text(
        self,
        title: str,
        *,
        value: str = "",
        hint: str = "",
        many_lines: bool = False,
        done: str = "OK",
        accept: Callable[[str], object] | None = None,
        echo: Callable[[str], str] | None = None,
    ) -> str | None:
        """Ask for a text. `accept` may raise KindError, which is shown while what was typed stays; `echo` answers what
        is understood so far."""
        from kindtui.tui.widgets.dialogs import Ask

        return await self.push_screen_wait(
            Ask(title, value=value, hint=hint, many_lines=many_lines, done=done, accept=accept, echo=echo)
        )

    async def choose(
        self, title: str, choices: Sequence[tuple[str, Content | str]], *, details: str = "", current: str = ""
    ) -> str | None:
        """Ask for one of several (id, words); answers the id."""
        from kindtui.tui.widgets.dialogs import Choose

        return await self.push_screen_wait(Choose(title, choices, details=details, current=current))

    async def show_text(self, title: str, shown: str, *, note: str = "") -> None:
        """Show a text that `y` copies."""
        from kindtui.tui.widgets.dialogs import ShowText

        await self.push_screen_wait(ShowText(title, shown, copy=self.copied, note=note))

    async def long_work(self, title: str, work: Callable[[Progress], T]) -> T | None:
        """Run `work(progress)` in a thread behind a bar; None when it was called off. Raises the KindError of the
        work."""
        from kindtui.tui.widgets.progress import ProgressDialog

        ended = await self.push_screen_wait(ProgressDialog(title, work))
        if ended.error is not None:
            raise ended.error
        value: T | None = ended.value
        return value

    async def fill_in(self, form: Form[R]) -> R | None:
        """Show a form; answers the record that was saved. Every section is refreshed after a save."""
        from kindtui.tui.form_context import drafts_of, form_context
        from kindtui.tui.widgets.form import FormScreen

        assert self.workspace is not None
        saved: R | None = await self.push_screen_wait(
            FormScreen(form, form_context(self.workspace), drafts_of(self.workspace))
        )
        if saved is not None:
            self.records_changed()
        return saved

    # --- taking along

    def copied(self, words: str) -> str:
        """Copy a text; answers where it went, or why it did not."""
        from kindtui.clipboard import copy

        try:
            return f"✓ {copy(words, write=self._to_terminal)}"
        except KindError as error:
            return f"✗ {fault_words(error)}"

    def copy_text(self, words: str) -> None:
        """Copy a text and say where it went."""
        said = self.copied(words)
        self.tell(said, severity="warning" if said.startswith("✗") else "information")

    def _to_terminal(self, sequence: str) -> None:
        if self._driver is not None:
            self._driver.write(sequence)

    async def edit_outside(self, words: str, *, suffix: str = ".md") -> str | None:
        """Let the person edit a text in `$EDITOR`; None where the terminal cannot be lent (a text field asks
        instead). Raises KindError."""
        from kindtui.editor import edit_text

        edited = words
        fault: KindError | None = None
        try:
            with self.suspend():
                try:
                    edited = edit_text(words, suffix=suffix)
                except KindError as error:
                    # raised below: textual never takes the terminal back from a block that raises
                    fault = error
        except SuspendNotSupported:
            return await self.ask_text("Edit", value=words, many_lines=True, done="Keep")
        if fault is not None:
            raise fault
        return edited
