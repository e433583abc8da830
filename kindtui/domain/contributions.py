"""Contributions: the specific kind act, whom it helped, and whether somebody said thank you."""

from __future__ import annotations

from datetime import date
from typing import Literal

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
