"""How a spotlight changes when somebody is asked, answers or withdraws. `kindtui.domain.consent` reads the result."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from msgspec.structs import replace

from kindtui.domain.spotlights import Consent, Scope, Spotlight, hash_of, is_refusal, latest_consent, reaches
from kindtui.errors import Declined, InvalidInput


def has_agreed(spotlight: Spotlight, member_id: str) -> bool:
    """Whether this member said yes to this very text for its audience, so that asking again would only be a burden."""
    said = latest_consent(spotlight, member_id)
    return (
        said is not None
        and said.answer == "yes"
        and said.withdrawn_on is None
        and said.text_hash == hash_of(spotlight)
        and reaches(said, spotlight.audience)
    )


def asked(spotlight: Spotlight, member_id: str, day: date, via: str = "") -> Spotlight:
    """With a question about the words and the audience as they are now. A second question about the same, before
    there was an answer, takes the place of the first."""
    open_question = latest_consent(spotlight, member_id)
    kept = spotlight.consents
    if (
        open_question is not None
        and open_question.answer is None
        and open_question.withdrawn_on is None
        and open_question.text_hash == hash_of(spotlight)
        and open_question.audience in (spotlight.audience, None)
    ):
        kept = _without(kept, open_question)
        via = via or open_question.via
    question = Consent(
        member=member_id, asked_on=day, via=via, audience=spotlight.audience, text_hash=hash_of(spotlight)
    )
    return replace(spotlight, consents=(*kept, question))


def scope_asked(spotlight: Spotlight, member_id: str) -> Scope:
    """How far a yes goes when nobody said how far: to the audience that the question was about."""
    question = latest_consent(spotlight, member_id)
    return (question.audience if question else None) or spotlight.audience


def answered(
    spotlight: Spotlight, member_id: str, name: str, *, yes: bool, scope: Scope | None, via: str, day: date
) -> Spotlight:
    """With an answer to the latest question: a yes approves the words that were shown, and no others, for the audience
    that was asked about unless a `scope` is given.

    A no needs no question. Raises Declined for a yes of somebody who was not asked since they said no or withdrew,
    InvalidInput for an answer before its question.
    """
    question = latest_consent(spotlight, member_id)
    if yes and (question is None or question.withdrawn_on or question.answer == "no"):
        why = "was not asked yet" if question is None else "withdrew" if question.withdrawn_on else "said no"
        raise Declined(
            f"{name} {why}: a yes is for a text that was shown",
            f"ask first: kindtui spotlight ask {spotlight.id} --member {member_id}",
        )
    kept = spotlight.consents
    if question is not None:
        before, since = (
            ("withdrew", question.withdrawn_on) if question.withdrawn_on else ("was asked", question.asked_on)
        )
        if day < since:
            raise InvalidInput(
                f"{name} {before} on {since}: an answer cannot be of {day}", f"a day from {since} on, or none for today"
            )
    if question is None or question.withdrawn_on:
        question = Consent(member=member_id, asked_on=day)
    elif question.answer is None:
        kept = _without(kept, question)
    said = replace(
        question,
        answer="yes" if yes else "no",
        scope=(scope or scope_asked(spotlight, member_id)) if yes else None,
        answered_on=day,
        via=via or question.via,
    )
    return replace(spotlight, consents=(*kept, said))


def last_yes_on(spotlight: Spotlight) -> date | None:
    """The day of the last yes that counts: nothing was published by consent before it. None without a yes."""
    latest = (latest_consent(spotlight, each) for each in spotlight.members)
    return max(
        (each.answered_on for each in latest if each and each.answer == "yes" and each.answered_on), default=None
    )


def withdrawn(spotlight: Spotlight, member_ids: Iterable[str], day: date) -> Spotlight:
    """With these members' word taken back, whatever it was; also that of somebody who was never asked."""
    for member_id in member_ids:
        latest = latest_consent(spotlight, member_id)
        if latest is not None and latest.withdrawn_on is not None:
            continue
        kept = _without(spotlight.consents, latest) if latest else spotlight.consents
        taken_back = replace(latest or Consent(member=member_id, asked_on=day), withdrawn_on=day)
        spotlight = replace(spotlight, consents=(*kept, taken_back))
    return spotlight


def revived(now: Spotlight, then: Spotlight) -> list[str]:
    """Members who said no to a spotlight, or took their yes back, and whose yes would count if it were as it is in
    `then`."""
    found = []
    for member_id in then.members:
        said, before = latest_consent(now, member_id), latest_consent(then, member_id)
        if is_refusal(said) and before is not None and before.answer == "yes" and not is_refusal(before):
            found.append(member_id)
    return found


def _without(consents: tuple[Consent, ...], one: Consent) -> tuple[Consent, ...]:
    return tuple(each for each in consents if each is not one)
