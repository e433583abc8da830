"""The forms that more than one section opens: a follow-up or a contribution can be begun from the card of a member."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from kindtui.domain.dates import spoken
from kindtui.domain.fields import Typed
from kindtui.errors import KindError
from kindtui.tui.widgets.form import Form

if TYPE_CHECKING:
    from kindtui.domain.contributions import Contribution
    from kindtui.domain.followups import FollowUp
    from kindtui.domain.roster import Member
    from kindtui.workspace import Workspace

MEMBER_GROUPS: Sequence[tuple[str, Sequence[str]]] = (
    ("Who", ("name", "pronouns", "handle", "email", "tag", "language", "timezone", "joined")),
    ("How they want to be reached", ("channel", "quiet-hours", "contact-note", "access-need")),
    ("How they want to be recognised", ("recognition", "recognition-source", "recognition-on")),
    ("Offers and needs", ("offer", "need")),
    ("Where they are", ("status", "until", "space-until", "kind")),
    ("Notes", ("how-we-met", "notes")),
)
CONTRIBUTION_GROUPS: Sequence[tuple[str, Sequence[str]]] = (
    ("The act", ("what", "by", "helped", "on", "kind")),
    ("What came of it", ("effect", "link", "noticed-by")),
)
FOLLOW_UP_GROUPS: Sequence[tuple[str, Sequence[str]]] = (
    ("For whom", ("about", "kind")),
    ("Listening", ("said", "asked-for", "inferred", "inferred-expires")),
    ("Acting", ("action", "due", "owner", "every", "counted-from", "missed")),
    ("Asking somebody to help", ("topic", "for")),
    ("A hard conversation", ("behaviour", "impact", "request")),
    ("What came of it", ("outcome", "it-helped")),
)


def member_form(
    workspace: Workspace, member: Member | None = None, prefill: Mapping[str, Typed] | None = None
) -> Form[Member]:
    """Add a member, or edit one."""
    from kindtui.domain.roster import MEMBER_FIELDS

    roster = workspace.roster

    def save(typed: dict[str, Typed], read: Member | None) -> Member:
        return roster.add(typed) if read is None else roster.edit(read.id, typed, read=read)

    return Form(
        title="Add a member" if member is None else f"Edit {member.name}",
        fields=MEMBER_FIELDS,
        save=save,
        record=member,
        prefill=prefill or {},
        groups=MEMBER_GROUPS,
        latest=None if member is None else lambda: roster.get(member.id),
        draft="members.add" if member is None else member.id,
    )


def contribution_form(
    workspace: Workspace, contribution: Contribution | None = None, prefill: Mapping[str, Typed] | None = None
) -> Form[Contribution]:
    """Log a contribution, or edit one."""
    contributions = workspace.contributions
    labels = tuple(contributions.kind_label(each.id) for each in workspace.kinds)
    fields = tuple(replace(each, choices=labels) if each.name == "kind" else each for each in contributions.fields)

    def save(typed: dict[str, Typed], read: Contribution | None) -> Contribution:
        return contributions.add(typed) if read is None else contributions.edit(read.id, typed, read=read)

    return Form(
        title="Log a contribution" if contribution is None else "Edit the contribution",
        fields=fields,
        save=save,
        record=contribution,
        prefill=prefill or {},
        groups=CONTRIBUTION_GROUPS,
        latest=None if contribution is None else lambda: contributions.get(contribution.id),
        draft="contributions.add" if contribution is None else contribution.id,
    )


def follow_up_form(
    workspace: Workspace,
    follow_up: FollowUp | None = None,
    prefill: Mapping[str, Typed] | None = None,
    *,
    for_each: bool = False,
) -> Form[FollowUp]:
    """Begin a follow-up, or edit one; `for_each` begins one for each member that it is about."""
    from kindtui.domain.followups import FOLLOW_UP_FIELDS

    follow_ups = workspace.follow_ups

    def save(typed: dict[str, Typed], read: FollowUp | None) -> FollowUp:
        if read is not None:
            return follow_ups.edit(read.id, typed, read=read)
        return follow_ups.add_each(typed)[0] if for_each else follow_ups.add(typed)

    def assumed(typed: Mapping[str, Typed]) -> Mapping[str, str]:
        try:
            day = follow_ups.usual_due(str(typed["kind"]), str(typed["every"]).strip())
        except KindError:
            day = None  # half an interval
        return {"due": f"{spoken(day, workspace.date_today())} when left empty" if day else ""}

    begin = "Begin a follow-up for each" if for_each else "Begin a follow-up"
    return Form(
        title=begin if follow_up is None else "Edit the follow-up",
        fields=FOLLOW_UP_FIELDS,
        save=save,
        record=follow_up,
        prefill=prefill or {},
        groups=FOLLOW_UP_GROUPS,
        latest=None if follow_up is None else lambda: follow_ups.get(follow_up.id),
        assumed=assumed if follow_up is None else None,
        draft="followups.add" if follow_up is None else follow_up.id,
    )
