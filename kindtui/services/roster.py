"""The roster: who the people are, and who is meant by a name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import get_args

from msgspec.structs import replace

from kindtui.domain.fields import Typed, apply, changed, field_named, shown
from kindtui.domain.pauses import is_quiet
from kindtui.domain.query import Key, parse_query
from kindtui.domain.record import Clock, MakeId
from kindtui.domain.renaming import is_called_otherwise
from kindtui.domain.roster import MEMBER_FIELDS, Member, MemberKind, Status, Wish
from kindtui.domain.text import folded, listed
from kindtui.services.notebooks import CONTRIBUTIONS, FOLLOW_UPS, MEMBERS, SPOTLIGHTS
from kindtui.services.reading import People, WorkspaceReading, candidate, id_meant, ids_meant, nobody, several
from kindtui.services.section import Section
from kindtui.store.tables import Change, Store

REMOVED = "(removed)"
NAMED_IN_SENTENCE = 3

LOCKED = field_named(MEMBER_FIELDS, "locked")

MEMBER_KEYS: Mapping[str, Key[Member]] = {
    "id": Key(lambda member: [member.id], whole=True),
    "name": Key(lambda member: [member.name]),
    "pronouns": Key(lambda member: [member.pronouns]),
    "handle": Key(lambda member: member.handles.values()),
    "place": Key(lambda member: member.handles, whole=True),
    "email": Key(lambda member: member.emails),
    "joined": Key(lambda member: [member.joined], days=True),
    "timezone": Key(lambda member: [member.timezone]),
    "language": Key(lambda member: member.languages, whole=True),
    "tag": Key(lambda member: member.tags, whole=True),
    "kind": Key(lambda member: [member.kind], whole=True, choices=get_args(MemberKind)),
    "status": Key(lambda member: [member.status], whole=True, choices=get_args(Status)),
    "until": Key(lambda member: [member.until], days=True),
    "space-until": Key(lambda member: [member.space_until], days=True),
    "recognition": Key(lambda member: [member.recognition.wish], whole=True, choices=get_args(Wish)),
    "offer": Key(lambda member: [offer.topic for offer in member.offers]),
    "need": Key(lambda member: [need.topic for need in member.needs]),
    "notes": Key(lambda member: [member.notes, member.how_we_met]),
}


class Roster(Section[Member]):
    """Members, and how they are found."""

    noun = "member"
    letter = "m"

    def __init__(self, store: Store, *, clock: Clock, ids: MakeId, today: Callable[[], date]) -> None:
        super().__init__(store, MEMBERS, clock=clock, ids=ids, today=today)
        self._people: tuple[list[Member], People] | None = None
        self._blobs: dict[str, tuple[Member, str]] = {}

    def add(self, typed: Mapping[str, Typed]) -> Member:
        """A new member from what was typed. Raises InvalidInput with every fault."""
        values = apply(MEMBER_FIELDS, None, self._dated_wish(typed), self.reading())
        now = self.clock()
        member = Member(id=self.ids("m"), created_at=now, updated_at=now, **values)
        return self._put(f"Added {member.name}", [(member, None)])[0]

    def edit(self, id: str, typed: Mapping[str, Typed], *, read: Member | None = None) -> Member:
        """Change what was typed. With `read`, the member as it was seen: Clash when it is no longer that.

        What changes of a member who came with an import is locked, unless `locked` was typed too. Spotlights that use
        a name, handle or address that is gone say the present name.
        """
        before = read or self._must(id)
        after = self._edited(before, typed)
        return self._put(f"Edited {after.name}", [(after, before)])[0]

    def edit_many(self, ids: Iterable[str], typed: Mapping[str, Typed]) -> list[Member]:
        """The same change to several members."""
        return self.edit_each(dict.fromkeys(ids, typed))

    def edit_each(self, changes: Mapping[str, Mapping[str, Typed]]) -> list[Member]:
        """A change of its own to each of several members, by id, all of them at once."""
        pairs = [(self._edited(before, changes[before.id]), before) for before in self._many(changes)]
        return self._put(f"Edited {self._names([after for after, _ in pairs])}", pairs)

    def remove(self, ids: Iterable[str]) -> list[Member]:
        """Take members out of the roster. What was written about them elsewhere stays, without their name."""
        members = self._many(ids)
        return self._take_away(f"Removed {self._names(members)}", members)

    def find(self, text: str) -> Member:
        """The member meant by an id, the beginning of one, @handle, e-mail or part of a name; an exact name wins over
        a part. Raises NotFound with the nearest name, Ambiguous with the candidates."""
        if text.strip().lower().startswith("m-") and (found := ids_meant(self.table, text, "m")):
            if len(found) > 1:
                raise several("members", text, (candidate(self._must(id)) for id in found))
            return self._must(found[0])
        people = self.people()
        meant = people.named(text)
        if not meant and (found := ids_meant(self.table, text, "m")):
            meant = [self._must(id) for id in found]
        if len(meant) > 1:
            raise several("members", text, map(candidate, meant))
        if not meant:
            raise nobody(text, people)
        return meant[0]

    def name_of(self, id: str) -> str:
        """The name in use; "you" for nobody, as in a field that was left to the manager."""
        if not id:
            return "you"
        member = self.table.get(id)
        return member.name if member else REMOVED

    def names_of(self, ids: Iterable[str]) -> str:
        """ "Ada, Grace and Katherine"."""
        return listed([self.name_of(id) for id in ids])

    def words_of(self, id: str) -> list[str]:
        """Everything that a query may call a member: name, handles and id."""
        member = self.table.get(id) if id else None
        return [member.id, member.name, *member.handles.values()] if member else [self.name_of(id)]

    def is_quiet(self, id: str) -> bool:
        """Whether nothing may remind of or suggest anything about this member today."""
        member = self.table.get(id)
        return member is not None and is_quiet(member, self.today())

    def list(self, query: str = "") -> list[Member]:
        """The members that a query finds, by name. Raises InvalidInput for a query that cannot be read."""
        wanted = parse_query(query, MEMBER_KEYS, self.today())
        members = self.table.all()
        if wanted:
            members = [member for member in members if wanted.matches(member, self.search_blob)]
        return sorted(members, key=lambda member: (folded(member.name), member.id))

    def search_blob(self, member: Member) -> str:
        """What a filter looks through, folded: names, addresses, tags, languages, offers and needs. Not the notes."""
        known = self._blobs.get(member.id)
        if known and (known[0] is member or known[0] == member):
            return known[1]
        words: list[str] = [member.name, member.pronouns, *member.handles.values(), *member.emails, *member.tags]
        words += [*member.languages, *(offer.topic for offer in member.offers), *(need.topic for need in member.needs)]
        blob = folded(" ".join(words))
        self._blobs[member.id] = (member, blob)
        return blob

    def people(self) -> People:
        """All members by what they are called."""
        members = self.table.all()
        if self._people is None or not _same(self._people[0], members):
            self._people = (members, People(members))
        return self._people[1]

    def reading(self) -> WorkspaceReading:
        """How typed values are read today."""
        return WorkspaceReading(self.today(), self.find, self._record_meant)

    def line(self, record: Member) -> str:
        return candidate(record)

    def _along(self, change: Change, pairs: Sequence[tuple[Member, Member | None]]) -> None:
        known = [(before, after) for after, before in pairs if before is not None]
        if any(is_called_otherwise(before, after) for before, after in known):
            from kindtui.services.renaming import retell

            retell(self.store, change, known, self.clock())

    def _record_meant(self, table: str, text: str) -> str:
        letter = {CONTRIBUTIONS.name: "c", SPOTLIGHTS.name: "s", FOLLOW_UPS.name: "f"}[table]
        return id_meant(self.store.table(table), text, letter)

    def _edited(self, before: Member, typed: Mapping[str, Typed]) -> Member:
        after = changed(before, MEMBER_FIELDS, self._dated_wish(typed), self.reading())
        if before.status == "on_break" and after.status != "on_break" and after.until == before.until:
            after = replace(after, until=None)
        return after if any(field_named(MEMBER_FIELDS, name) is LOCKED for name in typed) else _kept(before, after)

    def _dated_wish(self, typed: Mapping[str, Typed]) -> Mapping[str, Typed]:
        """A wish is known since a day: today, unless another was typed."""
        given = {field.name for name in typed if (field := field_named(MEMBER_FIELDS, name))}
        wish = next((text for name, text in typed.items() if name == "recognition"), "")
        return {**typed, "recognition-on": "today"} if wish and "recognition-on" not in given else typed

    def _names(self, members: Iterable[Member]) -> str:
        names = [member.name for member in members]
        return listed(names) if len(names) <= NAMED_IN_SENTENCE else f"{len(names)} members"


def _kept(before: Member, after: Member) -> Member:
    """Of somebody who came with an import: what a person changed is locked, so that the next import leaves it."""
    if not before.sources:
        return after
    by_hand = [
        field.name
        for field in MEMBER_FIELDS
        if field.name not in ("locked", "source", *after.locked) and shown(field, before) != shown(field, after)
    ]
    return replace(after, locked=(*after.locked, *by_hand)) if by_hand else after


def _same(known: list[Member], now: list[Member]) -> bool:
    return len(known) == len(now) and all(one is other for one, other in zip(known, now, strict=True))
