"""The first words of a spotlight, from a template of the workspace or one of ours."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

from msgspec.structs import replace

from kindtui.domain.anonymity import without_names
from kindtui.domain.consent import wishes_no_spotlight
from kindtui.domain.contributions import Contribution
from kindtui.domain.dates import MONTHS
from kindtui.domain.nearest import did_you_mean
from kindtui.domain.pauses import is_quiet, pause_of, pause_words
from kindtui.domain.roster import Member, at_handle
from kindtui.domain.settings import Settings
from kindtui.domain.spotlights import Audience, Spotlight, text_hash
from kindtui.domain.text import listed
from kindtui.errors import Declined, InvalidInput, KindError, NotFound
from kindtui.formats.spotlight_templates import Purpose, Template, as_markdown, fill, parse_template
from kindtui.services.contributions import Contributions
from kindtui.services.merged import cards_before
from kindtui.services.roster import Roster
from kindtui.services.section import shortened
from kindtui.store.documents import Documents

Origin = Literal["kindtui", "workspace"]

OURS: dict[Purpose, str] = {"one": "one-person", "several": "several-people", "month": "thank-you-thread"}
"""The template that is taken when none is named."""

SOMEBODY = "a member"
RECENT = 3
"""How many kind acts a draft about one person begins with when none were named."""


def usual_template(people: int) -> str:
    """The template that is taken for so many people when none is chosen."""
    return OURS["one" if people == 1 else "several"]


@dataclass(frozen=True, slots=True)
class TemplateInfo:
    """A template to choose from. `problem` says why it cannot be used, with its place; empty when it can."""

    id: str
    title: str
    origin: Origin
    for_many: bool
    purpose: Purpose = "one"
    problem: str = ""


class Drafting:
    """Templates, and the texts that they make."""

    def __init__(
        self, roster: Roster, contributions: Contributions, settings: Settings, templates: Documents, bundled: Path
    ) -> None:
        self._roster = roster
        self._contributions = contributions
        self._settings = settings
        self._own = templates
        self._bundled = bundled

    def templates(self) -> list[TemplateInfo]:
        """All templates, the workspace's own first. An own one replaces ours of the same name."""
        found = [self._info(name, "workspace") for name in self._own.names()]
        taken = {each.id for each in found}
        ours = sorted(path.stem for path in self._bundled.glob("*.md"))
        return found + [self._info(name, "kindtui") for name in ours if name not in taken]

    def template(self, id: str) -> Template:
        """The template of this name. Raises NotFound with the nearest; InvalidInput when it cannot be read."""
        if id in self._own.names():
            path = self._own.path(id)
            return parse_template(
                self._own.read(id), f"{self._own.folder.parent.name}/{self._own.folder.name}/{path.name}"
            )
        if id in {path.stem for path in self._bundled.glob("*.md")}:
            path = self._bundled / f"{id}.md"
            return parse_template(path.read_text("utf-8"), path.name)
        known = [each.id for each in self.templates()]
        raise NotFound(f"there is no template {id!r}", did_you_mean(id, known))

    def text(
        self, template: Template, members: Sequence[Member], told: Sequence[Contribution], audience: Audience, day: date
    ) -> str:
        """The draft about `members` and the contributions `told`, oldest first.

        People who were helped and are not part of the spotlight are not named: nobody asked them. Raises InvalidInput
        with the place in the template.
        """
        names = [as_markdown(each.name) for each in members]
        acts = [self._act(each, members) for each in sorted(told, key=lambda each: (each.on, each.id))]
        people = [self._person(each) for each in members]
        month = max((each.on for each in told), default=day)
        return fill(
            template,
            {
                "member": people[0] if people else {"name": "", "pronouns": "", "handles": {}},
                "members": people,
                "names": listed(names),
                "contributions": acts,
                "community_name": as_markdown(self._settings.name) or "Your community",
                "contact": as_markdown(self._settings.contact),
                "month": f"{MONTHS[month.month - 1].title()} {month.year}",
                "audience": audience,
            },
        )

    def begin(
        self, people: Sequence[Member], told: Sequence[Contribution], template: str, audience: Audience, day: date
    ) -> dict[str, Any]:
        """What a new draft holds: members, contributions, template, text and `drafted`; see `Spotlights.draft`."""
        chosen = self.template(template) if template else None
        if chosen and chosen.purpose == "month" and not told:
            told = self._of_month(people, day)
        if not people:
            people = who_may_be_named((id for each in told for id in each.by), self._roster.get, day)
        if not people:
            # say whose wish it is, where it is one
            givers = [member for member in map(self._roster.get, (id for each in told for id in each.by)) if member]
            self._refuse_unwished(givers)
            _refuse_paused(givers, day)
            raise InvalidInput("a spotlight is about somebody", "say about whom: --for NAME")
        self._refuse_unwished(people)
        self.refuse_private(told)
        told = told or self._recent(people)
        name = template or usual_template(len(people))
        text = self.text(chosen or self.template(name), people, told, audience, day)
        return {
            "members": tuple(each.id for each in people),
            "contributions": tuple(each.id for each in told),
            "template": name,
            "text": text,
            "drafted": text_hash(text),
        }

    def without(self, spotlight: Spotlight, ids: Sequence[str], day: date, *, keep_text: bool) -> tuple[Spotlight, str]:
        """The spotlight without the members `ids`, and how its text came to be, in words.

        Drafted again when nobody edited the text, else with their names replaced; `keep_text` leaves it as it is.
        Raises InvalidInput when nobody would be left.
        """
        rest = [id for id in spotlight.members if id not in ids]
        if not rest:
            raise InvalidInput("nobody would be left in it", f"remove it: kindtui spotlight remove {spotlight.id}")
        told = [each for each in map(self._contributions.get, spotlight.contributions) if each]
        kept = [each for each in told if set(each.by) & set(rest) or not set(each.by) & set(ids)]
        smaller = replace(spotlight, members=tuple(rest), contributions=tuple(each.id for each in kept))
        if keep_text:
            return smaller, "with the new text"
        people = [each for each in map(self._roster.get, rest) if each]
        if spotlight.drafted == text_hash(spotlight.text) and len(people) == len(rest):
            name = OURS["one"] if spotlight.template == OURS["several"] and len(rest) == 1 else spotlight.template
            try:
                text = self.text(self.template(name), people, kept, spotlight.audience, day)
            except KindError:
                pass  # a template that is gone or broken by now: the text at hand is what there is
            else:
                return replace(smaller, template=name, text=text, drafted=text_hash(text)), "drafted again"
        text, alt_text = spotlight.text, spotlight.alt_text
        for member in filter(None, map(self._roster.get, ids)):
            former = cards_before(self._roster.store, member.id)
            text, alt_text = (without_names(each, member, former=former) for each in (text, alt_text))
        how = "the name was replaced in the text, read it again"
        return replace(smaller, text=text, alt_text=alt_text), how

    def refuse_private(self, told: Iterable[Contribution]) -> None:
        """Raise Declined for a contribution that is kept private."""
        private = [each for each in told if each.state == "kept_private"]
        if private:
            raise Declined(
                f"kept private: {listed([f'“{shortened(each.what)}”' for each in private])}",
                "a thank-you to the person is still welcome: kindtui contribution thank " + private[0].id,
            )

    def _refuse_unwished(self, people: Iterable[Member]) -> None:
        for member in people:
            if member.kind == "bot":
                raise InvalidInput(f"{member.name} is a bot", "a spotlight is about people")
            reason = wishes_no_spotlight(member)
            if reason:
                hint = "respect that: leave them out"
                if member.recognition.wish == "private":
                    hint = "a private thanks is what they want: kindtui contribution thank ID"
                raise Declined(reason, hint)

    def _of_month(self, people: Sequence[Member], day: date) -> list[Contribution]:
        wanted = {each.id for each in people}
        acts = [each for each in self._contributions.list() if not wanted or wanted & set(each.by)]
        return [each for each in of_one_month(acts, day) if wanted or who_may_be_named(each.by, self._roster.get, day)]

    def _recent(self, people: Sequence[Member]) -> list[Contribution]:
        """What these people did of late and was not told before: together, if there is such, else each of them."""
        wanted = {each.id for each in people}
        acts = {act.id: act for each in people for act in self._contributions.of(each.id) if each.id in act.by}
        untold = [each for each in acts.values() if each.state in ("noticed", "thanked")]
        together = [each for each in untold if wanted <= set(each.by)]
        return sorted(together or untold, key=lambda each: (each.on, each.id), reverse=True)[:RECENT]

    def _info(self, id: str, origin: Origin) -> TemplateInfo:
        try:
            found = self.template(id)
        except KindError as fault:
            return TemplateInfo(id, id, origin, False, problem=str(fault))
        return TemplateInfo(id, found.title or id, origin, found.purpose != "one", found.purpose)

    def _person(self, member: Member) -> dict[str, Any]:
        handles = {place: as_markdown(at_handle(handle)) for place, handle in member.handles.items()}
        return {"name": as_markdown(member.name), "pronouns": as_markdown(member.pronouns), "handles": handles}

    def _act(self, act: Contribution, members: Sequence[Member]) -> dict[str, Any]:
        inside = {each.id: each for each in members}
        others = [id for id in dict.fromkeys((*act.by, *act.helped, act.noticed_by)) if id and id not in inside]
        unasked = [(each, cards_before(self._roster.store, each.id)) for each in map(self._roster.get, others) if each]

        def told(text: str) -> str:
            for member, former in unasked:
                text = without_names(text, member, SOMEBODY, former=former)
            return as_markdown(text)

        by = [as_markdown(inside[id].name) for id in act.by if id in inside]
        if any(id not in inside for id in act.by):
            by.append("others" if by else "some of us")
        return {
            "what": _sentence(told(act.what)),
            "effect": _sentence(told(act.effect)),
            "kind": as_markdown(act.kind),
            "on": f"{act.on.day} {MONTHS[act.on.month - 1].title()} {act.on.year}",
            "by": listed(by),
            "helped": listed(_helped(act.helped, inside)),
            "links": [link for link in map(_link, act.evidence) if link],
        }


