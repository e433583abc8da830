"""Colours, as a terminal gets them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.terminal.tmux import Terminal, needs_tmux

pytestmark = [pytest.mark.slow, needs_tmux]

SEQUENCE = re.compile(r"\x1b\[([\d;]*)m")
COLOURS = {*range(30, 39), *range(40, 49), *range(90, 98), *range(100, 108)}
"""What sets a colour; 39 and 49 leave the terminal its own."""
REVERSED = re.compile(r"\x1b\[(?:\d+;)*7(?:;\d+)*m([^\x1b]*)")


@pytest.mark.parametrize("plain", [True, False], ids=["NO_COLOR", "colours"])
def test_where_no_colour_is_wanted_none_is_sent_and_what_is_chosen_stands_out(tmp_path: Path, plain: bool) -> None:
    env = {"COLORTERM": "truecolor", **({"NO_COLOR": "1"} if plain else {})}
    with Terminal(tmp_path, width=80, height=24, env=env) as terminal:
        terminal.start("--demo")
        terminal.sees("DEMO")
        journey = [
            ("2", "Amara Okonkwo-Díaz", "Amara"),
            ("S", "Sort by", "as usual"),
            ("escape", "a add", "Amara"),
            ("a", "Add a member", ""),
            ("escape", "a add", "Amara"),
            ("3", "○ to thank", "Nagy"),
            ("4", "! overdue", "Check in"),
            ("5", "At our stall", "How we treat"),
        ]
        for key, seen, stands_out in journey:
            terminal.press(key)
            terminal.sees(seen)
            terminal.rests()
            sent = {int(code) for found in SEQUENCE.findall(terminal.coloured) for code in found.split(";") if code}
            assert bool(sent & COLOURS) != plain
            if plain:
                assert stands_out in " ".join(REVERSED.findall(terminal.coloured))
