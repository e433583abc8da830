"""Two cards of one person become one: which value of each field stays, and what follows for records about them.

What is told is never dropped: addresses, handles, ids, tags and texts are united. Where there is room for one value
only, that of the member who is kept stays unless the other is taken. What protects somebody (a wish, a break, the need
for space) is not chosen: the stricter one stays.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date
from typing import Any, Literal

import msgspec
from msgspec.structs import replace

from kindtui.domain.contributions import Contribution
from kindtui.domain.fields import Field, field_named, shown, value_of
from kindtui.domain.followups import FollowUp
from kindtui.domain.import_values import email_key
from kindtui.domain.nearest import did_you_mean
from kindtui.domain.places import united
from kindtui.domain.roster import MEMBER_FIELDS, Member, Recognition, Status
from kindtui.domain.text import folded
from kindtui.errors import InvalidInput

How = Literal["chosen", "filled", "united", "stricter"]
"""chosen: one of two values; filled: one of them said nothing; united: both; stricter: the one that protects more."""

GUARDED = ("status", "until", "space-until", "recognition", "recognition-source", "recognition-on")
_WISHES = ("public", "internal", "ask", "private", "never")
"""From the freest to the strictest. Who was never asked is asked first, so `ask` goes before a wish to be named."""
_STATUSES: tuple[Status, ...] = ("active", "on_break", "left", "deceased")


class Choice(msgspec.Struct, frozen=True):
    """One field in which two cards differ, as text (a list of texts where there may be several): both values, and what
    stays."""

    name: str
    label: str
    kept: str | list[str]
    other: str | list[str]
    result: str | list[str]
    how: How

    @property
    def may_take(self) -> bool:
        """Whether a person chooses which of the two stays."""
        return self.how == "chosen"


def choices(kept: Member, other: Member, take: Collection[str] = ()) -> list[Choice]:
    """The fields in which two cards differ, and what stays of each. Raises InvalidInput for a field that cannot be
    taken."""
    result = merged(kept, other, take)
    found = []
    for field in MEMBER_FIELDS:
        ours, theirs = shown(field, kept), shown(field, other)
        if field.name != "locked" and ours != theirs:
            found.append(Choice(field.name, field.label, ours, theirs, shown(field, result), _how(field, kept, other)))
    return found


def taken(names: Iterable[str], kept: Member, other: Member) -> frozenset[str]:
    """The fields that a person wants of the other card, by their proper names. Raises InvalidInput for one that does
    not exist, is united anyway, or is not for choosing."""
    found = set()
    for name in names:
        field = field_named(MEMBER_FIELDS, name)
        if field is None:
            raise InvalidInput(f"there is no field {name}", did_you_mean(name, [each.name for each in _chosen()]))
        if field.name in GUARDED:
            raise InvalidInput(
                f"{field.name} is not chosen: of the two, what protects them more stays",
                f"change it afterwards, if they say so: kindtui member edit {kept.id} --{field.name}",
            )
        if field not in _chosen():
            raise InvalidInput(f"{field.name} holds what both cards say; nothing needs to be taken")
        found.add(field.name)
    return frozenset(found)


def merged(kept: Member, other: Member, take: Collection[str] = ()) -> Member:
    """The one card of both. `take` names fields in which that of `other` stays. Fields in which they differed are
    locked, so that the next import of one of the two does not bring its value back. Raises InvalidInput as `taken`."""
    wanted = taken(take, kept, other)
    values: dict[str, Any] = {}
    for field in MEMBER_FIELDS:
        if field.name in GUARDED or field.name == "locked":
            continue
        ours, theirs = value_of(field, kept), value_of(field, other)
        how = _how(field, kept, other)
        if how == "united":
            value = _united(field, ours, theirs)
        elif how == "filled":
            value = ours or theirs
        else:
            value = theirs if field.name in wanted else ours
        top, dot, inner = field.path.partition(".")
        if value == ours:
            continue
        if dot:
            values[top] = replace(values.get(top, getattr(kept, top)), **{inner: value})
        else:
            values[top] = value
    if other.heard:
        tools = dict.fromkeys((*kept.heard, *other.heard))
        values["heard"] = {tool: {**other.heard.get(tool, {}), **kept.heard.get(tool, {})} for tool in tools}
    if other.extra:
        values["extra"] = {**other.extra, **kept.extra}
    result = with_stricter(replace(kept, **values), other)
    return replace(result, locked=_locked(kept, other))


def with_stricter(member: Member, other: Member) -> Member:
    """`member` with what protects them more: the stricter wish, status and need for space of the two."""
    status, until = _stricter_status(member, other)
    spaces = [day for day in (member.space_until, other.space_until) if day is not None]
    return replace(
        member,
        status=status,
        until=until,
        space_until=max(spaces, default=None),
        recognition=_stricter_wish(member.recognition, other.recognition),
    )


def protection(member: Member) -> tuple[Any, ...]:
    """What a member is protected by, to see whether it changed."""
    return member.status, member.until, member.space_until, member.recognition


def with_one_contribution(record: Contribution, kept: str, other: str) -> Contribution:
    """A contribution of which `kept` is who `other` was. Nobody helps themselves."""
    by, helped = _ids(record.by, kept, other), _ids(record.helped, kept, other)
    if kept in by and not (kept in record.by and kept in record.helped):
        helped = tuple(id for id in helped if id != kept)
    return replace(record, by=by, helped=helped, noticed_by=_id(record.noticed_by, kept, other))


def with_one_follow_up(record: FollowUp, kept: str, other: str) -> FollowUp:
    """A follow-up in which `kept` is who `other` was."""
    helping = record.helping and replace(record.helping, whom=_id(record.helping.whom, kept, other))
    about = _ids(record.about, kept, other)
    return replace(record, about=about, owner=_id(record.owner, kept, other), helping=helping)


def _ids(ids: Iterable[str], kept: str, other: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_id(id, kept, other) for id in ids))


def _id(id: str, kept: str, other: str) -> str:
    return kept if id == other else id


def _chosen() -> Iterator[Field]:
    return (field for field in MEMBER_FIELDS if _holds_one(field) and field.name not in GUARDED)


def _holds_one(field: Field) -> bool:
    return not field.many and field.shape != "text"


def _how(field: Field, kept: Member, other: Member) -> How:
    if field.name in GUARDED:
        return "stricter"
    ours, theirs = value_of(field, kept), value_of(field, other)
    if not (ours and theirs):
        return "filled"
    return "chosen" if _holds_one(field) else "united"


def _united(field: Field, ours: Any, theirs: Any) -> Any:
    if field.shape == "text":
        return _texts(ours, theirs)
    if field.shape == "pairs":
        return united(ours, theirs, cased=field.name == "source")
    if field.shape != "lines":
        return (*ours, *(each for each in theirs if each not in ours))
    return (*ours, *unlike(theirs, ours, email_key if field.name == "email" else folded))


def unlike(theirs: Iterable[str], ours: Collection[str], key: Callable[[str], str]) -> tuple[str, ...]:
    """Those of `theirs` that are not among `ours`, each once; `key` answers what two ways of writing one share."""
    fresh = [each for each in theirs if each not in ours]
    known = {key(each) for each in ours} if fresh else set()
    found: dict[str, str] = {}
    for each in fresh:
        if key(each) not in known:
            found.setdefault(key(each), each)
    return tuple(found.values())


def _texts(ours: str, theirs: str) -> str:
    """Both texts, one below the other; one alone that says the other, too."""
    if theirs in ours:
        return ours
    return theirs if ours in theirs else f"{ours}\n{theirs}"


def _locked(kept: Member, other: Member) -> tuple[str, ...]:
    """Fields that imports leave alone from now on: a list may go on telling of both cards."""
    names = dict.fromkeys((*kept.locked, *other.locked))
    for field in MEMBER_FIELDS:
        one_value = _holds_one(field) or (field.shape == "text" and field.name != "notes")
        ours, theirs = value_of(field, kept), value_of(field, other)
        if one_value and ours != theirs and (field.name in GUARDED or (ours and theirs)):
            names[field.name] = None
    return tuple(names)


def _stricter_status(one: Member, two: Member) -> tuple[Status, date | None]:
    ranks = _STATUSES.index(one.status), _STATUSES.index(two.status)
    if ranks[0] != ranks[1]:
        stricter = one if ranks[0] > ranks[1] else two
        return stricter.status, stricter.until
    if one.status == "on_break" and (one.until is None or two.until is None):
        return one.status, None
    return one.status, max((day for day in (one.until, two.until) if day is not None), default=None)


def _stricter_wish(one: Recognition, two: Recognition) -> Recognition:
    ranks = _WISHES.index(one.wish), _WISHES.index(two.wish)
    if ranks[0] != ranks[1]:
        return one if ranks[0] > ranks[1] else two
    return one if one.source or one.on or not (two.source or two.on) else two
