"""A list that comes again: who is gone, who is new and welcome, what a person edited, and what a file gives besides."""

from __future__ import annotations

from datetime import date

import pytest

from kindtui.domain.import_rows import FileFormat, Given, People, Person
from kindtui.errors import InvalidInput
from kindtui.formats import import_formats
from kindtui.workspace import Workspace

LIST = "id,username,trust_level,last_seen_at,created_at,email\n"
ADA = "1,ada,2,,2026-03-01,ada@x.org\n"
BOB = "2,bob,2,,2020-01-01,bob@x.org\n"
CY = "3,cy,2,,,cy@x.org\n"


def names_gone(workspace: Workspace, text: str) -> list[str]:
    preview = workspace.imports.preview(text.encode(), "x.csv")
    report = workspace.imports.bring_in(text.encode(), "x.csv")
    assert preview.gone == report.gone
    return [each.name for each in report.gone]


class TestGone:
    def test_who_is_missing_is_listed_and_left_alone(self, workspace: Workspace) -> None:
        assert names_gone(workspace, LIST + ADA + BOB + CY) == []
        before = workspace.roster.list()
        assert names_gone(workspace, LIST + ADA) == ["bob", "cy"]
        assert workspace.roster.list() == before

    def test_a_damaged_or_doubtful_row_is_not_a_missing_one(self, workspace: Workspace) -> None:
        names_gone(workspace, LIST + ADA + BOB)
        assert names_gone(workspace, LIST + ADA + BOB.replace("2020-01-01", "2020-02-31")) == []
        assert names_gone(workspace, LIST + ADA + BOB.rstrip("\n") + ",,,\n") == []

    def test_who_left_died_or_came_from_elsewhere_is_not_missed(self, workspace: Workspace) -> None:
        names_gone(workspace, LIST + ADA + BOB + CY)
        workspace.roster.edit(workspace.roster.find("bob").id, {"status": "left"})
        workspace.roster.edit(workspace.roster.find("cy").id, {"status": "deceased"})
        workspace.roster.add({"name": "Dee"})
        assert names_gone(workspace, LIST + ADA) == []

    def test_other_lists_say_nothing_about_it(self, workspace: Workspace) -> None:
        names_gone(workspace, LIST + ADA + BOB)
        assert names_gone(workspace, "name,email\nEve,eve@x.org\n") == []
        assert names_gone(workspace, "id,name\n1,Eve\n") == []

    def test_tools_without_ids_know_people_by_address_handle_or_row(self, workspace: Workspace) -> None:
        head = "Notes\n\nFirst Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
        ada, bob = "Ada,A,https://www.linkedin.com/in/ada,,,,04 Mar 2024\n", "Bob,B,,bob@x.org,,,04 Mar 2024\n"
        assert names_gone(workspace, head + ada + bob + "Cy,C,,,,,04 Mar 2024\n") == []
        assert names_gone(workspace, head + ada + bob + "Cy,C,,,,,04 Mar 2024\n") == []
        assert names_gone(workspace, head + ada) == ["Bob B", "Cy C"]
        damaged = bob.replace("04 Mar 2024", "04 Mar 2024,,,x")
        assert names_gone(workspace, head + ada + damaged) == []  # Cy might be the one whom it is about

    def test_a_file_of_those_who_unsubscribed_tells_of_nobody_else(self, workspace: Workspace) -> None:
        head = "Email Address,MEMBER_RATING,OPTIN_TIME,LEID,EUID,UNSUB_TIME\n"
        ada, bob = "a@x.org,2,2024-01-01,1,e1,", "b@x.org,2,2024-01-01,2,e2,"
        assert names_gone(workspace, f"{head}{ada}\n{bob}\n") == []
        assert names_gone(workspace, f"{head}{bob}2026-01-01\ntorn,row\nx@x.org,2,2024-01-01,9,e9,2026-01-01\n") == [
            "b@x.org"
        ]
        assert names_gone(workspace, f"{head}{bob}2026-01-01\n") == ["b@x.org"]
        assert names_gone(workspace, f"{head}torn,row\n") == []
        assert names_gone(workspace, f"{head}{ada}\n{bob}2026-01-01\n") == ["b@x.org"]

    def test_each_event_has_people_of_its_own(self, workspace: Workspace) -> None:
        head = "Order #,Order Date,First Name,Last Name,Email\n"
        names_gone(workspace, head + "1,2024-03-04,Ada,A,ada@x.org\n")
        assert names_gone(workspace, head + "2,2024-04-04,Bob,B,bob@x.org\n") == []


