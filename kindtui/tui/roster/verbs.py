"""What is done with members from other sections: Today's steps, and how a first run begins."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kindtui.tui.forms import follow_up_form, member_form

if TYPE_CHECKING:
    from kindtui.tui.app import KindApp


async def welcome(app: KindApp, ids: Sequence[str]) -> None:
    """Begin the welcome of newcomers."""
    workspace = app.workspace
    assert workspace is not None
    saved = await app.fill_in(
        follow_up_form(
            workspace, prefill={"about": list(ids), "kind": "welcome", "action": "Say hello", "due": "today"}
        )
    )
    if saved is not None:
        app.tell("The welcome has begun.", "4 shows it.")


async def add(app: KindApp, ids: Sequence[str] = ()) -> None:
    """Add a member."""
    assert app.workspace is not None
    saved = await app.fill_in(member_form(app.workspace))
    if saved is not None:
        app.go_to("roster", select=saved.id)
        app.tell(f"Added {saved.name}.", "u takes it back.")


async def edit(app: KindApp, ids: Sequence[str]) -> None:
    """Edit the card of the first one."""
    assert app.workspace is not None
    member = next(filter(None, map(app.workspace.roster.get, ids)), None)
    if member is not None:
        await app.fill_in(member_form(app.workspace, member))


async def bring_in(app: KindApp, ids: Sequence[str]) -> None:
    """Import members from a file."""
    from kindtui.tui.roster.import_file import import_members

    assert app.workspace is not None
    await import_members(app, app.workspace)
