"""What is done to several members at once, each time as one change that one undo takes back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, get_args

from kindtui.domain.roster import Member, Status
from kindtui.domain.tagging import read_tags
from kindtui.domain.text import counted, folded
from kindtui.tui.forms import follow_up_form
from kindtui.tui.roster.card import STATUS

if TYPE_CHECKING:
    from kindtui.tui.app import KindApp
    from kindtui.workspace import Workspace

ONE, EACH = "one", "each"


def whom(members: Sequence[Member]) -> str:
    """Those who are meant, for a title."""
    return members[0].name if len(members) == 1 else counted(len(members), "member")


async def tag(app: KindApp, workspace: Workspace, members: Sequence[Member]) -> None:
    """Put on the tags that are typed, take off those with a minus before them."""
    now = sorted({tag for member in members for tag in member.tags}, key=folded)
    typed = await app.ask_text(
        f"Tags for {whom(members)}",
        hint=f"Words separated by commas; -word takes one off.{' Now: ' + ', '.join(now) if now else ''}",
        done="Tag",
    )
    added, gone = read_tags(typed or "")
    if added or gone:
        workspace.roster.retag([member.id for member in members], added, gone)
        app.records_changed()
        app.tell(f"Tagged {whom(members)}.", "u takes it back.")


async def set_status(app: KindApp, workspace: Workspace, members: Sequence[Member]) -> None:
    """Choose where they are: active, on a break, gone."""
    choices = [(status, f"{STATUS[status][0]} {STATUS[status][1]}".strip()) for status in get_args(Status)]
    now = members[0].status if len({member.status for member in members}) == 1 else ""
    status = await app.choose(f"Status of {whom(members)}", choices, current=now)
    if status is None:
        return
    typed = {"status": status}
    if status == "on_break":
        reading = workspace.roster.reading()
        until = await app.ask_text(
            "On a break until",
            hint="A day, such as “in 2 weeks” or 2026-05-01; nothing when nobody knows.",
            accept=lambda words: reading.day(words) if words.strip() else None,
        )
        if until is None:
            return
        typed["until"] = until
    workspace.roster.edit_many([member.id for member in members], typed)
    app.records_changed()
    app.tell(f"{whom(members)}: {STATUS[status][1]}.", "u takes it back.")


async def follow_up(app: KindApp, workspace: Workspace, members: Sequence[Member]) -> None:
    """Begin a follow-up about them: one for all, or one for each."""
    how: str | None = ONE
    if len(members) > 1:
        choices = [(EACH, f"one for each of the {len(members):,}"), (ONE, "one for all of them together")]
        how = await app.choose("Begin how many follow-ups?", choices)
    if how is None:
        return
    about = [member.id for member in members]
    if await app.fill_in(follow_up_form(workspace, prefill={"about": about}, for_each=how == EACH)) is not None:
        begun = "The follow-up has begun." if how == ONE else f"{len(members):,} follow-ups have begun."
        app.tell(begun, "4 shows it." if how == ONE else "4 shows them; u takes all of them back.")
