"""Finding a person in a text by name, handle or address.

Text is compared without case, accents, compatible forms and invisible characters, as whole words, so that Ada is found
in `**ADA**` and `Ａｄａ's`, and not in Canada.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

import msgspec

from kindtui.domain.roster import Member
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

_NO_NAMES = frozenset(_PARTICLES.split())
_WORDS_TOO = frozenset(_ORDINARY.split())


class Token(msgspec.Struct, frozen=True):
    """One thing that gives a person away: its pattern over folded text with its first and last character, and how the
    member writes it when it is an ordinary word too (else "")."""

    pattern: re.Pattern[str]
    first: str
    last: str
    as_written: str = ""


def mentions(text: str, member: Member) -> Iterator[tuple[int, int]]:
    """Where `text` names the member (start and end, left to right): by name or a part of it, handle or address."""
    return _spans(text, _tokens(member.name, tuple(member.handles.values()), member.emails))


def as_read(text: str) -> str:
    """About what a page shows of a Markdown text: entities decoded; marks, tags and invisible characters gone."""
    shown = text
    if "&" in text:
        import html  # its table of entities takes a while to load

        shown = html.unescape(html.unescape(text))
    shown = re.sub(r"</?[a-zA-Z][^<>]*>|<!--.*?-->", "", shown, flags=re.DOTALL)
    shown = re.sub(r"[*~`\\]+|(?<![^\W_])_+|_+(?![^\W_])", "", shown)
    return "".join(char for char in shown if not _vanishes(char))


def words_of(text: str) -> frozenset[str]:
    """The folded words of a text."""
    return frozenset(_pieces(folded(text)))


def folded_with_places(text: str) -> tuple[str, list[int]]:
    """The folded text, and for each of its characters the place in `text` that it came from."""
    return _fold(text)


class FirstLook:
    """What some texts could name, at a glance: to leave out nearly all of many members before `mentions` looks."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._beginnings: set[str] = set()
        unspaced: list[str] = []
        for text in texts:
            plain = _fold(text)[0]
            for piece in set(_pieces(plain)):
                self._beginnings.update(piece[:end] for end in range(1, len(piece) + 1))
            if any(map(_unspaced, plain)):
                unspaced.append(plain)
        self._unspaced = "\n".join(unspaced)

    def may_name(self, member: Member) -> bool:
        """False when none of the texts names the member; when True, `mentions` has to look."""
        return any(map(self._may_begin, _first_pieces(member)))

    def _may_begin(self, piece: str) -> bool:
        return not piece or piece in self._beginnings or piece in self._unspaced


class Names:
    """Many members by what they are called, to find those whom a text names."""

    def __init__(self, members: Iterable[Member]) -> None:
        self._by_name: dict[str, list[Member]] = {}
        self._by_handle: dict[str, list[Member]] = {}
        self._unspaced: list[tuple[str, Member]] = []
        self._longest = 1
        for member in members:
            for handle in member.handles.values():
                self._by_handle.setdefault(folded(handle).lstrip("@"), []).append(member)
            pieces = _pieces(folded(member.name))
            name = " ".join(pieces)
            if len(name) < 2 or name in _WORDS_TOO:
                continue
            self._longest = max(self._longest, len(pieces))
            self._by_name.setdefault(name, []).append(member)
            if _unspaced(name[0]):
                self._unspaced.append(("".join(pieces), member))

    def named_in(self, text: str) -> list[Member]:
        """Whom the text names by the whole name in use, or by a handle written with `@`.

        A name of one word counts where it is written as the member writes it, unless it is an ordinary word ("Will").
        """
        shown = as_read(text)
        plain = folded(shown)
        words = _pieces(plain)
        found: dict[str, Member] = {}
        for handle in re.findall(r"@([\w.#:+@-]+)", plain):
            found.update((each.id, each) for each in self._by_handle.get(handle.rstrip(".,:;!?"), ()))
        for length in range(1, min(self._longest, len(words)) + 1):
            for start in range(len(words) - length + 1):
                named = self._by_name.get(" ".join(words[start : start + length]), ())
                found.update((each.id, each) for each in named if length > 1 or each.name in shown)
        if self._unspaced and any(map(_unspaced, plain)):
            tight = "".join(words)
            found.update((member.id, member) for name, member in self._unspaced if name in tight)
        return list(found.values())


def _first_pieces(member: Member) -> Iterator[str]:
    """The first word of everything by which the member is found; "" where there is none to look for."""
    yield from _pieces(_fold(member.name)[0]) or [""]
    for address in (*member.handles.values(), *member.emails):
        plain = _fold(address)[0].strip()
        if plain:
            yield next(iter(_pieces(plain)), "")


