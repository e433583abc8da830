"""Cells as values: addresses, lists and days, with nothing invented."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kindtui.domain.import_headers import guess_target, is_forbidden
from kindtui.domain.import_values import day, day_order, email_key, emails, handle, items, one_line, whole_name
from kindtui.domain.imports import DayOrder, checked_target
from kindtui.errors import InvalidInput


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        ("ada@example.org", ("ada@example.org",)),
        (" mailto:Ada+tag@EXAMPLE.org ", ("Ada+tag@example.org",)),
        ("Ada L. <ada@example.org>", ("ada@example.org",)),
        ("a@x.org; b@x.org,a@x.org", ("a@x.org", "b@x.org")),
        ("mailto:a@x.org; Ada <b@x.org>", ("a@x.org", "b@x.org")),
        ("King, Ada <a@x.org>", ("a@x.org",)),
        ('"King, Ada" <a@x.org>, Bo <b@x.org>', ("a@x.org", "b@x.org")),
        ("a@x.org ::: b@x.org\nc@x.org d@x.org", ("a@x.org", "b@x.org", "c@x.org", "d@x.org")),
        ("\u200bada@x.org\ufeff", ("ada@x.org",)),
        ("", ()),
        ("n/a", ()),
        (" - ", ()),
    ],
)
def test_addresses(cell: str, wanted: tuple[str, ...]) -> None:
    assert emails(cell) == wanted


@pytest.mark.parametrize(
    "cell",
    ["ada", "@x.org", "ada@", "a@b@c", "x" * 250 + "@x.org", "a b@x.org", "a@x.org; no", "no; Ada <a@x.org>", "A <>"],
)
def test_what_is_no_address_is_refused(cell: str) -> None:
    with pytest.raises(InvalidInput, match="not an e-mail address"):
        emails(cell)


def test_what_makes_two_addresses_one() -> None:
    assert email_key("Ada@X.ORG") == email_key("Ada@x.org")
    assert email_key("ada@x.org") == email_key("Ada@x.org")
    assert email_key("a+b@x.org") != email_key("a@x.org")
    assert email_key("straße@x.org") != email_key("strasse@x.org")


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        ("2024-03-07", date(2024, 3, 7)),
        ("2024-03-07 23:59:59 UTC", date(2024, 3, 7)),
        ("2024-03-07T09:12:44.123Z", date(2024, 3, 7)),
        ("2024/3/7", date(2024, 3, 7)),
        ("20240307", date(2024, 3, 7)),
        ("07.03.2024", date(2024, 3, 7)),
        ("25/03/2024", date(2024, 3, 25)),
        ("03/25/2024 10:00", date(2024, 3, 25)),
        ("04/04/2024", date(2024, 4, 4)),
        ("7 March 2024", date(2024, 3, 7)),
        ("7. März 2024", date(2024, 3, 7)),
        ("jeudi 7 mars 2024", date(2024, 3, 7)),
        ("7 de marzo de 2024", date(2024, 3, 7)),
        ("7 juil. 2024", date(2024, 7, 7)),
        ("1er août 2024", date(2024, 8, 1)),
        ("Mar 7, 2024", date(2024, 3, 7)),
        ("Thu, 7 Mar 2024 10:00:00", date(2024, 3, 7)),
        ("1709769600", date(2024, 3, 7)),
        ("1709769600000", date(2024, 3, 7)),
        ("", None),
        ("never", None),
        ("0000-00-00", None),
    ],
)
def test_days_that_can_be_read_one_way(cell: str, wanted: date | None) -> None:
    assert day(cell, None) == wanted


@pytest.mark.parametrize(
    ("written", "months"),
    [
        ("{} {} 2024", "januari februari maart april mei juni juli augustus september oktober november december"),
        ("vr {}-{}-2024", "jan feb mrt apr mei jun jul aug sep okt nov dec"),
        ("{}. {} 2024", "Jänner Feber März April Mai Juni Juli August September Oktober November Dezember"),
        ("Fr., {}. {} 2024, 10:00", "Jan. Feb. Mrz. Apr. Mai Jun. Jul. Aug. Sept. Okt. Nov. Dez."),
        ("le {} {} 2024", "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"),
        ("ven. {} {} 2024", "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc."),
        ("{} {} 2024", "ene feb mar abr may jun jul ago sept oct nov dic"),
        (
            "{} de {} de 2024",
            "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        ),
        ("ven {} {} 2024", "gen feb mar apr mag giu lug ago set ott nov dic"),
        ("{} {} 2024", "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre"),
        ("sexta-feira, {} de {} de 2024", "jan. fev. mar. abr. mai. jun. jul. ago. set. out. nov. dez."),
        ("{} {} 2024", "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro"),
        ("den {} {} 2024", "januari februari mars april maj juni juli augusti september oktober november december"),
        (
            "fredag den {}. {} 2024",
            "januar februar marts april maj juni juli august september oktober november december",
        ),
        (
            "{} {} 2024 r.",
            "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
        ),
        ("pt., {} {} 2024", "sty lut mar kwi maj cze lip sie wrz paź lis gru"),
    ],
)
def test_months_in_the_languages_that_lists_come_in(written: str, months: str) -> None:
    assert [day(written.format(13, month), None) for month in months.split()] == [
        date(2024, number, 13) for number in range(1, 13)
    ]


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ("2024-02-30", "there is no day"),
        ("31.02.2024", "there is no day"),
        ("7 Foo 2024", "there is no day"),
        ("soon", "no day that can be read"),
        ("2024", "no day that can be read"),
        ("03/04/2024", "which number is the day"),
    ],
)
def test_days_that_cannot_be_read(cell: str, says: str) -> None:
    with pytest.raises(InvalidInput, match=says):
        day(cell, None)


@given(st.dates(date(1970, 1, 1), date(2068, 12, 31)), st.sampled_from(["/", "-"]), st.booleans())
def test_a_day_written_in_an_order_is_read_in_it(when: date, mark: str, short: bool) -> None:
    year = f"{when.year % 100:02}" if short else str(when.year)
    assert day(f"{when.day}{mark}{when.month:02}{mark}{year}", "dmy") == when
    assert day(f"{when.month:02}{mark}{when.day}{mark}{year}", "mdy") == when


@pytest.mark.parametrize(
    ("cells", "order", "doubtful"),
    [
        (["03/04/2024", "25/04/2024"], "dmy", 1),
        (["03/04/2024", "04/25/2024"], "mdy", 1),
        (["03/04/2024"], None, 1),
        (["13/04/2024", "04/25/2024", "1/2/2024"], None, 1),
        (["2024-03-04", "4.5.2024", "5/5/2024", ""], None, 0),
    ],
)
def test_a_column_proves_its_order(cells: list[str], order: DayOrder | None, doubtful: int) -> None:
    assert day_order(cells) == (order, doubtful)


@given(st.text(max_size=30))
def test_no_cell_raises_anything_else(cell: str) -> None:
    for read in (one_line, items, emails, handle, lambda text: day(text, None), lambda text: day(text, "mdy")):
        try:
            read(cell)
        except InvalidInput as error:
            assert error.message


@pytest.mark.parametrize(
    ("header", "target"),
    [
        ("Name", "name"),
        ("full_name", "name"),
        ("displayName", "name"),
        ("Nombre completo", "name"),
        ("Имя", "name"),
        ("氏名", "name"),
        ("الاسم", "name"),
        ("First Name", "first-name"),
        ("Prénom", "first-name"),
        ("Apellidos", "last-name"),
        ("E-Mail-Adresse", "email"),
        ("Correo electrónico", "email"),
        ("e-mail", "email"),
        ("Pronouns", "pronouns"),
        ("Beitrittsdatum", "joined"),
        ("date_joined", "joined"),
        ("Time Zone", "timezone"),
        ("User ID", "id"),
        ("GitHub username", "handle:github"),
        ("discord", "handle:discord"),
        ("handle:forum", "handle:forum"),
        ("username", "handle:unknown"),
        ("Shoe size", ""),
        ("gender", ""),
        ("age", ""),
    ],
)
def test_headers_are_guessed(header: str, target: str) -> None:
    assert guess_target(header, [header]) == target


def test_a_family_name_is_told_by_its_neighbour() -> None:
    assert guess_target("Nom", ["Nom", "Prénom"]) == "last-name"
    assert guess_target("Nom", ["Nom", "Ville"]) == "name"
    assert guess_target("username", ["username"], "forum") == "handle:forum"


def test_a_name_beside_a_family_name_is_the_given_one() -> None:
    for headers in (["Nombre", "Apellidos"], ["name", "surname"], ["Имя", "Фамилия"], ["Nome", "Cognome"]):
        assert [guess_target(each, headers) for each in headers] == ["first-name", "last-name"]
    assert guess_target("Name", ["Name", "First Name", "Last Name"]) == "name"
    assert guess_target("Full name", ["Full name", "Surname"]) == "name"


@pytest.mark.parametrize(
    "headers",
    [
        ["Nombre", "Apellidos", "Nombre mostrado", "Dirección de correo electrónico principal"],
        ["Vorname", "Nachname", "Anzeigename", "Primäre E-Mail-Adresse"],
        ["Primeiro nome", "Sobrenome", "Nome completo", "Email secundário"],
        ["Ad", "Soyadı", "Ad Soyad", "E-posta Adresi"],
        ["名", "姓", "表示名", "メールアドレス"],
        ["名字", "姓氏", "显示名称", "电子邮件地址"],
        ["이름", "성", "표시명", "메일 주소"],
        ["Given Name", "Family Name", "Display Name", "Alternate Email 1"],
    ],
)
def test_parts_of_names_and_addresses_in_the_languages_of_address_books(headers: list[str]) -> None:
    assert [guess_target(each, headers) for each in headers] == ["first-name", "last-name", "name", "email"]


@pytest.mark.parametrize(
    ("given", "family", "whole"),
    [
        (["Ada", "Marie"], ["Abara"], "Ada Marie Abara"),
        (["Ada Abara"], ["Abara"], "Ada Abara"),
        (["Thomas"], ["Thomas"], "Thomas Thomas"),
        (["Ada"], [], "Ada"),
        ([], ["Abara"], "Abara"),
        (["花子"], ["山田"], "山田花子"),
        (["민수"], ["김"], "김민수"),
        (["Hanako"], ["山田"], "Hanako 山田"),
        ([], ["山田"], "山田"),
        ([], [], ""),
    ],
)
def test_a_name_is_said_in_the_order_of_its_language(given: list[str], family: list[str], whole: str) -> None:
    assert whole_name(given, family) == whole


def test_an_account_is_made_on_the_day_of_joining_when_nothing_else_is_told() -> None:
    assert guess_target("created_at", ["created_at", "name"]) == "joined"
    assert guess_target("created_at", ["created_at", "Member since"]) == ""


@pytest.mark.parametrize(
    "header",
    [
        "ip_address",
        "registration_ip_address",
        "OPTIN_IP",
        "IP",
        "LATITUDE",
        "lng",
        "password",
        "has-2fa",
        "admin",
        "remote_addr",
        "isStaff",
        "geo",
        "latLng",
        "session_id",
        "Lösenord",
        "пароль",
        "パスワード",
        "登录密码",
        "비밀번호",
        "IP地址",
        "IPアドレス",
        "Широта",
    ],
)
def test_what_is_never_read(header: str) -> None:
    assert is_forbidden(header)


@pytest.mark.parametrize("header", ["zip", "ship", "name", "description", "platform", "tips", "passion"])
def test_what_only_sounds_like_it(header: str) -> None:
    assert not is_forbidden(header)


@pytest.mark.parametrize(
    ("typed", "target"),
    [
        ("Name", "name"),
        ("handle:GitHub", "handle:GitHub"),
        ("emails", "email"),
        ("notes", "note"),
        ("contact_note", "contact-note"),
        ("ignore", "ignore"),
    ],
)
def test_targets(typed: str, target: str) -> None:
    assert checked_target(typed) == target


@pytest.mark.parametrize("typed", ["nam", "handle", "handle:", "locked", "source", ""])
def test_what_is_no_target(typed: str) -> None:
    with pytest.raises(InvalidInput):
        checked_target(typed)


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        ('"Poets","Choir, east"', ("Poets", "Choir, east")),
        ('"a"; "b" ;', ("a", "b")),
        ("a;b, c|d", ("a", "b", "c", "d")),
        ('a,"b, c"', ("a", "b", "c")),
        ('""', ()),
    ],
)
def test_items_between_quotation_marks_may_hold_commas(cell: str, wanted: tuple[str, ...]) -> None:
    assert items(cell) == wanted


def test_a_column_that_is_there_again_and_a_question_are_guessed() -> None:
    assert [guess_target(header, ()) for header in ("Email 2", "email (3)", "Tag 2")] == ["email", "email", "tag"]
    assert [guess_target(header, ()) for header in ("name (2)", "ID 2", "joined 2")] == ["", "", ""]
    assert guess_target("Which pronouns do you use?", ()) == "pronouns"
    assert guess_target("What is your name? *", ()) == "name"
    assert guess_target("Your e-mail address (required)", ()) == "email"
    assert guess_target("Optional", ()) == ""


@pytest.mark.parametrize(
    ("place", "address", "name"),
    [
        ("twitter", "https://twitter.com/ada_k?lang=en", "ada_k"),
        ("twitter", "x.com/@ada_k", "ada_k"),
        ("instagram", "https://www.instagram.com/ada.k/", "ada.k"),
        ("bluesky", "https://bsky.app/profile/ada.example.org", "ada.example.org"),
        ("twitter", "https://example.org/ada", "https://example.org/ada"),
    ],
)
def test_a_handle_is_taken_out_of_the_address_of_a_profile(place: str, address: str, name: str) -> None:
    assert handle(address, place) == name
