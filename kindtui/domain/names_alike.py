"""Whether two names could be two ways to write one. That alone never tells that two people are one."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from kindtui.domain.name_tokens import pieces_of
from kindtui.domain.text import folded

LOST = "?\ufffd"
"""What stands where an encoding had no letter."""
_LOST_LETTER = re.compile(rf"[{LOST}]\w")
_SPELLED = re.compile(r"(?<=[aou])e")
"""The letter that stands for the marks of an umlaut, in folded text."""
_ENOUGH = 6
"""Letters that a name needs before a slip in one of them makes no other name of it."""


@lru_cache(maxsize=65536)
def words_of(name: str) -> tuple[str, ...]:
    """The words of a name, folded."""
    return tuple(pieces_of(folded(name)))


@lru_cache(maxsize=65536)
def letters_of(name: str) -> tuple[str, ...]:
    """The words of a name in any order, the same whether its umlauts are written with marks or spelled ("Joerg")."""
    return tuple(sorted(_SPELLED.sub("", word) for word in words_of(name)))


def are_alike(one: str, two: str) -> str:
    """How two names are alike, in words; "" when they are not."""
    first, second = words_of(one), words_of(two)
    if not first or not second:
        return ""
    if first == second:
        return "the same name"
    if sorted(first) == sorted(second):
        return "the same name in another order"
    if "".join(first) == "".join(second):
        return "the same name, parted otherwise"
    if letters_of(one) == letters_of(two):
        return "the same name, with its umlauts spelled"
    if _shortened(first, second) or _shortened(second, first):
        return "one name is a shorter form of the other"
    if _one_slip("".join(first), "".join(second)):
        return "the names differ in one letter"
    return ""


def is_poorer(told: str, known: str) -> bool:
    """Whether a name is a known one as nobody is addressed: as registers file it ("Hopper, Grace"), or with question
    marks where an encoding had no letter ("?ukasz")."""
    last, comma, first = told.partition(",")
    if comma and sorted(words_of(told)) == sorted(words_of(known)):
        return True
    if not any(mark in told for mark in LOST):
        return False
    letters, whole = f"{first.strip()} {last.strip()}" if comma else told, unicodedata.normalize("NFC", known)
    return len(letters) == len(whole) and all(
        one == two or (one in LOST and two.isalpha() and not two.isascii())
        for one, two in zip(letters, whole, strict=True)
    )


def has_lost_letters(name: str) -> bool:
    """Whether question marks stand in a name where letters were."""
    return ("?" in name or "\ufffd" in name) and _LOST_LETTER.search(name) is not None


def _shortened(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Whether each word of one name is in the other, whole or as its initial, and one at least is whole."""
    if len(short) > len(long):
        return False
    left = list(long)
    whole = 0
    for word in sorted(short, key=len, reverse=True):
        if len(word) > 1 and word in left:
            left.remove(word)
            whole += 1
        elif len(word) == 1 and (found := next((each for each in left if each[0] == word), None)):
            left.remove(found)
        else:
            return False
    return whole > 0


def _one_slip(one: str, two: str) -> bool:
    """Whether one letter more, less or other, or two that changed places, make one of the other."""
    if min(len(one), len(two)) < _ENOUGH or abs(len(one) - len(two)) > 1:
        return False
    at = next((place for place, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two)))
    rest, other = one[at:], two[at:]
    return (
        rest[1:] == other[1:]
        or rest[1:] == other
        or rest == other[1:]
        or (rest[:2] == other[1::-1] and rest[2:] == other[2:])
    )
