"""The card of a member as the roster draws it: how to address and reach them first, then what is between you."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from textual.content import Content

from kindtui.domain.card_words import address_words, card_parts
from kindtui.domain.dates import spoken
from kindtui.domain.pauses import pause_of
from kindtui.domain.roster import Member
from kindtui.domain.text import listed
from kindtui.tui import content as draw
from kindtui.tui.widgets.columns import Toned

if TYPE_CHECKING:
    from kindtui.workspace import Workspace

STATUS = {
    "active": ("●", "active", draw.SUCCESS),
    "on_break": ("◐", "on break", draw.WARNING),
    "left": ("○", "left", draw.MUTED),
    "deceased": ("†", "deceased", draw.MUTED),
}


def status_words(member: Member, today: date) -> tuple[str, str, str]:
    """Glyph, words and tone of how a member is; a wish for space is said where nothing else keeps them in peace."""
    pause = pause_of(member, today)
    if pause is not None and pause.reason == "space" and pause.until:
        return "◌", f"needs space until {spoken(pause.until, today)}", draw.WARNING
    glyph, words, tone = STATUS[member.status]
    if member.status == "on_break" and member.until is not None:
        words += f" until {spoken(member.until, today)}" if pause else f", which ended {spoken(member.until, today)}"
    return glyph, words, tone


def status_cell(member: Member, today: date) -> Toned:
    """How a member is, for a list: nothing when there is nothing to mind."""
    pause = pause_of(member, today)
    if pause is not None and pause.reason == "space":
        return Toned("◌ needs space", "warning")
    glyph, words, _style = STATUS[member.status]
    if member.status == "active":
        return Toned("")
    return Toned(f"{glyph} {words}", "warning" if member.status == "on_break" else "muted")


def member_card(member: Member, workspace: Workspace) -> Content:
    """The whole card. Nothing in it that the member could not read."""
    today = workspace.date_today()
    card = workspace.cards.card(member)
    glyph, words, tone = status_words(member, today)
    bot = draw.text("  a bot", draw.MUTED) if member.kind == "bot" else Content("")
    shown: list[Content | str | None] = [
        draw.heading(member.name) + draw.text(f"  {address_words(card)}", draw.MUTED),
        draw.badge(glyph, words, tone) + bot,
    ]
    merged = [each.name_of_other for each in workspace.unmerging.merges_into(member)]
    if merged:
        shown.append(draw.text(f"one card with {listed(merged)}; p parts them", draw.MUTED))
    for part in card_parts(card, today):
        shown.append(draw.section(part.title))
        shown += [draw.row(label, lines) for label, lines in part.rows]
    return draw.lines(shown)
