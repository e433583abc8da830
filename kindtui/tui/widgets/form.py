"""The form: made from the fields that the domain declares, so that app and command line ask for the same things."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Generic, TypeVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Button, Input, Static

from kindtui.domain.fields import Field, Typed, is_in_no_part, shown
from kindtui.domain.record import Record
from kindtui.errors import Clash, KindError
from kindtui.tui.content import keyed, paragraph, text
from kindtui.tui.hints import fault_words
from kindtui.tui.widgets.dialogs import DRAFT_IS_BACK, AskUnsaved, Choose, Dialog
from kindtui.tui.widgets.form_rows import FormContext, FormRow, make_row

R = TypeVar("R", bound=Record)

KEEP_AFTER = 0.4
"""Seconds after which what is typed is kept as a draft, so that it outlives a terminal that goes away."""

Save = Callable[[dict[str, Typed], R | None], R]
"""Takes what was typed and the record as it was read (None: a new one). Raises KindError; Clash when it changed."""


@dataclass(frozen=True)
class Form(Generic[R]):
    """What a form asks for. `groups` are (heading, names of fields); fields in none of them come last under "More".

    `latest` answers the record as the store has it now, for a save that met somebody else's change. `draft` names the
    place where unsaved text is kept ("" keeps none). `assumed` answers, for what stands in all fields, what fields that
    are left empty show instead of their usual example.
    """

    title: str
    fields: Sequence[Field]
    save: Save[R]
    record: R | None = None
    prefill: Mapping[str, Typed] = field(default_factory=dict)
    groups: Sequence[tuple[str, Sequence[str]]] = ()
    latest: Callable[[], R | None] | None = None
    draft: str = ""
    assumed: Callable[[Mapping[str, Typed]], Mapping[str, str]] | None = None


class Drafts:
    """Unsaved text of forms, kept in the workspace's state between sessions."""

    def __init__(self, read: Callable[[], Mapping[str, Any]], write: Callable[[Mapping[str, Any]], None]) -> None:
        self._read, self._write = read, write

    def get(self, place: str) -> dict[str, Typed]:
        """What was kept at a place; empty when nothing."""
        kept = self._read().get(place, {}) if place else {}
        return dict(kept) if isinstance(kept, dict) else {}

    def keep(self, place: str, typed: Mapping[str, Typed]) -> None:
        """Keep this text; an empty mapping forgets it."""
        others = {key: value for key, value in self._read().items() if key != place}
        if place:
            self._write({**others, place: dict(typed)} if typed else others)


