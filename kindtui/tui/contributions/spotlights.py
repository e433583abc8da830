"""The second list of the room: spotlights, where each stands, and what has to happen next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import events, on
from textual.content import Content

from kindtui.domain.consent import Standing
from kindtui.domain.spotlights import Spotlight
from kindtui.domain.text import folded, listed
from kindtui.tui.commands import Command
from kindtui.tui.contributions import agreeing, drafting, leaving
from kindtui.tui.contributions.cards import spotlight_card
from kindtui.tui.contributions.marks import SPOTLIGHT_MARKS
from kindtui.tui.contributions.next_step import hints_as_keys, next_verb
from kindtui.tui.contributions.spotlight_commands import SPOTLIGHT_COMMANDS
from kindtui.tui.contributions.tabs import tabs
from kindtui.tui.section import ListSection
from kindtui.tui.widgets.columns import Column, Toned
from kindtui.tui.widgets.title_bar import TitleBar

if TYPE_CHECKING:
    from kindtui.services.spotlights import Spotlights
    from kindtui.tui.section import SectionScreen
    from kindtui.workspace import Workspace


class SpotlightsScreen(ListSection[Spotlight]):
    """Texts about people, each with everybody's word on it. `room` is the screen that this one lies upon."""

    section_id = "contributions"
    nouns = ("spotlight", "spotlights")
    empty_text = "No spotlight yet. Press v for the kind acts and s on one of them, or a to draft one here."
    COMMANDS_HERE = SPOTLIGHT_COMMANDS

    def __init__(self, workspace: Workspace, room: SectionScreen) -> None:
        super().__init__(workspace)
        self.room = room
        self._standings: dict[str, tuple[Spotlight, Standing]] = {}
        self._as_written = False

    def find_command(self, id: str) -> Command | None:
        # the frame opens a record by the id of its section, which is that of the whole room
        return super().find_command(id.replace("contributions.", "spotlights."))

    @property
    def title_words(self) -> str:
        return "Spotlights"

    # --- rows and card

    def _columns(self) -> Sequence[Column[Spotlight]]:
        return (
            Column(
                "State",
                lambda each: SPOTLIGHT_MARKS[self.standing(each).state].toned,
                11,
                least=11,
                importance=1,
                sort="state",
            ),
            Column("About", self._names, 20, least=12, importance=1, stretch=True, sort="member"),
            Column("For", lambda each: Toned(each.audience, "muted"), 10, least=10, importance=4, sort="audience"),
            Column("Next step", self._next, 30, least=16, importance=3, stretch=True, sort="next-step"),
        )

    @property
    def listing(self) -> Spotlights:
        return self.workspace.spotlights

    def records(self) -> Sequence[Spotlight]:
        self._standings.clear()
        return self.workspace.spotlights.list()

    def standing(self, spotlight: Spotlight) -> Standing:
        """Where it stands, worked out once for each look at the records."""
        known = self._standings.get(spotlight.id)
        if known is None or known[0] is not spotlight:
            known = (spotlight, self.workspace.spotlights.standing(spotlight))
            self._standings[spotlight.id] = known
        return known[1]

    def blob(self, record: Spotlight) -> str:
        state = folded(f"{self.standing(record).state} {record.audience}")
        return f"{self.workspace.spotlights.search_blob(record)} {state}"

    def card(self, record: Spotlight) -> Content:
        return spotlight_card(record, self.standing(record), self.workspace, as_written=self._as_written)

    def _names(self, record: Spotlight) -> str:
        return listed([self.workspace.roster.name_of(id) for id in record.members])

    def _next(self, record: Spotlight) -> Toned:
        standing = self.standing(record)
        return Toned(standing.next_step, "muted" if standing.state == "published" else "accent")

    def on_mount(self) -> None:
        self.rows.columns = tuple(self._columns())
        super().on_mount()
        self.query_one(TitleBar).show_title(tabs(spotlights=True))

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        self.stale = self.stale or self.room.stale

    # --- verbs

    def do_view(self) -> None:
        self.app.pop_screen()

    @on(events.Click, "TitleBar")
    def _title_clicked(self) -> None:
        self.do_view()

    async def do_next(self) -> None:
        """Whatever the rules name as the next step."""
        if self.current is None:
            return
        verb = next_verb(self.standing(self.current))
        if verb:
            done = getattr(self, f"do_{verb}")()
            if done is not None:
                await done
        else:
            self.kind_app.tell(f"{self.standing(self.current).next_step}.")

    async def do_add(self) -> None:
        made = await drafting.draft(self.kind_app, [])
        if made is not None:
            self.select(made.id)

    do_draft = do_add

    async def do_edit(self) -> None:
        await drafting.edit(self.kind_app, self._one())

    async def do_editor(self) -> None:
        await drafting.edit_in_editor(self.kind_app, self._one())

    async def do_ask(self) -> None:
        with hints_as_keys():
            await agreeing.ask(self.kind_app, self._one())

    async def do_answer(self) -> None:
        await agreeing.answer(self.kind_app, self._one())

    async def do_withdraw(self) -> None:
        with hints_as_keys():
            await agreeing.withdraw(self.kind_app, self._one())

    async def do_without(self) -> None:
        with hints_as_keys():
            await agreeing.take_out(self.kind_app, self._one())

    async def do_export(self) -> None:
        await leaving.export(self.kind_app, self._one())

    async def do_copy(self) -> None:
        await leaving.copy(self.kind_app, self._one())

    async def do_publish(self) -> None:
        await leaving.publish(self.kind_app, self._one())

    async def do_take_out_files(self) -> None:
        await leaving.take_out_files(self.kind_app, self._one())

    def do_as_written(self) -> None:
        self._as_written = not self._as_written
        self.show_card(self.current, same=True)

    async def do_remove(self) -> None:
        chosen = self.chosen()
        what = f"the spotlight of {self._names(chosen[0])}" if len(chosen) == 1 else f"{len(chosen)} spotlights"
        places = [place for each in chosen for place in self.workspace.spotlights.taking_down.places(each)]
        details = "The answers go with it. u brings it back."
        if places:
            details = f"{details}\n\nIt stays where it was put:\n{agreeing.places_of(places)}"
        if await self.kind_app.confirm(f"Remove {what}?", details, yes="Remove", no="Keep"):
            self.workspace.spotlights.remove([each.id for each in chosen])
            self.rows.unmark_all()
            self.kind_app.records_changed()
            self.kind_app.tell(f"Removed {what}.", "u takes it back.")

    def _one(self) -> Spotlight:
        assert self.current is not None, "the command needs one"
        return self.current
