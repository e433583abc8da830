"""The roster: who the people are, and who is meant by a name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from msgspec.structs import replace

from kindtui.domain.fields import Typed, apply, changed, field_named, shown, value_of
from kindtui.domain.ordering import Arranged
from kindtui.domain.pauses import is_quiet
from kindtui.domain.progress import Progress, Tally
from kindtui.domain.record import Clock, MakeId
from kindtui.domain.renaming import is_called_otherwise
from kindtui.domain.roster import MEMBER_FIELDS, Member, at_handle
from kindtui.domain.tagging import retagged
from kindtui.domain.text import counted, folded, listed
from kindtui.services.notebooks import CONTRIBUTIONS, FOLLOW_UPS, MEMBERS, MERGES, SPOTLIGHTS
from kindtui.services.reading import People, WorkspaceReading, candidate, id_meant, ids_meant, nobody, several
from kindtui.services.roster_listing import MEMBER_KEYS, MEMBER_ORDERS, search_text
from kindtui.services.section import Section
from kindtui.store.tables import Change, Store

REMOVED = "(removed)"
UNREADABLE = "(unreadable card)"
NAMED_IN_SENTENCE = 3

LOCKED = field_named(MEMBER_FIELDS, "locked")


class Roster(Section[Member]):
    """Members, and how they are found."""

    noun = "member"
    letter = "m"
    keys = MEMBER_KEYS
    orders = MEMBER_ORDERS

    def __init__(self, store: Store, *, clock: Clock, ids: MakeId, today: Callable[[], date]) -> None:
        super().__init__(store, MEMBERS, clock=clock, ids=ids, today=today)
        self._by_name: Arranged[Member] = Arranged(lambda member: (folded(member.name), member.id))
        self._people: tuple[list[Member], People] | None = None

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

    def edit_many(
        self, ids: Iterable[str], typed: Mapping[str, Typed], *, progress: Progress | None = None
    ) -> list[Member]:
        """The same change to several members. Cancelled from `progress` ends it, and nothing is changed."""
        return self._edit_all(self._many(ids), lambda _: typed, progress)

    def edit_each(self, changes: Mapping[str, Mapping[str, Typed]]) -> list[Member]:
        """A change of its own to each of several members, by id, all of them at once."""
        return self._edit_all(self._many(changes), lambda member: changes[member.id])

    def retag(
        self,
        ids: Iterable[str],
        added: Iterable[str],
        gone: Iterable[str],
        typed: Mapping[str, Typed] | None = None,
        *,
        progress: Progress | None = None,
    ) -> list[Member]:
        """Put tags on several members and take tags off, leaving their others alone. `typed` changes more of each, in
        the same change. Cancelled from `progress` ends it, and nothing is changed."""
        added, gone, more = tuple(added), tuple(gone), typed or {}
        return self._edit_all(
            self._many(ids), lambda member: {**more, "tag": retagged(member.tags, added, gone)}, progress
        )

    def _edit_all(
        self,
        members: Sequence[Member],
        typed: Callable[[Member], Mapping[str, Typed]],
        progress: Progress | None = None,
    ) -> list[Member]:
        tally = Tally(progress, len(members))
        pairs = []
        for before in members:
            tally(1)
            pairs.append((self._edited(before, typed(before)), before))
        tally()  # what follows is not called off any more
        return self._put(f"Edited {self._names([after for after, _ in pairs])}", pairs)

    def remove(self, ids: Iterable[str]) -> list[Member]:
        """Take members out of the roster. What was written about them elsewhere stays, without their name."""
        members = self._many(ids)
        return self._take_away(f"Removed {self._names(members)}", members)

    def find(self, text: str) -> Member:
        """The member meant by an id, the beginning of one, @handle, e-mail or part of a name; an exact name wins over
        a part. Raises NotFound with the nearest name, Ambiguous with the candidates."""
        if text.strip().lower().startswith("m-"):
            if found := ids_meant(self.table, text, "m"):
                if len(found) > 1:
                    raise several("members", text, (candidate(self._must(id)) for id in found))
                return self._must(found[0])
            if became := self._present(text.strip().lower()):
                return became
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
        member = self._present(id)
        if member is None:
            return UNREADABLE if id in self.table else REMOVED
        return member.name

    def names_of(self, ids: Iterable[str]) -> str:
        """ "Ada, Grace and Katherine"."""
        return listed([self.name_of(id) for id in ids])

    def first_names(self, ids: Sequence[str]) -> str:
        """The first of many names, and how many more there are: "Ada, Grace, Katherine and 4 others"."""
        more = len(ids) - NAMED_IN_SENTENCE
        if more < 2:
            return self.names_of(ids)
        return listed([*map(self.name_of, ids[:NAMED_IN_SENTENCE]), counted(more, "other")])

    def words_of(self, id: str) -> list[str]:
        """Everything that a query may call a member: name, handles and id."""
        member = self._present(id) if id else None
        return [member.id, member.name, *map(at_handle, member.handles.values())] if member else [self.name_of(id)]

    def is_quiet(self, id: str, day: date | None = None) -> bool:
        """Whether nothing may remind of or suggest anything about this member on a day, today if not said. Nobody can
        tell what a card asks for that cannot be understood."""
        member = self._present(id)
        return id in self.table if member is None else is_quiet(member, day or self.today())

    def list(self, query: str = "") -> list[Member]:
        """The members that a query finds, by name. Raises InvalidInput for a query that cannot be read."""
        wanted = self.query(query)
        return wanted.among(self._by_name.of(self.table.all()), self.search_blob)

    def search_blob(self, member: Member) -> str:
        """What a filter looks through."""
        return search_text(member)

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

    def _present(self, id: str) -> Member | None:
        """The member with an id, or the one that this member became by a merge."""
        member = self.get(id)
        if member is not None or id in self.table or not len(self.store.table(MERGES)):
            return member
        from kindtui.services.merged import present

        return present(self.store, id)

    def _along_removed(self, change: Change, records: Sequence[Member]) -> None:
        """What a merge remembers of somebody goes with them; undo brings it back with them."""
        if len(self.store.table(MERGES)):
            from kindtui.services.merged import all_merges_of

            for merge in {
                each.id: each for member in records for each in all_merges_of(self.store, member.id)
            }.values():
                change.remove(merge)

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
        return listed(names) if len(names) <= NAMED_IN_SENTENCE else f"{len(names):,} members"


def _kept(before: Member, after: Member) -> Member:
    """Of somebody who came with an import: what a person changed is locked, so that the next import leaves it."""
    if not before.sources:
        return after
    free = (field for field in MEMBER_FIELDS if field.name not in ("locked", "source", *after.locked))
    moved = (field for field in free if value_of(field, before) is not value_of(field, after))
    by_hand = [field.name for field in moved if shown(field, before) != shown(field, after)]
    return replace(after, locked=(*after.locked, *by_hand)) if by_hand else after


def _same(known: list[Member], now: list[Member]) -> bool:
    return len(known) == len(now) and all(one is other for one, other in zip(known, now, strict=True))
