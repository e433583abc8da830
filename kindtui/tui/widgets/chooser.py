"""Choosing records by typing a part of their name: what is chosen stands above, what matches below."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from kindtui.tui.content import text

Choices = Callable[[str], Sequence[tuple[str, str]]]
"""Answers (id, words) of the records that match what was typed, best first."""

MATCHES = 6

SHOWN = 12
"""So many of what is chosen are named; of more, the last, which backspace gives back."""

_ID = re.compile(r"[a-z]-[0-9a-z]+")


class ChooserInput(Input):
    """The field of a chooser: arrows go through the matches, enter takes one, backspace gives the last one back."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "pick(1)", "Next match", id="chooser.next", show=False, priority=True),
        Binding("up", "pick(-1)", "Match before", id="chooser.before", show=False, priority=True),
        Binding("backspace", "shorten", "Delete", id="chooser.shorten", show=False),
    ]

    class Picked(Message):
        """An arrow was pressed."""

        def __init__(self, rows: int) -> None:
            super().__init__()
            self.rows = rows

    class Emptied(Message):
        """Backspace was pressed in an empty field."""

    def action_pick(self, rows: int) -> None:
        self.post_message(self.Picked(rows))

    def action_shorten(self) -> None:
        if self.value:
            self.action_delete_left()
        else:
            self.post_message(self.Emptied())


class Chooser(Vertical):
    """A list of ids, chosen by type-ahead. `many` False keeps the last chosen only.

    What is no id among those given is what somebody typed and did not take: it stands in the field again.
    """

    class Changed(Message):
        """What is chosen changed."""

    def __init__(
        self,
        choices: Choices,
        name_of: Callable[[str], str],
        chosen: Sequence[str] = (),
        *,
        many: bool = True,
        hint: str = "type a name, enter takes it",
    ) -> None:
        super().__init__()
        self._hint = hint
        self._choices, self._name_of, self._many = choices, name_of, many
        self.chosen: tuple[str, ...] = tuple(filter(_ID.fullmatch, chosen))
        self._words = " ".join(each for each in chosen if not _ID.fullmatch(each))
        self._matches: Sequence[tuple[str, str]] = ()

    def compose(self) -> ComposeResult:
        yield Static(classes="chooser--chosen")
        yield ChooserInput(self._words, placeholder=self._hint, compact=True)
        yield OptionList(compact=True, markup=False)

    def on_mount(self) -> None:
        self._draw()

    @property
    def typed(self) -> list[str]:
        """What is chosen, and words that are typed but not taken: reading them says what is wrong with them."""
        left = self.query_one(ChooserInput).value.strip() if self.is_mounted else self._words
        return [*self.chosen, left] if left else list(self.chosen)

    def add(self, id: str) -> None:
        """Choose a record."""
        self.chosen = (*(each for each in self.chosen if each != id), id) if self._many else (id,)
        self.query_one(ChooserInput).value = ""
        self._draw()
        self.post_message(self.Changed())

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        words = event.value.strip()
        self._matches = [c for c in self._choices(words) if c[0] not in self.chosen][:MATCHES] if words else ()
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options([Option(text(shown)) for _id, shown in self._matches])
        options.display = bool(self._matches)
        options.highlighted = 0 if self._matches else None
        self.post_message(self.Changed())

    @on(Input.Submitted)
    def _taken(self, event: Input.Submitted) -> None:
        event.stop()
        at = self.query_one(OptionList).highlighted
        if self._matches and at is not None:
            self.add(self._matches[at][0])

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.add(self._matches[event.option_index][0])
        self.query_one(ChooserInput).focus()

    def on_chooser_input_picked(self, event: ChooserInput.Picked) -> None:
        event.stop()
        options = self.query_one(OptionList)
        if event.rows > 0:
            options.action_cursor_down()
        else:
            options.action_cursor_up()

    def on_chooser_input_emptied(self, event: ChooserInput.Emptied) -> None:
        event.stop()
        if self.chosen:
            self.chosen = self.chosen[:-1]
            self._draw()
            self.post_message(self.Changed())

    def _draw(self) -> None:
        shown = self.query_one(".chooser--chosen", Static)
        names = [Content.assemble(("• ", "$text-accent"), text(self._name_of(id))) for id in self.chosen[-SHOWN:]]
        if len(self.chosen) > SHOWN:
            names.insert(0, text(f"{len(self.chosen):,} in all, at last"))
        shown.update(Content("  ").join(names))
        shown.display = bool(names)
        self.query_one(OptionList).display = bool(self._matches)
