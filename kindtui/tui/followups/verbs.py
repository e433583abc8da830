"""What is done with follow-ups, from their own room and from Today."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, get_args

from kindtui.domain.dates import spoken
from kindtui.domain.fields import Field
from kindtui.domain.followups import FollowUp, ItHelped
from kindtui.domain.text import counted, first_line
from kindtui.tui.forms import follow_up_form
from kindtui.tui.reaching import usual_channel
from kindtui.tui.verb_form import VerbQuestion, ask_how

if TYPE_CHECKING:
    from kindtui.tui.app import KindApp
    from kindtui.workspace import Workspace

CHANNEL = Field("channel", "channel", "Where", "In person, discord, a call")
NOTE = Field(
    "note", "note", "Note", "What you talked about, in words they could read", "text", private=True, about_them=True
)
ON = Field("on", "on", "On", "The day of it", "date", required=True, default="today", past=True)
UNTIL = Field("until", "until", "Until", "in 3 days, next tuesday, 2026-03-20", "date", required=True)
WAITING_ON = Field("waiting-on", "waiting_on", "Waiting for", "Who or what has to move next", required=True)
BACK_ON = Field("until", "until", "Comes back", "The day on which it comes back by itself; may be empty", "date")
OUTCOME = Field(
    "outcome", "outcome", "What came of it", "In a sentence or two; may be empty", "text", private=True, about_them=True
)
HELPED = Field("it-helped", "it_helped", "Did it help?", "As far as you know", "choice", get_args(ItHelped))
WHY = Field("why", "why", "Why", "A reason you can stand by later; may be empty", "text", private=True, about_them=True)
OWNER = Field("owner", "owner", "Owner", "Who does it; empty for yourself", "member")

TAKE_BACK = "u takes it back."


def _found(app: KindApp, ids: Sequence[str]) -> tuple[Workspace, list[FollowUp]]:
    workspace = app.workspace
    assert workspace is not None
    return workspace, [each for each in map(workspace.follow_ups.get, ids) if each is not None]


def _titles(workspace: Workspace, found: Sequence[FollowUp]) -> str:
    return workspace.follow_ups.title(found[0]) if len(found) == 1 else counted(len(found), "follow-up")


def _reminder(workspace: Workspace, found: Sequence[FollowUp]) -> str:
    """What was promised and asked for, above a form about one follow-up."""
    if len(found) != 1:
        return ""
    each = found[0]
    words = (
        ("To do", each.action),
        ("They asked for", each.asked_for),
        ("They said", each.said),
        ("Last time", each.touches[-1].note if each.touches else ""),
    )
    return "\n".join(
        [f"{label}: {first_line(text)}" for label, text in words if text] + [workspace.follow_ups.advice(each)]
    ).strip()


def _usual_channel(workspace: Workspace, found: Sequence[FollowUp]) -> str:
    return usual_channel(member for each in found for member in map(workspace.roster.get, each.about) if member)


async def add(app: KindApp, ids: Sequence[str] = ()) -> None:
    """Begin a follow-up."""
    assert app.workspace is not None
    saved = await app.fill_in(follow_up_form(app.workspace))
    if saved is not None:
        app.go_to("followups", select=saved.id)
        app.tell("The follow-up has begun.", "u takes it back.")


async def touch(app: KindApp, ids: Sequence[str]) -> None:
    """Keep that there was contact."""
    workspace, found = _found(app, ids)
    if not found:
        return

    def do(values: Mapping[str, Any]) -> FollowUp:
        touched = workspace.follow_ups.touch(
            [each.id for each in found],
            channel=values.get("channel", ""),
            note=values.get("note", ""),
            on=values["on"],
        )
        return touched[0]

    question = VerbQuestion(
        title=f"You were in touch: {_titles(workspace, found)}",
        fields=(NOTE, CHANNEL, ON),
        do=do,
        start={"channel": _usual_channel(workspace, found)},
        note=_reminder(workspace, found),
        done="Keep",
        draft=f"touch.{found[0].id}" if len(found) == 1 else "",
    )
    if (touched := await ask_how(app, question)) is not None:
        due = f"Due again {spoken(touched.due, workspace.date_today())}. " if touched.repeat and touched.due else ""
        app.tell("The contact is noted.", f"{due}{TAKE_BACK}")


async def done(app: KindApp, ids: Sequence[str]) -> None:
    """Done: what came of it, and did it help?"""
    workspace, found = _found(app, ids)
    if not found:
        return
    nexts: list[FollowUp] = []

    def do(values: Mapping[str, Any]) -> FollowUp:
        finished = workspace.follow_ups.done(
            [each.id for each in found], outcome=values.get("outcome", ""), it_helped=values.get("it_helped")
        )
        nexts.extend(each.next for each in finished if each.next)
        return finished[0].follow_up

    question = VerbQuestion(
        title=f"Done: {_titles(workspace, found)}",
        fields=(OUTCOME, HELPED),
        do=do,
        note=_reminder(workspace, found),
        done="Done",
        draft=f"done.{found[0].id}" if len(found) == 1 else "",
    )
    if await ask_how(app, question) is not None:
        due = nexts[0].due if nexts else None
        again = f"It comes back {spoken(due, workspace.date_today())}. " if due else ""
        app.tell("Done. Thank you for doing it.", f"{again}{TAKE_BACK}")


async def snooze(app: KindApp, ids: Sequence[str]) -> None:
    """Put off until a day."""
    workspace, found = _found(app, ids)
    if not found:
        return

    def do(values: Mapping[str, Any]) -> FollowUp:
        return workspace.follow_ups.snooze([each.id for each in found], values["until"])[0]

    question = VerbQuestion(
        title=f"Put off: {_titles(workspace, found)}",
        fields=(UNTIL,),
        do=do,
        start={"until": "in 3 days"},
        note=_reminder(workspace, found),
        done="Put off",
    )
    if (put_off := await ask_how(app, question)) is not None:
        until = _day(put_off.due, workspace)
        app.tell(f"Put off until {until}.", workspace.follow_ups.advice(put_off) or TAKE_BACK)


async def wait(app: KindApp, ids: Sequence[str]) -> None:
    """Wait for somebody; it comes back by itself."""
    workspace, found = _found(app, ids)
    for each in found:

        def do(values: Mapping[str, Any], record: FollowUp = each) -> FollowUp:
            return workspace.follow_ups.wait(record.id, values["waiting_on"], values.get("until"))

        question = VerbQuestion(
            title=f"Wait: {workspace.follow_ups.title(each)}",
            fields=(WAITING_ON, BACK_ON),
            do=do,
            start={"until": "in 1 week"},
            note=_reminder(workspace, [each]),
            done="Wait",
        )
        if (waiting := await ask_how(app, question)) is None:
            return
        back = f"It comes back {_day(waiting.until, workspace)}. " if waiting.until else ""
        app.tell(f"Waiting for {waiting.waiting_on}.", f"{back}{TAKE_BACK}")


async def let_go(app: KindApp, ids: Sequence[str]) -> None:
    """Let go on purpose."""
    workspace, found = _found(app, ids)
    if not found:
        return

    def do(values: Mapping[str, Any]) -> FollowUp:
        return workspace.follow_ups.let_go([each.id for each in found], why=values.get("why", ""))[0]

    question = VerbQuestion(
        title=f"Let go: {_titles(workspace, found)}",
        fields=(WHY,),
        do=do,
        note="Decided, not forgotten. It does not come back by itself.",
        done="Let go",
    )
    if await ask_how(app, question) is not None:
        app.tell("Let go.", TAKE_BACK)


async def hand_over(app: KindApp, ids: Sequence[str]) -> None:
    """Give it to somebody else, or take it back."""
    workspace, found = _found(app, ids)
    for each in found:

        def do(values: Mapping[str, Any], record: FollowUp = each) -> FollowUp:
            return workspace.follow_ups.edit(record.id, {"owner": values.get("owner") or ""}, read=record)

        question = VerbQuestion(
            title=f"Who does it? {workspace.follow_ups.title(each)}",
            fields=(OWNER,),
            do=do,
            start={"owner": each.owner},
            note="Ask them first, and say what they may leave out.",
            done="Hand over",
        )
        if (handed := await ask_how(app, question)) is None:
            return
        owner = workspace.roster.name_of(handed.owner) if handed.owner else "You"
        app.tell(f"{owner} will do it.", TAKE_BACK)


async def reopen(app: KindApp, ids: Sequence[str]) -> None:
    """Take up again what is closed or waiting."""
    workspace, found = _found(app, ids)
    if found:
        workspace.follow_ups.reopen([each.id for each in found])
        app.records_changed()
        app.tell("Taken up again.", TAKE_BACK)


async def edit(app: KindApp, ids: Sequence[str]) -> None:
    """Edit the first one: prepare it, hand it on, give it another day."""
    workspace, found = _found(app, ids)
    if found:
        await app.fill_in(follow_up_form(workspace, found[0]))


def _day(day: date | None, workspace: Workspace) -> str:
    return spoken(day, workspace.date_today()) if day else ""
