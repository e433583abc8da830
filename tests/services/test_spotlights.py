"""What a person does with spotlights, in a workspace on disk; above all, what does not leave."""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from kindtui.domain.contributions import Contribution
from kindtui.domain.roster import Member
from kindtui.domain.spotlights import AUDIENCES, FORMATS, Export, Publication, Spotlight, text_hash
from kindtui.errors import Clash, Declined, InvalidInput, NotFound, StoreError
from kindtui.formats.spotlight_text import DRAFT_MARK
from kindtui.workspace import Workspace, init_workspace, open_workspace

NOW = date(2026, 3, 10)


@pytest.fixture
def workspace(tmp_path: Path, clock: Callable[[], datetime], ids: Callable[[str], str]) -> Iterator[Workspace]:
    init_workspace(tmp_path / "w", name="The Reading Room")
    with open_workspace(tmp_path / "w", clock=clock, ids=ids) as opened:
        yield opened


@pytest.fixture
def people(workspace: Workspace) -> SimpleNamespace:
    add = workspace.roster.add
    return SimpleNamespace(
        ada=add({"name": "Ada Lovelace", "pronouns": "she/her", "handle": ["github=@ada_l"], "recognition": "ask"}),
        ben=add({"name": "Ben Okri", "pronouns": "he/him"}),
        chi=add({"name": "Chi Ito"}),
    )


def act(workspace: Workspace, what: str, *by: Member, **typed: str | list[str]) -> Contribution:
    return workspace.contributions.add({"what": what, "by": [each.id for each in by], **typed})


def agree(workspace: Workspace, spotlight: Spotlight, scope: str | None = None) -> Spotlight:
    for question in workspace.spotlights.ask(spotlight.id):
        workspace.spotlights.answer(spotlight.id, question.member_id, yes=True, scope=scope)  # type: ignore[arg-type]
    return workspace.spotlights.find(spotlight.id)


def test_a_draft_tells_the_act_and_names_only_whom_it_is_about(workspace: Workspace, people: SimpleNamespace) -> None:
    told = act(
        workspace, "helped Ben Okri open the door", people.ada, helped=[people.ben.id], effect="Ben came in on time"
    )
    made = workspace.spotlights.draft([people.ada.id])
    assert made.contributions == (told.id,)
    assert "# Thank you, Ada Lovelace" in made.text
    assert "Helped a member open the door." in made.text
    assert "It helped a member." in made.text
    assert "A member came in on time." in made.text
    assert "Ben" not in made.text
    assert "The Reading Room" in made.text
    assert workspace.spotlights.standing(made.id).state == "draft"


def test_from_a_draft_to_the_world_and_back(workspace: Workspace, people: SimpleNamespace) -> None:
    service = workspace.spotlights
    told = act(workspace, "fixed the lamp", people.ada)
    made = service.draft(["ada"], contributions=[told.id])
    [question] = service.ask(made.id, via="e-mail")
    assert question.member_id == people.ada.id
    assert made.text.strip() in question.message
    assert service.standing(made.id).state == "asked"
    service.answer(made.id, people.ada.id, yes=True)
    assert service.standing(made.id).state == "ready"
    assert service.ask(made.id) == []
    exported = service.export(made.id)
    assert exported.path is not None
    assert exported.path.parent == workspace.folder / "exports"
    assert exported.path.name == f"thank-you-ada-lovelace-{made.id}.md"
    assert stat.S_IMODE(exported.path.stat().st_mode) == 0o600
    assert [each.hash for each in exported.spotlight.exports] == [text_hash(exported.path.read_text("utf-8"))]
    published = service.publish(made.id, "https://example.org/news")
    assert service.standing(published).state == "published"
    assert workspace.contributions.find(told.id).state == "spotlighted"
    down = service.withdraw(made.id, [people.ada.id])
    assert [type(each) for each in down] == [Publication, Export]
    assert service.standing(made.id).state == "blocked"
    assert workspace.contributions.find(told.id).state == "thanked"
    with pytest.raises(Declined):
        service.render(made.id)
    with pytest.raises(Declined, match="withdrew"):
        service.answer(made.id, people.ada.id, yes=True)
    assert [each.member_id for each in service.ask(made.id)] == [people.ada.id]
    service.answer(made.id, people.ada.id, yes=True)
    assert service.standing(made.id).may_leave


