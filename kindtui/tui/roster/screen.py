"""The roster: members on the left, the card of one on the right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from msgspec.structs import replace
from textual.content import Content

from kindtui.domain.roster import Member, at_handle
from kindtui.tui.commands import Command, usual
from kindtui.tui.forms import contribution_form
from kindtui.tui.list_finding import finding
from kindtui.tui.roster import batch, verbs
from kindtui.tui.roster.card import member_card, status_cell
from kindtui.tui.section import ListSection
from kindtui.tui.widgets.columns import Column, Toned

if TYPE_CHECKING:
    from kindtui.services.roster import Roster


def _name(member: Member) -> Toned:
    return Toned(member.name, "" if member.status in ("active", "on_break") else "muted")


def _handles(member: Member) -> Toned:
    return Toned(", ".join(at_handle(handle) for handle in member.handles.values()), "muted")


def _tags(member: Member) -> Toned:
    return Toned(", ".join(member.tags), "muted")


def _status(member: Member) -> Toned:
    """Stands for the cell that knows which day it is."""
    return Toned(member.status)


class RosterScreen(ListSection[Member]):
    """Who they are."""

    section_id = "roster"
    nouns = ("member", "members")
    own_texts = True
    empty_text = "Nobody here yet. Press a to add a member, or i to import a list of them."
    columns: ClassVar[Sequence[Column[Member]]] = (
        Column("Name", _name, 22, least=18, importance=1, stretch=True, sort="name"),
        Column("Pronouns", lambda member: Toned(member.pronouns, "muted"), 10, least=9, importance=3, sort="pronouns"),
        Column("Status", _status, 13, least=10, importance=2, sort="status"),
        Column("Tags", _tags, 16, least=9, importance=4, stretch=True, sort="tag"),
        Column("Handles", _handles, 16, least=10, importance=5, stretch=True, sort="handle"),
    )
    COMMANDS_HERE = (
        *usual("roster", "member"),
        *finding("roster"),
        Command(
            "roster.follow_up", "Begin a follow-up", "f", "follow_up", "follow up", needs="some", writes=True, footer=3
        ),
        Command(
            "roster.contribution",
            "Log a kind act of theirs",
            "c",
            "contribution",
            "kind act",
            needs="some",
            writes=True,
            footer=4,
        ),
        Command(
            "roster.tags",
            "Tag, or take tags off",
            "#",
            "tags",
            "tag",
            "Also several at once: mark them first.",
            needs="some",
            writes=True,
            footer=7,
        ),
        Command(
            "roster.status",
            "Say who is active, on a break or gone",
            "=",
            "status",
            "status",
            "Also several at once.",
            needs="some",
            writes=True,
            footer=8,
        ),
        Command("roster.import", "Import members from a file", "i", "import", "import", writes=True, footer=9),
        Command(
            "roster.forget",
            "Forget somebody who asked for it",
            "F",
            "forget",
            "forget",
            "Everywhere and for good: it says first what it will do.",
            needs="one",
            writes=True,
        ),
        Command(
            "roster.show",
            "Show them what is kept about them",
            "v",
            "show_for_member",
            "their view",
            "Told, observed and inferred, without the others; y copies it.",
            needs="one",
        ),
        Command(
            "roster.match",
            "Offers and needs",
            "n",
            "match",
            "needs",
            "Choose a need, then whom to ask. Nobody is introduced by it.",
            writes=True,
        ),
        Command(
            "roster.duplicates",
            "Find cards of one person",
            "d",
            "duplicates",
            "duplicates",
            "Pairs with their reasons; with two marked, these two side by side.",
        ),
        Command(
            "roster.unmerge",
            "Make two again of a merged card",
            "p",
            "unmerge",
            "part",
            "Both are what they were before the merge.",
            needs="one",
            writes=True,
        ),
        Command("roster.export", "Export the roster", "x", "export", "export", "You choose the format and the fields."),
    )

    @property
    def listing(self) -> Roster:
        return self.workspace.roster

    def begin(self) -> None:
        self.rows.columns = tuple(
            replace(each, cell=self._status) if each.cell is _status else each for each in self.columns
        )
        super().begin()

    def _status(self, member: Member) -> Toned:
        return status_cell(member, self.workspace.date_today())

    def records(self) -> Sequence[Member]:
        return self.workspace.roster.list()

    def blob(self, record: Member) -> str:
        return self.workspace.roster.search_blob(record)

    def card(self, record: Member) -> Content:
        return member_card(record, self.workspace)

    # --- verbs

    async def do_add(self) -> None:
        await verbs.add(self.kind_app)

    async def do_edit(self) -> None:
        if self.current is not None:
            await verbs.edit(self.kind_app, [self.current.id])

    async def do_remove(self) -> None:
        members = self.chosen()
        who = batch.whom(members)
        details = "What you wrote about them elsewhere stays, without the name. u brings them back."
        if len(members) > 1:
            names = ", ".join(member.name for member in members[:4]) + (" …" if len(members) > 4 else "")
            details = f"{names}\n\n{details}"
        if await self.kind_app.confirm(f"Remove {who}?", details, yes="Remove", no="Keep"):
            self.workspace.roster.remove([member.id for member in members])
            self.rows.unmark_all()
            self.kind_app.records_changed()
            self.kind_app.tell(f"Removed {who}.", "u brings them back.")

    async def do_forget(self) -> None:
        from kindtui.tui.roster.forgetting import forget

        if self.current is not None and await forget(self.kind_app, self.workspace, self.current):
            self.rows.unmark_all()

    async def do_follow_up(self) -> None:
        await batch.follow_up(self.kind_app, self.workspace, self.chosen())

    async def do_status(self) -> None:
        await batch.set_status(self.kind_app, self.workspace, self.chosen())

    async def do_contribution(self) -> None:
        by = [member.id for member in self.chosen()]
        saved = await self.kind_app.fill_in(contribution_form(self.workspace, prefill={"by": by}))
        if saved is not None:
            self.kind_app.tell("Noticed and kept.", "3 shows it; a thank-you is one key from there.")

    async def do_tags(self) -> None:
        await batch.tag(self.kind_app, self.workspace, self.chosen())

    async def do_editor(self) -> None:
        member = self.current
        if member is None:
            return
        written = await self.kind_app.edit_outside(member.notes)
        if written is not None and written != member.notes:
            self.workspace.roster.edit(member.id, {"notes": written}, read=member)
            self.kind_app.records_changed()
            asked = "\n".join(map(str, self.workspace.wording.doubts(written)))
            self.kind_app.tell(f"Notes on {member.name} are saved.", asked)

    async def do_import(self) -> None:
        from kindtui.tui.roster.import_file import import_members

        await import_members(self.kind_app, self.workspace)

    async def do_show_for_member(self) -> None:
        from kindtui.tui.roster.for_member import show_for_member

        if self.current is not None:
            await show_for_member(self.kind_app, self.workspace, self.current)

    async def do_match(self) -> None:
        from kindtui.tui.roster.matching import match

        await match(self.kind_app, self.workspace, self.current)

    async def do_duplicates(self) -> None:
        """Show the pairs that may be one person; two that are marked side by side."""
        marked = self.chosen() if len(self.rows.marked) == 2 else []
        if len(marked) == 2:
            from kindtui.tui.roster.merging import merge

            if await merge(self.kind_app, self.workspace, marked[0], marked[1]):
                self.rows.unmark_all()
        else:
            from kindtui.tui.roster.duplicates import find_duplicates

            await find_duplicates(self.kind_app, self.workspace)

    async def do_unmerge(self) -> None:
        from kindtui.tui.roster.merging import unmerge

        if self.current is not None:
            await unmerge(self.kind_app, self.workspace, self.current)

    async def do_export(self) -> None:
        from kindtui.tui.roster.exporting import export_members

        await export_members(self.kind_app, self.workspace)
