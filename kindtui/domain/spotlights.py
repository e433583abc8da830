"""Spotlights: a text about people that leaves the house only when each of them agreed to it."""

from __future__ import annotations

from datetime import date
from typing import Literal

from kindtui.domain.record import Part, Record

Audience = Literal["internal", "newsletter", "public"]
Scope = Literal["internal", "newsletter", "public", "anonymous"]
Answer = Literal["yes", "no"]
SpotlightState = Literal["draft", "asked", "ready", "changed", "blocked", "published"]


class Consent(Part, frozen=True):
    """One question to one member, and the answer. `text_hash` is that of the text which was shown."""

    member: str
    asked_on: date
    via: str = ""
    answer: Answer | None = None
    scope: Scope | None = None
    answered_on: date | None = None
    text_hash: str = ""
    withdrawn_on: date | None = None


class Export(Part, frozen=True):
    """One draft that was written to a file or copied; found again when somebody withdraws."""

    on: date
    file: str
    format: str
    hash: str


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
    consents: tuple[Consent, ...] = ()
    exports: tuple[Export, ...] = ()
    published: tuple[Publication, ...] = ()
