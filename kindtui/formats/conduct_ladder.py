"""Enforcement ladders in Markdown: headings with labelled paragraphs, or a list whose items have labelled parts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kindtui.formats.conduct_cues import rung_field

if TYPE_CHECKING:
    from markdown_it.token import Token

_LABEL = re.compile(r"\s*(?:\*\*|__)([^*\n]{2,60}?)(?:[:：]\s*(?:\*\*|__)|(?:\*\*|__)\s*[:：])")
_PLAIN_LABEL = re.compile(r"\s*([^\W\d_][\w ]{2,40})[:：]\s")
_MARKER = re.compile(r"\s*(?:[-*+]|\d{1,9}[.)])(?:\s+|$)")


@dataclass(frozen=True, slots=True)
class FoundRung:
    """One rung as the source words it; each field keeps the label that it had."""

    title: str
    event: str
    consequence: str
    repair: str


@dataclass(frozen=True, slots=True)
class Rungs:
    """Some rungs in a row, and the line after them."""

    rungs: tuple[FoundRung, ...]
    end: int


def rungs_in_headings(parts: Sequence[Token], lines: Sequence[str]) -> dict[int, Rungs]:
    """The ladders made of headings, by the line on which each begins: two or more rungs of one level in a row."""
    headings = [index for index, part in enumerate(parts) if part.type == "heading_open" and part.level == 0]
    found: dict[int, Rungs] = {}
    row: list[FoundRung] = []
    first = end = 0
    level = ""
    for number, index in enumerate([*headings, None]):
        rung = None
        if index is not None:
            start, body = parts[index].map or (0, 0)
            stop = (parts[headings[number + 1]].map or (0, 0))[0] if number + 1 < len(headings) else len(lines)
            rung = _rung(parts[index + 1].content, list(lines[body:stop]))
        if index is not None and rung is not None and (not row or parts[index].tag == level):
            first, level = (start, parts[index].tag) if not row else (first, level)
            row.append(rung)
            end = stop
            continue
        if len(row) > 1:
            found[first] = Rungs(tuple(row), end)
        row = []
        if index is not None and rung is not None:
            first, level, end = start, parts[index].tag, stop
            row = [rung]
    return found


def rungs_in_list(parts: Sequence[Token], index: int, lines: Sequence[str]) -> Rungs | None:
    """The ladder that the list at `index` is: two or more items, each with two or more labelled parts nested in it."""
    rungs: list[FoundRung] = []
    items = _items(parts, index)
    for place, start, end in items:
        nested = next((at for at in range(place, len(parts)) if parts[at].type.endswith("list_open")), None)
        if nested is None or not start <= (parts[nested].map or (-1, 0))[0] < end:
            return None
        fields: dict[str, list[str]] = {"event": [], "consequence": [], "repair": []}
        labels = 0
        for number, (_, from_, to) in enumerate(_items(parts, nested)):
            text = without_marker(lines[from_:to])
            label = _LABEL.match(text) or _PLAIN_LABEL.match(text)
            labels += bool(label)
            if label and not _LABEL.match(text):
                text = f"**{label.group(1)}:** {text[label.end() :]}"
            fields[rung_field(label.group(1) if label else "", number)].append(text)
        if labels < 2:
            return None
        after = lines[(parts[nested].map or (0, end))[1] : end]
        fields["repair"] += ["\n".join(after).strip()] if any(line.strip() for line in after) else []
        title = without_marker(lines[start : (parts[nested].map or (end, 0))[0]]).strip()
        joined = {name: "\n\n".join(texts) for name, texts in fields.items()}
        rungs.append(FoundRung(title, **joined))
    return Rungs(tuple(rungs), (parts[index].map or (0, 0))[1]) if len(rungs) > 1 else None


def _items(parts: Sequence[Token], index: int) -> list[tuple[int, int, int]]:
    """The items of a list: index of the token, first line, line after the last."""
    level = parts[index].level
    items = []
    for at in range(index + 1, len(parts)):
        if parts[at].level <= level:
            break
        if parts[at].type == "list_item_open" and parts[at].level == level + 1:
            start, end = parts[at].map or (0, 0)
            items.append((at, start, end))
    return items


def _rung(title: str, lines: list[str]) -> FoundRung | None:
    """The rung that a heading and its lines say, when at least two of the paragraphs have labels."""
    starts = [
        (number, match.group(1))
        for number, line in enumerate(lines)
        if (number == 0 or not lines[number - 1].strip()) and (match := _LABEL.match(line))
    ]
    if len(starts) < 2:
        return None
    fields: dict[str, list[str]] = {"event": [], "consequence": [], "repair": []}
    before = "\n".join(lines[: starts[0][0]]).strip("\n")
    if before:
        fields["event"].append(before)
    for position, (number, label) in enumerate(starts):
        stop = starts[position + 1][0] if position + 1 < len(starts) else len(lines)
        fields[rung_field(label, position)].append("\n".join(lines[number:stop]).strip("\n"))
    return FoundRung(title, **{name: "\n\n".join(texts) for name, texts in fields.items()})


def without_marker(lines: Sequence[str]) -> str:
    """The text of a list item: without its marker, its other lines moved left as far as the first."""
    marker = _MARKER.match(lines[0])
    width = marker.end() if marker else 0
    rest = [line[min(width, len(line) - len(line.lstrip())) :] for line in lines[1:]]
    return "\n".join([lines[0][width:], *rest]).strip()