def test_publishing_is_one_change_that_undo_takes_back_whole(workspace: Workspace, people: SimpleNamespace) -> None:
    told = act(workspace, "fixed the lamp", people.ada)
    made = agree(workspace, workspace.spotlights.draft(["ada"], contributions=[told.id]))
    workspace.spotlights.publish(made.id, "the blog")
    assert "Published the spotlight of Ada Lovelace" in workspace.store.undo()
    assert workspace.spotlights.find(made.id).published == ()
    assert workspace.contributions.find(told.id).state == "noticed"


def test_nothing_leaves_by_any_verb_without_everybodys_yes(workspace: Workspace, people: SimpleNamespace) -> None:
    service = workspace.spotlights
    made = service.draft(["ada", "ben"])
    service.ask(made.id)
    service.answer(made.id, "ada", yes=True)
    for format in FORMATS:
        for audience in (None, *AUDIENCES[1:]):
            with pytest.raises(Declined) as refusal:
                service.render(made.id, format, audience=audience)
            assert refusal.value.exit_code == 5
            assert "Ben Okri" in refusal.value.message
            assert "Ada" not in refusal.value.message
            assert f"kindtui spotlight answer {made.id}" in refusal.value.hint
            for copy in (False, True):
                with pytest.raises(Declined):
                    service.export(made.id, format, audience=audience, copy=copy)
    with pytest.raises(Declined):
        service.publish(made.id, "the blog")
    assert not (workspace.folder / "exports").exists() or not list((workspace.folder / "exports").iterdir())
    assert service.find(made.id).exports == ()


def test_an_edit_after_a_yes_asks_again(workspace: Workspace, people: SimpleNamespace) -> None:
    service = workspace.spotlights
    made = agree(workspace, service.draft(["ada"]))
    edited = service.edit(made.id, {"text": made.text + "\nOne more word about Ada."})
    assert service.standing(edited).state == "changed"
    with pytest.raises(Declined, match="edited since Ada Lovelace said yes") as refusal:
        service.export(made.id)
    assert refusal.value.hint.endswith(f"kindtui spotlight ask {made.id}")
    assert service.export(made.id, audience="internal").path


def test_an_audience_that_grew_after_the_question_asks_again(workspace: Workspace, people: SimpleNamespace) -> None:
    service = workspace.spotlights
    made = service.draft(["ada"], audience="internal")
    [question] = service.ask(made.id)
    assert "inside the community" in question.message
    service.edit(made.id, {"audience": "public"})
    assert service.standing(made.id).next_step == "Ask Ada Lovelace again"
    answered = service.answer(made.id, "ada", yes=True)
    assert answered.consents[-1].scope == "internal"
    for leaving in (lambda: service.export(made.id), lambda: service.publish(made.id, "the blog")):
        with pytest.raises(Declined, match="said yes when asked about internal, not about public"):
            leaving()
    assert service.export(made.id, audience="internal").path
    [question] = service.ask(made.id)
    assert "in public" in question.message
    service.answer(made.id, "ada", yes=True)
    assert service.publish(made.id, "the blog").published


def test_a_bare_handle_names_somebody_who_was_not_asked(workspace: Workspace, people: SimpleNamespace) -> None:
    service = workspace.spotlights
    workspace.roster.add({"name": "Yusuf Yaman", "handle": ["discord=yy_cool"], "recognition": "never"})
    cool = workspace.roster.add({"name": "Cool Smith"})
    for about in (people.ada, cool):
        made = service.draft([about.id])
        service.edit(made.id, {"text": f"{about.name} helped, thanks to yy_cool."})
        agree(workspace, made)
        with pytest.raises(Declined, match="Yusuf Yaman is named in the text and was not asked"):
            service.export(made.id)
        service.edit(made.id, {"text": f"{about.name} helped, thanks to all."})
        agree(workspace, made)
        assert service.export(made.id).path


