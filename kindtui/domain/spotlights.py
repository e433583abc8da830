"""Spotlights: a text about people that leaves the house only when each of them agreed to it.

The records, what a yes is about (`text_hash`), and how far it reaches (`covers`). The rule that joins them is in
`kindtui.domain.consent`.
"""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from typing import Literal

from kindtui.domain.record import Part, Record

Audience = Literal["internal", "newsletter", "public"]
Scope = Literal["internal", "newsletter", "public", "anonymous"]
Answer = Literal["yes", "no"]
SpotlightState = Literal["draft", "asked", "ready", "changed", "blocked", "published"]

Format = Literal["markdown", "text", "discord", "slack", "discourse", "html"]

AUDIENCES: tuple[Audience, ...] = ("internal", "newsletter", "public")
"""From the few to the many."""

SCOPES: tuple[Scope, ...] = (*AUDIENCES, "anonymous")
FORMATS: tuple[Format, ...] = ("markdown", "text", "discord", "slack", "discourse", "html")


class Consent(Part, frozen=True):
    """One question to one member, and the answer. `text_hash` is that of the text which was shown, `audience` whom the
    question said it is for (None where that was not kept)."""

    member: str
    asked_on: date
    via: str = ""
    audience: Audience | None = None
    answer: Answer | None = None
    scope: Scope | None = None
    answered_on: date | None = None
    text_hash: str = ""
    withdrawn_on: date | None = None


class Export(Part, frozen=True):
    """One text that was written to a file or copied; found again when somebody withdraws. `hash` is that of the file,
    `text_hash` that of the words it was made from, `draft` whether it was marked as one for the members' own review."""

    on: date
    file: str
    format: str
    hash: str
    text_hash: str = ""
    draft: bool = False


class Publication(Part, frozen=True):
    """Where and when the text was published."""

    on: date
    where: str


class Spotlight(Record, frozen=True, kw_only=True):
    """A draft about members and their contributions. Its state is derived from what is in here, never stored."""

    members: tuple[str, ...]
    contributions: tuple[str, ...] = ()
    template: str = ""
    text: str = ""
    alt_text: str = ""
    audience: Audience = "public"
    drafted: str = ""
    """The hash of the text as the template wrote it: while it is that of the text, nobody edited by hand."""
    consents: tuple[Consent, ...] = ()
    exports: tuple[Export, ...] = ()
    published: tuple[Publication, ...] = ()


def text_hash(text: str, alt_text: str = "") -> str:
    """What a yes is about: every byte of the text, and of the words that stand in for a picture."""
    seen = f"{text}\0{alt_text}" if alt_text else text
    return sha256(seen.encode("utf-8", "surrogatepass")).hexdigest()


def hash_of(spotlight: Spotlight) -> str:
    """The hash of the words of this spotlight as they are now."""
    return text_hash(spotlight.text, spotlight.alt_text)


def covers(scope: Scope | None, audience: Audience) -> bool:
    """Whether a yes within `scope` covers `audience`. Anonymous covers all, since it names nobody; a yes without a
    scope stays inside."""
    if scope == "anonymous":
        return True
    return AUDIENCES.index(scope or "internal") >= AUDIENCES.index(audience)


def was_asked_for(consent: Consent, audience: Audience) -> bool:
    """Whether the question was about this audience or a larger one; also where that was not kept."""
    return consent.audience is None or covers(consent.audience, audience)


def reaches(consent: Consent, audience: Audience) -> bool:
    """Whether a yes goes as far as `audience`.

    With their name, people may offer more than was asked. Who asked not to be named did so for what was asked about.
    """
    if consent.scope == "anonymous":
        return was_asked_for(consent, audience)
    return covers(consent.scope, audience)


def latest_consent(spotlight: Spotlight, member_id: str) -> Consent | None:
    """The last question to this member: it alone counts, whatever was answered before."""
    return next((each for each in reversed(spotlight.consents) if each.member == member_id), None)


def is_refusal(consent: Consent | None) -> bool:
    """Whether this is a no, or a word that was taken back."""
    return consent is not None and (consent.answer == "no" or consent.withdrawn_on is not None)
