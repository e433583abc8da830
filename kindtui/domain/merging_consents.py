"""What becomes of the answers in a spotlight when two members become one, and when they are two again.

A merge may be a mistake, so it never lets a text leave that could not leave before: a no of either side stands, and
where both were to be asked a yes counts when both gave it to the same words.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from kindtui.domain.spotlights import AUDIENCES, Consent, Spotlight, hash_of, is_refusal, latest_consent

BOTH_MUST_AGREE = "only one of the two agreed to it: ask again"
SCOPES_DIFFER = "they agreed to different things: ask again"


def with_one_spotlight(spotlight: Spotlight, kept: str, other: str) -> tuple[Spotlight, str]:
    """A spotlight in which `kept` is who `other` was, and why an answer does not count any more ("" when all do)."""
    members = tuple(dict.fromkeys(kept if id == other else id for id in spotlight.members))
    theirs = [each for each in spotlight.consents if each.member in (kept, other)]
    last, why = _one_answer(spotlight, kept, other)
    # where no answer counts, none may be the latest: they go, and the merge remembers them
    ordered = [*(each for each in theirs if each is not last), last] if last else []
    others = [each for each in spotlight.consents if each.member not in (kept, other)]
    consents = tuple(replace(each, member=kept) for each in ordered)
    if members == spotlight.members and consents == tuple(theirs):
        return spotlight, ""
    return replace(spotlight, members=members, consents=(*others, *consents)), why


def with_two_again(
    before: Spotlight, after: Iterable[Consent], now: Iterable[Consent], kept: str, other: str
) -> tuple[tuple[Consent, ...], bool]:
    """The answers when `kept` and `other` are two again as they were in `before`, and whether a yes has to be asked for
    anew.

    What was said since the merge may be the word of either: a no or a withdrawal counts for both, a yes for nobody.
    """
    known = list(after)
    people = [id for id in (kept, other) if id in before.members]
    ask_again = False
    told: list[Consent] = []
    for said in (each for each in now if each.member == kept):
        if said in known:
            known.remove(said)
            continue
        if said.answer == "yes" and not is_refusal(said):
            said, ask_again = replace(said, answer=None, scope=None, answered_on=None), True
        told += [replace(said, member=id) for id in people]
    own = [each for each in before.consents if each.member in (kept, other)]
    return (*(each for each in now if each.member not in (kept, other)), *own, *told), ask_again


def _one_answer(spotlight: Spotlight, kept: str, other: str) -> tuple[Consent | None, str]:
    """The answer that counts for both, and why none does although one of them said yes."""
    words = [latest_consent(spotlight, id) for id in (kept, other)]
    refusals = [each for each in words if each is not None and is_refusal(each)]
    if refusals:
        return refusals[0], ""
    asked = [word for id, word in zip((kept, other), words, strict=True) if id in spotlight.members or word]
    yeses = [each for each in asked if each is not None and each.answer == "yes"]
    if len(yeses) < len(asked) or not yeses:
        questions = [each for each in asked if each is not None and each.answer is None]
        return min(questions, key=_asked_for, default=None), BOTH_MUST_AGREE if yeses else ""
    scopes = {each.scope for each in yeses}
    if len(scopes) > 1 and "anonymous" in scopes:
        return None, SCOPES_DIFFER
    stale = [each for each in yeses if each.text_hash != hash_of(spotlight)]
    return min(stale or yeses, key=_reach), ""


def _reach(consent: Consent) -> int:
    return _asked_for(consent) if consent.scope == "anonymous" else AUDIENCES.index(consent.scope or "internal")


def _asked_for(consent: Consent) -> int:
    """How large the audience was that the question was about; the largest where that was not kept."""
    return AUDIENCES.index(consent.audience or AUDIENCES[-1])
