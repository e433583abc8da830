"""Forgetting somebody: everywhere, for good, interrupted or not, and nobody brings them back."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from kindtui.domain.contributions import Contribution
from kindtui.domain.progress import Cancelled
from kindtui.domain.roster import Member
from kindtui.errors import Declined, KindError, NotFound
from kindtui.services.import_files import read_file
from kindtui.store import layout, whole_file
from kindtui.workspace import Workspace, open_workspace
from tests.conftest import NOW
from tests.services.interrupted import SOME, interrupt

GRACE = {
    "name": "Grace Hopper",
    "email": ["Grace.H@example.org"],
    "handle": ["github=grace_hh", "discord=amazing"],
    "source": ["slack=U0123ABCD"],
}
TRACES = (
    "grace.h@example.org",
    "grace.h%40example.org",
    "grace_hh",
    "@amazing",
    "u0123abcd",
    "https://github.com/grace_hh",
)


def everything(folder: Path) -> Iterator[tuple[str, str]]:
    """The text of every file, those in backups too; and that of JSON without its escapes."""
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or "exports" in path.parts:
            continue
        if path.suffix == ".zip":
            with zipfile.ZipFile(path) as archive:
                found = [(f"{path.name}/{name}", archive.read(name)) for name in archive.namelist()]
        else:
            found = [(path.relative_to(folder).as_posix(), path.read_bytes())]
        for name, data in found:
            text = data.decode("utf-8", "replace")
            yield name, text
            yield name, re.sub(r"\\u([0-9a-f]{4})", lambda match: chr(int(match[1], 16)), text)


def left(folder: Path, *traces: str) -> list[str]:
    return [f"{trace} in {name}" for name, text in everything(folder) for trace in traces if trace in text.casefold()]


def grace_of(workspace: Workspace) -> Member:
    return workspace.roster.find("Grace Hopper")


def filled(folder: Path, clock: Callable[[], datetime] = lambda: NOW) -> str:
    """A workspace in which Grace is everywhere; her id."""
    with open_workspace(folder, clock=clock, create=True) as it:
        grace = it.roster.add(GRACE)
        bo = it.roster.add({"name": "Bo", "notes": "ask @grace_hh or Grace.H@example.org. Grace knows."})
        it.roster.edit(bo.id, {"tag": ["amazingly"]})
        add = it.contributions.add
        both = add(
            {
                "what": "Fixed it",
                "by": [grace.id, bo.id],
                "link": ["https://github.com/grace_hh/x", "https://a.org", "https://b.org/grace.h%40example.org"],
            }
        )
        add({"what": "Alone", "by": [grace.id]})
        add({"what": "Helped", "by": [grace.id], "helped": [bo.id]})
        add({"what": "Seen, says grace_hh", "by": [bo.id], "noticed-by": grace.id})
        it.follow_ups.add({"about": [grace.id], "action": "Call her"})
        it.follow_ups.add({"about": [bo.id, grace.id], "action": "Call them", "owner": grace.id})
        together = it.spotlights.draft([grace.id, bo.id], contributions=[both.id])
        it.spotlights.ask(together.id)
        edited = it.spotlights.draft([grace.id, bo.id], contributions=[both.id])
        it.spotlights.edit(edited.id, {"text": "Thanks to **Grace Hopper** (@grace_hh, @amazing) and Bo."})
        it.spotlights.draft([grace.id])
        it.state.set("drafts", {f"member.{grace.id}": {"notes": "x"}, "new": {"name": "Gräce", "notes": "hm"},
                                "note": {"notes": "for grace_hh"}, "kept": {"notes": "for Bo"}})  # fmt: skip
        it.state.set("theme", "dark")
        it.upkeep.back_up()
        it.store.save()
        it.roster.edit(grace.id, {"email": ["new@example.org", "Grace.H@example.org"]})
        it.roster.edit(grace.id, {"email": ["new@example.org"]})
        it.upkeep.back_up()
        private = folder / ".kindtui"
        for part in ("quarantine", "clashes", "removed/conduct"):
            (private / part).mkdir(parents=True, exist_ok=True)
            (private / part / "1-members.json").write_text(f'{{"{grace.id}": {{"name": "torn')
            (private / part / "2-other.json").write_text("nothing about her")
        (folder / "records" / "members.sync-conflict-1.json").write_text(f'{{"{grace.id}": {{}}}}')
        (private / "journals" / "00000000-000001.log").write_text(f"of another machine {grace.id}")
        return grace.id


def test_nobody_finds_them_any_more(folder: Path) -> None:
    id = filled(folder)
    with open_workspace(folder, clock=lambda: NOW) as workspace:
        grace = grace_of(workspace)
        plan = workspace.forgetting.plan(grace)
        assert left(folder, id)
        proof = workspace.forgetting.forget(grace)
        assert list(proof.left) == []
        assert proof.searched > 10
        assert left(folder, id, *TRACES, "new@example.org") == []
        assert len(plan.removed) == 4
        assert sorted(each.what for each in workspace.contributions.list()) == [
            "Fixed it",
            "Helped",
            "Seen, says (removed)",
        ]
        fixed = next(each for each in workspace.contributions.list() if each.what == "Fixed it")
        assert fixed.evidence == ("https://a.org",)
        (follow_up,) = workspace.follow_ups.list()
        assert follow_up.owner == ""
        bo = workspace.roster.find("Bo")
        assert bo.notes == "ask (removed) or (removed). Grace knows."
        assert bo.tags == ("amazingly",)
        assert [each.place for each in proof.mentions] == [f"{bo.id} notes"]
        texts = [each.text for each in workspace.spotlights.list()]
        assert len(texts) == 2
        assert not any("Grace" in text for text in texts)
        assert workspace.state.get("drafts") == {"kept": {"notes": "for Bo"}}
        assert workspace.state.get("theme") == "dark"
        with pytest.raises(NotFound):
            workspace.history.undo()
        quarantine = folder / ".kindtui" / "quarantine"
        assert [path.name for path in quarantine.iterdir()] == ["2-other.json"]
    with open_workspace(folder, clock=lambda: NOW) as workspace:
        assert workspace.health.findings() == []
        assert [problem.message for problem in workspace.problems() if problem.severity == "error"] == []
        assert not any(table.faults for table in map(workspace.store.table, ("members", "contributions")))
        for each in workspace.upkeep.backups():
            workspace.upkeep.restore(each.path)
            assert [member.name for member in workspace.roster.list()] == ["Bo"]


def test_the_name_goes_too_where_it_is_asked(folder: Path) -> None:
    filled(folder)
    with open_workspace(folder, clock=lambda: NOW) as workspace:
        proof = workspace.forgetting.forget(grace_of(workspace), names=True)
        assert workspace.roster.find("Bo").notes == "ask (removed) or (removed). (removed) knows."
        assert list(proof.mentions) == []
    assert left(folder, "grace", "hopper") == []


def test_nobody_brings_them_back(folder: Path, tmp_path: Path) -> None:
    id = filled(folder)
    with open_workspace(folder, clock=lambda: NOW) as workspace:
        elsewhere = workspace.upkeep.back_up(out=tmp_path / "elsewhere.zip")
        table = folder / "records" / "members.json"
        workspace.store.save()
        old = {name: (folder / "records" / name).read_bytes() for name in ("members.json", "contributions.json")}
        workspace.forgetting.forget(grace_of(workspace))
        done = workspace.upkeep.restore(elsewhere)
        assert done.withheld == 1
        assert [member.name for member in workspace.roster.list()] == ["Bo"]
        for name, data in old.items():
            fresh = table.with_name("fresh")
            fresh.write_bytes(data)
            fresh.replace(table.with_name(name))
        workspace.catch_up()
        assert [member.name for member in workspace.roster.list()] == ["Bo"]
        while workspace.history.entries() and not workspace.history.entries()[0].undone:
            workspace.history.undo()
        assert id not in {member.id for member in workspace.roster.list()}
        lines = "name,email,github,slack\nG,GRACE.H@example.org,x,\nH,,grace_hh,\nI,i@example.org,i,\n"
        report = workspace.imports.bring_in(lines.encode(), "people.csv", mapping={"github": "handle:github"})
        assert (report.added, report.skipped) == (1, 2)
        assert not any("Grace" in str(each) or "grace" in str(each) for each in report.left_out)
        for typed in ({"email": ["grace.h@example.org"]}, {"handle": ["discord=Amazing"]}):
            with pytest.raises(Declined):
                workspace.roster.add({"name": "Somebody", **typed})
        workspace.roster.add({"name": "Somebody else", "handle": ["mastodon=amazing"]})
    (folder / "records" / "members.sync-conflict-1.json").unlink(missing_ok=True)
    assert left(folder, id) == []
    shutil.rmtree(folder / ".kindtui" / "journals")
    (folder / "records" / "members.json").write_bytes(old["members.json"])
    with open_workspace(folder, clock=lambda: NOW) as workspace:
        assert id not in {member.id for member in workspace.roster.list()}


def test_no_restored_text_about_them_may_leave(folder: Path, tmp_path: Path) -> None:
    """The yes of the others was to a text with a name in it that nobody knows any more, so it cannot be taken out."""
    with open_workspace(folder, clock=lambda: NOW, create=True) as workspace:
        grace, bo = workspace.roster.add(GRACE), workspace.roster.add({"name": "Bo"})
        both = workspace.spotlights.draft([grace.id, bo.id])
        workspace.spotlights.edit(both.id, {"text": "Thank you, Grace Hopper and Bo.", "alt_text": "Grace and Bo"})
        workspace.spotlights.ask(both.id)
        for member in (grace, bo):
            workspace.spotlights.answer(both.id, member.id, yes=True)
        workspace.spotlights.export(both.id)
        elsewhere = workspace.upkeep.back_up(out=tmp_path / "elsewhere.zip")
        workspace.forgetting.forget(grace)
        workspace.upkeep.restore(elsewhere)
        restored = workspace.spotlights.list()[0]
        assert restored.members == (bo.id,) and (restored.text, restored.alt_text, restored.exports) == ("", "", ())
        with pytest.raises(Declined):
            workspace.spotlights.export(both.id)


def test_what_others_share_stays_with_them(workspace: Workspace) -> None:
    ada = workspace.roster.add({"name": "Ada", "email": ["home@example.org"], "handle": ["github=ada_x"]})
    workspace.roster.add({"name": "Bo", "email": ["home@example.org"], "notes": "home@example.org is theirs"})
    plan = workspace.forgetting.plan(ada)
    assert list(plan.shared) == ["home@example.org"]
    workspace.forgetting.forget(ada)
    bo = workspace.roster.find("Bo")
    assert (bo.emails, bo.notes) == (("home@example.org",), "home@example.org is theirs")
    workspace.roster.edit(bo.id, {"tag": ["x"]})


def test_a_handle_that_is_a_word_of_the_program_harms_no_record(workspace: Workspace) -> None:
    words = ["public", "done", "members", "doc", "name"]
    ada = workspace.roster.add({"name": "Ada", "handle": [f"place{n}={word}" for n, word in enumerate(words)]})
    bo = workspace.roster.add({"name": "Bo", "recognition": "public"})
    act = workspace.contributions.add({"what": "members wrote doc", "kind": "doc", "by": [bo.id, ada.id]})
    workspace.spotlights.draft([bo.id], contributions=[act.id], audience="public")
    proof = workspace.forgetting.forget(ada)
    assert list(proof.left) == []
    assert [each.audience for each in workspace.spotlights.list()] == ["public"]
    assert workspace.roster.find("Bo").recognition.wish == "public"
    (left_over,) = workspace.contributions.list()
    assert (left_over.what, left_over.kind) == ("(removed) wrote (removed)", "doc")


def test_somebody_can_come_back(workspace: Workspace) -> None:
    workspace.forgetting.forget(workspace.roster.add(GRACE))
    assert not workspace.forgetting.welcome_back("nobody@example.org")
    assert workspace.forgetting.welcome_back("github=grace_hh")
    assert workspace.roster.add(GRACE).name == "Grace Hopper"


def test_what_is_outside_is_said(workspace: Workspace) -> None:
    subprocess.run(["git", "init", "-q", str(workspace.folder)], check=True)
    ada = workspace.roster.add({"name": "Ada", "email": ["ada@example.org"]})
    (workspace.folder / "exports" / "for-ada.md").write_text("Thank you, Ada")
    (workspace.folder / "conduct" / "mine.yaml").write_text("contacts:\n  - address: ada@example.org\n")
    plan = workspace.forgetting.plan(ada)
    assert "git repository" in plan.outside[0]
    assert any(line.startswith("exports/for-ada.md") for line in plan.outside)
    assert [each.place for each in plan.yours] == ["conduct/mine.yaml:2"]
    proof = workspace.forgetting.forget(ada)
    assert [each.place for each in proof.yours] == ["conduct/mine.yaml:2"]
    assert list(proof.left) == []


@pytest.mark.parametrize("mode", SOME)
def test_forgetting_is_whole_or_not_begun(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
    clock: Callable[[], datetime],
    mode: str,
) -> None:
    source = tmp_path / "source" / "w"
    id = filled(source)

    def check(workspace: Workspace, done: bool) -> None:
        if done:
            assert left(workspace.folder, id, "grace_hh", "grace.h@", "new@example") == []
            assert workspace.somebody_is_forgotten
        else:
            assert not workspace.somebody_is_forgotten

    calls = interrupt(
        tmp_path,
        monkeypatch,
        source,
        clock,
        lambda it: it.forgetting.forget(grace_of(it)),
        mode,
        check,
        step=1 if request.config.getoption("--long") else 4,
    )
    assert calls > 20


def test_somebody_who_was_removed_can_be_forgotten_by_id(folder: Path) -> None:
    id = filled(folder)
    with open_workspace(folder, clock=lambda: NOW) as workspace:
        assert workspace.forgetting.removed(id) is None  # they are on the roster
        workspace.roster.remove([id])
        removed = workspace.forgetting.removed(id)
        assert removed is not None and removed.name == "Grace Hopper"
        proof = workspace.forgetting.forget(removed)
        assert list(proof.left) == []
        assert left(folder, id, *TRACES, "new@example.org") == []
        assert workspace.forgetting.removed(id) is None
        assert workspace.forgetting.removed("m-0000000000") is None
        with pytest.raises(Declined):
            workspace.roster.add({"name": "Somebody", "email": ["new@example.org"]})


def test_somebody_of_whom_only_the_id_is_left_can_be_forgotten(folder: Path) -> None:
    with open_workspace(folder, clock=lambda: NOW, create=True) as workspace:
        gone = "m-0000000gg0"
        with workspace.store.change("Came from elsewhere") as change:
            change.put(Contribution(id="c-1", created_at=NOW, updated_at=NOW, what="Helped", on=NOW.date(), by=(gone,)))
        removed = workspace.forgetting.removed(gone)
        assert removed is not None
        workspace.forgetting.forget(removed)
        assert left(folder, gone) == []


def test_what_the_settings_say_of_them_is_read_and_not_remembered(folder: Path) -> None:
    filled(folder)
    settings = folder / "kindtui.yaml"
    contact = "Grace.H@example.org"
    settings.write_text(f"name: Hearth\ncontact: {contact}\n", "utf-8")
    state = folder / ".kindtui" / "state.json"
    with open_workspace(folder, clock=lambda: NOW) as workspace:
        assert contact in state.read_text("utf-8")
        proof = workspace.forgetting.forget(grace_of(workspace))
        assert list(proof.left) == [] and [each.place for each in proof.yours] == ["kindtui.yaml:2"]
    for _ in range(2):
        assert contact not in state.read_text("utf-8")
        with open_workspace(folder, clock=lambda: NOW) as workspace:
            assert workspace.settings.contact == contact, "the file is a person's, and they were told"


def test_another_window_forgets_them_too_and_writes_nothing_of_them(folder: Path) -> None:
    """It has the person in memory: as records, as drafts, in a form that is about to be saved, in changes to undo."""
    id = filled(folder)
    with open_workspace(folder, clock=lambda: NOW) as other, open_workspace(folder, clock=lambda: NOW) as one:
        in_form = grace_of(other)
        drafts = dict(other.state.get("drafts"))
        texts = [each.text for each in other.spotlights.list()]
        assert f"member.{id}" in drafts and any("Grace" in text for text in texts)
        del drafts["new"]  # it has a name alone, which others may have
        one.forgetting.forget(grace_of(one))
        other.catch_up()
        assert [member.name for member in other.roster.list()] == ["Bo"]
        assert not any("Grace" in each.text for each in other.spotlights.list())
        assert other.state.get("drafts") == {"kept": {"notes": "for Bo"}}
        with pytest.raises(KindError), other.store.change("Edited Grace") as change:
            change.put(replace(in_form, notes="late"), before=in_form)
        with pytest.raises(Declined), other.store.change("Edited Grace") as change:
            change.put(replace(in_form, notes="late"))
        other.state.set("drafts", {**drafts, "mine": {"notes": "for Bo"}})
        assert other.state.get("drafts") == {"kept": {"notes": "for Bo"}, "mine": {"notes": "for Bo"}}
        other.state.set("filters", {"members": {"theirs": "grace.h@example.org", "mine": "tag:mentor"}})
        assert other.state.get("filters") == {"members": {"mine": "tag:mentor"}}
        with pytest.raises(NotFound):
            other.history.undo()
        other.roster.add({"name": "Cy"})
        other.store.save()
        other.upkeep.back_up()
        assert left(folder, id, *TRACES, "new@example.org") == []
    assert left(folder, id, *TRACES, "new@example.org") == []


def test_a_backup_that_was_on_its_way_is_made_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    id = filled(folder)
    with open_workspace(folder, clock=lambda: NOW) as other, open_workspace(folder, clock=lambda: NOW) as one:
        write = whole_file.write

        def late(path: Path, data: bytes) -> None:
            monkeypatch.setattr(whole_file, "write", write)
            one.forgetting.forget(grace_of(one))
            write(path, data)

        monkeypatch.setattr(whole_file, "write", late)
        made = other.upkeep.back_up()
        assert made.exists()
        assert left(folder, id, *TRACES) == []


WORDS = st.sampled_from(
    [
        "thanks to",
        "Zilo",
        "zilo_q",
        "@zilo_q",
        "zilo.q@example.org",
        "ask",
        "docs,",
        "https://zilo.example/zilo_q",
        "Bo",
        "m-",
    ]
)
PROSE = st.lists(WORDS, max_size=8).map(" ".join)


@st.composite
def steps(draw: st.DrawFn) -> list[tuple[str, str, bool, bool, bool]]:
    return draw(
        st.lists(
            st.tuples(
                st.sampled_from(["contribution", "followup", "spotlight", "member", "save", "backup", "undo", "draft"]),
                PROSE,
                st.booleans(),
                st.booleans(),
                st.booleans(),
            ),
            max_size=12,
        )
    )


@settings(max_examples=settings().max_examples // 2, phases=[Phase.explicit, Phase.generate])  # shrinking takes minutes
@given(steps(), st.booleans())
def test_no_workspace_keeps_a_trace(made: list[tuple[str, str, bool, bool, bool]], names: bool) -> None:
    folder = Path(tempfile.mkdtemp()) / "w"
    try:
        with open_workspace(folder, clock=lambda: NOW, create=True) as it:
            zilo = it.roster.add({"name": "Zilo", "email": ["Zilo.Q@example.org"], "handle": ["github=zilo_q"]})
            bo = it.roster.add({"name": "Bo"})
            for what, prose, alone, first, owner in made:
                whom = [zilo.id] if alone else [zilo.id, bo.id] if first else [bo.id]
                words = prose or "something"
                if what == "contribution":
                    it.contributions.add({"what": words, "by": whom, "noticed-by": zilo.id if owner else "",
                                          "effect": prose, "helped": [zilo.id] if first else []})  # fmt: skip
                elif what == "followup":
                    it.follow_ups.add({"about": whom, "said": prose, "owner": zilo.id if owner else ""})
                elif what == "spotlight":
                    drafted = it.spotlights.draft(whom)
                    if owner:
                        it.spotlights.edit(drafted.id, {"text": words})
                elif what == "member":
                    it.roster.edit(bo.id, {"notes": f"{prose} {zilo.id if owner else ''}"})
                elif what == "save":
                    it.store.save()
                elif what == "backup":
                    it.upkeep.back_up()
                elif what == "undo" and sum(not each.undone for each in it.history.entries()) > 2:
                    it.history.undo()
                elif what == "draft":
                    it.state.set("drafts", {"x": {"notes": prose}, zilo.id: {"notes": "y"}})
            it.forgetting.forget(it.roster.find(zilo.id), names=names)
        traces = [zilo.id, "zilo.q@example.org", "zilo_q"] + (["zilo"] if names else [])
        assert left(folder, *traces) == []
        with open_workspace(folder, clock=lambda: NOW) as it:
            assert [member.name for member in it.roster.list()] == ["Bo"]
            for name in ("members", "contributions", "followups", "spotlights"):
                table = it.store.table(name)
                for record in table.all():
                    assert zilo.id not in json.dumps(str(record))
                assert not table.faults
    finally:
        shutil.rmtree(folder.parent)


def test_a_name_that_others_have_too_stays_theirs(workspace: Workspace) -> None:
    add = workspace.roster.add
    ada = add({"name": "Ada Kim"})
    bo = add({"name": "Bo Kim", "notes": "Kim said so. Ada Kim agreed, and Ada smiled."})
    many = [add({"name": f"Ada {name}"}) for name in "bcdefghijklmnop"]
    plan = workspace.forgetting.plan(ada)
    assert [each.place for each in plan.mentions] == [f"{bo.id} notes"]
    workspace.forgetting.forget(ada, names=True)
    assert workspace.roster.find("Bo Kim").notes == "Kim said so. (removed) agreed, and Ada smiled."
    assert len(workspace.roster.list()) == len(many) + 1
    twins = [add({"name": "Cy Lee"}), add({"name": "Cy Lee", "notes": "Cy Lee is here"})]
    proof = workspace.forgetting.forget(twins[0], names=True)
    assert (list(proof.left), [each.place for each in proof.mentions]) == ([], [f"{twins[1].id} notes"])
    left_over = workspace.roster.find(twins[1].id)
    assert (left_over.name, left_over.notes) == ("Cy Lee", "Cy Lee is here")


def test_looking_tells_how_far_it_is_and_can_be_called_off(workspace: Workspace) -> None:
    people = [workspace.roster.add({"name": f"Ada {'abcdefgh'[n % 8]}", "notes": "met Ada"}) for n in range(20)]
    workspace.upkeep.back_up()
    told: list[tuple[int, int]] = []
    plan = workspace.forgetting.plan(people[0], progress=lambda done, total: told.append((done, total)))
    assert told == sorted(told) and told[-1] == (79, 80)  # she is in none of the last pass
    assert plan == workspace.forgetting.plan(people[0]) and plan.mentions == []
    for last in range(len(told)):
        left_calls = iter(range(last))

        def stop(done: int, total: int, left_calls: Iterator[int] = left_calls) -> None:
            if next(left_calls, None) is None:
                raise Cancelled

        with pytest.raises(Cancelled):
            workspace.forgetting.plan(people[0], progress=stop)
    assert len(workspace.roster.list()) == 20


def test_of_many_of_one_name_the_first_are_said(workspace: Workspace) -> None:
    cards = [workspace.roster.add({"name": "Ada Kim"}) for _ in range(14)]
    plan = workspace.forgetting.plan(cards[0])
    assert [each.id for each in plan.namesakes] == sorted(each.id for each in cards[1:])
    said = [line for line in plan.lines() if "Ada Kim (member, " in line]
    assert (len(said), [line for line in plan.lines() if "more" in line]) == (11, ["  and 3 more"])


def test_other_cards_of_the_name_are_said(workspace: Workspace) -> None:
    add = workspace.roster.add
    rosa = add({"name": "Rosa Hansen", "email": ["rosa.hansen@example.org"]})
    twin = add({"name": "HANSEN, Rosa"})
    add({"name": "Mårten Hansen", "email": ["marten.hansen@example.org"], "handle": ["github=mhansen"]})
    mother = add({"name": "Ida Hansen", "email": ["rosa.and.ida@example.org"]})
    plan = workspace.forgetting.plan(rosa)
    assert [each.id for each in plan.namesakes] == [twin.id]
    assert any("HANSEN, Rosa (member, " in line for line in plan.lines())
    assert [each.place for each in plan.mentions] == [f"{mother.id} emails[0]"]


def test_nothing_that_gives_them_away_comes_back(folder: Path, tmp_path: Path) -> None:
    traces = ("zqhub", "zed_q1", "u0123abcd")
    with open_workspace(folder, clock=lambda: NOW, create=True) as it:
        handles = ["github=zqhub", "discord=zed_q1"]
        zoe = it.roster.add({"name": "Zoe Quill", "handle": handles, "source": ["slack=U0123ABCD"]})
        olu = it.roster.add({"name": "Olu", "notes": "knows zed_q1 and @zqhub"})
        it.contributions.add(
            {
                "what": "Fixed it, said\n@zqhub",
                "by": [zoe.id, olu.id],
                "link": ["https://github.com/zqhub/x", "https://a.org/b", "https://a.slack.com/team/U0123ABCD"],
            }
        )
        (folder / "conduct" / "mine.yaml").write_text("contacts:\n  - address: https://github.com/zqhub\n")
        it.exports.export("all", out=tmp_path / "left")
        elsewhere = it.upkeep.back_up(out=tmp_path / "elsewhere.zip")
        it.store.save()
        old = {path.name: path.read_bytes() for path in (folder / "records").glob("*.json")}
        it.forgetting.forget(zoe)
        (folder / "conduct" / "mine.yaml").unlink()
        assert left(folder, *traces) == []
        (cleaned,) = it.contributions.list()
        assert cleaned.evidence == ("https://a.org/b",)

        report = it.imports.bring_in(read_file(str(tmp_path / "left")), "left")
        assert (report.added, report.changed) == (0, 0)
        assert left(folder, *traces) == []
        it.upkeep.restore(elsewhere)
        assert left(folder, *traces) == []
        assert (folder / "conduct" / "mine.yaml").read_text() == "contacts:\n  - address: (link removed)\n"
        for name, data in old.items():
            fresh = folder / "records" / "fresh"
            fresh.write_bytes(data)
            fresh.replace(folder / "records" / name)
        it.catch_up()
        it.store.save()
        assert left(folder, *traces) == []
        table = "name,email,notes\nNew,new@example.org,see https://github.com/zqhub or zed_q1\n"
        it.imports.bring_in(table.encode(), "people.csv", mapping={"notes": "note"})
        assert it.roster.find("New").notes == "see (link removed) or (removed)"
        assert it.imports.bring_in(table.encode(), "people.csv", mapping={"notes": "note"}).same == 1
        while it.history.entries() and not it.history.entries()[0].undone:
            it.history.undo()
        assert left(folder, *traces) == []
        assert it.contributions.list() == [cleaned]


def test_somebody_else_of_the_same_handle_elsewhere_keeps_it(folder: Path) -> None:
    with open_workspace(folder, clock=lambda: NOW, create=True) as it:
        it.forgetting.forget(it.roster.add({"name": "Zoe", "handle": ["github=zq_1"]}))
        bo = it.roster.add({"name": "Bo", "handle": ["mastodon=ZQ_1"], "notes": "@zq_1 is what they are called"})
        it.store.save()
        table = folder / "records" / "members.json"
        table.write_text(table.read_text().replace('"name":"Bo"', '"name":"Bodo"'))
        it.catch_up()
        assert it.roster.find(bo.id) == replace(bo, name="Bodo")


def test_a_link_to_them_goes_where_it_names_them_by_their_name(workspace: Workspace) -> None:
    zoe = workspace.roster.add({"name": "Zoe Quill", "handle": ["github=quill"]})
    bo = workspace.roster.add({"name": "Bo", "notes": "quill at https://github.com/quill/x"})
    workspace.forgetting.forget(zoe)
    assert workspace.roster.find(bo.id).notes == "quill at (link removed)"


def test_a_handle_in_files_of_ones_own_is_listed_and_left(folder: Path) -> None:
    with open_workspace(folder, clock=lambda: NOW, create=True) as it:
        handles = ["github=zedq1", "irc=grace", "discord=zoe", "x=zq"]
        zoe = it.roster.add({"name": "Zoe Quill", "handle": handles, "email": ["zoe@example.org"]})
        mine = {
            "notes.txt": "contact: zedq1\nwith Grace\nzq\nzedq12, disgrace\nMs Quill\n",
            "conduct/mine.yaml": "# ask zedq1\ncontacts:\n  - address: zoe@example.org\n  - name: Zoe\n",
        }
        for name, text in mine.items():
            (folder / name).write_text(text)
        plan = it.forgetting.plan(zoe)
        proof = it.forgetting.forget(zoe)
        found = ["conduct/mine.yaml:1", "conduct/mine.yaml:3", "conduct/mine.yaml:4", "notes.txt:1", "notes.txt:2"]
        for told in (plan, proof):
            assert [each.place for each in told.yours] == found
            assert [each.place for each in told.mentions] == ["notes.txt:5"]
        assert proof.yours[3].words == "contact: zedq1"
        assert list(proof.left) == []
        assert {name: (folder / name).read_text() for name in mine} == mine


def forgotten_since(folder: Path) -> tuple[str, bytes]:
    """The id of somebody who is forgotten by now, and the file of members as it was before."""
    with open_workspace(folder, clock=lambda: NOW, create=True) as it:
        zoe = it.roster.add({"name": "Zoe Quill", "handle": ["github=zq_1"]})
        it.roster.add({"name": "Bo", "notes": "asks @zq_1"})
        it.store.save()
        old = (folder / "records" / "members.json").read_bytes()
        it.forgetting.forget(zoe)
    return zoe.id, old


def test_a_broken_file_from_elsewhere_does_not_show_them(folder: Path) -> None:
    _, old = forgotten_since(folder)
    shutil.rmtree(folder / ".kindtui" / "journals")
    (folder / "records" / "members.json").write_bytes(old.rstrip().removesuffix(b"}"))
    with open_workspace(folder, clock=lambda: NOW) as it:
        assert [(each.name, each.notes) for each in it.store.table("members").all()] == [("Bo", "asks (removed)")]


def test_the_journal_of_another_machine_does_not_bring_them(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder is on two machines. One forgets; the other still has her, in changes that no table file has yet."""
    private = folder / ".kindtui"
    with open_workspace(folder, clock=lambda: NOW, create=True) as it:
        bo = it.roster.add({"name": "Bo"})
        it.store.save()
        before = {path.name: path.read_bytes() for path in (folder / "records").glob("*.json")}
        zoe = it.roster.add({"name": "Zoe", "handle": ["github=zed_q1"]})
        it.contributions.add({"what": "Sang", "by": [zoe.id]})
        it.roster.edit(bo.id, {"notes": "sings with zed_q1"})
        journals = {path.name: path.read_bytes() for path in (private / "journals").glob("*.log")}
        it.forgetting.forget(zoe)
    shutil.rmtree(private / "journals")
    (private / "journals").mkdir()
    for name, data in before.items():
        (folder / "records" / name).write_bytes(data)
    for name, data in journals.items():
        (private / "journals" / name).write_bytes(data)
    monkeypatch.setattr(layout, "machine_id", lambda: "00000001")
    for _ in range(2):
        with open_workspace(folder, clock=lambda: NOW) as it:
            assert [(each.id, each.notes) for each in it.roster.list()] == [(bo.id, "sings with (removed)")]
            assert it.contributions.list() == []
            it.roster.edit(bo.id, {"tag": ["here"]})
            it.store.save()
    for name in journals:
        (private / "journals" / name).unlink()
    assert left(folder, zoe.id, "zed_q1") == []


