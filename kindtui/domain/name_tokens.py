"""What a person is found by in a text: patterns over folded text for their name, its parts, handles and addresses."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

import msgspec

from kindtui.domain.text import folded

_PARTICLES = """
al ap bin bint da dal das de del della den der di do dos du el ibn la le les of san st the und van von y ter ten zu zur
"""
"""Parts of names that say nothing alone."""

_ORDINARY = """
amber an angel april are art august autumn bill bob brook can chance chase christian clay cliff constant crystal daisy
dawn dean destiny do drew earnest eve faith fern fields flora forest frank gene ginger grace grant guy harmony hazel
he heath heather holly hope hunter in iris it ivy jack jade jasmine jay joy june justice king lane lily long love
major mark marks max may melody mercy miles my new no not ocean olive on one our pat patience pearl penny pierce price
prudence rain ray reed rich river rob robin rose ruby rusty sage sandy scarlet see she sky skye so spring star
sterling stone storm sue summer sunny ted terry they to victor violet wade we will win winter wood woods you young
"""
"""Names that are words too: taken for a name where they are written with a capital, or as the member writes them."""

_UNSPACED = (
    (0x0E00, 0x0EFF),
    (0x1000, 0x11FF),
    (0x1780, 0x17FF),
    (0x2E80, 0x9FFF),
    (0xAC00, 0xD7FF),
    (0xF900, 0xFAFF),
    (0x20000, 0x3FFFF),
)
"""Scripts without spaces between words (Thai, Khmer, Japanese, Chinese), or that hang endings on a name (Korean)."""

_TELLING = 4
"""Characters that a handle needs before it is no abbreviation."""

_NO_WORD = re.compile(r"[\d_.]")
_LETTER = re.compile(r"[^\W\d_]")

_NO_NAMES = frozenset(_PARTICLES.split())
WORDS_TOO = frozenset(_ORDINARY.split())


class Token(msgspec.Struct, frozen=True):
    """One thing that gives a person away: its pattern over folded text with its first and last character, and how the
    member writes it when it is an ordinary word too (else "")."""

    pattern: re.Pattern[str]
    first: str
    last: str
    as_written: str = ""


class Spec(NamedTuple):
    """A token before its pattern is compiled: the source of the pattern, its words, and as in Token."""

    source: str
    words: tuple[str, ...]
    first: str
    last: str
    as_written: str = ""


@lru_cache(maxsize=256)
def tokens_of(name: str, handles: tuple[str, ...], emails: tuple[str, ...]) -> tuple[Token, ...]:
    """Everything by which one person is found."""
    return compiled(specs_of(name, handles, emails))


def compiled(specs: Iterable[Spec]) -> tuple[Token, ...]:
    """Longest first, so that "Ada Lovelace" goes before "Ada"."""
    longest = sorted(specs, key=lambda spec: (-len(spec.source), spec))
    return tuple(Token(re.compile(each.source), each.first, each.last, each.as_written) for each in longest)


def specs_of(name: str, handles: Iterable[str], emails: Iterable[str]) -> Iterator[Spec]:
    """What is to be looked for, not compiled yet; the same more than once, perhaps."""
    yield from _address_specs(emails)
    yield from _handle_specs(handles)
    yield from _name_specs(name)


def _plain_spec(plain: str) -> Spec:
    return Spec(re.escape(plain), tuple(pieces_of(plain)), plain[0], plain[-1])


def _address_specs(emails: Iterable[str]) -> Iterator[Spec]:
    for email in emails:
        plain = fold(email.strip())[0]
        if plain:
            yield _plain_spec(plain)


def _handle_specs(handles: Iterable[str]) -> Iterator[Spec]:
    for handle in handles:
        plain = " ".join(fold(handle.strip().lstrip("@"))[0].split())
        if not plain:
            continue
        yield _escaped_spec(f"@{plain}")
        if len(plain) > 2 and plain not in WORDS_TOO:
            yield _escaped_spec(plain)
        core = core_of(plain)
        if core and core != plain:
            yield _escaped_spec(f"@{core}")
            if is_telling(core):
                yield _escaped_spec(core)


def _escaped_spec(plain: str) -> Spec:
    """As `_plain_spec`, also where Markdown has a backslash before a mark: `yy\\_cool`. Blanks may be many."""
    source = re.escape(plain[0]) + "".join(
        re.escape(char) if char.isalnum() else " +" if char == " " else rf"\\*{re.escape(char)}" for char in plain[1:]
    )
    return _plain_spec(plain)._replace(source=source)


def core_of(plain: str) -> str:
    """A folded handle without the marks around it, which a page of Markdown may not show."""
    if plain and plain[0].isalnum() and plain[-1].isalnum():
        return plain
    return plain.strip("".join(char for char in plain if not char.isalnum()))


def is_telling(handle: str) -> bool:
    """Whether a folded handle is nobody's word: it can only mean whose handle it is, also without an `@` before it."""
    return len(handle) >= _TELLING and bool(_NO_WORD.search(handle) and _LETTER.search(handle)) and " " not in handle


def _name_specs(name: str) -> Iterator[Spec]:
    whole = fold(name)[0].strip()
    if not whole:
        return
    pieces = pieces_of(whole)
    if "".join(pieces) != whole:
        yield _plain_spec(whole)
    if not pieces:
        return
    alone = len(pieces) == 1 and (pieces[0] in WORDS_TOO or len(pieces[0]) == 1)
    yield _word_spec(pieces, name.strip() if alone else "")
    for part in re.split(r"[\s,;()\[\]\"“”/|‐-—-]+", name):
        pieces = pieces_of(fold(part)[0])
        if len(pieces) > 1:
            yield _word_spec(pieces)
        for piece in pieces:
            # a number alone is a year, a day or a count far more often than the end of a name
            if len(piece) > 1 and piece not in _NO_NAMES and not piece.isdecimal():
                yield _word_spec([piece], part if piece in WORDS_TOO else "")


def _word_spec(pieces: list[str], as_written: str = "") -> Spec:
    """The pieces one after the other, with any marks between them or none: `Ada_Lovelace`, `AdaLovelace`."""
    source = r"[\W_]{0,6}".join(map(re.escape, pieces))
    return Spec(source, tuple(pieces), pieces[0][0], pieces[-1][-1], as_written)


def is_unspaced(char: str) -> bool:
    """Whether words of this character's script stand side by side without spaces, or take endings."""
    return char >= "\u0e00" and any(first <= ord(char) <= last for first, last in _UNSPACED)


def fold(text: str) -> tuple[str, list[int]]:
    """The folded text, and for each of its characters the place in `text` that it came from."""
    made: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        plain = _fold_char(char)
        made.append(plain)
        places.extend([place] * len(plain))
    return "".join(made), places


def fold_fast(text: str) -> str:
    """The folded text alone."""
    return text.lower() if text.isascii() else fold(text)[0]


@lru_cache(maxsize=4096)
def _fold_char(char: str) -> str:
    if char.isspace():
        return " "
    return "" if vanishes(char) else folded(char)


def vanishes(char: str) -> bool:
    """Whether a reader does not see this character alone: accents set apart, format characters, variation selectors."""
    return bool(unicodedata.combining(char)) or unicodedata.category(char) == "Cf" or "\ufe00" <= char <= "\ufe0f"


def pieces_of(plain: str) -> list[str]:
    """The words of a folded text."""
    return re.findall(r"[^\W_]+", plain)
