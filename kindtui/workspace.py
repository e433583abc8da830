"""The composition root: one folder, opened, with everything a person can do in it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from kindtui.domain.kinds import Kind, merged
from kindtui.domain.record import Clock, MakeId, random_id, utc_now
from kindtui.domain.settings import Settings
from kindtui.errors import InvalidInput, KindError, Problem, StoreError
from kindtui.paths import WORKSPACE_FILE
from kindtui.resources import bundled
from kindtui.store.state import State
from kindtui.store.version import is_current

if TYPE_CHECKING:
    from kindtui.domain.record import Record
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
    from kindtui.services.upkeep import Upkeep
    from kindtui.services.wording import Wording
    from kindtui.store.documents import Documents
    from kindtui.store.forgotten_list import ForgottenList
    from kindtui.store.guarded import GuardedStore
    from kindtui.store.tablefile import Rows

KINDS_FILE = "kinds.yaml"
WORDS_FILE = "words.yaml"
FORGOTTEN = "forgotten.json"
LARGEST_YAML = 256 * 1024


def open_workspace(
    folder: Path,
    *,
    clock: Clock = utc_now,
    ids: MakeId = random_id,
    create: bool = False,
    read_only: bool = False,
    at_once: bool = True,
) -> Workspace:
    """Open the workspace in a folder.

    Where there is none yet it is made at once with `create`, else by the first change (`is_new` says so until then,
    `on_created` is told where). Records of an older version are backed up and upgraded, and what was begun and
    interrupted is finished: not `at_once`, but when `store` is first asked for, if something is to be shown before.
    Raises InvalidInput when kindtui.yaml is no YAML, StoreError when the workspace cannot be read or a newer kindtui
    wrote it.
    """
    folder = folder.absolute()
    if folder.exists() and not folder.is_dir():
        raise InvalidInput(f"{folder} is a file, not a workspace", "name a folder with -w")
    if create and not (folder / WORKSPACE_FILE).exists():
        init_workspace(folder)
    if not is_current(folder):
        from kindtui.store.schema import refuse_newer

        refuse_newer(folder)
    workspace = Workspace(folder, clock=clock, ids=ids, read_only=read_only)
    if at_once:
        workspace.open_records()
    return workspace


def init_workspace(folder: Path, *, name: str = "") -> None:
    """Make a new workspace in a folder. Raises InvalidInput when there is one already."""
    from kindtui.services.beginning import begin

    begin(folder.absolute(), name=name)


class Workspace:
    """One folder and what can be done in it. Sections are made when they are first asked for."""

    def __init__(self, folder: Path, *, clock: Clock, ids: MakeId, read_only: bool = False) -> None:
        self.folder = folder
        self.clock = clock
        self.ids = ids
        self.on_created: Callable[[Path], None] | None = None
        """Told the folder when the first change makes the workspace."""
        self.read_only = read_only
        self.state = State(folder, read_only=read_only)
        self.settings, self._settings_problems = _read_settings(folder, self.state)
        self._unfinished: list[Problem] = []

    @cached_property
    def store(self) -> GuardedStore:
        from kindtui.services.notebooks import TABLES
        from kindtui.store.guarded import GuardedStore

        store = GuardedStore(self.folder, TABLES, guard=self, clock=self.clock, read_only=self.read_only)
        # known from here on: what brings it up to date asks for it
        self.__dict__["store"] = store
        try:
            self.make_current()
        except BaseException as error:
            store.close(fold=False)
            del self.__dict__["store"]
            if isinstance(error, OSError):
                raise StoreError(f"The workspace cannot be read: {error.strerror}") from error
            raise
        return store

    @property
    def is_open(self) -> bool:
        """Whether the records are open."""
        return "store" in self.__dict__

    def open_records(self) -> None:
        """Open the records, unless they are. Raises StoreError when they cannot be read, or a newer kindtui wrote
        them."""
        _ = self.store

    @property
    def is_new(self) -> bool:
        """Whether there is no workspace in the folder yet."""
        return not _is_there(self.folder / WORKSPACE_FILE, "The workspace")

    def date_today(self) -> date:
        """Today, where the community is."""
        return self.settings.day_of(self.clock())

    def catch_up(self) -> frozenset[str]:
        """The tables that others changed since the last look."""
        return self.store.catch_up()

    def problems(self) -> list[Problem]:
        """What is wrong with the workspace: its settings, its own kinds, its folders, its records."""
        own = [*self._settings_problems, *self._unfinished, *_own_kinds(self.folder)[1]]
        try:
            self.conduct_documents.stamp()
        except StoreError as error:
            own.append(Problem(error.message, error.hint))
        if (self.folder / "themes").is_dir():
            own += _own_themes(self.folder)
        if (self.folder / WORDS_FILE).exists():
            own += self.wording.problems()
        return [*own, *self.store.problems()]

    def make_current(self) -> None:
        """Upgrade records of an older version, and finish what was interrupted. Raises StoreError when a newer kindtui
        wrote the records, or older ones cannot be upgraded."""
        if not is_current(self.folder):
            from kindtui.store.schema import upgrade

            upgrade(self.store, lambda: self.upkeep.back_up("before-upgrade"))
        if not (self.folder / ".kindtui" / "unfinished").is_dir() or self.store.read_only_reason:
            return
        for resume in (lambda: self.upkeep.resume(), lambda: self.forgetting.resume()):
            try:
                resume()
            except StoreError as error:
                self._unfinished.append(Problem(error.message, error.hint))

    def close(self) -> None:
        """Leave. What was saved stays saved whatever happens here."""
        if not self.is_open:
            return
        with suppress(StoreError):
            if not self.is_new and not self._has_fresh_backup():
                self.upkeep.leave()
        self.store.close()

    def _has_fresh_backup(self) -> bool:
        """Whether there is nothing more to ask: nearly every leaving ends here."""
        try:
            newest = max(os.listdir(self.folder / ".kindtui" / "backups"))  # noqa: PTH208 - at every leaving
        except (OSError, ValueError):
            return False
        return newest > f"{self.clock() - timedelta(hours=1):%Y%m%dT%H%M%SZ}"

    def __enter__(self) -> Workspace:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @cached_property
    def kinds(self) -> tuple[Kind, ...]:
        """The kinds of contribution, ours and the workspace's own, by label."""
        from kindtui.formats.settings_yaml import read_kinds

        ours = read_kinds((bundled("data") / KINDS_FILE).read_text(encoding="utf-8"), KINDS_FILE)
        return merged(ours, _own_kinds(self.folder)[0])

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

        return Merging(self.store, clock=self.clock, ids=self.ids, drafts=lambda: self.state.get("drafts", {}))

    @cached_property
    def unmerging(self) -> Unmerging:
        """Merges that were a mistake."""
        from kindtui.services.unmerging import Unmerging

        return Unmerging(self.store, self.roster, clock=self.clock)

    @cached_property
    def wording(self) -> Wording:
        """What is asked about in notes."""
        from kindtui.services.wording import Wording

        return Wording(self.roster, self.settings, folder=self.folder, bundled=bundled("data"))

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

        settings = self.settings
        known = {"name": settings.name, "contact": settings.contact, "timezone": settings.timezone}
        return Conduct(self.conduct_documents, bundled("data") / "conduct", clock=self.clock, settings=known)

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
            forgotten=lambda: self.forgotten.current().knows if self.somebody_is_forgotten else None,
            welcomes=lambda members: self.follow_ups.welcomes(members),
            own=OwnImport(self.store, folder=self.folder, clock=self.clock, admitted=self.admitted),
        )

    @cached_property
    def upkeep(self) -> Upkeep:
        from kindtui.services.upkeep import Upkeep

        return Upkeep(self.store, folder=self.folder, clock=self.clock, forgotten=lambda: self.forgotten)

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
        return _is_there(self.folder / ".kindtui" / FORGOTTEN, "The list of those who asked to be forgotten")

    # --- what the store asks before it saves

    def make(self) -> None:
        """Make the workspace in its folder."""
        init_workspace(self.folder)
        if self.on_created:
            self.on_created(self.folder)

    def admitted(self, table: str, rows: Rows) -> Rows:
        """What others wrote, without those who asked to be forgotten."""
        return self.forgotten.admitted(table, rows) if self.somebody_is_forgotten else rows

    def refuse(self, records: Iterable[Record]) -> None:
        """Raises Declined when one of the records is of somebody who asked to be forgotten."""
        if self.somebody_is_forgotten:
            self.forgetting.refuse(records)

    def before_bulk(self) -> None:
        """Back up before a change of very many records."""
        self.upkeep.before_bulk()

    # --- sections

    @cached_property
    def exports(self) -> Exports:
        from kindtui.services.exports import Exports

        return Exports(self.store, folder=self.folder, name_of=self.roster.name_of, today=self.date_today)

    @cached_property
    def today(self) -> Today:
        from kindtui.services.reviews import Reviews
        from kindtui.services.today import Today

        return Today(
            self.roster,
            self.contributions,
            self.follow_ups,
            standing=lambda spotlight: self.gate.standing(spotlight),
            reviews=Reviews(self.conduct_documents, lambda: self.conduct, self.state).due,
            problems=self.problems,
            today=self.date_today,
            settings=self.settings,
        )

    @cached_property
    def history(self) -> History:
        from kindtui.services.history import History

        return History(self.store, lambda id: self.roster.name_of(id))