def test_former_names_of_a_merged_card_count(workspace: Workspace, people: SimpleNamespace) -> None:
    service = workspace.spotlights
    byron = workspace.roster.add({"name": "Ada Byron", "recognition": "ask"})
    workspace.merging.merge(byron, people.ada)
    first = workspace.roster.find(byron.id)
    bo = workspace.roster.add({"name": "Bo Lind"})
    workspace.merging.merge(bo, first)  # what went into a card that is merged comes along
    made = service.draft([bo.id])
    service.edit(made.id, {"text": "Ada Lovelace did it. Thanks, Byron, and Bo."})
    agree(workspace, made, "anonymous")
    assert service.render(made.id) == [
        "A member of our community did it. Thanks, a member of our community, and a member of our community.\n"
    ]
    other = service.draft(["ben"])
    service.edit(other.id, {"text": "Ben Okri thanks Ada Lovelace."})
    agree(workspace, other)
    with pytest.raises(Declined, match="Bo Lind is named in the text"):
        service.export(other.id)
    told = act(workspace, "helped Ada Lovelace up the stairs", people.ben, helped=[bo.id])
    assert "Helped a member up the stairs" in service.draft(["ben"], contributions=[told.id]).text


def test_nothing_was_published_before_the_last_yes(workspace: Workspace, people: SimpleNamespace) -> None:
    made = agree(workspace, workspace.spotlights.draft(["ada", "ben"]))
    with pytest.raises(InvalidInput, match="cannot have been published on 2026-03-09"):
        workspace.spotlights.publish(made.id, "the blog", date(2026, 3, 9))
    with pytest.raises(InvalidInput, match="future"):
        workspace.spotlights.publish(made.id, "the blog", date(2026, 3, 11))
    assert workspace.spotlights.publish(made.id, "the blog", date(2026, 3, 10)).published


def test_a_scope_reaches_no_further(workspace: Workspace, people: SimpleNamespace) -> None:
    made = agree(workspace, workspace.spotlights.draft(["ada"]), "newsletter")
    assert workspace.spotlights.render(made.id, audience="newsletter")
    with pytest.raises(Declined, match="yes for newsletter, not for public"):
        workspace.spotlights.render(made.id)
    with pytest.raises(Declined):
        workspace.spotlights.publish(made.id, "the blog")


@pytest.mark.parametrize(("wish", "says"), [("never", "not to be recognised"), ("private", "in private only")])
def test_a_wish_stops_the_draft(workspace: Workspace, people: SimpleNamespace, wish: str, says: str) -> None:
    workspace.roster.edit(people.ben.id, {"recognition": wish})
    with pytest.raises(Declined, match=says) as refusal:
        workspace.spotlights.draft(["ada", "ben"])
    assert ("private thanks" in refusal.value.hint) == (wish == "private")
    made = agree(workspace, workspace.spotlights.draft(["ada"]))
    workspace.roster.edit(people.ada.id, {"recognition": wish})
    for draft in (False, True):
        with pytest.raises(Declined, match="Ada Lovelace"):
            workspace.spotlights.export(made.id, draft=draft)


def test_somebody_who_died_left_the_roster_or_wants_space_is_not_asked(
    workspace: Workspace, people: SimpleNamespace
) -> None:
    service = workspace.spotlights
    made = service.draft(["ada"])
    workspace.roster.edit(people.ada.id, {"space-until": "in 3 days"})
    with pytest.raises(Declined, match="left alone until 2026-03-13"):
        service.ask(made.id)
    workspace.roster.edit(people.ada.id, {"status": "deceased"})
    with pytest.raises(Declined, match="has died"):
        service.ask(made.id)
    with pytest.raises(Declined, match="has died"):
        service.draft(["ada"])
    workspace.roster.remove([people.ada.id])
    with pytest.raises(Declined, match="no longer in the roster"):
        service.ask(made.id)
    assert service.standing(made.id).state == "blocked"
    with pytest.raises(Declined):
        service.render(made.id, draft=True)
    assert service.withdraw(made.id) == []


