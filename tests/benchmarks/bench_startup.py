"""How fast it starts, against a named peer in the same run.

    python tests/benchmarks/bench_startup.py [--runs 21]

Prints one table: the command line against a bare import of its libraries, and the app's first paint against that of an
empty Textual app, each in a pseudo-terminal of 120x40, from the start of the process until the last line of the screen
has been drawn; a second row waits for the first line of Today, too, and has no target. Both sides run compiled, as pip
leaves them. Runs are interleaved and medians compared, so that a busy machine slows both sides alike. Ends with 1 when
a ratio is above its target. The first paint is left out on Windows, which has no pseudo-terminals.
"""

from __future__ import annotations

import argparse
import os
import select
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

Measure = Callable[[], float]
"""Seconds of one run."""

LIBRARIES = "import argparse, json, msgspec, tinydb, yaml"
EMPTY_APP = "from textual.app import App; App().run()"
KINDTUI = "import sys; from kindtui.__main__ import main; sys.exit(main({argv!r}))"

WIDTH, HEIGHT = 120, 40
LAST_LINE = f"\x1b[{HEIGHT};1H".encode()
"""How Textual begins the last line of a whole screen."""

PATIENCE = 30


def environment() -> dict[str, str]:
    """Ours, but with bytecode, colours and English as an ordinary terminal has them."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON") and name != "NO_COLOR"}
    return {**kept, "TERM": "xterm-256color", "COLORTERM": "truecolor"}


def command(code: str) -> Measure:
    """Seconds until a command has ended."""

    def measure() -> float:
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, env=environment())
        return time.perf_counter() - start

    return measure


def first_paint(code: str, *shown: bytes) -> Measure:
    """Seconds until the whole screen has been drawn once, and all of `shown` stands on it."""

    def measure() -> float:
        import fcntl
        import pty
        import termios

        start = time.perf_counter()
        pid, terminal = pty.fork()
        if pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", HEIGHT, WIDTH, 0, 0))
            os.execve(sys.executable, [sys.executable, "-c", code], environment())
        drawn = b""
        try:
            while not all(words in drawn for words in (LAST_LINE, *shown)):
                if not select.select([terminal], [], [], PATIENCE)[0]:
                    raise TimeoutError(f"nothing was painted: {drawn[-500:]!r}")
                drawn += os.read(terminal, 65536)
            return time.perf_counter() - start
        finally:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
            os.close(terminal)

    return measure


def compare(ours: Measure, peer: Measure, runs: int) -> tuple[float, float]:
    """Medians of both, in seconds, from interleaved runs after one warm-up each."""
    ours(), peer()
    pairs = [(ours(), peer()) for _ in range(runs)]
    return statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=21)
    runs = parser.parse_args().runs
    from kindtui.services.demo import make_demo
    from kindtui.workspace import open_workspace

    missed = False
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "demo"
        make_demo(folder, date.today())
        with open_workspace(folder) as workspace:
            first_line = workspace.today.groups()[0].lines[0].text.encode()
        today = command(KINDTUI.format(argv=["-w", str(folder), "today"]))
        rows: list[tuple[str, str, Measure, Measure, float | None]] = [
            ("kindtui today, demo", "importing its libraries", today, command(LIBRARIES), 2.0)
        ]
        if sys.platform != "win32":
            app, peer_app = KINDTUI.format(argv=["-w", str(folder)]), "an empty Textual app"
            rows.append(("first paint, demo", peer_app, first_paint(app), first_paint(EMPTY_APP), 1.3))
            rows.append(("Today filled, demo", peer_app, first_paint(app, first_line), first_paint(EMPTY_APP), None))
        print(f"{'what':<22}{'peer':<26}{'ms':>8}{'peer ms':>9}{'ratio':>7}{'target':>8}")
        for what, peer_name, ours, peer, target in rows:
            a, b = compare(ours, peer, runs)
            missed = missed or (target is not None and a / b > target)
            print(
                f"{what:<22}{peer_name:<26}{a * 1000:>8.0f}{b * 1000:>9.0f}{a / b:>7.2f}{target or '-':>8}", flush=True
            )
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
