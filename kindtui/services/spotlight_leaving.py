"""The gate: the one place through which the words of a spotlight leave.

Lists ask the gate too, and need none of the formats: those are imported when something leaves.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from operator import is_not
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from kindtui.domain.consent import Standing, is_anonymous, standing, wishes_no_spotlight
from kindtui.domain.consent_pauses import at_rest
from kindtui.domain.consent_words import NONE, Former, words_leaving
from kindtui.domain.record import Record
from kindtui.domain.roster import Member
from kindtui.domain.settings import Settings
from kindtui.domain.spotlights import Audience, Format, Spotlight
from kindtui.domain.text import slug
from kindtui.errors import Declined, InvalidInput
from kindtui.services.notebooks import MERGES
from kindtui.services.roster import Roster

if TYPE_CHECKING:
    from kindtui.domain.naming import Names

SEARCHED = 20_000
"""In a larger roster, lists do not look for people who are named in passing; what asks or leaves always does."""


class Leaving(msgspec.Struct, frozen=True):
    """Words that may leave. `nameless`: nobody is named in them."""

    spotlight: Spotlight
    audience: Audience
    text: str
    alt_text: str
    names: tuple[str, ...]
    nameless: bool
    draft: bool

    def messages(self, format: Format, *, front_matter: bool = False, pings: bool = False, day: date) -> list[str]:
        """The words as a place takes them. Raises InvalidInput for front matter before anything but Markdown."""
        from kindtui.formats.spotlight_text import render

        if front_matter and format != "markdown":
            raise InvalidInput(f"front matter goes before Markdown only, not {format}", "choose the format markdown")
        return render(
            format,
            self.text,
            alt_text=self.alt_text,
            draft=self.draft,
            pings=pings,
            front_matter=self._front_matter(day) if front_matter else None,
        )

    def file_name(self, format: Format) -> str:
        """A name that says what is inside and names nobody who stays anonymous."""
        from kindtui.formats.spotlight_text import EXTENSIONS, title_of

        marks = ("-anonymous" if self.nameless else "") + ("-draft" if self.draft else "")
        return f"{slug(title_of(self.text), 'spotlight')}-{self.spotlight.id}{marks}.{EXTENSIONS[format]}"

    def _front_matter(self, day: date) -> dict[str, str | list[str]]:
        from kindtui.formats.spotlight_text import title_of

        values: dict[str, str | list[str]] = {"title": title_of(self.text), "date": day.isoformat()}
        values["audience"] = self.audience
        if self.names:
            values["members"] = list(self.names)
        if self.alt_text:
            values["alt_text"] = self.alt_text
        return values


class Gate:
    """Where the words of a spotlight may go."""

    def __init__(self, roster: Roster, settings: Settings) -> None:
        self._roster = roster
        self._settings = settings
        self._known: tuple[list[Record], Names] | None = None

    def standing(self, spotlight: Spotlight, audience: Audience | None = None, *, thorough: bool = False) -> Standing:
        """Where a spotlight stands for an audience. People who are named in passing and were not asked count, but for
        a roster of more than SEARCHED members only when `thorough`."""
        people = self.people(spotlight)
        former = self._former(people)
        found = standing(spotlight, people, audience, former=former)
        found = at_rest(spotlight, found, people, self._roster.today())
        if found.state == "blocked" or not (thorough or len(self._roster.table) <= SEARCHED):
            return found
        others = self._named_in_passing(spotlight, people)
        if not others:
            return found
        known = {**people, **{each.id: each for each in others}}
        return standing(spotlight, known, audience, also_named=[each.id for each in others], former=former)

    def leave(self, spotlight: Spotlight, audience: Audience | None, *, draft: bool) -> Leaving:
        """The words that may go to `audience` (that of the spotlight when None).

        Raises Declined that says who did not agree, why, and the next command. A `draft` for the members' own review
        needs no consent, but there is none for somebody who wants no spotlight, or who is gone.
        """
        people = self.people(spotlight)
        found = self.standing(spotlight, audience, thorough=True)
        if draft:
            _refuse_draft(spotlight, people)
        elif not found.may_leave:
            raise Declined(
                f"not for {found.audience} yet: {'; '.join(found.problems) or found.next_step}",
                f"{found.next_step}: {found.command}",
            )
        words = words_leaving(spotlight, people, found.anonymous, self._former(people))
        named = tuple(people[each].name for each in spotlight.members if each not in found.anonymous)
        nameless = is_anonymous(spotlight, found)
        return Leaving(spotlight, found.audience, words.text, words.alt_text, named, nameless, draft)

    def people(self, spotlight: Spotlight) -> dict[str, Member]:
        """The members of a spotlight who are still in the roster."""
        found = ((each, self._roster.get(each)) for each in spotlight.members)
        return {member_id: member for member_id, member in found if member}

    def _named_in_passing(self, spotlight: Spotlight, people: Mapping[str, Member]) -> list[Member]:
        """The people outside the spotlight whom its words name."""

        def others(found: Iterable[Member]) -> list[Member]:
            outside = (self._roster.get(id) for id in dict.fromkeys(each.id for each in found) if id not in people)
            return [each for each in outside if each and each.kind == "person"]

        names = self._names()
        words = f"{spotlight.text}\n{spotlight.alt_text}"
        if "<" not in words and not others(names.named_in(words)):
            # most texts name nobody else, and taking names out of them takes long; tags may hide some at first
            return []
        from kindtui.domain.anonymity import without_names
        from kindtui.formats.spotlight_templates import as_markdown

        for ours in (self._settings.name, self._settings.contact):
            # who is the contact of the community chose to be named
            words = words.replace(as_markdown(ours), "\n").replace(ours, "\n") if ours else words
        # a name may be a part of somebody else's handle, so handles are looked for before names are taken out
        addresses = words
        former = self._former(people)
        for member in people.values():
            cards = former.get(member.id, ())
            unnamed = [replace(each, name="") for each in (member, *cards)]
            addresses = without_names(addresses, unnamed[0], "\n", former=unnamed[1:])
            words = without_names(words, member, "\n", former=cards)
        return others((*names.addressed_in(addresses), *names.named_in(words)))

    def _former(self, people: Iterable[str]) -> Former:
        """The cards that went into those of some members."""
        if not len(self._roster.store.table(MERGES)):
            return NONE
        from kindtui.services.merged import cards_before

        return {id: cards_before(self._roster.store, id) for id in people}

    def _former_cards(self) -> Iterable[Member]:
        if not len(self._roster.store.table(MERGES)):
            return ()
        from kindtui.services.merged import present_cards

        return present_cards(self._roster.store)

    def _names(self) -> Names:
        from kindtui.domain.naming import Names

        records = [*self._roster.table.all(), *self._roster.store.table(MERGES).all()]
        known = self._known
        if known is None or len(known[0]) != len(records) or any(map(is_not, known[0], records)):
            self._known = known = (records, Names((*self._roster.table.all(), *self._former_cards())))
        return known[1]


def _refuse_draft(spotlight: Spotlight, people: Mapping[str, Member]) -> None:
    for member_id in spotlight.members:
        member = people.get(member_id)
        reason = wishes_no_spotlight(member) if member else f"{member_id} is no longer in the roster"
        if reason:
            raise Declined(
                f"no draft either: {reason}",
                f"take them out: kindtui spotlight edit {spotlight.id} --without {member_id}",
            )
