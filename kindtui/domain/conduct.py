"""What a community agreed on, and what happens when it is broken: codes of conduct, messages, procedures."""

from __future__ import annotations

import re
from typing import Literal

import msgspec

from kindtui.domain.dates import Interval, parse_interval
from kindtui.errors import InvalidInput

DocumentKind = Literal["code-of-conduct", "message", "procedure"]
ClauseType = Literal["encouraged", "restricted"]


class Variable(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A value that the adopters of a text put in. `value` is theirs; `example` shows what is meant."""

    label: str = ""
    required: bool = False
    example: str = ""
    value: str = ""


class Section(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A heading and its Markdown. Without a title it continues the section before. `level` is that of the heading."""

    id: str
    title: str = ""
    text: str = ""
    level: int = 2


class Clause(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One behaviour that the community encourages or restricts.

    `section` is the id of the section that lists it, `part_of` that of the clause under which it stands.
    """

    id: str
    type: ClauseType
    text: str
    title: str = ""
    section: str = ""
    part_of: str = ""
    proposed_by: str = ""
    ratified_on: str = ""


class Rung(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A step of the ladder: what happened, what follows, what mends it, and when it is over (`90 days`, `never`)."""

    id: str
    title: str
    event: str = ""
    consequence: str = ""
    repair: str = ""
    expires_after: str = ""


class Route(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whom to turn to. `instead_of` names the contact whom this one stands in for when that one is the problem."""

    name: str
    address: str = ""
    instead_of: str = ""


class Review(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When the text was last looked at (an ISO date), and how often it should be (`12 months`)."""

    last: str = ""
    every: str = ""


class Scenario(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An invented case: what happened, which clause and rung it leads to, and who steps back from deciding it."""

    given: str
    clause: str = ""
    rung: str = ""
    steps_back: str = ""


class Source(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The file that a document was made from, and what stood in it before its text."""

    file: str = ""
    front_matter: str = ""


class ConductDocument(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A code of conduct, a moderation message or a procedure. Texts are Markdown with `{{ variables }}`.

    In the text of a section `{{ encouraged }}`, `{{ restricted }}`, `{{ ladder }}`, `{{ contacts }}`, `{{ appeal }}`,
    `{{ review }}` and `{{ scenarios }}` are replaced by what the document says under these keys.
    """

    kind: DocumentKind
    id: str
    title: str
    locale: str = "en"
    licence: str = ""
    attribution: str = ""
    variables: dict[str, Variable] = {}
    sections: tuple[Section, ...] = ()
    clauses: tuple[Clause, ...] = ()
    ladder: tuple[Rung, ...] = ()
    contacts: tuple[Route, ...] = ()
    appeal: str = ""
    review: Review = Review()
    scenarios: tuple[Scenario, ...] = ()
    source: Source = Source()


NEVER = ("never", "permanent")


def span(text: str) -> Interval | None:
    """The span of time that words such as `90 days` or `a year` say; None when they say none."""
    try:
        return parse_interval(text)
    except InvalidInput:
        return None


def is_permanent(rung: Rung) -> bool:
    """Whether a rung is meant to last for ever."""
    return rung.expires_after.strip().casefold() in NEVER or "permanent" in rung.title.casefold()


_LABEL = re.compile(r"^[ \t]*\*\*[^*\n]{1,60}(?:[:：][ \t]*\*\*|\*\*[ \t]*[:：])[ \t]*", re.MULTILINE)


def without_label(text: str) -> str:
    """A field of a rung without the bold label that an adopted text may start it with ("**Consequence:** ...").

    Where several labels tell its paragraphs apart, they stay.
    """
    return _LABEL.sub("", text) if has_label(text) and len(_LABEL.findall(text)) == 1 else text


def has_label(text: str) -> bool:
    """Whether a text starts with a bold label and a colon."""
    return bool(_LABEL.match(text.lstrip("\n")))
