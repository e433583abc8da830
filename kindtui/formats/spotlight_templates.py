"""Templates of spotlights: Liquid in Markdown, with a few lines of front matter.

---
title: Thank one person
for: one
---
# Thank you, {{ member.name }}
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Literal

import msgspec

from kindtui.domain.nearest import did_you_mean
from kindtui.errors import InvalidInput, Problem

Purpose = Literal["one", "several", "month"]
PURPOSES: tuple[Purpose, ...] = ("one", "several", "month")
KEYS = ("title", "for")


class Template(msgspec.Struct, frozen=True):
    """A template that was read: for whom it is, and its Liquid text, which begins on `line` of its file."""

    title: str
    purpose: Purpose
    text: str
    line: int = 1
    path: str = ""


def parse_template(text: str, path: str = "") -> Template:
    """Read a template. Without front matter it is one for one person, without a title.

    Raises InvalidInput with file, line and column when the front matter cannot be read.
    """
    plain = text.replace("\r\n", "\n")
    lines = plain.split("\n")
    if lines[0].rstrip() != "---":
        return Template("", "one", plain, 1, path)
    problems: list[Problem] = []
    found: dict[str, str] = {}
    for number, line in enumerate(lines[1:], start=2):
        if line.rstrip() == "---":
            if problems:
                raise InvalidInput(str(problems[0]), problems=problems)
            body = "\n".join(lines[number:])
            return Template(found.get("title", ""), _purpose(found.get("for", "one")), body, number + 1, path)
        problem = _read_line(line, number, path, found)
        if problem:
            problems.append(problem)
    problem = Problem("the front matter does not end", "close it with a line of three dashes", path, 1, 1)
    raise InvalidInput(str(problem), problems=[problem])


def fill(template: Template, values: Mapping[str, Any]) -> str:
    """The Markdown of a template with its values put in. Raises InvalidInput with file, line and column."""
    from kindtui.formats.liquid import render

    # empty lines stand for the front matter, so that a fault names the line of the file
    filled = render("\n" * (template.line - 1) + template.text, values, template.path)
    return re.sub(r"\n{3,}", "\n\n", filled.strip()) + "\n"


def as_markdown(text: str) -> str:
    """A value on one line that Markdown shows as it was written: no emphasis, links, tags or headings from data."""
    line = " ".join(text.split())
    line = re.sub(r"([\\`*])", r"\\\1", line)
    line = re.sub(r"(?<![^\W_])_|_(?![^\W_])", r"\\_", line)
    line = re.sub(r"\](?=[(\[:])|~(?=~)|<(?=[A-Za-z/!?])|&(?=#?\w+;)", lambda found: "\\" + found[0], line)
    return re.sub(r"^(?:(\d+)(?=[.)]\s)|(?=[#>+-]+(?:\s|$)|-{2,}|={2,}))", _leading, line)


def _leading(found: re.Match[str]) -> str:
    """A backslash before what would begin a heading, a quote or a list: after the number of a numbered one."""
    return f"{found[1]}\\" if found[1] else "\\"


def _read_line(line: str, number: int, path: str, found: dict[str, str]) -> Problem | None:
    if not line.strip() or line.lstrip().startswith("#"):
        return None
    key, colon, value = line.partition(":")
    key, value = key.strip(), value.strip().strip("\"'")
    column = len(line) - len(line.lstrip()) + 1
    if not colon:
        return Problem("this line is no `key: value`", f"keys: {', '.join(KEYS)}", path, number, column)
    if key not in KEYS:
        return Problem(f"there is no key {key!r} here", did_you_mean(key, KEYS), path, number, column, key)
    if key == "for" and value not in PURPOSES:
        place = line.find(value, len(key)) + 1 if value else len(line) + 1
        return Problem(f"for: {value!r} is unknown", f"one of {', '.join(PURPOSES)}", path, number, place, key)
    found[key] = value
    return None


def _purpose(word: str) -> Purpose:
    return next(each for each in PURPOSES if each == word)
