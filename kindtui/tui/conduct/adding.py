"""A new document: from one of the templates, or from a file that is there already."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from textual.content import Content

from kindtui.domain.text import slug
from kindtui.errors import InvalidInput
from kindtui.tui.conduct.choices import choice
from kindtui.tui.conduct.hints import hints_as_keys
from kindtui.tui.conduct.marks import KIND_WORDS
from kindtui.tui.typed_path import typed_path

if TYPE_CHECKING:
    from kindtui.services.conduct import Conduct
    from kindtui.services.conduct_beginnings import Template
    from kindtui.tui.app import KindApp

FILE = "/a file"
"""The choice that is no template; no id of one has a slash."""

NAME_HINT = "Lower-case letters, digits and dashes. It is the name of the file in conduct/."


async def add(app: KindApp) -> str | None:
    """Make a document; answers its name."""
    assert app.workspace is not None
    conduct = app.workspace.conduct
    templates = conduct.templates()
    choices = [(each.id, _shown(each)) for each in templates]
    choices.append((FILE, choice("A file of yours", "", "a code of conduct in Markdown, or YAML made for kindtui")))
    source = await app.choose("Begin with", choices)
    if source == FILE:
        source = await _ask_file(app)
    if source is None:
        return None
    made: list[str] = []

    def accept(name: str) -> None:
        with hints_as_keys():
            made[:] = [conduct.start(name.strip(), source)]

    await app.ask_text(
        "What shall it be called?", value=_free_name(conduct, source), hint=NAME_HINT, done="Make", accept=accept
    )
    return made[0] if made else None


async def _ask_file(app: KindApp) -> str | None:
    found: list[Path] = []

    def accept(typed: str) -> None:
        found[:] = [_file(typed)]

    typed = await app.ask_text(
        "From which file?",
        hint="The path of a Markdown or YAML file. Headings become sections, lists of behaviours clauses.",
        done="Take it",
        accept=accept,
    )
    return None if typed is None else str(found[0])


def _file(typed: str) -> Path:
    words = typed_path(typed)
    if not words:
        raise InvalidInput("no file is named yet", "type its path, or drop the file on the terminal")
    path = Path(words).expanduser().absolute()
    if path.is_dir():
        raise InvalidInput(f"{path} is a folder", "name a file in it")
    if not path.is_file():
        raise InvalidInput(f"there is no file {path}", "check the path")
    return path


def _free_name(conduct: Conduct, source: str) -> str:
    """A name that is not taken, made from that of the template or file."""
    stem = slug(Path(source).stem, "our-agreement")
    taken = {entry.name for entry in conduct.listing()}
    names = [stem, *(f"{stem}-{number}" for number in range(2, len(taken) + 3))]
    return next(name for name in names if name not in taken)


def _shown(template: Template) -> Content:
    return choice(template.title, KIND_WORDS[template.kind], template.about)