class TestWelcome:
    def test_new_members_since_a_day_in_the_same_undo(self, workspace: Workspace) -> None:
        data = (LIST + ADA + BOB + CY).encode()
        assert workspace.imports.preview(data, "x.csv").welcomes == 0
        report = workspace.imports.bring_in(data, "x.csv", welcome_since=date(2026, 3, 1))
        assert report.welcomes == 1
        (welcome,) = workspace.follow_ups.list()
        assert workspace.follow_ups.title(welcome) == "Welcome ada"
        assert welcome.due is not None and welcome.due > date(2026, 3, 10)
        workspace.store.undo()
        assert (workspace.roster.list(), list(workspace.follow_ups.list())) == ([], [])

    def test_nobody_twice_and_nobody_who_is_known(self, workspace: Workspace) -> None:
        workspace.roster.add({"name": "Ada", "email": ["ada@x.org"]})
        report = workspace.imports.bring_in((LIST + ADA).encode(), "x.csv", welcome_since=date(2020, 1, 1))
        assert (report.changed, report.welcomes) == (1, 0)


class TestEditedByHand:
    def test_it_stays_unless_asked(self, workspace: Workspace) -> None:
        workspace.imports.bring_in((LIST + ADA).encode(), "x.csv")
        ada = workspace.roster.list()[0]
        workspace.roster.edit(ada.id, {"joined": "2026-02-02"})
        kept = workspace.imports.bring_in((LIST + ADA).encode(), "x.csv")
        assert (kept.same, kept.changed) == (1, 0)
        assert any("keeps what was edited by hand" in notice for notice in kept.notices)
        taken = workspace.imports.bring_in((LIST + ADA).encode(), "x.csv", unlocked=True)
        assert taken.changed == 1
        assert workspace.roster.list()[0].joined == date(2026, 3, 1)

    @pytest.mark.parametrize("by_hand", [False, True], ids=["who came with it", "who was there before"])
    def test_it_stays_also_where_the_list_has_no_ids(self, workspace: Workspace, by_hand: bool) -> None:
        if by_hand:
            workspace.roster.add({"name": "Ada", "email": ["ada@x.org"]})
        data = b"name,email,pronouns\nAda,ada@x.org,she/her\n"
        workspace.imports.bring_in(data, "x.csv")
        workspace.roster.edit(workspace.roster.list()[0].id, {"pronouns": "they/them"})
        assert workspace.imports.bring_in(data, "x.csv").same == 1
        assert workspace.roster.list()[0].pronouns == "they/them"

    def test_an_id_that_comes_later_is_taken(self, workspace: Workspace) -> None:
        analytics = "Name,Email,Account type,Account created (UTC),Days active\nAda,ada@x.org,Member,,3\n"
        members = "username,email,status,userid,fullname,displayname\nada,ada@x.org,Member,U1,Ada,\n"
        workspace.imports.bring_in(analytics.encode(), "a.csv")
        report = workspace.imports.bring_in(members.encode(), "m.csv")
        assert (report.added, report.changed) == (0, 1)
        assert workspace.roster.list()[0].sources == {"slack": "U1"}
        assert workspace.imports.bring_in(analytics.encode(), "a.csv").gone == ()

    def test_nobody_comes_alive_or_back_by_a_file(self, workspace: Workspace) -> None:
        workspace.roster.add({"name": "Ada", "email": ["a@x.org"], "status": "deceased"})
        mapping = {"State": "status"}
        for state in ("active", "left", "on break"):
            data = f"name,email,State\nAda,a@x.org,{state}\n".encode()
            workspace.imports.bring_in(data, "x.csv", mapping=mapping)
        assert workspace.roster.list()[0].status == "deceased"


