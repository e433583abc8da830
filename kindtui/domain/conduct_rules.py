"""What makes a code of conduct one that people can apply: rules that explain and suggest, and never punish.

An error is something that keeps people from using the text (no contact, an empty clause, a placeholder); a warning is
something they will miss when it matters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kindtui.domain.conduct import ConductDocument, Rung, is_permanent, span
from kindtui.domain.nearest import did_you_mean
from kindtui.domain.placeholders import placeholders, reference_names
from kindtui.domain.text import is_blank


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found: at which keys, and, inside a text, at which words (from which index of the text)."""

    where: tuple[str | int, ...]
    message: str
    hint: str = ""
    severity: str = "error"
    words: str = ""
    index: int = 0
    at_key: bool = False


def findings(document: ConductDocument, *, today: date, filled: Mapping[str, str] | None = None) -> list[Finding]:
    """Everything that the rules find. `filled` are values of variables that come from outside the document."""
    found = [*_texts(document), *_ids(document), *_variables(document, filled or {}), *_sections(document)]
    found += [*_clauses(document), *_dates(document, today)]
    if document.kind == "code-of-conduct":
        found += [*_contacts(document), *_appeal_and_review(document)]
    if document.kind != "message":
        found += [*_ladder(document)]
    return [*found, *_scenarios(document)]


