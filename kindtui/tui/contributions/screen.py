"""The room of contributions: kind acts on the left, the card of one on the right. `v` shows the spotlights."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import events, on
from textual.content import Content

from kindtui.domain.contributions import Contribution
from kindtui.domain.dates import brief
from kindtui.domain.text import counted, first_line, folded, listed
from kindtui.tui.commands import Command, usual
from kindtui.tui.contributions import verbs
from kindtui.tui.contributions.cards import contribution_card
from kindtui.tui.contributions.drafting import draft
from kindtui.tui.contributions.marks import CONTRIBUTION_MARKS
from kindtui.tui.contributions.spotlights import SpotlightsScreen
from kindtui.tui.contributions.tabs import tabs
from kindtui.tui.contributions.thanking import keep_private, thank
from kindtui.tui.list_finding import finding
from kindtui.tui.section import ListSection
from kindtui.tui.widgets.columns import Column, Toned
from kindtui.tui.widgets.title_bar import TitleBar

if TYPE_CHECKING:
    from kindtui.services.contributions import Contributions
    from kindtui.workspace import Workspace


class ContributionsScreen(ListSection[Contribution]):
    """What people did, and whether somebody said thank you."""

    section_id = "contributions"
    nouns = ("kind act", "kind acts")
    empty_text = "Nothing is written down yet. Press a to add the first kind act you noticed."
    COMMANDS_HERE = (
        Command(
            "contributions.thank",
            "Say thank you",
            "t",
            "thank",
            "thank",
            "Words to begin with; copy them, say them, keep them. Also for several.",
            needs="some",
            writes=True,
            footer=1,
        ),
        *usual("contributions", "contribution", without=("editor",)),
        *finding("contributions"),
        Command(
            "contributions.spotlight",
            "Draft a spotlight of it",
            "s",
            "spotlight",
            "spotlight",
            "About those who did it; several when they are marked.",
            needs="some",
            writes=True,
            footer=3,
        ),
        Command(
            "contributions.keep_private",
            "Keep it private, or no longer",
            "p",
            "keep_private",
            "private",
            "No spotlight tells of what is private.",
            needs="some",
            writes=True,
        ),
        Command(
            "contributions.view", "Show the spotlights", "v", "view", "spotlights", "v comes back from there.", footer=4
        ),
        Command(
            "contributions.order",
            "Newest first, or what waits for thanks first",
            "O",
            "order",
            "order",
        ),
        Command(
            "contributions.editor",
            "Write what came of it in $EDITOR",
            "o",
            "editor",
            "editor",
            needs="one",
            writes=True,
        ),
    )

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._newest_first = False
        self._waiting = 0
        self._spotlights = SpotlightsScreen(workspace, self)

    # --- rows and card

    def _columns(self) -> Sequence[Column[Contribution]]:
        return (
            Column(
                "State", lambda each: CONTRIBUTION_MARKS[each.state].toned, 10, least=10, importance=2, sort="state"
            ),
            Column("What", self._what, 40, least=20, importance=1, stretch=True, sort="what"),
            Column("Who", lambda each: self._names(each.by), 18, least=11, importance=3, sort="by"),
            Column("When", self._when, 10, least=9, importance=4, sort="on"),
            Column("Kind", self._kind, 19, least=8, importance=5, sort="kind"),
        )

    @property
    def listing(self) -> Contributions:
        return self.workspace.contributions

    def records(self) -> Sequence[Contribution]:
        contributions = self.workspace.contributions
        waiting = contributions.unthanked(self.workspace.date_today())
        self._waiting = len(waiting)
        if self._newest_first:
            return contributions.list()
        first = {each.id for each in waiting}
        return [*waiting, *(each for each in contributions.list() if each.id not in first)]

    def blob(self, record: Contribution) -> str:
        kind = self.workspace.contributions.kind_label(record.kind)
        words = folded(f"{CONTRIBUTION_MARKS[record.state].word} {record.on.isoformat()} {kind}")
        return f"{self.workspace.contributions.search_blob(record)} {words}"

    def card(self, record: Contribution) -> Content:
        return contribution_card(record, self.workspace)

    def _what(self, record: Contribution) -> Toned:
        return Toned(first_line(record.what), "muted" if record.state == "kept_private" else "")

    def _names(self, ids: Sequence[str]) -> str:
        return listed([self.workspace.roster.name_of(id) for id in ids])

    def _kind(self, record: Contribution) -> Toned:
        return Toned(self.workspace.contributions.kind_label(record.kind), "muted")

    def _when(self, record: Contribution) -> Toned:
        return Toned(brief(record.on, self.workspace.date_today()), "muted")

    def on_mount(self) -> None:
        self.rows.columns = tuple(self._columns())
        super().on_mount()
        self.app.install_screen(self._spotlights, "spotlights")
        self.query_one(TitleBar).show_title(tabs(spotlights=False))

    def reload(self) -> None:
        super().reload()
        if self._spotlights.is_mounted:
            self._spotlights.reload()

    def say_list_count(self) -> None:
        super().say_list_count()
        if self._waiting and not self.rows.query_text.strip():
            self.say_count(f"{counted(len(self.rows.records), *self.nouns)}, {self._waiting:,} to thank for")

    def select(self, key: str) -> None:
        """Put the cursor on a contribution, or on a spotlight in its own list."""
        self.run_worker(self._find(key), group="select")

    async def _find(self, key: str) -> None:
        if key.startswith("s-"):
            await self.show_spotlights()
            self._spotlights.select(key)
        else:
            if self.app.screen is self._spotlights:
                self.app.pop_screen()
            super().select(key)

    # --- verbs

    async def show_spotlights(self) -> None:
        """Show the second list of the room."""
        if self.app.screen is self:
            await self.app.push_screen(self._spotlights)

    async def do_view(self) -> None:
        await self.show_spotlights()

    @on(events.Click, "TitleBar")
    async def _title_clicked(self) -> None:
        await self.show_spotlights()

    def do_order(self) -> None:
        self._newest_first = not self._newest_first
        self.sort_by("")
        self.kind_app.tell("Newest first." if self._newest_first else "What waits for thanks first.")

    async def do_add(self) -> None:
        await verbs.add(self.kind_app)

    async def do_edit(self) -> None:
        if self.current is not None:
            await verbs.edit(self.kind_app, [self.current.id])

    async def do_remove(self) -> None:
        chosen = self.chosen()
        what = f"“{first_line(chosen[0].what)}”" if len(chosen) == 1 else f"{len(chosen)} kind acts"
        details = "The thanks for it go with it." if len(chosen) == 1 else "The thanks for them go with them."
        if await self.kind_app.confirm(f"Remove {what}?", f"{details} u brings it all back.", yes="Remove", no="Keep"):
            self.workspace.contributions.remove([each.id for each in chosen])
            self.rows.unmark_all()
            self.kind_app.records_changed()
            self.kind_app.tell(f"Removed {what}.", "u takes it back.")

    async def do_thank(self) -> None:
        ids = self._ids()
        still_waiting = self._waiting_after(ids)
        if await thank(self.kind_app, ids):
            self.rows.unmark_all()
            # what was thanked for goes further down: what waits next comes under the cursor
            any(map(self.rows.go_to, still_waiting))

    def _waiting_after(self, ids: Sequence[str]) -> Sequence[str]:
        """What waits for thanks below these, then what waits above, nearest first; nothing when they do not wait, or
        the list is in another order."""
        otherwise = self._newest_first or self._sorting
        waiting = [] if otherwise else [each.id for each in self.rows.records[: self._waiting]]
        places = [place for place, id in enumerate(waiting) if id in ids]
        if not places:
            return ()
        below, above = waiting[places[0] :], reversed(waiting[: places[0]])
        return [id for id in (*below, *above) if id not in ids]

    async def do_keep_private(self) -> None:
        await keep_private(self.kind_app, self._ids())
        self.rows.unmark_all()

    async def do_spotlight(self) -> None:
        made = await draft(self.kind_app, self._ids())
        if made is not None:
            self.rows.unmark_all()
            await self._find(made.id)

    async def do_editor(self) -> None:
        record = self.current
        if record is None:
            return
        written = await self.kind_app.edit_outside(record.effect)
        if written is not None and written != record.effect:
            self.workspace.contributions.edit(record.id, {"effect": written}, read=record)
            self.kind_app.records_changed()
            self.kind_app.tell("What came of it is saved.")

    def _ids(self) -> list[str]:
        return [each.id for each in self.chosen()]
