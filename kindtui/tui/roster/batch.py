"""What is done to several members at once, each time as one change that one undo takes back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Protocol, get_args

from kindtui.domain.roster import Member, Status
from kindtui.domain.tagging import read_tags
from kindtui.domain.text import counted, folded
from kindtui.errors import Clash, NotFound
from kindtui.tui.forms import follow_up_form
from kindtui.tui.roster.card import STATUS

if TYPE_CHECKING:
    from kindtui.domain.fields import Typed
    from kindtui.domain.progress import Progress
    from kindtui.tui.app import KindApp
    from kindtui.workspace import Workspace

ONE, EACH = "one", "each"
MANY = 1_000
"""From so many members on a change of all of them is worth a bar."""


def whom(members: Sequence[Member]) -> str:
    """Those who are meant, for a title."""
    return members[0].name if len(members) == 1 else counted(len(members), "member")


async def tag(app: KindApp, workspace: Workspace, members: Sequence[Member]) -> None:
    """Put on the tags that are typed, take off those with a minus before them."""
    now = sorted({tag for member in members for tag in member.tags}, key=folded)
    typed: str | None = ""
    while True:
        typed = await app.ask_text(
            f"Tags for {whom(members)}",
            value=typed or "",
            hint=f"Words separated by commas; -word takes one off.{' Now: ' + ', '.join(now) if now else ''}",
            done="Tag",
        )
        added, gone = read_tags(typed or "")
        if not added and not gone:
            return
        verb = partial(workspace.roster.retag, added=added, gone=gone)
        try:
            done = await _change(app, workspace, members, "Tagging", verb)
            break
        except Clash as error:
            app.show_error(error)  # and asked again, with what was typed
    if done is not None:
        app.tell(f"Tagged {whom(done)}.", _after(members, done))


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
    doing = "Setting the status of"
    done = await _change(app, workspace, members, doing, partial(workspace.roster.edit_many, typed=typed))
    if done is not None:
        app.tell(f"{whom(done)}: {STATUS[status][1]}.", _after(members, done))


class _Verb(Protocol):
    """What is done to several members by id, all at once."""

    def __call__(self, ids: Iterable[str], *, progress: Progress | None = None) -> Sequence[Member]: ...


async def _change(
    app: KindApp, workspace: Workspace, members: Sequence[Member], doing: str, verb: _Verb
) -> Sequence[Member] | None:
    """Do it to those who are still there: another window may have removed some meanwhile. None when it was called
    off. Raises NotFound when nobody is left."""
    ids = [member.id for member in members if member.id in workspace.roster.table]
    if not ids:
        raise NotFound("Nothing was changed: another window removed whom this was about", "u brings them back")
    if len(ids) < MANY:
        done = verb(ids)
    else:
        found = await app.long_work(
            f"{doing} {counted(len(ids), 'member')}", lambda progress: verb(ids, progress=progress)
        )
        if found is None:
            return None
        done = found
    app.records_changed()
    return done


def _after(members: Sequence[Member], done: Sequence[Member]) -> str:
    """What is said of it below: who is gone, and how it is taken back."""
    gone = len(members) - len(done)
    who = f"{counted(gone, 'member')} {'is' if gone == 1 else 'are'} not here any more; another window removed them. "
    return f"{who if gone else ''}u takes it back."


async def follow_up(app: KindApp, workspace: Workspace, members: Sequence[Member]) -> None:
    """Begin a follow-up about them: one for all, or one for each."""
    how: str | None = ONE
    if len(members) > 1:
        choices = [(EACH, f"one for each of the {len(members):,}"), (ONE, "one for all of them together")]
        how = await app.choose("Begin how many follow-ups?", choices)
    if how is None:
        return
    about = [member.id for member in members]
    prefill: dict[str, Typed] = {"about": about}
    if len(members) > 1 and {each.id for each in workspace.today.unwelcomed()}.issuperset(about):
        prefill |= {"kind": "welcome", "action": "Say hello"}
    if await app.fill_in(follow_up_form(workspace, prefill=prefill, for_each=how == EACH)) is not None:
        begun = "The follow-up has begun." if how == ONE else f"{len(members):,} follow-ups have begun."
        app.tell(begun, "4 shows it." if how == ONE else "4 shows them; u takes all of them back.")
