"""Offers beside needs: choose a need, choose whom to ask, and take words along that name nobody."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from kindtui.domain.card_words import offer_words
from kindtui.domain.matching import NeedNow, OfferNow, room_words
from kindtui.tui import content as draw

if TYPE_CHECKING:
    from kindtui.domain.roster import Member
    from kindtui.tui.app import KindApp
    from kindtui.workspace import Workspace

MOST = 30
"""Needs and offers to choose from at once."""


async def match(app: KindApp, workspace: Workspace, member: Member | None) -> None:
    """Bring a need and an offer together; the needs of `member` come first. Nobody is introduced by it."""
    need = await _choose_need(app, workspace, member)
    if need is None:
        return
    if need.why_not:
        app.tell(f"Nothing is suggested: {need.why_not}.", severity="warning")
        return
    offer = await _choose_offer(app, workspace, need)
    if offer is None:
        return
    asked = workspace.matching.ask(need, offer)
    app.records_changed()
    app.tell(workspace.follow_ups.title(asked.follow_up), "4 shows it; u takes it back.")
    await app.show_text(
        f"Words for {offer.member.name}", asked.draft, note="Nobody was told anything yet. y copies it."
    )


async def _choose_need(app: KindApp, workspace: Workspace, member: Member | None) -> NeedNow | None:
    needs = sorted(workspace.matching.needs(), key=lambda each: member is None or each.member.id != member.id)[:MOST]
    if not needs:
        offers = [_offer_line(each, workspace).plain for each in workspace.matching.offers()]
        nothing = "Nobody's needs are written down. e on a card adds one, under Offers and needs."
        await app.show_text("Offers and needs", "\n".join([nothing, *(["", "Offered:", *offers] if offers else [])]))
        return None
    chosen = await app.choose(
        "Who needs what?",
        [(str(place), _need_line(each)) for place, each in enumerate(needs)],
        details="You choose a need, then whom to ask.",
    )
    return needs[int(chosen)] if chosen is not None else None


async def _choose_offer(app: KindApp, workspace: Workspace, need: NeedNow) -> OfferNow | None:
    near = workspace.matching.beside(need)
    others = [each for each in workspace.matching.offers() if each not in near and each.member.id != need.member.id]
    found = [each for each in (*near, *others) if not each.why_not][:MOST]
    resting = "\n".join(
        f"Not now: {_offer_line(each, workspace).plain} ({each.why_not})" for each in near if each.why_not
    )
    if not found:
        app.tell("Nobody offers anything just now.", resting, severity="warning")
        return None
    chosen = await app.choose(
        f"Whom to ask about “{draw.plain(need.need.topic)}”?",
        [(str(place), _offer_line(each, workspace, beside=each in near)) for place, each in enumerate(found)],
        details="\n".join(filter(None, ["They are asked first; nobody is named to them.", resting])),
    )
    return found[int(chosen)] if chosen is not None else None


def _need_line(each: NeedNow) -> Content:
    why = f"  not now: {each.why_not}" if each.why_not else ""
    return Content.assemble(draw.text(each.need.topic), draw.text(f"  {each.member.name}{why}", draw.MUTED))


def _offer_line(each: OfferNow, workspace: Workspace, *, beside: bool = False) -> Content:
    words = offer_words(each.offer, workspace.date_today())
    room = room_words(each)
    mark: Sequence[Content] = [draw.text("≈ ", draw.ACCENT)] if beside else []
    return Content.assemble(
        *mark, draw.text(words), draw.text(f"  {each.member.name}{f', {room}' if room else ''}", draw.MUTED)
    )
