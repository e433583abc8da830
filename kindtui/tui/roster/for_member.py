"""Showing somebody what is kept about them: the text to read first, to copy, or to keep as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kindtui.domain.roster import Member
    from kindtui.tui.app import KindApp
    from kindtui.workspace import Workspace

NOTE = "Read it before you hand it over: people who are not in the roster are not known to kindtui. y copies it."


async def show_for_member(app: KindApp, workspace: Workspace, member: Member) -> None:
    """What this member may see, without the others."""
    from kindtui.formats.member_record import record_text

    record = workspace.cards.record_for(member)
    settings = workspace.settings
    shown = record_text(record, community=settings.name, contact=settings.contact)
    await app.show_text(f"For {member.name}", shown, note=NOTE)
