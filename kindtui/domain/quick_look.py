"""One look over a large text that says whether the careful one is worth its time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from urllib.parse import unquote

from kindtui.domain.progress import UNTOLD, Tally
from kindtui.domain.text import folded

_APART = re.compile(r"[\s\"\\\x00-\x1f]+")
"""What JSON writes in another way, or folding changes: pieces of what is sought end there."""
_BEYOND_ASCII = re.compile(r"([^\x00-\x7f]+)")
_LONG = 32
"""Letters that are too many to be kept for the next time."""
_TOGETHER = 256
_UNICODE = re.compile(r"\\u([0-9a-fA-F]{4})")


class QuickLook:
    """Says of a text, or of the text of a JSON or Markdown file, whether one of some words can be in it.

    No is certain. Yes may be wrong: word limits are not looked at.
    """

    def __init__(self, words: Iterable[str]) -> None:
        """`words` are folded already. Where one is of several pieces, all of them have to be there."""
        found = {tuple(filter(None, _APART.split(word))) for word in words if word}
        self._pieces = [*dict.fromkeys(sorted(found, key=len))]

    def may_be_in(self, text: str) -> bool:
        """Whether one of the words can be in the text, however it is escaped."""
        if "%" in text and self._may_be_in(unquote(text)):
            return True
        return self._may_be_in(text)

    def _may_be_in(self, text: str) -> bool:
        if "\\" not in text:
            return self._finds(text)
        return self._finds(text.replace("\\", "")) or ("\\u" in text and self._finds(_decoded(text)))

    def may_be_in_bytes(self, data: bytes) -> bool:
        """The same of UTF-8."""
        return self.may_be_in(data.decode("utf-8", "replace"))

    def among(self, rows: Mapping[str, bytes], tally: Tally = UNTOLD) -> Iterator[tuple[str, bytes]]:
        """The rows in which one of the words can be. Many are looked at together first: most have none. Cancelled from
        `tally`, which counts the rows, ends it."""
        every = list(rows.items())
        for start in range(0, len(every), _TOGETHER):
            some = every[start : start + _TOGETHER]
            tally(len(some))
            if self.may_be_in_bytes(b"\n".join([row for _, row in some])):
                yield from (each for each in some if self.may_be_in_bytes(each[1]))

    def _finds(self, text: str) -> bool:
        plain = text.lower() if text.isascii() else _plain(text)
        return any(all(piece in plain for piece in pieces) for pieces in self._pieces)


def _plain(text: str) -> str:
    """A text folded, save for its blanks: most of most texts is spared the long way, and accents come again."""
    parts = _BEYOND_ASCII.split(text)
    parts[0::2] = map(str.lower, parts[0::2])
    parts[1::2] = [_folded(part) if len(part) < _LONG else folded(part) for part in parts[1::2]]
    return "".join(parts)


@lru_cache(maxsize=4096)
def _folded(letters: str) -> str:
    return folded(letters)


def _decoded(text: str) -> str:
    """A text with its JSON escapes for characters decoded, and no other."""
    shown = _UNICODE.sub(lambda found: chr(int(found[1], 16)), text).replace("\\", "")
    return shown.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
