"""Tags put on and taken off, for one member or for many at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kindtui.domain.text import folded


def retagged(tags: Iterable[str], added: Iterable[str], gone: Iterable[str]) -> tuple[str, ...]:
    """The tags with some more and some less, in their order. Case and accents do not tell tags apart: one that is there
    already stays as it is written."""
    without = {folded(tag) for tag in gone}
    kept: dict[str, str] = {}
    for tag in (*tags, *added):
        if folded(tag) not in without and tag.strip():
            kept.setdefault(folded(tag), " ".join(tag.split()))
    return tuple(kept.values())


def read_tags(typed: str) -> tuple[Sequence[str], Sequence[str]]:
    """What "mentor, -docs" puts on, and what it takes off."""
    words = [" ".join(word.split()) for word in typed.replace("\n", ",").split(",")]
    return (
        [word for word in words if word and not word.startswith("-")],
        [off for word in words if word.startswith("-") and (off := word[1:].strip())],
    )
