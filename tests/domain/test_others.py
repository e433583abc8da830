"""Nobody else is named in what is shown to one member."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kindtui.domain.crowds import FirstLook
from kindtui.domain.naming import mentions
from kindtui.domain.others import Others
from kindtui.domain.roster import Member
from tests.conftest import NOW

WORDS = st.text("bcdfgxqzñøджλ山", min_size=3, max_size=8)


def member(number: int, name: str, **values: object) -> Member:
    return Member(id=f"m-{number:010d}", created_at=NOW, updated_at=NOW, name=name, **values)  # type: ignore[arg-type]


ADA = member(1, "Ada Lovelace", handles={"github": "ada"}, emails=("ada@example.org",))


def shown(text: str, *others: Member) -> str:
    return Others(ADA, [ADA, *others], [text]).out_of(text)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Ada sat with Bo Lind and @bolind.", "Ada sat with […] and […]."),
        ("BO wrote to bo@lind.example about Ada Lovelace", "[…] wrote to […] about Ada Lovelace"),
        ("see https://git.example/bolind/7, and https://git.example/ada/8", "see […] and https://git.example/ada/8"),
        ("m-0000000002 and m-0000000001 and m-7f3k2q9x0a", "[…] and m-0000000001 and […]"),
        ("Bond and bonding", "Bond and bonding"),
        ("Ada Byron, Lovelace and Byron", "[…], Lovelace and […]"),
        ("𝐁𝐨 said so", "[…] said so"),
        ("山田さん and 田", "[…]さん and 田"),
        ("Nobody else", "Nobody else"),
        ("Agent 47 and agent47 on 2026-03-10 with 47 guests", "[…] and […] on 2026-03-10 with 47 guests"),
        ("will she? Will she come with Will?", "will she? […] she come with […]?"),
    ],
)
def test_others_are_left_out_and_the_member_stays(text: str, left: str) -> None:
    others = (
        member(2, "Bo Lind", handles={"irc": "bolind"}, emails=("bo@lind.example",)),
        member(3, "Ada Byron"),
        member(4, "山田"),
        member(5, "Will"),
        member(6, "Agent 47"),
        member(7, "Class of 2026"),
    )
    assert shown(text, *others) == left


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("https://github.com/jd and github.com/jd/notes?tab=1", "[…] and […]"),
        ("[them](https://www.github.com/rose), a rose", "[them]([…] a rose"),
        ("https://forum.example/jd and https://github.example/x/@jd.", "https://forum.example/jd and […]"),
        ("https://forum.example/u/%C3%A9mile-x", "[…]"),
        ("https://example.org/%41da", "https://example.org/%41da"),
        ("https://github.com/ada?q=a%20b and github.com/adam", "https://github.com/ada?q=a%20b and github.com/adam"),
    ],
)
def test_a_link_to_the_page_of_somebody_else_is_left_out_whatever_they_are_called_there(text: str, left: str) -> None:
    others = (
        member(2, "Maria Gomez", handles={"github": "rose"}),
        member(3, "John Doe", handles={"github (2)": "jd"}),
        member(4, "Ada Öst", handles={"forum": "émile-x", "github": "ada"}),
    )
    assert shown(text, *others) == left


@given(
    names=st.lists(st.lists(WORDS, min_size=1, max_size=3).map(" ".join), min_size=1, max_size=5),
    handles=st.lists(WORDS, min_size=5, max_size=5),
    pieces=st.lists(
        st.integers(0, 4) | st.sampled_from(["Ada", " ", ", ", "\n", "-", "@", "**", "_", "(", "'s "]), max_size=12
    ),
    way=st.sampled_from(["name", "first", "handle", "email", "id", "link", "upper"]),
)
def test_no_name_handle_address_or_id_of_anybody_else_is_left(
    names: list[str], handles: list[str], pieces: list[int | str], way: str
) -> None:
    people = [
        member(number + 2, name, handles={"irc": handles[number]}, emails=(f"{handles[number]}@x.example",))
        for number, name in enumerate(names)
    ]

    def said(piece: int | str) -> str:
        if isinstance(piece, str):
            return piece
        who = people[piece % len(people)]
        return {
            "name": who.name,
            "first": who.name.split()[0],
            "handle": f"@{who.handles['irc']}",
            "email": who.emails[0],
            "id": who.id,
            "link": f"https://irc.example/{who.handles['irc']}",
            "upper": who.name.upper(),
        }[way]

    text = "".join(map(said, pieces))
    left = shown(text, *people)
    for other in people:
        assert list(mentions(left, other)) == []
        assert other.id not in left
    assert Others(ADA, [ADA, *people], [left]).out_of(left) == left


@given(
    before=st.text(max_size=10), name=st.text(min_size=1, max_size=12), after=st.text(max_size=10), upper=st.booleans()
)
def test_a_glance_never_leaves_out_somebody_who_is_named(before: str, name: str, after: str, upper: bool) -> None:
    text = before + (name.upper() if upper else name) + after
    for other in (member(2, name), member(2, "Zyx", handles={"x": name}), member(2, "Zyx", emails=(name,))):
        if list(mentions(text, other)):
            assert FirstLook([text]).may_name(other)
