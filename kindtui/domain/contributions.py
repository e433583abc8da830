"""Contributions: the specific kind act, whom it helped, and whether somebody said thank you."""

from __future__ import annotations

from datetime import date
from typing import Literal

from kindtui.domain.fields import Field
from kindtui.domain.record import Part, Record

ContributionState = Literal["noticed", "thanked", "spotlighted", "kept_private"]


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


CONTRIBUTION_FIELDS: tuple[Field, ...] = (
    Field("what", "what", "What", "The one kind thing they did, as you would tell it", required=True),
    Field("by", "by", "By", "Who did it", "members", required=True),
    Field("helped", "helped", "Helped", "Whom it helped", "members"),
    Field("kind", "kind", "Kind", "What sort of act it was, such as welcoming, docs or mediating"),
    Field("on", "on", "On", "The day it happened", "date", required=True, default="today"),
    Field("effect", "effect", "Effect", "What was better afterwards", "text"),
    Field("link", "evidence", "Links", "Where it can be seen", "lines", aliases=("links", "evidence")),
    Field("noticed-by", "noticed_by", "Noticed by", "Who noticed it; empty for yourself", "member"),
)
