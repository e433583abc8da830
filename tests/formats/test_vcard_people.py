"""vCards as people."""

from __future__ import annotations

import pytest

from kindtui.errors import InvalidInput
from kindtui.formats.vcard_people import FORMAT
from tests.formats.people_files import FILES


def card(*lines: str) -> bytes:
    return "\r\n".join(("BEGIN:VCARD", "VERSION:3.0", *lines, "END:VCARD", "")).encode()


def told(*lines: str) -> dict[str, object]:
    (person,) = FORMAT.read(card(*lines)).people
    assert not person.refused
    return dict(person.values)


def test_the_versions_that_address_books_write() -> None:
    ada, ben, oezlem, company, nameless, cut_off = FORMAT.read(FILES["vcard"]).people
    assert ada.values == {
        "id": "4fbe8971-0bc3-424c-9c26-36c3e1eff6b1",
        "name": "Ada Abara",
        "pronouns": "she/her",
        "email": ["ada@example.org", "mailto:ada@work.example"],
        "timezone": "Europe/Lisbon",
        "language": ["pt", "en"],
        "tag": ["gardening, slow", "mentor"],
        "note": "Met at the fair; likes\ntea and long lines",
        "handle:github": "ada",
        "handle:mastodon": "@ada@example.social",
        "handle:xmpp": "ada@chat.example",
    }
    assert ben.values == {"first-name": "Ben", "last-name": "Botha", "email": ["ben@example.org"]}
    assert oezlem.values == {"name": "Özlem Kılıç", "email": ["oezlem@example.org"]}
    assert company.skipped == "an organisation, not a person"
    assert (nameless.line, nameless.refused) == (41, "there is no name in this card")
    assert (cut_off.line, cut_off.refused) == (45, "the card does not end: END:VCARD is missing")


def test_names() -> None:
    assert told("N:de la Cruz\\;x;Ana")["first-name"] == "Ana"
    assert told("N:de la Cruz\\;x;Ana")["last-name"] == "de la Cruz;x"
    assert told("NICKNAME:Zaz")["name"] == "Zaz"
    (company,) = FORMAT.read(card("N:;;;;", "ORG:Garden\\, Ltd.;Roses")).people
    assert company.skipped == "an organisation, not a person"


def test_programs_are_bots_and_groups_nobody() -> None:
    assert told("FN:Poll", "KIND:application")["kind"] == "bot"
    (group,) = FORMAT.read(card("FN:Friends", "KIND:group", "MEMBER:urn:uuid:1")).people
    assert group.skipped == "a group, not a person"


def test_handles_and_their_places() -> None:
    values = told(
        "FN:Ada",
        "X-SOCIALPROFILE;type=twitter:https://twitter.com/ada_a",
        "X-SOCIALPROFILE;type=Mixi;x-user=adachan:x-apple:adachan",
        "IMPP;X-SERVICE-TYPE=Skype;type=pref:skype:ada.skype",
        "X-JABBER:ada@chat.example",
        "SOCIALPROFILE;SERVICE-TYPE=github;VALUE=text:ada",
        "SOCIALPROFILE:https://nowhere.example/ada",
        "X-SOCIALPROFILE;type=other:https://nowhere.example/ada",
    )
    assert {key: value for key, value in values.items() if key.startswith("handle:")} == {
        "handle:twitter": "ada_a",
        "handle:mixi": "adachan",
        "handle:skype": "ada.skype",
        "handle:jabber": "ada@chat.example",
        "handle:github": "ada",
    }


def test_a_zone_is_a_place_and_an_offset_is_not() -> None:
    assert "timezone" not in told("FN:Ada", "TZ:-0500") and "timezone" not in told("FN:Ada", "TZ:EST")
    assert told("FN:Ada", "TZ;VALUE=text:UTC+3")["timezone"] == "UTC+3", "as we write it ourselves"
    assert told("FN:Ada", "TZ:America/Port-au-Prince")["timezone"] == "America/Port-au-Prince"


def test_a_card_within_a_card_is_passed_over() -> None:
    values = told("FN:Ada", "AGENT:", "BEGIN:VCARD", "VERSION:3.0", "FN:Her agent", "END:VCARD", "NOTE:after")
    assert values == {"name": "Ada", "note": "after"}


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("EMAIL;TYPE", "line 4: EMAIL has no value"),
        ('EMAIL;TYPE="x:ada@example.org', "line 4: EMAIL has no value"),
        ("EMAIL;T YPE=x:ada@example.org", "line 4: the parameters of EMAIL cannot be read"),
        ("NOTE:" + "x" * 200_001, "line 4: a line of 200,006 characters"),
    ],
)
def test_a_broken_line_refuses_its_card_and_no_other(line: str, why: str) -> None:
    people = FORMAT.read(card("FN:Ada", line) + card("FN:Ben")).people
    assert [(each.line, each.refused) for each in people] == [(1, why), (6, "")]


def test_large_photos_and_many_parameters_take_no_time() -> None:
    photo = ["PHOTO;ENCODING=b:" + "x" * 50, *([" " + "x" * 74] * 50_000)]
    assert told("FN:Ada", *photo) == {"name": "Ada"}
    for parameters in (";A=" * 20_000, ';A="b' * 20_000, ";A=b,c" * 10_000, ";" * 30_000):
        assert FORMAT.read(card("FN:Ada", f"EMAIL{parameters}:x@example.org")).people


