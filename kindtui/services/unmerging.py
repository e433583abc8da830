"""A merge is taken back: both members are what they were, and what was changed since is not lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

import msgspec
from msgspec.structs import replace

from kindtui.domain.fields import Field
from kindtui.domain.merges import NOUNS, Distinction, Merge, Moved
from kindtui.domain.merging import protection, with_stricter
from kindtui.domain.merging_consents import with_two_again
from kindtui.domain.record import Clock, Record
from kindtui.domain.roster import MEMBER_FIELDS, Member
from kindtui.domain.spotlights import Spotlight
from kindtui.domain.text import counted, folded, listed
from kindtui.domain.unmerging import GivenBack, given_back
from kindtui.errors import Ambiguous, InvalidInput, NotFound
from kindtui.formats.records_json import from_document
from kindtui.services.merged import document_of, merges_into, present
from kindtui.services.notebooks import MEMBERS, MERGES, SPOTLIGHTS
from kindtui.services.reading import several
from kindtui.services.renaming import retold
from kindtui.services.roster import Roster
from kindtui.store.tables import Store

R = TypeVar("R", bound=Record)


class Unmerged(msgspec.Struct, frozen=True):
    """Both members as they are again, how many records were given back, and what could not be as it was."""

    kept: Member
    other: Member
    records: int
    notices: Sequence[str]


class Unmerging:
    """Takes merges back."""

    def __init__(self, store: Store, roster: Roster, *, clock: Clock) -> None:
        self._store = store
        self._roster = roster
        self._clock = clock

    def merges_into(self, member: Member) -> Sequence[Merge]:
        """The merges that went into a member, newest first."""
        return merges_into(self._store, member.id)

    def find(self, text: str) -> Merge:
        """The merge meant by its id or that of the one who went into the other, by what this one is called, or by the
        member who was kept; the newest, where several went into one. Raises NotFound, Ambiguous."""
        table = self._store.table(MERGES)
        sought = text.strip().lower()
        if sought.startswith("u-") and len(sought) > 2:
            found = table.with_prefix(sought)
            if len(found) > 1:
                raise several("merges", text, (self._line(each) for each in table.all() if each.id in found))
        else:
            found = [each.id for each in table.where("other", self._former_id(sought))]
        meant = [each for each in map(table.get, found) if each] or self._called(text)
        if len({each.kept for each in meant}) > 1:
            raise several("merges", text, map(self._line, meant))
        return max(meant, key=lambda merge: (merge.created_at, merge.id))

    def _called(self, text: str) -> list[Merge]:
        """The merges of those who were called so, and into the member who is. Raises NotFound, Ambiguous."""
        called = [each for each in self._store.table(MERGES).all() if _is_called(each, text)]
        try:
            member = self._roster.find(text)
        except (NotFound, Ambiguous):
            if called:
                return called
            raise
        called += self.merges_into(member)
        if not called:
            raise NotFound(f"nobody was merged into {member.name}", "kindtui undo takes back the last change")
        return called

    def _line(self, merge: Merge) -> str:
        return f"{merge.id} {merge.name_of_other}, into {self._roster.name_of(merge.kept)}"

    def _former_id(self, sought: str) -> str:
        """The id of somebody who went into another, which may be shortened while nobody else's begins like that."""
        if not sought.startswith("m-") or len(sought) < 3 or self._store.table(MEMBERS).with_prefix(sought):
            return sought
        begun = {each.other for each in self._store.table(MERGES).all() if each.other.startswith(sought)}
        return begun.pop() if len(begun) == 1 else sought

    def plan(self, merge: Merge) -> Unmerged:
        """What `unmerge` would do; nothing is written. Raises as that does."""
        back = _Back(self._store, merge, self._clock())
        return back.told()

    def unmerge(self, merge: Merge) -> Unmerged:
        """Make two members of one again. What the merge changed is as it was; what was changed since stays with the
        member who was kept, and is named. Raises InvalidInput when it cannot be taken back now, Clash when somebody
        changed a record meanwhile."""
        back = _Back(self._store, merge, self._clock())
        told = back.told()
        with self._store.change(f"Parted {told.kept.name} and {told.other.name} again") as change:
            for before, after in back.pairs:
                change.put(after, before=before)
            change.remove(merge)
        return told


