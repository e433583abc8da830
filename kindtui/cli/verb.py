"""What a noun's module declares: its verbs, each with its words of help, its options and what it does."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable

import msgspec

from kindtui.cli.session import Session

Options = Callable[[ArgumentParser], None]
Run = Callable[[Session, Namespace], int | None]


def no_options(parser: ArgumentParser) -> None:
    """A verb that takes nothing."""


class Verb(msgspec.Struct, frozen=True):
    """One verb. `run` answers an exit code, None for 0. `example` is one command line or several."""

    name: str
    help: str
    example: str
    run: Run
    options: Options = no_options
    about: str = ""
    """More words for its `--help`."""
    names_problems: bool = False
    """Whether what is wrong with the workspace is part of what it prints."""
    lenient: bool = False
    """Whether it works, with the defaults, where kindtui.yaml cannot be read: what mends a workspace or leaves it."""
