"""What would give away a person who asked to be forgotten, and how it is taken out of texts."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import unquote

import msgspec

from kindtui.domain.name_tokens import pieces_of
from kindtui.domain.naming import LINK, mentions, replaced
from kindtui.domain.ordinary_words import is_ordinary
from kindtui.domain.places import place_of
from kindtui.domain.quick_look import QuickLook
from kindtui.domain.roster import Member
from kindtui.domain.text import folded

REMOVED = "(removed)"
"""What stands in a text where a handle, an address or an id was."""
LINK_REMOVED = "(link removed)"
MANY = 10
"""A word that is in the names of more others than that is not listed as a mention by itself."""
SHORT = 6
"""Ids of other tools shorter than this are no trace by themselves: they are numbers like any other."""

_ESCAPED = re.compile(r"\\([^\w\s]|_)")
_ENCODED = re.compile(r"[^\s<>\"'`]*%[0-9a-f]{2}[^\s<>\"'`]*", re.IGNORECASE)
"""A part of a link in which marks are written as numbers: `ada%40example.org`."""
_NO_DAY = datetime(2000, 1, 1, tzinfo=UTC)

Document = Mapping[str, Any]


class Identity(msgspec.Struct, frozen=True):
    """Everything that tells who somebody is: of all versions of their card that are still kept."""

    id: str
    names: tuple[str, ...] = ()
    handles: tuple[tuple[str, str], ...] = ()
    """(place, handle)."""
    emails: tuple[str, ...] = ()
    sources: tuple[tuple[str, str], ...] = ()
    """(importer, their id there)."""
    former: tuple[str, ...] = ()
    """The ids of cards that were merged into theirs."""

    @property
    def is_nobody(self) -> bool:
        """Whether nothing in it tells of anybody."""
        return not (self.id or self.names or self.handles or self.emails or self.sources or self.former)

    def maybe_shared(self) -> Iterator[str]:
        """Addresses, handles and, where a tool knows them by several, ids: what may be somebody else's, too."""
        yield from self.emails
        yield from (handle for _, handle in self.handles)
        tools = Counter(importer for importer, _ in self.sources)
        yield from (id for importer, id in self.sources if tools[importer] > 1)


def address_key(email: str) -> str:
    """What all spellings of an address have in common."""
    return email.strip().casefold()


def identity_of(id: str, cards: Iterable[Document], former: Iterable[str] = ()) -> Identity:
    """Who somebody is, by all versions of their card, and of those that were merged into it (`former` are their
    ids)."""
    names: dict[str, None] = {}
    handles: dict[tuple[str, str], None] = {}
    emails: dict[str, None] = {}
    sources: dict[tuple[str, str], None] = {}
    for card in cards:
        names.update(dict.fromkeys(texts_of([card.get("name")])))
        emails.update(dict.fromkeys(texts_of(card.get("emails"))))
        handles.update(dict.fromkeys(_pairs(card.get("handles"))))
        sources.update(dict.fromkeys(_pairs(card.get("sources"))))
    return Identity(id, tuple(names), tuple(handles), tuple(emails), tuple(sources), tuple(former))


def alone(identity: Identity, others: Iterable[Identity]) -> tuple[Identity, tuple[str, ...]]:
    """The identity without addresses and handles that somebody else has too, and those. An id of another tool that
    somebody else has is theirs: it came here with a merge that was taken back."""
    emails: set[str] = set()
    handles: set[str] = set()
    sources: set[tuple[str, str]] = set()
    for other in others:
        sources.update(other.sources)
        emails.update(map(address_key, other.emails))
        handles.update(handle.casefold() for _, handle in other.handles)
    shared = [email for email in identity.emails if address_key(email) in emails]
    shared += [handle for _, handle in identity.handles if handle.casefold() in handles]
    own = msgspec.structs.replace(
        identity,
        emails=tuple(email for email in identity.emails if email not in shared),
        handles=tuple(pair for pair in identity.handles if pair[1] not in shared),
        sources=tuple(pair for pair in identity.sources if pair not in sources),
    )
    return own, tuple(dict.fromkeys(shared))


