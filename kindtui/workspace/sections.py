"""What can be done in a workspace, by section: each service is made, and loaded, when it is first asked for."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from kindtui.domain.kinds import Kind, merged
from kindtui.domain.record import Clock, MakeId
from kindtui.domain.settings import Settings
from kindtui.errors import InvalidInput, Problem
from kindtui.paths import FORGOTTEN, WORDS_FILE, WORKSPACE_FILE
from kindtui.resources import bundled
from kindtui.store.state import State
from kindtui.workspace.own_files import KINDS_FILE, is_there, own_kinds, read_settings, text_of

if TYPE_CHECKING:
    from kindtui.services.cards import Cards
    from kindtui.services.conduct import Conduct
    from kindtui.services.contributions import Contributions
    from kindtui.services.exports import Exports
    from kindtui.services.followups import FollowUps
    from kindtui.services.forgetting import Forgetting
    from kindtui.services.health import Health
    from kindtui.services.history import History
    from kindtui.services.imports import Imports
    from kindtui.services.matching import Matching
    from kindtui.services.merging import Merging
    from kindtui.services.roster import Roster
    from kindtui.services.spotlight_leaving import Gate
    from kindtui.services.spotlights import Spotlights
    from kindtui.services.today import Today
    from kindtui.services.unmerging import Unmerging
    from kindtui.services.unsaved import UnsavedTexts
    from kindtui.services.upkeep import Upkeep
    from kindtui.services.wording import Wording
    from kindtui.store.documents import Documents
    from kindtui.store.forgotten_list import ForgottenList
    from kindtui.store.guarded import GuardedStore
    from kindtui.store.tablefile import Rows
    from kindtui.store.taken_back_list import TakenBackList


class Sections:
    """The services of one folder. A workspace brings the `store` and says what its `problems` are."""

    def __init__(
        self, folder: Path, *, clock: Clock, ids: MakeId, read_only: bool = False, lenient: bool = False
    ) -> None:
        self.folder = folder
        self.clock = clock
        self.ids = ids
        self.read_only = read_only
        self.state = State(folder, read_only=read_only)
        try:
            self.settings, self._settings_problems = read_settings(folder, self.state)
        except InvalidInput as fault:
            if not lenient:
                raise
            self.settings, self._settings_problems = Settings(), fault.problems_in(WORKSPACE_FILE)

    @cached_property
    def store(self) -> GuardedStore:
        """The records, opened when they are first asked for."""
        raise NotImplementedError

    def problems(self) -> list[Problem]:
        """What is wrong with the workspace."""
        raise NotImplementedError

    def date_today(self) -> date:
        """Today, where the community is."""
        return self.settings.day_of(self.clock())

    @cached_property
    def kinds(self) -> tuple[Kind, ...]:
        """The kinds of contribution, ours and the workspace's own, by label."""
        from kindtui.formats.settings_yaml import read_kinds

        ours = read_kinds((bundled("data") / KINDS_FILE).read_text(encoding="utf-8"), KINDS_FILE)
        return merged(ours, own_kinds(self.folder)[0])

    @cached_property
    def roster(self) -> Roster:
        from kindtui.services.roster import Roster

        return Roster(self.store, clock=self.clock, ids=self.ids, today=self.date_today)

    @cached_property
    def contributions(self) -> Contributions:
        from kindtui.services.contributions import Contributions

        return Contributions(
            self.store,
            self.roster,
            clock=self.clock,
            ids=self.ids,
            today=self.date_today,
            kinds=lambda: self.kinds,
        )

    @cached_property
    def follow_ups(self) -> FollowUps:
        from kindtui.services.followups import FollowUps

        return FollowUps(
            self.store,
            self.roster,
            clock=self.clock,
            ids=self.ids,
            today=self.date_today,
            settings=self.settings,
        )

    @cached_property
    def cards(self) -> Cards:
        """What is kept about one member, as a whole."""
        from kindtui.services.cards import Cards

        return Cards(self.roster, self.contributions, self.follow_ups, clock=self.clock)

    @cached_property
    def merging(self) -> Merging:
        """Duplicates."""
        from kindtui.services.merging import Merging

        return Merging(
            self.store,
            clock=self.clock,
            ids=self.ids,
            today=self.date_today,
            drafts=self.state.drafts,
        )

    @cached_property
    def unmerging(self) -> Unmerging:
        """Merges that were a mistake."""
        from kindtui.services.unmerging import Unmerging

        return Unmerging(self.store, self.roster, clock=self.clock)

    @cached_property
    def wording(self) -> Wording:
        """What is asked about in notes."""
        from kindtui.services.wording import Wording

        own = self.folder / WORDS_FILE
        return Wording(self.roster, self.settings, own_text=lambda: text_of(own), bundled=bundled("data"))

    @cached_property
    def matching(self) -> Matching:
        """Offers and needs."""
        from kindtui.services.matching import Matching

        return Matching(self.roster, self.follow_ups, today=self.date_today)

    @cached_property
    def spotlights(self) -> Spotlights:
        from kindtui.services.spotlights import Spotlights

        return Spotlights(
            self.store,
            self.roster,
            self.contributions,
            clock=self.clock,
            ids=self.ids,
            today=self.date_today,
            settings=self.settings,
            templates=self.spotlight_templates,
            bundled_templates=bundled("data") / "spotlights",
            exports_folder=self.folder / "exports",
            gate=self.gate,
        )

    @cached_property
    def gate(self) -> Gate:
        """Where the words of spotlights may go."""
        from kindtui.services.spotlight_leaving import Gate

        return Gate(self.roster, self.settings)

    @cached_property
    def conduct(self) -> Conduct:
        from kindtui.services.conduct import Conduct

        return Conduct(
            self.conduct_documents, bundled("data") / "conduct", today=self.date_today, settings=self.settings
        )

    @cached_property
    def unsaved(self) -> UnsavedTexts:
        """What was typed in the app and is in no file."""
        from kindtui.services.unsaved import UnsavedTexts

        return UnsavedTexts(self.state, self.conduct_documents)

    @cached_property
    def conduct_documents(self) -> Documents:
        """The files in conduct/."""
        from kindtui.store.documents import Documents

        return Documents(self.folder / "conduct", (".yaml", ".yml"), workspace=self.folder)

    @cached_property
    def spotlight_templates(self) -> Documents:
        """The files in spotlights/templates/."""
        from kindtui.store.documents import Documents

        return Documents(self.folder / "spotlights" / "templates", (".md",), workspace=self.folder)

    @cached_property
    def imports(self) -> Imports:
        from kindtui.services.imports import Imports
        from kindtui.services.own_import import OwnImport

        return Imports(
            self.store,
            self.roster,
            clock=self.clock,
            ids=self.ids,
            today=self.date_today,
            maps_folder=self.folder / "imports",
            bundled_maps=bundled("data") / "imports",
            settings=self.settings,
            forgotten=lambda: self.forgotten.lookout() if self.somebody_is_forgotten else None,
            welcomes=lambda members: self.follow_ups.welcomes(members),
            own=OwnImport(
                self.store, folder=self.folder, clock=self.clock, forgotten=self.forgotten, admitted=self.admitted
            ),
        )

    @cached_property
    def upkeep(self) -> Upkeep:
        from kindtui.services.upkeep import Upkeep

        return Upkeep(
            self.store,
            folder=self.folder,
            clock=self.clock,
            forgotten=lambda: self.forgotten,
            admitted=self.admitted,
        )

    @cached_property
    def health(self) -> Health:
        from kindtui.services.health import Health

        return Health(self.store, self.upkeep)

    @cached_property
    def forgetting(self) -> Forgetting:
        from kindtui.services.forgetting import Forgetting

        return Forgetting(
            self.store,
            folder=self.folder,
            forgotten=self.forgotten,
            drafting=lambda: self.spotlights.drafting,
            today=self.date_today,
        )

    @cached_property
    def forgotten(self) -> ForgottenList:
        """Who asked to be forgotten."""
        from kindtui.store.forgotten_list import ForgottenList

        return ForgottenList(self.folder / ".kindtui")

    @property
    def somebody_is_forgotten(self) -> bool:
        """Whether there is a list to ask."""
        return is_there(self.folder / ".kindtui" / FORGOTTEN, "The list of those who asked to be forgotten")

    def admitted(self, table: str, rows: Rows) -> Rows:
        """What others wrote, without those who asked to be forgotten, and with every yes taken back that was."""
        if self.somebody_is_forgotten:
            rows = self.forgotten.admitted(table, rows)
        if table == "spotlights":
            rows = self.taken_back.admitted(rows)
        return rows

    @cached_property
    def taken_back(self) -> TakenBackList:
        """Which answers are, or became, a no."""
        from kindtui.store.taken_back_list import TakenBackList

        return TakenBackList(self.folder / ".kindtui")

    @cached_property
    def exports(self) -> Exports:
        from kindtui.services.exports import Exports

        return Exports(self.store, folder=self.folder, name_of=self.roster.name_of, today=self.date_today)

    @cached_property
    def today(self) -> Today:
        from kindtui.services.reviews import Reviews
        from kindtui.services.today import Today

        reviews = Reviews(self.conduct_documents, lambda: self.conduct, self.state)
        return Today(
            self.roster,
            self.contributions,
            self.follow_ups,
            standing=lambda spotlight: self.gate.standing(spotlight),
            left=lambda spotlight: self.spotlights.taking_down.files(spotlight),
            reviews=reviews.due,
            unsaved=lambda: [each.name for each in self.unsaved.all()] if self.state.drafts() else [],
            begun=self.state.drafts,
            unreadable=reviews.unreadable,
            problems=self.problems,
            today=self.date_today,
            settings=self.settings,
        )

    @cached_property
    def history(self) -> History:
        from kindtui.services.history import History

        return History(self.store, lambda id: self.roster.name_of(id))
