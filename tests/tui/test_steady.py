"""Borders stay in their columns on terminals that measure characters in other ways than textual does."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from kindtui.tui.steady import steadied

WORDS = ("Ada", "👩‍👩‍👧‍👦", "नमस्ते", "क्षत्रिय", "❤️", "🇩🇪", "👍🏽", "José", "山田", "ไทยสวัสดีน้ำ", "محمد", "한국어")
WIDTH = 40


def one_by_one(char: str) -> int:
    """The width of a character for a terminal that knows nothing of clusters."""
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def narrow(char: str) -> int:
    """For a terminal that draws everything unusual in one cell."""
    return one_by_one(char) if char < "\u0300" or "\u2e80" <= char < "\ua000" or "\uac00" <= char < "\ud7a4" else 1


def drawn(data: str, width_of: Callable[[str], int]) -> list[str]:
    """The cells of the one line of a terminal, each with the character that was drawn in it last."""
    cells = [" "] * (2 * WIDTH)
    at = 0
    for token in re.finditer(r"\x1b\[(?:\d+;)?(\d*)([HGm])|.", data):
        if token[2]:
            at = int(token[1]) - 1 if token[2] != "m" else at
        elif wide := width_of(token[0]):
            cells[at : at + wide] = [token[0], *[""] * (wide - 1)]
            at += wide
    return cells


def line(cells: list[str]) -> str:
    """What the screen wants to write: cells of a list between borders."""
    segments = [Segment("│", Style(color="red"))]
    for number, words in enumerate(cells):
        style = Style(bold=bool(number % 2))
        segments += [
            Segment(words, style),
            Segment(" " * (12 - cell_len(words)), style),
            Segment("│", Style(color="red")),
        ]
    return "\x1b[1;1H" + Strip(segments).render(Console(color_system="truecolor", force_terminal=True))


@settings(max_examples=60, deadline=None)
@given(
    rows=st.lists(st.lists(st.sampled_from(WORDS), max_size=2).map(" ".join), min_size=3, max_size=3),
    width_of=st.sampled_from([one_by_one, narrow]),
)
def test_every_border_is_where_it_was_meant(rows: list[str], width_of: Callable[[str], int]) -> None:
    rows = [row if cell_len(row) <= 12 else "Ada" for row in rows]
    cells = drawn(steadied(line(rows)), width_of)
    borders = [13 * number for number in range(4)]
    assert [at for at, char in enumerate(cells) if char == "│"] == borders


def test_a_terminal_that_draws_more_has_room_and_loses_no_letter() -> None:
    cells = drawn(steadied(line(["क्षत्रिय", "हिन्दी", "Ada"])), one_by_one)
    shown = "".join(cells)
    assert sum(map(one_by_one, "क्षत्रिय")) > cell_len("क्षत्रिय"), "it is measured in two ways"
    assert all(char in shown for char in "क्षत्रियहिन्दी" if one_by_one(char))


@pytest.mark.parametrize("data", ["plain", "\x1b[1;1H│ José 山田 ✓ ★ … │", "\x1b]52;c;8J+RqQ==\x07", ""])
def test_what_every_terminal_draws_alike_is_written_as_it_is(data: str) -> None:
    assert steadied(data) == data


@given(st.text(alphabet="a │\x1b[;1Hm\n\r👍🏽नम", max_size=40))
def test_no_character_is_lost(data: str) -> None:
    kept = [char for char in data if char in "a│👍🏽नम\n\r"]
    written = re.sub(r"\x1b\[\d+G|\x1b\[0m", "", steadied(data))
    assert sorted(char for char in written if char in "a│👍🏽नम\n\r") == sorted(kept)
