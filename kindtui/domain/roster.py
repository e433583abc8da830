"""Members: who they are, and how they want to be addressed, reached and named."""

from __future__ import annotations

from datetime import date
from typing import Literal

from kindtui.domain.record import Part, Record

MemberKind = Literal["person", "bot"]
Status = Literal["active", "on_break", "left", "deceased"]
Wish = Literal["ask", "public", "internal", "private", "never"]


class Recognition(Part, frozen=True):
    """How a member wants to be recognised, as told by them: where they said it, and when."""

    wish: Wish = "ask"
    source: str = ""
    on: date | None = None


class Contact(Part, frozen=True):
    """How a member wants to be reached."""

    channel: str = ""
    quiet_hours: str = ""
    note: str = ""


class AccessNeed(Part, frozen=True):
    """What helps this member take part, in their words, with who told us and when."""

    what: str
    source: str = ""
    on: date | None = None


class Offer(Part, frozen=True):
    """Something a member can help with: for how many people at a time, until when."""

    topic: str
    capacity: int | None = None
    until: date | None = None


class Need(Part, frozen=True):
    """Something a member asked for help with."""

    topic: str
    since: date | None = None


class Member(Record, frozen=True, kw_only=True):
    """One person (or bot) of the community. Everything in here could be shown to that person."""

    name: str
    pronouns: str = ""
    handles: dict[str, str] = {}
    emails: tuple[str, ...] = ()
    joined: date | None = None
    timezone: str = ""
    languages: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    kind: MemberKind = "person"
    status: Status = "active"
    until: date | None = None
    """The day on which a break is thought to end."""
    space_until: date | None = None
    """Asked to be left alone until this day."""
    recognition: Recognition = Recognition()
    contact: Contact = Contact()
    access_needs: tuple[AccessNeed, ...] = ()
    offers: tuple[Offer, ...] = ()
    needs: tuple[Need, ...] = ()
    how_we_met: str = ""
    notes: str = ""
    sources: dict[str, str] = {}
    """Importer -> the id this person has there."""
    locked: tuple[str, ...] = ()
    """Names of fields that an import leaves alone."""