def texts(document: ConductDocument) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Each text of a document that is shown to people, with its keys."""
    yield ("title",), document.title
    yield ("attribution",), document.attribution
    yield ("licence",), document.licence
    yield ("appeal",), document.appeal
    lists: tuple[tuple[str, Sequence[Any], tuple[str, ...]], ...] = (
        ("sections", document.sections, ("title", "text")),
        ("clauses", document.clauses, ("title", "text")),
        ("ladder", document.ladder, ("title", "event", "consequence", "repair")),
        ("contacts", document.contacts, ("name", "address")),
        ("scenarios", document.scenarios, ("given", "steps_back")),
    )
    for name, items, fields in lists:
        for number, item in enumerate(items):
            for each in fields:
                yield (name, number, each), getattr(item, each)


def _warning(where: tuple[str | int, ...], message: str, hint: str, **more: Any) -> Finding:
    return Finding(where, message, hint, "warning", **more)


_TODO = re.compile(r"\b(?:TODO|TBD|FIXME|XXX)\b|\blorem ipsum\b", re.IGNORECASE)


def _texts(document: ConductDocument) -> Iterator[Finding]:
    references = reference_names("\n".join(text for _, text in texts(document)))
    for where, text in texts(document):
        for each in placeholders(text, references):
            words = text[each.start : each.end]
            shown = words if len(words) <= 60 else words[:57] + "..."
            if each.is_note:
                hint = "follow it, and then remove it"
                yield Finding(where, f"a note to the adopter is left: {shown}", hint, words=words, index=each.start)
            else:
                hint = "write what stands here in your community"
                yield Finding(where, f"a placeholder is left: {shown}", hint, words=words, index=each.start)
        for match in _TODO.finditer(text):
            yield Finding(where, f"unfinished: {match.group()}", "finish it", words=match.group(), index=match.start())


_ID = re.compile(r"[\w][\w.-]*\Z")


def _ids(document: ConductDocument) -> Iterator[Finding]:
    groups: tuple[tuple[str, Sequence[Any]], ...] = (
        ("sections", document.sections),
        ("clauses", document.clauses),
        ("ladder", document.ladder),
    )
    if document.id and not _ID.match(document.id):
        yield Finding(("id",), f"the id {document.id!r} cannot be typed", "use letters, digits and dashes")
    for name, items in groups:
        first: dict[str, int] = {}
        for number, item in enumerate(items):
            if not item.id:
                yield Finding((name, number), "the id is empty", "use letters, digits and dashes")
            elif not _ID.match(item.id):
                yield Finding((name, number, "id"), f"the id {item.id!r} cannot be typed", "letters, digits, dashes")
            elif item.id in first:
                other = f"{name}[{first[item.id]}]"
                yield Finding((name, number, "id"), f"the id {item.id!r} is here twice", f"{other} has it too")
            first.setdefault(item.id, number)


def _variables(document: ConductDocument, filled: Mapping[str, str]) -> Iterator[Finding]:
    for name, variable in document.variables.items():
        if variable.required and not (variable.value.strip() or filled.get(name, "").strip()):
            example = f", such as {variable.example!r}" if variable.example else ""
            what = f" ({variable.label})" if variable.label else ""
            hint = f"write `value:` under it{example}, or render with --set {name}=..."
            yield Finding(("variables", name), f"the required variable {name!r}{what} is empty", hint, at_key=True)


def _sections(document: ConductDocument) -> Iterator[Finding]:
    if is_blank(document.title):
        yield Finding(("title",), "the title is empty", "say what this text is")
    if not document.sections and not document.clauses:
        yield Finding((), "the document says nothing", "add sections with a title and a text")
    for number, section in enumerate(document.sections):
        if section.text.strip():
            continue
        deeper = number + 1 < len(document.sections) and document.sections[number + 1].level > section.level
        if not deeper:
            hint = "write its text, or remove the section"
            yield Finding(("sections", number), f"the section {section.title or section.id!r} is empty", hint)


def _clauses(document: ConductDocument) -> Iterator[Finding]:
    sections = [section.id for section in document.sections]
    for number, clause in enumerate(document.clauses):
        if not clause.text.strip():
            yield Finding(("clauses", number, "text"), f"the clause {clause.id!r} is empty", "write what it asks for")
        if clause.section and clause.section not in sections:
            message = f"there is no section {clause.section!r}"
            yield Finding(("clauses", number, "section"), message, did_you_mean(clause.section, sections))
        others = (each.id for each in document.clauses if each.id != clause.id)
        yield from _named(("clauses", number, "part_of"), "other clause", clause.part_of, others)
    if document.kind != "code-of-conduct":
        return
    if document.clauses and not document.scenarios:
        hint = "add scenarios: an invented case, its clause and its rung, so that people decide alike"
        yield _warning(("clauses",), "no scenario says which rung follows from which clause", hint, at_key=True)
        return
    covered = {scenario.clause for scenario in document.scenarios if scenario.rung or not document.ladder}
    for number, clause in enumerate(document.clauses):
        if clause.type == "restricted" and clause.id not in covered:
            hint = "add a scenario that names this clause and a rung"
            yield _warning(("clauses", number), f"no scenario says what follows from {clause.id!r}", hint)


_SHAMING = re.compile(
    r"public(?:ly)?\s+(?:\w+\s+)?apolog\w+|apologi[sz]e\w*\s+(?:publicly|in public|in front of)"
    r"|apologi[sz]e\w*\s+(?:directly\s+)?to the (?:reporter|person who reported|victim)|name and shame|publicly named?",
    re.IGNORECASE,
)
_SEVERITY = (
    (re.compile(r"permanent|removal|expulsion|expel", re.IGNORECASE), 5),
    (re.compile(r"suspen|\bban\b|temporary ban", re.IGNORECASE), 4),
    (re.compile(r"limit|pause|mute|cool", re.IGNORECASE), 3),
    (re.compile(r"warning", re.IGNORECASE), 2),
    (re.compile(r"nudge|reminder|correction|note", re.IGNORECASE), 1),
)


def _ladder(document: ConductDocument) -> Iterator[Finding]:
    if document.kind == "code-of-conduct" and not document.ladder:
        hint = "add a ladder: what happened, what follows, what mends it, when it is over"
        yield _warning((), "there is no ladder, so nobody knows what follows", hint)
    before: Rung | None = None
    for number, rung in enumerate(document.ladder):
        where: tuple[str | int, ...] = ("ladder", number)
        name = rung.title or rung.id
        if not rung.event.strip():
            yield _warning(where, f"{name!r} does not say when it applies", "add `event:`")
        if not rung.consequence.strip():
            yield Finding(where, f"{name!r} does not say what follows", "add `consequence:`")
        if not rung.repair.strip():
            yield _warning(where, f"{name!r} offers no repair", "add `repair:`, the way back for this person")
        yield from _expiry(where, rung)
        for field in ("consequence", "repair"):
            for match in _SHAMING.finditer(getattr(rung, field)):
                yield _warning(
                    (*where, field),
                    f"{match.group()!r}: an apology in public, or straight to the reporter, can hurt them again",
                    "offer to relay a private apology, if the person who was hurt wants it",
                    words=match.group(),
                    index=match.start(),
                )
        if before is not None and _is_milder(rung, before):
            message = f"{name!r} is milder than {before.title or before.id!r} before it"
            yield _warning(where, message, "order the rungs from the mildest to the hardest")
        before = rung


def _expiry(where: tuple[str | int, ...], rung: Rung) -> Iterator[Finding]:
    if not rung.expires_after.strip():
        if not is_permanent(rung):
            hint = "add `expires_after: 90 days`, so that nobody carries it for ever"
            yield _warning(where, f"{rung.title or rung.id!r} never ends", hint)
    elif not is_permanent(rung) and span(rung.expires_after) is None:
        hint = "write a number of days, weeks, months or years, or `never`"
        yield Finding((*where, "expires_after"), f"{rung.expires_after!r} is no span of time", hint)


def _is_milder(rung: Rung, before: Rung) -> bool:
    now, then = _severity(rung), _severity(before)
    if now and then and now != then:
        return now < then
    ends, ends_before = span(rung.expires_after), span(before.expires_after)
    if ends and ends_before and ends.after(date.min) < ends_before.after(date.min):
        return True
    return is_permanent(before) and not is_permanent(rung)


def _severity(rung: Rung) -> int:
    return next((rank for words, rank in _SEVERITY if words.search(f"{rung.id} {rung.title}")), 0)


def _contacts(document: ConductDocument) -> Iterator[Finding]:
    if not document.contacts:
        hint = "add `contacts:` with a name and an address, and a second one for when the first is the problem"
        yield Finding((), "nobody can be reached: there is no contact", hint)
        return
    names = [contact.name for contact in document.contacts]
    for number, contact in enumerate(document.contacts):
        if not contact.address.strip():
            yield Finding(("contacts", number), f"{contact.name!r} has no address", "add `address:`")
        other = contact.instead_of
        if other and other not in names:
            yield Finding(
                ("contacts", number, "instead_of"), f"no contact is named {other!r}", did_you_mean(other, names)
            )
        elif other and other == contact.name:
            message = f"{other!r} cannot stand in for themselves"
            yield Finding(("contacts", number, "instead_of"), message, "name the other contact")
    if len(names) == 1:
        hint = "add somebody else, who can be asked when the first is away or involved"
        yield _warning(("contacts",), "there is one contact only", hint, at_key=True)
    if not any(contact.instead_of for contact in document.contacts):
        hint = "add `instead_of:` with the name of the first contact to the second one"
        yield _warning(("contacts",), "no route for when the contact is the problem", hint, at_key=True)


def _appeal_and_review(document: ConductDocument) -> Iterator[Finding]:
    if not document.appeal.strip():
        yield _warning((), "nobody can appeal", "add `appeal:`, who looks at it again, until when, how to ask")
    if document.review.every and not document.review.last:
        hint = "write the day on which you agreed on it: `last: 2026-01-31`"
        yield _warning(("review",), "the text was never reviewed", hint, at_key=True)
    elif not document.review.every:
        yield _warning((), "no review is planned", "add `review:` with `last: 2026-01-31` and `every: 12 months`")


def _dates(document: ConductDocument, today: date) -> Iterator[Finding]:
    for number, clause in enumerate(document.clauses):
        if clause.ratified_on and _date(clause.ratified_on) is None:
            yield Finding(("clauses", number, "ratified_on"), f"{clause.ratified_on!r} is no date", "2026-01-31")
    review = document.review
    if review.last and _date(review.last) is None:
        yield Finding(("review", "last"), f"{review.last!r} is no date", "write it as 2026-01-31")
    if review.every and span(review.every) is None:
        yield Finding(("review", "every"), f"{review.every!r} is no span of time", "write it as `12 months`")
    due = review_due(document)
    if due and due < today:
        yield _warning(("review", "last"), f"the review was due on {due}", "read it together, then set the new date")


def review_due(document: ConductDocument) -> date | None:
    """The day by which the text should be read again, or None when no review is planned."""
    last, every = _date(document.review.last), span(document.review.every)
    return every.after(last) if last and every else None


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else None
    except ValueError:
        return None


def _scenarios(document: ConductDocument) -> Iterator[Finding]:
    for number, scenario in enumerate(document.scenarios):
        where: tuple[str | int, ...] = ("scenarios", number)
        if not scenario.given.strip():
            yield Finding(where, "a scenario without a case", "say what happened under `given:`")
        yield from _named((*where, "clause"), "clause", scenario.clause, (each.id for each in document.clauses))
        yield from _named((*where, "rung"), "rung", scenario.rung, (each.id for each in document.ladder))


def _named(where: tuple[str | int, ...], what: str, name: str, known: Iterable[str]) -> Iterator[Finding]:
    choices = list(known)
    if name and name not in choices:
        yield Finding(where, f"there is no {what} {name!r}", did_you_mean(name, choices))