@lru_cache(maxsize=256)
def _tokens(name: str, handles: tuple[str, ...], emails: tuple[str, ...]) -> tuple[Token, ...]:
    """Longest first, so that "Ada Lovelace" goes before "Ada"."""
    found = [*_address_tokens(emails), *_handle_tokens(handles), *_name_tokens(name)]
    found.sort(key=lambda token: -len(token.pattern.pattern))
    return tuple(found)


def _address_tokens(emails: Iterable[str]) -> Iterator[Token]:
    for email in emails:
        plain = _fold(email.strip())[0]
        if plain:
            yield Token(re.compile(re.escape(plain)), plain[0], plain[-1])


def _handle_tokens(handles: Iterable[str]) -> Iterator[Token]:
    for handle in handles:
        plain = _fold(handle.strip().lstrip("@"))[0].strip()
        if not plain:
            continue
        yield Token(re.compile("@" + re.escape(plain)), "@", plain[-1])
        if len(plain) > 2 and plain not in _WORDS_TOO:
            yield Token(re.compile(re.escape(plain)), plain[0], plain[-1])


def _name_tokens(name: str) -> Iterator[Token]:
    whole = _fold(name)[0].strip()
    if not whole:
        return
    pieces = _pieces(whole)
    if "".join(pieces) != whole:
        yield Token(re.compile(re.escape(whole)), whole[0], whole[-1])
    if not pieces:
        return
    alone = len(pieces) == 1 and (pieces[0] in _WORDS_TOO or len(pieces[0]) == 1)
    yield _word_token(pieces, name.strip() if alone else "")
    for part in re.split(r"[\s,;()\[\]\"“”/|‐-—-]+", name):
        pieces = _pieces(_fold(part)[0])
        if len(pieces) > 1:
            yield _word_token(pieces)
        for piece in pieces:
            if len(piece) > 1 and piece not in _NO_NAMES:
                yield _word_token([piece], part if piece in _WORDS_TOO else "")


def _word_token(pieces: list[str], as_written: str = "") -> Token:
    """The pieces one after the other, with any marks between them or none: `Ada_Lovelace`, `AdaLovelace`."""
    return Token(re.compile(r"[\W_]{0,6}".join(map(re.escape, pieces))), pieces[0][0], pieces[-1][-1], as_written)


def _spans(text: str, tokens: tuple[Token, ...]) -> Iterator[tuple[int, int]]:
    plain, places = _fold(text)
    at = 0
    while at < len(plain):
        end = _match_at(text, plain, places, at, tokens)
        if end <= at:
            at += 1
            continue
        last = places[end - 1] + 1
        while last < len(text) and _vanishes(text[last]):
            last += 1
        yield places[at], last
        at = end


def _match_at(text: str, plain: str, places: list[int], at: int, tokens: tuple[Token, ...]) -> int:
    """The end of the longest token that stands at `at` as a whole word, or 0."""
    ends = [0]
    for token in tokens:
        if plain[at] != token.first or (at and _joined(plain[at - 1], token.first)):
            continue
        found = token.pattern.match(plain, at)
        if found is None:
            continue
        end = found.end()
        if end < len(plain) and _joined(token.last, plain[end]):
            continue
        if token.as_written:
            here = text[places[at] : places[end - 1] + 1]
            if here != token.as_written and not here[:1].isupper():
                continue
        ends.append(end)
    return max(ends)


def _joined(left: str, right: str) -> bool:
    """Whether two characters beside each other belong to one word."""
    return not _unspaced(left) and not _unspaced(right) and _wordish(left) and _wordish(right)


def _wordish(char: str) -> bool:
    return char.isalnum() or unicodedata.category(char).startswith("M")


def _unspaced(char: str) -> bool:
    return char >= "\u0e00" and any(first <= ord(char) <= last for first, last in _UNSPACED)


def _fold(text: str) -> tuple[str, list[int]]:
    """The folded text, and for each of its characters the place it came from."""
    made: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        plain = _fold_char(char)
        made.append(plain)
        places.extend([place] * len(plain))
    return "".join(made), places


@lru_cache(maxsize=4096)
def _fold_char(char: str) -> str:
    if char.isspace():
        return " "
    return "" if _vanishes(char) else folded(char)


def _vanishes(char: str) -> bool:
    """Whether a reader does not see this character alone: accents set apart, format characters, variation selectors."""
    return bool(unicodedata.combining(char)) or unicodedata.category(char) == "Cf" or "\ufe00" <= char <= "\ufe0f"


def _pieces(plain: str) -> list[str]:
    return re.findall(r"[^\W_]+", plain)
