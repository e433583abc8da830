"""Exporting the roster: in which format, which fields, and whether private words go along."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Static
from textual.widgets.selection_list import Selection

from kindtui.domain.fields import Field
from kindtui.domain.roster import MEMBER_FIELDS
from kindtui.services.exports import FORMATS, SUFFIXES, selection_of
from kindtui.tui import content as draw
from kindtui.tui.widgets.dialogs import Dialog
from kindtui.tui.widgets.ticks import TickList

if TYPE_CHECKING:
    from kindtui.tui.app import KindApp
    from kindtui.workspace import Workspace

FORMAT_WORDS = {"csv": "CSV, for a spreadsheet", "json": "JSON, for programs", "vcard": "vCard, for an address book"}


async def export_members(app: KindApp, workspace: Workspace) -> None:
    """Ask how, write it to exports/, and say where and whether private words went along."""
    formats = sorted(FORMATS, key=lambda each: each != "csv")
    format = await app.choose("Export the roster as", [(each, FORMAT_WORDS.get(each, each)) for each in formats])
    if format is None:
        return
    fields = await app.push_screen_wait(ChooseFields(MEMBER_FIELDS))
    if fields is None:
        return
    path = workspace.folder / "exports" / f"members.{SUFFIXES.get(format, format)}"
    everything = len(fields) == len(MEMBER_FIELDS)
    usual = fields == [field.name for field in MEMBER_FIELDS if not field.private]
    named = () if usual or everything else fields
    workspace.exports.export("members", format=format, out=path, fields=named, notes=everything)
    private = selection_of("members", named, notes=everything).private
    app.tell(
        f"Written to {path}",
        f"Private words went along: {', '.join(private)}." if private else "Private words stay out of it.",
    )


class ChooseFields(Dialog[list[str] | None]):
    """Which fields leave. Private ones are off until somebody turns them on."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "done", "Export", id="fields.done", show=False, priority=True),
    ]
    title_text = Content("Which fields?")

    def __init__(self, fields: Sequence[Field]) -> None:
        super().__init__()
        self.fields = fields

    def body(self) -> ComposeResult:
        yield TickList[str](
            *(Selection(_words(field), field.name, not field.private) for field in self.fields), compact=True
        )

    def foot(self) -> ComposeResult:
        yield Static(draw.text("space turns one on or off, ctrl+s exports"), classes="dialog--hint")

    def buttons(self) -> Sequence[Widget]:
        return (
            Button(draw.keyed("Cancel", "esc"), id="no"),
            Button(draw.keyed("Export", "ctrl+s"), id="yes", variant="primary"),
        )

    def action_done(self) -> None:
        """Answer the fields in the order of the card; without any the dialog stays."""
        chosen: TickList[str] = self.query_one(TickList)
        names = [field.name for field in self.fields if field.name in chosen.selected]
        if names:
            self.dismiss(names)


def _words(field: Field) -> Text:
    return Text(f"{field.label}  private" if field.private else field.label)
