"""Contacts leave as vCards and come back from them."""

from __future__ import annotations

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
