"""Today: what waits for the person who takes care of people, in the order in which it should be looked at.

Nothing here reminds of somebody who died, left, is on a break or asked for space.
"""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from kindtui.domain.dates import ago, spoken
from kindtui.domain.followup_rules import CLOSED, advice, due_state
from kindtui.domain.followups import KIND_WORDS, FollowUp, FollowUpKind
from kindtui.domain.pauses import is_paused, may_be_welcomed
from kindtui.domain.settings import Settings
from kindtui.domain.text import counted, folded
from kindtui.errors import Problem
from kindtui.services.contributions import Contributions
from kindtui.services.followups import FollowUps
from kindtui.services.notebooks import CONTRIBUTIONS, FOLLOW_UPS, MEMBERS
from kindtui.services.roster import Roster
from kindtui.services.section import shortened
from kindtui.services.today_spotlights import SpotlightLines
from kindtui.services.today_unsaved import form_lines, text_lines
from kindtui.services.waiting import Group, Line, awake, left_in_peace

if TYPE_CHECKING:
    from kindtui.domain.consent import Standing
    from kindtui.domain.record import Record
    from kindtui.domain.roster import Member
    from kindtui.domain.spotlights import Spotlight
    from kindtui.services.spotlight_files import LeftFile

NEWCOMER_DAYS = 30
"""For so long after they joined a welcome is still one."""

TOGETHER = 20
"""More of one kind than this stand together in one line: nobody takes so many steps one by one, and they would hide
what else waits."""

STEPS: dict[FollowUpKind, str] = {
    "welcome": "say welcome",
    "check_in": "check in",
    "gone_quiet": "ask how they are",
    "hard_time": "be there",
    "celebrate": "celebrate",
    "promise": "keep it",
    "after_moderation": "talk",
    "hard_conversation": "have the conversation",
    "ask_to_help": "ask first, and name nobody",
}


class Review(msgspec.Struct, frozen=True):
    """A conduct document and the day on which it should be read again."""

    name: str
    title: str
    due: date


