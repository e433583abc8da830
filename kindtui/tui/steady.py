"""Borders that stay in their column, however wide a terminal draws what stands before them.

Terminals do not agree on the width of emoji, of joined and combining characters and of Indic and South-East Asian
scripts. What comes after such characters is therefore put at its column, instead of behind them.
"""

from __future__ import annotations

import re

from rich.cells import cell_len
from textual.driver import Driver

_SURE = (
    "\x00-\u02ff\u0370-\u0482\u048a-\u052f"  # Latin, Greek, Cyrillic
    "\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2100-\u22ff"  # punctuation, money, letters as signs, arrows, mathematics
    "\u2460-\u25fc\u2605\u2606\u2665\u2713\u2717"  # numbers in circles, lines and blocks, our own signs
    "\u3000-\u3029\u3041-\u3096\u309b-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff60"  # East Asian
)
"""What every terminal draws in as many cells as it is measured with."""

_UNSURE = re.compile(f"[^{_SURE}]")
_RUN = re.compile(f"[^ \u2500-\u259f]?[^{_SURE}][^ \u2500-\u259f]*")
"""The part of a word from the character before the first unsure one, which may be its base, to its end. A line of
a border ends it."""

_TOKEN = re.compile(
    r"\x1b\[\d+;(?P<column>\d+)H"
    r"|(?P<style>\x1b\[[\d;:]*m)"
    r"|(?P<other>\x1b\[[0-?]*[ -/]*[@-~]|\x1b[\]P_^][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b.?|[\x00-\x1f\x7f])"
    r"|(?P<text>[^\x00-\x1f\x7f]+)",
    re.DOTALL,
)
"""A move of the cursor, a style, another sequence or control character, or a text."""

_PLAIN = ("\x1b[0m", "\x1b[m")


def steadied(data: str) -> str:
    """What is written to a terminal, with all that follows a text of unsure width in its own column.

    The text is written last: first blanks, in case the terminal draws less, and those after it, into which it may reach
    when the terminal draws more.
    """
    return _Steadied().all_of(data) if _UNSURE.search(data) else data


class _Steadied:
    """One pass over what is written."""

    def __init__(self) -> None:
        self._written: list[str] = []
        self._column: int | None = None
        """Where the next text begins, from 1; unknown until the cursor is put somewhere."""
        self._style = ""
        """The sequences that made the style of what is written now."""
        self._held: tuple[str, str, int] | None = None
        """A text of unsure width whose cells are blank as yet: its style, itself, and its column."""

    def all_of(self, data: str) -> str:
        for token in _TOKEN.finditer(data):
            if token["text"]:
                self._take_text(token["text"])
            elif token["style"]:
                self._take_style(token["style"])
            else:
                self._put_held()
                self._written.append(token[0])
                self._column = int(token["column"]) if token["column"] else None
        self._put_held()
        return "".join(self._written)

    def _take_style(self, sequence: str) -> None:
        self._style = "" if sequence in _PLAIN else self._style + sequence
        self._written.append(sequence)

    def _take_text(self, words: str) -> None:
        if self._column is None:
            self._written.append(words)
            return
        at = 0
        for run in _RUN.finditer(words):
            self._write(words[at : run.start()])
            begin, wide = self._column, cell_len(run[0])
            self._write(" " * wide)
            self._put_held()
            self._held = (self._style, run[0], begin)
            at = run.end()
        self._write(words[at:])

    def _write(self, words: str) -> None:
        """Write a text of sure width; the blanks that it begins with before what is held, the rest after."""
        assert self._column is not None
        rest = words.lstrip(" ")
        self._written.append(words[: len(words) - len(rest)])
        self._column += len(words) - len(rest)
        if rest:
            self._put_held()
            self._written.append(rest)
            self._column += cell_len(rest)

    def _put_held(self) -> None:
        """Write what is held over its blanks, and go on where one was."""
        if self._held is not None:
            style, words, begin = self._held
            self._held = None
            self._written.append(f"\x1b[{begin}G\x1b[0m{style}{words}\x1b[0m{self._style}\x1b[{self._column}G")


def steady(driver: type[Driver]) -> type[Driver]:
    """A driver that keeps what it writes in its columns."""

    class Steady(driver):  # type: ignore[misc, valid-type]
        def write(self, data: str) -> None:
            super().write(steadied(data))

    return Steady
