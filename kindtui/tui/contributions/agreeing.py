"""Asking people whether they may be named, in these words, and writing down what they said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, get_args

from kindtui.domain.consent import AGREED, BLOCKING
from kindtui.domain.consent_steps import scope_asked
from kindtui.domain.fields import Field
from kindtui.domain.spotlight_exports import place_words
from kindtui.domain.spotlights import Answer, Export, Publication, Scope, Spotlight
from kindtui.domain.text import counted
from kindtui.errors import Clash, InvalidInput, Problem
from kindtui.tui import content as draw
from kindtui.tui.contributions.ask_dialog import AskDialog, Asked
from kindtui.tui.contributions.drafting import tell_next
from kindtui.tui.contributions.marks import VERDICT_MARKS
from kindtui.tui.contributions.next_step import hints_as_keys
from kindtui.tui.reaching import reaching_words
from kindtui.tui.verb_form import VerbQuestion, ask_how

if TYPE_CHECKING:
    from kindtui.tui.app import KindApp

ALL = "*"
"""The choice of all members at once."""

ANSWER_FIELDS = (
    Field("answer", "answer", "Answer", "What they said", "choice", get_args(Answer)),
    Field(
        "scope",
        "scope",
        "How far",
        "How far a yes goes. Anonymous: as far as was asked, without name, handles, links and pronouns",
        "choice",
        get_args(Scope),
    ),
    Field("via", "via", "Via", "Where they answered: discord, e-mail, in person"),
    Field("on", "on", "On", "The day they answered", "date", required=True, default="today", past=True),
)


async def ask(app: KindApp, spotlight: Spotlight) -> None:
    """Show the message for each who has to be asked, one after the other, and keep which were sent."""
    workspace = app.workspace
    assert workspace is not None
    service = workspace.spotlights
    waiting = await _whom(app, spotlight)
    via, sent = "", 0
    for number, member_id in enumerate(waiting, 1):
        name, member = workspace.roster.name_of(member_id), workspace.roster.get(member_id)
        message = service.question(spotlight.id, member_id)
        asked: Asked | None = await app.push_screen_wait(
            AskDialog(
                f"Ask {name}" + (f" ({number} of {len(waiting)})" if len(waiting) > 1 else ""),
                message,
                via=via or (member.contact.channel if member else ""),
                note="; ".join(reaching_words(member)) if member else "",
                copied=app.copied,
                several=len(waiting) > 1,
            )
        )
        if asked is None:
            break
        if asked.sent:
            if service.question(spotlight.id, member_id) != message:
                # the record of asking is about the words that were shown
                raise Clash(f"Not kept: the text was changed while you asked {name}", "press A and send the new words")
            service.ask(spotlight.id, via=asked.via, members=[member_id])
            via, sent = asked.via, sent + 1
            app.records_changed()
    if sent:
        now = service.get(spotlight.id) or spotlight
        tell_next(app, now, f"Kept that you asked {counted(sent, 'person', 'people')}.")


async def _whom(app: KindApp, spotlight: Spotlight) -> list[str]:
    """Who has to be asked. Who said no is asked again only when they came back to it themselves."""
    assert app.workspace is not None
    standing = app.workspace.spotlights.standing(spotlight)
    lines = [line for line in standing.lines if line.member_id in spotlight.members]
    waiting = [line.member_id for line in lines if line.verdict not in AGREED | BLOCKING]
    refused = [line for line in lines if line.verdict in ("no", "withdrawn")]
    if waiting or not refused:
        if not waiting:
            app.tell("There is nobody to ask.", standing.next_step, severity="warning")
        return waiting
    reasons = ". ".join(line.reason for line in refused)
    again = await app.confirm(
        "Ask again?", f"{reasons}. Ask again only when they came back to it themselves.", yes="They did", no="No"
    )
    return [line.member_id for line in refused] if again else []


async def answer(app: KindApp, spotlight: Spotlight) -> None:
    """Write down a yes or a no."""
    workspace = app.workspace
    assert workspace is not None
    service = workspace.spotlights
    member_id = await choose_member(app, spotlight, "Whose answer?")
    if member_id is None:
        return
    name = workspace.roster.name_of(member_id)

    def do(values: Mapping[str, Any]) -> Spotlight:
        said = values.get("answer")
        if not said:
            raise _missing_answer(name)
        with hints_as_keys():
            return service.answer(
                spotlight.id,
                member_id,
                yes=said == "yes",
                scope=values.get("scope") if said == "yes" else None,
                via=values.get("via", ""),
                on=values["on"],
            )

    asked_about = scope_asked(spotlight, member_id)
    question = VerbQuestion(
        title=f"What {name} said",
        fields=ANSWER_FIELDS,
        do=do,
        start={"scope": asked_about},
        note=f"A yes is for the words that were shown, and for {asked_about} unless they said otherwise.",
        done="Keep it",
    )
    answered = await ask_how(app, question)
    if answered is not None:
        tell_next(app, answered, f"Kept what {name} said.")


async def withdraw(app: KindApp, spotlight: Spotlight) -> None:
    """Take a yes back, of one member or of all, and show what has to be taken down."""
    assert app.workspace is not None
    before = [each.member for each in spotlight.consents]
    chosen = await choose_member(
        app, spotlight, "Who takes their yes back?", also=before, everybody="Everybody: call it off"
    )
    if chosen is None:
        return
    whose = "Everybody's yes" if chosen == ALL else f"The yes of {app.workspace.roster.name_of(chosen)}"
    details = "It stops the spotlight at once. " + (
        f"To be taken down afterwards:\n{places_of([*spotlight.exports, *spotlight.published])}"
        if spotlight.exports or spotlight.published
        else "Nothing has left yet."
    )
    if not await app.confirm(f"{whose} is taken back?", details, yes="Take it back", no="Leave it"):
        return
    places = app.workspace.spotlights.withdraw(spotlight.id, None if chosen == ALL else [chosen])
    app.records_changed()
    if places:
        await app.show_text(
            "To be taken down",
            places_of(places),
            note="X deletes the exported files, and Today names them until then. y copies the list. u undoes.",
        )
    else:
        app.tell("Taken back. Nothing has left, so nothing has to be taken down.", "u takes it back.")


async def take_out(app: KindApp, spotlight: Spotlight) -> None:
    """Take one member out; the others keep their spotlight."""
    workspace = app.workspace
    assert workspace is not None
    if len(spotlight.members) < 2:
        app.tell("It is about nobody else.", "D removes the spotlight.", severity="warning")
        return
    member_id = await choose_member(app, spotlight, "Who is taken out?")
    if member_id is not None:
        after = workspace.spotlights.edit(spotlight.id, {}, without=[member_id], read=spotlight)
        app.records_changed()
        tell_next(app, after, f"{workspace.roster.name_of(member_id)} is no longer in it.")


async def choose_member(
    app: KindApp, spotlight: Spotlight, title: str, *, also: Iterable[str] = (), everybody: str = ""
) -> str | None:
    """One of the members, and of those who are in it no more (`also`); the only one without asking. `everybody` is one
    more choice, answered as ALL."""
    workspace = app.workspace
    assert workspace is not None
    ids = list(dict.fromkeys([*spotlight.members, *also]))
    if len(ids) == 1:
        return ids[0]
    marks = {line.member_id: VERDICT_MARKS[line.verdict] for line in workspace.spotlights.standing(spotlight).lines}
    choices = [
        (
            id,
            draw.joined(
                [
                    draw.text(workspace.roster.name_of(id)),
                    "  ",
                    marks[id].badge if id in marks else draw.text("no longer in it", draw.MUTED),
                ]
            ),
        )
        for id in ids
    ]
    if everybody:
        choices.append((ALL, draw.text(everybody)))
    return await app.choose(title, choices)


def places_of(places: Sequence[Export | Publication]) -> str:
    """Where a text went, a line each."""
    return "\n".join(f"{each.on.isoformat()}  {place_words(each)}" for each in places)


def _missing_answer(name: str) -> InvalidInput:
    words = f"what did {name} say?"
    return InvalidInput(words, problems=[Problem(words, "choose yes or no", key="answer")])
