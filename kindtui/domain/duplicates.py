"""Cards that may be of one person, each pair with its reasons. Nobody is suggested for a name alone.

Members meet only under a key that they share (an address, a handle, a login, a name of several words together with the
day of joining), so that a hundred thousand of them are compared in the time of a few. A key that a crowd shares, such
as the address of a club, is a sign of nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from itertools import combinations
from typing import TypeVar

import msgspec

from kindtui.domain.import_headers import UNKNOWN_PLACE
from kindtui.domain.import_matching import ids_at
from kindtui.domain.merges import pair
from kindtui.domain.names_alike import are_alike, letters_of, words_of
from kindtui.domain.places import all_at, place_of
from kindtui.domain.progress import Progress
from kindtui.domain.roster import Member
from kindtui.domain.text import folded

K = TypeVar("K")

CROWD = 12
"""A key that more members share is looked at only together with their names."""
SHORTEST_LOGIN = 3
NO_SIGN = "no two cards share an address, a handle, a login, or a name and the day of joining"
"""Why nobody is suggested, where nobody is."""

_STEP = 500
_NO_MARKS = str.maketrans("", "", "@._- ")
_GOOGLE = ("gmail.com", "googlemail.com")
_ROLES = frozenset(
    (
        *("info", "admin", "hello", "hi", "contact", "mail", "email", "office", "team", "support", "post", "me"),
        *("kontakt", "contacto", "webmaster", "noreply", "user", "member", "test", "unknown", "none"),
    )
)
"""Logins that say what somebody does, not who it is."""


class Suggestion(msgspec.Struct, frozen=True):
    """Two members who may be one, by id in order; what speaks for it and what against."""

    members: tuple[str, str]
    reasons: tuple[str, ...]
    against: tuple[str, ...] = ()


class Suggestions(msgspec.Struct, frozen=True):
    """The pairs, those with most reasons first, and what a person should know of those that are not in it."""

    pairs: tuple[Suggestion, ...]
    notices: tuple[str, ...] = ()


def duplicates(
    members: Sequence[Member], apart: Collection[tuple[str, str]] = (), progress: Progress | None = None
) -> Suggestions:
    """Who may be one person. `apart` are pairs (see `pair`) of which somebody said that they are two. Cancelled from
    `progress` ends it."""
    search = _Search(apart)
    total = 2 * len(members)
    for number, member in enumerate(members):
        if progress is not None and number % _STEP == 0:
            progress(number, total)
        search.add(member)
    done = len(members)
    for met, _ in enumerate(search.compare()):
        if progress is not None and met % _STEP == 0:
            progress(min(done + met, total), total)
    if progress is not None:
        progress(total, total)
    return Suggestions(tuple(sorted(search.found.values(), key=search.order)), tuple(sorted(search.notices)))


def address_sign(email: str) -> str:
    """What spellings of one mailbox have in common: no case, no part after a `+`, and at Google no dots."""
    name, _, host = email.strip().casefold().rpartition("@")
    name = name.partition("+")[0] or name
    if host in _GOOGLE:
        name, host = name.replace(".", "") or name, _GOOGLE[0]
    return f"{name}@{host}"


def login_of(text: str) -> str:
    """A handle, or the name before the `@` of an address, as what people call themselves everywhere: no marks, no
    case; "" when it says nothing."""
    plain = text.lower() if text.isascii() else folded(text)
    plain = plain.partition("+")[0].translate(_NO_MARKS)
    return "" if len(plain) < SHORTEST_LOGIN or plain in _ROLES else plain


class _Search:
    """Members under the keys that they share, and the pairs that were found."""

    def __init__(self, apart: Collection[tuple[str, str]]) -> None:
        self.found: dict[tuple[str, str], Suggestion] = {}
        self.notices: list[str] = []
        self._apart = apart
        self._names: dict[str, str] = {}
        self._seen: set[tuple[str, str]] = set()
        self._strong: dict[tuple[str, ...], list[Member]] = {}
        self._logins: dict[str, list[Member]] = {}
        self._days: dict[tuple[date, tuple[str, ...]], list[Member]] = {}

    def add(self, member: Member) -> None:
        """Put a member under what could show that it is somebody else, too."""
        for email in member.emails:
            _enter(self._strong, ("the e-mail", address_sign(email)), member)
        for key, handle in member.handles.items():
            place = place_of(key)
            plain = handle.lstrip("@").casefold()
            if plain and place != UNKNOWN_PLACE:
                _enter(self._strong, ("the handle", plain, place), member)
        for login in _logins(member):
            _enter(self._logins, login, member)
        if member.joined and len(words := letters_of(member.name)) > 1:
            _enter(self._days, (member.joined, words), member)

    def compare(self) -> Iterator[None]:
        """Look at those who met under a key; yields after each key."""
        for key, met in self._strong.items():
            if len(met) > 1:
                self._look(met, alike=False, crowd=" ".join(key[:2]))
            yield
        for login, met in self._logins.items():
            if len(met) > 1:
                self._look(met, alike=True, crowd=f"the login {login}")
            yield
        for met in self._days.values():
            if 1 < len(met) <= CROWD:
                self._pairs(met, alike=True, doubtful=False)
            yield

    def order(self, found: Suggestion) -> tuple[int, str, tuple[str, str]]:
        """Most reasons first, then by name."""
        return -len(found.reasons), self._names[found.members[0]], found.members

    def _look(self, met: list[Member], *, alike: bool, crowd: str) -> None:
        if len(met) <= CROWD:
            self._pairs(met, alike=alike)
            return
        # a crowd is parted by names, and what is a crowd even then is left alone
        named: dict[str, list[Member]] = {}
        for member in met:
            for word in {" ".join(sorted(words_of(member.name)))} if not alike else set(words_of(member.name)):
                named.setdefault(word, []).append(member)
        left = [each for each in named.values() if len(each) > CROWD]
        for each in named.values():
            if 1 < len(each) <= CROWD:
                self._pairs(each, alike=True)
        if not alike or left:
            self.notices.append(f"{len(met):,} members share {crowd}: only those whose names are alike were compared")

    def _pairs(self, met: Iterable[Member], *, alike: bool, doubtful: bool = True) -> None:
        """Suggest those of whom each two could be one: only those whose names are `alike`, and also where it is
        `doubtful` since something speaks against it."""
        for one, two in combinations(met, 2):
            ids = pair(one.id, two.id)
            if ids in self._seen or one.kind != two.kind:
                continue
            names = are_alike(one.name, two.name)
            if alike and not names:
                continue
            if one.id != ids[0]:
                one, two = two, one
            against = tuple(_against(one, two))
            if against and not doubtful:
                continue
            self._seen.add(ids)
            if ids in self._apart:
                continue
            reasons = _reasons(one, two, names)
            self._names[one.id] = folded(one.name)
            self.found[ids] = Suggestion(ids, tuple(reasons), against)


def _enter(index: dict[K, list[Member]], key: K, member: Member) -> None:
    met = index.get(key)
    if met is None:
        index[key] = [member]
    elif met[-1] is not member:
        met.append(member)


def _logins(member: Member) -> set[str]:
    found = {login_of(handle) for handle in member.handles.values()}
    found.update(login_of(email.rpartition("@")[0]) for email in member.emails)
    return found - {""}


def _reasons(one: Member, two: Member, alike: str) -> list[str]:
    reasons = _same_addresses(one, two)
    for place in dict.fromkeys(map(place_of, one.handles)):
        theirs = {handle.lstrip("@").casefold() for handle in all_at(two.handles, place)}
        ours = (handle.lstrip("@") for handle in all_at(one.handles, place))
        if place != UNKNOWN_PLACE:
            reasons += [f"the same handle on {place}: {each}" for each in ours if each.casefold() in theirs]
    if not reasons:
        reasons += [f"the same login elsewhere: {login}" for login in sorted(_logins(one) & _logins(two))]
    if not reasons and one.joined == two.joined:
        reasons.append(f"joined on the same day: {one.joined}")
    return [*reasons, alike] if alike else reasons


def _same_addresses(one: Member, two: Member) -> list[str]:
    theirs = {address_sign(email): email for email in two.emails}
    found = []
    for email in one.emails:
        other = theirs.get(address_sign(email))
        if other is not None:
            same = email.casefold() == other.casefold()
            found.append(f"the same e-mail: {email}" if same else f"e-mails of one mailbox: {email}, {other}")
    return found


def _against(one: Member, two: Member) -> Iterator[str]:
    """What a person should think about before making one of two."""
    for source in dict.fromkeys(map(place_of, one.sources)):
        ours, theirs = ids_at(one, source), ids_at(two, source)
        if ours and theirs and not set(ours) & set(theirs):
            yield f"{source} knows them as two"
    for place in dict.fromkeys(map(place_of, one.handles)):
        handles = [{each.casefold() for each in all_at(member.handles, place)} for member in (one, two)]
        if handles[1] and not handles[0] & handles[1]:
            yield f"different handles on {place}"
