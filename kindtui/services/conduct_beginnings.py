"""What a conduct document begins with: a text that comes with kindtui, a YAML file, or Markdown."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from kindtui.domain.conduct import ConductDocument, DocumentKind
from kindtui.domain.nearest import did_you_mean
from kindtui.domain.text import listed
from kindtui.errors import InvalidInput, NotFound, Problem, StoreError

SOURCES = (".md", ".markdown", ".mdown", ".txt", ".yaml", ".yml", "")
"""How the name of a file ends from which a document can be made."""


@dataclass(frozen=True, slots=True)
class Template:
    """A text that comes with kindtui: `id` is what `start` and `render` take."""

    id: str
    kind: DocumentKind
    title: str
    about: str


class Beginnings:
    """`folder` holds the texts that come with kindtui; `parse` reads a document and raises InvalidInput."""

    def __init__(self, folder: Path, parse: Callable[[str, str], ConductDocument]) -> None:
        self._folder = folder
        self._parse = parse

    @cached_property
    def templates(self) -> tuple[Template, ...]:
        """The bundled texts: codes of conduct first, then procedures and messages."""
        found = []
        for file in sorted(self._folder.glob("*.yaml")):
            text = file.read_text(encoding="utf-8")
            document = self._parse(text, file.name)
            remarks = [line.lstrip("# ") for line in text.splitlines()[1:6] if line.startswith("# ")]
            title = re.sub(r"\s*(?:\bin\s+)?\{\{.*?\}\}", "", document.title)
            found.append(Template(document.id, document.kind, title, _first_sentence(remarks)))
        order = ("code-of-conduct", "procedure", "message")
        return tuple(sorted(found, key=lambda each: (order.index(each.kind), each.id)))

    def template(self, id: str) -> Path | None:
        """The file of a bundled text."""
        files = {file.stem: file for file in self._folder.glob("*.yaml")}
        return files.get(id)

    def first_text(self, name: str, source: str, today: date) -> str:
        """The text of a new document from a template's id or a file. Raises NotFound, InvalidInput, StoreError."""
        template = self.template(source)
        if template:
            text = template.read_text(encoding="utf-8")
            text = re.sub(r"^id: .*$", f"id: {name}", text, count=1, flags=re.MULTILINE)
            return re.sub(r'^  last: "".*$', f"  last: {today}", text, count=1, flags=re.MULTILINE)
        path = Path(source).expanduser()
        if not path.is_file():
            raise NotFound(
                f"there is no template and no file {source!r}",
                did_you_mean(source, [each.id for each in self.templates]),
            )
        suffix = path.suffix.lower()
        if suffix not in SOURCES:
            raise InvalidInput(
                f"{path.name} is neither Markdown nor YAML, so no document can be made from it",
                f"its name would end in {listed([each for each in SOURCES if each], 'or')}",
            )
        text = read_text(path)
        if suffix in (".yaml", ".yml"):
            self._parse(text, source)
            return text
        from kindtui.formats.conduct_markdown import from_markdown

        return from_markdown(text, id=name, path=path.name)


def _first_sentence(remarks: list[str]) -> str:
    return re.split(r"\. |: kindtui", " ".join(remarks))[0].rstrip(".:")


def read_text(path: Path) -> str:
    """The text of a file of a person. Raises InvalidInput when it is no text, StoreError when it cannot be read."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        problem = Problem("this is no text in UTF-8", "save it as UTF-8; or is it a picture?", str(path), line, 1)
        raise InvalidInput(str(problem), problem.hint, problems=[problem]) from None
    except OSError as error:
        raise StoreError(f"{path} cannot be read: {error.strerror}", "check the name and who may read it") from None