@pytest.mark.parametrize(
    "name", ["\u200b", "\u2060\u200d", "\u3164", "\u2800\u2800", "\u2060\ufeff", "\u0301", "\u00ad \u200f"]
)
def test_a_name_that_nobody_can_see_is_refused(workspace: Workspace, name: str) -> None:
    report = workspace.imports.bring_in(f"name,email\n{name},a@x.org\nÉva,e@x.org\n".encode(), "x.csv")
    assert (report.added, report.refused) == (1, 1)
    assert (report.problems[0].line, report.problems[0].reason) == (
        2,
        "the name in this row has nothing in it that could be seen",
    )


def test_a_field_that_is_refused_says_what_it_can_be(workspace: Workspace) -> None:
    data = b"Name;E-Mail;Eingetreten am;Status\nBo;b@x.org;7.4.22;aktiv\n"
    preview = workspace.imports.preview(data, "x.csv", mapping={"Status": "status"})
    assert preview.columns[2].target == "joined"
    (refused,) = preview.problems
    assert refused.reason.endswith("(did you mean active? it can be active, on-break, left or deceased)")


def test_a_name_as_a_register_files_it_takes_nobody_theirs(workspace: Workspace) -> None:
    mail = "Name,E-mail\nSiân Fernández,s@x.org\n"
    register = 'Name;E-mail;Pronouns\n"{}";s@x.org;she/her\n'
    workspace.imports.bring_in(mail.encode(), "mail.csv")
    report = workspace.imports.bring_in(register.format("FERNÁNDEZ, Siân").encode(), "register.csv")
    sian = workspace.roster.find("Siân Fernández")
    assert (report.changed, sian.name, sian.pronouns) == (1, "Siân Fernández", "she/her")
    assert workspace.imports.bring_in(register.format("FERNÁNDEZ, Siân").encode(), "register.csv").same == 1
    workspace.imports.bring_in(register.format("Fernández, Siobhan").encode(), "register.csv")
    assert workspace.roster.list()[0].name == "Fernández, Siobhan"
    workspace.imports.bring_in(register.format("Siobhan Fernández").encode(), "register.csv")
    assert [each.name for each in workspace.roster.list()] == ["Siobhan Fernández"]


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("?ukasz ?wi?tek", True),
        ("?wi?tek, ?ukasz", True),
        ("?ukasz Smith", False),
        ("?kasz ?wi?tek", False),
        ("Lukasz ?wi?tek", False),
    ],
)
def test_letters_that_a_file_lost_take_nobody_their_name(workspace: Workspace, told: str, kept: bool) -> None:
    workspace.imports.bring_in("Name;E-mail\nŁukasz Świątek;l@x.org\n".encode(), "full.csv")
    poor = f"Name;E-mail;Tags\n{told};l@x.org;docs\nWho?;w@x.org;\n"
    report = workspace.imports.bring_in(poor.encode(), "poor.csv")
    assert workspace.roster.find("l@x.org").name == ("Łukasz Świątek" if kept else told)
    assert next(each for each in report.notices if "question mark" in each).startswith("1 name with")


def test_a_letter_may_be_lost_at_the_end_of_a_name(workspace: Workspace) -> None:
    workspace.imports.bring_in("Name;E-mail\nJosé;j@x.org\n".encode(), "full.csv")
    assert workspace.imports.bring_in(b"Name;E-mail;Tags\nJos?;j@x.org;docs\n", "poor.csv").changed == 1
    assert [(each.name, each.tags) for each in workspace.roster.list()] == [("José", ("docs",))]


def test_who_asked_to_be_forgotten_is_counted_and_not_shown(workspace: Workspace) -> None:
    workspace.imports.bring_in((LIST + ADA + BOB).encode(), "x.csv")
    workspace.forgetting.forget(workspace.roster.find("ada"))
    preview = workspace.imports.preview((LIST + ADA + BOB).encode(), "x.csv")
    assert (preview.skipped, preview.same) == (1, 1)
    assert "ada" not in str((preview.columns, preview.rows, preview.left_out, preview.notices, preview.gone))


