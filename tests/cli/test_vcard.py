"""Contacts leave as vCards and come back from them."""

from __future__ import annotations

import json
from pathlib import Path

from kindtui.formats.vcard_people import FORMAT
from tests.cli.conftest import CommandLine


def test_chosen_members_with_chosen_fields_leave_and_come_into_another_roster(
    kindtui: CommandLine, tmp_path: Path
) -> None:
    kindtui("member", "add", "Zoë", "--email", "z@example.org", "--handle", "github=zoe", "--notes", "private words")
    kindtui("member", "add", "Ben", "--email", "ben@example.org")
    everybody = kindtui("export", "members", "--format", "vcard")
    assert [each.values["name"] for each in FORMAT.read(everybody.out.encode()).people] == ["Zoë", "Ben"]
    assert "private words" not in everybody.out and "private words stay here" in everybody.err

    target = tmp_path / "friends.bin"
    kindtui("export", "members", "@zoe", "--format", "vcard", "--with-notes", "-o", str(target))
    elsewhere = CommandLine(tmp_path / "elsewhere", kindtui.clock, kindtui.ids)
    assert "1 added, 0 changed" in elsewhere("import", str(target)).out
    zoe = elsewhere("member", "show", "Zoë", "--json").json
    assert (zoe["emails"], zoe["handles"], zoe["notes"]) == (["z@example.org"], {"github": "zoe"}, "private words")
    assert "0 added, 0 changed, 1 same" in elsewhere("import", str(target)).out
    assert "0 added, 0 changed, 1 same" in kindtui("import", str(target)).out

    few = kindtui("export", "members", "Ben", "--format", "vcard", "--fields", "name")
    assert "@" not in few.out and "Ben" in few.out


def test_only_members_make_contacts_and_unknown_ones_are_named(kindtui: CommandLine) -> None:
    kindtui("member", "add", "Zoë")
    assert "makes no contacts" in kindtui("export", "followups", "--format", "vcard", code=3).err
    assert "leaves for everybody" in kindtui("export", "followups", "Zoë", code=3).err
    assert kindtui("export", "members", "nobody", code=4).out == ""


def test_a_dry_run_shows_what_is_read_and_what_never(kindtui: CommandLine, tmp_path: Path) -> None:
    target = tmp_path / "card.txt"
    target.write_text("BEGIN:VCARD\nVERSION:3.0\nFN:Ada\nTEL:555\nEND:VCARD\nBEGIN:VCARD\nVERSION:3.0\nEND:VCARD\n")
    shown = kindtui("import", str(target), "--dry-run")
    assert "Contacts (vCard)" in shown.err
    assert "telephone numbers" in shown.err
    assert "line 6: refused: there is no name in this card" in shown.out
    assert "would be: 1 added" in shown.out


def test_a_card_with_nothing_but_an_address_is_called_by_it(kindtui: CommandLine, tmp_path: Path) -> None:
    target = tmp_path / "card.vcf"
    target.write_text("BEGIN:VCARD\nVERSION:3.0\nN:;;;;\nFN:\nEMAIL:ada@x.org\nEND:VCARD\n")
    assert "1 row without a name: the e-mail address is used as name" in kindtui("import", str(target)).err
    assert "ada@x.org" in kindtui("member", "list").out
    assert "1 same" in kindtui("import", str(target)).out


def test_contacts_that_were_sent_change_nothing_on_their_return(kindtui: CommandLine, tmp_path: Path) -> None:
    people = [
        {"id": "m-0000000001", "name": "Amina", "tags": ["a,b", "c|d"], "handles": {"discord": "@amina"}},
        {"id": "m-0000000002", "name": "Bo  B", "notes": "rings\x07 twice\x1b[0m", "handles": {"GitHub": "bo"}},
    ]
    (tmp_path / "members.json").write_text(json.dumps(people))
    assert "2 added" in kindtui("import", str(tmp_path / "members.json")).out
    before = kindtui("member", "list", "--json").json
    target = tmp_path / "people.vcf"
    kindtui("export", "members", "--format", "vcard", "--with-notes", "-o", str(target))
    assert "0 added, 0 changed, 2 same" in kindtui("import", str(target)).out
    assert kindtui("member", "list", "--json").json == before

    target.write_text(target.read_text().replace("CATEGORIES:", "CATEGORIES:new,").replace("twice", "once"))
    assert "0 added, 2 changed" in kindtui("import", str(target)).out
    amina, bo = (kindtui("member", "show", each["id"], "--json").json for each in people)
    assert (amina["tags"], amina["handles"]) == (["a,b", "c|d", "new"], {"discord": "@amina"})
    assert (bo["name"], bo["notes"]) == ("Bo  B", "rings\x07 twice\x1b[0m\nrings once[0m")

    elsewhere = CommandLine(tmp_path / "elsewhere", kindtui.clock, kindtui.ids)
    elsewhere("import", str(target))
    amina = elsewhere("member", "show", "Amina", "--json").json
    assert (amina["tags"], amina["handles"]) == (["new", "a,b", "c|d"], {"discord": "amina"})


def test_a_handle_kept_with_its_mark_is_found_and_stays(kindtui: CommandLine, tmp_path: Path) -> None:
    people = [{"id": "m-0000000001", "name": "Amina", "handles": {"discord": "@amina"}}]
    (tmp_path / "members.json").write_text(json.dumps(people))
    kindtui("import", str(tmp_path / "members.json"))
    (tmp_path / "people.csv").write_text("name,handle:discord\nAmina,@amina\n")
    assert "0 added, 0 changed, 1 same" in kindtui("import", str(tmp_path / "people.csv")).out
    kindtui("member", "edit", "Amina", "--handle", "github=@amina_g", "--tag", "x")
    handles = kindtui("member", "show", "Amina", "--json").json["handles"]
    assert handles == {"discord": "@amina", "github": "amina_g"}
