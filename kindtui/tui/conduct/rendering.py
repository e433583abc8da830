"""From a document to a text: what it still needs to know is asked for, and what was made can be taken along."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from kindtui.domain.conduct import ConductDocument, Variable
from kindtui.domain.fields import Field, Typed
from kindtui.domain.record import Record
from kindtui.errors import InvalidInput, KindError
from kindtui.services.conduct import Format
from kindtui.tui.conduct.hints import hints_as_keys, in_keys
from kindtui.tui.verb_form import VerbQuestion, ask_how

if TYPE_CHECKING:
    from kindtui.tui.app import KindApp

Values = Mapping[str, str]
Make = Callable[[Values, Format], str]
"""A text made with these values of its variables, in a format. Raises InvalidInput naming what is empty."""


class Made(Record, frozen=True, kw_only=True):
    """With which values a text was made. It is kept nowhere; `id` is the name of the document."""

    values: dict[str, str]


@dataclass(frozen=True, slots=True)
class Source:
    """What a text is made from. `name` begins the names of exported files."""

    name: str
    title: str
    document: ConductDocument
    make: Make


def of_document(app: KindApp, name: str) -> Source:
    """A document of the workspace. Raises InvalidInput when it cannot be read."""
    assert app.workspace is not None
    conduct = app.workspace.conduct

    def make(values: Values, format: Format) -> str:
        return conduct.render(name, values=values, format=format)

    document = conduct.parse(name)
    return Source(name, conduct.read(name).entry.title or name, document, make)


def of_text(app: KindApp, name: str, text: str) -> Source:
    """A text that is not stored yet. Raises InvalidInput when it cannot be read."""
    assert app.workspace is not None
    conduct, path = app.workspace.conduct, f"conduct/{name}.yaml"

    def make(values: Values, format: Format) -> str:
        return conduct.render_text(text, path, values=values, format=format)

    return Source(name, name, conduct.parse_text(text, path), make)


async def show(app: KindApp, source: Source) -> None:
    """Show a document as the text it becomes; what is empty and needed is asked for first. Raises InvalidInput when
    something else keeps it from becoming one."""
    from kindtui.tui.conduct.text_screen import TextScreen

    empty = empty_variables(source)
    values: Values = {}
    while True:
        if empty:
            made = await ask_values(app, source, values, needed=empty)
            if made is None:
                return
            values = made.values
        screen = TextScreen(source.title, source.name, partial(source.make, values), again=bool(empty))
        if not await app.push_screen_wait(screen):
            return


def empty_variables(source: Source) -> Sequence[str]:
    """The variables without which there is no text. Raises InvalidInput when something else keeps it from being."""
    try:
        with hints_as_keys():
            source.make({}, "markdown")
    except InvalidInput as error:
        names = [each.key.removeprefix("variables.") for each in error.problems]
        if not names or any(name not in source.document.variables for name in names):
            raise
        return names
    return ()


async def ask_values(app: KindApp, source: Source, start: Values, *, needed: Sequence[str]) -> Made | None:
    """Ask for the values of a document's variables."""
    assert app.workspace is not None
    variables, now = Variables(source.document.variables, needed=needed), app.workspace.clock()

    def do(read: Mapping[str, Any]) -> Made:
        values = variables.values(read)
        variables.checked(lambda: source.make(values, "markdown"))
        return Made(id=source.name, created_at=now, updated_at=now, values=values)

    return await ask_how(
        app,
        VerbQuestion(
            title=source.title,
            fields=variables.fields(),
            do=do,
            start=variables.start(start),
            note="What is said here is for this text only. A `value:` in the document says it for good.",
            done="Show",
        ),
    )


class Variables:
    """The variables of a document as the fields of a form. Fields are numbered: a name may be anything."""

    def __init__(self, variables: Mapping[str, Variable], *, needed: Sequence[str] = ()) -> None:
        self._variables = dict(variables)
        self._needed = frozenset(needed)

    def fields(self) -> Sequence[Field]:
        """A field for each variable."""
        return tuple(
            Field(
                f"variable-{number}",
                f"variable_{number}",
                name.replace("_", " ").capitalize(),
                f"{each.label}. For example: {each.example}" if each.label and each.example else each.label,
                required=name in self._needed,
            )
            for number, (name, each) in enumerate(self._variables.items())
        )

    def start(self, values: Values | None = None) -> dict[str, Typed]:
        """What the fields begin with: these values, else those of the document."""
        given = values or {}
        return {
            f"variable-{number}": given.get(name, each.value)
            for number, (name, each) in enumerate(self._variables.items())
        }

    def values(self, read: Mapping[str, Any]) -> dict[str, str]:
        """What was typed, by the names of the variables; what was left empty is left out."""
        found = {name: str(read.get(f"variable_{number}") or "") for number, name in enumerate(self._variables)}
        return {name: value for name, value in found.items() if value.strip()}

    def checked(self, make: Callable[[], str]) -> str:
        """The text; what is wrong with a variable is shown at its field."""
        try:
            with hints_as_keys():
                return make()
        except InvalidInput as error:
            raise _at_fields(error, list(self._variables)) from None


def _at_fields(error: InvalidInput, names: Sequence[str]) -> KindError:
    problems = []
    for problem in error.problems:
        name = problem.key.removeprefix("variables.")
        key = f"variable-{names.index(name)}" if name in names else ""
        problems.append(replace(problem, key=key, hint=in_keys(problem.hint)))
    return InvalidInput(error.message, error.hint, problems=problems)
