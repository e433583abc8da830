"""Whoever may be meant by a row that could not be read is not missing."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kindtui.domain.import_unread import Unread
from kindtui.domain.roster import Member
from tests.conftest import NOW

WORDS = st.from_regex(r"[a-zA-Z0-9_.-]{1,12}", fullmatch=True)


def member(*emails: str, **handles: str) -> Member:
    return Member(id="m-1", created_at=NOW, updated_at=NOW, name="Ada", emails=emails, handles=handles)


@given(
    WORDS, st.sampled_from(["{}", "<{}>", "mailto:{}, x@y.org", "https://a.example/in/{}/", '"{}";1']), st.booleans()
)
def test_an_address_or_handle_in_any_cell_is_enough(word: str, written: str, shouted: bool) -> None:
    unread = Unread()
    unread.add(["1", written.format(word.upper() if shouted else word)])
    assert unread.names(member(github=word))
    assert not unread.names(member(github=f"{word}x0123456789abc"))
    unread.add([f"{word}@x.org"])
    assert unread.names(member(f"{word}@X.org"))


def test_of_somebody_without_signs_nobody_can_tell() -> None:
    unread = Unread()
    assert not unread.names(member())
    unread.add(["?"])
    assert unread.names(member())
    assert not unread.names(member("ada@x.org"))


def test_one_word_of_a_handle_is_not_that_handle() -> None:
    unread = Unread()
    unread.add(["Ada", "Byron"])
    assert unread.holds(member(zulip="Ada Byron"))
    assert not unread.holds(member(zulip="Ada King"))