class Traces:
    """Finds a person in texts, and takes them out.

    Ids, addresses and handles are traces. A bare handle that is a word of the person's name counts as the name, of
    which only a reader can tell who is meant; not in a link, where nobody is called by name. One that is an ordinary
    word, or some, is no more than that to begin with: whoever is meant by it is for a reader, too.
    """

    def __init__(self, identity: Identity, *, names: bool = False, shared: Mapping[str, int] | None = None) -> None:
        """With `names` the name is a trace as well. `shared` counts the words that are in the names of others, too:
        alone they do not tell who is meant."""
        self.identity = identity
        self._shared = shared or {}
        self._names_too = names
        self.ids = tuple(filter(None, (identity.id, *identity.former)))
        self._card = _card(identity, "")
        self._named = [_card(identity, name) for name in identity.names]
        self._name_words = {word for name in identity.names for word in _words(name)}
        self._telling = {most: list(self._tell(most)) for most in (0, MANY)}
        bare = [folded(handle).lstrip("@").strip() for _, handle in identity.handles]
        self._handles = [handle for handle in bare if len(handle) > 2]
        called = (*bare, *(folded(id) for _, id in identity.sources))
        self._ordinary = {each for each in called if is_ordinary(each)}
        plain = [*map(folded, self.ids), *(folded(email) for email in identity.emails)]
        plain += [handle if len(handle) > 2 else f"@{handle}" for handle in bare if handle]
        plain += [folded(id) for _, id in identity.sources if len(id) >= SHORT]
        self._needles = [needle for needle in dict.fromkeys(plain) if needle]
        self.named = QuickLook((*self._needles, *self._telling[MANY]))
        """Whether a trace or a mention by name can be in a text."""
        self.traced = QuickLook((*self._needles, *(self._telling[0] if names else ())))
        """Whether a trace can be in a text; also where the text is that of a file."""

    def found_in(self, text: str) -> bool:
        """Whether a trace of the person stands in a text that somebody wrote."""
        return any(map(self._in, versions_of(text))) or (self._names_too and self._names(text, 0))

    def found_in_file(self, text: str) -> bool:
        """Whether a trace stands in the text of a file, where a bare handle could be a word of its format."""
        plain = folded(text)
        if not any(needle in plain for needle in self._needles):
            return False
        return any("@" in text[start:end] or self._is_unique(text[start:end]) for start, end in self._spans(text))

    def handled_in(self, text: str) -> bool:
        """Whether a handle stands in a text as a whole word, however ordinary a word that is."""
        return _stands_in(text, self._handles)

    def named_in(self, text: str) -> bool:
        """Whether the person is, or may be, mentioned by name, or by a handle that is an ordinary word."""
        return self._names(text, MANY) or _stands_in(text, self._ordinary)

    def without(self, text: str) -> str:
        """A text without traces, and without links that hold one."""
        if not self._in(text) and self._in(plain_of(text)):
            text = plain_of(text)
        if self._in(text):
            text = LINK.sub(lambda found: LINK_REMOVED if self._in(found[0]) else found[0], text)
            text = replaced(text, self._spans(text), REMOVED)
        if "%" in text:
            text = _ENCODED.sub(lambda found: LINK_REMOVED if self._in(unquote(found[0])) else found[0], text)
        return self._without_name(text, 0) if self._names_too else text

    def without_name(self, text: str) -> str:
        """A text about the person without traces, and without the name or a part of it."""
        return self._without_name(self.without(text), sys.maxsize)

    def is_link(self, text: str) -> bool:
        """Whether a text is a link, and nothing else, that leads to the person."""
        return LINK.fullmatch(text.strip()) is not None and any(map(self._in, versions_of(text)))

    def is_id(self, value: object) -> bool:
        """Whether a value is an id of the person."""
        return value in self.ids

    def _is_unique(self, span: str) -> bool:
        return span.casefold() in map(str.casefold, self.ids) or any(span == id for _, id in self.identity.sources)

    def _in(self, text: str) -> bool:
        plain = folded(text)
        return any(needle in plain for needle in self._needles) and next(self._spans(text), None) is not None

    def _names(self, text: str, most: int) -> bool:
        plain = folded(text)
        if not any(words in plain for words in self._telling[most]):
            return False
        return any(next(self._name_spans(text, card, most), None) is not None for card in self._named)

    def _tell(self, most: int) -> Iterator[str]:
        """The words of the name that at most so many others have in theirs, and the whole name where it is so rare."""
        yield from (word for word in self._name_words if self._shared.get(word, 0) <= most)
        for name in self.identity.names:
            if self._shared.get(" ".join(_words(name)), 0) <= most:
                yield folded(name)

    def _without_name(self, text: str, most: int) -> str:
        for card in self._named:
            text = replaced(text, self._name_spans(text, card, most), REMOVED)
        return text

    def _name_spans(self, text: str, card: Member, most: int) -> Iterator[tuple[int, int]]:
        """Where the whole name stands, or a word of it that at most so many others have in theirs; no handle that is
        an ordinary word."""
        for start, end in mentions(text, card):
            if folded(text[start:end]) in self._ordinary:
                continue
            words = _words(text[start:end])
            whole = [" ".join(words)] if words == _words(card.name) else []
            if any(self._shared.get(part, 0) <= most for part in (*words, *whole)):
                yield start, end

    def _spans(self, text: str) -> Iterator[tuple[int, int]]:
        links: list[tuple[int, int]] | None = None

        def in_link(start: int, end: int) -> bool:
            nonlocal links
            links = [found.span() for found in LINK.finditer(text)] if links is None else links
            return any(first <= start and end <= last for first, last in links)

        spans = [found.span() for id in self.ids for found in re.finditer(re.escape(id), text, re.IGNORECASE)]
        for _, id in self.identity.sources:
            if len(id) >= SHORT:
                found_ids = (found.span() for found in re.finditer(rf"(?<!\w){re.escape(id)}(?!\w)", text))
                spans += [span for span in found_ids if folded(id) not in self._ordinary or in_link(*span)]
        for start, end in mentions(text, self._card):
            span = folded(text[start:end])
            if (span not in self._name_words and span not in self._ordinary) or in_link(start, end):
                spans.append((start, end))
        last = 0
        for start, end in sorted(spans):
            if end > last:
                yield max(start, last), end
                last = end


