"""What forgetting somebody will do, and the proof that it was done, as lines to be read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from kindtui.domain.text import counted
from kindtui.services.forgetting_named import Concerned
from kindtui.store.searching import Mention

_NAMESAKES = 10
"""Cards of one name that are listed: where more are called so, the name tells little."""
_NAMED = "their name, or a handle that is any word, in what somebody wrote"


class Plan(msgspec.Struct, frozen=True):
    """What forgetting somebody will do. Lists of what is to be read."""

    id: str
    name: str
    removed: Sequence[Concerned]
    """Records about nobody else."""
    changed: Sequence[Concerned]
    """Records that stay, without the person."""
    namesakes: Sequence[Concerned]
    """Other cards of the same name: of another person, or a second one of the same that was never merged."""
    files: Sequence[str]
    """What else is cut, cleaned or removed."""
    mentions: Sequence[Mention]
    """Where the name stands in what somebody wrote: to be decided, one by one."""
    yours: Sequence[Mention]
    """Documents of yours that hold an address or a handle: kindtui does not write in them."""
    shared: Sequence[str]
    """Addresses and handles that somebody else has too: they stay with them."""
    outside: Sequence[str]
    """What kindtui cannot reach."""

    def lines(self) -> Iterator[str]:
        """The plan to be read."""
        yield from _part("for the whole workspace", self.files)
        yield from _part("removed, since they are about nobody else", self.removed)
        yield from _part("kept without them", self.changed)
        yield from _part(
            "kept as they are, since another person may be called so; forget or merge them, too, if it is the same one",
            _first(self.namesakes),
        )
        yield from _part(
            f"{_NAMED} stays; decide about each",
            _shown(self.mentions),
        )
        yield from _part("documents of yours that you have to change", _shown(self.yours))
        yield from _part("also of somebody else, and kept with them", self.shared)
        yield from _part("outside, where kindtui cannot reach", self.outside)


class Proof(msgspec.Struct, frozen=True):
    """What a search over every file found afterwards."""

    searched: int
    """Files, those in backups included."""
    left: Sequence[Mention]
    """Traces in files of the program: none, or something went wrong."""
    yours: Sequence[Mention]
    mentions: Sequence[Mention]
    outside: Sequence[str]

    def lines(self) -> Iterator[str]:
        """The proof to be read."""
        if self.left:
            yield from _part("traces are left", _shown(self.left))
        else:
            searched = f"{self.searched:,} files were searched"
            yield f"forgotten: {searched}, no id, handle or address is left in those of kindtui"
        yield from _part("documents of yours that still hold one", _shown(self.yours))
        yield from _part(_NAMED, _shown(self.mentions))
        yield from _part("outside, where kindtui cannot reach", self.outside)


def _part(title: str, lines: Sequence[object]) -> Iterator[str]:
    if lines:
        yield f"{title}:"
        yield from (f"  {line}" for line in lines)


def _first(records: Sequence[Concerned]) -> list[str]:
    """The first of many, and how many more there are."""
    more = len(records) - _NAMESAKES
    return [*map(str, records[:_NAMESAKES]), *([f"and {counted(more, 'more', 'more')}"] if more > 0 else [])]


def _shown(mentions: Sequence[Mention]) -> list[str]:
    return [f"{each.named or each.place}: {each.words}" for each in mentions]
