"""Tags are put on once and taken off whole, whatever their case."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kindtui.domain.tagging import read_tags, retagged
from kindtui.domain.text import folded

tags = st.lists(st.sampled_from(["docs", "Docs", "Döcs", "mentor", "old hand", ""]), max_size=5)


@given(tags, tags, tags)
def test_what_is_put_on_is_there_once_and_what_is_taken_off_is_not(
    before: list[str], added: list[str], gone: list[str]
) -> None:
    after = retagged(before, added, gone)
    words = [folded(tag) for tag in after]
    assert len(words) == len(set(words))
    assert set(words) == {folded(tag) for tag in (*before, *added)} - {folded(tag) for tag in gone} - {""}
    assert retagged(after, added, gone) == after


def test_a_minus_takes_off() -> None:
    assert read_tags(" old  hand, -docs,, - mentor") == (["old hand"], ["docs", "mentor"])
