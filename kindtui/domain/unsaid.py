"""Words in a note about somebody that one would hardly say to them. They are asked about, and never held back."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

import msgspec

from kindtui.domain.name_tokens import fold
from kindtui.domain.text import folded

QUESTION = "Would you say it to them in these words?"
"""What is asked where a group says nothing itself."""


class WordGroup(msgspec.Struct, frozen=True):
    """Words that are asked about in the same way. A `*` at the end of one stands for any ending."""

    id: str
    question: str
    words: tuple[str, ...]


class Doubt(msgspec.Struct, frozen=True):
    """Words that stand in a text, and what is asked about them."""

    words: str
    question: str

    def __str__(self) -> str:
        return f"“{self.words}”: {self.question}"


def with_own(ours: Iterable[WordGroup], own: Iterable[WordGroup]) -> tuple[WordGroup, ...]:
    """Our groups with the workspace's own words in them, and its own groups. Its question wins where it has one."""
    groups = {group.id: group for group in ours}
    for group in own:
        known = groups.get(group.id, group)
        words = tuple(dict.fromkeys((*known.words, *group.words)))
        groups[group.id] = WordGroup(group.id, group.question or known.question, words)
    return tuple(groups.values())


class Unsaid:
    """Looks for the words of some groups."""

    def __init__(self, groups: Iterable[WordGroup]) -> None:
        self._groups = [(each.question or QUESTION, found) for each in groups if (found := _pattern(each.words))]

    def doubts(self, text: str, is_name: Callable[[str], bool] = lambda word: False) -> Sequence[Doubt]:
        """What in a text is asked about, each once, in its order. A word with a capital that `is_name` knows as a name
        is not."""
        plain, places = fold(text)
        found: dict[tuple[str, str], int] = {}
        for question, pattern in self._groups:
            for match in pattern.finditer(plain):
                words = text[places[match.start()] : places[match.end() - 1] + 1]
                if not (words[:1].isupper() and is_name(words)):
                    found.setdefault((folded(words), question), match.start())
        return [Doubt(words, question) for (words, question), _ in sorted(found.items(), key=lambda each: each[1])]


def _pattern(words: Sequence[str]) -> re.Pattern[str] | None:
    parts = sorted((_part(word) for word in words if folded(word).strip("* ")), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)") if parts else None


def _part(word: str) -> str:
    plain = folded(word)
    open_end = r"\w*" if plain.endswith("*") else ""
    return r"\s+".join(map(re.escape, plain.rstrip("*").split())) + open_end
