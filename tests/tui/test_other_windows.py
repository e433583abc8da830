"""What other windows, processes and editors do to the workspace while the app is open."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

from textual.widgets import Input

from kindtui.cli.main import run
from kindtui.tui.app import LOOK_EVERY
from kindtui.tui.widgets.form import FormScreen
from kindtui.tui.widgets.record_list import RecordList
from kindtui.workspace import Workspace
from tests.tui.conftest import Person


def elsewhere(folder: Path, *words: str) -> None:
    """A command on a workspace of its own, which is another process to the store."""
    out = io.StringIO()
    assert run(["-w", str(folder), *words], stdin=io.TextIOWrapper(io.BytesIO()), stdout=out, stderr=out) == 0, out


async def by_itself(person: Person, holds: Callable[[], bool]) -> None:
    """Without a key: the app looks around more often than once a second."""
    assert LOOK_EVERY < 1
    await person.until(holds)


async def test_their_changes_arrive_and_leave_cursor_filter_and_typed_text_alone(
    at_work: Any, people: Workspace
) -> None:
    folder = people.folder
    async with at_work(people) as person:
        records = lambda: person.app.screen.query_one(RecordList)  # noqa: E731
        await person.press("2", "slash")
        await person.write("a")
        await person.press("enter", "j")
        under = records().current.id
        assert "Amina" in person.sees and "山田" not in person.sees
        elsewhere(folder, "member", "add", "Aaron Abel")
        await by_itself(person, lambda: "Aaron Abel" in person.sees)
        assert records().current.id == under
        assert "山田" not in person.sees

        await person.press("slash")
        await person.write("b")
        elsewhere(folder, "member", "add", "Abel Aaron")
        await by_itself(person, lambda: "Abel Aaron" in person.sees)
        await person.write("el")
        assert isinstance(person.app.focused, Input) and person.app.focused.value == "abel"
        await person.press("escape", "escape")

        await person.press("a")
        await person.write("Be")
        elsewhere(folder, "member", "edit", under, "--pronouns", "xe/xem")
        person.app.look_around()
        await person.settle()
        await person.write("a")
        assert isinstance(person.app.screen, FormScreen)
        assert isinstance(person.app.focused, Input) and person.app.focused.value == "Bea"
        await person.press("escape", "3")

        await person.press("u")
        assert "It was not done in this window." in person.sees
        await person.press("n")
        assert people.roster.find(under).pronouns == "xe/xem"
        await person.press("u", "y")
        assert people.roster.find(under).pronouns != "xe/xem"


async def test_a_file_that_is_half_written_locks_the_app_until_it_is_whole(at_work: Any, people: Workspace) -> None:
    people.store.save()
    path = people.folder / "records" / "members.json"
    whole = path.read_bytes()
    async with at_work(people) as person:
        await person.press("2")
        assert "Amina" in person.sees
        path.write_bytes(whole[: len(whole) // 2])
        await by_itself(person, lambda: person.app.read_only_reason != "")
        assert "records/members.json" in person.app.read_only_reason
        assert "Amina" in person.sees, "what was there is still shown"
        await person.press("a")
        assert not isinstance(person.app.screen, FormScreen)
        assert "can only be read" in person.messages
        await person.press("1")
        assert "To be mended" in person.sees and person.sees.count("members.json") > 1, "Today names it"
        path.write_bytes(whole.replace(b"Amina", b"Amira"))
        await by_itself(person, lambda: person.app.read_only_reason == "")
        await person.press("2")
        assert "Amira" in person.sees
        await person.press("u")
        assert "Took over what was changed in records/members.json" in person.sees
        await person.press("y")
        assert "Amina" in person.sees


async def test_a_second_version_that_a_sync_service_leaves_is_named_on_today(at_work: Any, people: Workspace) -> None:
    people.store.save()
    path = people.folder / "records" / "members.sync-conflict-20260310.json"
    async with at_work(people) as person:
        assert "To be mended" not in person.sees
        path.write_text("{}")
        await by_itself(person, lambda: "To be mended" in person.sees)
        assert "members.sync" in person.sees
        path.unlink()
        await by_itself(person, lambda: "To be mended" not in person.sees)


async def test_somebody_who_is_forgotten_elsewhere_is_gone_here(at_work: Any, people: Workspace) -> None:
    amina = people.roster.find("Amina")
    async with at_work(people) as person:
        await person.press("2", "e")
        await person.write(" the second")
        elsewhere(people.folder, "member", "forget", amina.id, "--yes")
        person.app.look_around()
        await person.settle()
        await person.press("ctrl+s")
        assert people.roster.get(amina.id) is None
        await person.press("escape")
        for path in (path for path in people.folder.rglob("*") if path.is_file()):
            assert amina.id.encode() not in path.read_bytes(), path
            assert b"adiallo" not in path.read_bytes(), path
