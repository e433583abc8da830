"""A rendered text to be read: headings, lists and links as they will look, and the ways to take it along."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import urlsplit

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Markdown, Static
from textual.widgets.markdown import MarkdownBlock, MarkdownFence

from kindtui.services.conduct import Format
from kindtui.tui import content as draw
from kindtui.tui.command_screen import CommandScreen
from kindtui.tui.commands import Command
from kindtui.tui.conduct.leaving import export
from kindtui.tui.content import plain
from kindtui.tui.widgets.detail import Reading
from kindtui.tui.widgets.key_bar import KeyBar

if TYPE_CHECKING:
    from markdown_it.token import Token

SCHEMES = ("http", "https", "mailto")


class ReadMarkdown(Markdown):
    """Markdown that opens nothing by itself and hides nothing: HTML in it is shown as what it is."""

    def unhandled_token(self, token: Token) -> MarkdownBlock | None:
        return MarkdownFence(self, token, token.content.rstrip()) if token.type == "html_block" else None


class ReadingPane(Reading):
    """Scrolls with the keys of a pager, too."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "page_down", show=False),
        Binding("b", "page_up", show=False),
    ]


class TextScreen(CommandScreen[bool]):
    """Shows a text. Returns whether the person wants to change what was asked for it (`again` offers that).

    `make` answers the text in a format; `name` begins the names of exported files.
    """

    CSS_PATH = "conduct.tcss"
    COMMANDS_HERE: ClassVar[tuple[Command, ...]] = (
        Command("text.copy", "Copy the text as Markdown", "y", "copy", "copy", footer=1),
        Command("text.export", "Export it to a file", "x", "export", "export", "To the folder exports/.", footer=2),
        Command("text.again", "Change what was asked for it", "e", "again", "change words", footer=3),
        Command("text.back", "Back", "escape,q,v", "back", "back", footer=4, palette=False),
    )

    def __init__(self, title: str, name: str, make: Callable[[Format], str], *, again: bool = False) -> None:
        super().__init__()
        self.title_words, self.file_name, self.make, self.again = title, name, make, again
        self.markdown = make("markdown")

    def compose(self) -> ComposeResult:
        with Horizontal(classes="paper--head"):
            yield Static(draw.text(self.title_words), classes="paper--title")
            yield Static(draw.text("as it will be read", draw.MUTED), classes="paper--state")
        with ReadingPane(id="paper"):
            yield ReadMarkdown(plain(self.markdown, multiline=True), open_links=False)
        yield KeyBar()

    def on_mount(self) -> None:
        self.show_keys()
        self.query_one(ReadingPane).focus()

    def is_possible(self, command: Command) -> bool:
        return self.again or command.verb != "again"

    def on_markdown_link_clicked(self, event: Markdown.LinkClicked) -> None:
        """Follow links to the web and to an address, and no others: a file or a program is nobody's link."""
        event.stop()
        if may_follow(event.href):
            self.app.open_url(event.href)
        else:
            self.kind_app.tell("This link is not followed.", event.href, severity="warning")

    def do_copy(self) -> None:
        """Copy the Markdown, and say where it went."""
        self.kind_app.copy_text(self.markdown)

    def do_again(self) -> None:
        """Go back to the form."""
        if self.again:
            self.dismiss(True)

    def do_back(self) -> None:
        """Leave."""
        self.dismiss(False)

    async def do_export(self) -> None:
        """Write it to a file in exports/."""
        await export(self.kind_app, self.file_name, self.make)


def may_follow(address: str) -> bool:
    """Whether a link leads to the web or to a mail address."""
    try:
        return urlsplit(address.strip()).scheme.lower() in SCHEMES
    except ValueError:
        return False
