"""Answers that were a no, or became one: whatever old copy of a spotlight comes back, they stay what they are.

An answer is known by a digest of the question, which says nothing about the person.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import blake2b
from typing import Any

from kindtui.domain.spotlights import Spotlight, is_refusal

Days = Mapping[str, str]
"""Digest of a question -> the day on which its answer was, or became, a no."""


def noted(known: Days, spotlights: Iterable[Spotlight]) -> dict[str, str]:
    """What is known after these were saved: a no is kept in mind, until the same question is answered with yes."""
    days = dict(known)
    for spotlight in spotlights:
        for consent in spotlight.consents:
            question = _digest(spotlight.id, consent.member, consent.asked_on.isoformat(), consent.text_hash)
            if is_refusal(consent):
                days.setdefault(question, str(consent.withdrawn_on or consent.answered_on or consent.asked_on))
            elif consent.answer == "yes":
                days.pop(question, None)
    return days


def as_they_are(known: Days, id: str, document: Mapping[str, Any]) -> Mapping[str, Any]:
    """The document of a spotlight from elsewhere, with every yes taken back that is known to be; the same one where
    none is."""
    consents = document.get("consents")
    if not isinstance(consents, list):
        return document
    found = [_answered(known, id, each) for each in consents]
    return document if found == consents else {**document, "consents": found}


def _answered(known: Days, id: str, consent: Any) -> Any:
    if not isinstance(consent, dict) or consent.get("answer") != "yes" or consent.get("withdrawn_on"):
        return consent
    question = (id, *(str(consent.get(name, "")) for name in ("member", "asked_on", "text_hash")))
    day = known.get(_digest(*question))
    return {**consent, "withdrawn_on": day} if day else consent


def _digest(*question: str) -> str:
    return blake2b("\0".join(question).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
