"""`kindtui` and `python -m kindtui`: the command line, or the app when no command was given."""

from __future__ import annotations

import atexit
import gc
import os
import sys
from collections.abc import Sequence

LOOK_FOR_GARBAGE = 50_000
"""New objects after which the app looks for garbage: some milliseconds of work, far less often than Python would."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run what the command line says and answer the exit code.

    A plain command is over before collecting garbage could pay: looking for it while modules load, and once more when
    the interpreter ends, would take a sixth of its time.
    """
    collecting = gc.isenabled()
    gc.disable()
    atexit.register(gc.freeze)
    try:
        from kindtui.cli.main import run, use_utf8

        use_utf8()
        return run([_as_typed(word) for word in sys.argv[1:]] if argv is None else argv, open_app=_open_app)
    except KeyboardInterrupt:  # before there was anything to stop
        return 130
    finally:
        if collecting:
            gc.enable()


def _as_typed(word: str) -> str:
    """A word of the command line as UTF-8, also where the locale took it for something else."""
    try:
        return word if word.isprintable() else os.fsencode(word).decode("utf-8")
    except UnicodeError:
        return word


def _open_app(workspace: str | None, demo: bool) -> int:
    from kindtui.tui.app import run_app

    # what was loaded stays, and the first screen makes fewer objects than this
    gc.freeze()
    gc.set_threshold(LOOK_FOR_GARBAGE, 10, 10)
    gc.enable()
    return run_app(workspace, demo=demo)


if __name__ == "__main__":
    sys.exit(main())
