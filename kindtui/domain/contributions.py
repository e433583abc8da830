"""Contributions: the specific kind act, whom it helped, and whether somebody said thank you."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

from msgspec.structs import replace

from kindtui.domain.fields import Field
from kindtui.domain.record import Part, Record
from kindtui.errors import InvalidInput

ContributionState = Literal["noticed", "thanked", "spotlighted", "kept_private"]


FOLLOWS: Mapping[ContributionState, tuple[ContributionState, ...]] = {
    "noticed": ("thanked", "spotlighted", "kept_private"),
    "thanked": ("spotlighted", "kept_private"),
    "spotlighted": ("thanked", "kept_private"),
    "kept_private": ("noticed", "thanked"),
}
"""Which states can follow each other. A withdrawn spotlight is thanked again; what is kept private is first
taken back on purpose, and cannot go straight into a spotlight."""


class Thanks(Part, frozen=True):
    """One thank-you that was said."""

    on: date
    channel: str = ""
    words: str = ""


class Contribution(Record, frozen=True, kw_only=True):
    """One kind act. `by` and `helped` hold member ids."""

    what: str
    on: date
    by: tuple[str, ...]
    helped: tuple[str, ...] = ()
    kind: str = ""
    effect: str = ""
    evidence: tuple[str, ...] = ()
    noticed_by: str = ""
    state: ContributionState = "noticed"
    thanks: tuple[Thanks, ...] = ()


def thanked(contribution: Contribution, thanks: Thanks) -> Contribution:
    """With one more thank-you. What was public or kept private before stays so."""
    state = "thanked" if contribution.state == "noticed" else contribution.state
    return replace(contribution, thanks=(*contribution.thanks, thanks), state=state)


def moved(contribution: Contribution, state: ContributionState) -> Contribution:
    """In another state. Raises InvalidInput when that cannot follow."""
    if state == contribution.state:
        return contribution
    if state not in FOLLOWS[contribution.state]:
        was, will = contribution.state.replace("_", " "), state.replace("_", " ")
        raise InvalidInput(f"what is {was} cannot become {will}", "undo takes back the last change")
    return replace(contribution, state=state)


def no_longer_private(contribution: Contribution) -> Contribution:
    """As it was before it was kept private: thanked, or waiting for thanks. Raises InvalidInput when it is not."""
    if contribution.state != "kept_private":
        raise InvalidInput("it is not kept private", "nothing has to be taken back")
    return moved(contribution, "thanked" if contribution.thanks else "noticed")


CONTRIBUTION_FIELDS: tuple[Field, ...] = (
    Field("what", "what", "What", "The one kind thing they did, as you would tell it", required=True),
    Field("by", "by", "By", "Who did it", "members", required=True),
    Field("helped", "helped", "Helped", "Whom it helped", "members"),
    Field("kind", "kind", "Kind", "What sort of act it was, such as welcoming, docs or mediating"),
    Field("on", "on", "On", "The day it happened", "date", required=True, default="today", past=True),
    Field("effect", "effect", "Effect", "What was better afterwards", "text"),
    Field("link", "evidence", "Links", "Where it can be seen", "lines", aliases=("links", "evidence")),
    Field("noticed-by", "noticed_by", "Noticed by", "Who noticed it; empty for yourself", "member"),
)
