"""The room of follow-ups: what needs somebody first at the top, the card of one on the right."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from typing import TYPE_CHECKING, Any

from textual.content import Content

from kindtui.domain.dates import brief
from kindtui.domain.followups import FollowUp
from kindtui.domain.text import counted, folded
from kindtui.tui.commands import Command, usual
from kindtui.tui.followups import verbs
from kindtui.tui.followups.card import follow_up_card
from kindtui.tui.followups.marks import DUE_MARKS
from kindtui.tui.list_finding import finding
from kindtui.tui.section import ListSection
from kindtui.tui.widgets.columns import Column, Toned

if TYPE_CHECKING:
    from kindtui.services.followups import FollowUps
    from kindtui.tui.app import KindApp

NOW = ("overdue", "due", "back")
"""What asks for somebody today."""


def _verb(name: str, title: str, key: str, short: str, help: str = "", footer: int = 0) -> Command:
    return Command(f"followups.{name}", title, key, name, short, help, needs="some", writes=True, footer=footer)


class FollowUpsScreen(ListSection[FollowUp]):
    """What I said I would do, and did it help?"""

    section_id = "followups"
    nouns = ("follow-up", "follow-ups")
    empty_text = "Nobody waits for you. Press a to begin a follow-up."
    COMMANDS_HERE = (
        _verb("touch", "You were in touch", "t", "touch", "Keeps the day, the place and a note.", footer=1),
        _verb("done", "Done", "d", "done", "What came of it, and did it help?", footer=2),
        _verb("snooze", "Put off until a day", "s", "snooze", footer=4),
        _verb("wait", "Wait for somebody", "w", "wait", "It comes back by itself on its day.", footer=5),
        _verb("let_go", "Let go on purpose", "l", "let go", "Decided, not forgotten.", footer=6),
        _verb("hand_over", "Give it to somebody else", "p", "pass on"),
        _verb("reopen", "Take up again", "r", "reopen", "What is closed or waiting is open again."),
        *usual("followups", "follow-up"),
        *finding("followups"),
        Command("followups.export", "Export the follow-ups as CSV", "x", "export", "export"),
    )

    @property
    def listing(self) -> FollowUps:
        return self.workspace.follow_ups

    def records(self) -> Sequence[FollowUp]:
        return self.workspace.follow_ups.list()

    def blob(self, record: FollowUp) -> str:
        follow_ups = self.workspace.follow_ups
        words = folded(f"{DUE_MARKS[follow_ups.due_state(record)].word} {record.kind.replace('_', ' ')}")
        return f"{follow_ups.search_blob(record)} {words}"

    def card(self, record: FollowUp) -> Content:
        return follow_up_card(record, self.workspace)

    def on_mount(self) -> None:
        self.rows.columns = (
            Column(
                "State",
                lambda each: DUE_MARKS[self.workspace.follow_ups.due_state(each)].toned,
                10,
                least=10,
                sort="state",
            ),
            Column("For whom", self._title, 28, least=18, importance=1, stretch=True, sort="about"),
            Column("What", self._what, 30, least=12, importance=3, stretch=True, sort="what"),
            Column("When", self._when, 10, least=9, importance=2, sort="due"),
        )
        super().on_mount()

    def say_list_count(self) -> None:
        super().say_list_count()
        records = self.rows.records
        now = sum(self.workspace.follow_ups.due_state(each) in NOW for each in records)
        if now and not self.rows.query_text.strip():
            self.say_count(f"{counted(len(records), *self.nouns)}, {now:,} for today")

    def _title(self, record: FollowUp) -> Toned:
        return Toned(self.workspace.follow_ups.title(record), "muted" if record.closed_on else "")

    def _what(self, record: FollowUp) -> Toned:
        return Toned(self.workspace.follow_ups.detail(record), "muted")

    def _when(self, record: FollowUp) -> Toned:
        day = record.closed_on or (record.until if record.state == "waiting" else record.due)
        return Toned(brief(day, self.workspace.date_today()) if day else "", "muted")

    # --- verbs

    async def do_add(self) -> None:
        await verbs.add(self.kind_app)

    async def do_edit(self) -> None:
        if self.current is not None:
            await verbs.edit(self.kind_app, [self.current.id])

    async def do_remove(self) -> None:
        chosen = self.chosen()
        what = (
            f"“{self.workspace.follow_ups.title(chosen[0])}”" if len(chosen) == 1 else counted(len(chosen), "follow-up")
        )
        details = "To close it and keep what you learned, d says done and l lets go. u brings it back."
        if await self.kind_app.confirm(f"Remove {what}?", details, yes="Remove", no="Keep"):
            self.workspace.follow_ups.remove([each.id for each in chosen])
            self.rows.unmark_all()
            self.kind_app.records_changed()
            self.kind_app.tell(f"Removed {what}.", "u brings it back.")

    async def do_touch(self) -> None:
        await self._with_chosen(verbs.touch)

    async def do_done(self) -> None:
        await self._with_chosen(verbs.done)

    async def do_snooze(self) -> None:
        await self._with_chosen(verbs.snooze)

    async def do_wait(self) -> None:
        await self._with_chosen(verbs.wait)

    async def do_let_go(self) -> None:
        await self._with_chosen(verbs.let_go)

    async def do_hand_over(self) -> None:
        await self._with_chosen(verbs.hand_over)

    async def do_reopen(self) -> None:
        await self._with_chosen(verbs.reopen)

    async def do_editor(self) -> None:
        record = self.current
        if record is None:
            return
        written = await self.kind_app.edit_outside(record.said)
        if written is not None and written != record.said:
            self.workspace.follow_ups.edit(record.id, {"said": written}, read=record)
            self.kind_app.records_changed()
            self.kind_app.tell("What they said is saved.")

    async def do_export(self) -> None:
        path = self.workspace.folder / "exports" / "followups.csv"
        self.workspace.exports.export("followups", format="csv", out=path)
        self.kind_app.tell(f"Written to {path}", "What was said in private stays out of it.")

    async def _with_chosen(self, verb: Callable[[KindApp, Sequence[str]], Coroutine[Any, Any, None]]) -> None:
        await verb(self.kind_app, [each.id for each in self.chosen()])
        self.rows.unmark_all()
