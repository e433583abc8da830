"""What is done with conduct documents, from their own room and from Today."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kindtui.errors import Clash

if TYPE_CHECKING:
    from kindtui.services.unsaved import Unsaved
    from kindtui.tui.app import KindApp

MOST_TYPED = 6
"""Lines of unsaved text that are shown before one chooses."""

LAST_REVIEW = "review.last"
"""The key of the problem that says that a review was due."""


async def edit(app: KindApp, ids: Sequence[str]) -> None:
    """Read a document again and change it; begins where the review was due."""
    for name in ids:
        await edit_document(app, name, at=LAST_REVIEW)


review = edit


async def mend(app: KindApp, ids: Sequence[str]) -> None:
    """Put right what is wrong with a document; begins where that is."""
    for name in ids:
        await edit_document(app, name, at="")


async def unsaved(app: KindApp, ids: Sequence[str]) -> None:
    """Go on with text that was typed and not saved, or drop it."""
    from kindtui.tui.conduct.editor import EditorScreen

    assert app.workspace is not None
    for name in ids:
        for section, screen in app.open_screens():
            if isinstance(screen, EditorScreen) and screen.name_of_file == name:
                app.go_to(section)  # it stands there as it was left
                return
        kept = app.workspace.unsaved.find(name)
        chosen = await app.choose(
            f"Your text of {name} is not saved",
            [("edit", "Go on with it"), ("drop", "Throw it away")],
            details="\n".join(_typed_lines(kept)),
        )
        if chosen == "edit":
            await edit_document(app, name)
        elif chosen == "drop":
            app.workspace.unsaved.drop(name)
            app.records_changed()
            app.tell(f"Your text of {name} is dropped.", "The document is as it was.")


def _typed_lines(kept: Unsaved) -> list[str]:
    """The first lines that are in the text and not in the file, so that one knows what it is about."""
    before = set(kept.read.splitlines())
    typed = [line for line in kept.text.splitlines() if line.strip() and line not in before]
    return [f"+ {line}" for line in typed[:MOST_TYPED]] + (["…"] if len(typed) > MOST_TYPED else [])


async def edit_document(app: KindApp, name: str, *, at: str | None = None) -> str | None:
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
