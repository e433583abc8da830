"""What only the person can say before an import: who the rows are about, and how the file writes its days."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kindtui.domain.import_columns import GUESSED, names_somebody
from kindtui.domain.import_rows import Row
from kindtui.domain.import_values import day_order
from kindtui.domain.imports import IGNORE, NAMES, Asked, Column, DayOrder, ImportMap, Question
from kindtui.domain.nearest import did_you_mean
from kindtui.domain.text import counted
from kindtui.errors import InvalidInput, Problem

_NUMBER = re.compile(r"[\d\s.,:/+%-]+")
DAYS = ("joined", "until", "space-until", "recognition-on")


def open_questions(filename: str, needs: Sequence[Question]) -> InvalidInput:
    """The error that says what must be answered before an import can run."""
    problems = [
        Problem(each.text, f"say {each.option}" if each.option else "", path=filename, key=each.column)
        for each in needs
    ]
    text = "; ".join(each.text for each in needs)
    hint = "; ".join(dict.fromkeys(each.hint for each in problems if each.hint))
    return InvalidInput(text, hint, problems=problems)


def names_people(columns: list[Column], known: ImportMap | None) -> bool:
    """Whether a column says who the rows are about."""
    return names_somebody(columns) or name_from(columns, known) in {column.target for column in columns}


def without_numbers(columns: Sequence[Column], rows: Sequence[Row]) -> list[Column]:
    """The columns; one that is called as if it held names and has nothing but numbers in it becomes nothing: "nombre"
    is a name in Spanish and a number in French."""
    guessed = [at for at, column in enumerate(columns) if column.target in NAMES and column.reason == GUESSED]
    found = list(columns)
    for at in guessed:
        cells = (cell for row in rows if not row.fault and (cell := row.cells[at].strip()))
        first = next(cells, "")
        if _NUMBER.fullmatch(first) and all(map(_NUMBER.fullmatch, cells)):
            found[at] = replace(columns[at], target=IGNORE, reason="numbers, and no names")
    return found


def name_from(columns: list[Column], known: ImportMap | None) -> str:
    """What somebody without a name is called by: what the format says; the address in a table that has no names, which
    is certain when of each of its columns it is known what it holds."""
    if known is not None:
        return known.name_from
    return "" if names_somebody(columns) or any(_is_unknown(column) for column in columns) else "email"


def _is_unknown(column: Column) -> bool:
    return column.target == IGNORE and not column.reason


def who(columns: Sequence[Column], *, guessed: bool) -> Question:
    """The question that is asked when no column names anybody. With `guessed` the encoding was."""
    headers = tuple(column.header for column in columns)
    addressed = any(column.target == "email" for column in columns)
    none_is = ', or if none is --map "COLUMN=ignore" with each that nothing is known of' if addressed else ""
    listed = ", ".join(headers[:8]) + (", ..." if len(headers) > 8 else "")
    return Question(
        f"no column says who the rows are about (columns: {listed})",
        "",
        headers,
        f'--map "COLUMN=name" with one of them{none_is}{", or the --encoding if they look wrong" if guessed else ""}',
    )


def orders(
    columns: list[Column], rows: list[Row], known: ImportMap | None, asked: Asked
) -> tuple[dict[str, DayOrder | None], list[Question]]:
    """The order of day and month in each column of days: asked for, proven by the column, or that of the tool. Raises
    InvalidInput when one is said for a column that is not there."""
    headers = [column.header for column in columns]
    for each in asked.dates:
        if each not in ("*", *(header.casefold() for header in headers)):
            raise InvalidInput(f"there is no column {each!r} whose days could be read", did_you_mean(each, headers))
    found: dict[str, DayOrder | None] = {}
    questions = []
    for number, column in enumerate(columns):
        if column.target not in DAYS:
            continue
        said = asked.order_of(column.header)
        proven, doubtful = day_order((row.cells[number] for row in rows if not row.fault), said)
        order = found[column.header] = said or proven or (known.order_of(column.header) if known else None)
        if doubtful and order in (None, "ymd"):
            questions.append(
                Question(
                    f"{column.header}: which number is the day, which the month? "
                    f"{counted(doubtful, 'row')} could be read both ways",
                    column.header,
                    ("dmy", "mdy"),
                    f"--dates dmy or --dates mdy (or for this column alone: --dates '{column.header}=dmy')",
                )
            )
    return found, questions