class Today:
    """What waits. `left` answers the exported files of a spotlight that must not lie about any more; it, `standing` and
    `reviews` are asked only when there could be something. `unsaved` are names of conduct documents, `begun` places of
    drafts of forms, `unreadable` documents that cannot be read, each with what is wrong."""

    def __init__(
        self,
        roster: Roster,
        contributions: Contributions,
        follow_ups: FollowUps,
        *,
        standing: Callable[[Spotlight], Standing],
        left: Callable[[Spotlight], Sequence[LeftFile]],
        reviews: Callable[[], Iterable[Review]],
        unsaved: Callable[[], Iterable[str]],
        begun: Callable[[], Iterable[str]],
        unreadable: Callable[[], Iterable[tuple[str, Problem]]],
        problems: Callable[[], Iterable[Problem]],
        today: Callable[[], date],
        settings: Settings,
    ) -> None:
        self._roster = roster
        self._contributions = contributions
        self._follow_ups = follow_ups
        self._of_spotlights = SpotlightLines(roster, standing, left)
        self._reviews = reviews
        self._unsaved = unsaved
        self._begun = begun
        self._unreadable = unreadable
        self._problems = problems
        self._today = today
        self._settings = settings

    def groups(self, today: date | None = None) -> Sequence[Group]:
        """The groups that hold something, the most pressing first."""
        day = today or self._today()
        waiting = self._alive(day)
        told = self._of_spotlights.told(day)
        found = (
            Group("take-down", "To be taken down", self._of_spotlights.to_take_down(day)),
            Group("overdue", "Overdue", self._due_lines(waiting, "overdue", day)),
            Group("due", "Due today", self._due_lines(waiting, "due", day)),
            Group("back", "Back from waiting", self._due_lines(waiting, "back", day)),
            Group("unthanked", "Not thanked yet", self._unthanked(day)),
            Group("answers", "Spotlights waiting for a yes", told["answers"]),
            Group("ready", "Spotlights ready to go", told["ready"]),
            Group("newcomers", "New, and not welcomed yet", self._newcomers(day)),
            Group("review", "Agreements to read again", self._past_review(day)),
            Group("unsaved", "Typed, and not saved yet", self._not_saved(day)),
            Group("problems", "To be mended", self._to_mend()),
        )
        return [group for group in found if group.lines]

    def _alive(self, day: date) -> dict[str, list[FollowUp]]:
        """Open and waiting follow-ups by what they ask for, each about those only who may be reminded of."""
        waiting: dict[str, list[FollowUp]] = {"overdue": [], "due": [], "back": []}
        for follow_up in self._follow_ups.table.all():
            if follow_up.state in CLOSED or (state := due_state(follow_up, day)) not in waiting:
                continue
            if is_paused(follow_up, lambda id: left_in_peace(self._roster, id, day)):
                continue
            about = tuple(id for id in follow_up.about if not left_in_peace(self._roster, id, day))
            waiting[state].append(replace(follow_up, about=about))
        for follow_ups in waiting.values():
            follow_ups.sort(key=lambda each: (each.until if each.state == "waiting" else each.due) or day)
        return waiting

    def _due_lines(self, waiting: dict[str, list[FollowUp]], state: str, day: date) -> tuple[Line, ...]:
        kinds = Counter(each.kind for each in waiting[state])
        lines: dict[str, Line] = {}
        for each in waiting[state]:
            if kinds[each.kind] <= TOGETHER:
                lines[each.id] = self._due_line(each, state, day)
            elif each.kind not in lines:
                alike = [other for other in waiting[state] if other.kind == each.kind]
                lines[each.kind] = self._due_together(alike, each.kind, state)
        return tuple(lines.values())

    def _due_together(self, alike: Sequence[FollowUp], kind: FollowUpKind, state: str) -> Line:
        about = list(dict.fromkeys(id for each in alike for id in each.about))
        text = KIND_WORDS[kind].format(counted(len(about), "person", "people"))
        detail = f"{counted(len(alike), 'follow-up')}: {self._roster.first_names(about)}"
        return _together(text, detail, FOLLOW_UPS.name, alike, "followup", f"kind:{kind} state:{state}")

    def _due_line(self, follow_up: FollowUp, state: str, day: date) -> Line:
        details = []
        if state == "back":
            details.append(f"was waiting for {shortened(follow_up.waiting_on, 30)}")
        elif state == "overdue" and follow_up.due:
            details.append(f"due {ago(follow_up.due, day)}")
        if follow_up.owner:
            owner = awake(self._roster, [follow_up.owner], day)
            details.append(f"{owner} does it" if owner else "nobody does it just now")
        details.append(shortened(self._follow_ups.detail(follow_up)))
        step, verb, command = STEPS[follow_up.kind], "done", "done"
        if advice(follow_up):
            step, verb, command = "prepare it, hand it on or let it go", "edit", "show"
        elif state == "back":
            step, verb, command = "ask again", "touch", "touch"
        elif follow_up.repeat:
            verb = command = "touch"
        return Line(
            self._follow_ups.title(follow_up),
            "; ".join(filter(None, details)),
            ((FOLLOW_UPS.name, follow_up.id),),
            step,
            f"followups.{verb}",
            f"kindtui followup {command} {follow_up.id}",
        )

    def _unthanked(self, day: date) -> tuple[Line, ...]:
        lines = []
        limit = self._settings.days("thank_within_days")
        waiting = self._contributions.unthanked(day)
        if len(waiting) > TOGETHER:
            by = dict.fromkeys(id for each in waiting for id in each.by if not left_in_peace(self._roster, id, day))
            text = f"Say thank you for {counted(len(waiting), 'kind act')}"
            detail = f"since {spoken(waiting[0].on, day)}: {self._roster.first_names(list(by))}"
            return (_together(text, detail, CONTRIBUTIONS.name, waiting, "contribution", "state:noticed thanked:none"),)
        for each in waiting:
            details = [ago(each.on, day)]
            if helped := awake(self._roster, each.helped, day):
                details.append(f"helped {helped}")
            if (day - each.on).days > limit:
                details[0] += ", it is time"
            lines.append(
                Line(
                    f"{awake(self._roster, each.by, day)}: {shortened(each.what)}",
                    "; ".join(details),
                    ((CONTRIBUTIONS.name, each.id),),
                    "say thank you",
                    "contributions.thank",
                    f"kindtui contribution thank {each.id} --draft",
                )
            )
        return tuple(lines)

    def unwelcomed(self, today: date | None = None) -> Sequence[Member]:
        """Who is new, and has no welcome planned or given yet; who waits longest comes first."""
        day = today or self._today()
        since = day - timedelta(days=NEWCOMER_DAYS)
        new = [
            member
            for member in self._roster.table.all()
            if member.joined and since <= member.joined <= day and may_be_welcomed(member, day)
        ]
        if not new:
            return []
        welcomed = {id for each in self._follow_ups.table.all() if each.kind == "welcome" for id in each.about}
        waiting = [member for member in new if member.id not in welcomed]
        return sorted(waiting, key=lambda each: (each.joined or day, folded(each.name)))

    def _newcomers(self, day: date) -> tuple[Line, ...]:
        limit = self._settings.days("welcome_within_days")
        waiting = self.unwelcomed(day)
        if len(waiting) > TOGETHER:
            since = day - timedelta(days=NEWCOMER_DAYS)
            text = KIND_WORDS["welcome"].format(counted(len(waiting), "person", "people"))
            detail = f"joined since {spoken(since, day)}: {self._roster.first_names([each.id for each in waiting])}"
            return (_together(text, detail, MEMBERS.name, waiting, "member", f"joined:>={since}"),)
        return tuple(
            Line(
                f"Welcome {member.name}",
                f"joined {ago(member.joined or day, day)}"
                + (", it is time" if (day - (member.joined or day)).days > limit else ""),
                ((MEMBERS.name, member.id),),
                "plan a welcome",
                "members.welcome",
                f"kindtui followup add --about {member.id} --kind welcome",
            )
            for member in waiting
        )

    def _past_review(self, day: date) -> tuple[Line, ...]:
        return tuple(
            Line(
                review.title or review.name,
                f"to be read again since {spoken(review.due, day)}",
                (("conduct", review.name),),
                "read it again",
                "conduct.edit",
                f"kindtui conduct edit {shlex.quote(review.name)}",
            )
            for review in sorted(self._reviews(), key=lambda each: each.due)
            if review.due <= day
        )

    def _not_saved(self, day: date) -> tuple[Line, ...]:
        return (*text_lines(self._unsaved()), *form_lines(self._begun(), self._roster, day))

    def _to_mend(self) -> tuple[Line, ...]:
        lines = [
            Line(str(replace(problem, hint="")), problem.hint, (), "look at it", "", "kindtui doctor")
            for problem in self._problems()
        ]
        lines += [
            Line(
                f"{name} cannot be read",
                str(problem),
                (("conduct", name),),
                "mend it",
                "conduct.mend",
                f"kindtui conduct edit {shlex.quote(name)}",
            )
            for name, problem in self._unreadable()
        ]
        return tuple(lines)


def _together(text: str, detail: str, table: str, records: Sequence[Record], noun: str, query: str) -> Line:
    """One line about many records, which `query` finds in their list."""
    refs = tuple((table, each.id) for each in records)
    return Line(text, detail, refs, "look through them", "", f"kindtui {noun} list '{query}'", query)