def test_line_ends_and_encodings() -> None:
    for data in (card("FN:Zoë").replace(b"\r\n", b"\r"), card("FN:Zoë").decode().encode("cp1252")):
        assert FORMAT.read(data).people[0].values == {"name": "Zoë"}
    broken = card("FN:Zoë Zoë Zoë", "NOTE:x").replace(b"NOTE:x", b"NOTE:\xff")
    assert FORMAT.read(broken).people[0].refused == "the note holds bytes that are no text"


def test_what_is_no_card_is_not_recognised() -> None:
    assert not FORMAT.recognises(b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")
    with pytest.raises(InvalidInput, match="no card"):
        FORMAT.read(b"FN:Ada\r\n")


def test_the_address_that_a_card_prefers_goes_first() -> None:
    assert told("FN:A", "EMAIL;HOME:a@x.org", "EMAIL;PREF;INTERNET:b@x.org")["email"] == ["b@x.org", "a@x.org"]
    assert told("FN:A", "EMAIL;type=HOME:a@x.org", "EMAIL;type=INTERNET;type=pref:b@x.org")["email"] == [
        "b@x.org",
        "a@x.org",
    ]
    assert told("FN:A", "EMAIL;PREF=2:a@x.org", "EMAIL;PREF=1:b@x.org", "EMAIL:c@x.org")["email"] == [
        "b@x.org",
        "a@x.org",
        "c@x.org",
    ]


def test_an_address_of_matrix_is_read_without_its_sort() -> None:
    assert told("FN:A", "IMPP:matrix:u/ada:x.org")["handle:matrix"] == "ada:x.org"


def test_cards_that_were_put_together_and_lines_that_end_otherwise() -> None:
    two = card("FN:Ada") + b"\xef\xbb\xbf" + card("FN:Bo")
    assert [person.values["name"] for person in FORMAT.read(two).people] == ["Ada", "Bo"]
    old = card("FN:Zoë").decode().replace("\r\n", "\r").encode("utf-16")
    assert FORMAT.recognises(old)
    assert [person.values["name"] for person in FORMAT.read(old).people] == ["Zoë"]


def test_a_line_may_be_folded_within_a_letter() -> None:
    """Address books fold by bytes, not by letters; with one such letter alone the file must not be taken for cp1252."""
    for name, at in (("Zoë", -1), ("Đỗ Thị Bé", 1), ("🌻 Sun", 2)):
        said = name.encode()
        folded = card("FN:@").replace(b"@", said[:at] + b"\r\n " + said[at:])
        read = FORMAT.read(folded)
        assert (read.people[0].values, read.notices) == ({"name": name}, ())
        assert FORMAT.read(folded.replace(b"\r\n", b"\n")).people == read.people


def test_letters_whose_encoding_is_not_told_are_to_be_looked_at() -> None:
    (told,) = FORMAT.read(card("FN;CHARSET=ISO-8859-2;ENCODING=QUOTED-PRINTABLE:Iksi=F1ski")).people
    assert told.values == {"name": "Iksiński"}
    people, notices = (read := FORMAT.read(card("FN;ENCODING=QUOTED-PRINTABLE:Iksi=F1ski"))).people, read.notices
    assert people[0].values == {"name": "Iksiñski"}
    assert notices == (
        "1 card not saying how letters are written, read as Windows-1252: look whether the names are right",
    )
    (notice,) = FORMAT.read(card("FN:Zoë").decode().encode("cp1252")).notices
    assert notice.startswith("the file is not UTF-8 and was read as Windows-1252")


def test_a_card_may_say_how_its_letters_are_written() -> None:
    japanese = card("FN;CHARSET=SHIFT_JIS:安藤ロイド", "NOTE:x").decode().encode("shift_jis")
    read = FORMAT.read(japanese)
    assert (read.people[0].values["name"], read.notices) == ("安藤ロイド", ())
    among_others = card("FN:Zoë Zoë Zoë Zoë Zoë") + japanese
    assert [each.values["name"] for each in FORMAT.read(among_others).people] == ["Zoë Zoë Zoë Zoë Zoë", "安藤ロイド"]
    transcoded = card("FN;CHARSET=SHIFT_JIS:安藤")
    assert FORMAT.read(transcoded).people[0].values["name"] == "安藤"
    unknown = card("FN;CHARSET=x-no-such:Zoë").decode().encode("cp1252")
    assert (FORMAT.read(unknown).people[0].values["name"], len(FORMAT.read(unknown).notices)) == ("Zoë", 1)


def test_a_group_of_apples_address_book_is_nobody() -> None:
    (group,) = FORMAT.read(card("FN:Kings", "X-ADDRESSBOOKSERVER-KIND:group")).people
    assert group.skipped == "a group, not a person"
    assert told("FN:Ada", "X-ADDRESSBOOKSERVER-KIND:individual") == {"name": "Ada"}


def test_a_chat_may_be_told_by_its_type() -> None:
    assert told("FN:A", "IMPP;TYPE=SKYPE:ada")["handle:skype"] == "ada"
    assert told("FN:A", "IMPP;TYPE=HOME,IRC:ada")["handle:irc"] == "ada"
    assert "handle:home" not in told("FN:A", "IMPP;TYPE=HOME:ada", "IMPP;X-SERVICE-TYPE=Other:other:x")
    assert told("FN:A", "X-PRONOUNS:they/them") == {"name": "A", "pronouns": "they/them"}
