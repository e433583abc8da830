"""Small questions over a screen. Each is a `ModalScreen` that returns its answer, None when it was called off."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import ClassVar, TypeVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Button, Input, OptionList, Static
from textual.widgets.option_list import Option

from kindtui.errors import KindError
from kindtui.tui.content import keyed, paragraph, text
from kindtui.tui.hints import fault_words
from kindtui.tui.widgets.button_row import ButtonRow
from kindtui.tui.widgets.fitted import Fitted
from kindtui.tui.widgets.options import Options
from kindtui.tui.widgets.panel import Panel

T = TypeVar("T")

DRAFT_IS_BACK = "Your unsaved text from before is back; nothing of it is saved yet."


class Dialog(Fitted, ModalScreen[T]):
    """A panel in the middle of the screen. `body` yields what is in it, `buttons` the row below: the one with the id
    "yes" does what the dialog is for, "no" leaves it."""

    CSS_PATH = Path(__file__).with_name("dialogs.tcss")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (70, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (20, "-high")]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "Cancel", id="dialog.cancel", show=False),
        # a field, a list or buttons that need one of these take it first
        Binding("down,j", "scroll_text('down')", id="dialog.down", show=False),
        Binding("up,k", "scroll_text('up')", id="dialog.up", show=False),
        Binding("pagedown,space,ctrl+d", "scroll_text('page_down')", id="dialog.page_down", show=False),
        Binding("pageup,ctrl+u", "scroll_text('page_up')", id="dialog.page_up", show=False),
        Binding("home", "scroll_text('home')", id="dialog.top", show=False),
        Binding("end,G", "scroll_text('end')", id="dialog.end", show=False),
    ]
    title_text: Content = Content("")

    def compose(self) -> ComposeResult:
        with Panel(self.title_text):
            yield Static(self.title_text, classes="dialog--title")
            yield from self.body()
            with Vertical(classes="dialog--foot"):
                yield from self.foot()
                buttons = list(self.buttons())
                if buttons:
                    with ButtonRow(classes="dialog--buttons"):
                        yield from buttons

    def on_mount(self) -> None:
        # what was said in the corner would lie on the buttons
        for each in list(self.app._notifications):
            if each.severity != "error" or self.has_class("-low"):
                self.app._unnotify(each)

    def body(self) -> ComposeResult:
        """What the dialog holds."""
        yield from ()

    def foot(self) -> ComposeResult:
        """What stands over the buttons however long the body is."""
        yield from ()

    def buttons(self) -> Sequence[Widget]:
        """The row of buttons."""
        return ()

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "yes":
            self.action_done()
        elif event.button.id == "no":
            self.action_cancel()

    def action_scroll_text(self, way: str) -> None:
        """Scroll what there is to read: "down", "up", "page_down", "page_up", "home", "end"."""
        for each in self.query(".dialog--text"):
            getattr(each, f"scroll_{way}")(animate=False)

    def action_done(self) -> None:
        """What the dialog is for."""

    def action_cancel(self) -> None:
        """Leave it."""
        self.dismiss(None)


class Confirm(Dialog[bool | None]):
    """A question that another key than the one that asked it must confirm."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "done", "Yes", id="confirm.yes", show=False, priority=True),
        Binding("n", "cancel", "No", id="confirm.no", show=False, priority=True),
        Binding("left,h", "app.focus_previous", show=False),
        Binding("right,l", "app.focus_next", show=False),
    ]

    def __init__(self, question: str, details: str = "", *, yes: str = "Yes", no: str = "No") -> None:
        super().__init__()
        self.title_text = text(question)
        self.details, self.yes, self.no = details, yes, no

    def body(self) -> ComposeResult:
        if self.details:
            with VerticalScroll(classes="dialog--text", can_focus=False):
                yield Static(paragraph(self.details))

    def buttons(self) -> Sequence[Widget]:
        return (
            Button(keyed(self.no, "n"), id="no"),
            Button(keyed(self.yes, "y"), id="yes", variant="warning"),
        )

    def action_done(self) -> None:
        self.dismiss(True)

    def action_cancel(self) -> None:
        self.dismiss(False)


