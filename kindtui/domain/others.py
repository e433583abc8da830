"""Leaving everybody else out of what is shown to one member: names, handles, addresses, ids, and links to them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import unquote

from kindtui.domain.crowds import Crowd
from kindtui.domain.naming import LINK, mentions, replaced
from kindtui.domain.places import place_of
from kindtui.domain.roster import Member
from kindtui.domain.text import folded

LEFT_OUT = "[…]"
"""What stands where somebody else was named. No word: any word could be a name."""

_ID = re.compile(r"(?<![\w-])m-[0-9a-z]{4,}(?![\w-])", re.IGNORECASE)
_PAGE = re.compile(rf"{LINK.pattern}|(?<![\w@.-])[\w-]+(?:\.[\w-]+)+/[^\s<>\"'`]+", re.IGNORECASE)
"""A link, also one without its scheme: `github.com/ada`."""

_ROUNDS = 4
"""Taking a name out can bring what was around it together to another one."""

Span = tuple[int, int]


class Others:
    """Everybody but one, as far as some texts could name them. People who are not in the roster are not known."""

    def __init__(self, member: Member, roster: Iterable[Member], texts: Sequence[str]) -> None:
        everybody_else = [each for each in roster if each.id != member.id]
        plain = "\n".join(texts).casefold()
        self._member = member
        self._crowd = Crowd(everybody_else, [*texts, *(unquote(text) for text in texts if "%" in text)])
        self._homes = set(_homes(everybody_else)).difference(_homes([member])) if _PAGE.search(plain) else set()
        known = [each.id for each in everybody_else if each.id.casefold() in plain]
        self._ids = [_ID, *(re.compile(re.escape(id), re.IGNORECASE) for id in known)]

    def out_of(self, text: str) -> str:
        """The text without them. What could be the member's own name stays."""
        for _ in range(_ROUNDS):
            spans = self._spans(text)
            if not spans:
                break
            text = replaced(text, spans, LEFT_OUT)
        return text

    def _spans(self, text: str) -> list[Span]:
        own = [*mentions(text, self._member), *_found(re.escape(self._member.id), text)]
        spans = [span for span in self._named(text) if not _inside(span, own)]
        links = [found.span() for found in _PAGE.finditer(text)]
        return spans + [link for link in links if any(_touch(span, link) for span in spans) or self._leads(text, link)]

    def _leads(self, text: str, link: Span) -> bool:
        """Whether a link leads to somebody although no word of it does: behind its escapes, or by a handle that is too
        short, or too much of a word, to be one anywhere else than at its place (`github.com/jd`)."""
        written = text[slice(*link)]
        plain = unquote(written)
        if plain != written:
            own = list(mentions(plain, self._member))
            if any(not _inside(span, own) for span in self._crowd.spans(plain)):
                return True
        host, *parts = re.split(r"[/?#&=()\[\],;!]+", folded(plain).partition("://")[2] or folded(plain))
        labels = re.split(r"[.:-]", host)
        return any((label, part.lstrip("@~").rstrip(".:")) in self._homes for part in parts for label in labels)

    def _named(self, text: str) -> Iterator[Span]:
        yield from self._crowd.spans(text)
        for id in self._ids:
            yield from (found.span() for found in id.finditer(text))


def _homes(members: Iterable[Member]) -> Iterator[tuple[str, str]]:
    """Where each is called what: ("github", "jd")."""
    for member in members:
        for place, handle in member.handles.items():
            yield folded(place_of(place)), folded(handle).lstrip("@")


def _found(pattern: str, text: str) -> Iterator[Span]:
    return (found.span() for found in re.finditer(pattern, text, re.IGNORECASE))


def _inside(span: Span, others: Iterable[Span]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in others)


def _touch(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]
