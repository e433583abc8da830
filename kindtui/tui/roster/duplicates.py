"""Cards that may be of one person: the pairs with their reasons. Nothing is merged by itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from kindtui.domain.duplicates import NO_SIGN, Suggestion, Suggestions
from kindtui.domain.roster import Member
from kindtui.domain.text import counted, folded
from kindtui.tui import content as draw
from kindtui.tui.command_screen import CommandScreen
from kindtui.tui.commands import Command
from kindtui.tui.roster.merging import merge
from kindtui.tui.widgets.columns import Column, Toned, cropped
from kindtui.tui.widgets.key_bar import KeyBar
from kindtui.tui.widgets.record_list import RecordList

if TYPE_CHECKING:
    from kindtui.tui.app import KindApp
    from kindtui.workspace import Workspace


async def find_duplicates(app: KindApp, workspace: Workspace) -> None:
    """Look for cards of one person, and show the pairs."""
    found = await app.long_work("Comparing cards", workspace.merging.suggestions)
    if found is None:
        return
    if not found.pairs:
        why = "" if found.notices else f": {NO_SIGN}"
        app.tell(f"Nobody seems to be here twice{why}.", "\n".join(found.notices))
        return
    await app.push_screen_wait(DuplicatesScreen(workspace, found))


class DuplicatesScreen(CommandScreen[None]):
    """The pairs on top, the reasons for the one under the cursor below."""

    title_words = "Who may be here twice"
    CSS_PATH = "merging.tcss"
    WITHOUT = CommandScreen.WITHOUT - {"app.undo", "app.redo"}  # of a merge, or of telling two apart
    COMMANDS_HERE: ClassVar[tuple[Command, ...]] = (
        Command("duplicates.merge", "Put them side by side", "enter,m", "merge", "side by side", needs="one", footer=1),
        Command(
            "duplicates.distinct",
            "They are two people",
            "n",
            "distinct",
            "not the same",
            "They are never suggested again.",
            needs="one",
            writes=True,
            footer=2,
        ),
        Command("duplicates.close", "Back to the roster", "escape", "close", "back", footer=3),
    )

    def __init__(self, workspace: Workspace, found: Suggestions) -> None:
        super().__init__()
        self.workspace = workspace
        self.found = found

    def compose(self) -> ComposeResult:
        yield Static(classes="merging--title")
        columns = (
            Column[Suggestion]("One", lambda each: self._cell(each, 0), 22, least=10, stretch=True),
            Column[Suggestion]("Another", lambda each: self._cell(each, 1), 22, least=10, stretch=True),
            Column[Suggestion](
                "Why", lambda each: Toned("; ".join(each.reasons), "muted"), 40, least=10, importance=2, stretch=True
            ),
        )
        yield RecordList[Suggestion](columns, key=lambda each: " ".join(each.members), blob=self._blob)
        with VerticalScroll(classes="merging--more", can_focus=False):
            yield Static(id="merging--more")
        yield KeyBar()

    @property
    def rows(self) -> RecordList[Suggestion]:
        """The pairs."""
        return self.query_one(RecordList)

    def chosen_count(self) -> int:
        return int(self.rows.current is not None)

    def on_mount(self) -> None:
        self.rows.empty_text = Content("All pairs are looked at. esc goes back.")
        self.show()
        self.rows.focus()

    def show_changes(self) -> None:
        """Draw what a merge, an undo or somebody else changed."""
        self.show()

    def show(self) -> None:
        """Draw the pairs that are still open."""
        apart = self.workspace.merging.told_apart()
        pairs = [each for each in self.found.pairs if each.members not in apart and len(self._members(each)) == 2]
        title = draw.heading("Who may be here twice")
        title += draw.text(f"   {counted(len(pairs), 'pair')}; a name alone is no sign", draw.MUTED)
        notices = [draw.text(f"· {notice}", draw.MUTED) for notice in self.found.notices[:2]]
        self.query_one(".merging--title", Static).update(draw.lines([title, *notices]))
        self.rows.show(pairs)
        self.show_more()
        self.show_keys()

    @on(RecordList.Highlighted)
    def show_more(self) -> None:
        """Say why, and what speaks against it."""
        pair = self.rows.current
        said: list[Content | None] = []
        if pair is not None:
            said += [draw.badge("+", draw.plain(reason), draw.SUCCESS) for reason in pair.reasons]
            said += [draw.badge("–", f"but {draw.plain(reason)}", draw.WARNING) for reason in pair.against]
            who = ((cropped(each.name, draw.LABEL_WIDTH - 1), each) for each in self._members(pair))
            said += [draw.row(name, _known_by(each)) for name, each in who]
        self.query_one("#merging--more", Static).update(draw.lines(said))

    @on(RecordList.Opened)
    async def _clicked(self) -> None:
        await self.action_command("duplicates.merge")

    def _members(self, pair: Suggestion) -> Sequence[Member]:
        found = map(self.workspace.roster.get, pair.members)
        return [each for each in found if each is not None]

    def _cell(self, pair: Suggestion, place: int) -> Toned:
        return Toned(self.workspace.roster.name_of(pair.members[place]))

    def _blob(self, pair: Suggestion) -> str:
        return folded(" ".join(map(self.workspace.roster.name_of, pair.members)))

    # --- verbs

    async def do_merge(self) -> None:
        """Put the pair under the cursor side by side."""
        pair = self.rows.current
        if pair is not None and len(both := self._members(pair)) == 2:
            await merge(self.kind_app, self.workspace, both[0], both[1])

    def do_distinct(self) -> None:
        """Remember that they are two people."""
        pair = self.rows.current
        if pair is not None and len(both := self._members(pair)) == 2:
            self.workspace.merging.distinguish(both[0], both[1])
            self.kind_app.tell(f"{both[0].name} and {both[1].name} are two people.", "u takes it back.")
            self.show()

    def do_close(self) -> None:
        """Back to the roster."""
        self.dismiss(None)


def _known_by(member: Member) -> list[str]:
    """What a member is known by, in two lines at most."""
    handles = [f"{place}: {handle}" for place, handle in member.handles.items()]
    joined = [f"joined {member.joined}"] if member.joined else []
    return [line for line in (", ".join((*member.emails, *handles)), ", ".join((*joined, *member.tags))) if line]
