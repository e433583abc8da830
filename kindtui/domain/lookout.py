"""Finding those who asked to be forgotten in texts that come from elsewhere, by nothing but hashes.

Nobody can search a text for a hash, so every piece of it that could be an id, an address or a handle is looked up.
Words that could be any word are handles only after an `@` and within links.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kindtui.domain.forgotten import Forgotten, print_of_handle, print_of_id
from kindtui.domain.naming import LINK
from kindtui.domain.text import folded
from kindtui.domain.traces import SHORT, Identity, Traces, address_key, plain_of

_MEMBER_ID = re.compile(r"m-[0-9a-z]{10}(?![0-9a-z])")
_ADDRESS = re.compile(r"([^\s<>\"`()\[\],;:\\]+)@(\w[\w.-]*)")
_RUN = re.compile(r"[^\s<>\"'`()\[\]{},;|!]+")
"""What stands together in a text, and may be a handle of several pieces."""
_PIECE = re.compile(r"[^\W_]+")
_EDGE = "_.-"
"""Marks with which a handle may begin or end."""
_TELLING = re.compile(r"[\d@_.#+:~-]")
"""A digit or a mark, by which a handle differs from a word."""
_PARTS = re.compile(r"[/?&=]+")
_PIECES = 6
"""Of so many pieces a handle is made at most."""
_REMEMBERED = 100_000
_NO_ONE = Identity("")


class Lookout:
    """Looks out for those who asked to be forgotten. Remembers what it looked up, so that a large table is quick."""

    def __init__(self, forgotten: Forgotten) -> None:
        self.knows = forgotten.knows
        """Whether an identity is that of one of them."""
        self._lists = [(each.of, frozenset[str]().union(*each.people)) for each in forgotten.lists if each.people]
        self._answers: dict[tuple[str, str], bool] = {}

    def named_in(self, text: str) -> Identity:
        """What a text tells of those whose id, address or handle stands in it, all as one person. It `is_nobody`
        where there is nothing."""
        ids: dict[str, None] = {}
        emails: dict[str, None] = {}
        handles: dict[str, None] = {}
        others: dict[str, None] = {}
        for version in dict.fromkeys((text, plain_of(text))):
            plain = folded(version)
            ids.update((id, None) for id in _MEMBER_ID.findall(plain) if self._knows("id", id))
            others.update(
                (id, None) for id in _marked_in(version) if len(id) >= SHORT and self._knows(*print_of_id(id))
            )
            for form in dict.fromkeys((plain, version.casefold())):
                emails.update((each, None) for each in _addresses_in(form) if self._knows("email", each))
                handles.update((each, None) for each in _handles_in(form) if self._is_handle(each))
        if not (ids or emails or handles or others):
            return _NO_ONE
        return Identity(
            "",
            former=tuple(ids),
            emails=tuple(emails),
            handles=tuple(("", each) for each in handles),
            sources=tuple(("", each) for each in others),
        )

    def without(self, text: str) -> str:
        """A text without what gives one of them away."""
        found = self.named_in(text)
        return text if found.is_nobody else Traces(found).without(text)

    def _is_handle(self, text: str) -> bool:
        return self._knows(*print_of_handle(text))

    def _knows(self, kind: str, value: str) -> bool:
        known = self._answers.get((kind, value))
        if known is None:
            if len(self._answers) >= _REMEMBERED:
                self._answers.clear()
            known = self._answers[kind, value] = any(of(kind, value) in people for of, people in self._lists)
        return known


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
    """What could be a handle: in links each part, elsewhere what follows an `@`, has a digit or marks within."""
    for link in set(LINK.findall(text)):
        for part in _PARTS.split(link):
            yield from (each for each in _stretches(part) if len(each) > 2)
    yield from _marked_in(text)
    if "@" in text:
        for run in set(_RUN.findall(text)):
            for start in (found.end() for found in re.finditer(r"@(?=\w)", run)):
                yield from _beginnings(run[start:])


def _marked_in(text: str) -> Iterator[str]:
    """The pieces of a text, and pieces side by side, that are no mere words."""
    if not _TELLING.search(text):
        return
    for run in set(_RUN.findall(text)):
        if _TELLING.search(run):
            yield from (each for each in _stretches(run) if len(each) > 2 and _TELLING.search(each))


def _stretches(text: str) -> Iterator[str]:
    """Each piece of a text, and each few side by side with the marks between them."""
    pieces = [found.span() for found in _PIECE.finditer(text)]
    for at, (start, _) in enumerate(pieces):
        for _, end in pieces[at : at + _PIECES]:
            before = text[:start].rstrip(_EDGE)
            after = text[end:].lstrip(_EDGE)
            yield from {text[a:b] for a in (start, len(before)) for b in (end, len(text) - len(after))}


def _beginnings(text: str) -> Iterator[str]:
    """The same from the beginning of a text only."""
    for _, found in zip(range(_PIECES), _PIECE.finditer(text), strict=False):
        after = text[found.end() :].lstrip(_EDGE)
        yield from {text[: found.end()], text[: len(text) - len(after)]}
