"""A message to a member about a clause: whom, which clause, which rung, and the words that only one can say."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from kindtui.domain.conduct import ConductDocument
from kindtui.domain.conduct_rules import texts
from kindtui.domain.fields import Field, Typed
from kindtui.domain.text import first_line
from kindtui.errors import InvalidInput
from kindtui.services.conduct import Format
from kindtui.tui.conduct.choices import choice
from kindtui.tui.conduct.rendering import Made, Values, Variables
from kindtui.tui.verb_form import VerbQuestion, ask_how

if TYPE_CHECKING:
    from kindtui.services.conduct import Conduct
    from kindtui.tui.app import KindApp

NOTE = "It speaks of what was done, never of what somebody is like. Nothing is sent: you copy it."
TO = Field("member", "member", "To", "Whom it is written to", "member", required=True)

Codes = Sequence[tuple[str, ConductDocument]]
"""The documents whose clauses and rungs a message can name, by name; its own first."""


class Message(Made, frozen=True, kw_only=True):
    """A message that was made, to whom and with which rung."""

    member: str = ""
    rung: str = ""


async def write_message(app: KindApp, name: str = "") -> None:
    """Write a message from the document or template `name` (asked for when it is none), and show it to be copied."""
    from kindtui.tui.conduct.text_screen import TextScreen

    assert app.workspace is not None
    conduct = app.workspace.conduct
    name = name or await _choose_message(app, conduct) or ""
    if not name:
        return
    document = conduct.document(name)
    codes = [(name, document), *_codes(conduct, but=name)]
    clause = await _choose_clause(app, codes) if asks_for(document, "clause") else ""
    if clause is None:
        return
    question = Question(app, name, codes, clause)
    made: Message | None = None
    while True:
        made = await ask_how(app, question.beginning_with(made))
        if made is None:
            return
        whom = app.workspace.roster.name_of(made.member) if made.member else ""
        screen = TextScreen(
            f"{document.title} for {whom}" if whom else document.title,
            f"{name}-{whom}" if whom else name,
            partial(question.render, made.member, made.rung, made.values),
            again=True,
        )
        if not await app.push_screen_wait(screen):
            return


def asks_for(document: ConductDocument, name: str) -> bool:
    """Whether the texts of a document speak of the member, the clause or the rung."""
    used = re.compile(rf"\{{[{{%][^}}]*\b{name}\b")
    return any(used.search(text) for _where, text in texts(document))


def _codes(conduct: Conduct, *, but: str) -> Codes:
    names = [entry.name for entry in conduct.listing() if entry.kind == "code-of-conduct" and entry.name != but]
    readings = [(name, conduct.read(name).document) for name in names]
    return [(name, document) for name, document in readings if document is not None]


async def _choose_message(app: KindApp, conduct: Conduct) -> str | None:
    """One of the workspace's messages, or of those that come with kindtui."""
    own = [entry for entry in conduct.listing() if entry.kind == "message"]
    choices = [(entry.name, choice(entry.title, "yours", entry.name)) for entry in own]
    choices += [
        (template.id, choice(template.title, "", template.about))
        for template in conduct.templates()
        if template.kind == "message" and template.id not in {entry.name for entry in own}
    ]
    return await app.choose("Which message?", choices)


async def _choose_clause(app: KindApp, codes: Codes) -> str | None:
    """The clause that the message is about; what is not accepted first, since messages are rarely about hopes."""
    ids = [clause.id for _name, code in codes for clause in code.clauses]
    choices = [
        (clause.id if ids.count(clause.id) == 1 or not number else f"{name}:{clause.id}", clause)
        for number, (name, code) in enumerate(codes)
        for clause in code.clauses
    ]
    if not choices:
        raise InvalidInput("no document has a clause to speak of yet", "a makes a code of conduct")
    choices.sort(key=lambda choice: choice[1].type != "restricted")
    shown = [(id, choice(clause.title or first_line(clause.text), id)) for id, clause in choices]
    return await app.choose("About which clause?", shown)


class Question:
    """What a message asks for, once it is known about which clause it is."""

    def __init__(self, app: KindApp, name: str, codes: Codes, clause: str) -> None:
        assert app.workspace is not None
        self.workspace, self.name, self.codes, self.clause = app.workspace, name, codes, clause
        self.document = codes[0][1]
        self.variables = Variables(self.document.variables)

    def beginning_with(self, before: Message | None) -> VerbQuestion[Message]:
        """The form; it begins with what was said before."""
        rungs = self._rungs()
        rung = Field("rung", "rung", "Rung", "Left out: the one the message or a scenario names", "choice", rungs)
        start: dict[str, Typed] = self.variables.start(before.values if before else None)
        if before is not None:
            start |= {"member": before.member, "rung": before.rung}
        return VerbQuestion(
            title=self.document.title,
            fields=[
                *([TO] if asks_for(self.document, "member") else []),
                *self.variables.fields(),
                *([rung] if rungs else []),
            ],
            do=self._do,
            start=start,
            note="\n".join(filter(None, [self._about(), NOTE])),
            done="Show",
            draft=f"conduct.message.{self.name}",
        )

    def render(self, member: str, rung: str, values: Values, format: Format) -> str:
        """The message in a format."""
        found = self.workspace.roster.get(member) if member else None
        return self.workspace.conduct.render(
            self.name,
            member={"name": found.name, "pronouns": found.pronouns} if found else None,
            clause=self.clause or None,
            values={**values, "rung": rung} if rung else values,
            format=format,
        )

    def _do(self, read: Mapping[str, Any]) -> Message:
        values = self.variables.values(read)
        member, rung = str(read.get("member") or ""), str(read.get("rung") or "")
        self.variables.checked(partial(self.render, member, rung, values, "markdown"))
        now = self.workspace.clock()
        return Message(id=self.name, created_at=now, updated_at=now, values=values, member=member, rung=rung)

    def _about(self) -> str:
        """The clause, to have it before one's eyes."""
        within, _, id = self.clause.rpartition(":")
        for name, code in self.codes:
            for clause in code.clauses:
                if id and clause.id == id and within in ("", name):
                    return f"About “{clause.title or first_line(clause.text)}”"
        return ""

    def _rungs(self) -> tuple[str, ...]:
        if not asks_for(self.document, "rung"):
            return ()
        return tuple(dict.fromkeys(rung.id for _name, code in self.codes for rung in code.ladder))
