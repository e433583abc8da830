"""Time zones: which one a name means, and which may have been meant by a name that nobody knows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, timedelta, timezone, tzinfo

from kindtui.domain.nearest import nearest
from kindtui.domain.text import folded
from kindtui.errors import InvalidInput

_OFFSET = re.compile(r"(?:utc|gmt)? ?([+-])(\d{1,2})(?::?([0-5]\d))?")


def zone_of(text: str) -> tzinfo | None:
    """The zone that is called so: an IANA name, or a distance such as UTC+2. None when there is no such."""
    words = text.strip()
    if not words:
        return None
    if folded(words) in ("utc", "gmt"):
        return UTC
    if found := _OFFSET.fullmatch(folded(words).replace("−", "-")):
        hours, minutes = int(found[2]), int(found[3] or 0)
        away = timedelta(hours=hours, minutes=minutes)
        return timezone(away if found[1] == "+" else -away) if hours <= 14 else None
    from zoneinfo import ZoneInfo  # takes a while to import

    try:
        return ZoneInfo(words.replace(" ", "_"))
    except (ValueError, OSError, LookupError):
        return None


def checked_zone(text: str) -> str:
    """A zone as it is kept: as it was written, or by its own name when only the case or a blank differs. Where the
    system has no list of zones every name is taken. Raises InvalidInput, with the nearest zone as a hint, for one that
    is not known."""
    if zone_of(text) is not None:
        return text
    names = zone_names()
    plain = text.strip().replace(" ", "_").casefold()
    found = next((name for name in names if name.casefold() == plain), "")
    if found or not names:
        return found or text
    raise InvalidInput(f"there is no time zone “{text[:40]}”", zone_hint(text, names))


def zone_names() -> list[str]:
    """The zones that this system knows, in order."""
    from zoneinfo import available_timezones

    return sorted(available_timezones())


def zone_hint(text: str, names: Sequence[str]) -> str:
    """Which of the zones may have been meant: one that looks alike, or that of the city. Letters such as PST, which
    several zones go by, tell of none."""
    sought = text.strip().replace(" ", "_")
    cities = {name.rpartition("/")[2]: name for name in reversed(names) if "/" in name}
    is_region = any(name.casefold().startswith(f"{sought.casefold()}/") for name in names)
    near = nearest(sought, names) if "/" in sought else ""
    if not near and len(sought) > 3 and not is_region:
        near = cities.get(nearest(sought.rpartition("/")[2], cities, likeness=0.8), "")
    return f"did you mean {near}?" if near else "write it as Europe/Lisbon"
