"""Reading a command line: the options that stand anywhere, and the parser of one verb."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any, NoReturn

import msgspec

from kindtui.cli.layout import columns
from kindtui.cli.verb import Verb
from kindtui.domain.nearest import did_you_mean
from kindtui.domain.text import listed
from kindtui.errors import UsageError

ANYWHERE = """anywhere:
  -w DIR, --workspace DIR   the workspace; else KINDTUI_WORKSPACE, else the nearest folder
                            upwards with a kindtui.yaml, else your data folder
  --json                    one JSON value on standard output"""


class Words(msgspec.Struct):
    """The words of a command line without the options that stand anywhere."""

    workspace: str | None = None
    as_json: bool = False
    demo: bool = False
    version: bool = False
    rest: list[str] = []


def split_words(argv: Sequence[str]) -> Words:
    """Take `-w`, `--json` and, before the noun, `--demo` and `--version` out of a command line. Raises UsageError."""
    words = Words()
    waiting = list(argv)
    while waiting:
        word = waiting.pop(0)
        if word == "--":
            words.rest += [word, *waiting]
            break
        if word in ("-w", "--workspace"):
            words.workspace = waiting.pop(0) if waiting else ""
        elif word.startswith("--workspace="):
            words.workspace = word.partition("=")[2]
        elif word.startswith("-w") and len(word) > 2:
            words.workspace = word[2:].removeprefix("=")
        elif word == "--json":
            words.as_json = True
        elif word == "--demo" and not words.rest:
            words.demo = True
        elif word in ("--version", "-V") and not words.rest:
            words.version = True
        elif word == "--sort" and waiting and waiting[0][1:2].isalpha():
            words.rest.append(f"{word}={waiting.pop(0)}")  # argparse would take the minus of "-joined" for an option
        else:
            words.rest.append(word)
        if words.workspace == "":
            raise UsageError(f"{word.rstrip('=')} needs a folder", "for example: kindtui -w ~/community today")
    return words


_PLAIN = "\0"
"""Before a word that is no option whatever it looks like. No word of a command line has it."""


class Parser(argparse.ArgumentParser):
    """argparse whose complaints are UsageErrors, with the nearest option for a misspelt one."""

    def read(self, words: Sequence[str]) -> argparse.Namespace:
        """The options and names of a verb, in any order; after `--` all are names, which argparse forgets where the
        order is free."""
        if "--" in words:
            at = words.index("--")
            words = [*words[:at], *(_PLAIN + word for word in words[at + 1 :])]
        found = self.parse_intermixed_args(words)
        for name, value in vars(found).items():
            if isinstance(value, list):
                setattr(found, name, [_bare(each) for each in value])
            else:
                setattr(found, name, _bare(value))
        return found

    def error(self, message: str) -> NoReturn:
        message = message.replace(_PLAIN, "")
        usage = self.format_usage().strip()
        unknown = message.removeprefix("unrecognized arguments: ") if message.startswith("unrecognized") else ""
        if unknown:
            options = [text for text in self._option_string_actions if text.startswith("--")]
            first = unknown.split()[0]
            meant = did_you_mean(first.partition("=")[0], options) if first.startswith("--") else ""
            message = f"these words mean nothing here: {unknown}"
            usage = f"{meant}\n{usage}" if meant.startswith("did you mean") else usage
        missing = message.removeprefix("the following arguments are required: ")
        if missing != message:
            optional = [action.metavar for action in self._actions if action.nargs == "*"]
            raise self.lacking([name for name in missing.split(", ") if name not in optional])
        raise UsageError(message, self._more(usage))

    def lacking(self, names: Sequence[str]) -> UsageError:
        """The error for words that a verb cannot do without."""
        return UsageError(f"{listed(names)} {'is' if len(names) == 1 else 'are'} needed", self._more())

    def _more(self, usage: str = "") -> str:
        return f"{usage or self.format_usage().strip()}\n{self.prog} --help explains each"


def _bare(value: Any) -> Any:
    return value.removeprefix(_PLAIN) if isinstance(value, str) else value


class _Help(argparse.RawDescriptionHelpFormatter):
    """Each option once, under its first name: the others (`--tags`) are for those who guess."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=28, width=min(columns() - 2, 110))

    def _split_lines(self, text: str, width: int) -> list[str]:
        import textwrap

        # a choice such as after-moderation has to be read, and copied, in one piece
        return textwrap.wrap(" ".join(text.split()), width, break_on_hyphens=False)

    def _format_action_invocation(self, action: argparse.Action) -> str:
        if not action.option_strings:
            return super()._format_action_invocation(action)
        long = [name for name in action.option_strings if name.startswith("--")][:1]
        names = [name for name in action.option_strings if not name.startswith("--")] + long
        words = self._format_args(action, action.dest.upper()) if action.nargs != 0 else ""
        return f"{', '.join(names)} {words}".rstrip()


def parser_for(prog: str, verb: Verb) -> Parser:
    """The parser of one verb, with its example in the help."""
    example = "\n".join(f"  {line}" for line in verb.example.splitlines())
    about = f"{verb.help}\n\n{verb.about}" if verb.about else verb.help
    parser = Parser(
        prog=prog,
        description=about,
        epilog=f"{ANYWHERE}\n\nexample:\n{example}",
        formatter_class=_Help,
        allow_abbrev=False,
    )
    verb.options(parser)
    parser.set_defaults(lacking=parser.lacking)
    parser.usage = _usage(parser)
    return parser


def _usage(parser: argparse.ArgumentParser) -> str:
    """The words of a verb in the order one says them: what it needs, then that there are options."""
    words = ["%(prog)s"]
    optional = False
    for action in parser._actions:
        shown = str(action.metavar or action.dest).replace("%", "%%")
        if action.option_strings and not action.required:
            optional = optional or action.dest != "help"
        elif action.option_strings:
            words.append(f"{action.option_strings[-1]} {shown if action.metavar else shown.upper()}")
        else:
            words.append({"?": f"[{shown}]", "*": f"[{shown} ...]", "+": f"{shown}..."}.get(str(action.nargs), shown))
    for group in parser._mutually_exclusive_groups:
        if group.required:
            words.append("|".join(action.option_strings[-1] for action in group._group_actions))
    return " ".join([*words, "[options]"] if optional else words)
