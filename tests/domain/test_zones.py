"""Time zones: known by their name whatever its case, and a hint for every other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kindtui.domain.zones import checked_zone, zone_names, zone_of
from kindtui.errors import InvalidInput


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Europe/Lisbon", "Europe/Lisbon"),
        ("europe/lisbon", "Europe/Lisbon"),
        ("America/New_york", "America/New_York"),
        ("UTC+2", "UTC+2"),
        ("-03:00", "-03:00"),
    ],
)
def test_a_zone_is_kept_by_its_name(text: str, kept: str) -> None:
    assert checked_zone(text) == kept


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("Europe/Lisbn", "did you mean Europe/Lisbon?"),
        ("Lisbon", "did you mean Europe/Lisbon?"),
        ("los angeles", "did you mean America/Los_Angeles?"),
        ("Mars/Olympus", "write it as Europe/Lisbon"),
        ("PST", "write it as Europe/Lisbon"),
        ("Europe", "write it as Europe/Lisbon"),
        ("../../etc/passwd", "write it as Europe/Lisbon"),
        ("UTC+99", "write it as Europe/Lisbon"),
        ("\0", "write it as Europe/Lisbon"),
    ],
)
def test_a_zone_that_nobody_knows_is_refused(text: str, hint: str) -> None:
    with pytest.raises(InvalidInput, match="there is no time zone") as refused:
        checked_zone(text)
    assert refused.value.hint == hint


@given(st.sampled_from(zone_names()), st.sampled_from((str.upper, str.lower, str.swapcase, str)))
def test_every_zone_is_found_in_any_case(name: str, written: type[str]) -> None:
    assert zone_of(checked_zone(written(name))) is not None


@given(st.text(max_size=60))
def test_what_is_taken_has_a_clock(text: str) -> None:
    try:
        kept = checked_zone(text)
    except InvalidInput:
        return
    assert zone_of(kept) is not None
