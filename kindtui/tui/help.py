"""The keys of a screen, made from its commands."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Button

from kindtui.tui.commands import Command, Commanding
from kindtui.tui.content import LABEL_WIDTH, MUTED, keyed, lines, section, text
from kindtui.tui.widgets.detail import CardText, Reading
from kindtui.tui.widgets.dialogs import Dialog


class HelpScreen(Dialog[None]):
    """Every key that works on the screen below."""

    BINDINGS = [("question_mark,q,enter", "cancel", "Close")]

    def __init__(self, screen: Screen[object], everywhere: Sequence[Command]) -> None:
        """`everywhere`: those commands of the app that mean something on the screen."""
        super().__init__()
        here = screen.own_commands if isinstance(screen, Commanding) else ()
        self.title_text = text(f"Keys: {getattr(screen, 'title_words', 'kindtui')}")
        self._shown = lines(
            [
                *(_row(each) for each in here if each.keys),
                *_finding(screen),
                section("Moving"),
                *(
                    _line(keys, words)
                    for keys, words in _moving(leads=any(each.id == "app.leader" for each in everywhere))
                ),
                section("Everywhere"),
                *(_row(each) for each in everywhere if each.keys and not each.id.startswith("go.")),
                section("Without a key (in the palette, ctrl+p)"),
                *(_row(each) for each in (*here, *everywhere) if not each.keys),
            ]
        )

    def body(self) -> ComposeResult:
        with Reading(classes="dialog--text -whole"):
            yield CardText(self._shown)

    def buttons(self) -> Sequence[Widget]:
        return (Button(keyed("Close", "esc"), id="no"),)


def _moving(*, leads: bool) -> Sequence[tuple[str, str]]:
    """The keys that move. `leads`: whether `g` means something here."""
    return (
        ("j k ↑ ↓", "down, up"),
        ("gg G" if leads else "home end", "first, last"),
        ("tab", "next pane or field"),
        ("F1 … F5", "sections, also while typing"),
        *([("g t m c f o", "sections by letter")] if leads else []),
    )


def _finding(screen: Screen[object]) -> list[Content]:
    """How a filter is written, where there is one that knows more than words."""
    told = getattr(screen, "filter_help", ())
    return [section("In the filter"), *(_line(typed, words) for typed, words in told)] if told else []


def _row(command: Command) -> Content:
    words = f"{command.title}. {command.help}" if command.help else command.title
    return _line(command.shown_keys, words)


def _line(keys: str, words: str) -> Content:
    return Content.assemble((keys.ljust(LABEL_WIDTH), MUTED), words).stylize("bold $text-accent", 0, LABEL_WIDTH)
