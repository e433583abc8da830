"""What leaves: exports to a file or the clipboard, and where a spotlight was published."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from kindtui.domain.fields import Field
from kindtui.domain.spotlights import Audience, Spotlight
from kindtui.errors import KindError
from kindtui.tui.contributions.drafting import tell_next
from kindtui.tui.contributions.next_step import hints_as_keys
from kindtui.tui.verb_form import VerbQuestion, ask_how

if TYPE_CHECKING:
    from kindtui.services.spotlights import Exported
    from kindtui.tui.app import KindApp

TO = FILE, CLIPBOARD = "file", "clipboard"
AS = FINAL, DRAFT = "agreed_text", "marked_draft"
BEGIN = TEXT, FRONT_MATTER = "the_text", "front_matter"


def _export_fields() -> tuple[Field, ...]:
    from kindtui.services.spotlights import FORMATS

    return (
        Field("format", "format", "Format", "For which place", "choice", FORMATS, required=True),
        Field("to", "to", "To", "A file, or copied to be pasted", "choice", TO, required=True),
        Field("file", "file", "File", "Left empty: one in the folder exports/"),
        Field("audience", "audience", "Audience", "Who will read it", "choice", get_args(Audience), required=True),
        Field(
            "as",
            "as",
            "As",
            "Marked as a draft: for the members' own review, before they agreed",
            "choice",
            AS,
            required=True,
        ),
        Field("begin", "begin", "Begins with", "YAML front matter, for Markdown only", "choice", BEGIN, required=True),
    )


async def export(app: KindApp, spotlight: Spotlight) -> None:
    """Write the text for a place, once everybody agreed; a marked draft before."""
    workspace = app.workspace
    assert workspace is not None
    service = workspace.spotlights
    made: list[Exported] = []

    def do(values: Mapping[str, Any]) -> Spotlight:
        copy = values["to"] == CLIPBOARD
        file = str(values.get("file", "")).strip()
        with hints_as_keys():
            exported = service.export(
                spotlight.id,
                values["format"],
                audience=values["audience"],
                draft=values["as"] == DRAFT,
                out=Path(file).expanduser() if file and not copy else None,
                copy=copy,
                front_matter=values["begin"] == FRONT_MATTER,
            )
        made.append(exported)
        return exported.spotlight

    question = VerbQuestion(
        title="Export the spotlight",
        fields=_export_fields(),
        do=do,
        start={"format": "markdown", "to": FILE, "audience": spotlight.audience, "as": FINAL, "begin": TEXT},
        done="Export",
    )
    if await ask_how(app, question) is not None:
        await _hand_over(app, made[0])


async def copy(app: KindApp, spotlight: Spotlight) -> None:
    """Copy the text as Markdown: marked as a draft until everybody agreed."""
    assert app.workspace is not None
    service = app.workspace.spotlights
    draft = not service.standing(spotlight).may_leave
    with hints_as_keys():
        exported = service.export(spotlight.id, "markdown", copy=True, draft=draft)
    app.records_changed()
    await _hand_over(app, exported)


async def _hand_over(app: KindApp, exported: Exported) -> None:
    """Say where the file is, or copy: several messages one after the other, as a place takes them."""
    if exported.path is not None:
        more = f"and {exported.twin.name} beside it, as plain text" if exported.twin else ""
        app.tell(f"Written to {exported.path}", more)
        return
    if len(exported.messages) == 1:
        app.copy_text(exported.messages[0])
        return
    for number, message in enumerate(exported.messages, 1):
        await app.show_text(
            f"Message {number} of {len(exported.messages)}",
            message,
            note=f"{app.copied(message)}. Paste it, then close this for the next.",
        )


async def publish(app: KindApp, spotlight: Spotlight) -> None:
    """Keep where it was published."""
    workspace = app.workspace
    assert workspace is not None
    try:
        with hints_as_keys():
            workspace.spotlights.render(spotlight.id)
    except KindError as error:
        app.show_error(error)
        return

    def do(values: Mapping[str, Any]) -> Spotlight:
        with hints_as_keys():
            return workspace.spotlights.publish(spotlight.id, values["where"], values["on"])

    question = VerbQuestion(
        title="Where was it published?",
        fields=(
            Field("where", "where", "Where", "A link, or the name of the place", required=True),
            Field("on", "on", "On", "The day", "date", required=True, default="today", past=True),
        ),
        do=do,
        note="Publish it there yourself. Where it is will be found again when somebody takes their yes back.",
        done="Keep it",
    )
    published = await ask_how(app, question)
    if published is not None:
        tell_next(app, published, "Published.")


async def take_out_files(app: KindApp, spotlight: Spotlight) -> None:
    """Delete the exported files that must not lie about any more, once the person has seen which."""
    assert app.workspace is not None
    service = app.workspace.spotlights.taking_down
    found = service.files(spotlight)
    if not found:
        app.tell("None of its files has to be taken out.", "W comes first, when a yes was taken back.")
        return
    found, others = [each for each in found if each.may_go], [each for each in found if not each.may_go]
    if not found:
        left = "\n".join(str(each.path) for each in others)
        app.tell(f"Not as it was exported: look, and delete it yourself.\n{left}")
        return
    lines = [f"{each.path}{'' if each.as_exported else '   somebody wrote in it since'}" for each in found]
    lines += [f"{each.path}   stays: not as it was exported, so look, and delete it yourself" for each in others]
    one = len(found) == 1
    details = "\n".join([*lines, "", f"{'It is' if one else 'They are'} deleted for good: no undo brings that back."])
    question = f"Take {'the exported file' if one else 'the exported files'} out?"
    if await app.confirm(question, details, yes="Delete", no="Keep"):
        gone = service.delete(spotlight, found)
        app.records_changed()
        app.tell("\n".join(f"{each.file} {'is gone' if each in gone else 'was left: look again'}." for each in found))
