"""The card of a member: how to address and reach them first, then what happened between you."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from textual.content import Content

from kindtui.domain.dates import ago, spoken
from kindtui.domain.roster import Member, at_handle
from kindtui.tui import content as draw

if TYPE_CHECKING:
    from kindtui.workspace import Workspace

SHOWN = 5
"""How many contributions and follow-ups a card lists."""

STATUS = {
    "active": ("●", "active", draw.SUCCESS),
    "on_break": ("◐", "on break", draw.WARNING),
    "left": ("○", "left", draw.MUTED),
    "deceased": ("†", "deceased", draw.MUTED),
}
WISHES = {
    "ask": "ask each time",
    "public": "gladly in public",
    "internal": "inside the team only",
    "private": "thank me privately only",
    "never": "please never suggest me",
}


def status_words(member: Member, today: date) -> tuple[str, str, str]:
    """Glyph, words and tone of how a member is: a wish for space comes before the status."""
    if member.status == "active" and member.space_until is not None and member.space_until > today:
        return "◌", f"needs space until {spoken(member.space_until, today)}", draw.WARNING
    glyph, words, tone = STATUS[member.status]
    if member.status == "on_break" and member.until is not None:
        words += f" until {spoken(member.until, today)}"
    return glyph, words, tone


def member_card(member: Member, workspace: Workspace) -> Content:
    """The whole card. Nothing in it that the member could not read."""
    today = workspace.date_today()
    glyph, words, tone = status_words(member, today)
    wish = Content(WISHES[member.recognition.wish])
    told = ", ".join(
        part
        for part in (member.recognition.source, spoken(member.recognition.on, today) if member.recognition.on else "")
        if part
    )
    if told:
        wish += draw.text(f"  ({told})", draw.MUTED)
    name = draw.heading(member.name)
    if member.pronouns:
        name += draw.text(f"  {member.pronouns}", draw.MUTED)
    return draw.lines(
        [
            name,
            draw.badge(glyph, words, tone)
            + (draw.text("  a bot", draw.MUTED) if member.kind == "bot" else Content("")),
            "",
            draw.row("Handles", [f"{at_handle(handle)}  on {place}" for place, handle in member.handles.items()]),
            draw.row("E-mail", member.emails),
            draw.row("Tags", ", ".join(member.tags)),
            draw.row("Languages", ", ".join(member.languages)),
            draw.row("Time zone", member.timezone),
            draw.row("Joined", f"{member.joined.isoformat()}, {ago(member.joined, today)}" if member.joined else ""),
            draw.row("How we met", member.how_we_met),
            draw.row("Recognition", wish),
            *_reaching(member),
            *_offers(member, today),
            *_notes(member),
            *_contributions(member, workspace, today),
            *_follow_ups(member, workspace, today),
        ]
    )


def _part(title: str, rows: Iterable[Content | None]) -> list[Content]:
    shown = [row for row in rows if row is not None]
    return [draw.section(title), *shown] if shown else []


def _reaching(member: Member) -> list[Content]:
    needs = [
        f"{need.what}"
        + (f"  ({', '.join(p for p in (need.source, str(need.on or '')) if p)})" if need.source or need.on else "")
        for need in member.access_needs
    ]
    return _part(
        "Reaching them",
        [
            draw.row("Channel", member.contact.channel),
            draw.row("Quiet hours", member.contact.quiet_hours),
            draw.row("Note", member.contact.note),
            draw.row("Access", needs),
        ],
    )


def _offers(member: Member, today: date) -> list[Content]:
    offers = [
        offer.topic
        + (f", {offer.capacity} at a time" if offer.capacity else "")
        + (f", until {spoken(offer.until, today)}" if offer.until else "")
        for offer in member.offers
    ]
    needs = [need.topic + (f", since {spoken(need.since, today)}" if need.since else "") for need in member.needs]
    return _part("Give and take", [draw.row("Offers", offers), draw.row("Needs", needs)])


def _notes(member: Member) -> list[Content]:
    return [draw.section("Notes"), draw.paragraph(member.notes)] if member.notes.strip() else []


def _contributions(member: Member, workspace: Workspace, today: date) -> list[Content]:
    found = workspace.contributions.of(member.id)
    marks = {"noticed": "○", "thanked": "♥", "spotlighted": "★", "kept_private": "●"}
    rows = [
        Content.assemble(
            (f"{marks[each.state]} ", draw.ACCENT),
            draw.text(each.what),
            draw.text(f"  {each.state.replace('_', ' ')}, {ago(each.on, today)}", draw.MUTED),
        )
        for each in found[:SHOWN]
    ]
    return _part("Kind acts", [*rows, _more(len(found))])


def _follow_ups(member: Member, workspace: Workspace, today: date) -> list[Content]:
    found = [each for each in workspace.follow_ups.of(member.id) if each.state in ("open", "waiting")]
    rows = [
        Content.assemble(
            ("→ ", draw.ACCENT),
            draw.text(each.action or each.asked_for or each.kind.replace("_", " ")),
            draw.text(f"  {spoken(each.due, today)}" if each.due else "", draw.MUTED),
        )
        for each in found[:SHOWN]
    ]
    return _part("Open with them", [*rows, _more(len(found))])


def _more(count: int) -> Content | None:
    return draw.text(f"  and {count - SHOWN} more", draw.MUTED) if count > SHOWN else None
