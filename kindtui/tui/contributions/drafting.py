"""Making a spotlight: for whom, of which kind acts, from which template; and changing its text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, get_args

from kindtui.domain.consent import AGREED
from kindtui.domain.fields import Field, Typed
from kindtui.domain.spotlight_fields import SPOTLIGHT_FIELDS
from kindtui.domain.spotlights import Audience, Spotlight
from kindtui.domain.text import listed
from kindtui.tui.contributions.next_step import hints_as_keys
from kindtui.tui.verb_form import VerbQuestion, ask_how
from kindtui.tui.widgets.form import Form

if TYPE_CHECKING:
    from kindtui.tui.app import KindApp
    from kindtui.workspace import Workspace

NOTE = "Nothing leaves before everybody in it agreed to be named and to the very text."


async def draft(app: KindApp, ids: Sequence[str]) -> Spotlight | None:
    """Draft a spotlight that tells of contributions, about those who did them; none: choose in the form."""
    workspace = app.workspace
    assert workspace is not None
    told = [each for each in map(workspace.contributions.get, ids) if each is not None]
    members = list(dict.fromkeys(id for each in told for id in each.by))
    made = await ask_how(app, _question(workspace, members, [each.id for each in told]))
    if made is not None:
        tell_next(app, made, "Drafted.")
    return made


def _question(workspace: Workspace, members: Sequence[str], told: Sequence[str]) -> VerbQuestion[Spotlight]:
    templates = [each.id for each in workspace.spotlights.templates() if not each.problem]
    fields = (
        Field("member", "members", "About", "Who is in it. Empty: those who did the kind acts", "members"),
        Field("contribution", "contributions", "Tells of", "The kind acts", "records", table="contributions"),
        Field(
            "template",
            "template",
            "Template",
            "Left out: the one for so many people. Yours are in spotlights/templates/",
            "choice",
            tuple(templates),
        ),
        Field("audience", "audience", "Audience", "Who will read it", "choice", get_args(Audience), required=True),
    )

    def do(values: Mapping[str, Any]) -> Spotlight:
        with hints_as_keys():
            return workspace.spotlights.draft(
                values.get("members", ()),
                contributions=values.get("contributions", ()),
                template=values.get("template", ""),
                audience=values["audience"],
            )

    start: dict[str, Typed] = {"member": members, "contribution": told, "audience": "public"}
    return VerbQuestion("Draft a spotlight", fields, do, start, NOTE, done="Draft", assumed=_assumed)


def _assumed(typed: Mapping[str, Typed]) -> Mapping[str, str]:
    """The template that is taken for so many people when none is chosen."""
    from kindtui.services.spotlight_drafts import usual_template

    many = len(typed["member"])
    return {"template": f"{usual_template(many)} when left empty" if many else ""}


async def edit(app: KindApp, spotlight: Spotlight) -> None:
    """Change the text; who said yes to the old one has to be asked again, and the form says so."""
    workspace = app.workspace
    assert workspace is not None
    service = workspace.spotlights

    def save(typed: dict[str, Typed], read: Spotlight | None) -> Spotlight:
        with hints_as_keys():
            return service.edit(spotlight.id, typed, read=read)

    agreed = [line for line in service.standing(spotlight).lines if line.verdict in AGREED]
    names = listed([workspace.roster.name_of(line.member_id) for line in agreed])
    form = Form(
        title=f"Edit: {names} said yes to these words; a change asks again" if agreed else "Edit the spotlight",
        fields=SPOTLIGHT_FIELDS,
        save=save,
        record=spotlight,
        latest=lambda: service.get(spotlight.id),
        draft=spotlight.id,
    )
    saved = await app.fill_in(form)
    if saved is not None:
        tell_next(app, saved, "Saved.")


async def edit_in_editor(app: KindApp, spotlight: Spotlight) -> None:
    """Write the text in `$EDITOR`."""
    workspace = app.workspace
    assert workspace is not None
    written = await app.edit_outside(spotlight.text)
    if written is not None and written != spotlight.text:
        saved = workspace.spotlights.edit(spotlight.id, {"text": written}, read=spotlight)
        app.records_changed()
        tell_next(app, saved, "Saved.")


def tell_next(app: KindApp, spotlight: Spotlight, done: str) -> None:
    """Say what was done, and what comes next."""
    assert app.workspace is not None
    app.tell(done, f"Next: {app.workspace.spotlights.standing(spotlight).next_step}.")
