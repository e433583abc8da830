"""Contributions: kind acts, and the thanks for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import get_args

from msgspec.structs import replace

from kindtui.domain.contributions import (
    CONTRIBUTION_FIELDS,
    Contribution,
    ContributionState,
    Thanks,
    moved,
    no_longer_private,
    thanked,
)
from kindtui.domain.fields import Field, Typed, apply, changed
from kindtui.domain.kinds import Kind, kind_named, labels_of
from kindtui.domain.pauses import is_quiet
from kindtui.domain.query import Key
from kindtui.domain.record import Clock, MakeId
from kindtui.domain.text import folded, listed
from kindtui.domain.thanks import thanks_draft
from kindtui.errors import Declined, InvalidInput
from kindtui.services.notebooks import CONTRIBUTIONS
from kindtui.services.orders import contribution_orders
from kindtui.services.roster import Roster
from kindtui.services.section import Section, shortened
from kindtui.store.tables import Store

Kinds = Callable[[], Sequence[Kind]]
"""Answers the kinds of this workspace; asked only when one was typed."""


class Contributions(Section[Contribution]):
    """What people did, newest first."""

    noun = "contribution"
    letter = "c"

    def __init__(
        self, store: Store, roster: Roster, *, clock: Clock, ids: MakeId, today: Callable[[], date], kinds: Kinds
    ) -> None:
        super().__init__(store, CONTRIBUTIONS, clock=clock, ids=ids, today=today)
        self.roster = roster
        self.kinds = kinds
        self._fields = tuple(
            replace(field, check=self._kind, said=self.kind_label) if field.name == "kind" else field
            for field in CONTRIBUTION_FIELDS
        )
        self.keys = _keys(roster, self.kind_label)
        self.orders = contribution_orders(roster, self.kind_label)

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields of a contribution; its kind is read and shown as this workspace calls it."""
        return self._fields

    def add(self, typed: Mapping[str, Typed]) -> Contribution:
        """A new contribution from what was typed. Raises InvalidInput with every fault."""
        values = apply(self._fields, None, typed, self.roster.reading())
        now = self.clock()
        contribution = self._checked(Contribution(id=self.ids("c"), created_at=now, updated_at=now, **values))
        by = self.roster.names_of(contribution.by)
        return self._put(f"Noted what {by} did: {shortened(contribution.what)}", [(contribution, None)])[0]

    def edit(self, id: str, typed: Mapping[str, Typed], *, read: Contribution | None = None) -> Contribution:
        """Change what was typed. With `read`, the record as it was seen: Clash when it is no longer that."""
        before = read or self._must(id)
        after = self._checked(changed(before, self._fields, typed, self.roster.reading()))
        return self._put(f"Edited “{shortened(after.what)}”", [(after, before)])[0]

    def thank(
        self, ids: Iterable[str], *, channel: str = "", words: str = "", on: date | None = None
    ) -> Sequence[Contribution]:
        """Keep that those who did it were thanked, with what words, where and when (today)."""
        today = self.today()
        if on and on > today:
            raise InvalidInput("a thank-you cannot have been said in the future", "use --on for a day that has been")
        thanks = Thanks(on=on or today, channel=" ".join(channel.split()), words=words.strip())
        before = self._many(ids)
        names = self.roster.first_names(list(dict.fromkeys(id for each in before for id in each.by)))
        what = f" for “{shortened(before[0].what)}”" if len(before) == 1 else f" for {len(before)} kind acts"
        return self._put(f"Thanked {names}{what}", [(thanked(each, thanks), each) for each in before])

    def thanks_draft(self, id: str) -> str:
        """Words to begin a thank-you with. Raises Declined when nobody is left who could read them."""
        contribution = self._must(id)
        readers = [member for member in map(self.roster.get, contribution.by) if member]
        living = [member for member in readers if member.status != "deceased"]
        if readers and not living:
            names = listed([member.name for member in readers])
            raise Declined(f"{names} has died and cannot read a thank-you", "tell those who miss them what they did")
        return thanks_draft(
            contribution,
            [member.name for member in living],
            [self.roster.name_of(id) for id in contribution.helped],
            self.roster.name_of(contribution.noticed_by) if contribution.noticed_by else "",
        )

    def keep_private(self, ids: Iterable[str]) -> Sequence[Contribution]:
        """Keep these out of every spotlight."""
        before = self._many(ids)
        what = f"“{shortened(before[0].what)}”" if len(before) == 1 else f"{len(before)} contributions"
        return self._put(f"Kept {what} private", [(moved(each, "kept_private"), each) for each in before])

    def not_private(self, ids: Iterable[str]) -> Sequence[Contribution]:
        """Take back that these are kept private: they wait for thanks again, or may be told in a spotlight."""
        before = self._many(ids)
        what = f"“{shortened(before[0].what)}” is" if len(before) == 1 else f"{len(before)} contributions are"
        return self._put(f"{what} no longer private", [(no_longer_private(each), each) for each in before])

    def remove(self, ids: Iterable[str]) -> Sequence[Contribution]:
        """Take contributions out of the notebook."""
        records = self._many(ids)
        what = f"“{shortened(records[0].what)}”" if len(records) == 1 else f"{len(records)} contributions"
        return self._take_away(f"Removed {what}", records)

    def of(self, member_id: str) -> Sequence[Contribution]:
        """What a member did, or was helped by, newest first."""
        return _newest_first(self.table.where("member", member_id))

    def kind_label(self, id: str) -> str:
        """What a person reads for a kind; the id of one that this workspace does not know."""
        return self._labels.get(id, id) if id else ""

    @cached_property
    def _labels(self) -> Mapping[str, str]:
        return labels_of(self.kinds())

    def unthanked(self, day: date) -> Sequence[Contribution]:
        """What nobody has said thank you for yet, longest first. Nothing by people who are left in peace on that day,
        who asked not to be suggested, and nothing by bots."""
        return sorted((each for each in self.table.all() if self.waits(each, day)), key=lambda each: each.on)

    def waits(self, contribution: Contribution, day: date) -> bool:
        """Whether one is among `unthanked`."""
        if contribution.state != "noticed" or contribution.thanks:
            return False
        return any(self._to_thank(id, day) for id in contribution.by)

    def search_blob(self, contribution: Contribution) -> str:
        """What a filter looks through, folded: the act, its effect and kind, and the names of all in it."""
        words = [contribution.what, contribution.effect, contribution.kind, self.kind_label(contribution.kind)]
        words += map(self.roster.name_of, (*contribution.by, *contribution.helped))
        return folded(" ".join(words))

    def line(self, record: Contribution) -> str:
        return f"{record.id} {shortened(record.what)} ({self.roster.names_of(record.by)}, {record.on})"

    def list(self, query: str = "") -> Sequence[Contribution]:
        """The contributions that a query finds, newest first."""
        return _newest_first(self.query(query).among(self.table.all(), self.search_blob))

    def _to_thank(self, member_id: str, day: date) -> bool:
        member = self.roster.get(member_id)
        if member is None or member.kind == "bot" or member.recognition.wish == "never":
            return False
        return not is_quiet(member, day)

    def _kind(self, text: str) -> str:
        return kind_named(text, self.kinds()).id

    def _checked(self, contribution: Contribution) -> Contribution:
        if contribution.on > self.today():
            raise InvalidInput(f"{contribution.on} is still to come", "a contribution is something that has happened")
        return contribution


