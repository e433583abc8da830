"""`kindtui member offers | needs | match`: who could help with what; bringing two people together by asking first."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from kindtui.cli.member_card import WHO
from kindtui.cli.options import add_day, day_of
from kindtui.cli.records import on_day, record_json, references
from kindtui.cli.session import Session
from kindtui.cli.verb import Verb
from kindtui.errors import Ambiguous, UsageError

if TYPE_CHECKING:
    from kindtui.domain.matching import NeedNow, OfferNow


def _topic_options(parser: ArgumentParser) -> None:
    parser.add_argument("topic", nargs="*", metavar="TOPIC", help="only those with one of these words")


def _offers(session: Session, arguments: Namespace) -> None:
    found = session.workspace.matching.offers(" ".join(arguments.topic))
    if session.output.as_json:
        session.output.json([_offer_json(each) for each in found])
        return
    session.output.rows([_offer_row(each) for each in found])
    if not found:
        session.output.say('nobody offers that yet: kindtui member edit amina --offer "code review; capacity=2"')


def _needs(session: Session, arguments: Namespace) -> None:
    matching = session.workspace.matching
    found = [(need, matching.beside(need)) for need in matching.needs(" ".join(arguments.topic))]
    if session.output.as_json:
        session.output.json([_beside_json(need, near) for need, near in found])
        return
    session.output.rows([_need_row(need, near) for need, near in found])
    if not found:
        session.output.say('nobody needs that: kindtui member edit bo --need "a first mentor; since=today"')


def _match_options(parser: ArgumentParser) -> None:
    references(parser, "MEMBER", f"who needs help: {WHO}", several=False)
    parser.add_argument("--topic", default="", metavar="WORDS", help="which of their needs, where there are several")
    parser.add_argument("--with", dest="helper", default="", metavar="MEMBER", help="who is to be asked to help")
    parser.add_argument(
        "--offer", default="", metavar="WORDS", help="which of the helper's offers, where it is not clear"
    )
    add_day(parser, "due", "the day to ask by; in three days when left out")


def _match(session: Session, arguments: Namespace) -> None:
    workspace = session.workspace
    matching = workspace.matching
    needs = matching.needs_of(workspace.roster.find(arguments.ref), arguments.topic)
    if not arguments.helper:
        if arguments.due or arguments.offer:
            raise UsageError("--due and --offer need --with", "say who is to be asked: --with MEMBER")
        _show_beside(session, [(need, matching.beside(need)) for need in needs])
        return
    if len(needs) > 1:
        topics = [each.need.topic for each in needs]
        raise Ambiguous("they need more than one thing", f"say which: --topic '{topics[0]}'", candidates=topics)
    offer = matching.chosen(needs[0], workspace.roster.find(arguments.helper), arguments.offer)
    asked = matching.ask(needs[0], offer, due=day_of(session, "due", arguments.due))
    if session.output.as_json:
        session.output.json({**record_json(asked.follow_up), "draft": asked.draft})
        return
    session.output.line(f"{asked.follow_up.id}  {workspace.follow_ups.title(asked.follow_up)}")
    session.output.say(f"nobody was told anything yet. Words to ask with:\n\n{asked.draft}")


def _show_beside(session: Session, found: Sequence[tuple[NeedNow, Sequence[OfferNow]]]) -> None:
    output = session.output
    if output.as_json:
        output.json([_beside_json(need, near) for need, near in found])
        return
    for need, near in found:
        output.say(f"{need.member.name} needs: {need.need.topic}")
        if need.why_not:
            output.say(f"  nothing is suggested: {need.why_not}")
            continue
        output.rows([_offer_row(each) for each in near])
        if not near:
            output.say("  no offer shares a word with that: kindtui member offers lists all, and you may choose any")
        elif any(not each.why_not for each in near):
            first = next(each for each in near if not each.why_not)
            output.say(f"  you choose: kindtui member match {need.member.id} --with {first.member.id}")


def _offer_row(each: OfferNow) -> list[str]:
    from kindtui.domain.matching import room_words

    until = f"until {on_day(each.offer.until)}" if each.offer.until else ""
    why_not = f"not now: {each.why_not}" if each.why_not else ""
    return [each.member.id, each.member.name, each.offer.topic, room_words(each), until, why_not]


def _need_row(need: NeedNow, near: Sequence[OfferNow]) -> list[str]:
    names = ", ".join(dict.fromkeys(each.member.name for each in near if not each.why_not))
    since = f"since {on_day(need.need.since)}" if need.need.since else ""
    beside = f"not now: {need.why_not}" if need.why_not else f"could be asked: {names}" if names else ""
    return [need.member.id, need.member.name, need.need.topic, since, beside]


def _offer_json(each: OfferNow) -> dict[str, Any]:
    offer = each.offer
    return {
        "member": each.member.id,
        "name": each.member.name,
        "topic": offer.topic,
        "capacity": offer.capacity,
        "taken": each.taken,
        "until": on_day(offer.until) or None,
        "why_not": each.why_not,
    }


def _beside_json(need: NeedNow, near: Sequence[OfferNow]) -> dict[str, Any]:
    return {
        "member": need.member.id,
        "name": need.member.name,
        "topic": need.need.topic,
        "since": on_day(need.need.since) or None,
        "why_not": need.why_not,
        "offers": [_offer_json(each) for each in near],
    }


VERBS = (
    Verb(
        "offers",
        "who could help with what, with room for how many, until when",
        "kindtui member offers sewing",
        _offers,
        _topic_options,
        about="Each open follow-up that asks somebody to help takes one place of their offer.",
    ),
    Verb(
        "needs",
        "who needs help with what, and who could be asked",
        "kindtui member needs\nkindtui member needs mentor",
        _needs,
        _topic_options,
    ),
    Verb(
        "match",
        "the offers beside somebody's need; --with plans to ask the one who offered",
        "kindtui member match bo\nkindtui member match bo --topic mentor --with amina --due friday",
        _match,
        _match_options,
        about="Nobody is introduced by it: it begins a follow-up about the one who offered, and gives words that do\n"
        "not name who needs the help. Exit code 5 when somebody is left in peace, or an offer has ended or is full.",
    ),
)
