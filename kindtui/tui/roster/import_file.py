"""Bringing a file in: ask for it, look at it, show the preview, and say what came of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kindtui.domain.imports import Asked, Preview, Report
from kindtui.domain.text import counted
from kindtui.errors import KindError
from kindtui.services.import_files import read_file
from kindtui.tui.hints import fault_words
from kindtui.tui.roster.import_words import counts_words, gone_words
from kindtui.tui.typed_path import typed_path

if TYPE_CHECKING:
    from kindtui.tui.app import KindApp
    from kindtui.workspace import Workspace

MANY_BYTES = 64_000
MANY_MEMBERS = 5_000
"""From these sizes on looking at a file is long work: it gets a bar, and can be called off."""


async def import_members(app: KindApp, workspace: Workspace) -> None:
    """Ask for a file, show what would become of it, and import it."""
    read: list[tuple[Path, bytes]] = []

    def accept(typed: str) -> None:
        read[:] = [_read(typed)]

    before = ""
    hint = "The path of a table or another list of people. Nothing is imported before you have seen it."
    while True:
        typed = await app.ask_text("Import members", value=before, hint=hint, done="Look", accept=accept)
        if typed is None:
            return
        before = typed
        path, data = read[0]
        try:
            preview = await _look(app, workspace, data, path.name)
        except KindError as error:
            # asked again with the path as it was typed, which may need a letter only
            hint = f"✗ {fault_words(error)}"
        else:
            break
    if preview is None:
        return
    from kindtui.tui.roster.import_preview import ImportScreen

    report = await app.push_screen_wait(ImportScreen(workspace, preview))
    if report is not None:
        app.records_changed()
        await _tell(app, path.name, report)


async def _tell(app: KindApp, filename: str, report: Report) -> None:
    undo = "u takes all of it back." if report.sentence else "Nothing was changed."
    app.tell(f"Imported {filename}: {counts_words(report).plain}", undo)
    if report.gone:
        words = "\n".join(each.plain for each in gone_words(report.gone))
        await app.show_text(
            f"Not on the list of {filename} any more",
            words,
            note=f"{counted(len(report.gone), 'member')} of earlier files. Nothing was changed about them.",
        )


async def _look(app: KindApp, workspace: Workspace, data: bytes, name: str) -> Preview | None:
    if _is_quick(workspace, data):
        return workspace.imports.preview(data, name)
    return await app.long_work(
        f"Reading {name}", lambda progress: workspace.imports.preview(data, name, progress=progress)
    )


async def look_again(app: KindApp, workspace: Workspace, preview: Preview, asked: Asked) -> Preview | None:
    """The preview of the same file with other wishes; None when it was called off."""
    if _is_quick(workspace, preview.data):
        return workspace.imports.again(preview, asked)
    return await app.long_work(
        f"Reading {preview.filename}", lambda progress: workspace.imports.again(preview, asked, progress=progress)
    )


def _is_quick(workspace: Workspace, data: bytes) -> bool:
    return len(data) < MANY_BYTES and len(workspace.roster.table) < MANY_MEMBERS


def _read(typed: str) -> tuple[Path, bytes]:
    path = typed_path(typed)
    return Path(path).expanduser(), read_file(path)
