"""Two cards of one person: found, made one, and two again."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date

import msgspec
from msgspec.structs import replace

from kindtui.domain import merging as rules
from kindtui.domain.duplicates import Suggestions, duplicates
from kindtui.domain.merges import NOUNS, Distinction, Merge, Moved, pair
from kindtui.domain.merging_consents import with_one_spotlight
from kindtui.domain.pauses import is_quiet
from kindtui.domain.progress import Progress
from kindtui.domain.record import Clock, MakeId, Record
from kindtui.domain.roster import Member
from kindtui.domain.spotlights import Spotlight
from kindtui.domain.text import counted, first_line
from kindtui.domain.unmerging import touched
from kindtui.errors import InvalidInput
from kindtui.services.merged import document_of, merges_into
from kindtui.services.notebooks import CONTRIBUTIONS, DISTINCTIONS, FOLLOW_UPS, MEMBERS, SPOTLIGHTS
from kindtui.services.renaming import retold
from kindtui.store.collector import no_collections
from kindtui.store.tables import Store


class MergePlan(msgspec.Struct, frozen=True):
    """What making one of two members does. `moved` are the records about the other that will be about the kept one, by
    table; `notices` what a person should know before."""

    kept: Member
    other: Member
    result: Member
    choices: Sequence[rules.Choice]
    moved: Mapping[str, int]
    notices: Sequence[str]


class Merging:
    """Duplicates, and what becomes of them."""

    def __init__(
        self,
        store: Store,
        *,
        clock: Clock,
        ids: MakeId,
        today: Callable[[], date],
        drafts: Callable[[], Mapping[str, object]] = dict,
    ) -> None:
        """`drafts` answers the unsaved texts of forms, by the id of the record."""
        self._today = today
        self._drafts = drafts
        self._store = store
        self._clock = clock
        self._ids = ids

    def suggestions(self, progress: Progress | None = None) -> Suggestions:
        """Pairs of cards that may be of one person. Nobody is merged by this. Cancelled from `progress` ends it.

        A pair waits while both are left in peace. With one of them it is shown: the other card is what would greet
        somebody who died, and a merge takes over the status that protects more.
        """
        today = self._today()
        with no_collections():
            members = self._store.table(MEMBERS).all()
            found = duplicates(members, self.told_apart(), progress)
        quiet = {member.id for member in members if is_quiet(member, today)}
        pairs = tuple(each for each in found.pairs if not quiet.issuperset(each.members))
        if waiting := len(found.pairs) - len(pairs):
            notice = f"{counted(waiting, 'pair')} of people who are left in peace {'wait' if waiting > 1 else 'waits'}"
            return Suggestions(pairs, (*found.notices, notice))
        return found

    def told_apart(self) -> set[tuple[str, str]]:
        """The pairs of ids of which somebody said that they are two people."""
        return {each.members for each in self._store.table(DISTINCTIONS).all()}

    def plan(self, kept: Member, other: Member, take: Collection[str] = ()) -> MergePlan:
        """What `merge` would do; nothing is written. Raises InvalidInput as that does."""
        changes = _Changes(self._store, kept, other, take)
        moved = {name: len(self._store.table(name).where("refers", other.id)) for name in NOUNS}
        notices = [*changes.notices()]
        if other.id in self._drafts():
            notices.append(f"what was typed and not saved on the card of {other.name} waits until they are two again")
        return MergePlan(kept, other, changes.result, rules.choices(kept, other, take), moved, notices)

    def merge(self, kept: Member, other: Member, take: Collection[str] = ()) -> Merge:
        """Make one of two members: `kept` stays, with what `other` told; all that is about `other` is about `kept`. Of
        the fields named in `take` the value of `other` stays.

        Raises InvalidInput when they are the same member or a field cannot be taken, Clash when one of them was changed
        since they were read.
        """
        now = self._clock()
        changes = _Changes(self._store, kept, other, take)
        moved = []
        with self._store.change(f"Merged {other.name} into {kept.name}") as change:
            for before, after in changes:
                if after is None:
                    change.remove(before)
                elif after != before:
                    after = replace(after, updated_at=now)
                    change.put(after, before=before)
                moved.append(self._moved(before, after, whole=before.id == kept.id))
            merge = Merge(
                id=self._ids("u"), created_at=now, updated_at=now, kept=kept.id, other=other.id, moved=tuple(moved)
            )
            change.put(merge)
        return merge

    def distinguish(self, one: Member, two: Member) -> Distinction:
        """Remember that two members are two people: they are not suggested again. Raises InvalidInput when they are the
        same member."""
        if one.id == two.id:
            raise InvalidInput(f"{one.name} is one member", "name two")
        for known in self._store.table(DISTINCTIONS).where("member", one.id):
            if two.id in known.members:
                return known
        now = self._clock()
        found = Distinction(id=self._ids("d"), created_at=now, updated_at=now, members=pair(one.id, two.id))
        with self._store.change(f"Noted that {one.name} and {two.name} are two people") as change:
            change.put(found)
        return found

    def _moved(self, before: Record, after: Record | None, *, whole: bool) -> Moved:
        table = self._store.table_of(before).name
        if after is None:
            return Moved(table=table, id=before.id, before=document_of(before))
        documents = document_of(before), document_of(after)
        was, became = documents if whole else touched(*documents)
        return Moved(table=table, id=before.id, before=was, after=became)


class _Changes:
    """Every record that a merge changes, before and after (None: it is removed); that of `kept` also when it stays as
    it is. Raises InvalidInput as `Merging.merge`."""

    def __init__(self, store: Store, kept: Member, other: Member, take: Collection[str]) -> None:
        if kept.id == other.id:
            raise InvalidInput(f"{kept.name} and {other.name} are the same member", "name two")
        self._store = store
        self._kept = kept
        self._other = other
        self._unanswered: list[str] = []
        self.result = rules.merged(kept, other, take)
        self._pairs: list[tuple[Record, Record | None]] = [(kept, self.result), (other, None)]
        self._pairs += self._references()
        self._pairs += self._distinctions()

    def __iter__(self) -> Iterator[tuple[Record, Record | None]]:
        return iter(self._pairs)

    def notices(self) -> Iterator[str]:
        """What a person should know before."""
        if any(isinstance(before, Distinction) and after is None for before, after in self._pairs):
            yield f"it was noted that {self._kept.name} and {self._other.name} are two people: that note goes"
        if self._kept.kind != self._other.kind:
            yield "one of them is a bot"
        for each in merges_into(self._store, self._other.id):
            yield f"{each.name_of_other} was merged into {self._other.name} before, and comes along"
        yield from self._unanswered

    def _references(self) -> Iterator[tuple[Record, Record]]:
        kept, other = self._kept.id, self._other.id
        for act in self._store.table(CONTRIBUTIONS).where("refers", other):
            yield act, rules.with_one_contribution(act, kept, other)
        for follow_up in self._store.table(FOLLOW_UPS).where("refers", other):
            yield follow_up, rules.with_one_follow_up(follow_up, kept, other)
        yield from self._spotlights()

    def _spotlights(self) -> Iterator[tuple[Spotlight, Spotlight]]:
        table = self._store.table(SPOTLIGHTS)
        one: dict[str, Spotlight] = {}
        for spotlight in table.where("refers", self._other.id):
            one[spotlight.id], why = with_one_spotlight(spotlight, self._kept.id, self._other.id)
            if why:
                self._unanswered.append(f"{spotlight.id} “{first_line(spotlight.text)[:40]}”: {why}")
        renamed = [(self._other, self.result), (self._kept, self.result)]
        for id, told in {**one, **retold(self._store, renamed, one)}.items():
            before = table.get(id)
            assert before is not None
            if told.text != before.text and any(each.answer == "yes" for each in told.consents):
                self._unanswered.append(f"{id} says the name that stays: who agreed to the old words is asked again")
            yield before, told

    def _distinctions(self) -> Iterator[tuple[Distinction, Distinction | None]]:
        table = self._store.table(DISTINCTIONS)
        known = {each.members for each in table.where("member", self._kept.id)}
        for each in table.where("member", self._other.id):
            third = next(id for id in each.members if id != self._other.id)
            members = pair(self._kept.id, third)
            if third == self._kept.id or members in known:
                yield each, None
            else:
                yield each, replace(each, members=members)