def test_a_handle_that_is_any_word_stays_a_word(folder: Path) -> None:
    with open_workspace(folder, clock=lambda: NOW, create=True) as it:
        handles = ["github=sign-in", "irc=coffee", "discord=Grace Hu#42"]
        zoe = it.roster.add({"name": "Zoe Quill", "handle": handles})
        notes = "The sign-in page, over coffee. @sign-in (https://x.org/coffee) is grace  hu#42"
        bo = it.roster.add({"name": "Bo", "notes": notes, "tag": ["coffee"]})
        it.roster.edit(bo.id, {"tag": ["coffee", "tea"]})
        made = it.upkeep.back_up(out=folder.parent / "elsewhere.zip")
        plan = it.forgetting.plan(zoe)
        assert [each.place for each in plan.mentions] == [f"{bo.id} notes", f"{bo.id} tags[0]"]
        proof = it.forgetting.forget(zoe, names=True)
        assert list(proof.left) == []
        cleaned = it.roster.find(bo.id)
        assert cleaned.notes == "The sign-in page, over coffee. (removed) ((link removed) is (removed)"
        assert cleaned.tags == ("coffee", "tea")
        it.upkeep.restore(made)
        assert it.roster.find(bo.id) == cleaned
        for handle in handles:
            with pytest.raises(Declined):
                it.roster.add({"name": "Somebody", "handle": [handle]})


