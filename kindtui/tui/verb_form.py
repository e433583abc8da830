"""Forms for a verb: a few fields that say how something was done, made of the same rows as the form of a record."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget
from textual.widgets import Button, Static
from textual.widgets.button import ButtonVariant

from kindtui.domain.fields import Field, Typed, apply
from kindtui.domain.record import Record
from kindtui.tui.content import keyed, paragraph
from kindtui.tui.form_context import drafts_of, form_context
from kindtui.tui.widgets.form import Drafts, Form, FormScreen
from kindtui.tui.widgets.form_rows import FormContext, FormRow, make_row

if TYPE_CHECKING:
    from kindtui.tui.app import KindApp

R = TypeVar("R", bound=Record)


@dataclass(frozen=True)
class VerbQuestion(Generic[R]):
    """What a verb wants to know. `do` gets the values, read by the fields' paths, and answers the record that changed;
    it may raise KindError, which is shown while everything that was typed stays.

    `start` is what the fields begin with, `note` stands above them, `done` on the button. `copies` names the fields
    whose text ctrl+y takes along; `draft` the place where unsaved words are kept; `assumed` is that of a `Form`.
    """

    title: str
    fields: Sequence[Field]
    do: Callable[[Mapping[str, Any]], R]
    start: Mapping[str, Typed] = field(default_factory=dict)
    note: str = ""
    done: str = "Save"
    copies: Sequence[str] = ()
    draft: str = ""
    assumed: Callable[[Mapping[str, Typed]], Mapping[str, str]] | None = None


class SlimButton(Button):
    """A button that is as wide as its words, where the stylesheet gives it no more room."""

    FOCUS_ON_CLICK = False
    """The field one is in keeps the focus, and the note below it: without the note the form is lower, and the button
    would no longer be under the mouse when it is let go."""

    def __init__(self, words: Content, *, id: str, variant: ButtonVariant = "default") -> None:
        super().__init__(words, id=id, variant=variant)
        self._words = words
        self.styles.line_pad = 0  # a stylesheet takes no 0

    def get_content_width(self, container: Size, viewport: Size) -> int:
        return self._words.cell_length


class VerbForm(FormScreen[R]):
    """Asks for the fields of a verb. What they begin with is no change: leaving at once asks nothing."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+y", "copy_words", "Copy", id="form.copy", show=False, priority=True)
    ]

    CSS = """
    VerbForm.-form #dialog, VerbForm.-form.-narrow #dialog { height: auto; max-height: 100%; }
    VerbForm .form--rows { height: auto; max-height: 1fr; margin-bottom: 1; }
    VerbForm .form--note { height: auto; max-height: 8; color: $text-muted; margin-bottom: 1; }
    VerbForm.-low .form--note { max-height: 2; margin-bottom: 0; }
    VerbForm .form--said { height: auto; }
    /* three buttons are as wide as a terminal of 40 cells: what is above them keeps its distance to the border */
    VerbForm.-form.-narrow #dialog { padding: 0; }
    VerbForm .dialog--buttons Button { padding: 0 3; }
    VerbForm.-narrow .dialog--buttons Button { padding: 0; min-width: 0; }
    VerbForm.-narrow .form--message, VerbForm.-narrow .form--note, VerbForm.-narrow .form--rows,
    VerbForm.-narrow .form--said { padding: 0 1; }
    VerbForm FormRow.-text TextArea { max-height: 12; }
    VerbForm.-low FormRow.-text TextArea { max-height: 5; }
    """

    def __init__(
        self, question: VerbQuestion[R], context: FormContext, drafts: Drafts, copied: Callable[[str], str]
    ) -> None:
        self.question = question
        self._copied = copied
        form = Form(
            question.title,
            question.fields,
            self._do,
            prefill=question.start,
            draft=question.draft,
            assumed=question.assumed,
        )
        super().__init__(form, context, drafts)

    def _row(self, of: Field) -> FormRow:
        empty: Typed = [] if of.many else ""
        row = make_row(of, self.question.start.get(of.name, of.default or empty), self.context)
        kept = self._kept.get(of.name)
        if kept is not None:
            row.start_with(kept)
        return row

    def body(self) -> ComposeResult:
        if self.question.note:
            yield Static(paragraph(self.question.note), classes="form--note")
        yield from super().body()
        yield Static(classes="form--said")

    def buttons(self) -> Sequence[Widget]:
        copy = SlimButton(keyed("Copy", "ctrl+y"), id="copy")
        return (
            SlimButton(keyed("Cancel", "esc"), id="no"),
            *([copy] if self.question.copies else []),
            SlimButton(keyed(self.question.done, "ctrl+s"), id="yes", variant="primary"),
        )

    def _do(self, _changed: dict[str, Typed], _read: R | None) -> R:
        typed = {row.field.name: row.to_save() for row in self.rows}
        return self.question.do(apply(self.question.fields, None, typed, self.context.reading))

    def _say(self, words: str, *, fault: bool = False) -> None:
        super()._say(words.replace("Not saved: ", "✗ ", 1) if fault else words, fault=fault)

    @on(Button.Pressed, "#copy")
    def action_copy_words(self) -> None:
        """Copy the words in the field one is in, else the first ones."""
        rows = [row for row in self.rows if row.field.name in self.question.copies]
        row = next((each for each in rows if each.has_focus_within), rows[0] if rows else None)
        if row is not None:
            words = row.typed
            self.query_one(".form--said", Static).update(
                paragraph(self._copied(words if isinstance(words, str) else "\n".join(words)), "$text-success")
            )


async def ask_how(app: KindApp, question: VerbQuestion[R]) -> R | None:
    """Show the form of a verb; answers the record that changed, None when it was called off. Screens are refreshed."""
    assert app.workspace is not None
    context, drafts = form_context(app.workspace), drafts_of(app.workspace)
    done: R | None = await app.push_screen_wait(VerbForm(question, context, drafts, app.copied))
    if done is not None:
        app.records_changed()
    return done
