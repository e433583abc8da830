"""Lists that are no tables in the import screen: contacts with what is never read, a whole export without columns."""

from __future__ import annotations

from pathlib import Path

from kindtui.services.demo import make_demo
from kindtui.tui.roster.import_preview import ImportScreen
from kindtui.workspace import Workspace, open_workspace
from tests.formats.people_files import FILES
from tests.tui.conftest import AtWork
from tests.tui.test_roster import begin_import


async def test_contacts_and_a_whole_export(at_work: AtWork, people: Workspace, tmp_path: Path) -> None:
    contacts = tmp_path / "friends.bin"
    contacts.write_bytes(FILES["vcard"])
    make_demo(tmp_path / "other", people.date_today())
    with open_workspace(tmp_path / "other") as other:
        other.exports.export("all", out=tmp_path / "leaving")
        theirs = len(other.roster.list())
    async with at_work(people) as person:
        await begin_import(person, contacts)
        screen = person.app.screen
        assert isinstance(screen, ImportScreen)
        assert "Contacts (vCard), 6 records" in person.sees
        assert "telephone numbers" in person.sees and "never read in" in person.sees
        assert "line 41" in person.sees and "there is no name in this card" in person.sees
        await person.press("i")
        await person.until(lambda: not isinstance(person.app.screen, ImportScreen) and "Imported" in person.messages)
        assert people.roster.find("Özlem").emails == ("oezlem@example.org",)
        await person.press("u")
        before = len(people.roster.list())

        await begin_import(person, tmp_path / "leaving")
        assert isinstance(person.app.screen, ImportScreen)
        assert "kindtui export" in person.sees
        assert not person.app.screen.query_one("#import--columns").display
        await person.press("j", "enter", "i")
        await person.until(lambda: not isinstance(person.app.screen, ImportScreen))
        assert len(people.roster.list()) == before + theirs
        await person.press("u")
        assert len(people.roster.list()) == before
