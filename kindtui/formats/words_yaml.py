"""words.yaml: words in notes that are asked about, in groups with a question."""

from __future__ import annotations

from kindtui.domain.unsaid import WordGroup
from kindtui.formats.yaml_text import entries_of, invalid, load


def read_words(text: str, path: str) -> tuple[WordGroup, ...]:
    """Groups of words that are asked about: a mapping of ids to a question and words. Raises InvalidInput."""
    loaded = load(text, path, allow_empty=True)
    given, problems = entries_of(loaded, "groups", ["question", "words"], "mine: {question: ..., words: []}")
    groups = []
    for id, about in given.items():
        words = about.get("words") or []
        if isinstance(words, list):
            groups.append(WordGroup(str(id), str(about.get("question") or ""), tuple(map(str, words))))
        else:
            hint = "write it as [word, word]"
            problems.append(loaded.problem(("groups", id, "words"), "a list is expected here", hint))
    if problems:
        raise invalid(problems, path)
    return tuple(groups)
