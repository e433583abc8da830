"""The problems of a text beside its editor: what is wrong, where, and what to do."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from kindtui.errors import Problem
from kindtui.tui import content as draw
from kindtui.tui.conduct.hints import in_keys
from kindtui.tui.conduct.marks import mark_of


def problem_lines(problem: Problem) -> Content:
    """Glyph and place, what is wrong, and below it what to do."""
    mark = mark_of(problem)
    place = f"{problem.line}:{problem.column}" if problem.line else ""
    first = Content.assemble(
        (f"{mark.glyph} ", f"$text-{mark.tone}"), (f"{place} " if place else "", draw.MUTED), draw.text(problem.message)
    )
    hint = in_keys(problem.hint)
    return draw.lines([first, draw.text(f"  {hint}", draw.MUTED) if hint else None])


class ProblemList(OptionList):
    """Problems in the order of their lines."""

    class Pointed(Message):
        """The person came to a problem; `chosen` when they want to mend it now."""

        def __init__(self, problem: Problem, *, chosen: bool) -> None:
            super().__init__()
            self.problem = problem
            self.chosen = chosen

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id, markup=False, compact=True)
        self.problems: tuple[Problem, ...] = ()
        self._apart = False

    def show(self, problems: Sequence[Problem]) -> None:
        """Show these instead; the cursor stays at its number."""
        if tuple(problems) != self.problems:
            self.problems = tuple(problems)
            self._draw()

    def on_resize(self) -> None:
        if self._apart != self._has_room:
            self._draw()

    @property
    def _has_room(self) -> bool:
        """Whether a blank line fits between two problems: where they stand beside the text, not below it."""
        return self.screen.has_class("-wide") and self.screen.has_class("-high")

    def _draw(self) -> None:
        at, self._apart = self.highlighted, self._has_room
        space = "\n" if self._apart else ""
        with self.prevent(OptionList.OptionHighlighted):
            self.set_options([Option(problem_lines(each) + space) for each in self.problems])
            if self.problems and at is not None:
                self.highlighted = min(at, len(self.problems) - 1)

    def point(self, index: int) -> None:
        """Put the cursor on a problem, without a message."""
        with self.prevent(OptionList.OptionHighlighted):
            self.highlighted = index

    def on_focus(self) -> None:
        if self.highlighted is None and self.problems:
            self.highlighted = 0

    @on(OptionList.OptionHighlighted)
    def _moved(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        if self.has_focus and event.option_index < len(self.problems):
            self.post_message(self.Pointed(self.problems[event.option_index], chosen=False))

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if event.option_index < len(self.problems):
            self.post_message(self.Pointed(self.problems[event.option_index], chosen=True))

    def following(self, line: int, column: int, *, backwards: bool = False) -> int | None:
        """The number of the next problem after a place (before it), going round at the end."""
        places = [(each.line, each.column) for each in self.problems]
        if not places:
            return None
        if backwards:
            before = [index for index, place in enumerate(places) if place < (line, column)]
            return before[-1] if before else len(places) - 1
        after = [index for index, place in enumerate(places) if place > (line, column)]
        return after[0] if after else 0
