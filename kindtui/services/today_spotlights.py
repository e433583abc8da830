"""What Today says of spotlights: who has to answer, what may go, and what must be taken down."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from kindtui.domain.dates import ago
from kindtui.services.notebooks import SPOTLIGHTS
from kindtui.services.roster import Roster
from kindtui.services.section import shortened
from kindtui.services.waiting import Line, awake, left_in_peace

if TYPE_CHECKING:
    from kindtui.domain.consent import Standing
    from kindtui.domain.spotlights import Spotlight
    from kindtui.services.spotlight_files import LeftFile


class SpotlightLines:
    """The lines of all spotlights. `standing` and `left` (its exported files that must not lie about any more) are
    asked only when there could be something."""

    def __init__(
        self,
        roster: Roster,
        standing: Callable[[Spotlight], Standing],
        left: Callable[[Spotlight], Sequence[LeftFile]],
    ) -> None:
        self._roster = roster
        self._standing = standing
        self._left = left

    def told(self, day: date) -> dict[str, tuple[Line, ...]]:
        """Spotlights that wait for somebody's answer, and those that everybody agreed to."""
        found: dict[str, list[Line]] = {"answers": [], "ready": []}
        for spotlight in self._roster.store.table(SPOTLIGHTS).all():
            if spotlight.published or not (spotlight.consents or spotlight.audience == "internal"):
                continue  # told already, or a draft that nobody was asked about
            if all(left_in_peace(self._roster, id, day) for id in spotlight.members):
                continue
            standing = self._standing(spotlight)
            if standing.state not in ("asked", "changed", "ready"):
                continue
            if self._asks_in_vain(standing, day):
                continue
            found["ready" if standing.state == "ready" else "answers"].append(self._told_line(spotlight, standing, day))
        return {key: tuple(lines) for key, lines in found.items()}

    def _told_line(self, spotlight: Spotlight, standing: Standing, day: date) -> Line:
        from kindtui.domain.spotlight_exports import last_agreed_export

        verb = {"asked": "answer", "changed": "ask", "ready": "export"}[standing.state]
        step = {"asked": "note the answer", "changed": "ask again", "ready": "export it"}[standing.state]
        detail, options = standing.next_step, ""
        if standing.state == "asked":
            waiting = [line.member_id for line in standing.lines if line.verdict == "waiting"]
            waiting = [id for id in waiting if not left_in_peace(self._roster, id, day)]
            options = f" --member {waiting[0] if waiting else 'MEMBER'} --yes"
        if standing.state == "ready" and (export := last_agreed_export(spotlight)):
            verb, step, options = "publish", "publish it, say where", " --where WHERE"
            detail += f"; it left for {export.file} {ago(export.on, day)}"
        return Line(
            f"Spotlight on {awake(self._roster, spotlight.members, day)}",
            detail,
            ((SPOTLIGHTS.name, spotlight.id),),
            step,
            f"spotlights.{verb}",
            f"kindtui spotlight {verb} {spotlight.id}{options}",
        )

    def _asks_in_vain(self, standing: Standing, day: date) -> bool:
        """Whether a spotlight waits for people only who are left in peace."""
        from kindtui.domain.consent_pauses import is_at_rest  # only where there are spotlights

        people = {id: member for id, *_ in standing.lines if (member := self._roster.get(id))}
        return is_at_rest(standing, people, day)

    def to_take_down(self, day: date) -> tuple[Line, ...]:
        """What is published, or lies about as an exported file, although somebody in it agrees no longer. It waits
        until the files are gone and what was published is removed."""
        lines = []
        for spotlight in self._roster.store.table(SPOTLIGHTS).all():
            if not self._may_be_taken_back(spotlight):
                continue
            published: Iterable[str] = ()
            if spotlight.published and self._standing(spotlight).state == "blocked":
                published = dict.fromkeys(shortened(each.where) for each in spotlight.published)
            files = self._left(spotlight)
            if not files and not published:
                continue
            names = awake(self._roster, spotlight.members, day)
            command, step = _taking_down(files)
            lines.append(
                Line(
                    f"Spotlight on {names}" if names else "A spotlight",
                    ", ".join((*(each.file for each in files), *published)),
                    ((SPOTLIGHTS.name, spotlight.id),),
                    step,
                    "spotlights.take_out_files" if files else "spotlights.show",
                    f"kindtui spotlight {command.format(spotlight.id)}",
                )
            )
        return tuple(lines)

    def _may_be_taken_back(self, spotlight: Spotlight) -> bool:
        """Whether the consent rule has to be asked, which reads the text and takes longer."""
        members = [self._roster.get(id) for id in spotlight.members]
        return any(each.withdrawn_on or each.answer == "no" for each in spotlight.consents) or any(
            each is None or each.status == "deceased" or each.recognition.wish in ("private", "never")
            for each in members
        )


def _taking_down(files: Sequence[LeftFile]) -> tuple[str, str]:
    """What takes something down, as a command and in words. A command that would leave all files is not named."""
    them = "files" if len(files) > 1 else "file"
    if not files:
        return "show {}", "take it down, then remove it"
    if any(each.as_exported for each in files):
        return "take-out {}", f"take the exported {them} out"
    if any(each.may_go for each in files):
        return "take-out {} --changed", f"look what was changed, then take the {them} out"
    return "show {}", f"look, and delete the {them} yourself"
