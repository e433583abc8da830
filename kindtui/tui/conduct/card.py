"""The card of a conduct document: what to mend first, then what it is for and how it is built."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from textual.content import Content

from kindtui.domain.conduct import Clause, ConductDocument, Rung
from kindtui.domain.dates import spoken
from kindtui.domain.text import first_line
from kindtui.errors import Problem
from kindtui.services.conduct import Reading
from kindtui.tui import content as draw
from kindtui.tui.conduct.hints import in_keys
from kindtui.tui.conduct.marks import KIND_WORDS, mark_of, marks_of

MOST_PROBLEMS = 12
"""Problems on the card; the editor shows all of them."""

CLAUSE_SIGNS = {"encouraged": ("+", "$text-success"), "restricted": ("–", "$text-warning")}


def document_card(reading: Reading, today: date, *, unsaved: bool = False) -> Content:
    """All that is known of a document; `unsaved` when text is kept that is not in its file."""
    entry, document = reading.entry, reading.document
    marks = [mark.badge for mark in marks_of(entry.errors, entry.warnings)]
    return draw.lines(
        [
            draw.heading(entry.title or entry.name),
            draw.joined(marks, "   "),
            draw.badge("●", "You typed something that is not saved. enter goes on with it.", draw.WARNING)
            if unsaved
            else None,
            "",
            draw.row("Name", entry.name),
            draw.row("Kind", KIND_WORDS.get(entry.kind, entry.kind)),
            draw.row("Review", _review(reading, today)),
            draw.row("Licence", document.licence if document else ""),
            *draw.part("To do", _problems(reading)),
            *(_content(document) if document else []),
        ]
    )


def _review(reading: Reading, today: date) -> Content | str:
    due = reading.entry.review_due
    if due is None:
        return ""
    words = spoken(due, today)
    if due <= today:
        return draw.text(f"! was due {words}", draw.WARNING)
    return f"{words}, {due.isoformat()}"


def _problems(reading: Reading) -> list[Content]:
    shown = [_problem(each) for each in reading.problems[:MOST_PROBLEMS]]
    left = len(reading.problems) - len(shown)
    return [*shown, draw.text(f"… {left} more; e shows them beside the text", draw.MUTED)] if left > 0 else shown


def _problem(problem: Problem) -> Content:
    mark, place = mark_of(problem), f"{problem.line}:{problem.column}" if problem.line else ""
    label = Content.styled(f"{mark.glyph} {place}".ljust(draw.LABEL_WIDTH), draw.MUTED)
    hint = in_keys(problem.hint)
    return draw.lines(
        [
            label.stylize(f"$text-{mark.tone}", 0, 1) + draw.text(problem.message),
            Content(" " * draw.LABEL_WIDTH) + draw.text(hint, draw.MUTED) if hint else None,
        ]
    )


def _content(document: ConductDocument) -> list[Content]:
    return [
        *draw.part("What it is for", [_purpose(document)]),
        *draw.part("Variables", [_variable(name, each.value) for name, each in document.variables.items()]),
        *draw.part("Sections", [_heading(each.title, each.level) for each in document.sections if each.title.strip()]),
        *draw.part("Clauses", [_clause(each) for each in document.clauses]),
        *draw.part("What follows", _ladder(document.ladder)),
        *draw.part("Whom to turn to", [_route(each.name, each.address) for each in document.contacts]),
    ]


def _purpose(document: ConductDocument) -> Content | None:
    """The first paragraph that says something; of a message, when it is sent."""
    if document.kind == "message" and document.ladder and document.ladder[0].event.strip():
        return draw.paragraph(_read(document.ladder[0].event))
    for section in document.sections:
        for paragraph in re.split(r"\n\s*\n", section.text):
            words = " ".join(_read(paragraph).split())
            if len(words) > 40 and "{%" not in words:
                return draw.paragraph(words)
    return None


def _read(text: str) -> str:
    """A text without the marks of Liquid and Markdown that get in the way of a glance."""
    return re.sub(r"\{\{\s*([\w.]+)\s*\}\}", r"[\1]", text).replace("**", "").strip()


def _variable(name: str, value: str) -> Content:
    shown = draw.text(value) if value.strip() else draw.text("(asked for)", draw.MUTED)
    return draw.lines([draw.text(name.replace("_", " "), draw.MUTED), Content("  ") + shown])


def _heading(title: str, level: int) -> Content:
    return Content("  " * max(0, min(level, 6) - 2)) + draw.text(_read(title))


def _clause(clause: Clause) -> Content:
    glyph, style = CLAUSE_SIGNS[clause.type]
    words = clause.title or first_line(_read(clause.text))
    return Content.assemble((f"{glyph} ", style), draw.text(_read(words)), draw.text(f"  {clause.id}", draw.MUTED))


def _ladder(rungs: Sequence[Rung]) -> list[Content]:
    return [
        Content.assemble(
            (f"{number}. ", draw.MUTED),
            draw.text(_read(rung.title or rung.id)),
            draw.text(f"  {_ends(rung)}", draw.MUTED),
        )
        for number, rung in enumerate(rungs, 1)
    ]


def _ends(rung: Rung) -> str:
    if not rung.expires_after.strip():
        return ""
    return "does not end" if rung.expires_after.strip() == "never" else f"ends after {rung.expires_after}"


def _route(name: str, address: str) -> Content:
    return draw.lines([draw.text(_read(name)), Content("  ") + draw.text(_read(address) or "no address", draw.MUTED)])
