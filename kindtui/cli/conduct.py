"""`kindtui conduct`: what we agreed on, and what to do when it is broken."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from typing import Any

from kindtui.cli.conduct_unsaved import UNSAVED_VERB
from kindtui.cli.leaving import add_destination, send
from kindtui.cli.options import choice_of
from kindtui.cli.output import problem_json, problem_line
from kindtui.cli.session import Session
from kindtui.cli.verb import Verb
from kindtui.domain.text import counted
from kindtui.errors import InvalidInput, Problem
from kindtui.services.conduct import FORMATS


def _list(session: Session, arguments: Namespace) -> None:
    entries = session.workspace.conduct.listing()
    if session.output.as_json:
        session.output.json(
            [
                {
                    "name": each.name,
                    "kind": each.kind,
                    "title": each.title,
                    "errors": each.errors,
                    "warnings": each.warnings,
                    "review_due": each.review_due.isoformat() if each.review_due else None,
                }
                for each in entries
            ]
        )
        return
    session.output.rows([[each.name, each.kind, each.title, _state(session, each)] for each in entries])
    if not entries:
        session.output.say("no document is here yet: kindtui conduct new our-code --from code-of-conduct")


def _state(session: Session, entry: Any) -> str:
    words = []
    if entry.errors or entry.warnings:
        words.append(f"{_counted(entry.errors, entry.warnings)}: kindtui conduct check {entry.name}")
    if entry.review_due and entry.review_due <= session.today:
        words.append(f"review was due on {entry.review_due.isoformat()}")
    return "; ".join(words)


def _counted(errors: int, warnings: int) -> str:
    counts = ((errors, "error"), (warnings, "warning"))
    return ", ".join(counted(count, word) for count, word in counts if count)


def _templates(session: Session, arguments: Namespace) -> None:
    found = session.workspace.conduct.templates()
    if session.output.as_json:
        keys = ("id", "kind", "title", "about")
        session.output.json([{key: getattr(each, key) for key in keys} for each in found])
        return
    session.output.rows([[each.id, each.kind, each.title, each.about] for each in found])


def _new_options(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help="what to call it: lower-case letters, digits and -")
    parser.add_argument(
        "--from",
        dest="source",
        default="code-of-conduct",
        metavar="TEMPLATE|FILE",
        help="one that kindtui conduct templates lists, or a .md or .yaml file; code-of-conduct when left out",
    )


def _new(session: Session, arguments: Namespace) -> None:
    session.make_if_new()
    conduct = session.workspace.conduct
    name = conduct.start(arguments.name, arguments.source)
    path = session.workspace.folder / "conduct" / f"{name}.yaml"
    if session.output.as_json:
        session.output.json({"name": name, "path": str(path)})
        return
    session.output.line(f"{name}  made from {arguments.source}: {path}")
    problems = conduct.check(name)
    if problems:
        session.output.say(f"still to do: {_tally(problems)}; see kindtui conduct check {name}")


def _name_options(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help="a document that kindtui conduct list names")


def _show(session: Session, arguments: Namespace) -> None:
    conduct = session.workspace.conduct
    if session.output.as_json:
        import msgspec

        session.output.json(msgspec.to_builtins(conduct.parse(arguments.name)))
        return
    session.output.document(conduct.text(arguments.name))


def _edit_options(parser: ArgumentParser) -> None:
    _name_options(parser)
    parser.add_argument("source", nargs="?", metavar="-", help="read the YAML from standard input")


def _edit(session: Session, arguments: Namespace) -> None:
    conduct = session.workspace.conduct
    before = conduct.text(arguments.name)
    if arguments.source not in (None, "-"):
        raise InvalidInput(
            f"{arguments.source!r} is no source of text", "say - for standard input, or nothing for $EDITOR"
        )
    given = arguments.source == "-"
    text = session.read_stdin() + "\n" if given else session.write_in_editor(before, suffix=".yaml")
    if not text.strip() and before.strip():
        raise InvalidInput(
            "the new text is empty, so the document stays as it is",
            f"kindtui conduct remove {arguments.name} takes it away, and keeps a copy",
        )
    if text == before:
        session.output.say("nothing was changed")
    else:
        conduct.keep(arguments.name, text, before)
    problems = conduct.check(arguments.name)
    if session.output.as_json:
        session.output.json({"name": arguments.name, "problems": [problem_json(each) for each in problems]})
        return
    if text != before:
        session.output.line(f"{arguments.name}  changed")
    _say_problems(session, problems)
    if text != before and any(each.severity == "error" for each in problems):
        session.output.say(f"kindtui conduct restore {arguments.name} brings back what it was")


def _check_options(parser: ArgumentParser) -> None:
    parser.add_argument("names", nargs="+", metavar="FILE|NAME", help="documents of the workspace, or YAML files")
    parser.add_argument("--strict", action="store_true", help="exit code 3 for warnings too")


def _check(session: Session, arguments: Namespace) -> int:
    conduct = session.workspace.conduct
    problems = [problem for name in arguments.names for problem in conduct.check(name)]
    if session.output.as_json:
        session.output.json({"problems": [problem_json(each) for each in problems]})
    else:
        _say_problems(session, problems)
    wrong = any(each.severity == "error" or arguments.strict for each in problems)
    return InvalidInput.exit_code if wrong else 0


def _say_problems(session: Session, problems: Sequence[Problem]) -> None:
    session.output.lines(map(problem_line, problems))
    session.output.say(_tally(problems) or "no problems found")


def _tally(problems: Sequence[Problem]) -> str:
    errors = sum(each.severity == "error" for each in problems)
    return _counted(errors, len(problems) - errors)


def _render_options(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help="a document of the workspace, or a template such as warning")
    parser.add_argument("--for", dest="member", default="", metavar="MEMBER", help="whom a message is written to")
    parser.add_argument("--clause", default=None, metavar="ID", help="the clause that it is about")
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="the value of a variable, or rung=ID for a rung of the ladder; may be repeated",
    )
    parser.add_argument("--format", default="markdown", help=", ".join(FORMATS))
    add_destination(parser, "standard output when left out")


def _render(session: Session, arguments: Namespace) -> None:
    workspace = session.workspace
    member = None
    if arguments.member:
        found = workspace.roster.find(arguments.member)
        member = {"name": found.name, "pronouns": found.pronouns}
    text = workspace.conduct.render(
        arguments.name,
        member=member,
        clause=arguments.clause,
        values=_values(arguments.set),
        format=choice_of("--format", arguments.format, FORMATS),
    )
    send(session, arguments, text)


def _values(given: list[str]) -> dict[str, str]:
    values: dict[str, str] = {}
    for each in given:
        name, equals, value = each.partition("=")
        if not equals or not name.strip():
            raise InvalidInput(
                f"--set: {each!r} is not NAME=VALUE", "for example --set community_name='Harbour Makers'"
            )
        values[name.strip()] = value
    return values


def _remove(session: Session, arguments: Namespace) -> None:
    workspace = session.workspace
    workspace.conduct.remove(arguments.name)
    name = arguments.name.removesuffix(".yaml")
    kept = sorted((workspace.folder / ".kindtui" / "removed" / "conduct").glob(f"*-{name}.y*ml"))
    if session.output.as_json:
        session.output.json({"name": name, "kept": str(kept[-1]) if kept else None})
        return
    session.output.line(f"{name}  removed")
    if kept:
        session.output.say(f"kindtui conduct restore {name} brings it back")


def _restore_options(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help="what it is, or was, called")


def _restore(session: Session, arguments: Namespace) -> None:
    conduct = session.workspace.conduct
    earlier = conduct.earlier()
    path = conduct.restore(arguments.name)
    if session.output.as_json:
        session.output.json({"name": path.stem, "path": str(path)})
        return
    session.output.line(f"{path.stem}  is what it was before" if path.stem in earlier else f"{path.stem}  is back")


def _schema(session: Session, arguments: Namespace) -> None:
    session.output.json(session.workspace.conduct.schema())


VERBS = (
    Verb("list", "the documents of the workspace, and what is wrong with them", "kindtui conduct list", _list),
    Verb("templates", "what a document can be made from", "kindtui conduct templates", _templates),
    Verb(
        "new",
        "make a document from a template, or from a code of conduct you have",
        "kindtui conduct new our-code --from code-of-conduct\nkindtui conduct new our-code --from CODE_OF_CONDUCT.md",
        _new,
        _new_options,
    ),
    Verb("show", "its YAML, as you wrote it", "kindtui conduct show our-code", _show, _name_options),
    Verb(
        "edit",
        "write it in $EDITOR, or give it on standard input",
        "kindtui conduct edit our-code\nkindtui conduct edit our-code - < our-code.yaml",
        _edit,
        _edit_options,
        about="What you wrote is kept whatever is wrong with it; the problems are printed.",
    ),
    UNSAVED_VERB,
    Verb(
        "check",
        "what is wrong, with file, line and column",
        "kindtui conduct check our-code\nkindtui conduct check drafts/*.yaml --strict",
        _check,
        _check_options,
        about="It ends with exit code 3 when there are errors; warnings alone are 0.",
    ),
    Verb(
        "render",
        "a document, or a message to a member about a clause, as text to send",
        "kindtui conduct render our-code --format html -o code.html\n"
        "kindtui conduct render warning --for amina --clause insults",
        _render,
        _render_options,
    ),
    Verb(
        "remove",
        "remove a document; a copy is kept",
        "kindtui conduct remove our-code",
        _remove,
        _name_options,
        about="kindtui undo is about records and does not bring it back: kindtui conduct restore does.",
    ),
    Verb(
        "restore",
        "bring back a document that was removed, or what stood in it before it was changed",
        "kindtui conduct restore our-code",
        _restore,
        _restore_options,
        about="Of a document that is there, the text before the last change comes back; doing it again undoes that.",
    ),
    Verb("schema", "the JSON Schema of a document, for your editor", "kindtui conduct schema", _schema),
)