@pytest.mark.parametrize("parts", [("records", ".kindtui/journals", ".kindtui/copies"), (".kindtui/journals",)])
def test_old_journals_of_ones_own_do_not_bring_them(folder: Path, tmp_path: Path, parts: tuple[str, ...]) -> None:
    """Somebody puts back the records and journals of an older copy of the folder, and forgets the list beside them."""
    id = filled(folder)
    shutil.copytree(folder, tmp_path / "copy")
    with open_workspace(folder, clock=lambda: NOW) as it:
        it.forgetting.forget(grace_of(it))
    for part in parts:
        shutil.rmtree(folder / part)
        shutil.copytree(tmp_path / "copy" / part, folder / part)
    with open_workspace(folder, clock=lambda: NOW) as it:
        assert any("is missing" in each.message for each in it.store.problems())
        assert [each.name for each in it.roster.list()] == ["Bo"]
        with pytest.raises(NotFound):
            it.history.undo()
    (folder / "records" / "members.sync-conflict-1.json").unlink(missing_ok=True)
    (folder / ".kindtui" / "journals" / "00000000-000001.log").unlink()
    assert left(folder, id, *TRACES, "new@example.org") == []
    with open_workspace(folder, clock=lambda: NOW) as it:
        assert not any("is missing" in each.message for each in it.store.problems())


