"""Many people at once, to find where some texts name any of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kindtui.domain.name_tokens import Token, compiled, fold, fold_fast, is_unspaced, pieces_of, specs_of
from kindtui.domain.naming import spans_of
from kindtui.domain.roster import Member


class FirstLook:
    """What some texts could name, at a glance: to leave out nearly all of many members before `mentions` looks."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._beginnings: set[str] = set()
        every: list[str] = []
        unspaced: list[str] = []
        for text in texts:
            plain = fold(text)[0]
            every.append(plain)
            for piece in set(pieces_of(plain)):
                self._beginnings.update(piece[:end] for end in range(1, len(piece) + 1))
            if any(map(is_unspaced, plain)):
                unspaced.append(plain)
        self._plain = "\n".join(every)
        self._unspaced = "\n".join(unspaced)

    def may_name(self, member: Member) -> bool:
        """False when none of the texts names the member; when True, `mentions` has to look."""
        return any(map(self._may_begin, _first_pieces(member)))

    def may_hold(self, words: Sequence[str]) -> bool:
        """False when these words stand nowhere one after the other, parted by marks or by nothing."""
        return (not words or self._may_begin(words[0])) and all(word in self._plain for word in words[1:])

    def _may_begin(self, piece: str) -> bool:
        return not piece or piece in self._beginnings or piece in self._unspaced


class Crowd:
    """Many members, to find where some texts name any of them, as `mentions` does for one."""

    def __init__(self, members: Iterable[Member], texts: Sequence[str]) -> None:
        look = FirstLook(texts)
        specs = {
            spec
            for member in members
            if look.may_name(member)
            for spec in specs_of(member.name, tuple(member.handles.values()), member.emails)
            if look.may_hold(spec.words)
        }
        self._by_first: dict[str, list[Token]] = {}
        for token in compiled(specs):
            self._by_first.setdefault(token.first, []).append(token)

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Where a text names one of them (start and end, left to right)."""
        return spans_of(text, lambda first: self._by_first.get(first, ()))


def _first_pieces(member: Member) -> Iterator[str]:
    """The first word of everything by which the member is found; "" where there is none to look for."""
    yield from pieces_of(fold_fast(member.name)) or [""]
    for address in (*member.handles.values(), *member.emails):
        plain = fold_fast(address).strip()
        if plain:
            yield next(iter(pieces_of(plain)), "")
