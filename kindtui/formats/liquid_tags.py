"""A first look at the braces of a Liquid template, before python-liquid reads it.

python-liquid's lexer takes quadratic time on braces that are never closed (46 s for 40 KB) and does not say where a
block was opened; this scan takes linear time and does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kindtui.domain.nearest import did_you_mean
from kindtui.errors import Problem
from kindtui.formats.yaml_text import line_starts, place

MAX_TAG = 500
"""Characters between the braces of one tag or output."""

_BLOCKS = ("if", "unless", "case", "for", "capture")
_INNER = {"else": ("if", "unless", "case", "for"), "elsif": ("if", "unless"), "when": ("case",)}
_OPENING = re.compile(r"\{[{%]")
_NAME = re.compile(r"\{%-?\s*(#|\w*)")
_RAW_ENDS = {name: re.compile(r"\{%-?\s*end" + name + r"\s*-?%\}") for name in ("raw", "comment", "doc")}


def scan(text: str, path: str, tags: Sequence[str]) -> Problem | None:
    """The first fault in how tags and outputs are written and nested, or None. `tags` are those that may be used."""
    lines = line_starts(text)

    def fault(index: int, message: str, hint: str) -> Problem:
        return Problem(message, hint, path, *place(lines, index))

    known = (*tags, "raw", *_INNER, *(f"end{name}" for name in _BLOCKS))
    open_blocks: list[tuple[str, int]] = []
    at = 0
    while found := _OPENING.search(text, at):
        start = found.start()
        closing = "}}" if found.group() == "{{" else "%}"
        end = text.find(closing, start + 2, start + MAX_TAG)
        if end < 0:
            return fault(start, f"`{found.group()}` is not closed by `{closing}`", "close it, or use single braces")
        at = end + 2
        inside = text[start + 2 : end].strip("- \t\r\n")
        if closing == "}}":
            if not inside:
                return fault(start, "an output without a name", "write {{ name }}")
            continue
        name = _NAME.match(text, start).group(1)  # type: ignore[union-attr]
        if name not in known:
            return fault(start, f"unknown tag {name!r}", did_you_mean(name, known))
        if name in _RAW_ENDS:
            closed = _RAW_ENDS[name].search(text, at)
            if not closed:
                return fault(start, f"`{{% {name} %}}` is not closed", f"add {{% end{name} %}}")
            at = closed.end()
        elif name in _BLOCKS:
            open_blocks.append((name, start))
        elif name in _INNER or name.startswith("end"):
            wanted = _INNER.get(name, (name.removeprefix("end"),))
            if not open_blocks or open_blocks[-1][0] not in wanted:
                return fault(start, f"`{{% {name} %}}` has nothing to belong to", "does a tag above lack its end?")
            if name not in _INNER:
                open_blocks.pop()
        elif inside == name and name in ("assign", "cycle", "echo"):
            return fault(start, f"`{{% {name} %}}` lacks what it should do", f"write {{% {name} ... %}}")
    if open_blocks:
        name, start = open_blocks[-1]
        return fault(start, f"`{{% {name} %}}` is not closed", f"add {{% end{name} %}}")
    return None
