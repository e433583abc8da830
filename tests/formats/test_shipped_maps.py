"""The files of real tools, as the shipped import maps read them: one small file for each known set of headers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from kindtui.domain.roster import Member
from kindtui.workspace import Workspace, open_workspace


@pytest.fixture
def workspace(tmp_path: Path, clock: Callable[[], datetime], ids: Callable[[str], str]) -> Iterator[Workspace]:
    with open_workspace(tmp_path / "club", clock=clock, ids=ids, create=True) as opened:
        yield opened


FILES = {
    "discourse": "id,name,username,email,title,created_at,last_seen_at,trust_level,ip_address,staged,group_names\n"
    "7,Ada King,ada,ada@x.org,,2024-03-04 10:00:00 UTC,,2,10.0.0.1,false,staff;gardeners\n",
    "slack-members": "username,email,status,billing-active,has-2fa,has-sso,userid,fullname,displayname,"
    "expiration-timestamp\nada,ada@x.org,Admin,1,1,0,U1,Ada King,Ada,\n",
    "slack-analytics": "Name,What I Do,User ID,Username,Email,Account type,Account created (UTC),"
    "Claimed Date (UTC),Deactivated date (UTC),Days active,Messages posted\n"
    'Ada King,poet,U1,ada,ada@x.org,Admin,"Mar 1, 2024","Mar 4, 2024",,10,99\n'
    'Robo,,U2,robo,,Bot,"Mar 1, 2024",,,1,1\n',
    "meetup": "Name\tUser ID\tTitle\tMember ID\tLocation\tJoined Group on\tLast visited group on\tLast Attended\t"
    "Total RSVPs\tURL of Member Profile\n"
    "Ada King\tuser 12\t\t12\tLondon\t03/04/2024\t06/22/2024\t\t14\thttp://www.meetup.com/Club/members/12/\n",
    "mailchimp": '"Email Address","First Name","Last Name",MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,CONFIRM_IP,'
    "LATITUDE,LONGITUDE,GMTOFF,DSTOFF,TIMEZONE,CC,REGION,LAST_CHANGED,LEID,EUID,NOTES,TAGS\n"
    'ada@x.org,Ada,King,2,,,"2024-03-04 10:00:00",77.0.0.1,51.5,0.1,0,1,Europe/London,gb,eng,,55,e1,,'
    '"""Poets"",""Choir"""\n'
    'bob@x.org,,,2,,,"2024-03-05 10:00:00",77.0.0.2,,,,,,,,,56,e2,,\n',
    "google-contacts": "First Name,Middle Name,Last Name,Phonetic First Name,Nickname,File As,Birthday,Notes,Photo,"
    "Labels,E-mail 1 - Label,E-mail 1 - Value,E-mail 2 - Value,Phone 1 - Value\n"
    "Ada,,King,,Addy,King,1815-12-10,met in Turin,,* myContacts ::: Poets,* Home,ada@x.org ::: a@x.org,k@x.org,+44\n",
    "google-groups": "Members for group Choir\nEmail address,Nickname,Group status,Email status,Email preference,"
    "Posting permissions\nada@x.org,Ada King,owner,,All email,Allowed\nbob@x.org,,member,,,\ncy@x.org,,banned,,,\n",
    "outlook": '"First Name","Middle Name","Last Name","Company","Home Street","E-mail Address","E-mail 2 Address",'
    '"Categories","Gender","Notes"\n"Ada","","King","","1 Main St","ada@x.org","k@x.org","Poets;Choir","2",""\n',
    "eventbrite": "Order #,Order Date,First Name,Last Name,Email,Quantity,Ticket Type,Total Paid,Attendee Status\n"
    "1,2024-03-04,Ada,King,ada@x.org,1,Free,0,Attending\n2,2024-03-04,Bo,Bo,bo@x.org,1,Free,0,Not Attending\n",
    "linkedin": 'Notes:\n"Some addresses are missing, since people hide them."\n\n'
    "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
    "Ada,King,https://www.linkedin.com/in/ada-king,,Engines,Countess,04 Mar 2024\n",
    "gitlab": "Username,Name,Access granted,Access expires,Max role,Source\n"
    "ada,Ada King,2024-03-04 10:00:00,,Owner,Direct member\n"
    "ada,Ada King,2024-03-05 10:00:00,,Guest,Inherited member\nproject_1_bot,Robo,2024-03-04,,Guest,Direct member\n",
}
"""A file for each shipped map, in which Ada King is."""

OTHERS = {
    "slack-analytics": ["Name,Email,Account type,Account created (UTC),Days active\nAda King,ada@x.org,Admin,,3\n"],
    "google-contacts": [
        "Name,Given Name,Additional Name,Family Name,Yomi Name,Nickname,Birthday,Gender,Notes,Group Membership,"
        "E-mail 1 - Type,E-mail 1 - Value\nAda King,Ada,,King,,Addy,,,,* myContacts ::: Poets,*,ada@x.org\n",
    ],
    "google-groups": [
        "Group Email [Required],Member Email,Member Name,Member Role,Member Type\n"
        "c@x.org,ada@x.org,Ada King,OWNER,USER\n"
    ],
    "outlook": [
        '"Vorname","Weitere Vornamen","Nachname","E-Mail-Adresse","E-Mail 2: Adresse","Kategorien","Geschlecht"\n'
        '"Ada","","King","ada@x.org","k@x.org","Poets","2"\n',
        '"Prénom","Nom","Adresse de messagerie","Adresse de messagerie 2","Catégories","Sexe"\n'
        '"Ada","King","ada@x.org","k@x.org","Poets",""\n',
        '"Nombre","Apellidos","Dirección de correo electrónico","Categorías"\n"Ada","King","ada@x.org","Poets"\n',
        '"Nome","Cognome","Indirizzo posta elettronica","Categorie"\n"Ada","King","ada@x.org","Poets"\n',
        '"Voornaam","Achternaam","E-mailadres","Categorieën"\n"Ada","King","ada@x.org","Poets"\n',
    ],
    "meetup": [
        "Nom\tMember ID\tRejoindre le groupe le\tDernier groupe visité le\tURL du profil de membre\n"
        "Ada King\t12\t24/04/2024\t\thttps://www.meetup.com/fr-FR/Club/members/12\n"
    ],
    "eventbrite": [
        "Order ID,Order Date,Attendee First Name,Attendee Last Name,Attendee Email,Attendee Status\n"
        "1,2024-03-04,Ada,King,ada@x.org,Attending\n"
    ],
    "gitlab": ["Name,Username,Email,Path,Type,Role,Access granted\nAda King,ada,ada@x.org,club/app,Group,Owner,\n"],
}
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
    text = OTHERS["outlook"][1].replace("Ada", "Zoé").replace("\n", "\r\n")
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
