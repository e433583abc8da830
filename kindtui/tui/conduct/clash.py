"""Two people wrote in one file: which text stays, and where the other one is kept."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from kindtui.domain.text import slug
from kindtui.errors import NotFound

if TYPE_CHECKING:
    from kindtui.tui.app import KindApp

MOST_LINES = 8
"""Differing lines that the question shows."""


async def settle(app: KindApp, name: str, mine: str) -> str | None:
    """Ask which text the document shall have, and write it; answers it, None when nothing was written. The other text
    becomes a document of its own, so that neither is lost. Raises Clash when the file changes once more."""
    assert app.workspace is not None
    conduct = app.workspace.conduct
    try:
        theirs = conduct.text(name)
    except NotFound:
        question = "Somebody else removed this file meanwhile"
        if not await app.confirm(question, "A copy of theirs may be kept: r in the list.", yes="Write mine", no="Wait"):
            return None
        conduct.keep(name, mine)
        return mine
    beside = free_name(name, app.workspace.conduct_documents.names())
    chosen = await app.choose(
        "Changed by somebody else meanwhile",
        [
            ("mine", f"Mine stays here; theirs is kept as {beside}"),
            ("theirs", f"Theirs stays here; mine is kept as {beside}"),
            ("edit", "Keep editing; nothing is saved"),
        ],
        details=difference(mine, theirs),
    )
    if chosen == "mine":
        conduct.keep(beside, theirs)
        conduct.keep(name, mine, theirs)
        return mine
    if chosen == "theirs":
        conduct.keep(beside, mine)
        return theirs
    return None


def free_name(name: str, taken: list[str]) -> str:
    """A name like this one that no document has."""
    stem = slug(name, "document")
    return next(free for number in range(2, len(taken) + 3) if (free := f"{stem}-{number}") not in taken)


def difference(mine: str, theirs: str) -> str:
    """The first lines that differ, each with whose it is."""
    changes = difflib.unified_diff(theirs.splitlines(), mine.splitlines(), lineterm="", n=0)
    # the first two lines name files, and each group of changes begins with its place
    lines = [line for number, line in enumerate(changes) if number > 1 and not line.startswith("@@")]
    shown = [f"{'theirs' if line[0] == '-' else 'mine  '}  {line[1:]}" for line in lines[:MOST_LINES]]
    left = len(lines) - len(shown)
    return "\n".join([*shown, *([f"… and {left} more lines"] if left else [])])
