"""What a conduct document needs to become a text: values, a member, a clause and a rung of the ladder."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from kindtui.domain.conduct import Clause, ConductDocument, Rung
from kindtui.domain.conduct_rules import texts
from kindtui.domain.nearest import did_you_mean
from kindtui.errors import Ambiguous, InvalidInput, NotFound, Problem, StoreError
from kindtui.store.documents import Documents


class Messages:
    """Gathers the values of a document. `filled` are those that the settings give."""

    def __init__(self, documents: Documents, filled: Callable[[], Mapping[str, str]]) -> None:
        self._documents = documents
        self._filled = filled

    def markdown(
        self,
        document: ConductDocument,
        path: str,
        member: Mapping[str, Any] | None,
        clause: str | None,
        values: Mapping[str, str],
    ) -> str:
        """The Markdown of a document; of a single clause when one is named and the document is no message."""
        from kindtui.formats.conduct_text import clause_values, to_markdown

        chosen_rung = values.get("rung") if document.kind == "message" else None
        given = self._values(document, {k: v for k, v in values.items() if k != "rung" or not chosen_rung})
        if document.kind != "message":
            _refuse_empty(document, given)
            if clause is None:
                return to_markdown(document, given, path)
            found, _ = self._clause(document, clause)
            return clause_values(found, given, path)["text"] + "\n"
        return self._message(document, path, given, member, clause, chosen_rung)

    def _message(
        self,
        document: ConductDocument,
        path: str,
        given: dict[str, Any],
        member: Mapping[str, Any] | None,
        clause: str | None,
        rung: str | None,
    ) -> str:
        from kindtui.formats.conduct_text import clause_values, rung_values, to_markdown

        asked = _asked(document, path)
        if member is None and "member" in asked:
            raise _empty("a member to write to", "--for MEMBER", path)
        if clause is None and "clause" in asked:
            raise _empty("the clause that it is about", "--clause ID", path)
        found, code = (None, document) if clause is None else self._clause(document, clause)
        said_there = {name: each.value for name, each in code.variables.items() if not given.get(name)}
        given |= said_there
        _refuse_empty(document, given)
        if found is not None:
            given["clause"] = clause_values(found, self._values(code, {}, given), path)
        code_values = self._values(code, {}, given)
        step = _rung(document, code, rung, clause)
        given["rung"] = rung_values(step, code_values, path) if step else None
        given["appeal"] = _if_complete(document.appeal or code.appeal, code_values)
        if not given.get("contact"):
            routes = document.contacts or code.contacts
            given["contact"] = _if_complete(routes[0].address, code_values) if routes else ""
        if member is not None:
            given["member"] = _member(member)
        return to_markdown(document, given, path)

    def _values(
        self, document: ConductDocument, values: Mapping[str, str], more: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """The values of a document's variables: from the settings, the document, and then those given now."""
        from kindtui.formats.conduct_text import provided

        known = [*document.variables, *provided(document.kind)]
        for name in values:
            if name not in known:
                raise InvalidInput(f"the text has no variable {name!r}", did_you_mean(name, [*document.variables]))
        found: dict[str, Any] = {"community_name": "", "contact": ""}
        found |= {name: variable.value for name, variable in document.variables.items()}
        outside = {**self._filled(), **{k: v for k, v in (more or {}).items() if isinstance(v, str) and v}}
        found |= {name: value for name, value in outside.items() if not found.get(name)}
        return {**found, **values}

    def _clause(self, document: ConductDocument, named: str) -> tuple[Clause, ConductDocument]:
        """A clause of this document, or of one of the workspace's codes of conduct, with its document."""
        for each in document.clauses:
            if each.id == named:
                return each, document
        codes = self._codes()
        within, _, id = named.rpartition(":")
        found = [
            (name, code, clause)
            for name, code in codes
            for clause in code.clauses
            if clause.id == id and within in ("", name)
        ]
        if len(found) > 1:
            candidates = [f"{name}:{clause.id}  {clause.text.strip().splitlines()[0]}" for name, _, clause in found]
            raise Ambiguous(f"several documents have a clause {id!r}", "name the document too", candidates=candidates)
        if found:
            return found[0][2], found[0][1]
        known = [clause.id for clause in document.clauses] + [each.id for _, code in codes for each in code.clauses]
        hint = (
            did_you_mean(id, known) or "make a code of conduct first: kindtui conduct new NAME --from code-of-conduct"
        )
        raise NotFound(f"there is no clause {named!r}", hint)

    def _codes(self) -> list[tuple[str, ConductDocument]]:
        from kindtui.formats.conduct_yaml import parse

        codes = []
        for name in self._documents.names():
            try:
                code, _ = parse(self._documents.read(name))
            except (InvalidInput, StoreError):
                continue
            if code is not None and code.kind == "code-of-conduct":
                codes.append((name, code))
        return codes


def _rung(message: ConductDocument, code: ConductDocument, named: str | None, clause: str | None) -> Rung | None:
    """The rung a message speaks of: the one named, else its own as the code words it, else that of the scenario."""
    ladder = {rung.id: rung for rung in (*message.ladder, *code.ladder)}
    if named is not None:
        if named not in ladder:
            raise NotFound(f"there is no rung {named!r}", did_you_mean(named, ladder))
        return ladder[named]
    if message.ladder:
        return ladder[message.ladder[0].id]
    id = (clause or "").rpartition(":")[2]
    return next((ladder[each.rung] for each in code.scenarios if each.clause == id and each.rung in ladder), None)


def _asked(document: ConductDocument, path: str) -> set[str]:
    from kindtui.formats.liquid import variables_in

    return {name.split(".")[0] for _, text in texts(document) for name, _, _ in variables_in(text, path)}


def _refuse_empty(document: ConductDocument, given: Mapping[str, Any]) -> None:
    empty = [name for name, each in document.variables.items() if each.required and not str(given[name]).strip()]
    if empty:
        options = " ".join(f"--set {name}=..." for name in empty)
        problems = [
            Problem(f"the required variable {name!r} is empty", f"--set {name}=...", key=f"variables.{name}")
            for name in empty
        ]
        names = ", ".join(repr(name) for name in empty)
        noun = "variable" if len(empty) == 1 else "variables"
        message = f"the required {noun} {names} {'is' if len(empty) == 1 else 'are'} empty"
        raise InvalidInput(message, f"give it a `value:` in the document, or {options}", problems=problems)


def _empty(what: str, option: str, path: str) -> InvalidInput:
    return InvalidInput(f"the message in {path} needs {what}", f"give it with {option}")


def _if_complete(text: str, values: Mapping[str, Any]) -> str:
    """A text of the code with its values, or nothing when one of them is still empty."""
    from kindtui.formats.liquid import render, variables_in

    if any(not values.get(name.split(".")[0]) for name, _, _ in variables_in(text)):
        return ""
    return render(text, values).strip()


def _member(member: Mapping[str, Any]) -> dict[str, str]:
    """A member as messages name them. Without pronouns they are called by their name."""
    name, pronouns = (_safe(str(member.get(key) or "")) for key in ("name", "pronouns"))
    return {"name": name, "pronouns": pronouns, "addressed": f"{name} ({pronouns})" if pronouns else name}


def _safe(text: str) -> str:
    """A name that stays a name in Markdown: no line breaks, no HTML, no links."""
    return " ".join(text.split()).replace("<", "&lt;").replace("](", "]\\(")
