"""The room of conduct: what the community agreed on, what there is to mend in it, and the texts that come of it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from textual.content import Content
from textual.events import ScreenResume

from kindtui.domain.text import counted, folded
from kindtui.errors import KindError
from kindtui.services.conduct import Reading
from kindtui.tui.commands import Command, usual
from kindtui.tui.conduct import verbs
from kindtui.tui.conduct.adding import add
from kindtui.tui.conduct.card import document_card
from kindtui.tui.conduct.history import FileChange, FileHistory
from kindtui.tui.conduct.leaving import export
from kindtui.tui.conduct.marks import KIND_WORDS, NOT_SAVED, READING, marks_of, review_of, state_of
from kindtui.tui.conduct.messages import write_message
from kindtui.tui.conduct.rendering import Source, empty_variables, of_document, show
from kindtui.tui.conduct.shelf import Shelf
from kindtui.tui.section import ListSection
from kindtui.tui.widgets.columns import Column, Toned
from kindtui.workspace import Workspace

LOOK_EVERY = 0.75
"""Seconds between two looks at the files of the folder."""


class ConductScreen(ListSection[Reading]):
    """What did we agree on, and what do I do when it is broken?"""

    section_id = "conduct"
    nouns = ("document", "documents")
    empty_text = (
        "No agreement is written down yet. Press a to begin with a template, or with a code of conduct you have."
    )
    COMMANDS_HERE: ClassVar[tuple[Command, ...]] = (
        *usual("conduct", "document", without=("open", "edit", "editor", "copy")),
        Command(
            "conduct.edit",
            "Edit the document",
            "enter,e",
            "edit",
            "edit",
            "Problems are shown beside the text as you type.",
            needs="one",
            writes=True,
            footer=2,
        ),
        Command("conduct.open", "To the card", "l", "open", "card", needs="one"),
        Command("conduct.view", "Read it as the text it becomes", "v", "view", "read", needs="one", footer=3),
        Command(
            "conduct.message",
            "Write a message to a member",
            "m",
            "message",
            "message",
            "About a clause, with what follows and how to mend it.",
            footer=4,
        ),
        Command("conduct.copy", "Copy the text as Markdown", "y", "copy_text", "copy", needs="one"),
        Command("conduct.export", "Export the text to a file", "x", "export", "export", needs="one"),
        Command("conduct.editor", "Write it in $EDITOR", "o", "editor", "editor", needs="one", writes=True),
        Command(
            "conduct.restore",
            "Bring back a removed document, or an earlier text",
            "r",
            "restore",
            "restore",
            writes=True,
        ),
    )

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._shelf = Shelf(workspace.conduct, workspace.conduct_documents)
        self._history = FileHistory(workspace.conduct)
        self._unsaved: frozenset[str] = frozenset()
        """The names of documents of which unsaved text is kept."""

    def on_mount(self) -> None:
        self.rows.columns = (
            Column("State", self._state, 16, least=16, importance=2),
            Column("Title", self._title, 30, least=16, importance=1, stretch=True),
            Column("Kind", lambda each: Toned(KIND_WORDS.get(each.entry.kind, ""), "muted"), 15, least=9, importance=4),
            Column("Review", self._review, 12, least=10, importance=3),
        )
        super().on_mount()
        self.set_interval(LOOK_EVERY, self._look)

    def on_screen_resume(self, event: ScreenResume) -> None:
        self._look()

    def _look(self) -> None:
        """See what an editor or another window did to the files."""
        if self.is_current and self._shelf.changed():
            self.reload()

    # --- rows

    def records(self) -> Sequence[Reading]:
        self._unsaved = frozenset(each.name for each in self.workspace.unsaved.all())
        readings = self._shelf.readings()
        if self._shelf.waiting:
            self.set_timer(0.01, self.reload)
        return readings

    def key_of(self, record: Reading) -> str:
        return record.entry.name

    def blob(self, record: Reading) -> str:
        entry = record.entry
        words = " ".join(mark.word for mark in marks_of(entry.errors, entry.warnings))
        if entry.name in self._unsaved:
            words += f" {NOT_SAVED.word}"
        clauses = " ".join(clause.id for clause in record.document.clauses) if record.document else ""
        return folded(f"{entry.title} {entry.name} {KIND_WORDS.get(entry.kind, '')} {words} {clauses}")

    def card(self, record: Reading) -> Content:
        return document_card(record, self.workspace.date_today(), unsaved=record.entry.name in self._unsaved)

    def say_list_count(self) -> None:
        super().say_list_count()
        records = self.rows.records
        broken = sum(each.entry.errors > 0 for each in records)
        if broken and not self.rows.query_text.strip():
            self.say_count(f"{counted(len(records), *self.nouns)}, {broken} to mend")

    def _state(self, record: Reading) -> Toned:
        if record.entry.name in self._shelf.waiting:
            return READING.toned
        if record.entry.name in self._unsaved:
            return NOT_SAVED.toned
        return state_of(record.entry.errors, record.entry.warnings).toned

    def _title(self, record: Reading) -> Toned:
        return Toned(record.entry.title or record.entry.name)

    def _review(self, record: Reading) -> Toned:
        return review_of(record.entry, self.workspace.date_today())

    # --- verbs

    async def do_add(self) -> None:
        name = await add(self.kind_app)
        if name is None:
            return
        self._history.did(f"Made {name}", FileChange(name, None, self.workspace.conduct.text(name)))
        self.kind_app.records_changed()
        self.select(name)
        await self._edit(name)

    async def do_edit(self) -> None:
        if self.current is not None:
            await self._edit(self.current.entry.name)

    async def _edit(self, name: str) -> None:
        before = self.workspace.conduct.text(name)
        saved = await verbs.edit_document(self.kind_app, name)
        self._edited(name, before)
        if saved:
            self.reload()
            self.select(saved)

    async def do_editor(self) -> None:
        """Write it in the person's own editor, and show what there is to mend after."""
        if self.current is None:
            return
        name = self.current.entry.name
        before = self.workspace.conduct.text(name)
        await verbs.edit_in_editor(self.kind_app, name)
        if self._edited(name, before):
            self.reload()
            self.select(name)
            self.do_open()
            entry = self.workspace.conduct.read(name).entry
            words = ", ".join(mark.word for mark in marks_of(entry.errors, entry.warnings))
            self.kind_app.tell(f"Saved just as you wrote it; {words}.", "u takes it back.")

    def _edited(self, name: str, before: str) -> bool:
        """Remember what became of a document, for undo; says whether it changed."""
        try:
            after = self.workspace.conduct.text(name)
        except KindError:
            return False
        self._history.did(f"Edited {name}", FileChange(name, before, after))
        return before != after

    async def do_view(self) -> None:
        if self.current is None:
            return
        name = self.current.entry.name
        if self.current.entry.kind == "message":
            await write_message(self.kind_app, name)
        else:
            await show(self.kind_app, of_document(self.kind_app, name))

    async def do_message(self) -> None:
        current = self.current
        chosen = current.entry.name if current is not None and current.entry.kind == "message" else ""
        await write_message(self.kind_app, chosen)

    async def do_copy_text(self) -> None:
        """Copy the text that it becomes; one that needs values is shown first, so that they can be said."""
        source = await self._source()
        if source is not None:
            self.kind_app.copy_text(source.make({}, "markdown"))

    async def do_export(self) -> None:
        source = await self._source()
        if source is not None:
            await export(self.kind_app, source.name, partial(source.make, {}))

    async def _source(self) -> Source | None:
        """The document under the cursor when it is a text as it stands; else it is shown, where it can be taken along
        once everything is said."""
        if self.current is None:
            return None
        source = of_document(self.kind_app, self.current.entry.name)
        if source.document.kind != "message" and not empty_variables(source):
            return source
        await self.do_view()
        return None

    async def do_remove(self) -> None:
        names = [each.entry.name for each in self.chosen()]
        what = names[0] if len(names) == 1 else counted(len(names), *self.nouns)
        files = "\n".join(f"conduct/{each.entry.name}: {each.entry.title}" for each in self.chosen())
        details = f"{files}\n\nA copy is kept. u brings it back now, r another day."
        if await self.kind_app.confirm(f"Remove {what}?", details, yes="Remove", no="Keep"):
            changes = [FileChange(name, self.workspace.conduct.remove(name), None) for name in names]
            self._history.did(f"Removed {what}", *changes)
            self.rows.unmark_all()
            self.kind_app.records_changed()
            self.kind_app.tell(f"Removed {what}; a copy is kept.", "u brings it back now, r another day.")

    async def do_restore(self) -> None:
        """Bring back a document that was removed, or what stood in one before it was changed, today or long ago."""
        conduct = self.workspace.conduct
        earlier = conduct.earlier()
        names = [name for name in conduct.removed() if name not in earlier]
        choices = [*((name, name) for name in names), *((name, f"{name}, before its last change") for name in earlier)]
        if not choices:
            self.kind_app.tell("No removed document is kept, and no earlier text.")
            return
        name = await self.kind_app.choose("Bring back", choices)
        if name is not None:
            before = conduct.text(name) if name in earlier else None
            conduct.restore(name)
            self._history.did(f"Brought back {name}", FileChange(name, before, conduct.text(name)))
            self.kind_app.records_changed()
            self.select(name)
            self.kind_app.tell(f"{name} is {'back' if before is None else 'what it was before'}.")

    def undo_here(self) -> str:
        return self._history.undo()

    def redo_here(self) -> str:
        return self._history.redo()