def test_what_can_be_read_of_a_broken_file_does_not_bring_them(folder: Path) -> None:
    id, old = forgotten_since(folder)
    for part in ("journals", "copies", "backups"):
        shutil.rmtree(folder / ".kindtui" / part)
    twice = b',\n\n"m-0123456789": {"name":"Cy","name":"Cyd"}\n'
    (folder / "records" / "members.json").write_bytes(old.rstrip().removesuffix(b"}").rstrip() + twice)
    with open_workspace(folder, clock=lambda: NOW) as it:
        assert [(each.name, each.notes) for each in it.roster.list()] == [("Bo", "asks (removed)")]
        assert it.health.mend()
        assert [(each.name, each.notes) for each in it.roster.list()] == [("Bo", "asks (removed)")]
    assert left(folder, id, "zq_1") == []


def test_records_that_came_without_the_private_folder_say_what_is_not_known(folder: Path, tmp_path: Path) -> None:
    with open_workspace(folder, clock=lambda: NOW, create=True) as it:
        it.forgetting.forget(it.roster.add({"name": "Zoe Quill", "email": ["zoe@example.org"]}))
        it.roster.add({"name": "Bo"})
    clone = shutil.copytree(folder, tmp_path / "clone", ignore=shutil.ignore_patterns(".kindtui"))
    table = b"name,email\nZoe,zoe@example.org\n"
    with open_workspace(clone, clock=lambda: NOW) as it:
        (finding,) = it.health.findings()
        assert "nobody knows here who asked to be forgotten" in finding.problem.message and not finding.stored
        assert it.imports.preview(table, "people.csv").added == 1
    (clone / ".kindtui").mkdir(exist_ok=True)
    shutil.copy(folder / ".kindtui" / "forgotten.json", clone / ".kindtui")
    with open_workspace(clone, clock=lambda: NOW) as it:
        assert it.health.findings() == []
        assert it.imports.bring_in(table, "people.csv").skipped == 1
