"""Follow-ups: what was promised to people, and whether it helped."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, get_args

import msgspec
from msgspec.structs import replace

from kindtui.domain import followup_rules as rules
from kindtui.domain.dates import parse_interval, spoken
from kindtui.domain.fields import Typed, apply, changed, field_named
from kindtui.domain.followup_rules import DUE_ORDER, DueState
from kindtui.domain.followups import (
    FOLLOW_UP_FIELDS,
    KIND_WORDS,
    FollowUp,
    FollowUpKind,
    FollowUpState,
    ItHelped,
    Touch,
)
from kindtui.domain.pauses import is_paused
from kindtui.domain.query import Key
from kindtui.domain.record import Clock, MakeId
from kindtui.domain.settings import Settings
from kindtui.domain.shapes import read_value
from kindtui.domain.text import first_line, folded
from kindtui.errors import Declined
from kindtui.services.notebooks import FOLLOW_UPS
from kindtui.services.orders import follow_up_orders
from kindtui.services.roster import Roster
from kindtui.services.section import Section
from kindtui.store.tables import Store


class Done(msgspec.Struct, frozen=True):
    """A follow-up that was done, and the one that comes after it when it repeats."""

    follow_up: FollowUp
    next: FollowUp | None


class FollowUps(Section[FollowUp]):
    """What is to be done for people, what needs somebody first at the top."""

    noun = "follow-up"
    letter = "f"

    def __init__(
        self,
        store: Store,
        roster: Roster,
        *,
        clock: Clock,
        ids: MakeId,
        today: Callable[[], date],
        settings: Settings,
    ) -> None:
        super().__init__(store, FOLLOW_UPS, clock=clock, ids=ids, today=today)
        self.roster = roster
        self.settings = settings
        self.keys = _keys(self)
        self.orders = follow_up_orders(self)

    def add(self, typed: Mapping[str, Typed]) -> FollowUp:
        """A new follow-up. Without a day a welcome, a check-in and one that repeats get one of their own. Raises
        InvalidInput with every fault, Declined for a welcome or a celebration that could only hurt."""
        follow_up = self._new(apply(FOLLOW_UP_FIELDS, None, typed, self.roster.reading()))
        return self._put(f"Planned: {self.title(follow_up)}", [(follow_up, None)])[0]

    def add_each(self, typed: Mapping[str, Typed]) -> Sequence[FollowUp]:
        """A new follow-up for each of those it is about, all as one change. Raises as `add` does."""
        values = apply(FOLLOW_UP_FIELDS, None, typed, self.roster.reading())
        made = [self._new({**values, "about": (id,)}) for id in values["about"]]
        return self._put(f"Planned: {self._titles(made)}", [(each, None) for each in made])

    def _new(self, values: Mapping[str, Any]) -> FollowUp:
        now = self.clock()
        follow_up = FollowUp(id=self.ids("f"), created_at=now, updated_at=now, **values)
        self._refuse_what_hurts(follow_up)
        return self._dated(follow_up)

    def welcomes(self, members: Iterable[str]) -> Sequence[FollowUp]:
        """A welcome for each of some new members (ids), as it would be planned today. Nothing is saved."""
        now = self.clock()
        return [
            self._dated(FollowUp(id=self.ids("f"), created_at=now, updated_at=now, kind="welcome", about=(member,)))
            for member in members
        ]

    def edit(self, id: str, typed: Mapping[str, Typed], *, read: FollowUp | None = None) -> FollowUp:
        """Change what was typed. With `read`, the record as it was seen: Clash when it is no longer that."""
        before = read or self._must(id)
        kept = rules.without_old_guess(before, self.today())
        after = changed(kept, FOLLOW_UP_FIELDS, typed, self.roster.reading())
        if (after.kind, after.about) != (before.kind, before.about):
            self._refuse_what_hurts(after)
        if after.repeat and (before.repeat is None or after.due != before.due):
            after = self._dated(replace(after, repeat=replace(after.repeat, anchor=None)))
        return self._put(f"Edited: {self.title(after)}", [(after, before)])[0]

    def touch(
        self, ids: Iterable[str], *, channel: str = "", note: str = "", on: date | None = None
    ) -> Sequence[FollowUp]:
        """Keep that there was contact, today or on another day; the clock of what repeats starts again."""
        today = self.today()
        touch = Touch(on=on or today, channel=" ".join(channel.split()), note=note.strip())
        return self._move("Noted contact", ids, lambda each: rules.touched(each, touch, today))

    def snooze(self, ids: Iterable[str], until: date) -> Sequence[FollowUp]:
        """Put off. `advice` says what else could be done when that happens again and again."""
        today = self.today()
        return self._move(f"Put off until {spoken(until, today)}", ids, lambda each: rules.snoozed(each, until, today))

    def wait(self, id: str, on: str, until: date | None = None) -> FollowUp:
        """Wait for somebody; with `until` it comes back by itself."""
        today = self.today()
        sentence = f"Waiting for {' '.join(on.split())}"
        return self._move(sentence, [id], lambda each: rules.waiting(each, on, until, today))[0]

    def done(self, ids: Iterable[str], *, outcome: str = "", it_helped: str | None = None) -> Sequence[Done]:
        """Done, with what came of it and whether it helped. What repeats gets its next one in the same change."""
        today = self.today()
        helped = self._helped(it_helped)
        now = self.clock()
        pairs: list[tuple[FollowUp, FollowUp | None]] = []
        nexts: dict[str, FollowUp] = {}
        for before in self._many(ids):
            pairs.append((rules.done(before, today, outcome.strip(), helped), before))
            if following := rules.following(before, today):
                nexts[before.id] = replace(following, id=self.ids("f"), created_at=now, updated_at=now)
        saved = self._put(
            f"Done: {self._titles([before for before, _ in pairs])}",
            [*pairs, *((each, None) for each in nexts.values())],
        )
        by_id = {each.id: each for each in saved}
        return [Done(by_id[each.id], by_id[nexts[each.id].id] if each.id in nexts else None) for each, _ in pairs]

    def let_go(self, ids: Iterable[str], *, why: str = "") -> Sequence[FollowUp]:
        """Let go on purpose, with the reason."""
        today = self.today()
        return self._move("Let go", ids, lambda each: rules.let_go(each, today, why.strip()))

    def reopen(self, ids: Iterable[str]) -> Sequence[FollowUp]:
        """Take up again what is closed or waiting."""
        return self._move("Took up again", ids, rules.reopened)

    def remove(self, ids: Iterable[str]) -> Sequence[FollowUp]:
        """Take follow-ups out of the notebook."""
        records = self._many(ids)
        return self._take_away(f"Removed: {self._titles(records)}", records)

    def of(self, member_id: str) -> Sequence[FollowUp]:
        """Those about a member, what needs somebody first at the top."""
        return self._in_order(self.table.where("member", member_id))

    def due_state(self, follow_up: FollowUp, today: date | None = None) -> DueState:
        """What it asks for today: nothing, while those whom it is about are left in peace."""
        state = rules.due_state(follow_up, today or self.today())
        return state if state in rules.CLOSED or not self.is_paused(follow_up) else "paused"

    def advice(self, follow_up: FollowUp) -> str:
        """What to consider after three snoozes; empty before."""
        return rules.advice(follow_up)

    def usual_due(self, kind: str, every: str = "") -> date | None:
        """The day that a new one gets when none is said: when it repeats, one interval from today; a welcome and a
        check-in as the settings say. None for other kinds. Raises InvalidInput for what is no interval."""
        if every:
            return parse_interval(every).after(self.today())
        if kind == "welcome":
            return self.today() + timedelta(days=max(1, self.settings.days("welcome_within_days")))
        if kind == "check_in":
            return parse_interval(str(self.settings.cadences["check_in"])).after(self.today())
        return None

    def guess(self, follow_up: FollowUp) -> str:
        """What was guessed about it and has not expired; empty otherwise. It is dropped for good by the next change."""
        inferred = rules.without_old_guess(follow_up, self.today()).inferred
        return inferred.text if inferred else ""

    def title(self, follow_up: FollowUp) -> str:
        """What is to be done, for whom: "Check in with Ada". Of many only the first are named."""
        return KIND_WORDS[follow_up.kind].format(self.roster.first_names(follow_up.about) or "nobody")

    def detail(self, follow_up: FollowUp) -> str:
        """The one line that says most about it: what to do, what they asked for, or what they said."""
        texts = (follow_up.action, follow_up.asked_for, follow_up.said)
        return next((line for line in map(first_line, texts) if line), "")

    def is_paused(self, follow_up: FollowUp) -> bool:
        """Whether nothing may remind of it, since everybody it is about is to be left in peace."""
        return is_paused(follow_up, self.roster.is_quiet)

    def search_blob(self, follow_up: FollowUp) -> str:
        """What a filter looks through, folded."""
        words = [
            self.title(follow_up),
            self.roster.names_of(follow_up.about),
            follow_up.action,
            follow_up.asked_for,
            follow_up.said,
            follow_up.waiting_on,
        ]
        words += [follow_up.outcome, *(touch.note for touch in follow_up.touches)]
        return folded(" ".join(words))

    def line(self, record: FollowUp) -> str:
        due = f", due {record.due}" if record.due else ""
        return f"{record.id} {self.title(record)} ({record.state.replace('_', ' ')}{due})"

    def list(self, query: str = "") -> Sequence[FollowUp]:
        """The follow-ups that a query finds: overdue, due, come back, waiting, later, some day, paused, closed."""
        return self._in_order(self.query(query).among(self.table.all(), self.search_blob))

    def _described(self, text: str) -> Any:
        return [each for each in super()._described(text) if each.state not in rules.CLOSED]

    def _in_order(self, records: Iterable[FollowUp]) -> Sequence[FollowUp]:
        today = self.today()

        def place(record: FollowUp) -> tuple[int, int, str]:
            state = self.due_state(record, today)
            if record.closed_on:
                return DUE_ORDER.index(state), -record.closed_on.toordinal(), record.id
            day = record.until if record.state == "waiting" else record.due
            return DUE_ORDER.index(state), (day or date.max).toordinal(), record.id

        return sorted(records, key=place)

    def _move(self, what: str, ids: Iterable[str], rule: Callable[[FollowUp], FollowUp]) -> Sequence[FollowUp]:
        today = self.today()
        before = self._many(ids)
        pairs = [(rules.without_old_guess(rule(each), today), each) for each in before]
        return self._put(f"{what}: {self._titles(before)}", pairs)

    def _titles(self, follow_ups: Sequence[FollowUp]) -> str:
        return self.title(follow_ups[0]) if len(follow_ups) == 1 else f"{len(follow_ups):,} follow-ups"

    def _dated(self, follow_up: FollowUp) -> FollowUp:
        """With a day, where its kind or its repeat asks for one, and the anchor that the series counts from."""
        repeat = follow_up.repeat
        due = follow_up.due or self.usual_due(follow_up.kind, repeat.every if repeat else "")
        if repeat and repeat.anchor is None:
            repeat = replace(repeat, anchor=due)
        return replace(follow_up, due=due, repeat=repeat)

    def _refuse_what_hurts(self, follow_up: FollowUp) -> None:
        if follow_up.kind not in ("welcome", "celebrate"):
            return
        for member in filter(None, map(self.roster.get, follow_up.about)):
            if member.status in ("deceased", "left"):
                what = "welcome" if follow_up.kind == "welcome" else "celebration"
                mistake = f"if this is a mistake: kindtui member edit {member.id} --status active"
                if member.status == "left":
                    raise Declined(f"{member.name} has left the community, so kindtui plans no {what}", mistake)
                raise Declined(
                    f"{member.name} has died, so kindtui plans no {what}",
                    f"to look after those who miss them, plan a check-in with somebody close; {mistake}",
                )

    def _helped(self, text: str | None) -> ItHelped | None:
        field = field_named(FOLLOW_UP_FIELDS, "it-helped")
        assert field is not None
        return read_value(field, text, None, self.roster.reading()) if text else None


def _keys(service: FollowUps) -> Mapping[str, Key[FollowUp]]:
    def words(ids: Iterable[str]) -> Iterable[str]:
        return [word for id in ids for word in service.roster.words_of(id)]

    states = (*get_args(FollowUpState), *(state for state in DUE_ORDER if state not in get_args(FollowUpState)))
    return {
        "id": Key(lambda record: [record.id]),
        "about": Key(lambda record: words(record.about)),
        "member": Key(lambda record: words(record.about)),
        "owner": Key(lambda record: words([record.owner])),
        "kind": Key(lambda record: [record.kind], whole=True, choices=get_args(FollowUpKind)),
        "state": Key(lambda record: [record.state, service.due_state(record)], whole=True, choices=states),
        "due": Key(lambda record: [record.due], days=True),
        "until": Key(lambda record: [record.until], days=True),
        "closed": Key(lambda record: [record.closed_on], days=True),
        "touched": Key(lambda record: [touch.on for touch in record.touches], days=True),
        "waiting-on": Key(lambda record: [record.waiting_on]),
        "every": Key(lambda record: [record.repeat.every if record.repeat else None], whole=True),
        "it-helped": Key(lambda record: [record.it_helped], whole=True, choices=get_args(ItHelped)),
        "said": Key(lambda record: [record.said]),
        "action": Key(lambda record: [record.action]),
        "outcome": Key(lambda record: [record.outcome]),
    }
