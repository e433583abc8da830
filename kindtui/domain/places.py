"""Several handles at one place: one person may have two accounts there, a mapping has room for one.

The second is kept under a numbered place, `discord (2)`. Whoever looks for a handle or an id asks for the place
without its number.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_NUMBERED = re.compile(r"(.+) \([0-9]+\)", re.DOTALL)


def place_of(key: str) -> str:
    """The place that a key stands for: "discord" for `discord (2)`."""
    found = _NUMBERED.fullmatch(key) if key[-1:] == ")" else None
    return found[1] if found else key


def all_at(pairs: Mapping[str, str], place: str) -> tuple[str, ...]:
    """What somebody is called at a place, however often."""
    return tuple(value for key, value in pairs.items() if key == place or place_of(key) == place)


def united(kept: Mapping[str, str], other: Mapping[str, str], *, cased: bool) -> dict[str, str]:
    """Both mappings in one, those of `kept` first; a second value for a place goes under the next free number. With
    `cased`, values that differ in case only are two."""
    result = dict(kept)
    for key, value in other.items():
        place = place_of(key)
        known = all_at(result, place)
        if value in known or (not cased and value.casefold() in (each.casefold() for each in known)):
            continue
        result[_free(result, key, place)] = value
    return result


def _free(taken: Mapping[str, str], key: str, place: str) -> str:
    number = 2
    while key in taken:
        key = f"{place} ({number})"
        number += 1
    return key
