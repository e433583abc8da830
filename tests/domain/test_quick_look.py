"""A quick look never says no where the careful one would find something."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from kindtui.domain.quick_look import QuickLook
from kindtui.domain.text import folded

TEXTS = st.text(st.sampled_from('aAbÉéßİøΣς@._- \t\n"\\/u0041e9😀\u0301\u200d\x1f'), max_size=12)


@given(TEXTS, TEXTS, TEXTS)
def test_what_is_there_is_not_overlooked_however_it_is_written(before: str, word: str, after: str) -> None:
    look = QuickLook([folded(word)])
    text = f"{before} {word} {after}"
    if folded(word) and folded(word) in folded(text):
        assert look.may_be_in(text)
        assert look.may_be_in(json.dumps(text))
        assert look.may_be_in(json.dumps(text, ensure_ascii=False))
        assert look.may_be_in_bytes(json.dumps({"a": [text]}).encode())
        assert look.may_be_in(text.replace("_", "\\_").replace(".", "\\."))
        assert dict(look.among({"r": text.encode()})) == {"r": text.encode()}


def test_what_is_not_there_is_not_looked_for_any_further() -> None:
    look = QuickLook(["grace_hh", "grace@example.org", "m-0000000001"])
    assert not look.may_be_in('{"name": "Zoë \\u00e9 Hopper", "handle": "hopper"}')
    rows = {f"r{number}": b'{"what": "wrote a page"}' for number in range(600)} | {"r300": b"thanks, Grace_HH"}
    assert dict(look.among(rows)) == {"r300": b"thanks, Grace_HH"}


def test_a_name_is_there_where_all_of_it_is() -> None:
    look = QuickLook(["ada kim"])
    assert not look.may_be_in("Ada smiled at Bo")
    assert look.may_be_in("Kim, Ada")


def test_nothing_to_look_for_is_nowhere() -> None:
    assert not QuickLook(["", ""]).may_be_in("anything")
