"""What is done with conduct documents, from their own room and from Today."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kindtui.errors import Clash

if TYPE_CHECKING:
    from kindtui.tui.app import KindApp

LAST_REVIEW = "review.last"
"""The key of the problem that says that a review was due."""


async def edit(app: KindApp, ids: Sequence[str]) -> None:
    """Read a document again and change it; begins where the review was due."""
    for name in ids:
        await edit_document(app, name, at=LAST_REVIEW)


review = edit


async def edit_document(app: KindApp, name: str, *, at: str = "") -> str | None:
    """Open the editor; answers the name of what was saved last."""
    from kindtui.tui.conduct.editor import EditorScreen

    assert app.workspace is not None
    saved: str | None = await app.push_screen_wait(EditorScreen(app.workspace, name, at=at))
    return saved


async def edit_in_editor(app: KindApp, name: str) -> None:
    """Write a document in `$EDITOR`, and save what comes back; when somebody else changed it meanwhile, the app's own
    editor asks which text stays."""
    from kindtui.tui.conduct.editor import EditorScreen

    assert app.workspace is not None
    conduct = app.workspace.conduct
    before = conduct.text(name)
    written = await app.edit_outside(before, suffix=".yaml")
    if written is None or written == before:
        return
    try:
        conduct.keep(name, written, before)
    except Clash:
        await app.push_screen_wait(EditorScreen(app.workspace, name, text=written, read=before))
        return
    app.records_changed()
