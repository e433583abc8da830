"""Lists of two tools that tell of one person, and not the same: each says its word when it has a new one, and none says
its old word over the newer one of the other."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kindtui.domain.imports import Report
from kindtui.domain.roster import Member
from kindtui.services.imports import Imports
from kindtui.services.notebooks import MEMBERS
from kindtui.workspace import Workspace, init_workspace, open_workspace


def discourse(name: str) -> str:
    head = "id,name,username,email,title,created_at,last_seen_at,trust_level,admin,ip_address,staged,group_names"
    return f"{head}\n7,{name},ada,ada@x.org,,2024-01-05 10:00:00 UTC,,1,false,,false,\n"


def mailchimp(name: str) -> str:
    first, _, last = name.partition(" ")
    head = "Email Address,First Name,Last Name,MEMBER_RATING,OPTIN_TIME,LEID,EUID"
    return f"{head}\nada@x.org,{first},{last},2,2024-01-05 10:00:00,9,e1\n"


def plain(name: str) -> str:
    return f"name,email,github\n{name},ada@x.org,{name.split()[0].casefold()}\n"


def another(name: str) -> str:
    return f"full name,e-mail,notes\n{name},ada@x.org,\n"


LISTS = {"discourse": discourse, "mailchimp": mailchimp, "csv": plain, "another csv": another}


def bring(imports: Imports, tool: str, name: str) -> Report:
    report = imports.bring_in(LISTS[tool](name).encode(), f"{tool}.csv")
    assert report.format in tool
    return report


def only(workspace: Workspace) -> Member:
    return workspace.store.table(MEMBERS).all()[0]


@pytest.mark.parametrize("second", ["mailchimp", "csv"])
def test_each_list_again_changes_nothing(workspace: Workspace, imports: Imports, second: str) -> None:
    bring(imports, "discourse", "Ada L")
    assert bring(imports, second, "Ada Lovelace").changed == 1
    for tool, name in (("discourse", "Ada L"), (second, "Ada Lovelace")) * 2:
        report = bring(imports, tool, name)
        assert (report.changed, report.same) == (0, 1)
        assert only(workspace).name == "Ada Lovelace"


def test_a_new_word_of_either_counts(workspace: Workspace, imports: Imports) -> None:
    bring(imports, "discourse", "Ada L")
    bring(imports, "mailchimp", "Ada Lovelace")
    bring(imports, "discourse", "Ada King")
    assert only(workspace).name == "Ada King"
    assert bring(imports, "mailchimp", "Ada Lovelace").changed == 0
    bring(imports, "mailchimp", "Countess Lovelace")
    assert only(workspace).name == "Countess Lovelace"
    assert bring(imports, "discourse", "Ada King").changed == 0


def test_a_list_that_agreed_at_first_does_not_take_the_news_of_another_back(
    workspace: Workspace, imports: Imports
) -> None:
    bring(imports, "discourse", "Ada L")
    bring(imports, "csv", "Ada L")
    bring(imports, "discourse", "Ada King")
    assert bring(imports, "csv", "Ada L").changed == 0
    assert only(workspace).name == "Ada King"


def test_a_list_that_came_to_agree_may_change_its_mind(workspace: Workspace, imports: Imports) -> None:
    bring(imports, "discourse", "Ada L")
    bring(imports, "mailchimp", "Ada Lovelace")
    bring(imports, "discourse", "Ada Lovelace")
    bring(imports, "discourse", "Ada L")
    assert only(workspace).name == "Ada L"


def test_no_name_that_gave_way_is_kept_on_the_card(workspace: Workspace, imports: Imports) -> None:
    bring(imports, "discourse", "Old Name")
    bring(imports, "mailchimp", "New Name")
    assert "Old" not in repr(only(workspace))


def test_handles_of_one_place(workspace: Workspace, imports: Imports) -> None:
    bring(imports, "csv", "Ada L")
    as_gitlab = b"Name,Username,Email,Path,Source,Role,Access granted,Access expiration,Last activity,GitHub\n"
    row = b"Ada L,ada,ada@x.org,g,Direct,Guest,2024-01-05,,,countess\n"
    mapping = {"GitHub": "handle:github"}
    assert imports.bring_in(as_gitlab + row, "gitlab.csv", mapping=mapping).format == "gitlab"
    assert only(workspace).handles["github"] == "countess"
    assert bring(imports, "csv", "Ada L").changed == 0
    assert only(workspace).handles["github"] == "countess"


@contextmanager
def club() -> Iterator[Workspace]:
    with TemporaryDirectory() as folder:
        init_workspace(Path(folder) / "club")
        with open_workspace(Path(folder) / "club") as workspace:
            yield workspace


NAMES = st.sampled_from(("Ada One", "Ada Two", "Ada Three"))


@given(st.lists(st.tuples(st.sampled_from(("discourse", "mailchimp")), NAMES), min_size=2))
def test_the_last_list_to_say_something_else_than_before_is_believed(words: list[tuple[str, str]]) -> None:
    with club() as workspace:
        said: dict[str, str] = {}
        believed = ""
        for tool, name in words:
            bring(workspace.imports, tool, name)
            believed = believed if said.get(tool) == name else name
            said[tool] = name
            assert only(workspace).name == believed


@given(st.lists(st.tuples(st.sampled_from(tuple(LISTS)), NAMES), min_size=2), st.randoms())
def test_no_list_changes_anything_that_says_what_it_said_last(words: list[tuple[str, str]], random: Random) -> None:
    with club() as workspace:
        for tool, name in words:
            bring(workspace.imports, tool, name)
        believed = only(workspace).name
        last = list(dict(words).items())
        random.shuffle(last)
        for tool, name in last:
            assert bring(workspace.imports, tool, name).changed == 0
            assert only(workspace).name == believed


def test_the_member_may_see_which_list_tells_otherwise(workspace: Workspace, imports: Imports) -> None:
    bring(imports, "discourse", "Ada L")
    bring(imports, "mailchimp", "Ada Lovelace")
    record = workspace.cards.record_for(only(workspace))
    sources = next(part for part in record.parts if part.key == "sources")
    assert ("Told otherwise by one list than by another", ("name",)) in [(e.label, e.lines) for e in sources.entries]


def test_one_card_of_two_remembers_what_the_lists_said_of_both(workspace: Workspace, imports: Imports) -> None:
    bring(imports, "discourse", "Ada L")
    bring(imports, "mailchimp", "Ada Lovelace")
    told = only(workspace)
    twin = workspace.roster.add({"name": "Ada Lovelace"})
    merge = workspace.merging.merge(twin, told)
    assert set(only(workspace).heard) == {"discourse", "mailchimp"}
    assert bring(imports, "discourse", "Ada L").changed == 0
    workspace.unmerging.unmerge(merge)
    heard = [member.heard for member in workspace.store.table(MEMBERS).all()]
    assert sorted(map(len, heard)) == [0, 2]


def test_other_fields_that_have_one_value(workspace: Workspace, imports: Imports) -> None:
    def told(tool: str, how: str) -> Report:
        head, row = LISTS[tool]("Ada L").splitlines()
        data = f"{head},Met\n{row},{how}\n".encode()
        return imports.bring_in(data, "list.csv", mapping={"Met": "how-we-met"}, format=tool)

    told("discourse", "at the fair")
    told("mailchimp", "by post")
    for tool, how in (("discourse", "at the fair"), ("mailchimp", "by post")) * 2:
        assert told(tool, how).changed == 0
        assert only(workspace).how_we_met == "by post"
