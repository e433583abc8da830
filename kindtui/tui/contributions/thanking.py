"""Saying thank you: words to begin with, made one's own, taken along, and kept with their channel and day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from kindtui.domain.contributions import Contribution
from kindtui.domain.dates import spoken
from kindtui.domain.fields import Field
from kindtui.domain.pauses import pause_of, pause_words
from kindtui.domain.text import first_line, listed
from kindtui.tui.reaching import reaching_words, usual_channel
from kindtui.tui.verb_form import VerbQuestion, ask_how

if TYPE_CHECKING:
    from kindtui.domain.roster import Member
    from kindtui.tui.app import KindApp
    from kindtui.workspace import Workspace

CHANNEL = Field("channel", "channel", "Where", "Where you say it: in person, discord, a card")
ON = Field("on", "on", "On", "The day you said it", "date", required=True, default="today", past=True)
WORDS_HELP = "Make them yours. ctrl+y copies them"
MOST_LETTERS = 20
"""Thank-yous whose words can be written in one form."""
MOST_TOLD = 3
"""Contributions named above the form."""


async def thank(app: KindApp, ids: Sequence[str]) -> bool:
    """Thank for contributions: one letter for each group of people who did them together. False when called off."""
    workspace = app.workspace
    assert workspace is not None
    found = [each for each in map(workspace.contributions.get, ids) if each is not None]
    letters = _by_people(found)
    if len(letters) > MOST_LETTERS:
        words = f"These are {len(letters):,} thank-yous, each with words of its own."
        app.tell(words, f"Mark those of {MOST_LETTERS} people or fewer, and thank them.", severity="warning")
        return False
    if not letters or await ask_how(app, _question(workspace, letters)) is None:
        return False
    app.tell(f"Thanked {_names(workspace, found)}.", "u takes it back.")
    return True


def _by_people(found: Sequence[Contribution]) -> list[list[Contribution]]:
    letters: dict[tuple[str, ...], list[Contribution]] = {}
    for each in found:
        letters.setdefault(tuple(sorted(each.by)), []).append(each)
    return list(letters.values())


def _question(workspace: Workspace, letters: Sequence[Sequence[Contribution]]) -> VerbQuestion[Contribution]:
    """The form: a field of words for each letter, then where and when."""
    contributions = workspace.contributions
    names = [f"words-{number}" for number in range(1, len(letters) + 1)]
    labels = ["Words"] if len(letters) == 1 else [_names(workspace, letter) for letter in letters]
    words = [Field(name, name, label, WORDS_HELP, "text") for name, label in zip(names, labels, strict=True)]
    drafts = ["\n".join(contributions.thanks_draft(each.id) for each in letter).rstrip("\n") for letter in letters]
    whole = [each for letter in letters for each in letter]

    unsaid = dict(zip(names, letters, strict=True))

    def do(values: Mapping[str, Any]) -> Contribution:
        # a letter that was kept is not kept again when one after it fails and the person tries once more
        for name, letter in list(unsaid.items()):
            contributions.thank(
                [each.id for each in letter],
                channel=values.get("channel", ""),
                words=values.get(name, ""),
                on=values["on"],
            )
            del unsaid[name]
        return whole[0]

    return VerbQuestion(
        title=f"Thank {_names(workspace, whole)}",
        fields=(*words, CHANNEL, ON),
        do=do,
        start={**dict(zip(names, drafts, strict=True)), "channel": usual_channel(_givers(workspace, whole))},
        note=_note(workspace, whole),
        done="Said",
        copies=names,
        draft=f"thank.{whole[0].id}" if len(whole) == 1 else "",
    )


def _note(workspace: Workspace, found: Sequence[Contribution]) -> str:
    """What they did, and how they want to be reached."""
    today = workspace.date_today()
    told = [f"For “{first_line(each.what)}”, {spoken(each.on, today)}." for each in found[:MOST_TOLD]]
    if len(found) > MOST_TOLD:
        told.append(f"And {len(found) - MOST_TOLD} more.")
    reaching = (_reaching(member, today) for member in _givers(workspace, found))
    return "\n".join([*told, *(words for words in reaching if words)])


def _reaching(member: Member, today: date) -> str:
    pause = pause_of(member, today)
    parts = [
        *reaching_words(member),
        "asked to be thanked in private only" if member.recognition.wish == "private" else "",
        pause_words(pause, today) if pause else "",
    ]
    said = [part.rstrip(".") for part in parts if part]
    return f"{member.name}: {'; '.join(said)}." if said else ""


def _givers(workspace: Workspace, found: Sequence[Contribution]) -> list[Member]:
    ids = dict.fromkeys(id for each in found for id in each.by)
    return [member for member in map(workspace.roster.get, ids) if member is not None]


def _names(workspace: Workspace, found: Sequence[Contribution]) -> str:
    names = [workspace.roster.name_of(id) for id in dict.fromkeys(id for each in found for id in each.by)]
    return listed(names) if len(names) <= MOST_TOLD else f"{listed(names[:2], ',')} and {len(names) - 2} more"


async def keep_private(app: KindApp, ids: Sequence[str]) -> None:
    """Keep contributions between you and those who did them; when all of them are kept so already, no longer."""
    assert app.workspace is not None
    contributions = app.workspace.contributions
    found = [each for each in map(contributions.get, ids) if each is not None]
    if found and all(each.state == "kept_private" for each in found):
        opened = contributions.not_private(ids)
        app.records_changed()
        words = f"“{first_line(opened[0].what)}” is" if len(opened) == 1 else f"{len(opened)} of them are"
        app.tell(f"{words} no longer private.", "u takes it back.")
        return
    kept = contributions.keep_private(ids)
    app.records_changed()
    words = f"“{first_line(kept[0].what)}” stays" if len(kept) == 1 else f"{len(kept)} of them stay"
    app.tell(f"{words} between you: no spotlight will tell of it.", "u takes it back.")
