"""Bringing people in: honest counts, the same people twice, and one change that one undo takes back."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kindtui.domain.fields import Reading
from kindtui.domain.imports import Counts, Report
from kindtui.domain.progress import Cancelled
from kindtui.domain.record import random_id
from kindtui.domain.roster import Member
from kindtui.errors import InvalidInput, NotFound
from kindtui.services.imports import Imports
from kindtui.services.reading import WorkspaceReading
from kindtui.workspace import Workspace, open_workspace

NOW = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)
SLACK = (
    "username,email,status,billing-active,has-2fa,has-sso,userid,fullname,displayname,expiration-timestamp\n"
    "ann,ann@x.org,Member,1,1,0,U1,Ann Lee,annie,\n"
    "rob,,Bot,0,0,0,U2,Robby,,\n"
    "bob,bob@x.org,Deactivated,0,0,0,U3,,Bob,\n"
)
DISCOURSE = (
    "id,name,username,email,title,created_at,last_seen_at,trust_level,admin,ip_address,staged,secondary_emails,"
    "group_names,Your pronouns (custom user field)\n"
    "-1,system,system,no_email,,2020-01-01 00:00:00 UTC,,4,true,,false,,,\n"
    "7,Zoë Ó,zoe,zoe@x.org,,2023-05-06 10:00:00 UTC,,2,true,10.0.0.1,false,z@y.org;zz@y.org,"
    "staff;trust_level_1;gardeners,they/them\n"
    "8,,kim,kim@x.org,,2023-05-07 10:00:00 UTC,,1,false,10.0.0.2,false,,trust_level_0,\n"
    "9,Ghost,ghost,ghost@x.org,,2023-05-08 10:00:00 UTC,,0,false,,true,,,\n"
)


def counts(report: Counts) -> tuple[int, int, int, int, int]:
    return report.added, report.changed, report.same, report.skipped, report.refused


def by_name(workspace: Workspace) -> dict[str, Member]:
    return {member.name: member for member in workspace.store.table("members").all()}


def bring(imports: Imports, text: str, name: str = "members.csv", **asked: str) -> Report:
    return imports.bring_in(text.encode(), name, **asked)  # type: ignore[arg-type]


def test_a_plain_list(workspace: Workspace, imports: Imports) -> None:
    text = "Full name;E-mail;Pronouns;Joined;GitHub;Tags\nAda L.;ada@x.org;she;2024-03-01;@ada;a,b\nBob;;;;;\n"
    report = bring(imports, text)
    assert counts(report) == (2, 0, 0, 0, 0)
    assert report.sentence == "Imported 2 members from members.csv"
    ada = by_name(workspace)["Ada L."]
    assert (ada.emails, ada.pronouns, ada.joined) == (("ada@x.org",), "she", date(2024, 3, 1))
    assert (ada.handles, ada.tags, set(ada.sources)) == ({"github": "ada"}, ("a", "b"), {"csv"})
    bob = by_name(workspace)["Bob"]
    assert (bob.emails, bob.pronouns, bob.joined, bob.handles) == ((), "", None, {})


def test_slack_maps_by_itself(workspace: Workspace, imports: Imports) -> None:
    report = bring(imports, SLACK)
    assert (report.format, counts(report)) == ("slack-members", (2, 0, 0, 1, 0))
    assert [(each.line, each.reason) for each in report.left_out] == [(3, "a bot")]
    people = by_name(workspace)
    assert people["Ann Lee"].handles == {"slack": "ann"}
    assert people["Ann Lee"].sources == {"slack": "U1"}
    assert people["Ann Lee"].joined is None
    assert (people["Bob"].status, people["Ann Lee"].status) == ("left", "active")


def test_discourse_maps_by_itself(workspace: Workspace, imports: Imports) -> None:
    report = bring(imports, DISCOURSE)
    assert (report.format, counts(report)) == ("discourse", (2, 0, 0, 2, 0))
    people = by_name(workspace)
    zoe = people["Zoë Ó"]
    assert zoe.emails == ("zoe@x.org", "z@y.org", "zz@y.org")
    assert (zoe.tags, zoe.pronouns, zoe.joined) == (("gardeners",), "they/them", date(2023, 5, 6))
    assert people["kim"].handles == {"discourse": "kim"}
    assert any("handle is used as name" in notice for notice in report.notices)
    everything = b"".join(path.read_bytes() for path in workspace.folder.rglob("*") if path.is_file())
    assert b"10.0.0" not in everything


@pytest.mark.parametrize("text", [SLACK, DISCOURSE, "name\nAda\nAda\nBob\n", "id,name\n1,Ada\n2,Ada\n"])
def test_a_second_time_changes_nothing(workspace: Workspace, imports: Imports, text: str) -> None:
    first = bring(imports, text)
    before = workspace.store.table("members").all()
    again = bring(imports, text)
    assert counts(again) == (0, 0, first.added + first.same, first.skipped, first.refused)
    assert again.sentence == ""
    assert workspace.store.table("members").all() == before
    assert len(workspace.store.history()) == 1


def test_one_undo_takes_all_of_it_back(workspace: Workspace, imports: Imports) -> None:
    text = "name,email\n" + "".join(f"Name {number},n{number}@x.org\n" for number in range(2000))
    bring(imports, "name,email\nOld,n5@x.org\n", "older.csv")
    report = bring(imports, text)
    assert counts(report) == (1999, 1, 0, 0, 0)
    assert report.sentence == "Imported 1,999 members from members.csv, and news of 1 member"
    assert workspace.store.undo() == report.sentence
    assert [member.name for member in workspace.store.table("members").all()] == ["Old"]


def test_a_newer_file_updates_what_changed(workspace: Workspace, imports: Imports) -> None:
    bring(imports, SLACK)
    newer = SLACK.replace("ann@x.org", "ann@new.org").replace("Ann Lee", "Ann Ode")
    assert counts(bring(imports, newer)) == (0, 1, 1, 1, 0)
    ann = by_name(workspace)["Ann Ode"]
    assert ann.emails == ("ann@new.org", "ann@x.org")
    assert ann.sources == {"slack": "U1"}


def test_nothing_is_taken_away(workspace: Workspace, imports: Imports) -> None:
    bring(imports, "name,email,pronouns,tags,notes\nAda,a@x.org,she,x;y,likes tea\n")
    assert counts(bring(imports, "name,email,pronouns,tags,notes\nAda,a@x.org,,y;z,\n")) == (0, 1, 0, 0, 0)
    ada = by_name(workspace)["Ada"]
    assert (ada.pronouns, ada.tags, ada.notes) == ("she", ("x", "y", "z"), "likes tea")


def test_locked_fields_stay(workspace: Workspace, imports: Imports) -> None:
    bring(imports, "name,email,pronouns\nOld Name,a@x.org,he\n")
    ada = workspace.roster.find("Old Name")
    workspace.roster.edit(ada.id, {"name": "Ada", "locked": ["name", "pronouns"]})
    assert counts(bring(imports, "name,email,pronouns\nOld Name,a@x.org,it\n")) == (0, 0, 1, 0, 0)
    assert by_name(workspace)["Ada"].pronouns == "he"


def test_what_a_person_changed_is_not_undone_by_the_next_import(workspace: Workspace, imports: Imports) -> None:
    bring(imports, SLACK)
    ann = by_name(workspace)["Ann Lee"]
    edited = workspace.roster.edit(ann.id, {"name": "Anna Lee", "pronouns": ""})
    assert edited.locked == ("name",)
    bring(imports, SLACK.replace("ann@x.org", "ann@new.org"))
    anna = by_name(workspace)["Anna Lee"]
    assert "ann@new.org" in anna.emails
    freed = workspace.roster.edit(ann.id, {"tag": ["hosts"], "locked": []})
    assert freed.locked == ()
    workspace.roster.edit_many([ann.id], {"timezone": "Europe/Lisbon"})
    assert by_name(workspace)["Anna Lee"].locked == ("timezone",)


def test_nothing_is_locked_for_somebody_whom_no_import_knows(workspace: Workspace) -> None:
    ada = workspace.roster.add({"name": "Ada"})
    assert workspace.roster.edit(ada.id, {"name": "Ada L."}).locked == ()


def test_each_notice_comes_once(imports: Imports) -> None:
    table = "name,name,github\n,,ada\n"
    notices = bring(imports, table).notices
    assert len(notices) == len(set(notices)) == 2
    assert imports.preview(table.encode(), "members.csv").notices[0] == notices[0]


def test_a_wish_for_distance_is_not_overruled_by_a_tool(workspace: Workspace, imports: Imports) -> None:
    workspace.roster.add({"name": "Bob", "email": ["bob@x.org"], "status": "deceased"})
    bring(imports, SLACK)
    assert by_name(workspace)["Bob"].status == "deceased"


class TestWhoIsWho:
    def test_nobody_by_the_name_alone(self, workspace: Workspace, imports: Imports) -> None:
        workspace.roster.add({"name": "Ada"})
        assert counts(bring(imports, "name,email\nAda,ada@x.org\n")) == (1, 0, 0, 0, 0)

    def test_by_address_then_by_handle(self, workspace: Workspace, imports: Imports) -> None:
        workspace.roster.add({"name": "Ada", "email": ["Ada@X.org"]})
        workspace.roster.add({"name": "Bob", "handle": ["github=BOB"]})
        report = bring(imports, "name,email,github,pronouns\nAda,Ada@x.ORG,,she\nBob,,bob,he\n")
        assert counts(report) == (0, 2, 0, 0, 0)

    def test_an_address_has_no_case(self, workspace: Workspace, imports: Imports) -> None:
        bring(imports, "name,email\nAda,Ada.L@X.org\n")
        assert counts(bring(imports, "name,email\nAda,ada.l@x.org\n")) == (0, 0, 1, 0, 0)
        assert by_name(workspace)["Ada"].emails == ("Ada.L@x.org",)

    def test_a_tag_is_there_once_however_lists_write_it(self, workspace: Workspace, imports: Imports) -> None:
        bring(imports, "name,email,tags,language\nAda,a@x.org,Café,English\n")
        assert counts(bring(imports, "name,email,tags,language\nAda,a@x.org,cafe,english\n")) == (0, 0, 1, 0, 0)
        bring(imports, "name,email,tags\nAda,a@x.org,CAFE; Docs; docs\n")
        assert by_name(workspace)["Ada"].tags == ("Café", "Docs")

    def test_another_address_tag_is_another_person(self, workspace: Workspace, imports: Imports) -> None:
        workspace.roster.add({"name": "Ada", "email": ["ada@x.org"]})
        assert bring(imports, "name,email\nAda,ada+list@x.org\n").added == 1

    def test_two_members_in_one_row_are_refused(self, workspace: Workspace, imports: Imports) -> None:
        workspace.roster.add({"name": "Ada", "email": ["a@x.org"]})
        workspace.roster.add({"name": "Bob", "handle": ["github=bob"]})
        report = bring(imports, "name,email,github\nAda,a@x.org,bob\n")
        assert counts(report) == (0, 0, 0, 0, 1)
        assert "Ada" in report.problems[0].reason
        assert "Bob" in report.problems[0].reason

    def test_one_address_of_several_members_is_refused(self, workspace: Workspace, imports: Imports) -> None:
        for name in ("Ada", "Bob"):
            workspace.roster.add({"name": name, "email": ["home@x.org"]})
        assert counts(bring(imports, "name,email,pronouns\nCy,home@x.org,\nBob,home@x.org,he\n")) == (0, 1, 0, 0, 1)

    def test_two_accounts_at_one_address_are_two_people(self, workspace: Workspace, imports: Imports) -> None:
        text = SLACK + "sis,ann@x.org,Member,1,1,0,U4,Sis Lee,,\n"
        assert bring(imports, text).added == 3
        assert counts(bring(imports, text)) == (0, 0, 3, 1, 0)

    def test_two_rows_about_one_person(self, workspace: Workspace, imports: Imports) -> None:
        text = "name,email,pronouns\nAda,a@x.org,\nAda,a@x.org,she\nEve,a@x.org,\n"
        report = bring(imports, text)
        assert counts(report) == (1, 1, 0, 0, 1)
        assert report.problems[0].line == 4
        assert "line 2" in report.problems[0].reason
        assert counts(bring(imports, text)) == (0, 0, 2, 0, 1)

    def test_numbers_of_two_lists_do_not_meet(self, workspace: Workspace, imports: Imports) -> None:
        bring(imports, "id,name\n1,Ada\n2,Bob\n", "choir.csv")
        assert counts(bring(imports, "id,name\n1,Cy\n2,Bob\n", "bakers.csv")) == (1, 0, 1, 0, 0)
        assert counts(bring(imports, "id,name\n1,Cy\n2,Bob\n", "bakers.csv")) == (0, 0, 2, 0, 0)

    def test_our_own_table_finds_everybody_again(self, workspace: Workspace, imports: Imports) -> None:
        bring(imports, "name,pronouns\nAda,she\nAda,they\n")
        text = workspace.exports.export("members", format="csv")
        assert isinstance(text, str)
        assert counts(bring(imports, text.replace("they", "ze"))) == (0, 1, 1, 0, 0)
        assert {member.pronouns for member in workspace.store.table("members").all()} == {"she", "ze"}


class TestRefused:
    def test_each_with_line_and_reason(self, imports: Imports) -> None:
        report = bring(
            imports,
            "name,email,joined\n,,\nAda,ada,2024-01-01\n,x@x.org,\nBob,b@x.org,2024-02-30\n"
            "Cy,c@x.org,2999-01-01\nDee,d@x.org\n" + "E" * 2001 + ",,\n",
        )
        assert counts(report) == (0, 0, 0, 0, 6)
        assert [each.line for each in report.problems] == [3, 4, 5, 6, 7, 8]
        says = ["not an e-mail", "no name", "there is no day", "yet to come", "2 cells", "too long"]
        assert all(word in each.reason for word, each in zip(says, report.problems, strict=True))

    def test_doubtful_days_are_asked_about_once(self, imports: Imports) -> None:
        text = "name,email,joined\nAda,a@x.org,03/04/2024\nBob,b@x.org,05/06/2024\n"
        preview = imports.preview(text.encode(), "x.csv")
        assert [(each.column, each.choices) for each in preview.needs] == [("joined", ("dmy", "mdy"))]
        assert (counts(preview), preview.waiting, preview.problems) == ((0, 0, 0, 0, 0), 2, ())
        told = imports.preview(text.encode(), "x.csv", dates="dmy")
        assert (told.needs, told.rows[0].joined) == ((), date(2024, 4, 3))
        proven = imports.preview(text.replace("05/06", "05/26").encode(), "x.csv")
        assert (proven.needs, proven.rows[0].joined) == ((), date(2024, 3, 4))

    def test_a_list_of_nothing_but_addresses(self, imports: Imports) -> None:
        report = imports.bring_in(b"Email Address\na@x.org\nb@x.org\n", "x.csv")
        assert (counts(report), report.notices) == (
            (2, 0, 0, 0, 0),
            ("2 rows without a name: the e-mail address is used as name",),
        )
        assert counts(imports.preview(b"Email Address\nb@x.org\n", "x.csv")) == (0, 0, 1, 0, 0)
        path = imports.keep_map(imports.preview(b"Email Address\nb@x.org\n", "x.csv"), "newsletter")
        assert "name_from: email" in path.read_text()
        assert imports.preview(b"Email Address\nb@x.org\n", "x.csv").needs == ()
        path.unlink()
        asked = imports.preview(b"Email Address,Unknown\nc@x.org,Cy\n", "x.csv")
        assert "no column says who" in asked.needs[0].text
        assert "ignore" in asked.needs[0].option
        told = imports.preview(b"Email Address,Unknown\nc@x.org,Cy\n", "x.csv", mapping={"Unknown": "ignore"})
        assert (told.needs, [each.name for each in told.rows]) == ((), ["c@x.org"])

    def test_a_table_of_nobody(self, workspace: Workspace, imports: Imports) -> None:
        preview = imports.preview(b"a,b\n1,2\n", "x.csv")
        assert "no column says who" in preview.needs[0].text
        with pytest.raises(InvalidInput, match="no column says who"):
            imports.run(preview)
        assert imports.preview(b"a,b\n1,2\n", "x.csv", mapping={"a": "name"}).added == 1
        assert workspace.store.history() == []


class TestMapping:
    def test_what_the_person_says_wins(self, workspace: Workspace, imports: Imports) -> None:
        asked = {"Who": "name", "name": "ignore", "where": "handle:club", "State": "status", "can": "offer"}
        data = b"Who,name,where,State,can\nAda,x,@ada,on break,chess; capacity=2\n"
        report = imports.bring_in(data, "x.csv", mapping=asked)
        ada = by_name(workspace)["Ada"]
        assert (counts(report), ada.handles, ada.status) == ((1, 0, 0, 0, 0), {"club": "ada"}, "on_break")
        assert (ada.offers[0].topic, ada.offers[0].capacity) == ("chess", 2)
        assert counts(imports.bring_in(data, "x.csv", mapping=asked)) == (0, 0, 1, 0, 0)

    def test_a_value_that_a_field_does_not_take_refuses_the_row(self, imports: Imports) -> None:
        report = imports.bring_in(b"name,State\nAda,asleep\n", "x.csv", mapping={"State": "status"})
        assert counts(report) == (0, 0, 0, 0, 1)
        assert "asleep" in report.problems[0].reason

    @pytest.mark.parametrize(
        ("mapping", "says"),
        [
            ({"nmae": "name"}, "no column 'nmae'"),
            ({"name": "nickname"}, "nothing that a column can become"),
            ({"ip_address": "note"}, "never read in"),
        ],
    )
    def test_wrong_words(self, imports: Imports, mapping: dict[str, str], says: str) -> None:
        with pytest.raises(InvalidInput, match=says):
            imports.preview(b"name,ip_address\nAda,10.0.0.1\n", "x.csv", mapping=mapping)

    def test_formats_can_be_named(self, workspace: Workspace, imports: Imports) -> None:
        assert imports.preview(SLACK.encode(), "x.csv", format="csv").format == "csv"
        with pytest.raises(InvalidInput, match="no format 'slak'"):
            imports.preview(SLACK.encode(), "x.csv", format="slak")
        with pytest.raises(InvalidInput, match="none of its columns"):
            imports.preview(b"a,b\n1,2\n", "x.csv", format="slack-members")

    def test_a_map_of_the_workspace_goes_first(self, workspace: Workspace, imports: Imports) -> None:
        folder = workspace.folder / "imports"
        folder.mkdir()
        (folder / "choir.yaml").write_text(
            "name: choir\nheaders: [voice, singer]\ncolumns: {singer: name, voice: tag}\n"
        )
        (folder / "broken.yaml").write_text("name: [\n")
        preview = imports.preview(b"voice,singer\nalto,Ada\n", "x.csv")
        assert (preview.format, preview.rows[0].tags) == ("choir", ("alto",))
        assert any("broken.yaml" in notice for notice in preview.notices)
        formats = imports.formats()
        assert {"choir", "discourse", "slack-members"} < set(formats)
        assert (formats[:-1], formats[-1]) == (sorted(formats[:-1]), "csv")

    def test_columns_say_why_and_show_samples(self, imports: Imports) -> None:
        columns = {each.header: each for each in imports.preview(DISCOURSE.encode(), "x.csv").columns}
        assert (columns["email"].target, columns["email"].reason) == ("email", "Discourse user export")
        assert (columns["ip_address"].target, columns["ip_address"].samples) == ("ignore", ())
        assert columns["username"].samples == ("system", "zoe", "kim")


def test_a_preview_writes_nothing(workspace: Workspace, imports: Imports) -> None:
    preview = imports.preview(SLACK.encode(), "/tmp/some where/x.csv")
    assert counts(preview) == (2, 0, 0, 1, 0)
    assert (preview.filename, preview.total, len(preview.rows)) == ("x.csv", 3, 2)
    assert len(workspace.store.table("members")) == 0
    assert counts(imports.run(preview)) == counts(preview)


def test_progress_can_call_it_off(workspace: Workspace, imports: Imports) -> None:
    text = "name,email\n" + "".join(f"N{number},n{number}@x.org\n" for number in range(3000))
    told: list[tuple[int, int]] = []

    def progress(done: int, total: int) -> None:
        told.append((done, total))
        if done >= 2000:
            raise Cancelled

    with pytest.raises(Cancelled):
        imports.bring_in(text.encode(), "x.csv", progress=progress)
    assert told[0] == (0, 3000)
    assert len(workspace.store.table("members")) == 0
    with pytest.raises(NotFound):
        workspace.store.undo()


NAMES = st.sampled_from(["Ada", "ada", "Bob", "Zoë", ""])
EMAILS = st.sampled_from(["", "a@x.org", "b@x.org", "a@x.org;b@x.org", "broken"])
HANDLES = st.sampled_from(["", "ada", "Bob", "zoe"])
IDS = st.sampled_from(["", "1", "2", "3"])
WORDS = st.sampled_from(["", "she", "they", "x;y"])
ROWS = st.lists(st.tuples(IDS, NAMES, EMAILS, HANDLES, HANDLES, WORDS, WORDS), max_size=8)


class Typist:
    """Nothing is typed in these tests."""

    def reading(self) -> Reading:
        return WorkspaceReading(NOW.date(), lambda text: text, lambda table, text: text)  # type: ignore[arg-type, return-value]


class InMemory:
    """Members as the store would hold them, for the many runs of a property."""

    def __init__(self) -> None:
        self.members: dict[str, Member] = {}

    def table(self, spec: object) -> InMemory:
        return self if getattr(spec, "name", spec) == "members" else InMemory()

    def all(self) -> list[Member]:
        return [self.members[id] for id in sorted(self.members)]

    def where(self, index: str, value: str) -> list[Member]:
        return []

    @contextmanager
    def change(self, sentence: str) -> Iterator[InMemory]:
        yield self

    def put_all(self, members: Iterable[Member]) -> None:
        self.members |= {member.id: member for member in members}

    def put(self, member: Member, *, before: Member | None = None) -> None:
        assert before is None or self.members[member.id] == before
        self.members[member.id] = member


TOOL = (
    "name: tool\nheaders: [id, name, tool]\n"
    "columns: {id: id, name: name, email: email, github: handle:github, login: handle:tool, p: pronouns, t: tag}\n"
)


@pytest.fixture(scope="module")
def maps(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("maps")
    (folder / "tool.yaml").write_text(TOOL)
    return folder


@given(rows=ROWS, tool=st.booleans(), others=ROWS)
def test_importing_twice_is_importing_once(
    maps: Path, rows: list[tuple[str, ...]], tool: bool, others: list[tuple[str, ...]]
) -> None:
    """A tool gives each of its accounts one id; other tables may or may not."""
    rows = list({row[0]: row for row in rows if row[0]}.values()) if tool else rows

    def table(last: str, body: list[tuple[str, ...]]) -> bytes:
        out = io.StringIO()
        head = ["id", "name", "email", "github", "username", "pronouns", "tags", last]
        if last == "tool":
            head[4:7] = ["login", "p", "t"]
        csv.writer(out).writerows([head, *((*row, "x") for row in body)])
        return out.getvalue().encode()

    store = InMemory()
    imports = Imports(
        store,  # type: ignore[arg-type]
        Typist(),
        clock=lambda: NOW,
        ids=random_id,
        today=lambda: NOW.date(),
        maps_folder=maps,
        bundled_maps=maps / "none",
    )
    imports.bring_in(table("any", others), "other.csv")
    data = table("tool" if tool else "any", rows)
    first = imports.bring_in(data, "x.csv")
    assert first.format == ("tool" if tool else "csv")
    assert sum(counts(first)) == len(rows)
    before = store.all()
    again = imports.bring_in(data, "x.csv")
    if not first.refused:
        # A row that was refused may be understood later, when other rows have said more about the same people.
        assert (again.added, again.changed) == (0, 0)
        assert store.all() == before


@given(
    cuts=st.lists(st.tuples(st.integers(0, 700), st.integers(0, 5), st.binary(max_size=5)), max_size=6),
    seed=st.sampled_from([SLACK, DISCOURSE]),
)
def test_mutated_files_raise_nothing_else(
    tmp_path_factory: pytest.TempPathFactory, cuts: list[tuple[int, int, bytes]], seed: str
) -> None:
    data = seed.encode()
    for at, length, put in cuts:
        data = data[:at] + put + data[at + length :]
    with open_workspace(tmp_path_factory.getbasetemp() / "nowhere") as workspace:
        try:
            preview = workspace.imports.preview(data, "x.csv")
        except InvalidInput as error:
            assert error.message
        else:
            assert preview.needs or sum(counts(preview)) == preview.total
            assert preview.needs or not preview.waiting


def test_time_zones_that_nobody_knows_are_left_out_and_told_of(workspace: Workspace, imports: Imports) -> None:
    rows = "Ada,a@x.org,Mars/Olympus\nBob,b@x.org,america/new_york\nCy,c@x.org,PST\nDi,d@x.org,-\n"
    preview = imports.preview(f"name,email,timezone\n{rows}".encode(), "m.csv")
    said = "2 rows with a time zone that is not known, which is left out: “Mars/Olympus” and “PST”"
    assert said in preview.notices
    assert counts(bring(imports, f"name,email,timezone\n{rows}")) == (4, 0, 0, 0, 0)
    assert [by_name(workspace)[name].timezone for name in ("Ada", "Bob", "Cy", "Di")] == [
        "",
        "America/New_York",
        "",
        "",
    ]
    assert counts(bring(imports, f"name,email,timezone\n{rows}")) == (0, 0, 4, 0, 0)


def test_a_table_without_rows_says_so(imports: Imports) -> None:
    assert "nobody is in this file: it has no rows" in imports.preview(b"name,email\n", "m.csv").notices


def test_a_dash_is_no_language(workspace: Workspace, imports: Imports) -> None:
    bring(imports, "name,language\nAda,pt;na\nBob,-\nCy,N/A\n")
    assert [by_name(workspace)[name].languages for name in ("Ada", "Bob", "Cy")] == [("pt", "na"), (), ()]


def test_texts_under_no_header_are_told_of(workspace: Workspace, imports: Imports) -> None:
    preview = imports.preview(b"name,email,,\nAda,a@x.org,,\nBob,b@x.org,,stray\n", "m.csv")
    assert preview.notices == ("1 row with a text in a column that has no name: left out",)
    assert counts(preview) == (2, 0, 0, 0, 0)


def test_days_that_begin_with_a_short_year_can_be_said_to(workspace: Workspace, imports: Imports) -> None:
    bring(imports, "name,joined\nAda,24/03/04\nBob,01/02/03\n", dates="ymd")
    assert [by_name(workspace)[name].joined for name in ("Ada", "Bob")] == [date(2024, 3, 4), date(2001, 2, 3)]
    with pytest.raises(InvalidInput, match="which number is the day"):
        bring(imports, "name,joined\nCy,01/02/2003\n", dates="ymd")


def test_a_list_of_a_tool_that_names_nobody_says_why(imports: Imports) -> None:
    empty = imports.preview(b'{"projectName": "p", "files": [], "contributors": []}', "rc", format="all-contributors")
    assert (empty.needs, empty.total) == ((), 0)
    cut_off = b'AuthorID,Author,Date,Content,Attachments,Reactions\n"11","ada","01-Jan-20","hi'
    refused = imports.preview(cut_off, "channel.csv")
    assert (refused.format, refused.needs, counts(refused)) == ("discord-csv", (), (0, 0, 0, 0, 1))


def test_no_list_takes_back_what_protects_somebody(workspace: Workspace, imports: Imports) -> None:
    ada = workspace.roster.add(
        {"name": "Ada", "email": ["a@x.org"], "recognition": "never", "space-until": "2027-01-01", "status": "on-break"}
    )
    workspace.roster.add({"name": "Bob", "email": ["b@x.org"]})
    card = "BEGIN:VCARD\nVERSION:4.0\nFN:Ada\nEMAIL:a@x.org\nX-KINDTUI-RECOGNITION:public\nEND:VCARD\n"
    assert counts(bring(imports, card, "friends.vcf")) == (0, 0, 1, 0, 0)
    table = (
        "name,email,wish,space,state\nAda,a@x.org,public,2026-01-01,active\nBob,b@x.org,public,2027-02-01,on-break\n"
    )
    mapping = {"wish": "recognition", "space": "space-until", "state": "status"}
    for unlocked in (False, True):
        report = imports.bring_in(table.encode(), "survey.csv", mapping=mapping, unlocked=unlocked)
        assert report.notices == (
            "1 member keeps the stricter wish, break or need for space: "
            "a list takes none of them back, kindtui member edit does",
        )
    kept, bob = workspace.roster.find(ada.id), by_name(workspace)["Bob"]
    assert (kept.recognition.wish, kept.space_until, kept.status) == ("never", date(2027, 1, 1), "on_break")
    assert (bob.recognition.wish, bob.space_until, bob.status) == ("public", date(2027, 2, 1), "on_break")


def test_what_was_written_down_by_hand_stays_when_a_list_tells_of_them_too(
    workspace: Workspace, imports: Imports
) -> None:
    workspace.roster.add({"name": "Addy", "email": ["a@x.org"], "pronouns": "ze", "joined": "2024-01-01"})
    text = "name,email,pronouns,joined,timezone\nAda King,a@x.org,she/her,2024-01-01,Europe/Paris\n"
    report = bring(imports, text)
    assert report.notices == ("1 member keeps what was edited by hand, where the file differs",)
    addy = by_name(workspace)["Addy"]
    assert (addy.pronouns, addy.timezone, addy.locked) == ("ze", "Europe/Paris", ("name", "pronouns"))
    assert counts(bring(imports, text)) == (0, 0, 1, 0, 0)
    newer = text.replace("2024-01-01", "2024-01-02").replace("Paris", "Rome")
    assert counts(bring(imports, newer)) == (0, 1, 0, 0, 0)
    addy = by_name(workspace)["Addy"]
    assert (addy.pronouns, addy.timezone, addy.joined) == ("ze", "Europe/Rome", date(2024, 1, 2))
    imports.bring_in(newer.encode(), "x.csv", unlocked=True)
    assert by_name(workspace)["Ada King"].pronouns == "she/her"


def test_an_edited_export_changes_those_who_were_written_down_by_hand(workspace: Workspace, imports: Imports) -> None:
    ada = workspace.roster.add({"name": "Addy", "pronouns": "ze"})
    bring(imports, f"id,name,pronouns\n{ada.id},Ada,they\n")
    assert by_name(workspace)["Ada"].pronouns == "they"


def test_what_stands_for_nothing_makes_nobody_alike(workspace: Workspace, imports: Imports) -> None:
    text = "name,email,github,pronouns,id\nAda,a@x.org,-,n/a,N/A\nBob,b@x.org,None,none,null\n?,c@x.org,null,-,-\n"
    report = bring(imports, text.replace("?,c", "Cy,c"))
    assert counts(report) == (3, 0, 0, 0, 0)
    assert [each.handles for each in by_name(workspace).values()] == [{}, {}, {}]
    assert {name: each.pronouns for name, each in by_name(workspace).items()} == {"Ada": "", "Bob": "none", "Cy": ""}
    assert all(each.sources["csv"].startswith("row-") for each in by_name(workspace).values())
    assert bring(imports, "name,email\n?,q@x.org\n").problems[0].reason == "there is no name in this row"
    bring(imports, "id,name,username,email,trust_level,last_seen_at\n9,-,null,n@x.org,1,\n")
    assert by_name(workspace)["null"].handles == {"discourse": "null"}, "in a forum somebody may be called so"


def test_numbers_are_no_names(workspace: Workspace, imports: Imports) -> None:
    """ "Nombre" is a name in Spanish and a number in French."""
    french, spanish = "prénom;nombre\nAda;55\nBob;7\n", "nombre;apellidos\nAda;Abara\nBob;7\n"
    preview = imports.preview("nombre;année\n55;2004\n7;2004\n".encode(), "prenoms.csv")
    assert [each.reason for each in preview.columns] == ["numbers, and no names", ""]
    assert "no column says who" in preview.needs[0].text
    said = imports.preview(b"nombre\n55\n7\n", "x.csv", mapping={"nombre": "name"})
    assert (said.needs, said.added) == ((), 2)
    bring(imports, french)
    bring(imports, spanish)
    assert set(by_name(workspace)) == {"Ada", "Bob", "Ada Abara", "Bob 7"}


def test_marks_for_nothing_are_no_part_of_a_name(workspace: Workspace, imports: Imports) -> None:
    report = bring(imports, "id,name\n1,Ada\n2,\\N\n")
    assert counts(report) == (1, 0, 0, 0, 1)
    bring(imports, "First Name,Last Name\nBob,.\nCleo,-\nDee Dahl,Dahl\n,Eck\n")
    assert set(by_name(workspace)) == {"Ada", "Bob", "Cleo", "Dee Dahl", "Eck"}


def test_an_encoding_that_is_said_goes_for_every_format(workspace: Workspace, imports: Imports) -> None:
    card = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Иван\r\nEND:VCARD\r\n".encode("cp1251")
    assert imports.preview(card, "x.vcf").notices[0].startswith("the file is not UTF-8")
    imports.bring_in(card, "x.vcf", encoding="cp1251")
    users = '[{"id": "U1", "team_id": "T1", "is_bot": false, "name": "zoe", "real_name": "Zoë"}]'.encode("cp1252")
    with pytest.raises(InvalidInput, match="this Slack export is not UTF-8") as caught:
        imports.preview(users, "users.json")
    assert "--encoding" in caught.value.hint
    imports.bring_in(users, "users.json", encoding="cp1252")
    assert set(by_name(workspace)) == {"Иван", "Zoë"}


def test_a_list_of_contacts_that_begins_otherwise_is_named_as_such(imports: Imports) -> None:
    for text in (b"x.BEGIN:VCARD\nFN:Ada\nx.END:VCARD\n", b"VERSION:3.0\nFN:Ada\nEND:VCARD\n"):
        with pytest.raises(InvalidInput, match="list of contacts") as caught:
            imports.preview(text, "x.vcf")
        assert "BEGIN:VCARD" in caught.value.hint


def test_the_name_somebody_goes_by_wins(workspace: Workspace, imports: Imports) -> None:
    bring(imports, "Name,Preferred name,Email\nAda King,Addie,a@x.org\nBo Li,,b@x.org\n")
    assert set(by_name(workspace)) == {"Addie", "Bo Li"}
    table = b"Name,Preferred name,Email\nCy Lo,Cee,c@x.org\n"
    imports.keep_map(imports.preview(table, "x.csv"), "club")
    assert imports.bring_in(table, "x.csv").format == "club"
    assert "Cee" in by_name(workspace)


def test_a_sum_above_a_text_below_the_table_is_nobody(workspace: Workspace, imports: Imports) -> None:
    report = bring(imports, "name,email\nAda,\nTotal: 1,\n\nExported on Monday,\n")
    assert counts(report) == (1, 0, 0, 2, 0)
    assert set(by_name(workspace)) == {"Ada"}
