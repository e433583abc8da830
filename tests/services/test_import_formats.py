"""Files that code reads, through the import that a person starts: the same twice changes nothing, one undo takes all
of it back."""

from __future__ import annotations

import json

import pytest

from kindtui.domain.contributions import Contribution
from kindtui.domain.imports import Counts
from kindtui.domain.roster import Member
from kindtui.errors import InvalidInput
from kindtui.services.imports import Imports
from kindtui.workspace import Workspace
from tests.conftest import NOW
from tests.formats.people_files import CONTRIBUTORS, FILES, SLACK

ENDS = {
    "slack-export": (3, 0, 0, 2, 0),
    "discord-json": (3, 0, 0, 2, 1),
    "discord-csv": (2, 0, 0, 1, 1),
    "mattermost-export": (2, 0, 0, 1, 1),
    "zulip-export": (3, 0, 0, 1, 1),
    "matrix-users": (2, 0, 0, 4, 1),
    "github-users": (2, 0, 0, 2, 1),
    "all-contributors": (3, 0, 0, 1, 2),
    "vcard": (3, 0, 0, 1, 2),
}
"""The name of each format -> how the entries of its file end: added, changed, same, skipped, refused."""


def ends(report: Counts) -> tuple[int, int, int, int, int]:
    return report.added, report.changed, report.same, report.skipped, report.refused


def members(workspace: Workspace) -> dict[str, Member]:
    return {each.name: each for each in workspace.store.table("members").all()}


def contributions(workspace: Workspace) -> list[Contribution]:
    return workspace.store.table("contributions").all()


@pytest.mark.parametrize("name", FILES)
def test_in_once_and_the_same_file_again_changes_nothing(workspace: Workspace, imports: Imports, name: str) -> None:
    preview = imports.preview(FILES[name], "file.bin")
    assert (preview.format, preview.needs) == (name, ())
    assert ends(preview) == ENDS[name]
    report = imports.run(preview)
    assert ends(report) == ENDS[name]
    assert all(each.reason for each in (*report.problems, *report.left_out))
    before = members(workspace)
    again = imports.bring_in(FILES[name], "other-name.txt")
    added, _, _, skipped, refused = ENDS[name]
    assert ends(again) == (0, 0, added, skipped, refused)
    assert (again.sentence, again.gone, again.contributions) == ("", (), 0)
    assert members(workspace) == before
    workspace.store.undo()
    assert members(workspace) == {} and contributions(workspace) == []


def test_ids_are_kept_and_shared_by_the_files_of_one_tool(workspace: Workspace, imports: Imports) -> None:
    imports.bring_in(FILES["slack-export"], "users.json")
    assert members(workspace)["Ada Abara"].sources == {"slack": "U0AAA"}
    table = (
        "username,email,status,billing-active,has-2fa,has-sso,userid,fullname,displayname,expiration-timestamp\n"
        "ada,ada@example.org,Member,1,1,0,U0AAA,Ada Abara,ada,\n"
    )
    assert ends(imports.bring_in(table.encode(), "members.csv")) == (0, 0, 1, 0, 0)
    imports.bring_in(FILES["discord-json"], "channel.json")
    assert ends(imports.bring_in(FILES["discord-csv"], "channel.csv"))[0] == 0


def test_a_newer_slack_export_says_who_left_and_who_is_missing(workspace: Workspace, imports: Imports) -> None:
    imports.bring_in(FILES["slack-export"], "users.json")
    newer = [{**SLACK[0], "deleted": True}, *SLACK[2:3]]
    report = imports.bring_in(json.dumps(newer).encode(), "users.json")
    assert members(workspace)["Ada Abara"].status == "left"
    assert [each.name for each in report.gone] == ["dee"]


def test_part_of_a_community_makes_nobody_gone(workspace: Workspace, imports: Imports) -> None:
    imports.bring_in(FILES["github-users"], "members.json")
    report = imports.bring_in(FILES["all-contributors"], ".all-contributorsrc")
    assert report.gone == ()
    assert members(workspace)["Ada Abara"].handles == {"github": "ada", "twitter": "ada_a"}


def test_contributions_come_along_once(workspace: Workspace, imports: Imports) -> None:
    report = imports.bring_in(FILES["all-contributors"], ".all-contributorsrc")
    assert (report.contributions, report.contributions_same) == (6, 0)
    ada = members(workspace)["Ada Abara"]
    mine = {each.kind: each for each in contributions(workspace) if each.by == (ada.id,)}
    assert set(mine) == {"code", "doc", "talk", "soup"}
    assert mine["talk"].evidence == ("https://example.org/talk",)
    assert all((each.on, each.state) == (NOW.date(), "thanked") for each in mine.values())
    assert any("without a day" in notice for notice in report.notices)

    new = {
        **CONTRIBUTORS,
        "contributors": [{**CONTRIBUTORS["contributors"][1], "contributions": ["bug", "eventOrganizing"]}],
    }
    again = imports.bring_in(json.dumps(new).encode(), ".all-contributorsrc")
    assert (ends(again)[:3], again.contributions, again.contributions_same) == ((0, 0, 1), 1, 1)


@pytest.mark.parametrize("name", FILES)
def test_a_format_can_be_asked_for(imports: Imports, name: str) -> None:
    assert name in imports.formats()
    assert imports.preview(FILES[name], "x", format=name).format == name


@pytest.mark.parametrize("name", ["slack-export", "github-users", "vcard"])
def test_a_list_that_is_asked_for_as_a_table_is_called_what_it_is(imports: Imports, name: str) -> None:
    for asked in ("csv", "discourse"):
        with pytest.raises(InvalidInput, match=r"this is no table but (Slack|GitHub|Contacts)") as caught:
            imports.preview(FILES[name], "x", format=asked)
        assert caught.value.hint == "leave the format out"