def test_somebody_named_in_passing_was_not_asked(workspace: Workspace, people: SimpleNamespace) -> None:
    made = workspace.spotlights.draft(["ada"])
    made = agree(workspace, workspace.spotlights.edit(made.id, {"text": "Ada sat with **ben okri** until late."}))
    assert workspace.spotlights.standing(made).state == "draft"
    with pytest.raises(Declined, match="Ben Okri is named in the text"):
        workspace.spotlights.export(made.id)
    workspace.roster.remove([people.ben.id])
    assert workspace.spotlights.standing(made).state == "ready"


def test_somebody_who_shares_a_first_name_is_not_in_the_way(workspace: Workspace, people: SimpleNamespace) -> None:
    workspace.roster.add({"name": "Ada"})
    made = agree(workspace, workspace.spotlights.draft([people.ada.id]))
    assert workspace.spotlights.standing(made).state == "ready"


def test_the_contact_of_the_community_chose_to_be_named(
    tmp_path: Path, clock: Callable[[], datetime], ids: Callable[[str], str]
) -> None:
    init_workspace(tmp_path / "w", name="The Reading Room")
    text = (tmp_path / "w" / "kindtui.yaml").read_text("utf-8")
    lines = ["contact: Chi Ito (@chi)" if line.startswith("contact:") else line for line in text.splitlines()]
    (tmp_path / "w" / "kindtui.yaml").write_text("\n".join(lines), "utf-8")
    with open_workspace(tmp_path / "w", clock=clock, ids=ids) as opened:
        opened.roster.add({"name": "Ada Lovelace"})
        opened.roster.add({"name": "Chi Ito", "handle": ["irc=chi"]})
        made = agree(opened, opened.spotlights.draft(["ada"], template="first-step"))
        assert "Chi Ito" in made.text
        assert opened.spotlights.standing(made).state == "ready"
        made = agree(opened, opened.spotlights.edit(made.id, {"text": made.text + " Chi Ito was there."}))
        assert opened.spotlights.standing(made).state == "draft"


def test_an_export_that_was_undone_is_still_found(workspace: Workspace, people: SimpleNamespace) -> None:
    made = agree(workspace, workspace.spotlights.draft(["ada"]))
    path = workspace.spotlights.export(made.id).path
    workspace.store.undo()
    assert path is not None
    [left] = workspace.spotlights.withdraw(made.id)
    assert isinstance(left, Export)
    assert left.file == f"exports/{path.name}"


def test_without_a_name(workspace: Workspace, people: SimpleNamespace) -> None:
    told = act(workspace, "fixed the lamp", people.ada, link=["https://github.com/ada_l/lamp/1"])
    made = workspace.spotlights.draft(["ada"], contributions=[told.id])
    made = workspace.spotlights.edit(made.id, {"text": made.text + "\nAsk @ada_l herself; she knows."})
    made = agree(workspace, made, "anonymous")
    exported = workspace.spotlights.export(made.id, front_matter=True)
    assert exported.path is not None
    assert exported.path.name.endswith(f"-{made.id}-anonymous.md")
    written = exported.path.read_text("utf-8") + exported.path.name
    for token in ("ada", "lovelace", "github", "http", " she ", "herself"):
        assert token not in written.casefold()
    assert "Thank you, a member of our community" in written
    assert "they know." in written
    html = workspace.spotlights.export(made.id, "html")
    assert html.twin is not None
    assert "Ada" not in html.twin.read_text("utf-8")


def test_the_mixed_case_takes_out_only_who_asked_for_it(workspace: Workspace, people: SimpleNamespace) -> None:
    service = workspace.spotlights
    made = service.draft(["ada", "ben"])
    service.ask(made.id)
    service.answer(made.id, "ada", yes=True, scope="anonymous")
    service.answer(made.id, "ben", yes=True)
    exported = service.export(made.id, "text")
    assert exported.path is not None
    assert "anonymous" not in exported.path.name
    assert "Ada" not in exported.messages[0]
    assert "Ben Okri" in exported.messages[0]


def test_a_draft_for_review_says_so_in_each_format(workspace: Workspace, people: SimpleNamespace) -> None:
    made = workspace.spotlights.draft(["ada"])
    for format in FORMATS:
        exported = workspace.spotlights.export(made.id, format, draft=True)
        assert exported.path is not None
        assert f"-{made.id}-draft." in exported.path.name
        written = exported.path.read_text("utf-8")
        assert written.count(DRAFT_MARK) >= 2
        assert "Ada Lovelace" in written
    assert len({each.file for each in workspace.spotlights.find(made.id).exports}) == len(FORMATS)