class TestForgottenByNameAlone:
    """A list that tells nothing but a name finds nobody again once a row of it changes."""

    LIST = "Name;Pronouns;Note\nŁukasz Smith;he/him;\nBo Kim;;\n"

    def test_no_form_of_the_row_brings_them_back(self, workspace: Workspace) -> None:
        bring_in = workspace.imports.bring_in
        bring_in(self.LIST.encode(), "x.csv")
        workspace.forgetting.forget(workspace.roster.find("Łukasz Smith"))
        others = {
            "the same": self.LIST,
            "changed": self.LIST.replace("he/him;", "he/him;has a new bike"),
            "another order": self.LIST.replace("Łukasz Smith", "SMITH, Łukasz"),
            "other columns": self.LIST.replace("Pronouns", "Shoe size"),
        }
        for text in others.values():
            report = bring_in(text.encode(), "x.csv")
            (skipped,) = report.left_out
            assert (skipped.line, report.refused) == (2, 0)
            assert "asked to be forgotten" in skipped.reason and "ukasz" not in skipped.reason
        assert not [each for each in workspace.roster.list() if "Smith" in each.name]

    def test_it_holds_for_a_kept_map_too(self, workspace: Workspace) -> None:
        data = self.LIST.encode()
        workspace.imports.bring_in(data, "x.csv")
        workspace.imports.keep_map(workspace.imports.preview(data, "x.csv"), "club")
        workspace.forgetting.forget(workspace.roster.find("Łukasz Smith"))
        assert workspace.imports.preview(data, "x.csv").skipped == 1

    def test_somebody_else_of_the_name_stays_and_may_come(self, workspace: Workspace) -> None:
        data = b"Name;Note\nBo Kim;plays the harp\nBo Kim;cooks\n"
        workspace.imports.bring_in(data, "x.csv")
        one, two = sorted(workspace.roster.list(), key=lambda each: each.notes)
        workspace.forgetting.forget(one)
        report = workspace.imports.bring_in(data, "x.csv")
        assert (report.same, report.skipped, report.gone) == (1, 1, ())
        assert [each.id for each in workspace.roster.list()] == [two.id]
        workspace.imports.bring_in(b"Name,E-mail\nBo Kim,bo@example.org\n", "y.csv")
        workspace.roster.add({"name": "Bo Kim"})
        assert len(workspace.roster.list()) == 3

    def test_whoever_can_be_told_by_more_is_not_known_by_name(self, workspace: Workspace) -> None:
        workspace.imports.bring_in((LIST + ADA).encode(), "x.csv")
        name = workspace.roster.list()[0].name
        workspace.forgetting.forget(workspace.roster.list()[0])
        assert workspace.imports.preview(f"Name\n{name}\n".encode(), "y.csv").added == 1

    def test_the_name_lets_them_come_back(self, workspace: Workspace) -> None:
        data = self.LIST.encode()
        workspace.imports.bring_in(data, "x.csv")
        workspace.forgetting.forget(workspace.roster.find("Łukasz Smith"))
        assert workspace.forgetting.welcome_back("łukasz smith")
        assert workspace.imports.preview(data, "x.csv").added == 1


class TestKeptMaps:
    DATA = b"No,Singer,Since,Shoe\n7,Ada,03/04/2024,38\n8,Bob,05/06/2024,\n"

    def test_a_mapping_becomes_a_format_of_the_workspace(self, workspace: Workspace) -> None:
        asked = {"No": "id", "Singer": "name", "Since": "joined"}
        imports = workspace.imports
        with pytest.raises(InvalidInput, match="which number is the day"):
            imports.keep_map(imports.preview(self.DATA, "choir.csv", mapping=asked), "choir")
        path = imports.keep_map(imports.preview(self.DATA, "choir.csv", mapping=asked, dates={"Since": "dmy"}), "choir")
        assert path == workspace.folder / "imports" / "choir.yaml"
        again = imports.preview(self.DATA, "next-year.csv")
        assert (again.format, again.needs, again.added) == ("choir", (), 2)
        assert [column.target for column in again.columns] == ["id", "name", "joined", "ignore"]
        imports.bring_in(self.DATA, "choir.csv")
        assert workspace.roster.find("Ada").sources == {"choir": "7"}

    @pytest.mark.parametrize("name", ["", "Two words", "../x", "csv", "choir"])
    def test_names_that_cannot_be(self, workspace: Workspace, name: str) -> None:
        imports = workspace.imports
        preview = imports.preview(b"name\nAda\n", "x.csv")
        imports.keep_map(preview, "choir")
        with pytest.raises(InvalidInput):
            imports.keep_map(preview, name)

    def test_a_column_that_is_not_there_has_no_days(self, workspace: Workspace) -> None:
        with pytest.raises(InvalidInput, match="no column 'sinse'"):
            workspace.imports.preview(self.DATA, "choir.csv", dates={"Sinse": "dmy"})

    def test_the_rules_of_a_known_tool_stay(self, workspace: Workspace) -> None:
        imports = workspace.imports
        data = (LIST.replace("email", "Nick") + ADA + BOB).encode()
        imports.keep_map(imports.preview(data, "x.csv", mapping={"Nick": "handle:irc"}), "forum")
        staged = imports.preview((LIST.replace("email", "Nick") + ADA + "-1,system,2,,,x\n").encode(), "x.csv")
        assert (staged.format, staged.skipped, staged.rows[0].handles["irc"]) == ("forum", 1, "ada@x.org")

    def test_rows_that_nothing_names_are_found_again_under_the_new_name(self, workspace: Workspace) -> None:
        imports = workspace.imports
        data = b"name,pronouns\nAda,she\n"
        imports.bring_in(data, "x.csv")
        imports.keep_map(imports.preview(data, "x.csv"), "choir")
        assert imports.bring_in(data, "x.csv").same == 1


