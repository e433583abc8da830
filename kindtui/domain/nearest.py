"""What a misspelt word was probably meant to be."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(word: str, known: Iterable[str], *, likeness: float = 0.6) -> str:
    """The known word that looks most like `word`, or "" when none comes near (1 is the same word). Case and `-`/`_` do
    not count."""
    from difflib import get_close_matches

    plain = {_plain(each): each for each in known}
    close = get_close_matches(_plain(word[:80]), plain, n=1, cutoff=likeness)
    return plain[close[0]] if close else ""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint: the nearest word, or else what there is to choose from (the first dozen, in their order)."""
    choices = list(known)
    meant = nearest(word, choices)
    if meant:
        return f"did you mean {meant!r}?"
    if not choices:
        return ""
    listed = ", ".join(choices[:12])
    return f"known: {listed}" + (" ..." if len(choices) > 12 else "")


def _plain(word: str) -> str:
    return word.casefold().replace("-", "_")
