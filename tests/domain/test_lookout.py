"""Those who asked to be forgotten are found in any text, though nothing but hashes is kept of them."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kindtui.domain.forgotten import Forgotten
from kindtui.domain.lookout import Lookout
from kindtui.domain.text import folded
from kindtui.domain.traces import Identity

ZOE = Identity(
    "m-0123456789",
    names=("Zoe Quill",),
    handles=(("github", "zqhub"), ("discord", "Zed_Q1"), ("matrix", "@zq:example.org"), ("irc", "zoë-q")),
    emails=("Zoe.Q@Example.org",),
    sources=(("slack", "U0123ABCD"),),
    former=("m-abcdefghjk",),
)


def lookout_for(*people: Identity) -> Lookout:
    forgotten = Forgotten()
    for each in people:
        forgotten.add(each)
    return Lookout(msgspec.json.decode(msgspec.json.encode(forgotten), type=Forgotten))


LOOKOUT = lookout_for(ZOE)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("see https://github.com/zqhub/x", "see (link removed)"),
        ("see https://GitHub.com/ZQhub.", "see (link removed)"),
        ("see https://zqhub.github.io/x?a=b and https://a.org/b", "see (link removed) and https://a.org/b"),
        ("https://a.org/?author=zed_q1&x=1", "(link removed)"),
        ("https://matrix.to/#/@zq:example.org", "(link removed)"),
        ("thanks @zqhub, @ZED_q1!", "thanks (removed), (removed)!"),
        ("first\n@zqhub\nlast", "first\n(removed)\nlast"),
        ("zed_q1 said so, and zoë-q", "(removed) said so, and (removed)"),
        ("_zed\\_q1_", "_(removed)_"),
        ("\uff3aed_q1 \u200bhere", "(removed) \u200bhere"),
        ("ask zoe.q@example.org.", "ask (removed)."),
        ("**zoe.q@example.org** or /zoe.q@EXAMPLE.org", "**(removed)** or /(removed)"),
        ("mailto:zoe.q@example.org?subject=x", "(link removed)"),
        ("https://a.org/Zoe.Q%40example.org or https://a.org/?a=%7aqhub", "(link removed) or (link removed)"),
        ("U0123ABCD and m-0123456789, M-ABCDEFGHJK", "(removed) and (removed), (removed)"),
    ],
)
def test_what_gives_them_away_goes(text: str, left: str) -> None:
    assert LOOKOUT.without(text) == left


@pytest.mark.parametrize(
    "text",
    [
        "Zoe Quill wrote it",
        "zqhub could be a word",
        "https://github.com/zqhubs/x",
        "zed_q12 and xzed_q1",
        "U0123ABCDE u0123abcd",
        "nozoe.q@example.orgs",
        "m-01234567890 on 2024-03-01, 12:30: 3/4 (a-b) don't @all https://example.org",
    ],
)
def test_what_is_of_others_stays(text: str) -> None:
    assert LOOKOUT.without(text) == text
    assert LOOKOUT.named_in(text).is_nobody


ODD = Identity(
    "m-0123456789",
    handles=(("discord", "Grace Hu#42"), ("irc", "zed|Q1"), ("x", "!pip_z!"), ("y", "grace hu"), ("z", "sign-in")),
)
ODDLY = lookout_for(ODD)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("ask grace hu#42, or Grace  HU#42!", "ask (removed), or (removed)!"),
        ("ask grace\nhu#42", "ask (removed)"),
        ("it was zed|q1: |zed|q1|", "it was (removed): |(removed)|"),
        ("!pip_z! and pip_z", "!(removed)! and (removed)"),
        (
            "https://x.org/?u=Grace%20Hu%2342&a https://x.org/100%25 x.org/grace%20hu%2342",
            "{0} https://x.org/100%25 {0}",
        ),
        ("Grace Hu said", "Grace Hu said"),
        ("so did @grace hu", "so did (removed)"),
        ("the sign-in page of @sign-in, https://x.org/sign-in", "the sign-in page of (removed), (link removed)"),
        ("Sign-in and check-in", "Sign-in and check-in"),
        ("grace hu#421, zed|q12, pip_zz", "grace hu#421, zed|q12, pip_zz"),
    ],
)
def test_handles_that_are_several_words(text: str, left: str) -> None:
    assert ODDLY.without(text) == left.format("(link removed)")


def test_a_list_of_several_people_in_several_lists() -> None:
    one, two = Forgotten(), Forgotten()
    one.add(ZOE)
    two.add(ODD)
    one.merge(two)
    assert Lookout(one).without("zed_q1, grace hu#42") == "(removed), (removed)"
    assert Lookout(one).knows(Identity("", handles=(("discord", "grace hu#42"),)))
    one.remove(Identity("", handles=(("discord", "@Grace Hu#42"),)))
    assert Lookout(one).without("zed_q1, grace hu#42") == "(removed), grace hu#42"


def test_a_hash_that_is_none_harms_nobody() -> None:
    forgotten = Forgotten()
    forgotten.add(ZOE)
    forgotten.lists[0].people.append({"no hash"})
    assert Lookout(forgotten).without("zed_q1 and others") == "(removed) and others"


def test_a_list_that_speaks_of_endless_handles_costs_no_more_time() -> None:
    forgotten = Forgotten()
    forgotten.add(ODD)
    forgotten.lists[0].pieces = 10**9
    words = "word " * 20_000
    assert Lookout(forgotten).without(f"{words}grace hu#42") == f"{words}(removed)"


SOME_TEXT = st.lists(
    st.sampled_from(
        (
            *("zqhub", "zed_q1", "ZED\\_Q1", "@", "@zq:example.org", "zoë-q", "zoe.q@example.org", "U0123ABCD"),
            *(
                "m-0123456789",
                "m-abcdefghjk",
                " ",
                "\n",
                "\u00a0",
                ".",
                ",",
                "|",
                "!",
                "/",
                "https://github.com/",
                "?a=",
            ),
            *("_", "-", "a", "1", "ß", "\uff3f", "Σ", "(", "'", "\u200b", "\u0301", "\\", ":", "#"),
        )
    ),
    max_size=12,
).map("".join)


@given(SOME_TEXT)
def test_words_are_looked_up_once_and_tell_the_same(text: str) -> None:
    """What is in a text is what is in its words, whatever was looked up before."""
    whole, words = LOOKOUT.named_in(text), lookout_for(ZOE).named_in(*text.split())
    told = ("former", "emails", "handles", "sources")
    assert all(set(getattr(whole, name)) == set(getattr(words, name)) for name in told)
    assert lookout_for(ZOE).named_in(text).is_nobody == whole.is_nobody


WORD = st.text("abcdefgxyzäé", min_size=3, max_size=6)
HANDLES = st.builds(
    lambda words, mark, digit: mark.join(words) + digit,
    st.lists(WORD, min_size=1, max_size=4),
    st.sampled_from("_.-"),
    st.sampled_from(("7", "42")),
)
AROUND = st.sampled_from(
    ("{}", "see {}.", "({})", "**{}**", "a, @{}!", "https://x.org/{}/y", "https://x.org/a?b={}#c", "<{}>", "\n{}\n")
)


@given(HANDLES, st.lists(AROUND, min_size=1, max_size=3), st.booleans())
def test_a_handle_is_found_wherever_it_stands(handle: str, around: list[str], loud: bool) -> None:
    written = handle.upper() if loud else handle
    text = " and ".join(each.format(written) for each in around)
    left = lookout_for(Identity("m-0000000000", handles=(("github", handle),))).without(text)
    assert folded(handle) not in folded(left)


@given(st.text(max_size=60), HANDLES)
def test_a_text_without_them_stays_as_it_is(text: str, handle: str) -> None:
    if folded(handle) not in folded(text):
        assert lookout_for(Identity("m-0000000000", handles=(("github", handle),))).without(text) == text
