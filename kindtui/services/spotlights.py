"""Spotlights: drafted, asked about, answered, and only then exported and published."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from kindtui.domain.consent import Standing, wishes_no_spotlight
from kindtui.domain.consent_steps import answered, asked, has_agreed, last_yes_on, withdrawn
from kindtui.domain.contributions import Contribution, moved
from kindtui.domain.fields import Typed, changed
from kindtui.domain.record import Clock, MakeId
from kindtui.domain.roster import Member
from kindtui.domain.settings import Settings
from kindtui.domain.spotlight_exports import CLIPBOARD, STANDARD_OUTPUT
from kindtui.domain.spotlight_fields import SPOTLIGHT_FIELDS
from kindtui.domain.spotlights import FORMATS, Audience, Export, Publication, Scope, Spotlight
from kindtui.domain.text import first_line, folded
from kindtui.errors import Declined, InvalidInput, KindError
from kindtui.services.contributions import Contributions
from kindtui.services.notebooks import SPOTLIGHTS
from kindtui.services.orders import spotlight_orders
from kindtui.services.roster import Roster
from kindtui.services.section import Section, shortened
from kindtui.services.spotlight_files import SpotlightFiles, export_of, file_text
from kindtui.services.spotlight_keys import spotlight_keys
from kindtui.services.spotlight_leaving import Gate
from kindtui.services.spotlight_takedown import TakingDown
from kindtui.store.tables import Store

if TYPE_CHECKING:
    from kindtui.services.spotlight_drafts import Drafting, TemplateInfo
    from kindtui.store.documents import Documents

__all__ = ["FORMATS", "Exported", "Question", "Spotlights"]


class Question(NamedTuple):
    """The message to send to one member."""

    member_id: str
    message: str


class Exported(NamedTuple):
    """What left: the file (None when it was copied or shown), its messages, and the spotlight that now knows of it.

    `twin` is the plain-text file beside an HTML one.
    """

    path: Path | None
    messages: Sequence[str]
    spotlight: Spotlight
    twin: Path | None = None


class Spotlights(Section[Spotlight]):
    """Texts about people, newest first."""

    noun = "spotlight"
    letter = "s"

    def __init__(
        self,
        store: Store,
        roster: Roster,
        contributions: Contributions,
        *,
        clock: Clock,
        ids: MakeId,
        today: Callable[[], date],
        settings: Settings,
        templates: Documents,
        bundled_templates: Path,
        exports_folder: Path,
        gate: Gate,
    ) -> None:
        super().__init__(store, SPOTLIGHTS, clock=clock, ids=ids, today=today)
        self.roster = roster
        self.contributions = contributions
        self.settings = settings
        self._files = SpotlightFiles(exports_folder, store.folder)
        self._templates = (templates, bundled_templates)
        self._gate = gate
        self.taking_down = TakingDown(self._files, self.standing, today)
        self.keys = spotlight_keys(self)
        self.orders = spotlight_orders(self)

    @cached_property
    def drafting(self) -> Drafting:
        """Templates, and the texts that they make."""
        # late: lists and Today need no templates
        from kindtui.services.spotlight_drafts import Drafting

        return Drafting(self.roster, self.contributions, self.settings, *self._templates)

    # -- drafts ------------------------------------------------------------------------------------------------------

    def draft(
        self,
        members: Iterable[str],
        *,
        contributions: Iterable[str] = (),
        template: str = "",
        audience: Audience = "public",
    ) -> Spotlight:
        """A draft about members (any reference to each) and what they did.

        Without members: about those who did the `contributions`, or, with a template for a month, about everybody who
        did something in the latest month. Without contributions: what these members did of late.
        Raises Declined for somebody who wants no spotlight, and for what is kept private.
        """
        return self.keep(self.begin(members, contributions=contributions, template=template, audience=audience))

    def begin(
        self,
        members: Iterable[str],
        *,
        contributions: Iterable[str] = (),
        template: str = "",
        audience: Audience = "public",
    ) -> Spotlight:
        """As `draft`, to be looked at and written on before `keep` saves it."""
        told = self.contributions.find_many(contributions)
        drafted = self.drafting.begin(self.roster.find_many(members), told, template, audience, self.today())
        now = self.clock()
        return Spotlight(id=self.ids("s"), created_at=now, updated_at=now, audience=audience, **drafted)

    def keep(self, drafted: Spotlight, typed: Mapping[str, Typed] | None = None) -> Spotlight:
        """Save what `begin` made, with what was typed since, as one change."""
        made = changed(drafted, SPOTLIGHT_FIELDS, typed or {}, self.roster.reading())
        return self._put(f"Drafted a spotlight of {self._names(made)}", [(made, None)])[0]

    def templates(self) -> list[TemplateInfo]:
        """What a draft can be made from, the workspace's own first."""
        return self.drafting.templates()

    def edit(
        self, id: str, typed: Mapping[str, Typed], *, without: Iterable[str] = (), read: Spotlight | None = None
    ) -> Spotlight:
        """Change what was typed, and take the members `without` out.

        A text that nobody edited is drafted again for the others; in one that somebody did edit the name is replaced,
        and the sentence of the change says so. With `read`, the spotlight as it was seen: Clash when it is no longer
        that.
        """
        before = read or self._must(id)
        after = changed(before, SPOTLIGHT_FIELDS, typed, self.roster.reading())
        if after.contributions != before.contributions:
            self.drafting.refuse_private(self._told(after))
        sentence = f"Edited the spotlight of {self._names(before)}"
        leaving = [self._part_of(before, text) for text in without]
        if leaving:
            after, how = self.drafting.without(after, leaving, self.today(), keep_text="text" in typed)
            sentence = f"Took {self.roster.names_of(leaving)} out of the spotlight of {self._names(before)}: {how}"
        return self._put(sentence, [(after, before)])[0]

    def remove(self, ids: Iterable[str]) -> list[Spotlight]:
        """Take spotlights out of the notebook. Files that were exported stay where they are."""
        records = self._many(ids)
        what = f"the spotlight of {self._names(records[0])}" if len(records) == 1 else f"{len(records)} spotlights"
        return self._take_away(f"Removed {what}", records)

    # -- consent -----------------------------------------------------------------------------------------------------

    def standing(self, which: str | Spotlight, audience: Audience | None = None) -> Standing:
        """Where a spotlight stands for an audience (its own when None)."""
        spotlight = self._must(which) if isinstance(which, str) else which
        return self._gate.standing(spotlight, audience)

    def question(self, id: str, member_id: str) -> str:
        """The message that asks a member both questions: may we name you, and is this text right. Nothing is kept."""
        spotlight = self._must(id)
        member = self._asked(spotlight, member_id)
        return self._question(spotlight, member)

    def ask(self, id: str, *, via: str = "", members: Iterable[str] | None = None) -> list[Question]:
        """Keep that the members (all when None) are asked about the text as it is now; the messages to send.

        Whoever already said yes to this very text for this audience is not asked again. Raises Declined for somebody
        who is not to be asked.
        """
        before = self._must(id)
        if not before.text.strip():
            raise InvalidInput("there is no text to ask about", f"write it: kindtui spotlight edit {id} --text -")
        chosen = before.members if members is None else [self._part_of(before, each) for each in members]
        after = before
        questions: list[Question] = []
        for member_id in chosen:
            member = self._asked(before, member_id)
            if not has_agreed(before, member_id):
                after = asked(after, member_id, self.today(), via.strip())
                questions.append(Question(member_id, self._question(before, member)))
        if questions:
            names = self.roster.names_of(each.member_id for each in questions)
            self._put(f"Asked {names} about a spotlight", [(after, before)])
        return questions

    def answer(
        self, id: str, member: str, *, yes: bool, scope: Scope | None = None, via: str = "", on: date | None = None
    ) -> Spotlight:
        """Keep what a member answered, today when not `on`. A yes is for the text that was asked about, and for that
        audience when no `scope` is given. Raises Declined for a yes to what was not asked, InvalidInput for a day
        before the question."""
        before = self._must(id)
        member_id = self._part_of(before, member)
        day = self._past(on, "an answer")
        name = self.roster.name_of(member_id)
        after = answered(before, member_id, name, yes=yes, scope=scope, via=via.strip(), day=day)
        return self._put(f"{name} said {'yes' if yes else 'no'} to a spotlight", [(after, before)])[0]

    def withdraw(self, id: str, members: Iterable[str] | None = None) -> list[Export | Publication]:
        """Take back what members (all when None) agreed to. Answers what has to be taken down.

        The contributions of a published spotlight count as thanked again, not as spotlighted.
        """
        before = self._must(id)
        chosen = (
            list(before.members) if members is None else [self._part_of(before, each, once=True) for each in members]
        )
        after = replace(withdrawn(before, chosen, self.today()), updated_at=self.clock())
        with self.store.change(f"{self.roster.names_of(chosen)} withdrew from a spotlight") as change:
            change.put(after, before=before)
            for act in self._told(before) if before.published else ():
                if act.state == "spotlighted":
                    change.put(replace(moved(act, "thanked"), updated_at=self.clock()), before=act)
        return self.taking_down.places(after)

    # -- leaving -----------------------------------------------------------------------------------------------------

    def render(
        self,
        id: str,
        format: str = "markdown",
        *,
        audience: Audience | None = None,
        draft: bool = False,
        front_matter: bool = False,
        pings: bool = False,
    ) -> list[str]:
        """The messages to post: one, but for Discord. Raises Declined without consent, unless it is a marked draft for
        the members' own review."""
        from kindtui.formats.spotlight_text import format_named

        spotlight = self._must(id)
        leaving = self._gate.leave(spotlight, audience, draft=draft)
        return leaving.messages(format_named(format), front_matter=front_matter, pings=pings, day=self.today())

    def export(
        self,
        id: str,
        format: str = "markdown",
        *,
        audience: Audience | None = None,
        draft: bool = False,
        out: Path | None = None,
        copy: bool = False,
        shown: bool = False,
        front_matter: bool = False,
    ) -> Exported:
        """Write the messages to a file (in the exports folder, or `out`), or hand them over to be copied or `shown`,
        and keep that this was done. Raises Declined without consent, StoreError when the file cannot be written."""
        from kindtui.formats.spotlight_text import format_named

        kind = format_named(format)
        before = self._must(id)
        leaving = self._gate.leave(before, audience, draft=draft)
        day = self.today()
        messages = leaving.messages(kind, front_matter=front_matter, day=day)
        how = "Copied" if copy else "Showed" if shown else "Exported"
        sentence = f"{how} {'a draft of ' if draft else ''}the spotlight of {self._names(before)} as {kind}"
        if copy or shown:
            entry = export_of(leaving, file_text(messages), CLIPBOARD if copy else STANDARD_OUTPUT, kind, day)
            made = replace(before, exports=(*before.exports, entry))
            return Exported(None, messages, self._put(sentence, [(made, before)])[0])
        written = self._files.write(leaving, messages, kind, out, day)
        made = replace(before, exports=(*before.exports, *written.entries))
        try:
            saved = self._put(sentence, [(made, before)])[0]
        except KindError:
            written.take_back()
            raise
        return Exported(written.path, messages, saved, written.twin)

    def publish(self, id: str, where: str, on: date | None = None) -> Spotlight:
        """Keep that the text was published, today when not `on`. Its contributions are spotlighted from now on.
        Raises Declined when not everybody agreed, InvalidInput for a day before the last yes."""
        before = self._must(id)
        place = " ".join(where.split())
        if not place:
            raise InvalidInput("where was it published?", "a link, or the name of the place")
        day = self._past(on, "a publication")
        self._gate.leave(before, None, draft=False)
        agreed_on = last_yes_on(before)
        if agreed_on and day < agreed_on:
            raise InvalidInput(
                f"the last yes is of {agreed_on}: it cannot have been published on {day}",
                f"a day from {agreed_on} on, or none for today",
            )
        after = replace(
            before, published=(*before.published, Publication(on=day, where=place)), updated_at=self.clock()
        )
        with self.store.change(f"Published the spotlight of {self._names(before)}: {shortened(place)}") as change:
            change.put(after, before=before)
            for act in self._told(before):
                if act.state in ("noticed", "thanked"):
                    change.put(replace(moved(act, "spotlighted"), updated_at=self.clock()), before=act)
        return after

    # -- finding -----------------------------------------------------------------------------------------------------

    def list(self, query: str = "") -> Sequence[Spotlight]:
        """The spotlights that a query finds, newest first."""
        return _newest_first(self.query(query).among(self.table.all(), self.search_blob))

    def of(self, member_id: str) -> Sequence[Spotlight]:
        """The spotlights that a member is part of, newest first."""
        return _newest_first(self.table.where("member", member_id))

    def search_blob(self, spotlight: Spotlight) -> str:
        """What a filter looks through, folded: the text and the names."""
        return folded(" ".join([spotlight.text, spotlight.template, *map(self.roster.name_of, spotlight.members)]))

    def line(self, record: Spotlight) -> str:
        return f"{record.id} {self._names(record)}: {shortened(first_line(record.text))}"

    def _asked(self, spotlight: Spotlight, reference: str) -> Member:
        """The member of a spotlight whom a question goes to. Raises Declined when it would not be kind to ask."""
        member = self.roster.get(self._part_of(spotlight, reference))
        take_out = f"kindtui spotlight edit {spotlight.id} --without"
        if member is None:
            raise Declined("somebody in it is no longer in the roster", f"take them out: {take_out} {reference}")
        reason = wishes_no_spotlight(member)
        if reason:
            raise Declined(reason, f"take them out: {take_out} {member.id}")
        if member.space_until and self.today() < member.space_until:
            raise Declined(
                f"{member.name} asked to be left alone until {member.space_until}",
                f"ask after that, or take them out: {take_out} {member.id}",
            )
        return member

    def _question(self, spotlight: Spotlight, member: Member) -> str:
        from kindtui.services.spotlight_question import question_for

        return question_for(spotlight, member, self.settings)

    def _part_of(self, spotlight: Spotlight, reference: str, *, once: bool = False) -> str:
        """The id of a member of the spotlight; with `once` also of somebody who was taken out of it."""
        known = [*spotlight.members, *((each.member for each in spotlight.consents) if once else ())]
        if reference in known:
            return reference
        member = self.roster.find(reference)
        if member.id not in known:
            raise InvalidInput(f"{member.name} is not part of this spotlight", f"it is about {self._names(spotlight)}")
        return member.id

    def _told(self, spotlight: Spotlight) -> Sequence[Contribution]:
        found = (self.contributions.get(each) for each in spotlight.contributions)
        return [each for each in found if each]

    def _past(self, day: date | None, what: str) -> date:
        today = self.today()
        if day and day > today:
            raise InvalidInput(f"{what} cannot be in the future: {day}", "leave the day out for today")
        return day or today

    def _names(self, spotlight: Spotlight) -> str:
        if len(spotlight.members) > 3:
            return f"{len(spotlight.members)} members"
        return self.roster.names_of(spotlight.members) or "nobody"


def _newest_first(records: Iterable[Spotlight]) -> Sequence[Spotlight]:
    return sorted(records, key=lambda record: (record.created_at, record.id), reverse=True)
