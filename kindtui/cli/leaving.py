"""Where a text that was made goes: to a file, to the clipboard, or to standard output."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from kindtui.cli.session import Session
from kindtui.errors import UsageError


def add_destination(parser: ArgumentParser, otherwise: str) -> None:
    """`-o FILE` and `--copy`."""
    where = parser.add_mutually_exclusive_group()
    help = f"where to write it; - is standard output; {otherwise}"
    where.add_argument("-o", "--out", type=file_name, metavar="FILE", help=help)
    where.add_argument("--copy", action="store_true", help="copy it to the clipboard")


def file_name(given: str) -> str:
    """What `-o` was given. Raises UsageError for an empty name, as a variable of a script may be."""
    if not given.strip():
        raise UsageError("-o needs the name of a file", "leave -o out, or name one")
    return given


def send(session: Session, arguments: Namespace, text: str) -> None:
    """Send `text` where the options say; to standard output when they say nothing."""
    if arguments.copy:
        copy_text(session, text)
    elif arguments.out and arguments.out != "-":
        from kindtui.services.private_file import write_private

        path = out_path(arguments.out)
        write_private(path, text if text.endswith("\n") else f"{text}\n", make_parent=False)
        session.output.say(f"written to {path}")
    elif session.output.as_json:
        session.output.json({"text": text})
    else:
        session.output.prose(text)


def copy_text(session: Session, text: str) -> None:
    """Copy `text` and say where it went."""
    from kindtui.clipboard import copy

    session.output.say(copy(text))


def need_clipboard() -> None:
    """Raise StoreError when there is nowhere to copy to, before it is written down that something was copied."""
    from kindtui.clipboard import is_there, nowhere

    if not is_there():
        raise nowhere()


def out_path(given: str) -> Path:
    """The file that was named."""
    return Path(given).expanduser()