def fake_format() -> FileFormat:
    def read(data: bytes) -> People:
        link = "https://x.org/1"
        people = [
            Person(1, {"name": "Ada", "handle:club": "ada", "tag": ("a", "b")}, given=(Given("Wrote", "doc", link),)),
            Person(2, {"name": "Robo"}, skipped="a bot"),
            Person(3, {}, refused="this entry is no person"),
        ]
        return People(people, never=("passwords",))

    return FileFormat("club-export", "Export of the club", lambda data: data.startswith(b"CLUB"), read, source="club")


class TestFormatsInCode:
    @pytest.fixture(autouse=True)
    def known(self, monkeypatch: pytest.MonkeyPatch) -> None:
        own = (fake_format(),)
        for module in ("import_files", "import_maps"):
            monkeypatch.setattr(f"kindtui.services.{module}.code_formats", lambda: own)
        monkeypatch.setattr(import_formats, "code_formats", lambda: own)

    def test_people_and_contributions_come_as_rows_do(self, workspace: Workspace) -> None:
        imports = workspace.imports
        preview = imports.preview(b"CLUB", "x.json")
        assert (preview.format, preview.place, preview.contributions) == ("club-export", "entry", 1)
        assert [column.header for column in preview.columns] == ["name", "handle:club", "tag", "passwords"]
        report = imports.run(preview)
        assert (report.added, report.skipped, report.refused, report.contributions) == (1, 1, 1, 1)
        (given,) = workspace.contributions.list()
        assert (given.what, given.kind, given.evidence, given.state) == (
            "Wrote",
            "doc",
            ("https://x.org/1",),
            "thanked",
        )
        assert workspace.roster.find("Ada").tags == ("a", "b")
        again = imports.bring_in(b"CLUB", "x.json")
        assert (again.same, again.contributions, again.contributions_same, again.sentence) == (1, 0, 1, "")
        workspace.store.undo()
        assert (workspace.roster.list(), list(workspace.contributions.list())) == ([], [])

    def test_a_field_can_be_left_out_and_the_format_named(self, workspace: Workspace) -> None:
        preview = workspace.imports.preview(b"CLUB", "x.json", format="club-export", mapping={"tag": "ignore"})
        assert preview.rows[0].tags == ()
        with pytest.raises(InvalidInput, match="needs no map"):
            workspace.imports.keep_map(preview, "mine")


def test_a_row_without_a_name_takes_nobody_theirs(workspace: Workspace) -> None:
    ada = workspace.roster.add({"name": "Ada Lovelace", "handle": ["github=ada_l"], "email": ["ada@x.org"]})
    bring_in = workspace.imports.bring_in
    mapping = {"login": "handle:github", "mail": "email"}
    assert bring_in(b"login,mail\nada_l,ada@x.org\nbo_1,bo@x.org\n", "x.csv", mapping=mapping).added == 1
    assert workspace.roster.find(ada.id).name == "Ada Lovelace"
    bring_in(b"login,mail\nbo_2,bo@x.org\n", "x.csv", mapping=mapping)
    assert workspace.roster.find("bo@x.org").name == "bo_2"
