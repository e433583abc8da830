"""One look over a large text that says whether the careful one is worth its time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import unquote

from kindtui.domain.text import folded

_APART = re.compile(r"[\s\"\\\x00-\x1f]+")
"""What JSON writes in another way, or folding changes: pieces of what is sought end there."""
_TOGETHER = 256
_UNICODE = re.compile(r"\\u([0-9a-fA-F]{4})")


class QuickLook:
    """Says of a text, or of the text of a JSON or Markdown file, whether one of some words can be in it.

    No is certain. Yes may be wrong: word limits are not looked at.
    """

    def __init__(self, words: Iterable[str]) -> None:
        """`words` are folded already."""
        self._pieces = {max(_APART.split(word), key=len) for word in words if word}

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

    def among(self, rows: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
        """The rows in which one of the words can be. Many are looked at together first: most have none."""
        every = list(rows.items())
        for start in range(0, len(every), _TOGETHER):
            some = every[start : start + _TOGETHER]
            if self.may_be_in_bytes(b"\n".join([row for _, row in some])):
                yield from (each for each in some if self.may_be_in_bytes(each[1]))

    def _finds(self, text: str) -> bool:
        plain = text.lower() if text.isascii() else _folded_words(text)
        return any(piece in plain for piece in self._pieces)


def _folded_words(text: str) -> str:
    """A text folded word by word: most words of most texts are spared the long way."""
    return " ".join(word.lower() if word.isascii() else folded(word) for word in text.split())


def _decoded(text: str) -> str:
    """A text with its JSON escapes for characters decoded, and no other."""
    shown = _UNICODE.sub(lambda found: chr(int(found[1], 16)), text).replace("\\", "")
    return shown.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