def test_copies_and_files_elsewhere_are_kept_in_mind(
    workspace: Workspace, people: SimpleNamespace, tmp_path: Path
) -> None:
    made = agree(workspace, workspace.spotlights.draft(["ada"]))
    copied = workspace.spotlights.export(made.id, "slack", copy=True)
    assert copied.path is None
    assert copied.spotlight.exports[-1].file == "clipboard"
    out = tmp_path / "news.md"
    out.write_text("old")
    assert workspace.spotlights.export(made.id, out=out).path == out
    assert "Ada Lovelace" in out.read_text("utf-8")
    inside = workspace.spotlights.export(made.id, out=tmp_path).path
    assert inside is not None
    assert inside.parent == tmp_path
    files = [each.file for each in workspace.spotlights.withdraw(made.id) if isinstance(each, Export)]
    assert files == ["clipboard", str(out), str(inside)]


def test_a_folder_that_cannot_be_written(workspace: Workspace, people: SimpleNamespace, tmp_path: Path) -> None:
    made = agree(workspace, workspace.spotlights.draft(["ada"]))
    (workspace.folder / "exports").rmdir()
    (workspace.folder / "exports").write_text("a file in the way")
    for out in (None, tmp_path / "nowhere" / "x.md"):
        with pytest.raises(StoreError) as refusal:
            workspace.spotlights.export(made.id, out=out)
        assert refusal.value.exit_code == 6
    assert workspace.spotlights.find(made.id).exports == ()


def test_what_cannot_be_remembered_is_not_written(
    tmp_path: Path, clock: Callable[[], datetime], ids: Callable[[str], str]
) -> None:
    init_workspace(tmp_path / "w")
    with open_workspace(tmp_path / "w", clock=clock, ids=ids) as first:
        first.roster.add({"name": "Ada Lovelace"})
        made = agree(first, first.spotlights.draft(["ada"]))
    with open_workspace(tmp_path / "w", clock=clock, ids=ids, read_only=True) as second:
        out = tmp_path / "news.md"
        with pytest.raises(StoreError):
            second.spotlights.export(made.id, out=out)
        assert not out.exists()
        with pytest.raises(StoreError):
            second.spotlights.export(made.id, copy=True)


def test_taking_one_out_drafts_it_again_for_the_others(workspace: Workspace, people: SimpleNamespace) -> None:
    service = workspace.spotlights
    act(workspace, "fixed the lamp", people.ada)
    both = act(workspace, "painted the door", people.ada, people.ben)
    made = agree(workspace, service.draft(["ada", "ben"]))
    assert "Ada" in made.text
    smaller = service.edit(made.id, {}, without=["ada"])
    assert smaller.members == (people.ben.id,)
    assert smaller.contributions == (both.id,)
    assert "Ada" not in smaller.text
    assert "# Thank you, Ben Okri" in smaller.text
    assert service.standing(smaller).state == "changed"
    assert "drafted again" in workspace.store.history()[0].sentence
    with pytest.raises(InvalidInput, match="nobody would be left"):
        service.edit(made.id, {}, without=["ben"])


def test_taking_one_out_of_a_text_that_was_edited_keeps_the_edit(workspace: Workspace, people: SimpleNamespace) -> None:
    service = workspace.spotlights
    made = service.draft(["ada", "ben"])
    service.edit(made.id, {"text": "Ada and Ben, what an evening."})
    smaller = service.edit(made.id, {}, without=[people.ada.id])
    assert smaller.text.strip() == "A member of our community and Ben, what an evening."
    assert "the name was replaced" in workspace.store.history()[0].sentence


