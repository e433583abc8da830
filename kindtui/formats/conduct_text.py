"""A conduct document as Markdown, with its variables, lists, ladder and contacts put in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from kindtui.domain.conduct import Clause, ConductDocument, Route, Rung, Section, has_label, span, without_label
from kindtui.formats.liquid import render, variables_in

PARTS = ("encouraged", "restricted", "ladder", "contacts", "appeal", "review", "scenarios")
"""What the text of a section can put in its place; a code of conduct shows at its end what no section did."""

HEADINGS = {
    "encouraged": "What we encourage",
    "restricted": "What we do not accept",
    "ladder": "What follows, and how to mend it",
    "contacts": "Whom to turn to",
    "appeal": "How to appeal",
    "review": "Review",
}

MEMBER = {"name": "", "pronouns": "", "addressed": ""}
CLAUSE = {"id": "", "type": "", "title": "", "text": ""}
RUNG = {"id": "", "title": "", "event": "", "consequence": "", "repair": "", "expires_after": ""}


def provided(kind: str) -> dict[str, Any]:
    """The names that the texts of a kind of document can use without declaring them, and the parts of each."""
    names: dict[str, Any] = dict.fromkeys(("community_name", "contact", "title", *PARTS), "")
    if kind == "message":
        names |= {"member": MEMBER, "clause": CLAUSE, "rung": RUNG}
    return names


def to_markdown(document: ConductDocument, values: Mapping[str, Any], path: str = "") -> str:
    """The whole document. `values` are its variables, and for a message `member`, `clause` and `rung`.

    Raises `InvalidInput` when a text asks for a value that is not there.
    """
    writer = _Writer(document, values, path)
    return writer.write()


def clause_values(clause: Clause, values: Mapping[str, Any], path: str = "") -> dict[str, str]:
    """A clause as a message names it: its title, or else its first words, and its text."""
    text = render(clause.text, values, path).strip()
    title = clause.title or without_label(text).split("\n")[0].split(". ")[0].strip("*_ .:")
    title = render(title, values, path).rstrip(". ")
    return {"id": clause.id, "type": clause.type, "title": title, "text": text}


def rung_values(rung: Rung, values: Mapping[str, Any], path: str = "") -> dict[str, str]:
    """A rung as a message names it, without the labels of the document it comes from."""

    def text(field: str) -> str:
        return without_label(render(field, values, path)).strip()

    fields = {name: text(getattr(rung, name)) for name in ("title", "event", "consequence", "repair")}
    fields["title"] = fields["title"].lstrip("0123456789.) ")
    return {"id": rung.id, **fields, "expires_after": rung.expires_after}


class _Writer:
    def __init__(self, document: ConductDocument, values: Mapping[str, Any], path: str) -> None:
        self._document = document
        self._path = path
        self._values: dict[str, Any] = {"title": document.title, **values}
        self._values["title"] = render(document.title, self._values, path)
        self._shown: set[str] = set()
        self._listed: set[str] = set()

    def write(self) -> str:
        document = self._document
        blocks = [] if document.kind == "message" else [f"# {self._values['title']}"]
        for section in document.sections:
            blocks += self._section(section)
        if document.kind == "code-of-conduct":
            blocks += self._rest()
        if document.attribution.strip():
            own_heading = document.attribution.lstrip().startswith("#")
            blocks += ["" if own_heading else "---", self._render(document.attribution)]
        if document.licence.strip() and document.kind != "message" and document.licence not in document.attribution:
            blocks.append(f"Licence of this text: {self._render(document.licence)}")
        return "\n\n".join(block.strip("\n") for block in blocks if block.strip()) + "\n"

    def _render(self, text: str, values: Mapping[str, Any] | None = None) -> str:
        return render(text, self._values if values is None else values, self._path).strip("\n")

    def _section(self, section: Section) -> list[str]:
        asked = {name.split(".")[0] for name, _, _ in variables_in(section.text, self._path)}
        self._shown |= asked
        parts = {name: self._part(name, section) for name in PARTS if name in asked and name not in self._values}
        heading = f"{'#' * min(max(section.level, 1), 6)} {self._render(section.title)}" if section.title else ""
        return [heading, self._render(section.text, {**self._values, **parts})]

    def _part(self, name: str, section: Section | None) -> str:
        document = self._document
        level = section.level + 1 if section else 3
        match name:
            case "encouraged" | "restricted":
                return self._clauses(name, section)
            case "ladder":
                return "\n\n".join(self._rung(number, rung, level) for number, rung in enumerate(document.ladder, 1))
            case "contacts":
                return "\n".join(self._route(route) for route in document.contacts)
            case "appeal":
                return self._render(document.appeal)
            case "review":
                return _review(document)
            case _:
                return "\n".join(self._scenarios())

    def _clauses(self, kind: str, section: Section | None) -> str:
        clauses = self._document.clauses
        left = [each for each in clauses if each.type == kind and each.id not in self._listed]
        if section:
            ids = {each.id for each in clauses}
            own = [each for each in left if each.part_of not in ids]
            here = [each for each in own if each.section == section.id]
            left = here or [each for each in own if not each.section]
        # One that is part of another was shown with it, and is not shown again.
        return _bullets(self._titled(each) for each in left if each.id not in self._listed)

    def _titled(self, clause: Clause) -> str:
        """A clause with its title and with the clauses that are part of it."""
        text = self._render(clause.text)
        text = f"**{self._render(clause.title)}** {text}" if clause.title else text
        self._listed.add(clause.id)
        parts = [each for each in self._document.clauses if each.part_of == clause.id and each.id not in self._listed]
        return "\n".join([text, _bullets(self._titled(each) for each in parts)]) if parts else text

    def _rung(self, number: int, rung: Rung, level: int) -> str:
        title = self._render(rung.title)
        lines = [f"{'#' * min(level, 6)} {title if title[:1].isdigit() else f'{number}. {title}'}"]
        for label, text in (("Event", rung.event), ("Consequence", rung.consequence), ("Repair", rung.repair)):
            if text.strip():
                lines.append(self._render(text) if has_label(text) else f"**{label}:** {self._render(text)}")
        if span(rung.expires_after):
            lines.append(f"**Ends after:** {rung.expires_after}")
        return "\n\n".join(lines)

    def _route(self, route: Route) -> str:
        stands_in = (
            f" (instead of {self._render(route.instead_of)}, when they are involved or away)"
            if route.instead_of
            else ""
        )
        return f"- {self._render(route.name)}: {self._render(route.address)}{stands_in}"

    def _scenarios(self) -> Iterable[str]:
        clauses = {clause.id: clause_values(clause, self._values, self._path) for clause in self._document.clauses}
        rungs = {rung.id: self._render(rung.title) for rung in self._document.ladder}
        for scenario in self._document.scenarios:
            line = f"- {self._render(scenario.given)}"
            named = [clauses[scenario.clause]["title"]] if scenario.clause in clauses else []
            named += [rungs[scenario.rung]] if scenario.rung in rungs else []
            line += f" → {', '.join(named)}." if named else ""
            yield line + (f" {self._render(scenario.steps_back)}" if scenario.steps_back else "")

    def _rest(self) -> list[str]:
        """What no section showed, under headings of ours."""
        blocks: list[str] = []
        for name, heading in HEADINGS.items():
            of_clauses = name in ("encouraged", "restricted")
            if not of_clauses and (name in self._shown or (name == "contacts" and self._contacts_are_named())):
                continue
            text = self._part(name, None)
            if text.strip():
                blocks += [f"## {heading}", text]
        return blocks

    def _contacts_are_named(self) -> bool:
        texts = "\n".join(section.text for section in self._document.sections)
        return all(route.address in texts for route in self._document.contacts)


def _review(document: ConductDocument) -> str:
    review = document.review
    parts = [f"Last reviewed on {review.last}." if review.last else ""]
    parts.append(f"Reviewed every {review.every.removeprefix('every ')}." if review.every else "")
    return " ".join(part for part in parts if part)


def _bullets(items: Iterable[str]) -> str:
    return "\n".join("- " + item.replace("\n", "\n  ") for item in items)
