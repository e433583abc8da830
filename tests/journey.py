"""The main job, end to end, as steps: at a shell, and at the app with keys, whoever presses them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

ROWS = 2000
ACT = "Sat with two newcomers until their first build worked"
WORDS = "Thank you, Amina. They both came back."
PLACE = "https://harbour.example/news"
NOTE = "She likes the new job, and sleeps badly."
ACTION = "Ask how the new job goes"
OUTCOME = "She asked for fewer evenings"
CONTACT = "care@harbour.example"
SECOND_CONTACT = "Ewa, ewa@harbour.example"
BREAKS = "oops: [\n"
"""What makes no YAML of a document when it stands before it."""


def write_roster(path: Path) -> Path:
    """A list of members as a tool would export it."""
    rows = ["Full name,E-mail,Pronouns,Joined", "Amina Diallo,amina@harbour.example,she/her,2025-11-02"]
    rows += [f"Member {n:04d},member{n:04d}@harbour.example,,2024-01-15" for n in range(2, ROWS + 1)]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


class Shell(Protocol):
    """Somebody at a shell: runs a command that has to end with `code`, answers everything that it said."""

    def __call__(self, *words: str, stdin: str = "", code: int = 0) -> str: ...


class Hands(Protocol):
    """Somebody at the app, with a keyboard and nothing else."""

    async def press(self, *keys: str) -> None:
        """Press keys, by textual's names, one after the other."""

    async def write(self, words: str) -> None:
        """Write where the cursor is."""

    async def paste(self, words: str) -> None:
        """Paste where the cursor is, as one."""

    async def sees(self, words: str) -> None:
        """Look at the screen until the words are there."""


def by_commands(kind: Shell, folder: Path, roster_file: Path, id_of: Callable[[str], str]) -> None:
    """The main job at a shell. `id_of` answers the id of the only record of a table."""
    assert "2000 added" in kind("import", str(roster_file))
    kind("contribution", "add", ACT, "--by", "amina", "--kind", "welcoming")
    kind("contribution", "thank", id_of("contributions"), "--channel", "discord", "--words", WORDS)
    kind("spotlight", "draft", "--for", "amina", "--contribution", id_of("contributions"))
    spotlight = id_of("spotlights")
    assert ACT in kind("spotlight", "ask", spotlight, "--via", "discord")
    kind("spotlight", "export", spotlight, code=5)
    kind("spotlight", "answer", spotlight, "--member", "amina", "--yes", "--scope", "public", "--via", "discord")
    kind("spotlight", "export", spotlight)
    kind("spotlight", "publish", spotlight, "--where", PLACE)
    assert PLACE in kind("spotlight", "withdraw", spotlight)
    kind("followup", "add", "--about", "amina", "--kind", "check_in", "--action", ACTION, "--due", "in 2 weeks")
    kind("followup", "touch", id_of("followups"), "--channel", "call", "--note", "-", stdin=NOTE)
    kind("followup", "done", id_of("followups"), "--outcome", OUTCOME, "--it-helped", "yes")
    kind("conduct", "new", "our-code", "--from", "code-of-conduct")
    whole = (folder / "conduct" / "our-code.yaml").read_text(encoding="utf-8")
    kind("conduct", "edit", "our-code", "-", stdin=BREAKS + whole)
    assert "our-code.yaml:" in kind("conduct", "check", "our-code", code=3)
    kind("conduct", "edit", "our-code", "-", stdin=whole)
    filled = ("--set", f"contact={CONTACT}", "--set", f"second_contact={SECOND_CONTACT}")
    assert CONTACT in kind("conduct", "render", "our-code", *filled)
    kind("save")


async def by_keys(hands: Hands, folder: Path, roster_file: Path) -> None:
    """The same at the app, beginning at Today of an empty workspace, on 120 by 40 cells."""
    await _bring_in(hands, roster_file)
    await _thank(hands)
    await _spotlight(hands, folder)
    await _follow_up(hands)
    await _agree_on_conduct(hands, folder)