def test_a_no_stands_until_a_new_question_is_answered(workspace: Workspace, people: SimpleNamespace) -> None:
    service = workspace.spotlights
    made = service.draft(["ada"])
    with pytest.raises(Declined, match="was not asked yet"):
        service.answer(made.id, "ada", yes=True)
    service.answer(made.id, "ada", yes=False)
    assert service.standing(made.id).state == "blocked"
    with pytest.raises(Declined, match="said no"):
        service.answer(made.id, "ada", yes=True)
    service.ask(made.id)
    answered = service.answer(made.id, "ada", yes=True, via="in person", on=date(2026, 3, 10))
    assert service.standing(answered).state == "ready"
    assert [each.answer for each in answered.consents] == ["no", "yes"]
    with pytest.raises(InvalidInput, match="future"):
        service.answer(made.id, "ada", yes=True, on=date(2026, 3, 11))
    with pytest.raises(InvalidInput, match="was asked on 2026-03-10"):
        service.answer(made.id, "ada", yes=True, on=date(2026, 3, 9))
    with pytest.raises(InvalidInput, match="not part of this"):
        service.answer(made.id, "ben", yes=True)


def test_a_yes_is_for_the_text_that_was_shown(workspace: Workspace, people: SimpleNamespace) -> None:
    service = workspace.spotlights
    made = service.draft(["ada"])
    service.ask(made.id)
    service.edit(made.id, {"text": "Quite another text about Ada."})
    service.answer(made.id, "ada", yes=True)
    assert service.standing(made.id).state == "changed"
    service.ask(made.id)
    service.ask(made.id, via="again")
    assert len(service.find(made.id).consents) == 2


def test_asking_some_and_the_message(workspace: Workspace, people: SimpleNamespace) -> None:
    service = workspace.spotlights
    made = service.draft(["ada", "ben"])
    made = service.edit(made.id, {"text": "Ada & Ben, @everyone: thank you.", "alt-text": "Two people and a lamp"})
    message = service.question(made.id, people.ben.id)
    assert "Hi Ben Okri," in message
    assert "@everyone" not in message
    assert "Two people and a lamp" in message
    assert "The Reading Room" in message
    assert service.find(made.id).consents == ()
    assert [each.member_id for each in service.ask(made.id, members=["ben"])] == [people.ben.id]
    blank = service.edit(made.id, {"text": ""})
    with pytest.raises(InvalidInput, match="no text"):
        service.ask(blank.id)


def test_the_thread_of_the_month(workspace: Workspace, people: SimpleNamespace) -> None:
    act(workspace, "fixed the lamp", people.ada, on="2026-02-20")
    act(workspace, "wrote the notes", people.ben, on="2026-02-21")
    act(workspace, "kept the minutes", people.chi, on="2026-02-22")
    act(workspace, "long ago", people.ada, on="2026-01-05")
    secret = act(workspace, "held a hand", people.ben, on="2026-02-23")
    workspace.contributions.keep_private([secret.id])
    workspace.roster.edit(people.chi.id, {"recognition": "never"})
    made = workspace.spotlights.draft([], template="thank-you-thread")
    assert set(made.members) == {people.ada.id, people.ben.id}
    assert "Thank you for February 2026" in made.text
    assert "- **Ada Lovelace**: Fixed the lamp." in made.text
    assert "- **Ben Okri**: Wrote the notes." in made.text
    for absent in ("Chi", "minutes", "long ago", "hand"):
        assert absent not in made.text


def test_what_is_kept_private_stays_so(workspace: Workspace, people: SimpleNamespace) -> None:
    secret = act(workspace, "held a hand", people.ada)
    workspace.contributions.keep_private([secret.id])
    with pytest.raises(Declined, match="held a hand"):
        workspace.spotlights.draft(["ada"], contributions=[secret.id])
    made = workspace.spotlights.draft(["ada"])
    assert made.contributions == ()
    with pytest.raises(Declined):
        workspace.spotlights.edit(made.id, {"contribution": [secret.id]})


@pytest.mark.parametrize(
    "name",
    [
        "[/red]",
        "{{ x }}",
        "$email",
        "**bold**",
        "[x](javascript:alert(1))",
        "<b>tag</b>",
        "# head",
        "@everyone",
        "a_b_",
    ],
)
def test_a_name_is_data(workspace: Workspace, name: str) -> None:
    who = workspace.roster.add({"name": name, "email": ["secret@example.org"]})
    told = act(workspace, f"{name} did it", who)
    made = workspace.spotlights.draft([who.id], contributions=[told.id])
    made = agree(workspace, made)
    [text] = workspace.spotlights.render(made.id, "text", pings=True)
    assert f"Thank you, {name}" in text.replace("\u2060", "")
    assert "secret" not in text
    [html] = workspace.spotlights.render(made.id, "html")
    assert "<b>" not in html
    assert "javascript:" not in "".join(html.split("href=")[1:])


