"""Follow-ups are planned, moved on and closed; nobody is reminded of people who should be left in peace."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kindtui.errors import Clash, Declined, InvalidInput, NotFound
from kindtui.services.followups import FollowUps
from kindtui.workspace import Workspace

TODAY = date(2026, 3, 10)


@pytest.fixture
def service(workspace: Workspace) -> FollowUps:
    for name in ("Ada", "Grace", "Tom"):
        workspace.roster.add({"name": name})
    return workspace.follow_ups


def test_what_has_no_day_gets_one_where_its_kind_asks_for_it(service: FollowUps) -> None:
    assert service.add({"about": "Ada", "kind": "welcome"}).due == TODAY + timedelta(days=3)
    assert service.add({"about": "Ada", "kind": "check-in"}).due == date(2026, 4, 10)
    assert service.add({"about": "Ada", "kind": "promise"}).due is None
    assert service.add({"about": "Ada"}).kind == "check_in"
    usual = {kind: service.usual_due(kind) for kind in ("welcome", "check_in", "promise")}
    assert usual == {"welcome": TODAY + timedelta(days=3), "check_in": date(2026, 4, 10), "promise": None}
    assert service.usual_due("promise", "weekly") == TODAY + timedelta(days=7)
    weekly = service.add({"about": "Ada", "kind": "promise", "every": "weekly"})
    assert weekly.due == TODAY + timedelta(days=7)
    assert weekly.repeat
    assert (weekly.repeat.every, weekly.repeat.anchor) == ("1 week", weekly.due)


def test_done_makes_the_next_one_in_the_same_change(service: FollowUps, workspace: Workspace) -> None:
    first = service.add({"about": "Ada", "every": "2 weeks", "due": "today", "said": "tired"})
    [done] = service.done([first.id], outcome="slept", it_helped="partly")
    assert (done.follow_up.state, done.follow_up.it_helped, done.follow_up.closed_on) == ("done", "partly", TODAY)
    assert done.next
    assert done.next == service.get(done.next.id)
    assert (done.next.due, done.next.said, done.next.outcome) == (TODAY + timedelta(weeks=2), "tired", "")
    assert workspace.history.undo() == "Done: Check in with Ada"
    assert list(service.list()) == [first]


def test_several_at_once_or_none(service: FollowUps) -> None:
    one = service.add({"about": "Ada"})
    two = service.add({"about": "Grace"})
    service.done([two.id])
    with pytest.raises(InvalidInput):
        service.done([one.id, two.id])
    assert service.get(one.id) == one
    with pytest.raises(InvalidInput):
        service.done([one.id], it_helped="perhaps")


def test_a_wait_comes_back_by_itself(service: FollowUps) -> None:
    follow_up = service.add({"about": "Ada", "due": "yesterday"})
    waiting = service.wait(follow_up.id, "Grace", TODAY + timedelta(days=2))
    assert service.due_state(waiting) == "waiting"
    assert service.due_state(waiting, TODAY + timedelta(days=2)) == "back"
    assert list(service.list("waiting-on:grace state:waiting")) == [waiting]


def test_the_whole_life_of_one(service: FollowUps) -> None:
    follow_up = service.add({"about": "Ada, Grace", "kind": "hard-conversation", "due": "today"})
    for days in (1, 2, 3):
        [follow_up] = service.snooze([follow_up.id], TODAY + timedelta(days=days))
    assert "let it go" in service.advice(follow_up)
    [follow_up] = service.touch([follow_up.id], channel="call", note="it went well", on=TODAY)
    [follow_up] = service.let_go([follow_up.id], why="they sorted it out")
    assert follow_up.outcome == "they sorted it out"
    [follow_up] = service.reopen([follow_up.id])
    assert follow_up.state == "open"
    assert service.title(follow_up) == "Have the hard conversation with Ada and Grace"


@pytest.mark.parametrize("status", ["deceased", "left"])
@pytest.mark.parametrize("kind", ["welcome", "celebrate"])
def test_what_could_only_hurt_is_declined(service: FollowUps, workspace: Workspace, status: str, kind: str) -> None:
    ada = workspace.roster.find("Ada")
    before = service.add({"about": "Ada"})
    workspace.roster.edit(ada.id, {"status": status})
    with pytest.raises(Declined) as fault:
        service.add({"about": ["Grace", "Ada"], "kind": kind})
    assert "Ada" in fault.value.message
    with pytest.raises(Declined):
        service.edit(before.id, {"kind": kind})
    assert service.add({"about": "Ada", "kind": "promise"}).kind == "promise"


def test_a_new_day_starts_the_series_anew(service: FollowUps) -> None:
    follow_up = service.add({"about": "Ada", "every": "1 month", "counted-from": "calendar", "due": "2026-03-31"})
    moved = service.edit(follow_up.id, {"due": "2026-04-15"})
    assert moved.repeat
    assert moved.repeat.anchor == date(2026, 4, 15)
    assert service.edit(follow_up.id, {"action": "call"}).repeat == moved.repeat


def test_the_list_begins_with_what_needs_somebody(service: FollowUps) -> None:
    later = service.add({"about": "Ada", "due": "tomorrow"})
    someday = service.add({"about": "Ada", "kind": "promise"})
    overdue = service.add({"about": "Grace", "due": "yesterday"})
    due = service.add({"about": "Tom", "due": "today"})
    closed = service.let_go([service.add({"about": "Ada"}).id])[0]
    assert list(service.list()) == [overdue, due, later, someday, closed]
    assert list(service.list("due:<today")) == [overdue]
    assert list(service.list("state:overdue")) == [overdue]
    assert list(service.list("about:tom")) == [due]
    assert service.find("tom") == due
    with pytest.raises(NotFound):
        service.find("nobody here")


def test_a_change_sees_what_somebody_else_did(service: FollowUps) -> None:
    seen = service.add({"about": "Ada"})
    service.touch([seen.id])
    with pytest.raises(Clash):
        service.edit(seen.id, {"action": "call"}, read=seen)


def test_a_guess_expires_and_is_dropped_by_the_next_change(service: FollowUps) -> None:
    follow_up = service.add({"about": "Ada", "inferred": "tired of us", "inferred-expires": "tomorrow"})
    assert service.guess(follow_up) == "tired of us"
    old = service.edit(follow_up.id, {"inferred-expires": "yesterday"})
    assert service.guess(old) == ""
    assert service.touch([follow_up.id])[0].inferred is None


def test_of_many_only_the_first_are_named_and_all_are_found(workspace: Workspace) -> None:
    about = [workspace.roster.add({"name": name}).id for name in ("Ada", "Bo", "Chidi", "Dana")]
    together = workspace.follow_ups.add({"about": about, "kind": "check_in"})
    assert workspace.follow_ups.title(together) == "Check in with Ada, Bo, Chidi and Dana"
    more = [*about, workspace.roster.add({"name": "Zoltan"}).id]
    larger = workspace.follow_ups.edit(together.id, {"about": more})
    assert workspace.follow_ups.title(larger) == "Check in with Ada, Bo, Chidi and 2 others"
    assert workspace.follow_ups.list("zoltan") == workspace.follow_ups.list("about:zoltan") == [larger]
