"""Finding those who asked to be forgotten in texts that come from elsewhere, by nothing but hashes.

Nobody can search a text for a hash, so every piece of it that could be an id, an address or a handle is looked up.
Words that could be any word are handles only after an `@` and within links.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kindtui.domain.forgotten import Forgotten, print_of_handle, print_of_id
from kindtui.domain.naming import LINK
from kindtui.domain.text import folded
from kindtui.domain.traces import SHORT, Identity, Traces, address_key, plain_of

_MEMBER_ID = re.compile(r"m-[0-9a-z]{10}(?![0-9a-z])")
_RECORD_ID = re.compile(r"[a-z]-[0-9a-z]{10}")
_ADDRESS = re.compile(r"([^\s<>\"`()\[\],;:\\]+)@(\w[\w.-]*)")
_RUN = re.compile(r"[^\s<>\"'`()\[\]{},;|!]+")
"""What stands together in a text, and may be a handle of several pieces."""
_PIECE = re.compile(r"[^\W_]+")
_EDGE = "_.-"
"""Marks with which a handle may begin or end."""
_TELLING = re.compile(r"[\d@_.#+:~-]")
"""A digit or a mark, by which a handle differs from a word."""
_LETTER = re.compile(r"[^\W\d_]")
_PARTS = re.compile(r"[/?&=]+")
_PIECES = 6
"""Of so many pieces a handle is made at most."""
_SHORT_TEXT = 24
"""Texts up to so many characters, such as the keys of records, are looked up once."""
_REMEMBERED = 10_000
_NO_ONE = Identity("")


class Lookout:
    """Looks out for those who asked to be forgotten."""

    def __init__(self, forgotten: Forgotten) -> None:
        self.knows = forgotten.knows
        """Whether an identity is that of one of them."""
        self._lists = [(each.of, frozenset[str]().union(*each.people)) for each in forgotten.lists if each.people]
        self._short: dict[str, Sequence[tuple[str, str]]] = {}

    def named_in(self, *texts: str) -> Identity:
        """What some texts tell of those whose id, address or handle stands in them, all as one person. It `is_nobody`
        where there is nothing."""
        found: dict[str, dict[str, None]] = {"id": {}, "email": {}, "handle": {}, "source": {}}
        for text in texts:
            for kind, shown in self._found_in(text):
                found[kind][shown] = None
        if not any(found.values()):
            return _NO_ONE
        return Identity(
            "",
            former=tuple(found["id"]),
            emails=tuple(found["email"]),
            handles=tuple(("", each) for each in found["handle"]),
            sources=tuple(("", each) for each in found["source"]),
        )

    def _found_in(self, text: str) -> Sequence[tuple[str, str]]:
        if not _TELLING.search(text):
            return ()
        if _RECORD_ID.fullmatch(text):
            return (("id", text),) if self._knows("id", text) else ()
        if len(text) > _SHORT_TEXT:
            return [(kind, shown) for kind, value, shown in set(_told(text)) if self._knows(kind, value)]
        found = self._short.get(text)
        if found is None:
            if len(self._short) >= _REMEMBERED:
                self._short.clear()
            found = self._short[text] = tuple(
                (kind, shown) for kind, value, shown in set(_told(text)) if self._knows(kind, value)
            )
        return found

    def without(self, text: str) -> str:
        """A text without what gives one of them away."""
        found = self.named_in(text)
        return text if found.is_nobody else Traces(found).without(text)

    def _knows(self, kind: str, value: str) -> bool:
        return any(of(kind, value) in people for of, people in self._lists)


def _told(text: str) -> Iterator[tuple[str, str, str]]:
    """Everything in a text that could be of somebody: what is hashed of it, and how it is written."""
    for version in (text, plain_of(text)) if "\\" in text else (text,):
        plain = folded(version)
        yield from (("id", id, id) for id in _MEMBER_ID.findall(plain))
        marked = _marked_in(version)
        yield from ((*print_of_id(each), each) for each in marked if len(each) >= SHORT)
        if version.isascii():
            yield from ((*print_of_handle(each.lower()), each.lower()) for each in marked)
        for form in (plain,) if version.isascii() else (plain, version.casefold()):
            yield from (("email", each, each) for each in _addresses_in(form))
            if not version.isascii():
                yield from ((*print_of_handle(each), each) for each in _marked_in(form))
            yield from ((*print_of_handle(each), each) for each in _handles_in(form))


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
        for run in _RUN.findall(text):
            for start in (found.end() for found in re.finditer(r"@(?=\w)", run)):
                yield from _stretches(run[start:], 1)


def _marked_in(text: str) -> list[str]:
    """The pieces of a text, and pieces side by side, that are no mere words; a number alone is a year or an
    amount."""
    return [
        each
        for run in _RUN.findall(text)
        if _TELLING.search(run)
        for each in _stretches(run)
        if len(each) > 2 and _LETTER.search(each) and _TELLING.search(each)
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
