"""`kindtui spotlight`: nothing leaves before everybody agreed, and what left is found again."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from tests.cli.conftest import CommandLine


@pytest.fixture
def drafted(kindtui: CommandLine) -> CommandLine:
    """A draft about Amina: s-…1."""
    kindtui("member", "add", "Amina Diallo")
    kindtui("member", "add", "Bo Lind")
    kindtui("contribution", "add", "Sat with two newcomers", "--by", "amina")
    kindtui("spotlight", "draft", "--for", "amina", "--contribution", "c-0")
    return kindtui


def agreed(kindtui: CommandLine) -> None:
    kindtui("spotlight", "ask", "s-0", "--via", "discord")
    kindtui("spotlight", "answer", "s-0", "--member", "amina", "--yes", "--scope", "public")


def test_a_draft_says_its_next_step(drafted: CommandLine) -> None:
    ended = drafted("spotlight", "draft", "--for", "amina", "bo", "--audience", "internal")
    assert ended.out == "s-0000000002  drafted: Amina Diallo, Bo Lind\n"
    assert ended.err.splitlines()[-1] == "  kindtui spotlight ask s-0000000002"
    made = drafted("spotlight", "show", "s-0000000002", "--json").json
    assert (made["members"], made["audience"], made["state"]) == (["m-0000000001", "m-0000000002"], "internal", "draft")
    assert "Amina Diallo" in made["text"]


def test_without_a_yes_nothing_leaves(drafted: CommandLine) -> None:
    for words in (
        ["export", "s-0"],
        ["export", "s-0", "-o", "-"],
        ["export", "s-0", "--copy"],
        ["publish", "s-0", "--where", "x"],
    ):
        ended = drafted("spotlight", *words, code=5)
        assert ended.out == ""
        assert "Amina Diallo was not asked yet" in ended.err
        assert "kindtui spotlight ask s-0000000001" in ended.err
    assert list((drafted.folder / "exports").iterdir()) == []


def test_asking_prints_the_message_with_the_text(drafted: CommandLine) -> None:
    ended = drafted("spotlight", "ask", "s-0", "--via", "discord")
    assert ended.err.startswith("for Amina Diallo:\n")
    assert drafted("spotlight", "show", "s-0", "--json").json["text"].strip() in ended.out
    asked = drafted("spotlight", "ask", "s-0", "--json").json
    assert asked["state"] == "asked"
    assert asked["consents"][0]["via"] == "discord"
    assert asked["questions"][0]["member"] == "m-0000000001"


def test_the_way_from_a_yes_to_a_withdrawal(drafted: CommandLine) -> None:
    agreed(drafted)
    assert drafted("spotlight", "ask", "s-0").out == ""
    path = Path(drafted("spotlight", "export", "s-0", "--format", "discord").out.strip())
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.parent == drafted.folder / "exports"
    published = drafted(
        "spotlight", "publish", "s-0", "--where", "https://example.org/12", "--on", "2026-03-10", "--json"
    )
    assert published.json["published"] == [{"on": "2026-03-10", "where": "https://example.org/12"}]
    assert published.json["state"] == "published"
    ended = drafted("spotlight", "withdraw", "s-0", "--member", "amina")
    assert ended.out == (
        "s-0000000001  withdrawn: Amina Diallo\n"
        "take down: https://example.org/12\n"
        f"take down: exports/{path.name} (discord)\n"
    )
    assert drafted("spotlight", "list", "--json").json[0]["state"] == "blocked"


def test_an_answer_is_told_by_name_and_a_no_blocks(drafted: CommandLine) -> None:
    drafted("spotlight", "ask", "s-0")
    ended = drafted("spotlight", "answer", "s-0", "--member", "amina", "--no", "--on", "2026-03-10")
    assert ended.out == "s-0000000001  Amina Diallo said no\n"
    assert drafted("spotlight", "export", "s-0", code=5).out == ""


def test_a_yes_is_for_the_audience_that_was_asked_about(drafted: CommandLine) -> None:
    drafted("spotlight", "edit", "s-0", "--audience", "internal")
    drafted("spotlight", "ask", "s-0")
    widened = drafted("spotlight", "edit", "s-0", "--audience", "public")
    assert "next: Ask Amina Diallo again\n  kindtui spotlight ask s-0000000001" in widened.err
    ended = drafted("spotlight", "answer", "s-0", "--member", "amina", "--yes")
    assert ended.out == "s-0000000001  Amina Diallo said yes for internal\n"
    told = drafted("spotlight", "show", "s-0", "--json").json
    assert (told["state"], told["consents"][0]["audience"]) == ("changed", "internal")
    for words in (["export", "s-0", "-o", "-"], ["publish", "s-0", "--where", "x"]):
        ended = drafted("spotlight", *words, code=5)
        assert ended.out == ""
        assert "Ask Amina Diallo again: kindtui spotlight ask s-0000000001" in ended.err
    drafted("spotlight", "ask", "s-0")
    drafted("spotlight", "answer", "s-0", "--member", "amina", "--yes")
    assert drafted("spotlight", "publish", "s-0", "--where", "x").out


def test_a_handle_stays_in_no_text_without_its_owner(drafted: CommandLine) -> None:
    drafted("member", "add", "Yusuf Yaman", "--handle", "discord=yy_cool", "--recognition", "never")
    drafted("spotlight", "edit", "s-0", "--text", "Amina Diallo was kind, thanks to yy_cool.")
    agreed(drafted)
    ended = drafted("spotlight", "export", "s-0", "-o", "-", code=5)
    assert (ended.out, "Yusuf Yaman is named in the text" in ended.err) == ("", True)


def test_days_that_cannot_be(drafted: CommandLine) -> None:
    drafted("spotlight", "ask", "s-0")
    answer = ("spotlight", "answer", "s-0", "--member", "amina", "--yes", "--on")
    assert "was asked on 2026-03-10" in drafted(*answer, "yesterday", code=3).err
    drafted(*answer, "today")
    publish = ("spotlight", "publish", "s-0", "--where", "x", "--on")
    assert "the last yes is of 2026-03-10" in drafted(*publish, "yesterday", code=3).err
    assert "in the future" in drafted(*publish, "tomorrow", code=3).err


def test_an_edit_voids_the_yes(drafted: CommandLine) -> None:
    agreed(drafted)
    drafted("spotlight", "edit", "s-0", "--text", "Amina Diallo was kind.")
    assert drafted("spotlight", "show", "s-0", "--json").json["state"] == "changed"
    assert drafted("spotlight", "export", "s-0", code=5).out == ""


def test_a_draft_for_review_is_marked_in_every_format(drafted: CommandLine) -> None:
    for kind in ("markdown", "text", "discord", "slack", "discourse", "html"):
        assert (
            "Draft for the members" in drafted("spotlight", "export", "s-0", "--format", kind, "--draft", "-o", "-").out
        )


def test_a_file_of_ones_own_choice(drafted: CommandLine, tmp_path: Path) -> None:
    agreed(drafted)
    target = tmp_path / "thanks.md"
    assert drafted("spotlight", "export", "s-0", "-o", str(target)).out == f"{target}\n"
    assert "Amina Diallo" in target.read_text(encoding="utf-8")
    assert "was not written" in drafted("spotlight", "export", "s-0", "-o", str(tmp_path / "no" / "x.md"), code=6).err


def test_taking_one_out_redrafts_for_the_others(drafted: CommandLine) -> None:
    drafted("spotlight", "draft", "--for", "amina", "bo")
    left = drafted("spotlight", "edit", "s-0000000002", "--without", "bo", "--json").json
    assert left["members"] == ["m-0000000001"]
    assert "Bo Lind" not in left["text"]


def test_templates_and_the_card(drafted: CommandLine) -> None:
    assert any(line.startswith("one-person  ") for line in drafted("spotlight", "templates").out.splitlines())
    card = drafted("spotlight", "show", "s-0").out.splitlines()
    assert card[:2] == ["Amina Diallo  s-0000000001", "  State: draft"]
    assert drafted("spotlight", "remove", "s-0").err == "kindtui undo brings it back\n"


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (("draft", "--for", "nobody"), 4, "nobody in the roster"),
        (("draft", "--for", "amina", "--template", "one-persn"), 4, "one-person"),
        (("draft", "--for", "amina", "--audience", "everybody"), 3, "it can be internal"),
        (("export", "s-0", "--format", "pdf"), 3, "markdown"),
        (("export", "s-0", "--format", "slack", "--draft", "--front-matter"), 3, "before Markdown only"),
        (("answer", "s-0", "--member", "amina", "--no", "--scope", "public"), 2, "this is a no"),
        (("answer", "s-0", "--member", "amina"), 2, "--yes"),
        (("answer", "s-0", "--member", "amina", "--yes", "--scope", "al"), 3, "internal"),
        (("answer", "s-0", "--member", "amina", "--yes"), 5, "was not asked yet"),
        (("publish", "s-0"), 2, "--where"),
        (("show", "s-9"), 4, "s-9"),
    ],
)
def test_what_cannot_be_read_or_found(drafted: CommandLine, words: tuple[str, ...], code: int, message: str) -> None:
    assert message in drafted("spotlight", *words, code=code).err


def test_what_is_typed_belongs_to_the_draft_and_one_undo_takes_it_back(drafted: CommandLine) -> None:
    made = drafted("spotlight", "draft", "--for", "bo", "--text", "-", "--json", stdin="Bo was kind.").json
    assert made["text"] == "Bo was kind."
    drafted("undo")
    assert [each["id"] for each in drafted("spotlight", "list", "--json").json] == ["s-0000000001"]


def test_an_editor_that_fails_leaves_no_draft(drafted: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITOR", "false")
    drafted("spotlight", "draft", "--for", "bo", "--text", code=2)
    assert len(drafted("spotlight", "list", "--json").json) == 1


def test_what_was_printed_is_not_told_as_copied(drafted: CommandLine) -> None:
    agreed(drafted)
    drafted("spotlight", "export", "s-0", "-o", "-")
    assert [each["file"] for each in drafted("spotlight", "show", "s-0", "--json").json["exports"]] == [
        "standard output"
    ]
    assert "take down: wherever you put what was printed (markdown)" in drafted("spotlight", "withdraw", "s-0").out


def test_the_next_step_asks_nobody_who_is_left_in_peace(drafted: CommandLine) -> None:
    drafted("spotlight", "draft", "--for", "amina", "--for", "bo", "--text", "Thank you.")
    drafted("member", "edit", "bo", "--space-until", "in 1 month")
    shown = drafted("spotlight", "show", "s-0000000002").out
    assert "Ask Amina Diallo\n    kindtui spotlight ask s-0000000002 --member m-0000000001\n" in shown
    drafted("spotlight", "ask", "s-0000000002", code=5)
    drafted("spotlight", "ask", "s-0000000002", "--member", "amina")
    assert "Wait for Amina Diallo to answer" in drafted("spotlight", "list").out
    drafted("spotlight", "answer", "s-0000000002", "--member", "amina", "--yes")
    assert "Wait: Bo Lind asked to be left alone until" in drafted("spotlight", "list").out
    drafted("member", "edit", "bo", "--space-until", "")
    assert "Ask Bo Lind" in drafted("spotlight", "list").out


def test_nothing_is_told_as_done_when_there_is_no_clipboard(
    drafted: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kindtui.clipboard.is_there", lambda: False)
    drafted("spotlight", "ask", "s-0", "--copy", code=6)
    assert drafted("spotlight", "show", "s-0", "--json").json["state"] == "draft"
    agreed(drafted)
    drafted("spotlight", "export", "s-0", "--copy", code=6)
    assert drafted("spotlight", "show", "s-0", "--json").json["exports"] == []
    drafted("contribution", "thank", "c-0", "--words", "Thank you", "--copy", code=6)
    assert drafted("contribution", "show", "c-0", "--json").json["thanks"] == []


def test_a_draft_from_what_somebody_private_did_says_whose_wish_it_is(drafted: CommandLine) -> None:
    drafted("member", "add", "Dov Levi", "--recognition", "private")
    act = drafted("contribution", "add", "Swept the hall", "--by", "dov", "--json").json["id"]
    assert (
        "Dov Levi wants to be thanked in private only"
        in drafted("spotlight", "draft", "--contribution", act, code=5).err
    )


def test_exported_files_are_taken_out_after_a_withdrawal(drafted: CommandLine) -> None:
    agreed(drafted)
    path = Path(drafted("spotlight", "export", "s-0").out.strip())
    for words in ("--yes", "--dry-run"):
        drafted("spotlight", "take-out", "s-0", words, code=5)
    assert "kindtui spotlight take-out s-0000000001" in drafted("spotlight", "withdraw", "s-0").err
    assert "kindtui spotlight take-out s-0000000001" in drafted("today").out
    file = f"exports/{path.name}"
    drafted("spotlight", "take-out", "s-0", code=2)
    assert drafted("spotlight", "take-out", "s-0", "--dry-run").out == f"would be deleted: {file}\n"
    assert path.exists()
    ended = drafted("spotlight", "take-out", "s-0", "--yes", "--json").json
    assert ended == {"id": "s-0000000001", "to_delete": [file], "deleted": [file], "left": []}
    assert not path.exists()


def test_a_file_elsewhere_that_is_not_as_it_was_exported_is_nobodys_to_delete(
    drafted: CommandLine, tmp_path: Path
) -> None:
    agreed(drafted)
    elsewhere = tmp_path / "newsletter.md"
    drafted("spotlight", "export", "s-0", "-o", str(elsewhere))
    drafted("spotlight", "withdraw", "s-0")
    exported = elsewhere.read_bytes()
    elsewhere.write_text("somebody else's words", encoding="utf-8")
    said = f"left, since it is not as it was exported (it lies elsewhere: look, and delete it yourself): {elsewhere}\n"
    assert drafted("spotlight", "take-out", "s-0", "--changed", "--yes").out == said
    assert elsewhere.exists()
    elsewhere.write_bytes(exported)
    assert drafted("spotlight", "take-out", "s-0", "--yes").out == f"deleted: {elsewhere}\n"
    assert not elsewhere.exists()
