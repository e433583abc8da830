"""Making one of two cards: both side by side, and each field in which they differ is chosen. And two again."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from kindtui.domain.merging import Choice
from kindtui.domain.roster import Member
from kindtui.domain.text import counted, listed
from kindtui.tui import content as draw
from kindtui.tui.command_screen import CommandScreen
from kindtui.tui.commands import Command
from kindtui.tui.widgets.columns import Column, Toned
from kindtui.tui.widgets.key_bar import KeyBar
from kindtui.tui.widgets.record_list import RecordList

if TYPE_CHECKING:
    from kindtui.services.merging import MergePlan
    from kindtui.tui.app import KindApp
    from kindtui.workspace import Workspace

NOUNS = {"contributions": "kind act", "followups": "follow-up", "spotlights": "spotlight"}
HOW = {
    "chosen": "You choose: ← keeps the left one, → takes the right one.",
    "filled": "Only one of the two says something.",
    "united": "Both stay.",
    "stricter": "What protects them more stays. It is not chosen; e on the card changes it when they say so.",
}


async def merge(app: KindApp, workspace: Workspace, kept: Member, other: Member) -> bool:
    """Show two cards side by side and make one of them. Answers whether it was done."""
    return await app.push_screen_wait(MergeScreen(workspace, kept, other)) is True


async def unmerge(app: KindApp, workspace: Workspace, member: Member) -> None:
    """Choose one of the merges that went into a member, show what parting them does, and do it."""
    merges = workspace.unmerging.merges_into(member)
    if not merges:
        app.tell(f"Nobody was merged into {member.name}.", "d finds cards of one person.")
        return
    chosen = merges[0]
    if len(merges) > 1:
        lines = [(each.id, f"{each.name_of_other}, merged on {each.created_at:%Y-%m-%d}") for each in merges]
        id = await app.choose("Which of them is not the same person?", lines)
        if id is None:
            return
        chosen = next(each for each in merges if each.id == id)
    plan = workspace.unmerging.plan(chosen)
    details = "\n".join(
        [
            "Both cards are what they were before the merge.",
            *([f"{counted(plan.records, 'record')} given back."] if plan.records else []),
            *(f"! {notice}" for notice in plan.notices),
        ]
    )
    question = f"Make {plan.kept.name} and {plan.other.name} two again?"
    if await app.confirm(question, details, yes="Part them", no="Leave"):
        workspace.unmerging.unmerge(chosen)
        app.records_changed()
        app.tell(f"{plan.kept.name} and {plan.other.name} are two again.", "u takes it back.")


def _side(choice: Choice, value: str | list[str]) -> Toned:
    words = value if isinstance(value, str) else ", ".join(value)
    words = " ".join(words.split())
    if choice.how == "united":
        return Toned(f"● {words}", "success")
    if value == choice.result:
        return Toned(f"● {words or '(nothing)'}", "success" if words else "muted")
    return Toned(f"○ {words or '(nothing)'}", "muted")


class MergeScreen(CommandScreen[bool | None]):
    """Two cards side by side. Returns True when they became one."""

    title_words = "Two cards side by side"
    CSS_PATH = "merging.tcss"
    COMMANDS_HERE: ClassVar[tuple[Command, ...]] = (
        Command("merge.run", "Make one of them", "m,ctrl+s", "run", "merge", writes=True, footer=1),
        Command("merge.keep", "Keep the left value", "left,h", "keep", "left", footer=2),
        Command("merge.take", "Take the right value", "right,l", "take", "right", footer=3),
        Command("merge.other", "Take the other of the two", "space,enter", "turn", "turn", footer=4),
        Command("merge.swap", "Let the right card be the one that stays", "w", "swap", "swap", footer=5),
        Command("merge.close", "Back, without merging", "escape", "close", "back", footer=6),
    )

    def __init__(self, workspace: Workspace, kept: Member, other: Member) -> None:
        super().__init__()
        self.workspace = workspace
        self.kept, self.other = kept, other
        self.wanted: frozenset[str] = frozenset()
        self.plan: MergePlan = workspace.merging.plan(kept, other)

    def compose(self) -> ComposeResult:
        yield Static(classes="merging--title")
        yield RecordList[Choice](self._columns(), key=lambda each: each.name, blob=lambda each: each.name)
        with VerticalScroll(classes="merging--more", can_focus=False):
            yield Static(id="merging--more")
        yield KeyBar()

    def _columns(self) -> tuple[Column[Choice], ...]:
        return (
            Column("Field", lambda each: Toned(each.label, "muted"), 14, least=8),
            Column(self.kept.name, lambda each: _side(each, each.kept), 30, least=10, stretch=True),
            Column(self.other.name, lambda each: _side(each, each.other), 30, least=10, stretch=True),
        )

    @property
    def rows(self) -> RecordList[Choice]:
        """The fields in which they differ."""
        return self.query_one(RecordList)

    def on_mount(self) -> None:
        self.show_keys()
        self.rows.empty_text = Content("The cards say the same.")
        self.show()
        self.rows.focus()

    def show_changes(self) -> None:
        """Draw the cards as they are now; one that is gone stays as it was, and merging it says so."""
        kept, other = (self.workspace.roster.get(each.id) for each in (self.kept, self.other))
        if kept is not None and other is not None:
            self.kept, self.other = kept, other
            self.show()

    def show(self) -> None:
        """Draw what would come of it; the cursor stays on its field."""
        self.plan = self.workspace.merging.plan(self.kept, self.other, self.wanted)
        moved = [counted(count, NOUNS[name]) for name, count in self.plan.moved.items() if count]
        self.query_one(".merging--title", Static).update(
            Content.assemble(
                draw.heading(f"{self.other.name} goes into {self.kept.name}"),
                draw.text(f"   {self.other.id} into {self.kept.id}", draw.MUTED),
                "\n",
                draw.text(f"with {listed(moved)}" if moved else "nothing else refers to them", draw.MUTED),
            )
        )
        self.rows.columns = self._columns()
        self.rows.show(self.plan.choices)
        self.show_more()

    @on(RecordList.Highlighted)
    def show_more(self) -> None:
        """Say more about the field under the cursor, and what is to be known before."""
        choice = self.rows.current
        said: list[Content | None] = [draw.text(f"! {notice}", draw.WARNING) for notice in self.plan.notices]
        if choice is not None:
            said.append(draw.text(HOW[choice.how], draw.MUTED))
            said.append(draw.row("stays", choice.result))
        self.query_one("#merging--more", Static).update(draw.lines(said))

    @on(RecordList.Opened)
    async def _clicked(self) -> None:
        await self.action_command("merge.other")

    # --- verbs

    def do_keep(self) -> None:
        """The value of the card that stays."""
        if self.rows.current is not None:
            self._want(self.wanted - {self.rows.current.name})

    def do_take(self) -> None:
        """The value of the other card."""
        choice = self.rows.current
        if choice is not None and choice.may_take:
            self._want(self.wanted | {choice.name})

    def do_turn(self) -> None:
        """The one that is not chosen now."""
        if self.rows.current is not None and self.rows.current.name in self.wanted:
            self.do_keep()
        else:
            self.do_take()

    def _want(self, wanted: frozenset[str]) -> None:
        if wanted != self.wanted:
            self.wanted = wanted
            self.show()

    def do_swap(self) -> None:
        """The other card is the one that stays, with its values."""
        self.kept, self.other = self.other, self.kept
        self.wanted = frozenset()
        self.show()

    def do_run(self) -> None:
        """Make one of them."""
        self.workspace.merging.merge(self.kept, self.other, self.wanted)
        self.kind_app.records_changed()
        self.kind_app.tell(
            f"{self.other.name} and {self.kept.name} are one card now.",
            "u takes it back; p on the card, any time later.",
        )
        self.dismiss(True)

    async def do_close(self) -> None:
        """Back to where one came from; ask when something was chosen."""
        if await self.may_be_left():
            self.dismiss(None)

    async def may_be_left(self) -> bool:
        """Whether what was chosen may be dropped."""
        if not self.wanted:
            return True
        return await self.kind_app.confirm(
            "Leave without merging?", "What you chose is not kept.", yes="Leave", no="Keep looking"
        )
