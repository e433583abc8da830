"""The YAML text of an import map that was made by hand, laid out for the people who will edit it."""

from __future__ import annotations

import json
from collections.abc import Iterable

from kindtui.domain.imports import ImportMap

_ABOUT = """\
# How a table like this one becomes members. Yours to edit: kindtui does not change it.
#
# It is used for every table that has all of these columns, and goes before the maps that kindtui brings along."""


def to_yaml(kept: ImportMap) -> str:
    """The text of a map; what it leaves open is left out."""
    lines = [_ABOUT, "", f"name: {kept.name}", f"title: {_text(kept.title)}"]
    if kept.source:
        lines.append(f"source: {_text(kept.source)}")
    if kept.name_from:
        lines.append(f"name_from: {kept.name_from}")
    if not kept.whole:
        lines.append("whole: false")
    lines += ["", "headers:", *(f"  - [{_listed(sorted(each))}]" for each in kept.headers)]
    lines += ["", "columns:", *(f"  {_text(header)}: {_text(target)}" for header, target in kept.columns.items())]
    if kept.dates:
        lines += ["", "dates:", *(f"  {_text(header)}: {order}" for header, order in kept.dates.items())]
    if kept.never:
        lines += ["", "never:", *(f"  - {_text(header)}" for header in kept.never)]
    if kept.leave_out:
        lines += ["", "leave_out:", *(f"  {_text(key)}: [{_listed(each)}]" for key, each in kept.leave_out.items())]
    if kept.rules:
        lines += ["", "rows:"]
    for rule in kept.rules:
        lines += [f"  - column: {_text(rule.column)}", f"    is: [{_listed(rule.values)}]"]
        if rule.skip:
            lines.append(f"    skip: {_text(rule.skip)}")
        if rule.sets:
            pairs = ", ".join(f"{_text(key)}: {_text(value)}" for key, value in rule.sets.items())
            lines.append(f"    set: {{{pairs}}}")
    return "\n".join(lines) + "\n"


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _listed(texts: Iterable[str]) -> str:
    return ", ".join(map(_text, texts))
