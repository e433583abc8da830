"""Finding a person in a text by name, handle or address.

Text is compared without case, accents, compatible forms and invisible characters, as whole words, so that Ada is found
in `**ADA**` and `Ａｄａ's`, and not in Canada.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence

from kindtui.domain.name_tokens import (
    WORDS_TOO,
    Token,
    core_of,
    fold,
    fold_fast,
    is_telling,
    is_unspaced,
    pieces_of,
    tokens_of,
    vanishes,
)
from kindtui.domain.roster import Member
from kindtui.domain.text import folded

LINK = re.compile(r"\b[a-z][a-z0-9+.-]{1,20}:(?://)?[^\s<>\"'`]+", re.IGNORECASE)
"""An address that leads somewhere, whatever its scheme: a name, a handle or an id may stand in it."""

_LONGER_HOST = re.compile(r"[.-]\w")
_BIT = re.compile(r"[0-9a-z]+|[^\W_0-9a-z]+")
"""What addresses are put together from. Latin letters are apart from others: a handle may stand amid Japanese."""

_NEAR = 40
"""How far beyond a handle, past `_`, it is looked for more of it."""


def mentions(text: str, *cards: Member) -> Iterator[tuple[int, int]]:
    """Where `text` names a member (start and end, left to right): by name or a part of it, handle or address. `cards`
    are that of the member, and those that went into it."""
    tokens = [each for card in cards for each in tokens_of(card.name, tuple(card.handles.values()), card.emails)]
    return spans_of(text, lambda _first: tokens)


def replaced(text: str, spans: Iterable[tuple[int, int]], by: str) -> str:
    """A text with `by` in place of each span (start and end); once, where spans overlap."""
    made: list[str] = []
    done = 0
    for start, end in sorted(spans):
        if end <= done:
            continue
        if start >= done:
            made += [text[done:start], by]
        done = end
    return "".join(made) + text[done:]


def as_read(text: str) -> str:
    """About what a page shows of a Markdown text: entities decoded; marks, tags and invisible characters gone."""
    shown = text
    if "&" in text:
        import html  # its table of entities takes a while to load

        shown = html.unescape(html.unescape(text))
    shown = re.sub(r"</?[a-zA-Z][^<>]*>|<!--.*?-->", "", shown, flags=re.DOTALL)
    shown = re.sub(r"[*~`\\]+|(?<![^\W_])_+|_+(?![^\W_])", "", shown)
    return "".join(char for char in shown if not vanishes(char))


def words_of(text: str) -> frozenset[str]:
    """The folded words of a text."""
    return frozenset(pieces_of(folded(text)))


class Names:
    """Many members by what they are called, to find those whom a text names."""

    def __init__(self, members: Iterable[Member]) -> None:
        self._by_name: dict[str, list[Member]] = {}
        self._by_handle: dict[str, list[Member]] = {}
        self._by_address: dict[str, list[Member]] = {}
        self._counts: set[int] = set()
        self._unspaced: list[tuple[str, Member]] = []
        self._longest = 1
        for member in members:
            for handle in member.handles.values():
                plain = fold_fast(handle).strip().lstrip("@")
                core = core_of(plain)
                self._by_handle.setdefault(plain, []).append(member)
                if core != plain:
                    self._by_handle.setdefault(core, []).append(member)
                if is_telling(core):
                    self._add_address(core, member)
            for email in member.emails:
                self._add_address(core_of(fold_fast(email)), member)
            pieces = pieces_of(folded(member.name))
            name = " ".join(pieces)
            if len(name) < 2 or name in WORDS_TOO:
                continue
            self._longest = max(self._longest, len(pieces))
            self._by_name.setdefault(name, []).append(member)
            if is_unspaced(name[0]):
                self._unspaced.append(("".join(pieces), member))

    def named_in(self, text: str) -> list[Member]:
        """Whom the text names by the whole name in use, or as `addressed_in` says.

        A name of one word counts where it is written as the member writes it, unless it is an ordinary word ("Will").
        """
        shown = as_read(text)
        plain = folded(shown)
        words = pieces_of(plain)
        found = {each.id: each for each in self.addressed_in(text)}
        for length in range(1, min(self._longest, len(words)) + 1):
            for start in range(len(words) - length + 1):
                named = self._by_name.get(" ".join(words[start : start + length]), ())
                found.update((each.id, each) for each in named if length > 1 or each.name in shown)
        if self._unspaced and any(map(is_unspaced, plain)):
            tight = "".join(words)
            found.update((member.id, member) for name, member in self._unspaced if name in tight)
        return list(found.values())

    def addressed_in(self, text: str) -> list[Member]:
        """Whom the text names by a handle written with `@`, by one that is nobody's word, or by an e-mail address."""
        found: dict[str, Member] = {}
        # what a page shows, and what it hides: a link in a tag still leads to somebody
        for plain in {fold_fast(as_read(text)), fold_fast(text.replace("\\", ""))}:
            for handle in re.findall(r"@([\w.#:+@-]+)", plain):
                found.update((each.id, each) for each in self._by_handle.get(handle.rstrip(".,:;!?"), ()))
            for run in plain.split() if self._by_address else ():
                found.update((each.id, each) for each in self._addressed(run))
        return list(found.values())

    def _add_address(self, plain: str, member: Member) -> None:
        self._by_address.setdefault(plain, []).append(member)
        self._counts.add(len(_BIT.findall(plain)))  # how many bits there are to be put together again

    def _addressed(self, run: str) -> Iterator[Member]:
        """Whose address stands in characters without a space, as a word of its own."""
        bits = [(found.start(), found.end()) for found in _BIT.finditer(run)]
        for count in self._counts:
            for (start, _), (_, end) in zip(bits, bits[count - 1 :], strict=False):
                known = self._by_address.get(run[start:end])
                if known and not (
                    _goes_on(run[max(0, start - _NEAR) : start][::-1], run[start])
                    or _goes_on(run[end : end + _NEAR], run[end - 1])
                    or ("@" in run[start:end] and _LONGER_HOST.match(run, end))
                ):
                    yield from known


def spans_of(text: str, beginning: Callable[[str], Sequence[Token]]) -> Iterator[tuple[int, int]]:
    """Where tokens stand; `beginning` answers those that could begin with a character, and may answer more."""
    plain, places = fold(text)
    at = 0
    while at < len(plain):
        end = _match_at(text, plain, places, at, beginning(plain[at]))
        if end <= at:
            at += 1
            continue
        last = places[end - 1] + 1
        while last < len(text) and vanishes(text[last]):
            last += 1
        yield places[at], last
        at = end


def _match_at(text: str, plain: str, places: list[int], at: int, tokens: Sequence[Token]) -> int:
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


def _goes_on(beyond: str, edge: str) -> bool:
    """Whether a handle is only a part of what stands there: the character at its edge, and what is beyond."""
    following = beyond.lstrip("_")[:1]
    return bool(following) and _joined(edge, following)


def _joined(left: str, right: str) -> bool:
    """Whether two characters beside each other belong to one word."""
    return not is_unspaced(left) and not is_unspaced(right) and _wordish(left) and _wordish(right)


def _wordish(char: str) -> bool:
    return char.isalnum() or unicodedata.category(char).startswith("M")
