"""What forms need of a workspace: days, names, and what can be chosen."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from kindtui.domain.text import folded
from kindtui.services.roster_listing import called_text
from kindtui.store.state import DRAFTS
from kindtui.tui.widgets.form import Drafts
from kindtui.tui.widgets.form_rows import FormContext

if TYPE_CHECKING:
    from kindtui.workspace import Workspace

MOST = 8


def form_context(workspace: Workspace) -> FormContext:
    """The context of every form of this workspace."""

    @cache  # with many members it takes a moment, which a form in which nobody is chosen need not cost
    def members() -> list[tuple[str, str, str, str]]:
        return [(m.id, m.name, called_text(m), ", ".join(m.handles.values())) for m in workspace.roster.list()]

    def matching_members(words: str) -> Sequence[tuple[str, str]]:
        sought = folded(words.lstrip("@")).split()
        found = [each for each in members() if all(word in each[2] for word in sought)]
        found.sort(key=lambda each: not folded(each[1]).startswith(folded(words)))
        return [(id, f"{name}  @{handles}" if handles else name) for id, name, _blob, handles in found[:MOST]]

    def matching_contributions(words: str) -> Sequence[tuple[str, str]]:
        return [(c.id, f"{c.on.isoformat()}  {c.what}") for c in workspace.contributions.list(words)[:MOST]]

    def name_of(table: str, id: str) -> str:
        if table == "members":
            return workspace.roster.name_of(id)
        contribution = workspace.contributions.get(id)
        return contribution.what if contribution is not None else "(removed)"

    return FormContext(
        reading=workspace.roster.reading(),
        today=workspace.date_today,
        name_of=name_of,
        doubts=lambda words: workspace.wording.doubts(words),
        choices={"members": matching_members, "contributions": matching_contributions},
    )


def drafts_of(workspace: Workspace) -> Drafts:
    """The unsaved texts that this workspace keeps."""
    state = workspace.state
    return Drafts(state.drafts, lambda kept: state.set(DRAFTS, dict(kept)))
