"""An existing code of conduct in Markdown as the YAML of a new document. Nothing of it is lost.

Headings become sections, lists of behaviours clauses, enforcement ladders rungs, placeholders variables. The text is
taken over line by line; what is not understood stays Markdown in its section.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kindtui.domain.conduct import Clause, ClauseType, ConductDocument, Route, Rung, Section, Source
from kindtui.domain.text import slug
from kindtui.errors import InvalidInput
from kindtui.formats import conduct_cues as cues
from kindtui.formats.conduct_ladder import Rungs, rungs_in_headings, rungs_in_list
from kindtui.formats.conduct_lists import complete_pair, divided, first_words, items_of
from kindtui.formats.conduct_variables import Variables
from kindtui.formats.conduct_write import to_yaml
from kindtui.formats.markdown import tokens
from kindtui.formats.yaml_events import MAX_BYTES
from kindtui.formats.yaml_text import load

if TYPE_CHECKING:
    from markdown_it.token import Token

_FRONT_MATTER = re.compile(r"(---|\+\+\+)[ \t]*\n(.*?)\n(?:\1|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_BREAKS = re.compile("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_CONTROLS = re.compile("[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
REMARKS = """\
Made from {path}. Read it through, fill in the variables, and see what
`kindtui conduct check` still misses. Every word of the source is here."""


def from_markdown(text: str, *, id: str, path: str = "") -> str:
    """The YAML text of a new document with this id. `path` names the source in it.

    Raises `InvalidInput` when the text is empty or far too long.
    """
    if not text.strip():
        raise InvalidInput(f"{path or 'the file'} is empty", "give a code of conduct in Markdown")
    if len(text.encode("utf-8", "replace")) > MAX_BYTES // 2:
        raise InvalidInput(f"{path or 'the file'} is larger than {MAX_BYTES // 2048} KB", "take it over in parts")
    yaml = to_yaml(document_from(text, id=id, path=path), REMARKS.format(path=path or "a Markdown text"))
    try:
        load(yaml)
    except InvalidInput as error:
        raise InvalidInput(f"{path or 'the file'} holds too much for one document", error.hint) from None
    return yaml


def document_from(text: str, *, id: str, path: str = "") -> ConductDocument:
    """The document that a Markdown text says."""
    text = _CONTROLS.sub("\ufffd", _BREAKS.sub("\n", text.removeprefix("\ufeff")))
    found = _FRONT_MATTER.match(text)
    front_matter = found.group(2) if found else ""
    body = text[found.end() :] if found else text
    return _Adoption(body, front_matter, id, path).document()


@dataclass
class _Draft:
    """A section while it is being read."""

    id: str
    title: str
    level: int
    parts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(self.parts).strip("\n")

    def add(self, lines: Sequence[str]) -> None:
        """Go on with lines of the source, after a single blank line where a list was."""
        first = 0
        while self.parts[-1:] == [""] and first < len(lines) and not lines[first].strip():
            first += 1
        self.parts += lines[first:]

    def place(self, output: str) -> None:
        """Show a list of the document here, in a paragraph of its own."""
        while self.parts and not self.parts[-1].strip():
            self.parts.pop()
        self.parts += ["", output, ""]


class _Adoption:
    def __init__(self, body: str, front_matter: str, id: str, path: str) -> None:
        self._id = id
        self._path = path
        self._front_matter = front_matter
        self._body = body
        self._lines = body.split("\n")
        self._parts = tokens(body)
        self._blocks = [index for index, part in enumerate(self._parts) if part.level == 0 and part.nesting >= 0]
        self._drafts: list[_Draft] = []
        self._clauses: list[Clause] = []
        self._ladder: list[Rung] = []
        self._ids: dict[str, int] = {}
        self._title = ""
        self._at = 0
        self._kinds: dict[int, str] = {}

    def document(self) -> ConductDocument:
        self._read()
        attribution = self._take_attribution()
        appeal = self._take_appeal()
        variables = Variables(self._body)
        put = variables.put
        sections = tuple(
            Section(id=draft.id, title=put(draft.title), text=put(draft.text), level=draft.level)
            for draft in self._drafts
            if draft.title or draft.text.strip()
        )
        clauses = tuple(
            Clause(id=each.id, type=each.type, text=put(each.text), section=each.section, part_of=each.part_of)
            for each in self._clauses
        )
        ladder = tuple(
            Rung(
                id=each.id,
                title=put(each.title),
                event=put(each.event),
                consequence=put(each.consequence),
                repair=put(each.repair),
            )
            for each in self._ladder
        )
        title = put(self._title or self._front_title() or self._file_title())
        attribution, appeal = put(attribution), put(appeal)
        procedure = cues.is_procedure(self._title or self._file_title()) and not clauses
        return ConductDocument(
            kind="procedure" if procedure else "code-of-conduct",
            id=self._id,
            title=title,
            locale=cues.language_of(self._body) or "und",
            licence=cues.licence_in(attribution) or cues.licence_in(self._front_matter),
            attribution=attribution,
            variables=variables.declared(),
            sections=sections,
            clauses=clauses,
            ladder=ladder,
            contacts=self._contacts(variables),
            appeal=appeal,
            source=Source(file=self._path, front_matter=self._front_matter),
        )

    def _read(self) -> None:
        in_headings = rungs_in_headings(self._parts, self._lines)
        self._kinds = self._list_kinds()
        skip_to = 0
        for index in self._blocks:
            part = self._parts[index]
            if part.map is None or part.map[0] < skip_to:
                continue
            start, end = part.map
            if start in in_headings:
                rungs = in_headings[start]
                self._flush(start)
                self._put_ladder(rungs)
                self._at = skip_to = rungs.end
            elif part.type == "heading_open":
                self._flush(start)
                self._heading(part, self._parts[index + 1].content)
                self._at = end
            elif part.type in ("bullet_list_open", "ordered_list_open"):
                self._list(index)
        self._flush(len(self._lines))

    def _flush(self, until: int) -> None:
        """Everything between what was read last and a line is text of the present section."""
        if any(line.strip() for line in self._lines[self._at : until]):
            self._draft().add(self._lines[self._at : until])
        self._at = until

    def _draft(self) -> _Draft:
        if not self._drafts:
            self._drafts.append(_Draft(self._new_id("introduction"), "", 1))
        return self._drafts[-1]

    def _heading(self, part: Token, title: str) -> None:
        level = int(part.tag[1])
        if level == 1 and not self._title and not any(draft.title for draft in self._drafts):
            self._title = title
            if self._drafts:
                self._drafts.append(_Draft(self._new_id("introduction"), "", 1))
            return
        bare = re.sub(r"\{#[^}]*\}\s*\Z|^\W*\d+[.)]\s*", "", title)
        self._drafts.append(_Draft(self._new_id(bare), title, level))

    def _lead_in(self, number: int) -> str:
        before = self._parts[self._blocks[number - 1]] if number else None
        if before is None or before.type != "paragraph_open" or before.map is None:
            return ""
        return "\n".join(self._lines[before.map[0] : before.map[1]])

    def _list_kinds(self) -> dict[int, str]:
        """Which lists are of behaviours, by their token: by their words, else as the other one of a pair."""
        kinds: dict[int, str] = {}
        section: list[int] = []
        heading = ""
        foreign = cues.language_of(self._body) != "en"
        for number, index in enumerate(self._blocks):
            part = self._parts[index]
            if part.type == "heading_open":
                complete_pair(section, kinds, foreign)
                section, heading = [], self._parts[index + 1].content
            elif part.type in ("bullet_list_open", "ordered_list_open"):
                lead_in = self._lead_in(number)
                kinds[index] = cues.list_type(lead_in, heading, self._items(index))
                if lead_in and len(self._items(index)) > 2 and not cues.is_other_matter(f"{heading} {lead_in}"):
                    section.append(index)
        complete_pair(section, kinds, foreign)
        return kinds

    def _list(self, index: int) -> None:
        part = self._parts[index]
        start, end = part.map or (0, 0)
        rungs = rungs_in_list(self._parts, index, self._lines)
        if rungs is not None:
            self._flush(start)
            self._put_ladder(rungs)
            self._at = end
            return
        items = self._items(index)
        kind = self._kinds.get(index, "")
        if not kind:
            return
        self._flush(start)
        placed = f"{{{{ {kind} }}}}"
        draft = self._draft()
        if placed in draft.parts:
            draft = _Draft(self._new_id(draft.title or draft.id), "", draft.level)
            self._drafts.append(draft)
        draft.place(placed)
        for item in items:
            text, kind_within, within = divided(item)
            id = self._put_clause(text, kind, draft.id)
            for each in within:
                self._put_clause(each, kind_within, draft.id, part_of=id)
        self._at = end

    def _put_clause(self, text: str, kind: str, section: str, part_of: str = "") -> str:
        id = self._new_id(first_words(text))
        type_: ClauseType = "encouraged" if kind == "encouraged" else "restricted"
        self._clauses.append(Clause(id=id, type=type_, text=text, section=section, part_of=part_of))
        return id

    def _items(self, index: int) -> list[str]:
        return items_of(self._parts[index:], self._lines)

    def _put_ladder(self, rungs: Rungs) -> None:
        if not self._ladder:
            self._draft().place("{{ ladder }}")
        self._ladder += [
            Rung(
                id=self._new_id(re.sub(r"^\W*\d+[.)]\s*", "", each.title)),
                title=each.title,
                event=each.event,
                consequence=each.consequence,
                repair=each.repair,
            )
            for each in rungs.rungs
        ]

    def _new_id(self, words: str) -> str:
        base = slug(words, fallback="") or re.sub(r"[\W_]+", "-", words.casefold()).strip("-")[:40] or "section"
        base = "-".join(base.split("-")[:6])
        id = base
        while id in self._ids:
            self._ids[base] += 1
            id = f"{base}-{self._ids[base]}"
        self._ids[id] = 1
        return id

    def _take_attribution(self) -> str:
        """The sections, or else the last paragraphs, that say where the text comes from; they leave the sections."""
        owned = {clause.section for clause in self._clauses}
        taken = [draft for draft in self._drafts if cues.is_attribution(draft.title) and draft.id not in owned]
        if taken:
            self._drafts = [draft for draft in self._drafts if draft not in taken]
            return "\n\n".join(f"{'#' * draft.level} {draft.title}\n\n{draft.text}" for draft in taken)
        if not self._drafts:
            return ""
        last = self._drafts[-1]
        blocks = re.split(r"\n[ \t]*\n", last.text)
        first = next((number for number in range(len(blocks)) if self._is_source(blocks[number:])), len(blocks))
        if first == len(blocks) or (first == 0 and len(self._drafts) == 1 and not self._clauses):
            return ""
        kept = "\n\n".join(blocks[:first]).rstrip()
        *before, closing = kept.split("\n")
        if set(closing.strip()) <= {"-", "*", "_"} and len(closing.strip()) > 2:
            kept = "\n".join(before)
        last.parts = [kept]
        return "\n\n".join(blocks[first:]).strip("\n")

    def _is_source(self, blocks: Sequence[str]) -> bool:
        """Whether every one of these last blocks names a source or defines links, the first of them a source."""
        return cues.names_source(blocks[0]) and all(
            cues.names_source(block) or block.lstrip().startswith("[") or "http" in block for block in blocks
        )

    def _take_appeal(self) -> str:
        for draft in self._drafts:
            holds_lists = any(f"{{{{ {part} }}}}" in draft.parts for part in ("encouraged", "restricted", "ladder"))
            if cues.is_appeal(draft.title) and draft.text and not holds_lists:
                text, draft.parts = draft.text, ["{{ appeal }}"]
                return text
        return ""

    def _contacts(self, variables: Variables) -> tuple[Route, ...]:
        if "contact" in variables.declared():
            return (Route(name="First contact", address="{{ contact }}"),)
        found = _EMAIL.search(self._body)
        return (Route(name="First contact", address=found.group()),) if found else ()

    def _file_title(self) -> str:
        words = re.sub(r"[\W_]+", " ", re.sub(r"\.\w+\Z", "", self._path)).strip()
        return words[:1].upper() + words[1:] if words else "Code of conduct"

    def _front_title(self) -> str:
        found = re.search(r"^title\s*[:=]\s*[\"']?(.*?)[\"']?\s*$", self._front_matter, re.MULTILINE)
        return found.group(1) if found else ""