def _newest_first(records: Iterable[Contribution]) -> Sequence[Contribution]:
    return sorted(records, key=lambda record: (record.on, record.created_at, record.id), reverse=True)


def _keys(roster: Roster, kind_label: Callable[[str], str]) -> Mapping[str, Key[Contribution]]:
    def words(ids: Iterable[str]) -> Iterable[str]:
        return [word for id in ids for word in roster.words_of(id)]

    def noticed_by(record: Contribution) -> Iterable[str]:
        return words([record.noticed_by]) if record.noticed_by else ()

    return {
        "id": Key(lambda record: [record.id]),
        "what": Key(lambda record: [record.what]),
        "effect": Key(lambda record: [record.effect]),
        "by": Key(lambda record: words(record.by)),
        "helped": Key(lambda record: words(record.helped)),
        "member": Key(lambda record: words((*record.by, *record.helped))),
        "kind": Key(lambda record: [record.kind, kind_label(record.kind)], whole=True),
        "state": Key(lambda record: [record.state], whole=True, choices=get_args(ContributionState)),
        "on": Key(lambda record: [record.on], days=True),
        "thanked": Key(lambda record: [thanks.on for thanks in record.thanks], days=True),
        "noticed-by": Key(noticed_by),
        "link": Key(lambda record: record.evidence),
    }
