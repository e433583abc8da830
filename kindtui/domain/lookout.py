"""Finding those who asked to be forgotten in texts that come from elsewhere, by nothing but hashes.

Nobody can search a text for a hash, so every piece of it that could be an id, an address or a handle is looked up.
Words that could be any word are handles only after an `@` and within links, and so are ordinary words with dashes
between them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from kindtui.domain.forgotten import RUN, Forgotten, beginning_of, name_key, prints
from kindtui.domain.naming import LINK
from kindtui.domain.ordinary_words import is_ordinary
from kindtui.domain.text import folded
from kindtui.domain.traces import SHORT, Identity, Traces, address_key, versions_of

_MEMBER_ID = re.compile(r"m-[0-9a-z]{10}(?![0-9a-z])")
_RECORD_ID = re.compile(r"[a-z]-[0-9a-z]{10}")
_ADDRESS = re.compile(r"([^\s<>\"`()\[\],;:\\]+)@(\w[\w.-]*)")
_PIECE = re.compile(r"[^\W_]+")
_EDGE = "_.-"
"""Marks with which a handle may begin or end."""
_TELLING = re.compile(r"[\d@_.#+:~-]")
"""A digit or a mark, by which a handle differs from a word."""
_LETTER = re.compile(r"[^\W\d_]")
_PARTS = re.compile(r"[/?&=]+")
_PIECES = 6
"""Of so many pieces a handle is made at most."""
_MOST_WORDS = 16
"""A handle of several words has no more of them, whatever a list from elsewhere says: each one costs time."""
_REMEMBERED = 20_000
"""So many words, and so many pieces of words, are looked up once."""
_NO_ONE = Identity("")
_KINDS = ("id", "email", "handle", "source")

Told = Mapping[str, Collection[str]]
"""What stands in a text, by what it is: ids, addresses, handles and ids of other tools."""


class Lookout:
    """Looks out for those who asked to be forgotten."""

    def __init__(self, forgotten: Forgotten) -> None:
        self._people = _People(forgotten, "")
        self._pieces = min(_MOST_WORDS, max((each.pieces for each in forgotten.lists if each.people), default=0))
        self._words: dict[str, Told] = {}
        self._known = {kind: _Known(_People(forgotten, beginning_of(kind))) for kind in _KINDS}

    def knows(self, identity: Identity) -> bool:
        """Whether this is one of them."""
        return any(f"{kind}\0{value}" in self._people for kind, value in prints(identity, asking=True))

    def knows_name(self, name: str) -> bool:
        """Whether one of them, of whom a list may say nothing else, is called so."""
        return f"name\0{name_key(name)}" in self._people

    def named_in(self, *texts: str) -> Identity:
        """What some texts tell of those whose id, address or handle stands in them, all as one person. It `is_nobody`
        where there is nothing."""
        found: dict[str, dict[str, None]] = {}
        for text in texts:
            for told in self._found_in(text):
                for kind, values in told.items():
                    found.setdefault(kind, {}).update(dict.fromkeys(values))
        if not found:
            return _NO_ONE
        return Identity(
            "",
            former=tuple(found.get("id", ())),
            emails=tuple(found.get("email", ())),
            handles=tuple(("", each) for each in found.get("handle", ())),
            sources=tuple(("", each) for each in found.get("source", ())),
        )

    def without(self, text: str) -> str:
        """A text without what gives one of them away."""
        found = self.named_in(text)
        return text if found.is_nobody else Traces(found).without(text)

    def _found_in(self, text: str) -> Iterator[Told]:
        if not text.isascii() or _TELLING.search(text):
            for word in text.split():
                found = self._words.get(word)
                if found is None:
                    found = self._found_in_word(word)
                    if len(self._words) >= _REMEMBERED:
                        self._words.clear()
                    self._words[word] = found
                if found:
                    yield found
        if self._pieces and (found := self._known_of({"handle": set(_several_in(text, self._pieces))})):
            yield found

    def _found_in_word(self, word: str) -> Told:
        if _RECORD_ID.fullmatch(word):
            return self._known_of({"id": [word]})
        if _TELLING.search(word) or (not word.isascii() and _TELLING.search(folded(word))):
            return self._known_of(_told(word))
        return {}

    def _known_of(self, told: Told) -> Told:
        """Of what is told in a text, what is of one of them."""
        found = {}
        for kind, values in told.items():
            known = self._known[kind]
            if of_them := [value for value in values if known[value]]:
                found[kind] = of_them
        return found


class _People:
    """What is hashed of those who asked to be forgotten, of which the texts begin in one way."""

    def __init__(self, forgotten: Forgotten, beginning: str) -> None:
        self._lists = [
            (each.begun(beginning), frozenset[str]().union(*each.people)) for each in forgotten.lists if each.people
        ]

    def __contains__(self, rest: str) -> bool:
        data = rest.encode("utf-8", "surrogatepass")
        for begun, people in self._lists:
            hashed = begun.copy()
            hashed.update(data)
            if hashed.hexdigest() in people:
                return True
        return False


class _Known(dict[str, bool]):
    """Whether a value is that of one of them: found out when it is first asked for."""

    def __init__(self, people: _People) -> None:
        super().__init__()
        self._people = people

    def __missing__(self, value: str) -> bool:
        if len(self) >= _REMEMBERED:
            self.clear()
        known = self[value] = value in self._people
        return known


def _told(word: str) -> Told:
    """Everything in characters without a blank that could be of somebody."""
    told: dict[str, set[str]] = {kind: set() for kind in _KINDS}
    for version in versions_of(word):
        plain = folded(version)
        if "m-" in plain:
            told["id"].update(_MEMBER_ID.findall(plain))
        marked = _marked_in(version)
        told["source"].update(each for each in marked if len(each) >= SHORT)
        if version.isascii():
            told["handle"].update([each.lower() for each in marked])
        for form in (plain,) if version.isascii() else (plain, version.casefold()):
            told["email"].update(_addresses_in(form))
            if not version.isascii():
                told["handle"].update(_marked_in(form))
            told["handle"].update(_handles_in(form))
    return told


def _several_in(text: str, most: int) -> Iterator[str]:
    """The handles of several words that could stand in a text, with the marks between them; mere words only after an
    `@`. With them goes what no run of characters has: `grace h`, `zed|q1`."""
    for version in versions_of(text):
        plain = folded(version)
        pieces = [found.span() for found in _PIECE.finditer(plain)]
        for at, (start, _) in enumerate(pieces):
            called = plain[max(0, start - 1) : start] == "@"
            for _, end in pieces[at + 1 : at + most]:
                handle = plain[start:end]
                if called or _TELLING.search(handle.replace("-", "")):
                    yield handle


def _addresses_in(text: str) -> Iterator[str]:
    """What could be an e-mail address: with all that stands before it, and from each mark on."""
    if "@" not in text:
        return
    for found in _ADDRESS.finditer(text):
        host = found[2].rstrip("._-")
        for start in (0, *(mark.end() for mark in re.finditer(r"[^\w.+-]|_(?=\w)", found[1]))):
            if name := found[1][start:].strip("*~_/"):
                yield address_key(f"{name}@{host}")
        yield address_key(f"{found[1]}@{host}")


def _handles_in(text: str) -> Iterator[str]:
    """What could be a handle though it may be a mere word: what follows an `@`, and in links each part."""
    if ":" in text:
        for link in LINK.findall(text):
            for part in _PARTS.split(link):
                yield from (each for each in _stretches(part) if len(each) > 2)
    if "@" in text:
        for run in RUN.findall(text):
            for start in (found.end() for found in re.finditer(r"@(?=\w)", run)):
                yield from _stretches(run[start:], 1)


def _marked_in(text: str) -> list[str]:
    """The pieces of a text, and pieces side by side, that are no mere words; a number alone is a year or an
    amount."""
    return [
        each
        for run in RUN.findall(text)
        if _TELLING.search(run)
        for each in _stretches(run)
        if len(each) > 2 and _LETTER.search(each) and _TELLING.search(each) and not is_ordinary(each.lower())
    ]


def _stretches(text: str, beginnings: int | None = None) -> Iterator[str]:
    """Each piece of a text, and each few side by side with the marks between them; of so many beginnings."""
    pieces = [found.span() for found in _PIECE.finditer(text)]
    if not pieces:
        return
    first, last = pieces[0][0], pieces[-1][1]
    before, after = len(text[:first].rstrip(_EDGE)), len(text) - len(text[last:].lstrip(_EDGE))
    for at, (start, _) in enumerate(pieces[:beginnings]):
        for _, end in pieces[at : at + _PIECES]:
            yield text[start:end]
            if start == first and before < first:
                yield text[before:end]
            if end == last and after > last:
                yield text[start:after]
                if start == first and before < first:
                    yield text[before:after]
