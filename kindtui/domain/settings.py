"""What a community manager sets once for the whole workspace."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType

import msgspec

CADENCES: Mapping[str, int | str] = MappingProxyType(
    {"welcome_within_days": 3, "thank_within_days": 7, "check_in": "1 month"}
)
"""How soon kindness is wished for, unless the workspace says otherwise."""


class Settings(msgspec.Struct, frozen=True):
    """The settings of a workspace, from its kindtui.yaml."""

    name: str = ""
    """The community's name, as it stands in texts."""
    contact: str = ""
    """Where people reach those who take care of the community."""
    timezone: str = ""
    """The IANA zone whose day is "today"; empty for that of this computer."""
    places: tuple[str, ...] = ()
    """Where the community meets: discourse, github ... Offered where a handle or a publication names a place."""
    cadences: Mapping[str, int | str] = msgspec.field(default_factory=lambda: CADENCES)
    """Every key of CADENCES."""
    ask_about_words: bool = True
    """Whether notes are asked about that hold words one would not say to the person."""

    def days(self, cadence: str) -> int:
        """A cadence that counts days."""
        return int(self.cadences[cadence])

    def day_of(self, instant: datetime) -> date:
        """The day that an instant falls on where the community is."""
        if not self.timezone:
            return instant.astimezone().date()
        from zoneinfo import ZoneInfo  # takes a while to import

        return instant.astimezone(ZoneInfo(self.timezone)).date()
