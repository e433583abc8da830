"""YAML text to a conduct document, and all that is wrong with either, each with its place."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from kindtui.domain.conduct import ConductDocument
from kindtui.domain.conduct_rules import Finding, findings, texts
from kindtui.domain.nearest import did_you_mean
from kindtui.errors import InvalidInput, Problem
from kindtui.formats.conduct_text import provided
from kindtui.formats.liquid import variables_in
from kindtui.formats.yaml_struct import decode
from kindtui.formats.yaml_text import Loaded, dotted, load


def parse(text: str, path: str = "") -> tuple[ConductDocument | None, list[Problem]]:
    """The document, or None when its form is wrong; and the problems of form: of YAML, of keys, of kinds of values."""
    document, _, problems = _read(text, path)
    return (None if problems else document), problems


def check(
    text: str, path: str = "", *, today: date, filled: Mapping[str, str] | None = None
) -> tuple[ConductDocument | None, list[Problem]]:
    """The document as far as it can be read, and every problem of form and of content, in the order of the lines.

    `filled` are values of variables that come from outside, such as the settings of the workspace.
    """
    document, loaded, problems = _read(text, path)
    if document is None or loaded is None:
        return None, problems
    missing = {(each.line, each.column) for each in problems if "is missing" in each.message}
    for found in findings(document, today=today, filled=filled):
        problem = _placed(loaded, found)
        # An id that is missing was named already; that it is empty adds nothing.
        if not ((problem.line, problem.column) in missing and "is empty" in problem.message):
            problems.append(problem)
    problems += _liquid_problems(document, loaded, filled or {})
    return document, _by_line(problems)


def template_faults(text: str, path: str = "", filled: Mapping[str, str] | None = None) -> list[Problem]:
    """What keeps the texts of a document from being rendered: wrong tags and unknown variables, with their places."""
    document, loaded, problems = _read(text, path)
    if document is None or loaded is None:
        return problems
    return _liquid_problems(document, loaded, filled or {})


def _read(text: str, path: str) -> tuple[ConductDocument | None, Loaded | None, list[Problem]]:
    try:
        loaded = load(text, path)
    except InvalidInput as error:
        return None, None, list(error.problems)
    document, problems = decode(loaded, ConductDocument)
    return document, loaded, _by_line(problems)


def _by_line(problems: list[Problem]) -> list[Problem]:
    return sorted(problems, key=lambda each: (each.line, each.column))


def _placed(loaded: Loaded, found: Finding) -> Problem:
    value = loaded.written(found.where)
    if found.words and value is not None:
        line, column = loaded.place_inside(found.where, found.words, value.count(found.words, 0, found.index))
        return Problem(found.message, found.hint, loaded.path, line, column, dotted(found.where), found.severity)
    return loaded.problem(
        found.where, found.message, found.hint, at_key=found.at_key or not found.where, severity=found.severity
    )


def _liquid_problems(document: ConductDocument, loaded: Loaded, filled: Mapping[str, str]) -> list[Problem]:
    problems: list[Problem] = []
    known = {**dict.fromkeys([*document.variables, *filled], ""), **provided(document.kind)}
    for where, text in texts(document):
        try:
            asked = variables_in(text)
        except InvalidInput as error:
            problems += [_inside(loaded, where, text, each) for each in error.problems]
            continue
        for name, line, column in asked:
            wrong = _unknown(name, known)
            if wrong is not None:
                problem = Problem(f"unknown variable {name!r}", wrong, "", line, column)
                problems.append(_inside(loaded, where, text, problem, name))
    return problems


def _unknown(name: str, known: Mapping[str, object]) -> str | None:
    """A hint when a dotted name is not known, else None."""
    first, *parts = name.split(".")
    if first not in known:
        hint = did_you_mean(first, known)
        return hint if hint.startswith("did you mean") else f"declare it: `variables: {{{first}: {{label: ...}}}}`"
    inner = known[first]
    if parts and isinstance(inner, Mapping) and parts[0] not in inner:
        return did_you_mean(parts[0], [str(key) for key in inner])
    return None


def _inside(loaded: Loaded, where: tuple[str | int, ...], text: str, problem: Problem, words: str = "") -> Problem:
    """A problem with line and column within a text, moved to its place in the file."""
    lines = text.split("\n")
    index = sum(len(line) + 1 for line in lines[: problem.line - 1]) + problem.column - 1
    words = words.split(".")[0] or lines[problem.line - 1][problem.column - 1 :][:40] or text[:1]
    line, column = loaded.place_inside(where, words, text.count(words, 0, index))
    return Problem(problem.message, problem.hint, loaded.path, line, column, dotted(where))
