"""The command line: find the noun and the verb, run it, and turn every way it can end into words and an exit code.

Only the module of the noun that was named is imported.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from importlib import import_module
from itertools import takewhile
from typing import TextIO

import msgspec

from kindtui import __version__
from kindtui.cli.output import Output
from kindtui.cli.parsing import ANYWHERE, parser_for, split_words
from kindtui.cli.session import Session, standard_input
from kindtui.cli.verb import Verb
from kindtui.domain.record import Clock, MakeId, random_id, utc_now
from kindtui.errors import KindError, NotFound, StoreError, UsageError

OpenApp = Callable[[str | None, bool], int]
"""Opens the app on the workspace that was given (or None), or on the demo; answers the exit code."""


class Noun(msgspec.Struct, frozen=True):
    """One noun of the command line; `alone` when it is a command by itself."""

    module: str
    help: str
    example: str
    alone: bool = False


NOUNS = {
    "init": Noun("workspace", "make a workspace in this folder", 'kindtui init --name "Harbour Makers"', True),
    "today": Noun("today", "what needs attention now", "kindtui today", True),
    "member": Noun(
        "member", "people, and how they want to be addressed and reached", 'kindtui member add "Amina Diallo"'
    ),
    "contribution": Noun("contribution", "kind acts, and the thank-you for each", "kindtui contribution thank c-7f3"),
    "spotlight": Noun("spotlight", "texts about people who agreed to them", "kindtui spotlight draft --for amina"),
    "followup": Noun("followup", "what somebody needs from you", "kindtui followup add --about amina --due friday"),
    "conduct": Noun(
        "conduct", "codes of conduct and messages, in YAML", "kindtui conduct new our-code --from code-of-conduct"
    ),
    "import": Noun("imports", "bring in a list of members", "kindtui import members.csv --dry-run", True),
    "export": Noun("exports", "leave with your records", "kindtui export all -o leaving/", True),
    "where": Noun("workspace", "which workspace this is, and why", "kindtui where", True),
    "doctor": Noun("doctor", "problems of the workspace, and how to mend them", "kindtui doctor", True),
    "backup": Noun("upkeep", "put everything into one file", "kindtui backup", True),
    "restore": Noun("upkeep", "put a backup back", "kindtui restore", True),
    "undo": Noun("history", "take the last change back", "kindtui undo --dry-run", True),
    "redo": Noun("history", "do again what was undone", "kindtui redo", True),
    "save": Noun("history", "tidy the records' files now", "kindtui save", True),
}


def run(
    argv: Sequence[str],
    *,
    open_app: OpenApp | None = None,
    clock: Clock = utc_now,
    ids: MakeId = random_id,
    stdin: TextIO | None = None,
    stdout: TextIO | None = None,
    stderr: TextIO | None = None,
) -> int:
    """Run one command and answer its exit code. Without a noun the app is opened, by `open_app`."""
    output = Output(stdout, stderr, as_json="--json" in argv)
    code = 0
    try:
        code = _run(argv, output, open_app, clock, ids, stdin or standard_input())
        output.flush()
        return code
    except KindError as error:
        if output.lost:
            _leave_quietly(output)
        return output.fault(error)
    except BrokenPipeError:
        _leave_quietly(output)
        return code
    except OSError as error:
        place = f"{error.filename}" if error.filename else "a file"
        return output.fault(StoreError(f"{place}: {error.strerror or error}", "see who may read and write it"))
    except KeyboardInterrupt:
        output.say("\nstopped")
        return 130
    except Exception as error:  # noqa: BLE001 - the last line before the person; a bug is told as ours
        return output.our_fault(error)


def _run(
    argv: Sequence[str], output: Output, open_app: OpenApp | None, clock: Clock, ids: MakeId, stdin: TextIO
) -> int:
    words = split_words(argv)
    output.as_json = words.as_json
    if words.version:
        if words.as_json:
            output.json({"kindtui": __version__})
        else:
            output.line(f"kindtui {__version__}")
        return 0
    rest = _help_first(words.rest)
    if not rest:
        return _app(output, open_app, words.workspace, words.demo, stdin)
    if rest[0] in ("-h", "--help"):
        output.lines([overview()])
        return 0
    name, verb, options = _find(rest)
    if verb is None:
        output.lines([_noun_help(name)])
        return 0
    prog = f"kindtui {name}" if NOUNS[name].alone else f"kindtui {name} {verb.name}"
    parser = parser_for(prog, verb)
    if {"-h", "--help"}.intersection(takewhile(lambda word: word != "--", options)):
        output.lines([parser.format_help()])
        return 0
    arguments = parser.read(options)
    session = Session(
        output, stdin=stdin, clock=clock, ids=ids, given=words.workspace, demo=words.demo, lenient=verb.lenient
    )
    try:
        code = verb.run(session, arguments) or 0
        session.say_if_new()
        if not verb.names_problems:
            session.say_what_was_found()
        return code
    except KindError as error:
        if isinstance(error, NotFound):
            session.say_if_new()
        for path in session.rescued():
            output.say(f"what you wrote is kept in {path}")
        raise
    finally:
        session.close()


def _help_first(rest: list[str]) -> list[str]:
    """`kindtui help member add` is `kindtui member add --help`."""
    if rest[:1] == ["help"]:
        return [*rest[1:], "--help"]
    return rest


def _app(output: Output, open_app: OpenApp | None, workspace: str | None, demo: bool, stdin: TextIO) -> int:
    if open_app is None or not (stdin.isatty() and output.terminal) or output.as_json:
        raise UsageError(
            "the app needs a terminal to draw on, and a command was not given",
            "kindtui today says what needs attention; kindtui --help lists the commands",
        )
    return open_app(workspace, demo)


def _find(rest: list[str]) -> tuple[str, Verb | None, list[str]]:
    """The noun, the verb (None when help about the noun is wanted) and what is left. Raises UsageError."""
    from kindtui.domain.nearest import did_you_mean

    word = rest[0]
    if word not in NOUNS:
        raise UsageError(f"there is no command {word!r}", f"{did_you_mean(word, NOUNS)}\nkindtui --help lists them all")
    noun = NOUNS[word]
    verbs = {verb.name: verb for verb in verbs_of(word)}
    if noun.alone:
        return word, verbs[word], rest[1:]
    at = next((place for place, text in enumerate(rest[1:], 1) if not text.startswith("-")), 0)
    if not at:
        if "-h" in rest or "--help" in rest:
            return word, None, []
        raise UsageError(f"what about {word}? Say {', '.join(verbs)}", f"for example: {noun.example}")
    if rest[at] not in verbs:
        hint = f"{did_you_mean(rest[at], verbs)}\nkindtui {word} --help explains each"
        raise UsageError(f"kindtui {word} has no verb {rest[at]!r}", hint)
    return word, verbs[rest[at]], rest[1:at] + rest[at + 1 :]


def verbs_of(noun: str) -> tuple[Verb, ...]:
    """The verbs that a noun's module declares."""
    verbs: tuple[Verb, ...] = import_module(f"kindtui.cli.{NOUNS[noun].module}").VERBS
    return tuple(verb for verb in verbs if verb.name == noun) if NOUNS[noun].alone else verbs


