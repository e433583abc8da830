"""One import while it runs: who is new, who changes, and how every row ended."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import partial
from typing import Any

import msgspec

from kindtui.domain.fields import Reading
from kindtui.domain.import_heard import Teller
from kindtui.domain.import_keep_out import KeepOut, clean, cleaned, identity_in
from kindtui.domain.import_matching import Arrival, Conflict, Former, People, ids_at
from kindtui.domain.import_news import locked_by_hand, merged, newcomer, news_in
from kindtui.domain.import_plan import Plan, Skipped, row_print
from kindtui.domain.import_presence import Presence
from kindtui.domain.import_remarks import Remarks
from kindtui.domain.import_rows import Given, Row
from kindtui.domain.import_values import DoubtfulDay, is_invisible
from kindtui.domain.imports import Gone, RowProblem
from kindtui.domain.merging import protection
from kindtui.domain.names_alike import has_lost_letters
from kindtui.domain.pauses import may_be_welcomed
from kindtui.domain.progress import Progress
from kindtui.domain.record import MakeId
from kindtui.domain.roster import Member
from kindtui.domain.text import counted
from kindtui.errors import KindError, StoreError

Echo = Callable[[Member], Iterable[Arrival]]
"""What kindtui itself would say of a member in a file of the same format, in each way of writing it."""

_BY_NAME = (
    "tells a name alone, that of somebody who asked to be forgotten; another person of that name can be added by hand"
)
_STEP = 500
"""Rows between two reports of progress."""


class Arrivals:
    """`added` and `changed` (before, after) are what must be written, by id. Without `ids` nothing will be: new members
    get ids that stand for their lines. `keep_out` tells whose rows are skipped; `unlocked` fields that a person edited
    change, too; of a file that is not `whole` nobody is missed; `name_from` is what somebody without a name is called
    by ("email"). Of a row that kindtui wrote only what is in no `echo` is news."""

    def __init__(
        self,
        members: Iterable[Member],
        teller: Teller,
        *,
        trusted: bool,
        whole: bool = True,
        reading: Reading,
        now: datetime,
        ids: MakeId | None = None,
        keep_out: KeepOut | None = None,
        unlocked: bool = False,
        name_from: str = "",
        former: Former | None = None,
        echo: Echo = lambda _: (),
    ) -> None:
        self.added: dict[str, Member] = {}
        self.changed: dict[str, tuple[Member, Member]] = {}
        self.shown: list[Member] = []
        """The first rows as members."""
        self.given: list[tuple[str, Given]] = []
        """Contributions that the file tells of, each with the id of the member."""
        self.kept_out: set[int] = set()
        """Lines about people who asked not to be recorded."""
        self._teller = teller
        self._source = teller.source
        self._people = People(members, teller.source, trusted=trusted, former=former)
        self._reading = reading
        self._now = now
        self._ids = ids
        self._keep_out = keep_out
        self._misses = trusted and whole
        """Whether somebody who is not in the file is missed."""
        self._unlocked = unlocked
        self._name_from = name_from
        self._echo = echo
        self._presence = Presence()
        self._gone: tuple[Gone, ...] = ()
        self._ends = {"added": 0, "changed": 0, "same": 0}
        self._waiting = 0
        self._refused: list[RowProblem] = []
        self._skipped: list[RowProblem] = []
        self._remarks = Remarks()
        self._prints: dict[str, dict[tuple[str, ...], int]] = {}

    def take(self, rows: list[Row], plan: Plan, progress: Progress | None, *, shown: int) -> None:
        """Go through all rows, and take each out of `rows`: its memory is what the member is made of. Cancelled from
        `progress` ends it."""
        total = len(rows)
        rows.reverse()
        for number in range(total):
            if progress is not None and number % _STEP == 0:
                progress(number, total)
            member = self._row(rows.pop(), plan)
            if member is not None and len(self.shown) < shown:
                self.shown.append(member)
        if progress is not None:
            progress(total, total)
        if self._misses:
            self._gone = tuple(self._presence.gone(self._people, self._source))

    def newcomers(self, since: date) -> list[Member]:
        """The new members who joined on a day or later, and who can be welcomed."""
        found = self.added.values()
        today = self._reading.day("today")
        return [each for each in found if each.joined and each.joined >= since and may_be_welcomed(each, today)]

    def counts(self) -> dict[str, Any]:
        """How the rows ended, as the fields of a Preview or Report."""
        return {
            **self._ends,
            "skipped": len(self._skipped),
            "refused": len(self._refused),
            "waiting": self._waiting,
            "problems": tuple(self._refused),
            "left_out": tuple(self._skipped),
            "gone": self._gone,
        }

    def sentence(self, filename: str) -> str:
        """What undo will show; "" when no member changes."""
        new, old = len(self.added), len(self.changed)
        if new and old:
            return f"Imported {counted(new, 'member')} from {filename}, and news of {counted(old, 'member')}"
        if new:
            return f"Imported {counted(new, 'member')} from {filename}"
        return f"Imported news of {counted(old, 'member')} from {filename}" if old else ""

    def notices(self) -> list[str]:
        """What a person should know about the rows as a whole."""
        notices = self._remarks.notices()
        if (missing := len(self._gone)) > (there := sum(self._ends.values())) > 0:
            notices.append(
                f"{counted(missing, 'member')} of earlier files missing, {there:,} there: is this a part of the list?"
            )
        return notices

    def _row(self, row: Row, plan: Plan) -> Member | None:
        if row.skipped:
            self._skipped.append(RowProblem(row.line, row.fault))
            return None
        if row.fault:
            self._presence.unread(plan.id_in(row.cells), row.cells)
            self._refuse(row, row.fault)
            return None
        try:
            arrival = plan.read(row.cells)
            if self._misses:
                self._presence.seen(arrival.id)
            self._complete(arrival, row)
            given = row.given
            if self._keep_out is not None:
                if self._keep_out.knows(identity_in(arrival, self._source)):
                    self.kept_out.add(row.line)
                    raise Skipped("asked to be forgotten")
                clean(arrival, self._keep_out.without)
                given = tuple(cleaned(each, self._keep_out.without) for each in given)
            member = self._settle(arrival, row)
            if arrival.unknown_zone:
                self._remarks.unknown_zones[arrival.unknown_zone] += 1
            if given:
                self.given += [(member.id, each) for each in given]
            return member
        except Skipped as reason:
            if row.line not in self.kept_out:
                self._presence.left_out(row.cells)
            self._skipped.append(RowProblem(row.line, str(reason)))
        except Conflict as reason:
            self._refuse(row, str(reason))
            for id in reason.members:
                # The file has spoken of them, if not clearly: what it says later may fill gaps, but changes nothing.
                self._people.met.setdefault(id, (row.line, ""))
        except StoreError:
            raise  # it is not about this row
        except DoubtfulDay:
            self._presence.unread(plan.id_in(row.cells), row.cells)
            self._waiting += 1
        except KindError as error:
            self._presence.unread(plan.id_in(row.cells), row.cells)
            # a field that is told by its name can be put right, where the words to put there are known
            self._refuse(row, f"{error.message} ({error.hint})" if error.problems and error.hint else error.message)
        return None

    def _refuse(self, row: Row, reason: str) -> None:
        self._refused.append(RowProblem(row.line, reason))

    def _complete(self, arrival: Arrival, row: Row) -> None:
        """Give a row without a name its handle as name, and one by which nobody could be found a print of itself."""
        if not arrival.name:
            self._call(arrival)
        if not (arrival.name.isascii() and arrival.name.isprintable()) and is_invisible(arrival.name):
            raise Conflict("the name in this row has nothing in it that could be seen")
        if has_lost_letters(arrival.name):
            self._remarks.lost_letters += 1
        if not (arrival.id or arrival.emails or arrival.handles):
            own = row_print(arrival)
            alike = self._prints.setdefault(own, {})
            number = alike.setdefault(tuple(row.cells), len(alike) + 1)
            arrival.id = f"{own}-{number}"
            arrival.is_print = True
            self._remarks.unfindable += 1

    def _call(self, arrival: Arrival) -> None:
        arrival.is_nameless = True
        if arrival.handles:
            arrival.name = next(iter(arrival.handles.values()))
            self._remarks.named_by_handle += 1
        elif self._name_from == "email" and arrival.emails:
            arrival.name = arrival.emails[0]
            self._remarks.named_by_address += 1
        else:
            raise Conflict("there is no name in this row")

    def _settle(self, arrival: Arrival, row: Row) -> Member:
        people = self._people
        found = people.find(arrival)
        if found is None:
            if arrival.is_print and self._keep_out is not None and self._keep_out.knows_name(arrival.name):
                self.kept_out.add(row.line)
                raise Skipped(_BY_NAME)
            member = self._make(arrival, row)
            self.added[member.id] = member
            self._ends["added"] += 1
        elif arrival.is_print:
            member = found
            self._ends["same"] += 1
        else:
            member = self._meet(found, arrival)
        if member is not found:
            people.keep(member)
        people.met.setdefault(member.id, (row.line, arrival.id))
        return member

    def _make(self, arrival: Arrival, row: Row) -> Member:
        id = self._ids("m") if self._ids else f"line-{row.line}"
        return newcomer(arrival, id, self._now, self._source, self._reading)

    def _meet(self, found: Member, arrival: Arrival) -> Member:
        """Somebody who is known: what the row says of them anew."""
        self._people.as_known(found, arrival)
        met = self._people.met.get(found.id)
        by_source = bool(arrival.id) and arrival.id in (found.id, *ids_at(found, self._source))
        if met:
            if not by_source and not self._people.is_called(found, arrival.name):
                raise Conflict(
                    f"the same e-mail or handle as line {met[0]} ({found.name}), but another name: one person or two?"
                )
            self._remarks.told_again += 1
        by_hand = not (found.sources or self._unlocked or arrival.id == found.id)
        options: dict[str, bool] = {"fill": met is not None or by_hand, "by_source": by_source}
        take = partial(merged, found, arrival, self._teller, self._reading, **options)
        member = take(unlocked=self._unlocked)
        if member is not found and arrival.id == found.id:
            for echo in self._echo(found):
                arrival = news_in(arrival, echo)
            take = partial(merged, found, arrival, self._teller, self._reading, **options)
            member = take(unlocked=self._unlocked)
        may_hold = (found.locked or by_hand) and not self._unlocked
        if may_hold and take(unlocked=True, fill=met is not None) != member:
            self._remarks.held_back.add(found.id)
        if arrival.others and protection(take(unlocked=self._unlocked, protect=False)) != protection(member):
            self._remarks.protected.add(found.id)
        if member is found:
            self._ends["same"] += 1
            return found
        self._ends["changed"] += 1
        if by_hand and member.sources:
            member = locked_by_hand(member, arrival)
        member = msgspec.structs.replace(member, updated_at=self._now)
        if found.id in self.added:
            self.added[found.id] = member
        else:
            before = self.changed.get(found.id, (found, found))[0]
            self.changed[found.id] = (before, member)
        return member