def _stands_in(text: str, words: Iterable[str]) -> bool:
    """Whether one of some folded words stands in a text as a whole word."""
    plain = folded(text)
    return any(word in plain and re.search(rf"(?<![^\W_]){re.escape(word)}(?![^\W_])", plain) for word in words)


def words_of_names(names: Iterable[str]) -> Mapping[str, int]:
    """How many of these names each word, and each whole name, is in."""
    found: Counter[str] = Counter()
    for name, times in Counter(names).items():
        words = _words(name)
        found.update(dict.fromkeys((*words, " ".join(words)), times))
    return found


def _card(identity: Identity, name: str) -> Member:
    """A card to look for in texts."""
    handles = {str(number): handle for number, (_, handle) in enumerate(identity.handles)}
    return Member(
        id=identity.id, created_at=_NO_DAY, updated_at=_NO_DAY, name=name, emails=identity.emails, handles=handles
    )


def _words(name: str) -> list[str]:
    return pieces_of(folded(name))


def plain_of(text: str) -> str:
    """A text without the backslashes that keep Markdown from reading marks."""
    return _ESCAPED.sub(r"\1", text) if "\\" in text else text


def versions_of(text: str) -> Iterator[str]:
    """A text as it is written, and as Markdown or a link means it."""
    yield text
    if "\\" in text:
        yield plain_of(text)
    if "%" in text:
        yield unquote(text)


def texts_of(value: Any) -> list[str]:
    """The texts in a list of a document that say something."""
    return [text for text in value if isinstance(text, str) and text] if isinstance(value, (list, tuple)) else []


def _pairs(value: Any) -> list[tuple[str, str]]:
    if not isinstance(value, Mapping):
        return []
    return [(place_of(key), text) for key, text in value.items() if isinstance(text, str) and text]
