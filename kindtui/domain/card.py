"""The card to read before one contacts somebody: how to address and reach them, what is open, what they gave.

Nothing is counted, and nothing is in it that the person could not read. `kindtui.domain.card_words` says it in words.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

import msgspec

from kindtui.domain.contributions import Contribution, ContributionState
from kindtui.domain.followup_rules import CLOSED
from kindtui.domain.followups import FollowUp, FollowUpKind
from kindtui.domain.local_time import is_quiet_now, time_there
from kindtui.domain.pauses import pause_of, pause_words
from kindtui.domain.roster import AccessNeed, Member, MemberKind, Need, Offer, Recognition, Status
from kindtui.domain.text import first_line

TOUCHES = 3


class Talk(msgspec.Struct, frozen=True):
    """One contact there was."""

    on: date
    channel: str = ""
    note: str = ""


class Open(msgspec.Struct, frozen=True):
    """A follow-up that is not closed."""

    id: str
    kind: FollowUpKind
    what: str
    due: date | None = None


class Gave(msgspec.Struct, frozen=True):
    """One kind act, and when they were thanked for it last."""

    id: str
    what: str
    on: date
    state: ContributionState
    thanked_on: date | None = None


class MemberCard(msgspec.Struct, frozen=True, kw_only=True):
    """What to know before contacting a member. `time_there` and `quiet_now` are None when they cannot be told."""

    id: str
    name: str
    pronouns: str
    kind: MemberKind
    status: Status
    paused: str
    """Why they are left in peace today, as a clause; empty when they are not."""
    paused_until: date | None
    channel: str
    contact_note: str
    handles: dict[str, str]
    emails: tuple[str, ...]
    languages: tuple[str, ...]
    timezone: str
    time_there: datetime | None
    quiet_hours: str
    quiet_now: bool | None
    access_needs: tuple[AccessNeed, ...]
    promises: tuple[Open, ...]
    open: tuple[Open, ...]
    touches: tuple[Talk, ...]
    gave: tuple[Gave, ...]
    offers: tuple[Offer, ...]
    needs: tuple[Need, ...]
    recognition: Recognition
    tags: tuple[str, ...]
    joined: date | None
    how_we_met: str
    notes: str


def card_of(
    member: Member, contributions: Iterable[Contribution], follow_ups: Iterable[FollowUp], now: datetime, today: date
) -> MemberCard:
    """The card of a member. `contributions` come newest first, `follow_ups` what needs somebody first at the top."""
    about = list(follow_ups)
    alive = [each for each in about if each.state not in CLOSED]
    touches = [touch for each in about for touch in reversed(each.touches)]
    given = [each for each in contributions if member.id in each.by]
    pause = pause_of(member, today)
    contact = member.contact
    return MemberCard(
        id=member.id,
        name=member.name,
        pronouns=member.pronouns,
        kind=member.kind,
        status=member.status,
        paused=pause_words(pause, today) if pause else "",
        paused_until=pause.until if pause else None,
        channel=contact.channel,
        contact_note=contact.note,
        handles=member.handles,
        emails=member.emails,
        languages=member.languages,
        timezone=member.timezone,
        time_there=time_there(member.timezone, now),
        quiet_hours=contact.quiet_hours,
        quiet_now=is_quiet_now(contact.quiet_hours, member.timezone, now),
        access_needs=member.access_needs,
        promises=tuple(_open(each) for each in alive if each.kind == "promise"),
        open=tuple(_open(each) for each in alive if each.kind != "promise"),
        touches=tuple(
            Talk(each.on, each.channel, each.note)
            for each in sorted(touches, key=lambda touch: touch.on, reverse=True)[:TOUCHES]
        ),
        gave=tuple(
            Gave(each.id, each.what, each.on, each.state, max((said.on for said in each.thanks), default=None))
            for each in given
        ),
        offers=member.offers,
        needs=member.needs,
        recognition=member.recognition,
        tags=member.tags,
        joined=member.joined,
        how_we_met=member.how_we_met,
        notes=member.notes,
    )


def _open(follow_up: FollowUp) -> Open:
    said = (follow_up.action, follow_up.asked_for, follow_up.kind.replace("_", " "))
    return Open(follow_up.id, follow_up.kind, next(line for line in map(first_line, said) if line), follow_up.due)
