"""The message that asks somebody: to be copied and sent by hand, and kept as asked once it was sent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Button, Input, Static

from kindtui.tui.content import keyed, paragraph, text
from kindtui.tui.widgets.dialogs import Dialog


class Asked(NamedTuple):
    """Whether the message was sent, and where."""

    sent: bool
    via: str = ""


class AskDialog(Dialog[Asked | None]):
    """Shows the message. Returns what became of it; None stops asking."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y,c", "copy", "Copy", id="ask_member.copy", show=False),
        Binding("ctrl+y", "copy", "Copy", id="ask_member.copy_typing", show=False, priority=True),
        Binding("ctrl+s", "done", "I sent it", id="ask_member.sent", show=False, priority=True),
        Binding("n", "skip", "Not now", id="ask_member.skip", show=False),
    ]
    CSS = """
    AskDialog .dialog--text { max-height: 45vh; }
    AskDialog .dialog--hint.-said { color: $text-success; }
    """

    def __init__(
        self,
        title: str,
        message: str,
        *,
        via: str,
        note: str,
        copied: Callable[[str], str],
        several: bool,
    ) -> None:
        super().__init__()
        self.title_text = text(title)
        self.message, self.via, self.note, self.copied, self.several = message, via, note, copied, several

    def body(self) -> ComposeResult:
        with VerticalScroll(classes="dialog--text -whole"):
            yield Static(paragraph(self.message))
        yield Static(paragraph(self.note or "Send it yourself, in your own way."), classes="dialog--hint")
        yield Input(self.via, placeholder="via: where you ask, such as discord or in person", compact=True)

    def buttons(self) -> Sequence[Widget]:
        skip = Button(keyed("Skip", "n"), id="skip")
        return (
            Button(keyed("Stop", "esc"), id="no"),
            *([skip] if self.several else []),
            Button(keyed("Copy", "y"), id="copy"),
            Button(keyed("Sent", "ctrl+s"), id="yes", variant="primary"),
        )

    @on(Input.Submitted)
    def action_done(self) -> None:
        """The message was sent."""
        self.dismiss(Asked(True, self.query_one(Input).value))

    @on(Button.Pressed, "#skip")
    def action_skip(self) -> None:
        """Not this one; go on with the next."""
        self.dismiss(Asked(False))

    @on(Button.Pressed, "#copy")
    def action_copy(self) -> None:
        """Copy the message, and say where it went."""
        hint = self.query_one(".dialog--hint", Static)
        hint.update(paragraph(self.copied(self.message)))
        hint.add_class("-said")
