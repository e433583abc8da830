"""Markdown as messages for Discord: split where a sentence ends, blocks of code kept whole."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kindtui.formats.pings import neutral

LIMIT = 2000
"""UTF-16 units that a message may hold, which is how Discord's clients count."""

_BETWEEN = "\n\n"
_AT_CUTS = 4
"""Room for the joiners that a cut inside a word may call for, at either end."""

_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})")
_SENTENCE = re.compile(r"[.!?…]+[\"'”’)\]*_~`]*\s+|[。！？]+[」』”’)]*|\n+")


def to_discord(text: str, *, pings: bool = False, first: str = "", last: str = "") -> list[str]:
    """The messages of a Markdown text (see `pings.clean`), each with the lines `first` and `last` around it."""
    quiet = neutral(text, pings=pings)
    frame = [piece for piece in (first, last) if piece]
    room = LIMIT - sum(width(piece) + len(_BETWEEN) for piece in frame) - _AT_CUTS
    # what was cut inside a long word may read as a ping at the end of a message, so each is looked at again
    parts = [neutral(part, pings=pings) for part in split(quiet, room)] or [""]
    return [_BETWEEN.join(piece for piece in (first, part, last) if piece) for part in parts]


def split(text: str, limit: int = LIMIT) -> list[str]:
    """`text` in parts of at most `limit` UTF-16 units: at ends of lines and sentences, else words, else anywhere."""
    parts: list[str] = []
    part = ""
    for piece in _pieces(text, limit):
        if part and width((part + piece).rstrip()) > limit:
            parts.append(part)
            part = ""
        part += piece
    parts.append(part)
    return [kept for kept in (_trimmed(each) for each in parts) if kept]


def width(text: str) -> int:
    """UTF-16 units."""
    return len(text) + sum(char > "\uffff" for char in text)


def _pieces(text: str, limit: int) -> Iterator[str]:
    """What is not divided, each at most `limit` wide but for white space at its end; together they are the text."""
    heading = ""
    for block, fenced in _blocks(text):
        for piece in _code(block, limit) if fenced else _sentences(block, limit):
            joined = heading + piece
            if heading and width(joined.rstrip()) > limit:
                yield heading
                joined = piece
            # a heading stays with what it is about
            heading = joined if not fenced and re.fullmatch(r"#{1,6} [^\n]*\n+|\s+", joined) else ""
            if not heading:
                yield joined
    if heading:
        yield heading


def _blocks(text: str) -> Iterator[tuple[str, bool]]:
    """Prose, and blocks of code with their fences, in turn."""
    lines: list[str] = []
    fence = ""
    for line in text.splitlines(keepends=True):
        found = _FENCE.match(line)
        if not fence and found:
            if lines:
                yield "".join(lines), False
            lines, fence = [line], found[1]
            continue
        lines.append(line)
        if fence and found and found[1].startswith(fence) and not line.strip().strip(fence[0]):
            yield "".join(lines), True
            lines, fence = [], ""
    if lines:
        yield "".join(lines), bool(fence)


def _sentences(prose: str, limit: int) -> Iterator[str]:
    start = 0
    for found in _SENTENCE.finditer(prose):
        yield from _short(prose[start : found.end()], limit)
        start = found.end()
    if start < len(prose):
        yield from _short(prose[start:], limit)


def _short(sentence: str, limit: int) -> Iterator[str]:
    """The sentence, or its words where it is too long, or pieces of a word where even that is."""
    if width(sentence.rstrip()) <= limit:
        yield sentence
        return
    for word in re.findall(r"\s*\S+\s*", sentence):
        while width(word.rstrip()) > limit:
            cut = _cut(word, limit)
            yield word[:cut]
            word = word[cut:]
        yield word


def _code(block: str, limit: int) -> Iterator[str]:
    """The block whole, or cut at its lines into blocks with fences of their own."""
    if width(block.rstrip()) <= limit:
        yield block
        return
    opening, *lines = block.splitlines()
    found = _FENCE.match(opening)
    fence = found[1] if found else "```"
    if lines and lines[-1].strip() == fence:
        lines.pop()
    if width(opening) + width(fence) > limit // 2:
        opening = fence
    room = max(limit - width(opening) - width(fence) - 2, 1)
    held: list[str] = []
    for line in lines:
        while width(line) > room:
            if held:
                yield "\n".join((opening, *held, fence)) + "\n"
                held = []
            cut = _cut(line, room)
            yield "\n".join((opening, line[:cut], fence)) + "\n"
            line = line[cut:]
        if held and width("\n".join((*held, line))) > room:
            yield "\n".join((opening, *held, fence)) + "\n"
            held = []
        held.append(line)
    yield "\n".join((opening, *held, fence)) + "\n"


def _cut(text: str, limit: int) -> int:
    """How many characters of `text` are at most `limit` wide; at least one."""
    wide = 0
    for place, char in enumerate(text):
        wide += width(char)
        if wide > limit:
            return max(place, 1)
    return len(text)


def _trimmed(part: str) -> str:
    """Without empty lines around it; the indent of its first line stays."""
    return re.sub(r"\A(?:[ \t]*\n)+", "", part).rstrip()