class Ask(Dialog[str | None]):
    """Asks for a text, one line or many. `accept` may raise KindError: it is shown and what was typed stays."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "done", "Done", id="ask.done", show=False, priority=True),
        Binding("enter", "enter", "Done", id="ask.enter", show=False, priority=True),
    ]

    def __init__(
        self,
        title: str,
        *,
        value: str = "",
        hint: str = "",
        many_lines: bool = False,
        done: str = "OK",
        accept: Callable[[str], object] | None = None,
        echo: Callable[[str], str] | None = None,
    ) -> None:
        super().__init__()
        self.title_text = text(title)
        self.value, self.hint, self.many_lines, self.done = value, hint, many_lines, done
        self.accept, self.echo = accept, echo
        self._certain = False

    def body(self) -> ComposeResult:
        if self.many_lines:
            from textual.widgets import TextArea

            yield TextArea(self.value, id="ask", soft_wrap=True, tab_behavior="focus", show_line_numbers=False)
        else:
            yield Input(self.value, id="ask", compact=True)
        yield Static(paragraph(self.hint), id="ask--hint", classes="dialog--hint")

    def buttons(self) -> Sequence[Widget]:
        key = "ctrl+s" if self.many_lines else "enter"
        return (
            Button(keyed("Cancel", "esc"), id="no"),
            Button(keyed(self.done, key), id="yes", variant="primary"),
        )

    def on_mount(self) -> None:
        if self.many_lines:
            from textual.widgets import TextArea

            area = self.query_one(TextArea)
            area.move_cursor(area.document.end)

    @property
    def typed(self) -> str:
        """What is in the field."""
        field = self.query_one("#ask")
        return field.value if isinstance(field, Input) else str(getattr(field, "text", ""))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enter is done in a field of one line; elsewhere it is what it is there."""
        return isinstance(self.focused, Input) if action == "enter" else super().check_action(action, parameters)

    def action_enter(self) -> None:
        self.action_done()

    @on(Input.Changed, "#ask")
    def _changed(self) -> None:
        self._say(self.echo(self.typed) if self.echo and self.typed.strip() else self.hint)

    def action_done(self) -> None:
        try:
            if self.accept is not None:
                self.accept(self.typed)
        except KindError as error:
            self._say(fault_words(error), fault=True)
            return
        self.dismiss(self.typed)

    def action_cancel(self) -> None:
        """Leave; a long text that was changed asks for a second esc, so that it is not lost by a slip."""
        if self.many_lines and self.typed != self.value and not self._certain:
            self._certain = True
            self._say("What you wrote is not kept. esc again leaves, ctrl+s keeps it.", fault=True)
            return
        self.dismiss(None)

    def _say(self, words: str, *, fault: bool = False) -> None:
        hint = self.query_one("#ask--hint", Static)
        hint.set_class(fault, "-fault")
        hint.update(paragraph(f"✗ {words}" if fault else words))


class Choose(Dialog[str | None]):
    """One out of several. Choices are (id, what is shown); their first nine have number keys."""

    def __init__(
        self, title: str, choices: Sequence[tuple[str, Content | str]], *, details: str = "", current: str = ""
    ) -> None:
        super().__init__()
        self.title_text = text(title)
        self.choices, self.details, self.current = tuple(choices), details, current

    def body(self) -> ComposeResult:
        if self.details:
            yield Static(paragraph(self.details), classes="dialog--text")
        rows = [
            Option(
                Content.assemble(
                    (f"{n} " if n < 10 else "  ", "bold $text-accent"),
                    shown if isinstance(shown, Content) else text(shown),
                )
            )
            for n, (_id, shown) in enumerate(self.choices, 1)
        ]
        options = Options(*rows, compact=True, markup=False)
        at = next((row for row, (id, _shown) in enumerate(self.choices) if id == self.current), 0)
        options.highlighted = at if self.choices else None
        yield options

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self.choices[event.option_index][0])

    def on_key(self, event: events.Key) -> None:
        if event.character and event.character.isdecimal() and 1 <= int(event.character) <= len(self.choices):
            event.stop()
            self.dismiss(self.choices[int(event.character) - 1][0])


class AskUnsaved(Choose):
    """What becomes of text that is not saved: "edit", "save", "draft" where one can be kept, or "drop"."""

    def __init__(self, *, drafts: bool = True) -> None:
        draft = [("draft", "Keep it as a draft for later")] if drafts else []
        choices = [("edit", "Keep editing"), ("save", "Save it"), *draft, ("drop", "Throw it away")]
        super().__init__("This is not saved yet", choices)


class ShowText(Dialog[None]):
    """A text to read and to take along: `y` copies all of it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y,c", "copy", "Copy", id="text.copy", show=False),
        Binding("q,enter", "cancel", "Close", id="text.close", show=False),
    ]

    def __init__(self, title: str, shown: str, *, copy: Callable[[str], str] | None = None, note: str = "") -> None:
        super().__init__()
        self.title_text = text(title)
        self.shown, self.copy, self.note = shown, copy, note

    def body(self) -> ComposeResult:
        with VerticalScroll(classes="dialog--text -whole"):
            yield Static(paragraph(self.shown), id="text")

    def foot(self) -> ComposeResult:
        yield Static(paragraph(self.note), id="text--note", classes="dialog--hint")

    def buttons(self) -> Sequence[Widget]:
        close = Button(keyed("Close", "esc"), id="no")
        if self.copy is None:
            return (close,)
        return close, Button(keyed("Copy", "y"), id="copy", variant="primary")

    @on(Button.Pressed, "#copy")
    def action_copy(self) -> None:
        if self.copy is not None:
            self.query_one("#text--note", Static).update(paragraph(self.copy(self.shown)))
