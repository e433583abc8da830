"""Today shows what waits, in order, with the next step; and is quiet about those who asked for peace."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kindtui.domain.contributions import Contribution
from kindtui.domain.followup_rules import due_state
from kindtui.domain.followups import FollowUp
from kindtui.domain.pauses import is_quiet
from kindtui.domain.roster import Member
from kindtui.domain.spotlights import Consent, Spotlight, text_hash
from kindtui.errors import Declined
from kindtui.services.today import TOGETHER
from kindtui.services.waiting import Group
from kindtui.workspace import Workspace, open_workspace
from tests.conftest import NOW

TODAY = date(2026, 3, 10)


def keys(workspace: Workspace, today: date | None = None) -> list[str]:
    return [group.key for group in workspace.today.groups(today)]


def group(workspace: Workspace, key: str) -> Group:
    return next(each for each in workspace.today.groups() if each.key == key)


@pytest.fixture
def busy(workspace: Workspace) -> Workspace:
    roster, follow_ups = workspace.roster, workspace.follow_ups
    roster.add({"name": "Ada"})
    roster.add({"name": "Grace"})
    roster.add({"name": "Tom", "joined": "2026-03-05"})
    follow_ups.add({"about": "Ada", "due": "3 days ago", "action": "Call her"})
    follow_ups.add({"about": "Ada", "due": "today", "every": "weekly"})
    waiting = follow_ups.add({"about": "Grace", "due": "today", "kind": "promise"})
    follow_ups.wait(waiting.id, "Tom", TODAY + timedelta(days=1))
    workspace.contributions.add({"what": "Wrote the guide", "by": "Grace", "helped": "Ada", "on": "2026-02-01"})
    workspace.contributions.add({"what": "Sat with Ada", "by": "Grace", "on": "2026-01-01"})
    return workspace


def agreed_by_grace(workspace: Workspace) -> Spotlight:
    """A spotlight on Grace, who said yes to its words."""
    spotlights = workspace.spotlights
    spotlight = spotlights.keep(spotlights.begin(["Grace"]), {"text": "Grace was kind."})
    spotlights.ask(spotlight.id)
    return spotlights.answer(spotlight.id, "Grace", yes=True)


def test_an_empty_workspace_asks_for_nothing(workspace: Workspace) -> None:
    assert workspace.today.groups() == []


def test_groups_come_in_their_order_with_step_and_command(busy: Workspace) -> None:
    assert keys(busy) == ["overdue", "due", "unthanked", "newcomers"]
    [late] = group(busy, "overdue").lines
    assert (late.text, late.detail) == ("Check in with Ada", "due 3 days ago; Call her")
    assert (late.verb, late.command) == ("followups.done", "kindtui followup done f-0000000001")
    assert late.refs == (("followups", "f-0000000001"),)
    [often] = group(busy, "due").lines
    assert often.verb == "followups.touch"
    assert [line.text for line in group(busy, "unthanked").lines] == ["Grace: Sat with Ada", "Grace: Wrote the guide"]
    [new] = group(busy, "newcomers").lines
    assert new.command == "kindtui followup add --about m-0000000003 --kind welcome"


def test_a_wait_comes_back_on_its_day(busy: Workspace) -> None:
    assert "back" in keys(busy, TODAY + timedelta(days=1))
    assert "back" not in keys(busy)


@pytest.mark.parametrize(
    "wish", [{"status": "deceased"}, {"status": "left"}, {"status": "on-break"}, {"space-until": "in 1 month"}]
)
def test_nothing_reminds_of_those_who_are_left_in_peace(busy: Workspace, wish: dict[str, str]) -> None:
    for member in busy.roster.list():
        busy.roster.edit(member.id, wish)
    assert keys(busy) == []


def test_only_the_others_are_named(busy: Workspace) -> None:
    busy.follow_ups.add({"about": "Ada, Grace", "due": "today", "kind": "hard-time"})
    busy.roster.edit(busy.roster.find("Ada").id, {"status": "deceased"})
    assert [line.text for line in group(busy, "due").lines] == ["Be there for Grace"]


DAYS = st.dates(TODAY - timedelta(days=40), TODAY + timedelta(days=20))
WHO = st.lists(st.integers(0, 4), min_size=1, max_size=3, unique=True).map(lambda ns: tuple(f"m-{n}" for n in ns))
MADE = {"created_at": st.just(NOW), "updated_at": st.just(NOW)}


Community = tuple[list[Member], list[FollowUp], list[Contribution], list[Spotlight]]


@st.composite
def spotlights(draw: st.DrawFn, id: str) -> Spotlight:
    """One that waits for some of its people, or for nobody."""
    members = draw(WHO)
    consents = [
        draw(
            st.builds(
                Consent,
                member=st.just(member),
                asked_on=st.just(TODAY - timedelta(days=50)),
                audience=st.just("public"),
                answer=st.sampled_from([None, None, "yes", "no"]),
                scope=st.just("public"),
                text_hash=st.sampled_from(["Thank you.", "Other words."]).map(text_hash),
            )
        )
        for member in members
        if draw(st.booleans())
    ]
    return Spotlight(
        id=id, created_at=NOW, updated_at=NOW, members=members, text="Thank you.", consents=tuple(consents)
    )


@st.composite
def communities(draw: st.DrawFn) -> Community:
    members = [
        draw(
            st.builds(
                Member,
                **MADE,
                id=st.just(f"m-{n}"),
                name=st.just(f"Person{n}"),
                joined=st.none() | DAYS,
                status=st.sampled_from(["active", "active", "on_break", "left", "deceased"]),
                until=st.none() | DAYS,
                space_until=st.none() | DAYS,
            )
        )
        for n in range(5)
    ]
    follow_ups = [
        draw(
            st.builds(
                FollowUp,
                **MADE,
                id=st.just(f"f-{n}"),
                about=WHO,
                due=st.none() | DAYS,
                state=st.sampled_from(["open", "waiting", "done"]),
                until=st.none() | DAYS,
                kind=st.sampled_from(["welcome", "promise", "celebrate"]),
                owner=st.sampled_from(["", "m-0", "m-1", "m-2"]),
            )
        )
        for n in range(4)
    ]
    acts = [
        draw(st.builds(Contribution, **MADE, id=st.just(f"c-{n}"), what=st.just("x"), on=DAYS, by=WHO, helped=WHO))
        for n in range(3)
    ]
    return members, follow_ups, acts, [draw(spotlights(f"s-{n}")) for n in range(3)]


@settings(max_examples=25)
@given(community=communities(), day=DAYS)
def test_whatever_is_written_no_line_names_anybody_who_is_left_in_peace(
    tmp_path_factory: pytest.TempPathFactory,
    community: Community,
    day: date,
) -> None:
    members, follow_ups, acts, told = community
    noon = datetime.combine(day, time(12), UTC)
    with open_workspace(tmp_path_factory.mktemp("any") / "w", clock=lambda: noon) as workspace:
        with workspace.store.change("Everything") as change:
            for record in (*members, *follow_ups, *acts, *told):
                change.put(record)
        groups = workspace.today.groups()
    said = " ".join(f"{line.text} {line.detail} {line.command}" for each in groups for line in each.lines)
    named = {member.id for member in members if member.name in said or f"{member.id} " in f"{said} "}
    assert not named & {member.id for member in members if is_quiet(member, day)}
    awake = {member.id for member in members if not is_quiet(member, day)}
    due = {each.id for each in follow_ups if due_state(each, day) in ("overdue", "due", "back")}
    shown = {id for each in groups for line in each.lines for table, id in line.refs if table == "followups"}
    assert shown == {each.id for each in follow_ups if each.id in due and set(each.about) & awake}


def test_peace_ends_on_its_day(busy: Workspace) -> None:
    for member in busy.roster.list():
        busy.roster.edit(member.id, {"space-until": "tomorrow"})
    assert keys(busy) == []
    assert "overdue" in keys(busy, TODAY + timedelta(days=1))


def test_a_welcome_that_is_planned_or_done_is_enough(busy: Workspace) -> None:
    welcome = busy.follow_ups.add({"about": "Tom", "kind": "welcome"})
    assert "newcomers" not in keys(busy)
    busy.follow_ups.done([welcome.id])
    assert "newcomers" not in keys(busy)


def test_three_snoozes_ask_what_is_in_the_way(busy: Workspace) -> None:
    for _ in range(3):
        busy.follow_ups.snooze(["f-0000000001"], TODAY + timedelta(days=1))
    lines = busy.today.groups(TODAY + timedelta(days=1))
    line = next(line for each in lines for line in each.lines if line.refs == (("followups", "f-0000000001"),))
    assert "let it go" in line.step


def test_a_spotlight_waits_for_its_yes_and_then_to_be_told(busy: Workspace) -> None:
    spotlights = busy.spotlights
    draft = spotlights.draft([busy.roster.find("Ada").id])
    spotlights.edit(draft.id, {"text": "Ada wrote the guide."})
    assert "answers" not in keys(busy)
    spotlights.ask(draft.id, via="mail")
    [line] = group(busy, "answers").lines
    assert (line.verb, line.refs) == ("spotlights.answer", (("spotlights", draft.id),))
    ada = busy.roster.find("Ada").id
    assert line.command == f"kindtui spotlight answer {draft.id} --member {ada} --yes", "it runs as it stands"
    spotlights.answer(draft.id, "Ada", yes=True, scope="public")
    assert [line.verb for line in group(busy, "ready").lines] == ["spotlights.export"]
    busy.roster.edit(busy.roster.find("Ada").id, {"space-until": "next week"})
    assert "ready" not in keys(busy)
    busy.roster.edit(busy.roster.find("Ada").id, {"space-until": ""})
    spotlights.publish(draft.id, "the newsletter")
    assert "ready" not in keys(busy)


def test_what_somebody_took_back_comes_first_until_it_is_removed(busy: Workspace) -> None:
    spotlights = busy.spotlights
    spotlight = agreed_by_grace(busy)
    spotlights.publish(spotlight.id, "https://example.org/news")
    assert "take-down" not in keys(busy)
    spotlights.withdraw(spotlight.id)
    busy.roster.edit(busy.roster.find("Grace").id, {"space-until": "in 3 weeks"})
    assert keys(busy)[0] == "take-down"
    [line] = group(busy, "take-down").lines
    assert (line.text, line.detail) == ("A spotlight", "https://example.org/news")
    assert line.refs == (("spotlights", spotlight.id),)
    spotlights.remove([spotlight.id])
    assert "take-down" not in keys(busy)


def test_after_its_export_a_spotlight_is_to_be_published(busy: Workspace) -> None:
    spotlights = busy.spotlights
    spotlight = spotlights.keep(spotlights.begin(["Grace"]), {"text": "Grace was kind."})
    spotlights.ask(spotlight.id)
    spotlights.export(spotlight.id, draft=True)
    spotlights.answer(spotlight.id, "Grace", yes=True)
    [line] = group(busy, "ready").lines
    assert (line.verb, line.step) == ("spotlights.export", "export it"), "a marked draft is no export of the words"
    exported = spotlights.export(spotlight.id)
    [line] = group(busy, "ready").lines
    assert (line.verb, line.step) == ("spotlights.publish", "publish it, say where")
    assert line.command == f"kindtui spotlight publish {spotlight.id} --where WHERE"
    assert f"it left for exports/{exported.path.name} today" in line.detail
    spotlights.edit(spotlight.id, {"text": "Grace was very kind."})
    spotlights.ask(spotlight.id)
    spotlights.answer(spotlight.id, "Grace", yes=True)
    assert group(busy, "ready").lines[0].verb == "spotlights.export", "what left are other words"


def test_an_exported_file_is_taken_out_when_a_yes_was_taken_back(busy: Workspace) -> None:
    spotlights = busy.spotlights
    spotlight = agreed_by_grace(busy)
    path = spotlights.export(spotlight.id).path
    with pytest.raises(Declined):
        spotlights.taking_down.delete(spotlight, ())
    spotlights.withdraw(spotlight.id)
    spotlight = spotlights.find(spotlight.id)
    [line] = group(busy, "take-down").lines
    assert (line.text, line.detail) == ("Spotlight on Grace", f"exports/{path.name}")
    assert (line.step, line.verb) == ("take the exported file out", "spotlights.take_out_files")
    [seen] = spotlights.taking_down.files(spotlight)
    path.write_text(path.read_text("utf-8") + "my own words", encoding="utf-8")
    assert spotlights.taking_down.delete(spotlight, [seen]) == [], "somebody wrote in it since it was looked at"
    assert "take-down" in keys(busy)
    [seen] = spotlights.taking_down.files(spotlight)
    assert (seen.path, seen.as_exported) == (path, False)
    [line] = group(busy, "take-down").lines
    assert line.command == f"kindtui spotlight take-out {spotlight.id} --changed", "without it the file would be left"
    assert spotlights.taking_down.delete(spotlight, [seen]) == [seen]
    assert not path.exists()
    assert "take-down" not in keys(busy)


def test_a_file_whose_export_was_undone_is_found_too(busy: Workspace) -> None:
    spotlights = busy.spotlights
    spotlight = agreed_by_grace(busy)
    path = spotlights.export(spotlight.id).path
    busy.history.undo()
    spotlights.withdraw(spotlight.id)
    assert group(busy, "take-down").lines[0].detail == f"exports/{path.name}"


def test_a_published_text_about_somebody_who_is_gone_is_to_be_taken_down(busy: Workspace) -> None:
    spotlights = busy.spotlights
    spotlight = agreed_by_grace(busy)
    spotlights.publish(spotlight.id, "https://example.org/news")
    busy.roster.remove([busy.roster.find("Grace").id])
    assert keys(busy)[0] == "take-down"


def test_the_step_for_a_kind_act_records_nothing_by_itself(busy: Workspace) -> None:
    assert all(line.command.endswith(" --draft") for line in group(busy, "unthanked").lines)


def test_problems_come_last_with_their_place(busy: Workspace) -> None:
    (busy.folder / "kinds.yaml").write_text("kinds:\n  tea: {lable: Tea}\n", encoding="utf-8")
    assert keys(busy)[-1] == "problems"
    [line] = group(busy, "problems").lines
    assert line.text.startswith("kinds.yaml:2")


def test_a_document_past_its_review_is_shown_and_remembered(busy: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    busy.conduct.start("our-code", "small-group")
    assert "review" not in keys(busy)
    assert "review" in keys(busy, date(2036, 1, 1))
    monkeypatch.setattr(type(busy.conduct), "listing", lambda self: pytest.fail("the documents were read again"))
    assert "review" in keys(busy, date(2036, 1, 1))


def test_a_follow_up_that_is_paused_is_not_overdue_anywhere_and_comes_back_when_the_break_ends(busy: Workspace) -> None:
    ada = busy.roster.find("Ada")
    busy.roster.edit(ada.id, {"status": "on-break", "until": "2026-03-20"})
    [first, *_] = busy.follow_ups.of(ada.id)
    assert {busy.follow_ups.due_state(each) for each in busy.follow_ups.of(ada.id)} == {"paused"}
    assert busy.follow_ups.list("state:overdue") == []
    assert busy.follow_ups.list()[0].about != (ada.id,)
    assert first in busy.follow_ups.list("state:paused")
    busy.roster.edit(ada.id, {"until": "today"})
    assert [each.id for each in busy.follow_ups.list("state:overdue")] == ["f-0000000001"]


def test_a_spotlight_that_waits_only_for_people_on_a_break_waits_in_silence(busy: Workspace) -> None:
    grace = busy.roster.find("Grace")
    busy.contributions.thank([each.id for each in busy.contributions.of(grace.id)])
    spotlight = busy.spotlights.draft([grace.id, busy.roster.find("Ada").id])
    busy.spotlights.ask(spotlight.id)
    assert "answers" in keys(busy)
    busy.roster.edit_many([grace.id, busy.roster.find("Ada").id], {"status": "on-break", "until": "2026-03-20"})
    assert "answers" not in keys(busy)
    assert busy.spotlights.standing(spotlight).next_step == "Wait: Grace is on a break until Fri 20 March"
    assert "answers" in keys(busy, date(2026, 3, 20))


def test_nobody_is_suggested_for_a_spotlight_while_they_are_left_in_peace(busy: Workspace) -> None:
    grace = busy.roster.find("Grace")
    act = busy.contributions.of(grace.id)[0]
    busy.roster.edit(grace.id, {"space-until": "2026-03-20"})
    with pytest.raises(Declined, match="Grace asked to be left alone until Fri 20 March"):
        busy.spotlights.draft([], contributions=[act.id])
    busy.roster.edit(grace.id, {"space-until": "today"})
    assert busy.spotlights.draft([], contributions=[act.id]).members == (grace.id,)


def test_many_of_one_kind_stand_together_in_one_line_and_hide_nothing_else(busy: Workspace) -> None:
    crowd = [busy.roster.add({"name": f"Guest {n:02}", "joined": "2026-03-01"}).id for n in range(TOGETHER + 1)]
    tom = busy.roster.find("Tom").id
    [together] = group(busy, "newcomers").lines
    assert together.text == f"Welcome {TOGETHER + 2} people"
    assert together.detail == f"joined since Sun 8 February: Guest 00, Guest 01, Guest 02 and {TOGETHER - 1} others"
    assert {id for _table, id in together.refs} == {*crowd, tom}
    assert {each.id for each in busy.roster.list(together.query)} == {*crowd, tom}
    assert together.command == f"kindtui member list '{together.query}'"

    busy.follow_ups.add_each({"about": crowd, "kind": "welcome", "due": "today"})
    assert [line.text for line in group(busy, "newcomers").lines] == ["Welcome Tom"]
    often, welcomes = sorted(group(busy, "due").lines, key=lambda line: line.text)
    assert (often.text, welcomes.text) == ("Check in with Ada", f"Welcome {TOGETHER + 1} people")
    found = busy.follow_ups.list(welcomes.query)
    assert {("followups", each.id) for each in found} == set(welcomes.refs)
    assert len(found) == TOGETHER + 1


def test_many_kind_acts_without_thanks_stand_together_in_one_line(busy: Workspace) -> None:
    quiet = busy.roster.add({"name": "Quiet", "space-until": "2026-04-01"}).id
    waiting = [line.refs[0][1] for line in group(busy, "unthanked").lines]
    makers = [busy.roster.add({"name": f"Maker {n:02}"}).id for n in range(TOGETHER)]
    for maker in makers:
        on = {"on": "2026-02-20"}
        waiting.append(busy.contributions.add({**on, "what": "Built it", "by": [maker, quiet]}).id)
    thanked = busy.contributions.add({"what": "Swept", "by": [makers[0]]})
    busy.contributions.thank([thanked.id])
    [together] = group(busy, "unthanked").lines
    assert together.text == f"Say thank you for {TOGETHER + 2} kind acts"
    assert together.detail == f"since Thu 1 January: Grace, Maker 00, Maker 01 and {TOGETHER - 2} others"
    assert {id for _table, id in together.refs} == set(waiting)
    assert {each.id for each in busy.contributions.list(together.query)} == set(waiting)
    assert together.command == "kindtui contribution list 'state:noticed thanked:none'"
    busy.contributions.thank(waiting[-2:])
    assert len(group(busy, "unthanked").lines) == TOGETHER


def test_a_conduct_document_that_cannot_be_read_is_named_until_it_can(busy: Workspace) -> None:
    busy.conduct.start("house", "code-of-conduct")
    whole = busy.conduct.text("house")
    assert "problems" not in keys(busy)
    path = busy.folder / "conduct" / "house.yaml"
    path.write_text("title: [oops\n", encoding="utf-8")
    [line] = group(busy, "problems").lines
    assert line.text == "house cannot be read"
    assert line.detail.startswith("conduct/house.yaml:")
    assert (line.refs, line.command) == ((("conduct", "house"),), "kindtui conduct edit house")
    path.write_text(whole, encoding="utf-8")
    assert "problems" not in keys(busy)


def test_what_was_typed_into_a_form_and_not_saved_waits(busy: Workspace) -> None:
    ada, grace = busy.roster.find("Ada"), busy.roster.find("Grace")
    promise = next(each for each in busy.follow_ups.list() if each.kind == "promise")
    act = busy.contributions.list()[0]
    typed = {"name": "somebody"}
    places = ("members.add", ada.id, f"touch.{promise.id}", f"thank.{act.id}", "m-gone", "conduct.message.warning")
    busy.state.set("drafts", dict.fromkeys(places, typed))
    busy.roster.edit(ada.id, {"status": "left"})
    found = {line.text.removeprefix("What you typed for "): line for line in group(busy, "unsaved").lines}
    assert {text: (line.verb, line.refs) for text, line in found.items()} == {
        "a new member": ("members.add", ()),
        "the card of somebody": ("members.edit", (("members", ada.id),)),
        f"a follow-up about {grace.name}": ("followups.touch", (("followups", promise.id),)),
        f"a kind act of {grace.name}": ("contributions.thank", (("contributions", act.id),)),
    }
