"""The kinds of contribution: what a community knows how to thank for."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from kindtui.domain.nearest import did_you_mean
from kindtui.domain.text import folded
from kindtui.errors import InvalidInput


class Kind(msgspec.Struct, frozen=True):
    """One kind. `id` is what a record holds, `label` what a person reads."""

    id: str
    label: str
    description: str = ""


def kind_named(text: str, kinds: Iterable[Kind]) -> Kind:
    """The kind with this id, else with this label; case, spaces and dashes do not count. Raises InvalidInput with the
    nearest."""
    kinds = tuple(kinds)
    known = {_plain(kind.label): kind for kind in kinds} | {_plain(kind.id): kind for kind in kinds}
    if kind := known.get(_plain(text)):
        return kind
    ids = dict.fromkeys(kind.id for kind in known.values())
    hint = did_you_mean(text, ids)
    raise InvalidInput(
        f"“{text}” is no kind of contribution", f"a kinds.yaml beside kindtui.yaml adds your own; {hint}"
    )


def labels_of(kinds: Iterable[Kind]) -> dict[str, str]:
    """What a person reads for each id: its label, or the id itself where the label would be read as another kind."""
    known = tuple(kinds)
    return {kind.id: kind.label if kind_named(kind.label, known).id == kind.id else kind.id for kind in known}


def merged(ours: Iterable[Kind], theirs: Iterable[Kind]) -> tuple[Kind, ...]:
    """Our kinds and the workspace's own, which replace ours of the same id. Sorted by label."""
    both = {kind.id: kind for kind in (*ours, *theirs)}
    return tuple(sorted(both.values(), key=lambda kind: folded(kind.label)))


def _plain(text: str) -> str:
    return folded(text).replace("-", "").replace("_", "").replace(" ", "")
