"""How something that can be chosen is shown."""

from __future__ import annotations

from textual.content import Content

from kindtui.tui import content as draw


def choice(words: str, beside: str = "", below: str = "") -> Content:
    """What it is called, a word beside it, and a line below that says more."""
    first = draw.joined([draw.text(words), draw.text(f"  {beside}" if beside else "", draw.MUTED)])
    return draw.lines([first, draw.text(f"  {below}", draw.MUTED) if below else None])
