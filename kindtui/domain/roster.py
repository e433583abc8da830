"""Members: who they are, and how they want to be addressed, reached and named."""

from __future__ import annotations

from datetime import date
from typing import Literal, get_args

from kindtui.domain.fields import Field, field_named
from kindtui.domain.nearest import did_you_mean
from kindtui.domain.record import Part, Record
from kindtui.domain.zones import checked_zone
from kindtui.errors import InvalidInput

MemberKind = Literal["person", "bot"]
Status = Literal["active", "on_break", "left", "deceased"]
Wish = Literal["ask", "public", "internal", "private", "never"]

LONGEST_ADDRESS = 254
"""Characters that mail can be sent to."""


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
    heard: dict[str, dict[str, str]] = {}
    """List -> field -> a print of what it told last, where lists do not tell the same (see import_heard)."""
    locked: tuple[str, ...] = ()
    """Names of fields that an import leaves alone."""


def at_handle(handle: str) -> str:
    """A handle as one writes it: with one `@` before it."""
    return f"@{handle.lstrip('@')}"


def _handle(text: str) -> str:
    """A handle as it is kept: the `@` with which it is written is not part of it."""
    bare = text.removeprefix("@").strip()
    if not bare:
        raise InvalidInput(f"“{text}” is no handle", "write it as place=name: github=ada")
    return bare


def is_address(text: str) -> bool:
    """Whether a text can be an e-mail address: a name and a host, without blanks, short enough for mail."""
    name, _, host = text.rpartition("@")
    is_one = bool(name and host) and "@" not in name.strip('"')
    return is_one and len(text) <= LONGEST_ADDRESS and not any(char.isspace() for char in text)


def _email(text: str) -> str:
    address = text[7:] if text[:7].casefold() == "mailto:" else text
    if not is_address(address):
        raise InvalidInput(f"“{text}” is not an e-mail address", "write it as ada@example.org")
    return address


def _locked(text: str) -> str:
    field = field_named(MEMBER_FIELDS, text)
    if not field:
        raise InvalidInput(f"there is no field {text}", did_you_mean(text, [field.name for field in MEMBER_FIELDS]))
    return field.name


MEMBER_FIELDS: tuple[Field, ...] = (
    Field("name", "name", "Name", "The name they use. Nothing else is needed to begin", required=True),
    Field("pronouns", "pronouns", "Pronouns", "In their own words. Left empty, their name is used"),
    Field(
        "handle",
        "handles",
        "Handles",
        "Where they are called what, as place=handle: github=ada. place= takes one away",
        "pairs",
        aliases=("handles",),
        check=_handle,
    ),
    Field("email", "emails", "E-mail", "An address, or several", "lines", aliases=("emails",), check=_email),
    Field("joined", "joined", "Joined", "The day they came", "date", past=True),
    Field("timezone", "timezone", "Time zone", "Where their day is, such as Europe/Lisbon", check=checked_zone),
    Field(
        "language", "languages", "Languages", "Languages they like to be written to in", "lines", aliases=("languages",)
    ),
    Field("tag", "tags", "Tags", "Words of yours to find them again", "lines", about_them=True, aliases=("tags",)),
    Field("kind", "kind", "Kind", "A person, or a bot that nobody needs to thank", "choice", get_args(MemberKind)),
    Field(
        "status",
        "status",
        "Status",
        "On a break, left or deceased: kindtui then stays quiet about them",
        "choice",
        get_args(Status),
    ),
    Field("until", "until", "Break until", "The day a break is thought to end", "date"),
    Field("space-until", "space_until", "Space until", "They asked to be left alone until this day", "date"),
    Field(
        "recognition",
        "recognition.wish",
        "Recognition",
        "How they want to be thanked: ask first, public, internal, private (quietly), never (do not even suggest)",
        "choice",
        get_args(Wish),
        part=Recognition,
    ),
    Field(
        "recognition-source",
        "recognition.source",
        "Told where",
        "Where they said how they want to be recognised",
        part=Recognition,
    ),
    Field("recognition-on", "recognition.on", "Told when", "The day they said so", "date", part=Recognition, past=True),
    Field("channel", "contact.channel", "Channel", "Where they like to be reached", part=Contact),
    Field("quiet-hours", "contact.quiet_hours", "Quiet hours", "When not to write to them", part=Contact),
    Field(
        "contact-note",
        "contact.note",
        "Contact note",
        "Anything else about reaching them",
        "text",
        private=True,
        about_them=True,
        part=Contact,
    ),
    Field(
        "access-need",
        "access_needs",
        "Access needs",
        "What helps them take part, as they told you: captions; source=her mail; on=2026-03-01",
        "dated",
        private=True,
        part=AccessNeed,
        keys=("what", "source", "on"),
        aliases=("access-needs",),
    ),
    Field(
        "offer",
        "offers",
        "Offers",
        "Help they offer, for how many, until when: code review; capacity=2; until=end of month",
        "dated",
        part=Offer,
        keys=("topic", "capacity", "until"),
        aliases=("offers",),
    ),
    Field(
        "need",
        "needs",
        "Needs",
        "Help they asked for: a first mentor; since=2026-03-01",
        "dated",
        part=Need,
        keys=("topic", "since"),
        aliases=("needs",),
    ),
    Field(
        "how-we-met",
        "how_we_met",
        "How we met",
        "The story of how they came to you",
        "text",
        about_them=True,
        private=True,
    ),
    Field(
        "notes",
        "notes",
        "Notes",
        "What you would be glad for them to read, too",
        "text",
        private=True,
        about_them=True,
        aliases=("note",),
    ),
    Field(
        "locked",
        "locked",
        "Locked fields",
        "Fields that an import leaves as they are, such as name",
        "lines",
        check=_locked,
    ),
    Field(
        "source",
        "sources",
        "Sources",
        "Their id in the tools you import from, as tool=id",
        "pairs",
        aliases=("sources",),
    ),
)
