"""What of a record leaves: a choice of fields, and the private notes only when they were asked for."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from kindtui.domain.fields import Field, field_named
from kindtui.domain.nearest import nearest
from kindtui.domain.record import Record
from kindtui.errors import InvalidInput

NOTES_INSIDE = {"touches": "note", "thanks": "words"}
"""Lists that the program keeps -> the key in their parts that holds words about somebody."""

_TAIL = ("created_at", "updated_at")
_NOT_TOLD = ("id", "extra", "heard")
"""The id leads every row by itself; the others say nothing to whoever reads a table."""


class Selection(msgspec.Struct, frozen=True):
    """Which columns leave, in their order: fields, and names of what the program keeps besides. `notes` says that
    private words go along; `whole`, that nothing was left out by choice."""

    columns: tuple[Field | str, ...]
    notes: bool = False
    whole: bool = False

    @property
    def private(self) -> tuple[str, ...]:
        """The names of the private columns that are in it."""
        return tuple(
            each.name if isinstance(each, Field) else each
            for each in self.columns
            if (each.private if isinstance(each, Field) else self.notes and each in NOTES_INSIDE)
        )


def select(
    kind: type[Record], fields: Sequence[Field], chosen: Sequence[str] = (), *, notes: bool = False
) -> Selection:
    """The columns that were chosen by name, or all of them without the private ones; with `notes` with those too. A
    private field that is named is asked for by that. Raises InvalidInput, listing the fields, for a name that is none.
    """
    kept = kept_names(kind, fields)
    if not chosen:
        shown = [field for field in fields if notes or not field.private]
        return Selection((*shown, *kept), notes=notes, whole=True)
    columns: dict[str, Field | str] = {}
    for word in chosen:
        name = word.strip().lower().replace("_", "-")
        field = field_named(fields, name)
        if field is None and name not in (*kept, "id"):
            raise _unknown(word, [*(each.name for each in fields), *kept])
        if name != "id":
            columns[field.name if field else name] = field or name
    return Selection(tuple(columns.values()), notes=notes)


def _unknown(word: str, known: Sequence[str]) -> InvalidInput:
    near = nearest(word, known)
    hint = f"did you mean {near!r}?\n" if near else ""
    return InvalidInput(f"there is no field {word.strip()!r}", f"{hint}it can be {', '.join(known)}")


def kept_names(kind: type[Record], fields: Sequence[Field]) -> tuple[str, ...]:
    """What the program keeps about a record beside its fields: states, thanks, contacts, instants."""
    told = {field.path.partition(".")[0] for field in fields}
    names = [each.name for each in msgspec.structs.fields(kind) if each.name not in (*_NOT_TOLD, *told)]
    return tuple(name.replace("_", "-") for name in (*(each for each in names if each not in _TAIL), *_TAIL))
