"""Merging in a workspace: what moves, what is asked again, and what becomes of changes made since."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from kindtui.domain.roster import Member
from kindtui.errors import Ambiguous, Clash, InvalidInput, NotFound
from kindtui.services.notebooks import MERGES, TABLES
from kindtui.workspace import Workspace
from tests.services.test_forgetting import left


@pytest.fixture
def pair(workspace: Workspace) -> tuple[Member, Member]:
    """Ada with two cards."""
    add = workspace.roster.add
    ada = add({"name": "Ada Lovelace", "email": "ada@x.org", "handle": "github=adal", "tag": "docs"})
    return ada, add({"name": "Ada L.", "email": "ada@work.org", "handle": "discord=ada_l", "notes": "Likes tea."})


def everything(workspace: Workspace) -> dict[str, Any]:
    return {record.id: record for spec in TABLES for record in workspace.store.table(spec).all()}


def part(workspace: Workspace, who: str = "Ada L.") -> Any:
    return workspace.unmerging.unmerge(workspace.unmerging.find(who))


def test_who_went_into_another_is_found_by_the_beginning_of_their_id(
    workspace: Workspace, pair: tuple[Member, Member]
) -> None:
    ada, other = pair
    workspace.merging.merge(*pair)
    assert workspace.unmerging.find(other.id).other == other.id
    assert workspace.unmerging.find(other.id[:-2]).other == other.id
    with pytest.raises(NotFound):
        workspace.unmerging.find(f"{other.id[:-2]}!!")
    assert workspace.unmerging.find(ada.id[:-2]).kept == ada.id


def test_merges_of_several_of_one_name_are_listed(workspace: Workspace, pair: tuple[Member, Member]) -> None:
    add = workspace.roster.add
    bo, again = add({"name": "Bo"}), add({"name": "Ada L."})
    workspace.merging.merge(*pair)
    merge = workspace.merging.merge(bo, again)
    for text in ("ada l.", merge.id[:-1]):
        with pytest.raises(Ambiguous) as fault:
            workspace.unmerging.find(text)
        assert fault.value.candidates[-1] == f"{merge.id} Ada L., into Bo"
    assert workspace.unmerging.find("bo") == workspace.unmerging.find(again.id) == merge
    # who is called so now, and who was
    workspace.roster.edit(bo.id, {"name": "Zoe"})
    workspace.merging.merge(workspace.roster.find(bo.id), add({"name": "Ada Lovelace"}))
    with pytest.raises(Ambiguous):
        workspace.unmerging.find("Ada Lovelace")


def test_merge_and_unmerge_are_one_undo_each(workspace: Workspace, pair: tuple[Member, Member]) -> None:
    workspace.contributions.add({"what": "Fixed it", "by": [pair[1].id]})
    before = everything(workspace)
    workspace.merging.merge(*pair)
    merged = everything(workspace)
    part(workspace)
    assert everything(workspace) == before
    assert workspace.history.undo() == "Parted Ada Lovelace and Ada L. again"
    assert everything(workspace) == merged
    assert workspace.history.undo() == "Merged Ada L. into Ada Lovelace"
    assert everything(workspace) == before


def test_a_card_that_was_changed_meanwhile_is_not_merged(workspace: Workspace, pair: tuple[Member, Member]) -> None:
    workspace.roster.edit(pair[1].id, {"tag": ["new"]})
    before = everything(workspace)
    with pytest.raises(Clash):
        workspace.merging.merge(*pair)
    assert everything(workspace) == before


def test_the_old_id_stands_for_the_one_who_was_kept(workspace: Workspace, pair: tuple[Member, Member]) -> None:
    kept, other = pair
    workspace.merging.merge(kept, other)
    assert workspace.roster.find(other.id).id == kept.id
    assert workspace.roster.name_of(other.id) == "Ada Lovelace"
    workspace.roster.edit(kept.id, {"space-until": "tomorrow"})
    assert workspace.roster.is_quiet(other.id)
    # so does an unsaved text of a form that names them
    assert workspace.contributions.add({"what": "Sang", "by": [other.id, kept.id]}).by == (kept.id,)


def test_what_was_changed_since_stays_and_is_named(workspace: Workspace, pair: tuple[Member, Member]) -> None:
    kept, other = pair
    act = workspace.contributions.add({"what": "Fixed it", "by": [other.id]})
    gone = workspace.contributions.add({"what": "Wrong", "by": [other.id]})
    workspace.merging.merge(kept, other)
    bo = workspace.roster.add({"name": "Bo"})
    workspace.roster.edit(kept.id, {"email": ["ada@x.org", "ada@work.org", "new@x.org"], "pronouns": "she/her"})
    workspace.contributions.edit(act.id, {"by": [kept.id, bo.id], "effect": "It works"})
    workspace.contributions.remove([gone.id])
    workspace.contributions.add({"what": "Since", "by": [kept.id]})
    done = part(workspace)
    roster = workspace.roster
    assert (roster.find(kept.id).emails, roster.find(kept.id).pronouns) == (("ada@x.org", "new@x.org"), "she/her")
    assert roster.find(other.id) == other
    again = workspace.contributions.get(act.id)
    assert again is not None and (again.by, again.effect) == ((other.id, bo.id), "It works")
    said = "\n".join(done.notices)
    assert "changed since: E-mail; what is new there stays with Ada Lovelace" in said and "Pronouns" not in said, (
        "nothing of that came from the merge"
    )
    assert f"{act.id} was changed since: look at by" in said
    assert f"{gone.id} was removed since" in said


def test_records_from_after_the_merge_stay_and_are_counted(workspace: Workspace, pair: tuple[Member, Member]) -> None:
    from datetime import timedelta

    workspace.merging.merge(*pair)
    now = workspace.clock()
    workspace.contributions.clock = lambda: now + timedelta(days=1)
    new = workspace.contributions.add({"what": "Since", "by": [pair[0].id]})
    assert part(workspace).notices == ("made since, and kept with Ada Lovelace: 1 contribution; look whose they are",)
    assert workspace.contributions.of(pair[0].id) == [new]


def test_a_wish_that_was_told_since_holds_for_both(workspace: Workspace, pair: tuple[Member, Member]) -> None:
    kept, other = pair
    workspace.merging.merge(kept, other)
    workspace.roster.edit(kept.id, {"recognition": "never"})
    done = part(workspace)
    assert [workspace.roster.find(each.id).recognition.wish for each in pair] == ["never", "never"]
    assert any("holds for both" in each for each in done.notices)


def test_merges_are_parted_in_any_order(workspace: Workspace, pair: tuple[Member, Member]) -> None:
    third = workspace.roster.add({"name": "A. Lovelace", "email": "al@third.org"})
    before = everything(workspace)
    workspace.merging.merge(*pair)
    workspace.merging.merge(workspace.roster.find(pair[0].id), third)
    part(workspace, "Ada L.")
    part(workspace, "A. Lovelace")
    assert everything(workspace) == before
    # and in a row: the one who was kept goes into the third
    workspace.merging.merge(*pair)
    workspace.merging.merge(third, workspace.roster.find(pair[0].id))
    assert workspace.roster.find(pair[1].id).id == third.id
    with pytest.raises(InvalidInput, match="was merged into A"):
        part(workspace, "Ada L.")
    part(workspace, "A. Lovelace")
    part(workspace, "Ada Lovelace")
    assert everything(workspace) == before


def test_whoever_is_removed_takes_along_what_their_merges_remember(
    workspace: Workspace, pair: tuple[Member, Member]
) -> None:
    workspace.merging.merge(*pair)
    merged = everything(workspace)
    workspace.roster.remove([pair[0].id])
    assert not len(workspace.store.table(MERGES))
    with pytest.raises(NotFound):
        workspace.unmerging.find("Ada L.")
    workspace.history.undo()
    assert everything(workspace) == merged


@pytest.mark.parametrize(
    "wish", [{"status": "deceased"}, {"status": "left"}, {"status": "on_break"}, {"space_until": "2026-04-02"}]
)
def test_two_cards_of_somebody_who_is_left_in_peace_wait(workspace: Workspace, wish: dict[str, str]) -> None:
    one = workspace.roster.add({"name": "Ada", "email": "ada@x.org", **wish})
    two = workspace.roster.add({"name": "Ada", "email": "ada@x.org"})
    (found,) = workspace.merging.suggestions().pairs
    assert set(found.members) == {one.id, two.id}, "the second card would be greeted"
    workspace.roster.edit(two.id, wish)
    waiting = workspace.merging.suggestions()
    assert (waiting.pairs, waiting.notices) == ((), ("1 pair of people who are left in peace waits",))


def test_a_note_that_two_are_two_moves_along(workspace: Workspace, pair: tuple[Member, Member]) -> None:
    kept, other = pair
    third = workspace.roster.add({"name": "Ada", "email": "ada@work.org"})
    workspace.merging.distinguish(other, third)
    before = everything(workspace)
    workspace.merging.merge(kept, other)
    assert workspace.merging.told_apart() == {(kept.id, third.id)}
    assert workspace.merging.suggestions().pairs == ()
    part(workspace)
    assert everything(workspace) == before


def test_an_unsaved_text_on_the_card_is_named(workspace: Workspace, pair: tuple[Member, Member]) -> None:
    assert not workspace.merging.plan(*pair).notices
    workspace.state.set("drafts", {pair[1].id: {"notes": "half a thought"}})
    assert "not saved on the card of Ada L." in workspace.merging.plan(*pair).notices[0]


def test_very_many_records_move_and_come_back(workspace: Workspace, pair: tuple[Member, Member]) -> None:
    first = workspace.contributions.add({"what": "Helped", "by": [pair[1].id]})
    with workspace.store.change("many") as change:
        for number in range(1200):
            change.put(replace(first, id=f"c-x{number:09}"))
    before = everything(workspace)
    workspace.merging.merge(*pair)
    assert len(workspace.contributions.of(pair[0].id)) == 1201
    part(workspace)
    assert everything(workspace) == before
    workspace.history.undo()
    workspace.history.undo()
    assert everything(workspace) == before


def test_a_backup_from_before_puts_both_back(workspace: Workspace, pair: tuple[Member, Member], tmp_path: Path) -> None:
    before = everything(workspace)
    path = workspace.upkeep.back_up(out=tmp_path / "before.zip")
    workspace.merging.merge(*pair)
    merged = everything(workspace)
    workspace.upkeep.restore(path)
    assert everything(workspace) == before
    workspace.history.undo()
    assert everything(workspace) == merged


# --- spotlights


def agreed(workspace: Workspace, member: Member, text: str) -> str:
    """A spotlight with these words to which a member said yes."""
    spotlight = workspace.spotlights.draft([member.id])
    workspace.spotlights.edit(spotlight.id, {"text": text})
    workspace.spotlights.ask(spotlight.id)
    workspace.spotlights.answer(spotlight.id, member.id, yes=True)
    return spotlight.id


def test_a_yes_moves_with_the_words_it_was_about(workspace: Workspace, pair: tuple[Member, Member]) -> None:
    kept, other = pair
    same = agreed(workspace, other, "Thank you for the soup.")
    named = agreed(workspace, other, "Thank you, Ada L., for the soup.")
    plan = workspace.merging.plan(kept, other)
    assert any(named in each and "asked again" in each for each in plan.notices)
    assert not any(same in each for each in plan.notices)
    before = everything(workspace)
    workspace.merging.merge(kept, other)
    spotlights = workspace.spotlights
    assert spotlights.standing(same).state == "ready"
    told = spotlights.get(named)
    assert told is not None and told.text == "Thank you, Ada Lovelace, for the soup."
    assert spotlights.standing(named).state == "changed"
    part(workspace)
    assert everything(workspace) == before and spotlights.standing(named).state == "ready"


@pytest.mark.parametrize("wish", ["never", "private"])
def test_a_wish_of_either_side_blocks(workspace: Workspace, pair: tuple[Member, Member], wish: str) -> None:
    kept, other = pair
    spotlight = agreed(workspace, kept, "Thank you for the soup.")
    workspace.roster.edit(other.id, {"recognition": wish})
    workspace.merging.merge(kept, workspace.roster.find(other.id))
    assert workspace.spotlights.standing(spotlight).state == "blocked"
    part(workspace)
    assert workspace.spotlights.standing(spotlight).state == "ready"


def test_a_yes_of_one_is_not_one_of_both(workspace: Workspace, pair: tuple[Member, Member]) -> None:
    kept, other = pair
    spotlights = workspace.spotlights
    both = spotlights.draft([kept.id, other.id])
    spotlights.edit(both.id, {"text": "Thank you for the soup."})
    spotlights.ask(both.id)
    spotlights.answer(both.id, kept.id, yes=True)
    plan = workspace.merging.plan(kept, other)
    assert any("only one of the two agreed" in each for each in plan.notices)
    before = everything(workspace)
    workspace.merging.merge(kept, other)
    assert spotlights.standing(both.id).state == "asked"
    # a yes since then is nobody's when they are two again; a no is of both
    spotlights.answer(both.id, kept.id, yes=True)
    assert spotlights.standing(both.id).state == "ready"
    done = part(workspace)
    assert any("ask again" in each for each in done.notices)
    assert spotlights.standing(both.id).state == "asked"
    workspace.history.undo()
    workspace.history.undo()
    spotlights.answer(both.id, kept.id, yes=False)
    part(workspace)
    assert [line.verdict for line in spotlights.standing(both.id).lines] == ["no", "no"]
    workspace.history.undo()
    workspace.history.undo()
    part(workspace)
    assert everything(workspace) == before


@pytest.mark.parametrize("refuse", ["no", "withdraw"])
def test_a_refusal_since_is_of_both_where_nobody_had_answered(
    workspace: Workspace, pair: tuple[Member, Member], refuse: str
) -> None:
    kept, other = pair
    spotlights = workspace.spotlights
    told = spotlights.draft([other.id])
    workspace.merging.merge(kept, other)
    if refuse == "no":
        spotlights.answer(told.id, kept.id, yes=False)
    else:
        spotlights.withdraw(told.id, [kept.id])
    assert spotlights.standing(told.id).state == "blocked"
    part(workspace)
    again = spotlights.get(told.id)
    assert again is not None and again.members == (other.id,)
    assert spotlights.standing(told.id).state == "blocked"


# --- others who are forgotten, imports


def test_what_a_merge_remembers_forgets_others_too(workspace: Workspace, pair: tuple[Member, Member]) -> None:
    kept, other = pair
    grace = workspace.roster.add({"name": "Grace", "handle": "github=grace_hh", "email": "grace@x.org"})
    workspace.roster.edit(other.id, {"notes": "Came with @grace_hh."})
    act = workspace.contributions.add({"what": "Fixed it", "by": [other.id, grace.id]})
    workspace.spotlights.draft([other.id, grace.id], contributions=[act.id])
    workspace.merging.distinguish(other, grace)
    workspace.merging.merge(kept, workspace.roster.find(other.id))
    proof = workspace.forgetting.forget(grace)
    assert not proof.left
    part(workspace)
    again = workspace.contributions.get(act.id)
    assert again is not None and again.by == (other.id,)
    assert workspace.roster.find(other.id).notes == "Came with (removed)."
    assert grace.id not in str(everything(workspace))


def test_forgetting_reaches_both_cards_in_backups_from_before(
    workspace: Workspace, pair: tuple[Member, Member]
) -> None:
    kept, other = pair
    workspace.contributions.add({"what": "Fixed it", "by": [other.id]})
    workspace.upkeep.back_up()
    workspace.merging.merge(kept, other)
    workspace.upkeep.back_up()
    assert left(workspace.folder, other.id), "the search finds it before"
    proof = workspace.forgetting.forget(workspace.roster.find(kept.id))
    assert not proof.left
    assert not left(workspace.folder, kept.id, other.id, "ada@work.org", "ada@x.org", "ada_l", "likes tea")


def test_forgetting_one_of_two_who_were_parted_leaves_the_other(
    workspace: Workspace, pair: tuple[Member, Member]
) -> None:
    kept, other = pair
    workspace.roster.edit(kept.id, {"source": ["slack=U0000001"]})
    workspace.roster.edit(other.id, {"source": ["slack=U0000002"]})
    workspace.merging.merge(workspace.roster.find(kept.id), workspace.roster.find(other.id))
    part(workspace)
    whole = workspace.roster.find(other.id)
    workspace.forgetting.forget(workspace.roster.find(kept.id))
    assert workspace.roster.find(other.id) == whole
    data = b"id,name,email\nU0000001,Ada Lovelace,ada@x.org\nU0000002,Ada L.,ada@work.org\n"
    report = workspace.imports.bring_in(data, "slack.csv", mapping={"id": "id"})
    assert (report.skipped, report.added) == (1, 0)


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
@pytest.mark.parametrize("columns", ["id,name", "id,name,email", "name,email", "name,discord handle", "name"])
def test_a_list_that_knows_both_cards_changes_nothing(
    workspace: Workspace, columns: str, order: tuple[int, int]
) -> None:
    people = [
        {"id": "1", "name": "Ada Lovelace", "email": "ada@x.org", "discord handle": "ada"},
        {"id": "2", "name": "Ada L.", "email": "ada@work.org", "discord handle": "ada_l"},
    ]
    names = columns.split(",")
    rows = [",".join(person[name] for name in names) for person in people]
    workspace.imports.bring_in("\n".join([columns, *rows]).encode(), "people.csv")
    kept, other = workspace.roster.find("Ada Lovelace"), workspace.roster.find("Ada L.")
    workspace.merging.merge(*((kept, other) if order == (0, 1) else (other, kept)))
    merged = everything(workspace)
    for turned in (rows, rows[::-1]):
        report = workspace.imports.bring_in("\n".join([columns, *turned]).encode(), "people.csv")
        assert (report.same, report.added, report.changed, report.refused) == (2, 0, 0, 0), report
    assert everything(workspace) == merged


@pytest.mark.parametrize("rows", [("Ada Lovelace,AdaL", "Ada L.,adal"), ("Ada L.,adal", "Ada Lovelace,AdaL")])
def test_one_handle_written_in_two_ways_is_one(workspace: Workspace, rows: tuple[str, str]) -> None:
    add = workspace.roster.add
    kept = add({"name": "Ada Lovelace", "handle": "github=AdaL"})
    workspace.merging.merge(kept, add({"name": "Ada L.", "handle": "github=adal"}))
    report = workspace.imports.bring_in("\n".join(["name,github", *rows]).encode(), "people.csv")
    assert (report.same, report.changed, report.refused) == (2, 0, 0), report
    assert workspace.roster.find(kept.id).handles == {"github": "AdaL"}