class FormScreen(Dialog[R | None], Generic[R]):
    """Asks for the fields of a record. Returns the saved record, None when it was called off."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "done", "Save", id="form.save", show=False, priority=True)
    ]

    def __init__(self, form: Form[R], context: FormContext, drafts: Drafts) -> None:
        super().__init__(classes="-form")
        self.form, self.context, self.drafts = form, context, drafts
        self.title_text = text(form.title)
        self._read: R | None = form.record
        self._kept = drafts.get(form.draft)
        self._keeping: Timer | None = None
        self.rows = [self._row(each) for each in form.fields]

    def _row(self, of: Field) -> FormRow:
        empty: Typed = [] if of.many else ""
        if self._read is None or (of.default and is_in_no_part(of, self._read)):
            value = of.default or empty
        else:
            value = shown(of, self._read)
        row = make_row(of, value, self.context)
        start = self._kept.get(of.name, self.form.prefill.get(of.name))
        if start is not None:
            row.start_with(start)
        return row

    def body(self) -> ComposeResult:
        yield Static(classes="form--message")
        with VerticalScroll(classes="form--rows", can_focus=False):
            left = {row.field.name: row for row in self.rows}
            for title, names in self.form.groups:
                members = [left.pop(name) for name in names if name in left]
                if members:
                    yield Static(text(title.upper()), classes="form--group")
                    yield from members
            if left and self.form.groups:
                yield Static(text("MORE"), classes="form--group")
            yield from left.values()

    def buttons(self) -> Sequence[Widget]:
        return (
            Button(keyed("Cancel", "esc"), id="no"),
            Button(keyed("Save", "ctrl+s"), id="yes", variant="primary"),
        )

    def on_mount(self) -> None:
        if self.form.record is not None:
            for first in self.query(Input).results():
                # it has the focus unasked, or will have it: a key pressed in passing would replace a name
                first.select_on_focus = False
                first.cursor_position = len(first.value)
                break
        self._assume()
        self._say(DRAFT_IS_BACK if self._kept else "")

    @property
    def typed(self) -> dict[str, Typed]:
        """What differs from the record, by field."""
        return {row.field.name: row.to_save() for row in self.rows if row.changed}

    @property
    def _touched(self) -> bool:
        """Whether something else stands here than what the form began with."""
        return any(row.touched for row in self.rows)

    @on(FormRow.Changed)
    def _assume(self) -> None:
        """Show what is taken for fields that are left empty."""
        if self.form.assumed is not None:
            said = self.form.assumed({row.field.name: row.typed for row in self.rows})
            for row in self.rows:
                if row.field.name in said:
                    row.assume(said[row.field.name])

    @on(FormRow.Changed)
    def _keep_soon(self) -> None:
        if self._keeping is None and self.form.draft:
            self._keeping = self.set_timer(KEEP_AFTER, self._keep)

    def _keep(self) -> None:
        """Keep what was typed as a draft; a draft that is back as it was stays."""
        self._keeping = None
        self.drafts.keep(self.form.draft, self._unsaved if self._touched else self._kept)

    @property
    def _unsaved(self) -> dict[str, Typed]:
        return {row.field.name: row.typed for row in self.rows if row.changed}

    def _leave(self, record: R | None, *, draft: Mapping[str, Typed] | None = None) -> None:
        """Close the form; `draft` is what is kept for the next time."""
        if self._keeping is not None:
            self._keeping.stop()
        self.drafts.keep(self.form.draft, draft or {})
        self.dismiss(record)

    def action_done(self) -> None:
        """Save; on a fault the form stays, with everything that was typed."""
        for row in self.rows:
            row.show_fault("")
        try:
            record = self.form.save(self.typed, self._read)
        except Clash as error:
            self._settle_clash(error)
        except KindError as error:
            self._show_faults(error)
        else:
            self._leave(record)

    def _show_faults(self, error: KindError) -> None:
        by_name = {row.field.name: row for row in self.rows}
        general: list[str] = []
        first: FormRow | None = None
        for problem in error.problems:
            row = by_name.get(problem.key)
            words = fault_words(problem)
            if row is None:
                general.append(words)
            else:
                row.show_fault(words)
                first = first or row
        if not error.problems:
            general.append(fault_words(error).removeprefix("Not saved: "))
        self._say("Not saved: " + ("; ".join(general) or "see the fields marked ✗"), fault=True)
        if first is not None:
            editors = [each for each in first.query("*") if each.focusable]
            if editors:
                editors[0].focus()
            self.call_after_refresh(first.come_into_view)  # when what is wrong has its lines

    def _say(self, words: str, *, fault: bool = False) -> None:
        message = self.query_one(".form--message", Static)
        message.display = bool(words)
        message.set_class(fault, "-fault")
        message.update(paragraph(words))

    @work
    async def _settle_clash(self, error: Clash) -> None:
        """Somebody else changed the record: show theirs, and let the person decide."""
        theirs = self.form.latest() if self.form.latest else None
        if theirs is None:
            self._say(f"{error.message}. {error.hint} What you typed is still here; y in the list copies.", fault=True)
            return
        differing = []
        for row in self.rows:
            their = shown(row.field, theirs)
            if their != row.original:
                differing.append(
                    f"{row.field.label}: {their if isinstance(their, str) else ', '.join(their) or '(empty)'}"
                )
        chosen = await self.app.push_screen_wait(
            Choose(
                "Changed by somebody else meanwhile",
                [
                    ("mine", "Save mine over theirs (u undoes it)"),
                    ("edit", "Keep editing; nothing is saved"),
                ],
                details="Theirs now says\n" + ("\n".join(differing) or "the same in all fields of this form"),
            )
        )
        if chosen == "mine":
            self._read = theirs
            self.action_done()
        else:
            self._say("Nothing is saved yet.")

    def action_cancel(self) -> None:
        """Leave; ask what becomes of unsaved text."""
        if self._touched or self._kept:
            self._ask_about_unsaved()
        else:
            self._leave(None)

    @work
    async def _ask_about_unsaved(self) -> None:
        chosen = await self.app.push_screen_wait(AskUnsaved(drafts=bool(self.form.draft)))
        if chosen == "save":
            self.action_done()
        elif chosen == "draft":
            self._leave(None, draft=self._unsaved)
        elif chosen == "drop":
            self._leave(None)
