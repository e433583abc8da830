"""Glyph, word and tone of what a check says about a document."""

from __future__ import annotations

from datetime import date

from kindtui.domain.dates import brief
from kindtui.errors import Problem
from kindtui.services.conduct import Entry
from kindtui.tui.marks import Mark
from kindtui.tui.widgets.columns import Toned

READING = Mark("…", "reading", "muted")
NOT_SAVED = Mark("●", "not saved", "warning")
READY = Mark("✓", "ready", "success")

KIND_WORDS = {"code-of-conduct": "code of conduct", "message": "message", "procedure": "procedure"}


def to_mend(errors: int) -> Mark:
    """What keeps a document from being used."""
    return Mark("!", f"{errors} to mend", "error")


def to_consider(warnings: int) -> Mark:
    """What people will miss when it matters."""
    return Mark("~", f"{warnings} to consider", "warning")


def state_of(errors: int, warnings: int) -> Mark:
    """The one mark of a document in a list: what is worst."""
    if errors:
        return to_mend(errors)
    return to_consider(warnings) if warnings else READY


def marks_of(errors: int, warnings: int) -> list[Mark]:
    """Every mark of a document."""
    marks = [to_mend(errors)] if errors else []
    marks += [to_consider(warnings)] if warnings else []
    return marks or [READY]


def counted(problems: tuple[Problem, ...] | list[Problem]) -> tuple[int, int]:
    """How many of the problems are to mend, and how many to consider."""
    errors = sum(each.severity == "error" for each in problems)
    return errors, len(problems) - errors


def mark_of(problem: Problem) -> Mark:
    """The glyph of one problem."""
    return Mark("!", "to mend", "error") if problem.severity == "error" else Mark("~", "to consider", "warning")


def review_of(entry: Entry, today: date) -> Toned:
    """When a document should be read again; what is past has a sign."""
    if entry.review_due is None:
        return Toned("")
    past = entry.review_due <= today
    return Toned(f"{'! ' if past else ''}{brief(entry.review_due, today)}", "warning" if past else "muted")
