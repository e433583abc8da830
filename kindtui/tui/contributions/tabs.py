"""The two lists of the room, named in its title line: `v` and a click go to the other one."""

from __future__ import annotations

from textual.content import Content

HERE = "bold $text-primary"
THERE = "$text-muted"


def tabs(*, spotlights: bool) -> Content:
    """ "Contributions · Spotlights  v", the one that is shown in the colour of a title."""
    return Content.assemble(
        ("▸ " if not spotlights else "", HERE),
        ("Contributions", THERE if spotlights else HERE),
        ("  ", THERE),
        ("▸ " if spotlights else "", HERE),
        ("Spotlights", HERE if spotlights else THERE),
        ("  v", "bold $text-accent"),
    )
