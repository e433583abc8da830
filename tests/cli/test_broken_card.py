"""One card that cannot be understood, as another hand or a newer version may leave it: the others go on being used."""

from __future__ import annotations

import pytest

from tests.cli.conftest import CommandLine

BROKEN = '"pronouns":["she","her"],"status":"on_fire"'


@pytest.fixture
def with_broken(kindtui: CommandLine) -> CommandLine:
    """Amina, of whom every notebook tells, has a card that cannot be understood; Bo is well."""
    amina = kindtui("member", "add", "Amina Diallo", "--email", "a.diallo@x.org", "--pronouns", "she/her").id
    kindtui("member", "add", "Bo Lind", "--email", "bo@x.org")
    kindtui("contribution", "add", "Wrote the guide", "--by", amina, "--helped", "bo")
    kindtui("contribution", "add", "Sang", "--by", amina)
    kindtui("followup", "add", "--about", amina, "--about", "bo", "--action", "Ask them")
    kindtui("followup", "add", "--about", amina, "--due", "yesterday", "--action", "Ask her")
    kindtui("spotlight", "draft", "--for", amina, "--for", "bo")
    kindtui("backup")
    kindtui("save")
    path = kindtui.folder / "records" / "members.json"
    text = path.read_text(encoding="utf-8")
    assert '"pronouns":"she/her"' in text
    path.write_text(text.replace('"pronouns":"she/her"', BROKEN), encoding="utf-8")
    return kindtui


def test_what_others_wrote_is_listed_and_used_all_the_same(with_broken: CommandLine) -> None:
    for noun in ("contribution", "followup", "spotlight"):
        assert "(unreadable card)" in with_broken(noun, "list").out
    today = with_broken("today").out
    assert "m-0000000001: pronouns" in today
    assert "Ask her" not in today, "nobody can tell whether they asked to be left in peace"
    for words in (("member", "show", "bo"), ("member", "card", "bo"), ("contribution", "list", "bo")):
        with_broken(*words)
    with_broken("member", "edit", "bo", "--name", "Bo Lindqvist")
    assert "Bo Lindqvist" in with_broken("spotlight", "show", "s-0000000001").out
    with_broken("spotlight", "ask", "s-0000000001", code=5)
    state = with_broken.folder / ".kindtui" / "state.json"
    state.write_text('{"drafts": {"m-0000000001": {"notes": "x"}}}', encoding="utf-8")
    with_broken("today")
    with_broken("member", "add", "Cy")
    with_broken("member", "merge", "bo", "cy")


def test_the_card_itself_names_its_file(with_broken: CommandLine) -> None:
    said = with_broken("member", "show", "m-0000000001", code=3).err
    assert "m-0000000001: pronouns: Expected `str`" in said and "records/members.json" in said


def test_they_can_be_forgotten_by_their_id(with_broken: CommandLine) -> None:
    planned = with_broken("member", "forget", "m-0000000001", "--dry-run").out
    assert "To forget Amina Diallo (m-0000000001)" in planned and "Sang" in planned
    proof = with_broken("member", "forget", "m-0000000001", "--yes", "--json").json["proof"]
    assert proof["left"] == []
    for path in with_broken.folder.rglob("*"):
        if path.suffix in (".json", ".log"):
            assert b"m-0000000001" not in path.read_bytes() and b"a.diallo" not in path.read_bytes(), path
    assert with_broken("contribution", "list").out.count("c-") == 1
    with_broken("doctor")
    with_broken("member", "add", "A.", "--email", "a.diallo@x.org", code=5)


def test_a_record_of_another_shape_hides_no_other(with_broken: CommandLine) -> None:
    for noun, key, broken in (
        ("contribution", '"by":[', '"by":5,"was":['),
        ("followup", '"about":[', '"about":7,"was":['),
    ):
        path = with_broken.folder / "records" / f"{noun}s.json"
        path.write_text(path.read_text(encoding="utf-8").replace(key, broken, 1), encoding="utf-8")
        assert len(with_broken(noun, "list").out.splitlines()) == 1
    assert "Bo Lind" in with_broken("member", "show", "bo").out
    with_broken("member", "merge", "bo", with_broken("member", "add", "Cy").id)
    with_broken("member", "unmerge", "bo")
    assert with_broken("doctor", code=6).out.count("records/") == 3
    with_broken("member", "forget", "bo", "--yes")
