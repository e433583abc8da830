"""The consent rule: may this text, in these words, go to this audience?

One pure function, `standing`, answers it for lists, for the next step and for the gate alike. A spotlight is ready
for an audience when every member in it has a yes to this very text whose scope covers the audience.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

import msgspec

from kindtui.domain.consent_words import NONE, Former, words_leaving
from kindtui.domain.roster import Member
from kindtui.domain.spotlights import (
    AUDIENCES,
    Audience,
    Consent,
    Spotlight,
    SpotlightState,
    hash_of,
    latest_consent,
    reaches,
    was_asked_for,
)
from kindtui.domain.text import listed
from kindtui.errors import Declined

Verdict = Literal[
    "yes",
    "anonymous",
    "wish",
    "waiting",
    "not_asked",
    "changed",
    "wider",
    "too_far",
    "recognisable",
    "no",
    "withdrawn",
    "declined",
    "gone",
    "deceased",
]
"""wish: a standing wish is enough for inside; waiting: asked, no answer yet; changed: said yes to other words; wider:
the audience is larger than the one asked about; too_far: said yes to less than was asked; recognisable: agreed
anonymously, but the text gives them away; declined: wants no public thanks at all."""

AGREED: frozenset[Verdict] = frozenset({"yes", "anonymous", "wish"})
BLOCKING: frozenset[Verdict] = frozenset({"no", "withdrawn", "declined", "gone", "deceased"})


class MemberStanding(NamedTuple):
    """Where one member stands, with the reason in words."""

    member_id: str
    verdict: Verdict
    reason: str


class Standing(msgspec.Struct, frozen=True):
    """Whether a spotlight may go to `audience`: its state, each member's word, and what to do next.

    `next_step` is a sentence, `command` its twin on the command line. `anonymous` are the members whose names are taken
    out of what leaves.
    """

    state: SpotlightState
    audience: Audience
    lines: tuple[MemberStanding, ...]
    next_step: str
    command: str
    problems: tuple[str, ...] = ()
    anonymous: tuple[str, ...] = ()

    @property
    def may_leave(self) -> bool:
        """Whether everybody agreed to these words for this audience."""
        return self.state in ("ready", "published")


def standing(
    spotlight: Spotlight,
    members: Mapping[str, Member],
    audience: Audience | None = None,
    *,
    also_named: Iterable[str] = (),
    former: Former = NONE,
) -> Standing:
    """Where `spotlight` stands for `audience` (its own when None).

    `members` holds those who are still in the roster; `also_named` are ids of people whom the text names although they
    are not part of the spotlight: nobody asked them. `former` are the cards that went into those of members.
    """
    goal = audience or spotlight.audience
    lines = [
        _line(spotlight, member_id, members.get(member_id), goal) for member_id in dict.fromkeys(spotlight.members)
    ]
    anonymous = tuple(line.member_id for line in lines if line.verdict == "anonymous")
    lines = [_recognisable(line, spotlight, members, anonymous, former) for line in lines]
    for member_id in also_named:
        name = _name(members, member_id)
        lines.append(MemberStanding(member_id, "not_asked", f"{name} is named in the text and was not asked"))
    state = _state(spotlight, lines)
    next_step, command = next_of(spotlight, state, lines, goal, members)
    problems = tuple(line.reason for line in lines if line.verdict not in AGREED)
    return Standing(state, goal, tuple(lines), next_step, command, problems, anonymous)


def is_anonymous(spotlight: Spotlight, standing: Standing) -> bool:
    """Whether what leaves names nobody at all."""
    return bool(standing.anonymous) and set(standing.anonymous) >= set(spotlight.members)


def wishes_no_spotlight(member: Member) -> str:
    """Why this member cannot be put into a spotlight at all, or ""."""
    if member.status == "deceased":
        return f"{member.name} has died: what is said now is for those who were close to them to decide"
    if member.recognition.wish == "never":
        return f"{member.name} asked not to be recognised at all"
    if member.recognition.wish == "private":
        return f"{member.name} wants to be thanked in private only"
    return ""


def _line(spotlight: Spotlight, member_id: str, member: Member | None, audience: Audience) -> MemberStanding:
    if member is None:
        return MemberStanding(member_id, "gone", f"{member_id} is no longer in the roster and cannot be asked")
    verdict, reason = _verdict(spotlight, member, latest_consent(spotlight, member_id), audience)
    return MemberStanding(member_id, verdict, reason)


def _verdict(spotlight: Spotlight, member: Member, said: Consent | None, audience: Audience) -> tuple[Verdict, str]:
    name = member.name
    against = wishes_no_spotlight(member)
    if against:
        return ("deceased" if member.status == "deceased" else "declined"), against
    if said is not None and said.withdrawn_on is not None:
        return "withdrawn", f"{name} withdrew on {said.withdrawn_on}"
    if said is not None and said.answer == "no":
        return "no", f"{name} said no" + (f" on {said.answered_on}" if said.answered_on else "")
    inside = audience == "internal"
    if said is not None and said.answer == "yes":
        return _yes(spotlight, name, said, audience)
    if inside and member.recognition.wish in ("internal", "public"):
        return "wish", f"{name} wishes to be recognised: enough for inside"
    if said is None:
        return "not_asked", f"{name} was not asked yet"
    if not was_asked_for(said, audience):
        return "wider", f"{name} was asked about {said.audience} on {said.asked_on}, not about {audience}"
    if said.text_hash != hash_of(spotlight):
        return "waiting", f"{name} was asked on {said.asked_on} about other words: the text was edited since"
    return "waiting", f"{name} was asked on {said.asked_on} and has not answered yet"


def _yes(spotlight: Spotlight, name: str, said: Consent, audience: Audience) -> tuple[Verdict, str]:
    if audience != "internal" and said.text_hash != hash_of(spotlight):
        return "changed", f"the text was edited since {name} said yes"
    if not reaches(said, audience):
        if not was_asked_for(said, audience):
            return "wider", f"{name} said yes when asked about {said.audience}, not about {audience}"
        return "too_far", f"{name} said yes for {said.scope or 'internal'}, not for {audience}"
    if said.scope == "anonymous":
        return "anonymous", f"{name} said yes, without being named"
    return "yes", f"{name} said yes for {said.scope or 'internal'}"


def _recognisable(
    line: MemberStanding,
    spotlight: Spotlight,
    members: Mapping[str, Member],
    anonymous: tuple[str, ...],
    former: Former,
) -> MemberStanding:
    """An anonymous yes is worth nothing while the text gives the person away."""
    if line.verdict != "anonymous":
        return line
    # what matters is this member: that another anonymous one is recognisable is said in that one's line
    shown = msgspec.structs.replace(
        spotlight, members=tuple(each for each in spotlight.members if each not in anonymous)
    )
    try:
        words_leaving(shown, members, [line.member_id], former)
    except Declined as refusal:
        return line._replace(verdict="recognisable", reason=refusal.message)
    return line


def _state(spotlight: Spotlight, lines: list[MemberStanding]) -> SpotlightState:
    verdicts = {line.verdict for line in lines}
    if verdicts & BLOCKING:
        return "blocked"
    if verdicts & {"changed", "wider"}:
        return "changed"
    if lines and verdicts <= AGREED and spotlight.text.strip():
        return "published" if spotlight.published else "ready"
    return "asked" if "waiting" in verdicts else "draft"


def next_of(
    spotlight: Spotlight,
    state: SpotlightState,
    lines: Sequence[MemberStanding],
    audience: Audience,
    members: Mapping[str, Member],
) -> tuple[str, str]:
    """What to do next, in words and as a command, as far as `lines` go."""
    this = f"kindtui spotlight {{}} {spotlight.id}"
    if state == "published":
        return "Published. Nothing more to do", this.format("show")
    if state == "ready":
        return f"Everybody agreed: publish it ({audience})", f"{this.format('publish')} --where WHERE"
    if not spotlight.members:
        return "It is about nobody: draft it again for somebody", "kindtui spotlight draft --for MEMBER"
    if not spotlight.text.strip():
        return "Write its text", f"{this.format('edit')} --text -"
    by: dict[str, list[MemberStanding]] = {}
    for line in lines:
        by.setdefault("blocking" if line.verdict in BLOCKING else line.verdict, []).append(line)
    if "blocking" in by:
        blocked = by["blocking"]
        others = [each for each in spotlight.members if each not in {line.member_id for line in blocked}]
        who = _names(members, blocked)
        if spotlight.published:
            places = ", ".join(dict.fromkeys(each.where for each in spotlight.published))
            return f"Take it down where it was published: {places}", this.format("show")
        if others:
            return f"Take {who} out of it", this.format("edit") + "".join(
                f" --without {line.member_id}" for line in blocked
            )
        return _let_rest(blocked, who), this.format("remove")
    outside = [line for line in lines if line.member_id not in spotlight.members]
    if outside:
        return (
            f"Take {_names(members, outside)} out of the text, or draft it again for them too",
            f"{this.format('edit')} --text -",
        )
    if "recognisable" in by:
        return (
            f"Reword it so that {_names(members, by['recognisable'])} cannot be recognised",
            f"{this.format('edit')} --text -",
        )
    less = [*by.get("wider", ()), *by.get("too_far", ())]
    if less and AUDIENCES.index(audience) > AUDIENCES.index(spotlight.audience):
        # a question is about the audience of the spotlight, so that one comes first
        return f"Say that it is for {audience}, then ask {_names(members, less)} again", (
            f"{this.format('edit')} --audience {audience}"
        )
    ask = [*by.get("not_asked", ()), *by.get("changed", ()), *by.get("wider", ())]
    stale = [line for line in by.get("waiting", ()) if "edited since" in line.reason]
    if to_ask := [*ask, *stale]:
        again = " again" if not stale and all(line.verdict == "wider" for line in ask) else ""
        left_out = {line.member_id for line in lines} < set(spotlight.members)
        these = "".join(f" --member {line.member_id}" for line in to_ask) if left_out else ""
        return f"Ask {_names(members, to_ask)}{again}", this.format("ask") + these
    if "waiting" in by:
        waiting = by["waiting"]
        return (
            f"Wait for {_names(members, waiting)} to answer",
            f"{this.format('answer')} --member {waiting[0].member_id} --yes",
        )
    too_far = by["too_far"]
    return f"Choose a smaller audience, or ask {_names(members, too_far)} again", this.format("ask")


def _let_rest(blocked: list[MemberStanding], who: str) -> str:
    if all(line.verdict == "declined" for line in blocked):
        return f"Thank {who} in private, and let this one rest"
    return "Let this one rest"


def _names(members: Mapping[str, Member], lines: list[MemberStanding]) -> str:
    return listed([_name(members, line.member_id) for line in lines])


def _name(members: Mapping[str, Member], member_id: str) -> str:
    member = members.get(member_id)
    return member.name if member else member_id
