"""Text that came from outside: made safe for a terminal, folded for a search, turned into a file name.

What is stored stays as it was written; these functions stand between the store and the screen.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

MARKS_KEPT = 4
"""Combining marks that one character may carry on a screen. More than Hebrew with points and accents
needs is a prank."""

SLUG_LENGTH = 60

_NAMES = {
    0x00AD: "SHY",
    0x034F: "CGJ",
    0x061C: "ALM",
    0x115F: "HF",
    0x1160: "HF",
    0x17B4: "KIV",
    0x17B5: "KIV",
    0x180E: "MVS",
    0x200B: "ZWSP",
    0x200C: "ZWNJ",
    0x200D: "ZWJ",
    0x200E: "LRM",
    0x200F: "RLM",
    0x2028: "LS",
    0x2029: "PS",
    0x202A: "LRE",
    0x202B: "RLE",
    0x202C: "PDF",
    0x202D: "LRO",
    0x202E: "RLO",
    0x2060: "WJ",
    0x2066: "LRI",
    0x2067: "RLI",
    0x2068: "FSI",
    0x2069: "PDI",
    0x3164: "HF",
    0xFEFF: "BOM",
    0xFFA0: "HF",
    0x85: "NEL",
    0x90: "DCS",
    0x98: "SOS",
    0x9B: "CSI",
    0x9C: "ST",
    0x9D: "OSC",
    0x9E: "PM",
    0x9F: "APC",
}
_VISIBLE_FORMATS = frozenset([*range(0x0600, 0x0606), 0x06DD, 0x070F, 0x0890, 0x0891, 0x08E2, 0x110BD, 0x110CD])
"""Format characters that draw something: Arabic and Kaithi number signs."""

_JOINED_SCRIPTS = ((0x0600, 0x08FF), (0x0900, 0x0DFF), (0x0E80, 0x109F), (0x1780, 0x18AF), (0xFB50, 0xFDFF))
"""Where a joiner or non-joiner between two letters is spelling: Arabic, Indic, Myanmar, Khmer, Mongolian."""

_TURNING = {code: f"‹{_NAMES[code]}›" for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}
_BLANK_BRAILLE = "\u2800"
_ZWNJ, _ZWJ = "\u200c", "\u200d"
_BLACK_FLAG, _TAG_END = "\U0001f3f4", "\U000e007f"


def safe_text(text: str, multiline: bool = False) -> str:
    """`text` with nothing in it that could steer a terminal or hide from a reader.

    Control characters become pictures (`␛`), direction marks and invisible characters are named (`‹RLO›`), a pile of
    combining marks is capped. Joiners stay where they spell: inside emoji and between letters of scripts that need
    them. With `multiline` line ends stay and a tab becomes spaces; otherwise they are shown as pictures.
    """
    if text.isprintable() and (text.isascii() or max(text) < "\u0300"):
        return text
    if multiline:
        return "\n".join(_safe_line(line.replace("\t", "    ")) for line in text.replace("\r\n", "\n").split("\n"))
    return _safe_line(text)


def unturned(text: str) -> str:
    """`text` with the characters named that turn the direction of reading for a stretch (`‹RLO›`): what is read is
    then what was written. Marks that only say in which direction one character goes stay; Arabic and Hebrew need them.
    """
    return text.translate(_TURNING)


def is_blank(text: str) -> bool:
    """Whether a reader would see nothing at all: no text, spaces, or characters that have no shape."""
    return not text.strip() if text.isascii() else not any(map(_is_seen, text))


def folded(text: str) -> str:
    """`text` as searches compare it: no accents, no case, compatible forms alike, single spaces."""
    if text.isascii():
        return " ".join(text.lower().split())
    # casefold can bring back what decomposes (and the other way round), so each is done until nothing moves
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold()).casefold()
    kept = "".join(char for char in plain if not unicodedata.combining(char))
    return " ".join(kept.translate(_ALIKE).split())


def slug(text: str, fallback: str = "untitled") -> str:
    """A file name or anchor made from `text`: a-z, 0-9 and single dashes, at most 60 long; `fallback` when nothing
    of it is left (a title in Greek, say)."""
    made = re.sub(r"[^a-z0-9]+", "-", folded(text))[:SLUG_LENGTH].strip("-")
    if not made:
        return fallback
    return f"{made}-file" if made in _RESERVED else made


def first_line(text: str) -> str:
    """The first line of `text` that says something, for a list."""
    return next((line.strip() for line in text.splitlines() if line.strip()), "")


_ALIKE = str.maketrans(
    {
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "ħ": "h",
        "ı": "i",
        "ŧ": "t",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        "’": "'",
        "‘": "'",
        "ʼ": "'",
        "ʻ": "'",
        "‐": "-",
        "‒": "-",
        "–": "-",
        "—": "-",
        "\u200b": None,
        "\u200c": None,
        "\u200d": None,
        "\ufeff": None,
        "\u00ad": None,
    }
)
_RESERVED = frozenset(
    ["con", "prn", "aux", "nul", *(f"com{n}" for n in range(1, 10)), *(f"lpt{n}" for n in range(1, 10))]
)
"""Names that Windows keeps for devices."""


def _safe_line(text: str) -> str:
    shown: list[str] = []
    marks = 0
    for place, char in enumerate(text):
        kind = _kind(char)
        if kind == "mark":
            marks += 1
            if marks <= MARKS_KEPT:
                shown.append(char)
            continue
        if kind == "plain" or (kind == "joining" and _spells(text, place)):
            # a joiner does not start a new character, so the marks around it count together
            marks = 0 if kind == "plain" else marks
            shown.append(char)
            continue
        marks = 0
        shown.append(_shown(char))
    return "".join(shown)


@lru_cache(maxsize=8192)
def _kind(char: str) -> str:
    """ "plain", "mark", "joining" (it depends on the neighbours) or "hidden"."""
    code = ord(char)
    if 0xFE00 <= code <= 0xFE0F or 0xE0020 <= code <= 0xE01EF or char in (_ZWJ, _ZWNJ):
        return "joining"
    if code in _NAMES or (code & 0xFFFE) == 0xFFFE or 0xFDD0 <= code <= 0xFDEF:
        return "hidden"
    category = unicodedata.category(char)
    if category in ("Mn", "Me"):
        return "mark"
    if category in ("Cc", "Cs", "Zl", "Zp") or (category == "Cf" and code not in _VISIBLE_FORMATS):
        return "hidden"
    return "plain"


def _is_seen(char: str) -> bool:
    return not char.isspace() and char != _BLANK_BRAILLE and _kind(char) == "plain"


def _shown(char: str) -> str:
    code = ord(char)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    if 0xFE00 <= code <= 0xFE0F:
        return f"‹VS{code - 0xFDFF}›"
    return f"‹{_NAMES.get(code) or f'U+{code:04X}'}›"


def _spells(text: str, place: int) -> bool:
    """Whether the joining character at `place` is part of how its neighbours are written."""
    char = text[place]
    before = text[place - 1] if place else ""
    after = text[place + 1] if place + 1 < len(text) else ""
    if char in (_ZWJ, _ZWNJ):
        if char == _ZWJ and _is_pictograph(after) and _ends_pictograph(text, place):
            return True
        return _is_joined(before) and _is_joined(after)
    if 0xE0020 <= ord(char) <= 0xE007F:
        return _in_flag(text, place)
    # a variation selector picks a form of the one character before it
    return bool(before) and not before.isspace() and _kind(before) == "plain"


def _is_pictograph(char: str) -> bool:
    return bool(char) and (unicodedata.category(char) in ("So", "Sk", "Cn") and ord(char) >= 0x2190)


def _ends_pictograph(text: str, place: int) -> bool:
    back = place - 1
    while back >= 0 and (text[back] == "\ufe0f" or 0x1F3FB <= ord(text[back]) <= 0x1F3FF):
        back -= 1
    return back >= 0 and _is_pictograph(text[back])


def _is_joined(char: str) -> bool:
    return (
        bool(char)
        and any(first <= ord(char) <= last for first, last in _JOINED_SCRIPTS)
        and unicodedata.category(char)[0] in "LM"
    )


def _in_flag(text: str, place: int) -> bool:
    """Whether a tag character belongs to the flag of a region (Scotland): a black flag, some tags, the end tag."""
    start = place
    while start > 0 and 0xE0020 <= ord(text[start]) <= 0xE007F:
        start -= 1
    end = place
    while end < len(text) - 1 and text[end] != _TAG_END and 0xE0020 <= ord(text[end]) <= 0xE007F:
        end += 1
    return text[start] == _BLACK_FLAG and text[end] == _TAG_END and end - start <= 8


def listed(words: Sequence[str], last: str = "and") -> str:
    """ "Ada", "Ada and Grace", "Ada, Grace and Katherine"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def counted(number: int, one: str, many: str = "") -> str:
    """ "1 member", "1,234 members"."""
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"
