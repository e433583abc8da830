"""Colours, as a terminal gets them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.terminal.tmux import Terminal, needs_tmux

pytestmark = [pytest.mark.slow, needs_tmux]

SHADE = re.compile(r"[34]8;2;(\d+);(\d+);(\d+)")
HUE = re.compile(r"\x1b\[(?:[\d;]*;)?(?:3[1-6]|4[1-6]|9[1-6]|10[1-6]|[34]8;5;\d+)(?:;[\d;]*)?m")
"""A colour of the terminal's own palette, but black and white."""


@pytest.mark.parametrize("plain", [True, False], ids=["NO_COLOR", "colours"])
def test_where_no_colour_is_wanted_black_white_and_grey_are_all_there_is(tmp_path: Path, plain: bool) -> None:
    env = {"COLORTERM": "truecolor", **({"NO_COLOR": "1"} if plain else {})}
    with Terminal(tmp_path, width=80, height=24, env=env) as terminal:
        terminal.start("--demo")
        terminal.sees("DEMO")
        for keys in (["2"], ["3", "v"], ["4"], ["5"], ["2", "a"]):
            terminal.press(*keys)
            terminal.rests()
            shades = {found.groups() for found in SHADE.finditer(terminal.coloured)}
            palette = [found[0] for found in HUE.finditer(SHADE.sub("", terminal.coloured))]
            assert shades, "the screen says nothing at all about shades: look elsewhere"
            coloured = [shade for shade in shades if len(set(shade)) > 1]
            assert bool(coloured or palette) != plain, (coloured, palette)
