"""The sections of the app: one line each. A section's screen is imported when it is shown first."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from importlib import import_module
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from kindtui.tui.app import KindApp
    from kindtui.tui.section import SectionScreen
    from kindtui.workspace import Workspace


class Section(msgspec.Struct, frozen=True):
    """One room of the app. `leader` is the letter after `g`; `tables` are the notebooks whose changes it shows."""

    id: str
    title: str
    leader: str
    module: str
    screen: str
    tables: frozenset[str]

    def make(self, workspace: Workspace) -> SectionScreen:
        """A fresh screen of this section."""
        make: Callable[[Workspace], SectionScreen] = getattr(import_module(self.module), self.screen)
        return make(workspace)


Verb = Callable[["KindApp", Sequence[str]], Awaitable[None]]
"""Does something with the records of these ids, asking the person what it needs to know."""

MEMBERS, CONTRIBUTIONS, SPOTLIGHTS, FOLLOW_UPS = "members", "contributions", "spotlights", "followups"

SECTIONS = (
    Section("today", "Today", "t", "kindtui.tui.today.screen", "TodayScreen", frozenset()),
    Section("roster", "Roster", "m", "kindtui.tui.roster.screen", "RosterScreen", frozenset({MEMBERS})),
    Section(
        "contributions",
        "Contributions",
        "c",
        "kindtui.tui.contributions.screen",
        "ContributionsScreen",
        frozenset({MEMBERS, CONTRIBUTIONS, SPOTLIGHTS}),
    ),
    Section(
        "followups",
        "Follow-ups",
        "f",
        "kindtui.tui.followups.screen",
        "FollowUpsScreen",
        frozenset({MEMBERS, FOLLOW_UPS}),
    ),
    Section("conduct", "Conduct", "o", "kindtui.tui.conduct.screen", "ConductScreen", frozenset()),
)
"""In the order of their keys 1 to 5. No tables: every change concerns it."""


_SECTION_OF_TABLE = {
    MEMBERS: "roster",
    CONTRIBUTIONS: "contributions",
    SPOTLIGHTS: "contributions",
    FOLLOW_UPS: "followups",
    "conduct": "conduct",
}


def section_of_table(table: str) -> Section | None:
    """The section that shows the records of a table."""
    id = _SECTION_OF_TABLE.get(table)
    return section_of(id) if id else None


def verb_of(name: str) -> Verb | None:
    """What does "contributions.thank": the function `thank` in the module `verbs` of the section that shows that
    table. None when there is none."""
    table, _, verb = name.replace("-", "_").partition(".")
    section = section_of_table(table)
    if section is None or not verb:
        return None
    try:
        module = import_module(f"{section.module.rpartition('.')[0]}.verbs")
    except ModuleNotFoundError:
        return None
    found: Verb | None = getattr(module, verb, None)
    return found


def section_of(id: str) -> Section:
    """The section with this id."""
    return next(section for section in SECTIONS if section.id == id)