def test_every_template_of_ours_makes_a_text(workspace: Workspace, people: SimpleNamespace) -> None:
    found = workspace.spotlights.templates()
    assert {each.id for each in found} >= {"one-person", "several-people", "thank-you-thread"}
    told = act(
        workspace, "fixed the lamp", people.ada, people.chi, helped=[people.ben.id, people.chi.id], effect="Light"
    )
    for each in found:
        assert not each.problem
        assert each.title != each.id
        for acts in ([], [told.id]):
            for who in (["ada"], ["ada", "ben"]):
                made = workspace.spotlights.draft(who, contributions=acts, template=each.id)
                assert "Ada Lovelace" in made.text
                assert "{" not in made.text
                assert "\n\n\n" not in made.text
                assert "Chi" not in made.text


def test_the_workspaces_own_templates_come_first(workspace: Workspace, people: SimpleNamespace) -> None:
    own = workspace.folder / "spotlights" / "templates"
    own.mkdir(parents=True, exist_ok=True)
    (own / "one-person.md").write_text("---\ntitle: Ours\nfor: one\n---\nDear {{ member.name }}\n", "utf-8")
    (own / "broken.md").write_text("---\ntitle: Broken\n---\nDear\n\n  {{ member.nmae }}\n", "utf-8")
    (own / "worse.md").write_text("---\ntitle: Worse\nfro: one\n---\nDear\n", "utf-8")
    found = {each.id: each for each in workspace.spotlights.templates()}
    assert (found["one-person"].title, found["one-person"].origin) == ("Ours", "workspace")
    assert workspace.spotlights.draft(["ada"]).text == "Dear Ada Lovelace\n"
    with pytest.raises(InvalidInput) as fault:
        workspace.spotlights.draft(["ada"], template="broken")
    [problem] = fault.value.problems
    assert (problem.path, problem.line, problem.column) == ("spotlights/templates/broken.md", 6, 6)
    assert "member.name" in problem.hint
    assert found["worse"].problem.startswith("spotlights/templates/worse.md:3:1: there is no key 'fro'")
    with pytest.raises(NotFound) as missing:
        workspace.spotlights.draft(["ada"], template="one-persn")
    assert "one-person" in missing.value.hint


def test_finding_and_listing(workspace: Workspace, people: SimpleNamespace) -> None:
    service = workspace.spotlights
    first, second = service.draft(["ada"]), service.draft(["ben"], audience="newsletter")
    agree(workspace, second)
    assert [each.id for each in service.list()] == [second.id, first.id]
    assert [each.id for each in service.list("state:ready")] == [second.id]
    assert [each.id for each in service.list("member:ada")] == [first.id]
    assert [each.id for each in service.of(people.ben.id)] == [second.id]
    assert service.find("lovelace").id == first.id
    with pytest.raises(NotFound):
        service.find("nobody")
    assert [each.id for each in service.remove([first.id])] == [first.id]
    assert service.get(first.id) is None


def test_somebody_elses_change_is_not_overwritten(workspace: Workspace, people: SimpleNamespace) -> None:
    made = workspace.spotlights.draft(["ada"])
    workspace.spotlights.edit(made.id, {"text": "One"})
    with pytest.raises(Clash):
        workspace.spotlights.edit(made.id, {"text": "Two"}, read=made)


def test_unknown_formats_and_empty_places(workspace: Workspace, people: SimpleNamespace) -> None:
    made = agree(workspace, workspace.spotlights.draft(["ada"]))
    with pytest.raises(InvalidInput, match="no format"):
        workspace.spotlights.render(made.id, "pdf")
    with pytest.raises(InvalidInput, match="where"):
        workspace.spotlights.publish(made.id, "  ")
    with pytest.raises(InvalidInput, match="about somebody"):
        workspace.spotlights.draft([])


