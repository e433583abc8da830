"""One row of a form for each shape of field: it shows text, gives text back, and says what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.suggester import SuggestFromList
from textual.widget import Widget
from textual.widgets import Checkbox, Input, Select, Static, TextArea

from kindtui.domain.dates import spoken
from kindtui.domain.fields import Field, Reading, Typed
from kindtui.domain.text import folded
from kindtui.errors import KindError
from kindtui.tui.content import paragraph, plain, text
from kindtui.tui.widgets.chooser import Choices, Chooser
from kindtui.tui.widgets.ticks import Tick

PLACEHOLDERS = {
    "date": "in 3 days, friday, 2026-03-31",
    "past": "yesterday, 3 days ago, 2026-03-31",
    "interval": "2 weeks",
    "lines": "one per line",
    "pairs": "place=name   one per line",
}


NOT_SAID = "not said"
"""What a choice shows that is empty."""

TYPE_AHEAD = {"members": "type a name, enter takes it"}
"""What an empty field says from which records of a table are chosen."""

MOST_WORDS = 8
"""Words that are shown below a field which could say any of them."""


@dataclass(frozen=True, slots=True)
class FormContext:
    """What rows need from outside: reading of days and names, and what can be chosen."""

    reading: Reading
    today: Callable[[], date]
    name_of: Callable[[str, str], str]
    """(table, id) -> how the record is called."""
    choices: Mapping[str, Choices] = field(default_factory=dict)
    """For each table, the records that match what was typed."""
    doubts: Callable[[str], Sequence[object]] = lambda _words: ()
    """What is asked about in words about somebody, each as one reads it."""


class FormRow(Vertical):
    """A label, an editor, and a line below it: the fault, else what was understood, else what is asked about the words,
    else the help while it has the focus."""

    class Changed(Message):
        """Something was typed."""

    def __init__(self, of: Field, value: Typed, context: FormContext) -> None:
        super().__init__(classes=f"-{of.shape}")
        self.field, self.context = of, context
        self.original: Typed = value
        self._start: Typed = value
        self._fault = ""

    def compose(self) -> ComposeResult:
        star = " *" if self.field.required else ""
        yield Static(Content.assemble(plain(self.field.label), (star, "$text-accent")), classes="row--label")
        with Vertical(classes="row--side"):
            yield self.editor(self._start)
            yield Static(classes="row--note")

    def start_with(self, value: Typed) -> None:
        """Begin with this text, which differs from what the record holds. Before it is mounted."""
        self._start = value

    def editor(self, value: Typed) -> Widget:
        """The widget that edits the value."""
        return Input(_line(value), compact=True, placeholder=self.placeholder)

    @property
    def placeholder(self) -> str:
        """What an empty field shows."""
        of = self.field
        if of.shape == "dated":
            return "; ".join([of.keys[0], *(f"{key}=…" for key in of.keys[1:])]) + "   one per line"
        return PLACEHOLDERS.get("past" if of.past else of.shape, "")

    def assume(self, words: str) -> None:
        """Show what is taken when the field is left empty; an empty text shows the usual example."""
        for line in self.query(Input):
            line.placeholder = words or self.placeholder
        for choice in self.query(Select):
            choice.prompt = words or NOT_SAID

    @property
    def typed(self) -> Typed:
        """The text as it stands."""
        return self.query_one(Input).value

    @property
    def changed(self) -> bool:
        """Whether the text says something else than the record."""
        return _compared(self.typed) != _compared(self.original)

    @property
    def touched(self) -> bool:
        """Whether the text says something else than the record, and than what the form began with."""
        return self.changed and _compared(self.typed) != _compared(self._start)

    def to_save(self) -> Typed:
        """The text as the service reads it."""
        return self.typed

    def show_fault(self, words: str) -> None:
        """Say what is wrong; an empty text takes it back."""
        self._fault = words
        self.set_class(bool(words), "-fault")
        self._draw_note()

    def on_mount(self) -> None:
        self._draw_note()

    def on_descendant_focus(self) -> None:
        self._draw_note()
        self.call_after_refresh(self.come_into_view)

    def on_descendant_blur(self) -> None:
        self._draw_note()

    def come_into_view(self) -> None:
        """Show the whole row: textual only cares for the editor, and on a low terminal hides its label."""
        rows = self.parent
        if not isinstance(rows, Widget) or self.outer_size.height > rows.size.height:
            return
        if self.virtual_region.bottom <= rows.size.height:
            rows.scroll_home(animate=False)
        else:
            self.scroll_visible(animate=False)

    @on(Input.Changed)
    @on(TextArea.Changed)
    @on(Select.Changed)
    @on(Checkbox.Changed)
    @on(Chooser.Changed)
    def _edited(self) -> None:
        self._fault = ""
        self.remove_class("-fault")
        self._draw_note()
        self.post_message(self.Changed())

    def _draw_note(self) -> None:
        note = self.query_one(".row--note", Static)
        content = self._note()
        note.display = bool(content)
        note.update(content)

    def _note(self) -> Content:
        if self._fault:
            return paragraph(f"✗ {self._fault}", "$text-error")
        understood = self.understood()
        if understood:
            return text(understood, "$text-success")
        if asked := self.asked():
            return text(f"? {asked}", "$text-warning")
        return text(self.field.help, "$text-muted") if self.has_focus_within else Content("")

    def asked(self) -> str:
        """What is asked about the words, which are saved as they are all the same; what was there before is not."""
        if not self.field.about_them or not self.changed:
            return ""
        typed = self.typed
        words = typed if isinstance(typed, str) else "\n".join(typed)
        return "  ".join(map(str, self.context.doubts(words)))

    def understood(self) -> str:
        """What was understood of the text, where that is worth saying."""
        if self.field.shape not in ("date", "interval") or not _line(self.typed).strip():
            return ""
        try:
            if self.field.shape == "interval":
                return f"→ every {self.context.reading.interval(_line(self.typed))}"
            day = self.context.reading.day(_line(self.typed))
        except KindError:
            return ""
        return f"→ {day.isoformat()}, {spoken(day, self.context.today())}"


class WordRow(FormRow):
    """A line that could say one of many words: what was begun is shown to its end, and what else there is below."""

    def editor(self, value: Typed) -> Widget:
        suggester = SuggestFromList(self.field.choices, case_sensitive=False)
        return Input(_line(value), compact=True, placeholder=self.placeholder, suggester=suggester)

    @property
    def placeholder(self) -> str:
        return ", ".join(self.field.choices[:3]).lower() + " ..."

    def _note(self) -> Content:
        begun = folded(_line(self.typed))
        found = [each for each in self.field.choices if begun in folded(each)]
        if self._fault or not self.has_focus_within or not found or found == [_line(self.typed)]:
            return super()._note()
        more = " ..." if len(found) > MOST_WORDS else ""
        return text(f"→ {', '.join(found[:MOST_WORDS])}{more}", "$text-muted")


class TextRow(FormRow):
    """Long text, or several lines of which each is a value."""

    def editor(self, value: Typed) -> Widget:
        whole = value if isinstance(value, str) else "\n".join(value)
        area = TextArea(whole, soft_wrap=True, tab_behavior="focus", show_line_numbers=False, compact=True)
        area.placeholder = self.placeholder
        return area

    @property
    def typed(self) -> Typed:
        whole = self.query_one(TextArea).text
        return [line.strip() for line in whole.splitlines() if line.strip()] if self.field.many else whole

    def to_save(self) -> Typed:
        """Lines; a place that is gone from a mapping is written as `place=`, which removes it."""
        if self.field.shape != "pairs":
            return self.typed
        now = {line.partition("=")[0].strip() for line in self.typed}
        gone = [line.partition("=")[0] for line in self.original if line.partition("=")[0].strip() not in now]
        return [*self.typed, *(f"{place}=" for place in gone)]


class ChoiceRow(FormRow):
    """One word out of few."""

    def editor(self, value: Typed) -> Widget:
        # rich's text: textual finds what is typed only in a Text or a markup string
        words = [(Text(choice.replace("_", " ")), choice) for choice in self.field.choices]
        known = _line(value) if _line(value) in self.field.choices else Select.NULL
        return Select(
            words,
            value=known,
            allow_blank=not self.field.required,
            compact=True,
            prompt=NOT_SAID,
        )

    @property
    def typed(self) -> Typed:
        select: Select[str] = self.query_one(Select)
        return "" if select.is_blank() else str(select.value)


class FlagRow(FormRow):
    """Yes or no."""

    def editor(self, value: Typed) -> Widget:
        return Tick(text(self.field.help), _line(value) in ("yes", "true"), compact=True)

    @property
    def typed(self) -> Typed:
        return "yes" if self.query_one(Checkbox).value else "no"


class ChooserRow(FormRow):
    """Members or other records, chosen by type-ahead."""

    def editor(self, value: Typed) -> Widget:
        table = self.field.table or "members"
        return Chooser(
            self.context.choices.get(table, lambda _words: ()),
            lambda id: self.context.name_of(table, id),
            [value] if isinstance(value, str) and value else list(value),
            many=self.field.many,
            hint=TYPE_AHEAD.get(table, "type some words of it, enter takes it"),
        )

    @property
    def typed(self) -> Typed:
        chosen = self.query_one(Chooser).typed
        return chosen if self.field.many else (chosen[-1] if chosen else "")


ROWS: Mapping[str, type[FormRow]] = {
    "text": TextRow,
    "lines": TextRow,
    "pairs": TextRow,
    "dated": TextRow,
    "choice": ChoiceRow,
    "flag": FlagRow,
    "member": ChooserRow,
    "members": ChooserRow,
    "records": ChooserRow,
}


def make_row(of: Field, value: Typed, context: FormContext) -> FormRow:
    """The row for a field."""
    if of.shape == "line" and of.choices:
        return WordRow(of, value, context)
    return ROWS.get(of.shape, FormRow)(of, value, context)


def _line(value: Typed) -> str:
    return value if isinstance(value, str) else ", ".join(value)


def _compared(value: Typed) -> Sequence[str]:
    """Blank lines and spaces at the ends are no change."""
    return [line.strip() for line in ([value] if isinstance(value, str) else value) if line.strip()]