def of_one_month(told: Iterable[Contribution], day: date) -> list[Contribution]:
    """The kind acts of the month of `day`; of the latest month before in which there were any, when it is empty."""
    acts = [each for each in told if each.on <= day and each.state != "kept_private"]
    latest = max(((each.on.year, each.on.month) for each in acts), default=None)
    return [each for each in acts if (each.on.year, each.on.month) == latest]


def who_may_be_named(ids: Iterable[str], get: Callable[[str], Member | None], day: date) -> list[Member]:
    """The people among `ids` to whom it may be suggested to be named: not those who are left in peace."""
    people = [each for each in map(get, dict.fromkeys(ids)) if each and each.kind == "person"]
    return [each for each in people if not wishes_no_spotlight(each) and not is_quiet(each, day)]


def _refuse_paused(people: Iterable[Member], day: date) -> None:
    """Raise Declined for somebody who is left in peace, and whom nobody chose by name."""
    for member in people:
        if pause := pause_of(member, day):
            raise Declined(f"{member.name} {pause_words(pause, day)}", f"begin it all the same: --for {member.id}")


def _helped(ids: Sequence[str], inside: dict[str, Member]) -> list[str]:
    named = [as_markdown(inside[id].name) for id in ids if id in inside]
    others = len([id for id in ids if id not in inside])
    if others:
        more = "other " if named else ""
        named.append(f"{others} {more}members" if others > 1 else f"another {SOMEBODY[2:]}" if named else SOMEBODY)
    return named


def _link(address: str) -> str:
    """The address as it can stand in a link of Markdown; "" when it leads to no page."""
    if not address.startswith(("https://", "http://")) or any(char.isspace() or char in "<>" for char in address):
        return ""
    return address.replace("(", "%28").replace(")", "%29")


def _sentence(text: str) -> str:
    """With a capital and an end; "" stays empty."""
    if not text:
        return ""
    ended = text if text.endswith((".", "!", "?", "…", "。", "！", "？")) else f"{text}."
    return ended[:1].upper() + ended[1:]
