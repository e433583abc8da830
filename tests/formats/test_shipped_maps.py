"""The files of real tools, as the shipped import maps read them: one small file for each known set of headers."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from kindtui.domain.import_headers import known_headers
from kindtui.domain.roster import Member
from kindtui.formats.csv_table import read_table
from kindtui.workspace import Workspace, open_workspace
from tests.formats.tool_files import FILES, OTHERS


@pytest.fixture
def workspace(tmp_path: Path, clock: Callable[[], datetime], ids: Callable[[str], str]) -> Iterator[Workspace]:
    with open_workspace(tmp_path / "club", clock=clock, ids=ids, create=True) as opened:
        yield opened


ALL = [(name, text) for name, text in FILES.items()] + [(name, text) for name in OTHERS for text in OTHERS[name]]


def bring(workspace: Workspace, text: str) -> dict[str, Member]:
    report = workspace.imports.bring_in(text.encode(), "list.csv")
    assert report.refused == 0, report.problems
    return {member.name: member for member in workspace.roster.list()}


def test_every_shipped_map_has_a_file_here() -> None:
    from kindtui.formats.import_map import read_import_maps
    from kindtui.resources import bundled

    assert {each.name for each in read_import_maps([bundled("data") / "imports"])[0]} == set(FILES)


@pytest.mark.parametrize(("name", "text"), ALL)
def test_it_is_recognised_and_coming_again_changes_nothing(workspace: Workspace, name: str, text: str) -> None:
    assert workspace.imports.preview(text.encode(), "x").format == name
    assert "Ada King" in bring(workspace, text)
    again = workspace.imports.bring_in(text.encode(), "list.csv")
    assert (again.added, again.changed, again.sentence) == (0, 0, "")


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252", "utf-8-sig"])
def test_outlook_writes_in_old_encodings(workspace: Workspace, encoding: str) -> None:
    text = OTHERS["outlook"][2].replace("Ada", "Zoé").replace("\n", "\r\n")
    report = workspace.imports.bring_in(text.encode(encoding), "contacts.csv")
    assert (report.format, report.added) == ("outlook", 1)
    assert workspace.roster.list()[0].name == "Zoé King"


def test_what_is_nobodys_business_is_not_kept(workspace: Workspace) -> None:
    for text in FILES.values():
        workspace.imports.bring_in(text.encode(), "list.csv")
    kept = b"".join(path.read_bytes() for path in workspace.folder.rglob("*") if path.is_file())
    secrets = (b"77.0.0", b"10.0.0.1", b"51.5", b"1815", b"Main St", b"Countess", b"Owner", b"Admin")
    assert [secret for secret in secrets if secret in kept] == []


def test_meetup(workspace: Workspace) -> None:
    ada = bring(workspace, FILES["meetup"])["Ada King"]
    assert (ada.joined, ada.handles, ada.sources) == (date(2024, 3, 4), {"meetup": "12"}, {"meetup": "12"})


def test_the_days_of_another_language_are_asked_about(workspace: Workspace) -> None:
    doubtful = OTHERS["meetup"][0].replace("24/04/2024", "03/04/2024")
    assert [each.column for each in workspace.imports.preview(doubtful.encode(), "x").needs] == [
        "Rejoindre le groupe le"
    ]
    assert bring(workspace, OTHERS["meetup"][0])["Ada King"].joined == date(2024, 4, 24)


def test_slack_knows_the_same_people_in_both_of_its_files(workspace: Workspace) -> None:
    bring(workspace, FILES["slack-members"])
    people = bring(workspace, FILES["slack-analytics"])
    assert set(people) == {"Ada King"}
    assert (people["Ada King"].sources, people["Ada King"].joined) == ({"slack": "U1"}, date(2024, 3, 4))


def test_mailchimp(workspace: Workspace) -> None:
    people = bring(workspace, FILES["mailchimp"])
    ada = people["Ada King"]
    assert (ada.tags, ada.joined, ada.timezone) == (("Poets", "Choir"), date(2024, 3, 4), "Europe/London")
    assert people["bob@x.org"].emails == ("bob@x.org",)
    gone = (
        FILES["mailchimp"].replace("TAGS\n", "TAGS,UNSUB_TIME\n").replace(',""Choir"""\n', ',""Choir""",2024-05-05\n')
    )
    gone = gone.replace(",56,e2,,\n", ",56,e2,,,\n")
    report = workspace.imports.bring_in(gone.encode(), "unsubscribed.csv")
    assert [each.reason for each in report.left_out] == ["unsubscribed"]
    assert [each.name for each in report.gone] == ["Ada King"]


def test_names_are_put_together_and_a_nickname_is_for_those_who_have_none(workspace: Workspace) -> None:
    ada = bring(workspace, FILES["google-contacts"])["Ada King"]
    assert (ada.emails, ada.tags, ada.notes) == (("ada@x.org", "a@x.org", "k@x.org"), ("Poets",), "met in Turin")


def test_a_group_knows_addresses(workspace: Workspace) -> None:
    people = bring(workspace, FILES["google-groups"])
    assert set(people) == {"Ada King", "bob@x.org"}


def test_linkedin_and_gitlab_name_people_by_their_profile(workspace: Workspace) -> None:
    people = bring(workspace, FILES["linkedin"])
    assert (people["Ada King"].handles, people["Ada King"].joined) == ({"linkedin": "ada-king"}, None)
    bring(workspace, FILES["gitlab"])
    handles = [member.handles for member in workspace.roster.list()]
    assert sorted(map(str, handles)) == ["{'gitlab': 'ada'}", "{'linkedin': 'ada-king'}"], "nobody by the name alone"


def test_what_people_added_to_the_table_of_a_tool_is_taken_by_its_name(workspace: Workspace) -> None:
    ada = bring(workspace, OTHERS["outlook"][0])["Ada King"]
    assert (ada.joined, ada.pronouns, ada.handles, ada.tags) == (
        date(2024, 3, 4),
        "sie",
        {"github": "ada"},
        ("Poets",),
    )


def test_the_questions_of_an_event_are_read_and_its_orders_are_not(workspace: Workspace) -> None:
    ada = bring(workspace, OTHERS["eventbrite"][0])["Ada King"]
    assert (ada.pronouns, ada.joined) == ("she/her", None)


def test_who_became_anonymous_in_the_forum_is_left_alone(workspace: Workspace) -> None:
    anonymous = "9,,anon9,anon9@anonymized.invalid,,2024-03-04 10:00:00 UTC,,1,,false,\n"
    report = workspace.imports.bring_in((FILES["discourse"] + anonymous).encode(), "users.csv")
    assert [each.reason for each in report.left_out] == ["an account that was made anonymous"]


def test_meetup_knows_the_same_people_in_both_of_its_files_and_misses_nobody_at_an_event(workspace: Workspace) -> None:
    bring(
        workspace, FILES["meetup"] + "Bo\tuser 13\t\t13\t\t03/05/2024\t\t\t\thttp://www.meetup.com/Club/members/13/\n"
    )
    report = workspace.imports.bring_in(FILES["meetup-attendees"].encode(), "event.xls")
    assert (report.format, report.added, report.gone) == ("meetup-attendees", 0, ())


Rows = list[list[str]]


def written(rows: Rows, mark: str = ",", end: str = "\n", quoting: int = csv.QUOTE_MINIMAL) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=mark, lineterminator=end, quoting=quoting).writerows(rows)  # type: ignore[arg-type]
    return out.getvalue()


OTHERWISE: dict[str, Callable[[Rows], bytes]] = {
    "semicolons and cp1252": lambda rows: written(rows, ";").encode("cp1252"),
    "tabs and UTF-16": lambda rows: written(rows, "\t", "\r\n", csv.QUOTE_ALL).encode("utf-16"),
    "old Mac lines": lambda rows: written(rows, end="\r").encode(),
    "sep= and a mark": lambda rows: ("sep=;\r\n" + written(rows, ";", "\r\n")).encode("utf-8-sig"),
    "upper case": lambda rows: written([list(map(str.upper, rows[0])), *rows[1:]]).encode(),
    "another order": lambda rows: written([row[1:] + row[:1] for row in rows]).encode(),
    "more columns": lambda rows: written([["Foo", *row, "Bar"] for row in rows]).encode(),
    "unnamed columns": lambda rows: written([[*row, "", ""] for row in rows]).encode(),
    "lines around it": lambda rows: ("From X\n\n" + written(rows) + "\nTotal: 3\n").encode(),
    "twice": lambda rows: written(rows * 2).encode(),
}
"""The same table as others might write it."""


@pytest.mark.parametrize(("name", "text"), ALL)
def test_it_may_be_written_otherwise(workspace: Workspace, name: str, text: str) -> None:
    table = read_table(text.encode(), known=known_headers())
    rows = [list(table.headers), *(row.cells for row in table.rows())]
    expected = workspace.imports.preview(written(rows).encode(), "list.csv")
    assert expected.format == name
    people = [said_of(member) for member in expected.rows]
    for how, write in OTHERWISE.items():
        preview = workspace.imports.preview(write(rows), "list.csv")
        found = [said_of(member) for member in preview.rows]
        assert (preview.format, found[: len(people)]) == (name, people), how
        assert (preview.added, preview.changed) == (expected.added, expected.changed), how


def said_of(member: Member) -> dict[str, object]:
    told = ("name", "pronouns", "emails", "handles", "joined", "timezone", "languages", "tags", "notes", "status")
    return {field: getattr(member, field) for field in told}


OUTLOOK = (
    "Vorname,Weitere Vornamen,Nachname,E-Mail-Adresse,E-Mail 2: Adresse,Kategorien,Geschlecht",
    "Nombre,Segundo nombre,Apellidos,E-mail Address,Dirección de correo electrónico 2,Categorías,Género",
    "Prénom,Deuxième prénom,Nom,Adresse de messagerie,Adresse de messagerie 2,Catégories,Sexe",
    "Nome,Secondo nome,Cognome,Indirizzo posta elettronica,Indirizzo posta elettronica 2,Categorie,Sesso",
    "Voornaam,Middelste naam,Achternaam,E-mailadres,E-mailadres 2,Categorieën,Geslacht",
    "Primeiro nome,Segundo nome,Sobrenome,E-mail Address,Endereço de email 2,Categorias,Sexo",
    "Fornavn,Mellemnavn,Efternavn,E-mail-adresse,E-mail 2-adresse,Kategorier,Køn",
    "Förnamn,Mellannamn,Efternamn,E-postadress,E-postadress 2,Kategorier,Kön",
    "Imię,Drugie imię,Nazwisko,Adres e-mail,Adres e-mail 2,Kategorie,Płeć",
    "İlk Adı,İkinci Adı,Soyadı,Elektronik Posta Adresi,Elektronik Posta 2 Adres,Kategoriler,Cinsiyet",
)


@pytest.mark.parametrize("headers", OUTLOOK)
def test_outlook_in_the_languages_it_comes_in(workspace: Workspace, headers: str) -> None:
    report = workspace.imports.bring_in(
        f"{headers}\nAda,Marie,Abara,a@x.org,b@x.org,Poets,f\n".encode(), "kontakte.csv"
    )
    (ada,) = workspace.roster.list()
    assert (report.format, ada.name, ada.emails, ada.tags) == (
        "outlook",
        "Ada Marie Abara",
        ("a@x.org", "b@x.org"),
        ("Poets",),
    )


def test_who_unsubscribed_or_gave_a_ticket_back_is_skipped_under_either_header(workspace: Workspace) -> None:
    mail = (
        "Email Address,MEMBER_RATING,OPTIN_TIME,Status\n"
        "a@x.org,2,,subscribed\nb@x.org,2,,unsubscribed\nc@x.org,2,,cleaned\n"
    )
    tickets = (
        "Order #,Order Date,First Name,Last Name,Email,Order Status\n"
        "1,2026-05-01,Ada,King,a@x.org,Attending\n2,2026-05-01,Bo,Li,b@x.org,Refunded\n"
    )
    for text, name, ends in ((mail, "mailchimp", (1, 2)), (tickets, "eventbrite", (0, 1))):
        report = workspace.imports.bring_in(text.encode(), "list.csv")
        assert (report.format, (report.added, report.skipped)) == (name, ends)
    assert [each.emails for each in workspace.roster.list()] == [("a@x.org",)]


@pytest.mark.parametrize(
    "headers",
    [
        "Vorname,Nachname,URL,E-Mail-Adresse,Unternehmen,Position,Verbunden am",
        "Prénom,Nom,URL,Adresse e-mail,Entreprise,Poste,Date de connexion",
    ],
)
def test_linkedin_in_other_languages(workspace: Workspace, headers: str) -> None:
    text = f"{headers}\nAda,King,https://www.linkedin.com/in/ada-k,a@x.org,Co,Poet,12 Mar 2024\n"
    report = workspace.imports.bring_in(text.encode(), "Connections.csv")
    (ada,) = workspace.roster.list()
    assert (report.format, ada.name, ada.handles, ada.joined) == ("linkedin", "Ada King", {"linkedin": "ada-k"}, None)
