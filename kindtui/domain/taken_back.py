"""Answers that were a no, or became one: whatever old copy of a spotlight comes back, they stay what they are.

An answer is known by a digest of the question, so that the list names nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from hashlib import blake2b
from typing import Any

from msgspec.structs import replace

from kindtui.domain.merges import Merge
from kindtui.domain.spotlights import Consent, Spotlight, is_refusal, latest_consent

Days = Mapping[str, str]
"""Digest of a question -> the day on which its answer was, or became, a no."""
MergesInto = Callable[[str], Iterable[Merge]]


def noted(known: Days, spotlights: Iterable[Spotlight], merges_into: MergesInto = lambda _id: ()) -> dict[str, str]:
    """What is known after these were saved: a no is kept in mind, and with it every earlier answer to the same person's
    questions, until the same question is answered with yes. `merges_into` answers the merges that went into a member:
    what they say is said for all their cards, and for every answer that a merge remembers."""
    days = dict(known)
    for spotlight in spotlights:
        for consent in spotlight.consents:
            last = latest_consent(spotlight, consent.member)
            refusal = consent if is_refusal(consent) else last
            question = _digest(spotlight.id, *_asked(consent))
            if refusal is None or not is_refusal(refusal):
                if consent.answer == "yes":
                    days.pop(question, None)
                continue
            day = str(refusal.withdrawn_on or refusal.answered_on or refusal.asked_on)
            days.setdefault(question, day)
            for merge in merges_into(consent.member):
                days.setdefault(_digest(spotlight.id, *_asked(replace(consent, member=merge.other))), day)
                if refusal is last:
                    for each in _remembered(merge, spotlight.id):
                        days.setdefault(_digest(spotlight.id, *_asked_in(each)), day)
    return days


def refused_in(id: str, document: Mapping[str, Any]) -> dict[str, str]:
    """What the document of a spotlight from elsewhere says that was taken back, in the form of what is known."""
    return {
        _digest(id, *_asked_in(each)): str(each.get("withdrawn_on") or each.get("answered_on") or each.get("asked_on"))
        for each in _consents_in(document)
        if _is_refused(each)
    }


def as_they_are(known: Days, id: str, document: Mapping[str, Any]) -> Mapping[str, Any]:
    """The document of a spotlight from elsewhere, with every yes taken back that is known to be; the same one where
    none is. A yes to a question that was asked again after the no stays."""
    consents = _consents_in(document)
    again: set[str] = set()
    found = []
    for each in consents:
        question = _digest(id, *_asked_in(each))
        if _is_refused(each):
            again.add(question)
        elif each.get("answer") == "yes" and question in known and question not in again:
            each = {**each, "withdrawn_on": known[question]}
        found.append(each)
    return document if found == consents else {**document, "consents": found}


def _consents_in(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    consents = document.get("consents")
    return consents if isinstance(consents, list) and all(isinstance(each, dict) for each in consents) else []


def _is_refused(consent: Mapping[str, Any]) -> bool:
    return consent.get("answer") == "no" or bool(consent.get("withdrawn_on"))


def _remembered(merge: Merge, spotlight: str) -> Iterator[Mapping[str, Any]]:
    """What one of two members was asked about a spotlight before they became one."""
    for moved in merge.moved:
        if moved.table == "spotlights" and moved.id == spotlight:
            yield from (each for each in _consents_in(moved.before) if each.get("member") in (merge.kept, merge.other))


def _asked(consent: Consent) -> tuple[str, ...]:
    return consent.member, consent.asked_on.isoformat(), consent.text_hash, consent.audience or ""


def _asked_in(consent: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(str(consent.get(name) or "") for name in ("member", "asked_on", "text_hash", "audience"))


def _digest(*question: str) -> str:
    return blake2b("\0".join(question).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
