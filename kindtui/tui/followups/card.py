"""The card of a follow-up: what they said, what will be done, every contact, and what came of it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from textual.content import Content

from kindtui.domain.dates import ago, spoken
from kindtui.domain.followups import FollowUp, Touch
from kindtui.domain.roster import Member
from kindtui.domain.text import counted
from kindtui.tui import content as draw
from kindtui.tui.followups.marks import DUE_MARKS, HELPED_WORDS
from kindtui.tui.reaching import reaching_words

if TYPE_CHECKING:
    from kindtui.workspace import Workspace


REACHED = 20
"""Of so many the card says how they are reached."""


def follow_up_card(record: FollowUp, workspace: Workspace) -> Content:
    """All of it, the last contacts beside what was promised."""
    follow_ups, roster = workspace.follow_ups, workspace.roster
    today = workspace.date_today()
    guess = follow_ups.guess(record)
    return draw.lines(
        [
            draw.heading(follow_ups.title(record)),
            DUE_MARKS[follow_ups.due_state(record)].badge + draw.text(_when(record, today), draw.MUTED),
            _paused(workspace, record),
            *_advice(follow_ups.advice(record)),
            "",
            draw.row("Action", _lines(record.action)),
            draw.row("Owner", roster.name_of(record.owner) if record.owner else ""),
            draw.row("Every", _every(record)),
            draw.row("Put off", [f"on {each.on} until {each.until}" for each in record.snoozes]),
            *draw.part("They said", [draw.paragraph(record.said)] if record.said else []),
            *draw.part("They asked for", [draw.paragraph(record.asked_for)] if record.asked_for else []),
            *draw.part("What I think", _guess(guess, record, today)),
            *draw.part("To prepare", _worksheet(record)),
            *draw.part("Contacts", [part for each in reversed(record.touches) for part in _touch(each, today)]),
            *draw.part("What came of it", _outcome(record, today)),
            *draw.part("Reaching them", _reaching_them(workspace, record)),
        ]
    )


def _lines(text: str) -> list[str]:
    return text.splitlines()


def _when(record: FollowUp, today: date) -> str:
    if record.closed_on:
        return f"  {ago(record.closed_on, today)}"
    if record.state == "waiting":
        until = f", back {spoken(record.until, today)}" if record.until else ""
        return f"  for {record.waiting_on}{until}"
    return f"  {spoken(record.due, today)}" if record.due else ""


def _paused(workspace: Workspace, record: FollowUp) -> Content | None:
    if record.closed_on or not workspace.follow_ups.is_paused(record):
        return None
    return draw.badge("◌", "they are to be left in peace, so nothing reminds of this", draw.MUTED)


def _advice(words: str) -> list[Content]:
    return [Content(""), draw.paragraph(words, draw.WARNING)] if words else []


def _every(record: FollowUp) -> str:
    if record.repeat is None:
        return ""
    since = "from the day it is done" if record.repeat.counted_from == "completion" else "by the calendar"
    missed = ", missed ones pile up" if record.repeat.missed == "pile_up" else ""
    return f"{record.repeat.every}, {since}{missed}"


def _guess(guess: str, record: FollowUp, today: date) -> list[Content]:
    if not guess or record.inferred is None:
        return []
    return [
        draw.paragraph(guess),
        draw.text(f"a guess, dropped {spoken(record.inferred.expires, today)}", draw.MUTED),
    ]


def _worksheet(record: FollowUp) -> list[Content | None]:
    sheet = record.worksheet
    return [
        draw.row("It happened", _lines(sheet.behaviour)),
        draw.row("What it did", _lines(sheet.impact)),
        draw.row("I ask for", _lines(sheet.request)),
    ]


def _touch(touch: Touch, today: date) -> list[Content]:
    place = f", {touch.channel}" if touch.channel else ""
    said = [draw.paragraph(touch.note)] if touch.note else []
    return [draw.text(f"{ago(touch.on, today)}{place}", draw.MUTED), *said]


def _outcome(record: FollowUp, today: date) -> list[Content]:
    rows = [draw.paragraph(record.outcome)] if record.outcome else []
    if record.it_helped:
        rows.append(Content(HELPED_WORDS[record.it_helped]))
    return rows


def _reaching_them(workspace: Workspace, record: FollowUp) -> list[Content | None]:
    about = filter(None, map(workspace.roster.get, record.about[:REACHED]))
    more = len(record.about) - REACHED
    parts = [part for member in about for part in _reaching(member)]
    return [*parts, draw.text(f"and {counted(more, 'other')}", draw.MUTED)] if parts and more > 0 else parts


def _reaching(member: Member) -> list[Content | None]:
    channel = [f"on {member.contact.channel}"] if member.contact.channel else []
    told = "; ".join([*channel, *reaching_words(member), *(f"needs {need.what}" for need in member.access_needs)])
    if not told and not member.pronouns:
        return []
    name = f"{member.name} ({member.pronouns})" if member.pronouns else member.name
    return [draw.text(name, draw.STRONG), draw.text(told) if told else None]
