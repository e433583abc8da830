"""Conduct: the documents of a community, from a template or a file to a text that can be read, sent and applied."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

from kindtui.domain.conduct import ConductDocument
from kindtui.domain.conduct_rules import review_due
from kindtui.domain.nearest import did_you_mean
from kindtui.domain.settings import Settings
from kindtui.domain.text import slug
from kindtui.errors import InvalidInput, NotFound, Problem, StoreError
from kindtui.services.conduct_beginnings import Beginnings, Template, read_text
from kindtui.services.conduct_messages import Messages
from kindtui.store.documents import Documents

Format = Literal["markdown", "html", "text"]
FORMATS: tuple[Format, ...] = ("markdown", "html", "text")

SCHEMA_FILE = "conduct.schema.json"
"""The schema beside the documents of a workspace."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One document in a list. Title and kind are empty when it cannot be read."""

    name: str
    kind: str
    title: str
    errors: int
    warnings: int
    review_due: date | None


@dataclass(frozen=True, slots=True)
class Reading:
    """One document as far as it can be read: what a list says of it, its content, and everything to mend."""

    entry: Entry
    document: ConductDocument | None
    problems: tuple[Problem, ...]


class Conduct:
    """What a person does with conduct documents.

    `today` answers the community's day; `settings` give values to the variables `community_name` and `contact`.
    """

    def __init__(
        self, documents: Documents, bundled_folder: Path, *, today: Callable[[], date], settings: Settings
    ) -> None:
        self._documents = documents
        self._beginnings = Beginnings(bundled_folder, self.parse_text)
        self.today = today
        self._settings = settings
        self._messages = Messages(self._documents, self._filled)

    def listing(self) -> list[Entry]:
        """All documents of the workspace, by name."""
        return [self.read(name).entry for name in sorted(self._documents.names())]

    def read(self, name: str) -> Reading:
        """A document of the workspace, whatever is wrong with it."""
        from kindtui.formats.conduct_yaml import check

        try:
            text = self._documents.read(name)
        except (InvalidInput, StoreError) as error:
            problems = error.problems_in(self._path(name))
            return Reading(Entry(name, "", "", 1, 0, None), None, problems)
        document, found = check(text, self._path(name), today=self.today(), filled=self._filled())
        errors = sum(each.severity == "error" for each in found)
        kind, title = (document.kind, self._shown_title(document)) if document else ("", "")
        due = review_due(document) if document else None
        return Reading(Entry(name, kind, title, errors, len(found) - errors, due), document, tuple(found))

    def templates(self) -> list[Template]:
        """The bundled texts: codes of conduct first, then procedures and messages."""
        return list(self._beginnings.templates)

    def start(self, name: str, source: str) -> str:
        """Make a new document from a template's id, a YAML file, or an existing code of conduct in Markdown.

        Returns its name. Raises `InvalidInput` when the name is taken or the source cannot be read, `NotFound` when
        there is no such template or file.
        """
        name = _stem(name)
        better = slug(name, "our-code")
        # Windows has names, such as con, that no file can have: slug answers another one
        if not re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,79}", name) or better == f"{name}-file":
            shown = name if len(name) <= 80 else f"{name[:40]}…"
            raise InvalidInput(f"{shown!r} cannot be the name of a document", f"use {better!r}")
        if name in self._documents.names():
            raise InvalidInput(f"there is a document {name!r} already", "choose another name, or remove it first")
        self._documents.write(name, self._beginnings.first_text(name, source, self.today()))
        self._put_schema()
        return name

    def text(self, name: str) -> str:
        """The YAML of a document, as the person wrote it."""
        return self._documents.read(self._known(name))

    def keep(self, name: str, text: str, expected: str | None = None) -> None:
        """Store what a person typed, whatever is wrong with it. `expected` is the text that they began with.

        Raises `Clash` when somebody else changed it meanwhile.
        """
        self._documents.write(_stem(name), text, expected=expected)

    def check(self, name: str) -> list[Problem]:
        """Everything that is wrong with a document of the workspace, or with a YAML file at a path."""
        if self._is_file(name):
            return self.check_text(read_text(Path(name)), name)
        found = self._known(name)
        return self.check_text(self._documents.read(found), self._path(found))

    def check_text(self, text: str, path: str = "") -> list[Problem]:
        """Everything that is wrong with a text, in the order of its lines. `path` is what the problems call it."""
        from kindtui.formats.conduct_yaml import check

        return check(text, path, today=self.today(), filled=self._filled())[1]

    def parse(self, name: str) -> ConductDocument:
        """A document of the workspace. Raises `InvalidInput`, with all problems of form, when it cannot be read."""
        found = self._known(name)
        return self.parse_text(self._documents.read(found), self._path(found))

    def parse_text(self, text: str, path: str = "") -> ConductDocument:
        """As `parse`, of a text that is not stored yet."""
        from kindtui.formats.conduct_yaml import parse
        from kindtui.formats.yaml_text import invalid

        document, problems = parse(text, path)
        if document is None:
            raise invalid(problems, path)
        return document

    def document(self, name: str) -> ConductDocument:
        """What `render` makes a text from: a document of the workspace, or else a template. Raises as `parse` does."""
        text, path = self._source(name)
        return self.parse_text(text, path)

    def render(
        self,
        name: str,
        *,
        member: Mapping[str, Any] | None = None,
        clause: str | None = None,
        values: Mapping[str, str] | None = None,
        format: Format = "markdown",
    ) -> str:
        """A document as a text to read or to send.

        `name` is a document of the workspace, or else a template. `values` fill its variables. A message is written to
        a `member` (`name`, `pronouns`) about a `clause`: its id in this document or in a code of conduct of the
        workspace (`document:id` where several have it); `values["rung"]` chooses a rung of the ladder.

        Raises `InvalidInput` when something that the text needs is empty, naming the option that gives it.
        """
        text, path = self._source(name)
        return self.render_text(text, path, member=member, clause=clause, values=values, format=format)

    def render_text(
        self,
        text: str,
        path: str = "",
        *,
        member: Mapping[str, Any] | None = None,
        clause: str | None = None,
        values: Mapping[str, str] | None = None,
        format: Format = "markdown",
    ) -> str:
        """As `render`, of a text that is not stored yet."""
        from kindtui.formats.conduct_yaml import template_faults
        from kindtui.formats.yaml_text import invalid

        document = self.parse_text(text, path)
        faults = template_faults(text, path, self._filled())
        if faults:
            raise invalid(faults, path)
        markdown = self._messages.markdown(document, path, member, clause, values or {})
        if format == "markdown":
            return markdown
        from kindtui.formats.markdown import to_html, to_text

        if format not in FORMATS:
            raise InvalidInput(f"there is no format {format!r}", did_you_mean(format, FORMATS))
        return to_html(markdown) if format == "html" else to_text(markdown)

    def remove(self, name: str) -> str:
        """Remove a document; `restore` brings it back. Returns its text."""
        found = self._known(name)
        text = self._documents.read(found)
        self._documents.remove(found)
        return text

    def restore(self, name: str) -> Path:
        """Bring back the document of this name that was removed last or, when it is there, what stood in it before it
        was changed last; its file. Raises NotFound when nothing is kept, and Clash when there is another one of this
        name again."""
        return self._documents.restore(_stem(name))

    def removed(self) -> list[str]:
        """The removed documents that `restore` brings back, the one that was removed last first."""
        return self._documents.removed()

    def earlier(self) -> list[str]:
        """The documents of which an earlier text is kept, which `restore` brings back."""
        return self._documents.earlier()

    def schema(self) -> dict[str, Any]:
        """The JSON Schema (draft-07) of a conduct document, for editors."""
        from kindtui.formats.json_schema import draft_07

        return draft_07(ConductDocument, "A conduct document of kindtui")

    def _put_schema(self) -> None:
        """Put the schema beside the documents, which name it in their first line, so that editors complete and check.
        Documents are as good without it: that it cannot be written is not worth a complaint."""
        import json

        from kindtui.store import durable

        path = self._documents.folder / SCHEMA_FILE
        content = json.dumps(self.schema(), indent=2).encode() + b"\n"
        with suppress(OSError):
            if not path.is_file() or path.read_bytes() != content:
                staged = path.with_name(f".{path.name}.tmp")
                durable.remove(staged)
                durable.write_new(staged, content)
                durable.replace(staged, path)

    def _filled(self) -> dict[str, str]:
        known = {"contact": self._settings.contact, "community_name": self._settings.name}
        return {variable: value for variable, value in known.items() if value}

    def _shown_title(self, document: ConductDocument) -> str:
        """The title with the values that are known; the names of the others stay."""
        values = {name: each.value for name, each in document.variables.items() if each.value}
        values = {**self._filled(), **values}
        return re.sub(r"\{\{\s*(\w+)\s*\}\}", lambda name: values.get(name[1], f"[{name[1]}]"), document.title)

    def _path(self, name: str) -> str:
        """What problems call a document: its place in the workspace."""
        return f"{self._documents.folder.name}/{self._documents.path(name).name}"

    def _known(self, name: str) -> str:
        names = sorted(self._documents.names())
        if _stem(name) not in names:
            hint = did_you_mean(_stem(name), names) or "make one: kindtui conduct new NAME --from code-of-conduct"
            raise NotFound(f"there is no document {name!r}", hint)
        return _stem(name)

    def _source(self, name: str) -> tuple[str, str]:
        names = list(self._documents.names())
        if _stem(name) in names:
            return self._documents.read(_stem(name)), self._path(_stem(name))
        template = self._beginnings.template(_stem(name))
        if template:
            return template.read_text(encoding="utf-8"), template.name
        known = [*names, *(each.id for each in self.templates())]
        raise NotFound(f"there is no document and no template {name!r}", did_you_mean(name, known))

    def _is_file(self, source: str) -> bool:
        looks_like_one = "/" in source or "\\" in source or Path(source).suffix.lower() in (".yaml", ".yml", ".md")
        return looks_like_one and Path(source).is_file()


def _stem(name: str) -> str:
    return name.removesuffix(".yaml").removesuffix(".yml")
