"""Kind acts are noted and thanked for, and nobody is thanked against their wish."""

from __future__ import annotations

from datetime import date

import pytest

from kindtui.domain.fields import shown
from kindtui.errors import Declined, InvalidInput, NotFound
from kindtui.workspace import Workspace

TODAY = date(2026, 3, 10)


@pytest.fixture(autouse=True)
def people(workspace: Workspace) -> None:
    for name in ("Ada", "Grace", "Tom"):
        workspace.roster.add({"name": name})


def test_an_act_is_noted_thanked_and_undone(workspace: Workspace) -> None:
    act = workspace.contributions.add({"what": "Sat with Tom", "by": "Ada", "helped": "Tom", "kind": "Listening"})
    assert (act.kind, act.on, act.state) == ("listening", TODAY, "noticed")
    [after] = workspace.contributions.thank([act.id], channel="mail", words="thank you!", on=date(2026, 3, 9))
    assert after.state == "thanked"
    assert after.thanks[0].on == date(2026, 3, 9)
    assert workspace.history.undo() == "Thanked Ada for “Sat with Tom”"
    assert workspace.contributions.get(act.id) == act


def test_a_thank_you_to_many_names_the_first(workspace: Workspace) -> None:
    for n in range(5):
        workspace.roster.add({"name": f"Maker {n}"})
    acts = [workspace.contributions.add({"what": "Swept", "by": f"Maker {n}"}).id for n in range(5)]
    workspace.contributions.thank(acts)
    assert workspace.history.undo() == "Thanked Maker 0, Maker 1, Maker 2 and 2 others for 5 kind acts"


def test_an_unknown_kind_names_the_nearest_among_all_faults(workspace: Workspace) -> None:
    with pytest.raises(InvalidInput) as fault:
        workspace.contributions.add({"what": "", "by": "Ada", "kind": "mentorin"})
    assert {problem.key for problem in fault.value.problems} == {"what", "kind"}
    assert "mentoring" in fault.value.hint


def test_a_workspace_has_kinds_of_its_own(workspace: Workspace) -> None:
    (workspace.folder / "kinds.yaml").write_text("kinds:\n  tea: {label: Making tea}\n", encoding="utf-8")
    assert workspace.contributions.add({"what": "Made tea", "by": "Ada", "kind": "making tea"}).kind == "tea"


def test_what_is_still_to_come_is_no_contribution(workspace: Workspace) -> None:
    with pytest.raises(InvalidInput):
        workspace.contributions.add({"what": "x", "by": "Ada", "on": "tomorrow"})
    act = workspace.contributions.add({"what": "x", "by": "Ada"})
    with pytest.raises(InvalidInput):
        workspace.contributions.thank([act.id], on=date(2026, 3, 11))


def test_a_draft_names_the_act_whom_it_helped_and_what_was_better(workspace: Workspace) -> None:
    act = workspace.contributions.add(
        {
            "what": "Answered the first question of somebody new",
            "by": "Ada, Grace",
            "helped": "Tom",
            "effect": "He stayed",
            "noticed-by": "Tom",
        }
    )
    draft = workspace.contributions.thanks_draft(act.id)
    for words in ("Ada and Grace", "Answered the first question of somebody new.", "It helped Tom.", "He stayed."):
        assert words in draft


def test_nobody_writes_to_the_dead(workspace: Workspace) -> None:
    act = workspace.contributions.add({"what": "Kept the archive", "by": "Ada, Grace"})
    workspace.roster.edit(workspace.roster.find("Ada").id, {"status": "deceased"})
    assert "Hi Grace," in workspace.contributions.thanks_draft(act.id)
    workspace.roster.edit(workspace.roster.find("Grace").id, {"status": "deceased"})
    with pytest.raises(Declined):
        workspace.contributions.thanks_draft(act.id)


@pytest.mark.parametrize(
    "wish",
    [
        {"status": "left"},
        {"status": "on-break"},
        {"status": "deceased"},
        {"space-until": "next month"},
        {"recognition": "never"},
        {"kind": "bot"},
    ],
)
def test_who_is_not_suggested_for_thanks(workspace: Workspace, wish: dict[str, str]) -> None:
    act = workspace.contributions.add({"what": "x", "by": "Ada"})
    assert workspace.contributions.unthanked(TODAY) == [act]
    workspace.roster.edit(workspace.roster.find("Ada").id, wish)
    assert workspace.contributions.unthanked(TODAY) == []
    shared = workspace.contributions.add({"what": "y", "by": "Ada, Grace"})
    assert workspace.contributions.unthanked(TODAY) == [shared]


def test_queries_and_references(workspace: Workspace) -> None:
    add = workspace.contributions.add
    one = add({"what": "Wrote the guide", "by": "Ada", "kind": "doc", "on": "2026-03-01"})
    two = add({"what": "Welcomed Tom", "by": "Grace", "helped": "Tom", "kind": "welcoming"})
    service = workspace.contributions
    assert list(service.list()) == [two, one]
    assert list(service.list("by:ada")) == [one]
    assert list(service.list("kind:welcoming state:noticed")) == [two]
    assert list(service.list("on:<yesterday")) == [one]
    assert list(service.list("tom")) == [two]
    assert list(service.of(workspace.roster.find("Tom").id)) == [two]
    assert service.find("0000000001") == one
    assert service.find("guide") == one
    assert service.find_many(["guide", one.id, "welcomed"]) == [one, two]
    with pytest.raises(NotFound):
        service.find("nothing like it")


def test_a_short_word_does_not_hit_an_id_by_chance(workspace: Workspace) -> None:
    workspace.contributions.ids = lambda prefix: f"{prefix}-ada0000000"
    workspace.contributions.add({"what": "Something else", "by": "Grace"})
    with pytest.raises(NotFound):
        workspace.contributions.find("ada")
    assert workspace.contributions.find("ada000").what == "Something else"
    assert workspace.contributions.find("c-ada").what == "Something else"


def test_what_is_kept_private_and_removed(workspace: Workspace) -> None:
    act = workspace.contributions.add({"what": "x", "by": "Ada"})
    assert workspace.contributions.keep_private([act.id])[0].state == "kept_private"
    workspace.contributions.remove([act.id])
    assert workspace.contributions.get(act.id) is None
    assert workspace.history.undo() == "Removed “x”"


def test_a_kind_is_read_and_found_in_the_words_of_people_and_kept_by_its_id(workspace: Workspace) -> None:
    service = workspace.contributions
    act = service.add({"what": "Wrote the minutes", "by": "Ada", "kind": "note taking"})
    [kind] = [field for field in service.fields if field.name == "kind"]
    assert (act.kind, shown(kind, act)) == ("noteTaking", "Note-taking")
    assert service.edit(act.id, {"kind": str(shown(kind, act))}).kind == "noteTaking"
    for query in ("kind:note-taking", "kind:noteTaking", "note-taking"):
        assert [each.id for each in service.list(query)] == [act.id], query