class _Back:
    """Every record that is given back: as it is now (None: it is gone) and as it is to be."""

    def __init__(self, store: Store, merge: Merge, now: datetime) -> None:
        self._store = store
        self._merge = merge
        self._now = now
        self.pairs: list[tuple[Record | None, Record]] = []
        self._notices: list[str] = []
        self._kept = self._present_kept()
        moved = {(each.table, each.id): each for each in merge.moved}
        kept = moved.pop((MEMBERS.name, merge.kept), None)
        other = moved.pop((MEMBERS.name, merge.other), None)
        if other is None:
            raise InvalidInput("the card of the one who was merged is not kept any more", "add them again")
        self.kept = self._kept_again(kept)
        self.other = self._other_again(other, kept)
        for each in moved.values():
            self._record_again(each)
        self._say_new_names()

    def told(self) -> Unmerged:
        """What comes of it."""
        return Unmerged(self.kept, self.other, len(self.pairs) - 2, tuple((*self._notices, *self._since())))

    def _present_kept(self) -> Member:
        merge = self._merge
        kept = self._store.table(MEMBERS).get(merge.kept)
        if kept is not None:
            return kept
        into = present(self._store, merge.kept)
        if into is not None:
            raise InvalidInput(
                f"the one who was kept was merged into {into.name} since", f"first: kindtui member unmerge {merge.kept}"
            )
        raise NotFound(f"the member who was kept ({merge.kept}) is gone", "undo may bring them back")

    def _kept_again(self, moved: Moved | None) -> Member:
        now = self._kept
        if moved is None or moved.after is None:
            restored = now
        else:
            back = given_back(moved.before, moved.after, document_of(now))
            restored = self._read(now, back)
            if labels := [field.label for field in _fields(back.stayed)]:
                self._notices.append(f"changed since: {listed(labels)}; what is new there stays with {restored.name}")
        self.pairs.append((now, restored))
        return restored

    def _other_again(self, moved: Moved, kept: Moved | None) -> Member:
        if moved.id in self._store.table(MEMBERS):
            raise InvalidInput(f"there is a member {moved.id} again", "remove one of the two first")
        other = from_document(Member, moved.id, moved.before)
        if kept is not None and kept.after is not None:
            merged = from_document(Member, kept.id, kept.after)
            careful = with_stricter(other, self._kept)
            if protection(merged) != protection(self._kept) and careful != other:
                other = replace(careful, updated_at=self._now)
                self._notices.append(
                    "a wish, a break or a need for space was told since the merge: it holds for both until one says "
                    "otherwise"
                )
        self.pairs.append((None, other))
        return other

    def _record_again(self, moved: Moved) -> None:
        now: Record | None = self._store.table(moved.table).get(moved.id)
        if moved.after is None:
            if now is None:
                self.pairs.append((None, from_document(Distinction, moved.id, moved.before)))
            return
        if now is None:
            self._notices.append(f"{moved.id} was removed since, and stays removed")
            return
        back = given_back(moved.before, moved.after, document_of(now))
        record = self._read(now, back)
        stayed = [key for key in back.stayed if key != "consents"]
        if stayed:
            self._notices.append(f"{moved.id} was changed since: look at {listed(stayed)}")
        if isinstance(record, Spotlight) and isinstance(now, Spotlight):
            record = self._answers(record, now, moved)
        self.pairs.append((now, record))

    def _answers(self, record: Spotlight, now: Spotlight, moved: Moved) -> Spotlight:
        """With the answers of both, when one was given since."""
        before, after = (_as_remembered(now, each) for each in (moved.before, moved.after or {}))
        if now.consents == after.consents:
            return record
        consents, again = with_two_again(before, after.consents, now.consents, self._merge.kept, self._merge.other)
        if again:
            self._notices.append(f"{now.id}: a yes was given since, by one of the two: ask again")
        return replace(record, consents=consents)

    def _read(self, now: R, back: GivenBack) -> R:
        """The record that is given back; stamped when it is not quite what it was before the merge."""
        record = from_document(type(now), now.id, back.document)
        return record if back.is_exact or record == now else replace(record, updated_at=self._now)

    def _say_new_names(self) -> None:
        """Spotlights that were written since say the name that is gone."""
        known = {record.id for _, record in self.pairs}
        for id, told in retold(self._store, [(self._kept, self.kept)], others=[self.other]).items():
            if id not in known:
                self.pairs.append((self._store.table(SPOTLIGHTS).get(id), replace(told, updated_at=self._now)))

    def _since(self) -> Iterator[str]:
        """Records that were made since, of which nobody can tell whose they are."""
        moved = {each.id for each in self._merge.moved}
        counts = []
        for name, noun in NOUNS.items():
            records: Sequence[Record] = self._store.table(name).where("refers", self.kept.id)
            new = sum(each.id not in moved and each.created_at > self._merge.created_at for each in records)
            if new:
                counts.append(counted(new, noun))
        if counts:
            yield f"made since, and kept with {self.kept.name}: {listed(counts)}; look whose they are"


def _as_remembered(now: Spotlight, keys: Mapping[str, Any]) -> Spotlight:
    """A spotlight with the keys that a merge remembers of it; those that it left alone are as they are now."""
    others = {key: value for key, value in document_of(now).items() if key != "consents"}
    return from_document(Spotlight, now.id, {**others, **keys})


def _fields(keys: Sequence[str]) -> Iterator[Field]:
    return (field for field in MEMBER_FIELDS if field.path.partition(".")[0] in keys and field.name != "locked")


def _is_called(merge: Merge, text: str) -> bool:
    return bool(text.strip()) and folded(merge.name_of_other) == folded(text)
