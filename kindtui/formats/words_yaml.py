"""words.yaml: words in notes that are asked about, in groups with a question."""

from __future__ import annotations

from kindtui.domain.unsaid import WordGroup
from kindtui.formats.yaml_text import check_keys, invalid, load


def read_words(text: str, path: str) -> tuple[WordGroup, ...]:
    """Groups of words that are asked about: a mapping of ids to a question and words. Raises InvalidInput."""
    loaded = load(text, path, allow_empty=True)
    problems = check_keys(loaded, (), ["groups"])
    given = (loaded.value.get("groups") if isinstance(loaded.value, dict) else None) or {}
    if not isinstance(given, dict):
        problems.append(
            loaded.problem(("groups",), "groups are expected here", "write mine: {question: ..., words: []}")
        )
        given = {}
    groups = []
    for id, about in given.items():
        faults = check_keys(loaded, ("groups", id), ["question", "words"])
        words = (about.get("words") or []) if isinstance(about, dict) else []
        if not faults and not isinstance(words, list):
            faults.append(
                loaded.problem(("groups", id, "words"), "a list is expected here", "write it as [word, word]")
            )
        problems += faults
        if not faults:
            groups.append(WordGroup(str(id), str(about.get("question") or ""), tuple(map(str, words))))
    if problems:
        raise invalid(problems, path)
    return tuple(groups)
