"""A field for YAML: highlighted in the colours of the theme, with the places of problems underlined."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import ClassVar

from rich.color import Color as RichColor
from rich.color import ColorParseError
from rich.errors import StyleSyntaxError
from rich.style import Style
from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.widgets import TextArea
from textual.widgets.text_area import TextAreaTheme

from kindtui.errors import InvalidInput, Problem
from kindtui.tui.line_filter import CONTROLS

MOST_LINES = 400
"""Lines from which on nothing is highlighted: it would cost more than a frame at every key."""

_SHIELD = {ord(char): 0x10F000 + number for number, char in enumerate("\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029\r")}
"""Characters at which the field would break lines, or which it would write as others, and what stands in for them."""
_UNSHIELD = {stand_in: char for char, stand_in in _SHIELD.items()}

_COLOURS = {
    "yaml.field": ("text-primary", True),
    "string": ("foreground", False),
    "number": ("text-accent", False),
    "boolean": ("text-accent", False),
    "constant.builtin": ("text-accent", False),
    "comment": ("text-muted", False),
    "type": ("text-accent", False),
    "punctuation.delimiter": ("text-muted", False),
    "punctuation.bracket": ("text-muted", False),
    "punctuation.special": ("text-muted", False),
    "error": ("text-error", False),
}
"""Parts of YAML: the variable of the theme that colours them, and whether they are bold."""


class YamlArea(TextArea):
    """Edits YAML. `written` is the text exactly as it is to be saved."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+home", "ends(0)", "To the beginning", id="yaml.top", show=False),
        Binding("ctrl+end", "ends(1)", "To the end", id="yaml.end", show=False),
    ]

    def __init__(self, text: str, *, id: str) -> None:
        super().__init__(
            shielded(text),
            language="yaml" if text.count("\n") < MOST_LINES else None,
            theme="css",
            soft_wrap=True,
            tab_behavior="indent",
            show_line_numbers=True,
            id=id,
        )
        self.indent_width = 2
        self._faults: dict[int, list[tuple[int, str]]] = {}
        self._dresses = 0

    def on_mount(self) -> None:
        self._dress()
        self.app.theme_changed_signal.subscribe(self, lambda _theme: self._dress())

    @property
    def written(self) -> str:
        """What the person wrote."""
        return self.text.translate(_UNSHIELD)

    def take(self, text: str) -> None:
        """Hold this text instead, as one step that ctrl+z takes back; the cursor stays about where it was."""
        place = self.cursor_location
        self.replace(shielded(text), (0, 0), self.document.end)
        self.language = "yaml" if text.count("\n") < MOST_LINES else None
        self.go_to(place[0] + 1, place[1] + 1)

    def go_to(self, line: int, column: int) -> None:
        """Put the cursor on a place, counted from 1."""
        row = min(max(line - 1, 0), self.document.line_count - 1)
        self.move_cursor((row, min(max(column - 1, 0), len(self.document.get_line(row)))), center=True)

    def action_ends(self, end: int) -> None:
        """Go to the beginning (0) or the end (1) of the text."""
        self.move_cursor(self.document.end if end else (0, 0))

    def on_key(self, event: events.Key) -> None:
        """A new line begins below the words of the one before it, as YAML wants it."""
        if event.key != "enter":
            return
        event.stop()
        event.prevent_default()
        start, end = sorted(self.selection)
        before = self.document.get_line(start[0])[: start[1]]
        made = self.replace("\n" + indentation_after(before), start, end, maintain_selection_offset=False)
        self.move_cursor(made.end_location)

    def underline(self, problems: Iterable[Problem]) -> None:
        """Show where the problems are."""
        faults: dict[int, list[tuple[int, str]]] = {}
        for problem in problems:
            if problem.line:
                faults.setdefault(problem.line - 1, []).append((max(problem.column - 1, 0), problem.severity))
        if faults != self._faults:
            self._faults = faults
            self._line_cache.clear()
            self.refresh()

    def get_line(self, line_index: int) -> Text:
        line = self.document.get_line(line_index)
        # one character for one, so that highlights and the cursor stay where they belong
        text = Text(CONTROLS.sub(_picture, line.translate(_UNSHIELD)), end="", no_wrap=True)
        for column, severity in self._faults.get(line_index, ()):
            word = re.compile(r"[^\s:]+|\S").search(line, column)
            if word is not None:
                text.stylize(self._fault_style(severity), *word.span())
        return text

    def _fault_style(self, severity: str) -> Style:
        colour = self._colour("text-error" if severity == "error" else "text-warning")
        return Style(color=colour, underline=True)

    def _dress(self) -> None:
        """Take the colours of the app's theme."""
        self._dresses += 1
        styles = {part: Style(color=self._colour(name), bold=bold) for part, (name, bold) in _COLOURS.items()}
        theme = TextAreaTheme(name=f"kind-{self._dresses}", syntax_styles=styles)
        self.register_theme(theme)
        self.theme = theme.name

    def _colour(self, name: str) -> RichColor | None:
        try:
            return RichColor.parse(self.app.theme_variables.get(name, ""))
        except (ColorParseError, StyleSyntaxError):
            return None


def indentation_after(line: str) -> str:
    """The blanks with which the line after this one begins."""
    words = line.lstrip(" ")
    deeper = 2 if words.startswith("- ") else 0
    deeper += 2 if re.search(r":(?:\s+[|>][-+0-9]*)?\s*\Z", words) else 0
    return " " * (len(line) - len(words) + deeper)


def shielded(text: str) -> str:
    """A text of which the field keeps every character. Raises InvalidInput when there is no such text."""
    safe = text
    if "\r" in text and re.search(r"\r(?!\n)|(?<!\r)\n", text) is None:
        # lines that all end in the same two characters are the field's own
        safe = text.replace("\r\n", "\n").translate(_SHIELD).replace("\n", "\r\n")
    else:
        safe = text.translate(_SHIELD)
    if any(chr(stand_in) in text for stand_in in _UNSHIELD):
        raise InvalidInput("this text has characters that cannot be edited here", "o opens it in $EDITOR")
    return safe


def _picture(found: re.Match[str]) -> str:
    code = ord(found[0])
    if found[0] == "\t":
        return "\t"
    return chr(0x2400 + code) if code < 0x20 else "�"
