"""Text for the screen: the one place where what people wrote becomes something that a widget draws.

`plain` cleans, everything else builds on it; no markup is ever parsed. Tones are names that the stylesheet of a theme
gives a colour: a tone never carries meaning alone, a glyph or a word goes with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.cells import cell_len
from textual.content import Content

from kindtui.domain.text import safe_text

MUTED = "$text-muted"
STRONG = "bold"
ACCENT = "$text-accent"
HEADING = "bold $text-primary"
WARNING = "$text-warning"
ERROR = "$text-error"
SUCCESS = "$text-success"

LABEL_WIDTH = 14


def plain(text: object, *, multiline: bool = False) -> str:
    """What somebody wrote, safe on a terminal."""
    return safe_text(str(text), multiline=multiline)


def text(value: object, style: str = "") -> Content:
    """One line of somebody's text in a style."""
    cleaned = plain(value)
    return Content.styled(cleaned, style) if style else Content(cleaned)


def paragraph(value: object, style: str = "") -> Content:
    """Somebody's text with its line breaks."""
    cleaned = plain(value, multiline=True)
    return Content.styled(cleaned, style) if style else Content(cleaned)


def joined(parts: Iterable[Content | str], between: str = "") -> Content:
    """Contents one after the other. A `str` is ours, not somebody's: it is not cleaned."""
    return Content(between).join([Content(part) if isinstance(part, str) else part for part in parts])


def lines(parts: Iterable[Content | str | None]) -> Content:
    """Contents below each other; None is left out, "" is an empty line."""
    return joined([part for part in parts if part is not None], "\n")


def heading(words: object) -> Content:
    """The title of a card."""
    return text(words, HEADING)


def section(words: str) -> Content:
    """The heading of a part of a card."""
    return Content.assemble("\n", (plain(words).upper(), f"bold {MUTED}"))


def part(title: str, rows: Iterable[Content | None]) -> list[Content]:
    """A part of a card under its heading; nothing when none of the rows says anything."""
    shown = [each for each in rows if each]
    return [section(title), *shown] if shown else []


def row(label: str, value: object | Content | Sequence[object]) -> Content | None:
    """A labelled value, several values below each other; None when there is nothing to say."""
    if isinstance(value, Content):
        values = [value] if value else []
    elif isinstance(value, str):
        values = [text(value)] if value.strip() else []
    elif isinstance(value, Sequence):
        values = [each if isinstance(each, Content) else text(each) for each in value]
    else:
        values = [] if value is None else [text(value)]
    if not values:
        return None
    called = plain(label)
    first = Content.styled(called + " " * (LABEL_WIDTH - cell_len(called)), MUTED)
    indent = " " * LABEL_WIDTH
    return lines([first + values[0], *[Content(indent) + each for each in values[1:]]])


def hanging(content: Content, width: int) -> Content:
    """The content for a width: a labelled value that is too long goes on below itself, not below its label."""
    if width < 2 * LABEL_WIDTH:
        return content
    return Content("\n").join([part for line in content.split("\n", allow_blank=True) for part in _hung(line, width)])


def _hung(line: Content, width: int) -> list[Content]:
    first = line.spans[0] if line.spans else None
    labelled = first is not None and (first.start, first.end, first.style) == (0, LABEL_WIDTH, MUTED)
    if line.cell_length <= width or not (labelled or line.plain.startswith(" " * LABEL_WIDTH)):
        return [line]
    label, value = line[:LABEL_WIDTH], line[LABEL_WIDTH:]
    wrapped = value.wrap(width - LABEL_WIDTH)
    return [(label if not index else Content(" " * LABEL_WIDTH)) + part for index, part in enumerate(wrapped)]


def badge(glyph: str, words: str, style: str) -> Content:
    """A glyph with its word: colour alone says nothing."""
    return Content.styled(f"{glyph} {words}", style)


def keyed(words: str, key: str) -> Content:
    """The words of a button, with the key that does the same."""
    return Content.assemble(plain(words), "  ", (key, "bold"))
