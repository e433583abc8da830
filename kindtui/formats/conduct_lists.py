"""Lists in Markdown that may be of behaviours: their items, and what is nested in these."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from kindtui.formats import conduct_cues as cues
from kindtui.formats.conduct_ladder import without_marker
from kindtui.formats.markdown import tokens

if TYPE_CHECKING:
    from markdown_it.token import Token


def items_of(parts: Sequence[Token], lines: Sequence[str]) -> list[str]:
    """The texts of the items of the list that comes first, without their markers, with what is nested in them."""
    items = []
    for part in parts[1:]:
        if part.level == 0:
            break
        if part.type == "list_item_open" and part.level == 1 and part.map:
            items.append(without_marker(lines[part.map[0] : part.map[1]]))
    return items


def divided(item: str) -> tuple[str, str, list[str]]:
    """An item whose last part is a list of behaviours: what comes before, of which type they are, and they."""
    parts, lines = tokens(item), item.split("\n")
    blocks = [index for index, part in enumerate(parts) if part.level == 0 and part.nesting >= 0]
    last = blocks[-1] if len(blocks) > 1 else None
    if last is None or parts[last].type not in ("bullet_list_open", "ordered_list_open"):
        return item, "", []
    before = "\n".join(lines[: (parts[last].map or (0, 0))[0]])
    kind = cues.list_type(before, "", ())
    return (before.rstrip(), kind, items_of(parts[last:], lines)) if kind else (item, "", [])


def complete_pair(lists: Sequence[int], kinds: dict[int, str], foreign: bool) -> None:
    """Where two lists stand in one section and one is understood, the other is its opposite. In a language whose words
    are not known, what is hoped for comes first."""
    if len(lists) != 2:
        return
    first, second = lists
    opposite = {"encouraged": "restricted", "restricted": "encouraged", "": ""}
    if not kinds[first] and not kinds[second] and foreign:
        kinds[first] = "encouraged"
    kinds[first] = kinds[first] or opposite[kinds[second]]
    kinds[second] = kinds[second] or opposite[kinds[first]]


def first_words(text: str) -> str:
    """The words that name a clause: those in bold at its start, else those up to the first comma or stop."""
    bold = re.match(r"[\W_]*\*\*(.+?)\*\*", text, re.DOTALL)
    return bold.group(1) if bold else re.split(r"[.:,;(]\s|\n", text.strip(), maxsplit=1)[0]
