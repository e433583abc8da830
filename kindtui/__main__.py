"""`kindtui` and `python -m kindtui`: the command line, or the app when no command was given."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from kindtui.cli.main import run, use_utf8


def main(argv: Sequence[str] | None = None) -> int:
    """Run what the command line says and answer the exit code."""
    use_utf8()
    return run(sys.argv[1:] if argv is None else argv, open_app=_open_app)


def _open_app(workspace: str | None, demo: bool) -> int:
    from kindtui.tui.app import run_app

    return run_app(workspace, demo=demo)


if __name__ == "__main__":
    sys.exit(main())
