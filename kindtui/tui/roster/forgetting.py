"""Forgetting a member: the plan is shown before, the proof after."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kindtui.domain.roster import Member
    from kindtui.tui.app import KindApp
    from kindtui.workspace import Workspace


async def forget(app: KindApp, workspace: Workspace, member: Member) -> bool:
    """Show what it would do, ask, do it, and show the proof. Answers whether it was done."""
    forgetting = workspace.forgetting
    plan = await app.long_work(
        f"Looking for {member.name} in every file", lambda progress: forgetting.plan(member, progress=progress)
    )
    if plan is None:
        return False
    details = "\n".join(["This cannot be undone.", *plan.lines()])
    if not await app.confirm(f"Forget {member.name} for good?", details, yes="Forget", no="Keep"):
        return False
    app.tell(f"Forgetting {member.name} …")
    proof = await asyncio.to_thread(forgetting.forget, member)  # decided: there is nothing to call off
    app.records_changed()
    ended = "Not all of it is gone" if proof.left else "Forgotten"
    app.tell(f"{ended}.")  # in the place of what was being done
    await app.show_text(ended, "\n".join(proof.lines()))
    return True
