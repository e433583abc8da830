"""`kindtui conduct unsaved`: what was typed in the app's editor and is in no file yet."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from kindtui.cli.session import Session
from kindtui.cli.verb import Verb
from kindtui.errors import UsageError


def _options(parser: ArgumentParser) -> None:
    parser.add_argument("name", nargs="?", default="", metavar="NAME", help="its document; all are listed without one")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--save", action="store_true", help="write it to the document")
    what.add_argument("--drop", action="store_true", help="throw it away, for good")


def _unsaved(session: Session, arguments: Namespace) -> None:
    texts, output = session.workspace.unsaved, session.output
    name = arguments.name.removesuffix(".yaml")
    if not name:
        if arguments.save or arguments.drop:
            raise UsageError("of which document is not said", "for example: kindtui conduct unsaved our-code --save")
        found = texts.all()
        if output.as_json:
            output.json([{"name": each.name, "text": each.text} for each in found])
            return
        output.rows([[each.name, f"kindtui conduct unsaved {each.name}"] for each in found])
        if not found:
            output.say("everything that was typed is saved")
        return
    unsaved = texts.find(name)
    if arguments.save:
        texts.save(name)
    elif arguments.drop:
        texts.drop(name)
    done = "saved" if arguments.save else "dropped" if arguments.drop else ""
    if output.as_json:
        output.json({"name": name, "text": unsaved.text, "done": done})
    elif done:
        output.line(f"{name}  {done}")
    else:
        output.document(unsaved.text)


UNSAVED_VERB = Verb(
    "unsaved",
    "text that was typed in the app and is in no file yet",
    "kindtui conduct unsaved\nkindtui conduct unsaved our-code --save",
    _unsaved,
    _options,
    about="With a name it prints the text. A file that was changed meanwhile is not written over.",
)