def _read_settings(folder: Path, state: State) -> tuple[Settings, tuple[Problem, ...]]:
    text = _text_of(folder / WORKSPACE_FILE)
    if text is None:
        return Settings(), ()
    problems: list[Problem] = []
    settings = Settings()

    def read() -> Settings | None:
        nonlocal settings
        from kindtui.formats.settings_yaml import read_settings

        settings, found = read_settings(text, WORKSPACE_FILE)
        problems.extend(found)
        return None if found else settings

    return state.reading(WORKSPACE_FILE, text, Settings, read) or settings, tuple(problems)


def _is_there(path: Path, what: str) -> bool:
    """Whether there is such a file. StoreError when the system does not say."""
    try:
        return path.exists()
    except OSError as error:
        raise StoreError(f"{what} cannot be read: {error.strerror}") from error


def _own_kinds(folder: Path) -> tuple[tuple[Kind, ...], tuple[Problem, ...]]:
    """The workspace's own kinds, or what is wrong with them."""
    try:
        text = _text_of(folder / KINDS_FILE)
        if text is None:
            return (), ()
        from kindtui.formats.settings_yaml import read_kinds

        return read_kinds(text, KINDS_FILE), ()
    except InvalidInput as fault:
        return (), fault.problems or (Problem(fault.message, fault.hint, path=KINDS_FILE),)


def _own_themes(folder: Path) -> list[Problem]:
    """What is wrong with the workspace's own themes."""
    from kindtui.store.documents import Documents

    themes = Documents(folder / "themes", (".yaml", ".yml"), workspace=folder)
    found: list[Problem] = []
    for name in themes.names():
        from kindtui.formats.theme_yaml import read_theme  # it needs a while to load, and few have themes

        path = f"themes/{themes.path(name).name}"
        try:
            read_theme(themes.read(name), path, name)
        except KindError as fault:
            found += fault.problems or (Problem(fault.message, fault.hint, path=path),)
    return found


def _text_of(path: Path) -> str | None:
    """The text of a settings file; None when there is none."""
    try:
        if path.stat().st_size > LARGEST_YAML:
            raise InvalidInput(f"{path.name} is larger than {LARGEST_YAML // 1024} KB", "is it the right file?")
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    except UnicodeDecodeError:
        raise InvalidInput(f"{path} is not UTF-8 text", "save it as UTF-8") from None
    except OSError as fault:
        raise StoreError(f"{path} cannot be read: {fault.strerror}") from fault