async def _bring_in(hands: Hands, roster_file: Path) -> None:
    await hands.press("2", "i")
    await hands.sees("Import members")
    await hands.write(str(roster_file))
    await hands.press("enter")
    await hands.sees("+ 2,000 added")
    await hands.press("i")
    await hands.sees("2,000 members")


async def _thank(hands: Hands) -> None:
    await hands.press("3", "a")
    await hands.sees("Log a contribution")
    await _fill(hands, ACT, "Amina")
    await hands.press("enter")
    await _fill(hands, None, None, None, "welcoming")
    await hands.press("ctrl+s")
    await hands.sees("Noticed and kept.")
    await hands.press("t")
    await hands.sees("Thank Amina Diallo")
    await hands.press("f7", "delete")
    await _fill(hands, WORDS, "discord")
    await hands.press("ctrl+s")
    await hands.sees("♥ thanked")


async def _spotlight(hands: Hands, folder: Path) -> None:
    await hands.press("s")
    await hands.sees("Template")
    await hands.press("ctrl+s")
    await hands.sees("Spotlight")
    await hands.press("A")
    await hands.sees("Ask Amina Diallo")
    await hands.write("discord")
    await hands.press("ctrl+s")
    await hands.sees("Kept that you asked 1 person.")
    await hands.press("x")
    await hands.sees("Export")
    await hands.press("ctrl+s")
    await hands.sees("Amina Diallo was asked")
    assert not any((folder / "exports").glob("*")), "nothing leaves before she said yes"
    await hands.press("escape", "r")
    await hands.sees("What Amina Diallo said")
    await _choose(hands, 1)
    await _fill(hands, None, None, "discord")
    await hands.press("ctrl+s")
    await hands.sees("Kept what Amina Diallo said.")
    await hands.press("x")
    await hands.sees("Export")
    await hands.press("ctrl+s")
    await hands.sees("exports/")
    await hands.press("P")
    await hands.sees("Where")
    await hands.write(PLACE)
    await hands.press("ctrl+s")
    await hands.sees("published")
    await hands.press("W")
    await hands.sees("To be taken down afterwards")
    await hands.press("y")
    await hands.sees("X deletes the exported files")
    await hands.press("escape")


async def _follow_up(hands: Hands) -> None:
    await hands.press("4", "a")
    await hands.sees("About")
    await hands.write("Amina")
    await hands.press("enter")
    await _fill(hands, None, None, None, None, None, None, ACTION, "in 2 weeks")
    await hands.press("ctrl+s")
    await hands.sees("Check in with Amina Diallo")
    await hands.press("t")
    await hands.sees("Note")
    await _fill(hands, NOTE, "call")
    await hands.press("ctrl+s")
    await hands.sees("call")
    await hands.press("d")
    await hands.sees("Did it help?")
    await _fill(hands, OUTCOME, None)
    await _choose(hands, 1)
    await hands.press("ctrl+s")
    await hands.sees("✓ done")


async def _agree_on_conduct(hands: Hands, folder: Path) -> None:
    file = folder / "conduct" / "our-code.yaml"
    await hands.press("5", "a")
    await hands.sees("How we treat each other")
    await hands.press("enter")
    await hands.press("end", "ctrl+u")
    await hands.write("our-code")
    await hands.press("enter")
    await hands.sees("our-code")
    await hands.press("ctrl+home")
    await hands.paste(BREAKS)
    await hands.press("ctrl+s")
    await hands.sees("problem")
    assert file.read_text(encoding="utf-8").startswith(BREAKS)
    await hands.press("ctrl+z", "ctrl+s")
    await hands.press("escape", "v")
    await hands.sees("Second contact")
    await _fill(hands, None, CONTACT, SECOND_CONTACT)
    await hands.press("ctrl+s")
    await hands.sees("as it will be read")


async def _fill(hands: Hands, *fields: str | None) -> None:
    """One value a field, in their order; None leaves a field as it is."""
    for number, words in enumerate(fields):
        if number:
            await hands.press("tab")
        if words is not None:
            await hands.write(words)


async def _choose(hands: Hands, downs: int) -> None:
    """Open the choice that has the focus and take the one so far down."""
    await hands.press("enter", *["down"] * downs, "enter")