class TestWhoIsCalledOtherwise:
    def test_a_former_name_does_not_leave_with_an_anonymous_yes(
        self, workspace: Workspace, people: SimpleNamespace
    ) -> None:
        drafted = workspace.spotlights.draft([people.ada.id], audience="internal")
        spotlight = workspace.spotlights.edit(drafted.id, {"text": "Ada Lovelace (@ada_l) did it. Thank you, Ada!"})
        agree(workspace, spotlight, "anonymous")
        workspace.roster.edit(people.ada.id, {"name": "Nora Weiss", "handle": ["github=@nora"]})
        for audience in AUDIENCES:
            try:
                left = workspace.spotlights.render(spotlight.id, audience=audience)[0]
            except Declined:
                continue
            assert "ada" not in left.lower() and "nora" not in left.lower()
        agree(workspace, workspace.spotlights.edit(spotlight.id, {"audience": "public"}), "anonymous")
        assert "nora" not in workspace.spotlights.render(spotlight.id)[0].lower()

    def test_the_present_name_stands_in_the_text_and_they_are_asked_again(
        self, workspace: Workspace, people: SimpleNamespace
    ) -> None:
        spotlight = agree(workspace, workspace.spotlights.draft([people.ada.id, people.ben.id]))
        workspace.roster.edit(people.ada.id, {"name": "Ada Okonjo"})
        after = workspace.spotlights.find(spotlight.id)
        assert "Ada Okonjo" in after.text and "Lovelace" not in after.text
        assert after.drafted == text_hash(after.text)
        assert workspace.spotlights.standing(after).state == "changed"
        workspace.history.undo()
        assert workspace.spotlights.find(spotlight.id).text == spotlight.text
        assert workspace.spotlights.standing(spotlight.id).state == "ready"

    def test_other_edits_and_other_people_change_no_text(self, workspace: Workspace, people: SimpleNamespace) -> None:
        spotlight = workspace.spotlights.edit(
            workspace.spotlights.draft([people.ada.id, people.ben.id]).id, {"text": "Ben Okri and Ada did it"}
        )
        workspace.roster.edit(people.ada.id, {"name": "Ada Byron", "tag": ["hosts"]})
        workspace.roster.edit(people.chi.id, {"name": "Ben Okri"})
        assert workspace.spotlights.find(spotlight.id) == spotlight

    def test_somebody_named_in_passing_is_still_noticed(self, workspace: Workspace, people: SimpleNamespace) -> None:
        drafted = workspace.spotlights.draft([people.ada.id])
        spotlight = workspace.spotlights.edit(drafted.id, {"text": "Ada sat with **Ben Okri** until late."})
        agree(workspace, spotlight)
        workspace.roster.edit(people.ben.id, {"name": "Benedict Ade"})
        assert workspace.spotlights.find(spotlight.id).text == "Ada sat with **Benedict Ade** until late."
        agree(workspace, workspace.spotlights.find(spotlight.id))
        with pytest.raises(Declined, match="Benedict Ade is named in the text"):
            workspace.spotlights.export(spotlight.id)

    def test_a_text_that_may_mean_somebody_of_the_same_name_stays(
        self, workspace: Workspace, people: SimpleNamespace
    ) -> None:
        workspace.roster.add({"name": "Ben Okri"})
        spotlight = workspace.spotlights.edit(
            workspace.spotlights.draft([people.ada.id]).id, {"text": "Ada sat with Ben Okri."}
        )
        workspace.roster.edit(people.ben.id, {"name": "Benedict Ade"})
        assert workspace.spotlights.find(spotlight.id) == spotlight

    def test_an_import_that_renames_somebody_counts_too(self, workspace: Workspace, people: SimpleNamespace) -> None:
        workspace.roster.edit(people.ada.id, {"email": ["ada@example.org"]})
        spotlight = workspace.spotlights.draft([people.ada.id])
        workspace.imports.bring_in(b"name,email\nNora Weiss,ada@example.org\n", "members.csv", unlocked=True)
        after = workspace.spotlights.find(spotlight.id)
        assert "Nora Weiss" in after.text and "Lovelace" not in after.text
