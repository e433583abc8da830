"""What is done with contributions and spotlights from other sections: Today's steps."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING

from kindtui.tui.contributions import agreeing, drafting, leaving, thanking
from kindtui.tui.contributions.thanking import keep_private
from kindtui.tui.forms import contribution_form

if TYPE_CHECKING:
    from kindtui.domain.spotlights import Spotlight
    from kindtui.tui.app import KindApp

__all__ = ["add", "answer", "ask", "edit", "export", "keep_private", "publish", "take_out_files", "thank"]


async def add(app: KindApp, ids: Sequence[str] = ()) -> None:
    """Log a contribution."""
    assert app.workspace is not None
    saved = await app.fill_in(contribution_form(app.workspace))
    if saved is not None:
        app.go_to("contributions", select=saved.id)
        app.tell("Noticed and kept.", "t says thank you; u takes it back.")


async def edit(app: KindApp, ids: Sequence[str]) -> None:
    """Edit the first one, a contribution or a spotlight."""
    assert app.workspace is not None
    for contribution in map(app.workspace.contributions.get, ids):
        if contribution is not None:
            await app.fill_in(contribution_form(app.workspace, contribution))
            return
    await _with_first(app, ids, drafting.edit)


async def thank(app: KindApp, ids: Sequence[str]) -> None:
    """Say thank you for contributions."""
    await thanking.thank(app, ids)


async def ask(app: KindApp, ids: Sequence[str]) -> None:
    """Ask those in a spotlight who have to be asked."""
    await _with_first(app, ids, agreeing.ask)


async def answer(app: KindApp, ids: Sequence[str]) -> None:
    """Write down what somebody said to a spotlight."""
    await _with_first(app, ids, agreeing.answer)


async def export(app: KindApp, ids: Sequence[str]) -> None:
    """Write the text of a spotlight for a place."""
    await _with_first(app, ids, leaving.export)


async def publish(app: KindApp, ids: Sequence[str]) -> None:
    """Keep where a spotlight was published."""
    await _with_first(app, ids, leaving.publish)


async def take_out_files(app: KindApp, ids: Sequence[str]) -> None:
    """Delete exported files of a spotlight when somebody in them agrees no longer."""
    await _with_first(app, ids, leaving.take_out_files)


async def _with_first(app: KindApp, ids: Sequence[str], do: Callable[[KindApp, Spotlight], Awaitable[None]]) -> None:
    assert app.workspace is not None
    for spotlight in map(app.workspace.spotlights.get, ids):
        if spotlight is not None:
            await do(app, spotlight)
            return