def overview() -> str:
    """What `kindtui --help` prints."""
    wide = max(len(name) for name in NOUNS)
    lines = [
        "usage: kindtui [-w DIR]                        the app",
        "       kindtui --demo                          the app, on a throw-away copy of the demo",
        "       kindtui NOUN VERB ... [-w DIR] [--json]",
        "",
        "Take care of people: a roster, kind acts and their thank-yous, follow-ups, a code of conduct.",
        "",
        "commands:",
    ]
    for name, noun in NOUNS.items():
        lines.append(f"  {name:<{wide}}  {noun.help}")
        lines.append(f"  {'':<{wide}}    {noun.example}")
    lines += [
        "",
        "kindtui NOUN --help lists its verbs, kindtui NOUN VERB --help explains one, with an example.",
        "",
        "A record is named by its id or a unique beginning of it; a member also by @handle, e-mail or a unique",
        "part of the name. Days: 2026-03-17, today, tomorrow, in 3 days, next tuesday, end of month.",
        "Words typed on a command line stay in your shell's history: give - to read them from standard input, or",
        "leave the value out to write them in $EDITOR.",
        "",
        ANYWHERE,
        "  --version                 the version",
        "",
        "exit codes: 0 done, 1 our fault, 2 usage, 3 the input is not valid, 4 not found or ambiguous,",
        "            5 refused for a person's sake, 6 a file cannot be read or written",
    ]
    return "\n".join(lines)


def _noun_help(name: str) -> str:
    verbs = verbs_of(name)
    wide = max(len(verb.name) for verb in verbs)
    lines = [
        f"usage: kindtui {name} VERB ...",
        "",
        f"{NOUNS[name].help[0].upper()}{NOUNS[name].help[1:]}.",
        "",
        "verbs:",
    ]
    lines += [f"  {verb.name:<{wide}}  {verb.help}" for verb in verbs]
    lines += ["", f"kindtui {name} VERB --help explains one.", "", ANYWHERE, "", "example:", f"  {NOUNS[name].example}"]
    return "\n".join(lines)


def _leave_quietly(output: Output) -> None:
    """The reader of our output has gone: give what is left to nobody, so that the interpreter does not complain."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), output.stdout.fileno())


def use_utf8() -> None:
    """Write UTF-8 also where the locale would not; what cannot be written is escaped, not a crash."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None and not stream.isatty():
            reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    reconfigure = getattr(sys.stdin, "reconfigure", None)
    if reconfigure is not None and not sys.stdin.isatty():
        reconfigure(encoding="utf-8-sig")
