"""How fast it starts, against a named peer in the same run.

    python tests/benchmarks/bench_startup.py [--runs 21]

Prints one table: the command line against a bare import of its libraries, the app's first paint against that of an
empty Textual app. Runs are interleaved and medians compared, so that a busy machine slows both sides alike.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

LIBRARIES = "import argparse, json, msgspec, tinydb, yaml"

TODAY = "import sys; from kindtui.__main__ import main; sys.exit(main(['-w', {folder!r}, 'today']))"

EMPTY_APP = """
from textual.app import App

class Peer(App):
    def on_ready(self):
        self.exit()

Peer().run(headless=True, size=(120, 40))
"""

KIND_APP = """
from pathlib import Path
from kindtui.tui.app import KindApp
from kindtui.workspace import open_workspace

class Timed(KindApp):
    def on_ready(self):
        self.exit()

Timed(open_workspace(Path({folder!r}))).run(headless=True, size=(120, 40))
"""


def seconds(code: str) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
    return time.perf_counter() - start


def compare(ours: str, peer: str, runs: int) -> tuple[float, float]:
    """Medians of both, in seconds, from interleaved runs after one warm-up each."""
    seconds(ours), seconds(peer)
    pairs = [(seconds(ours), seconds(peer)) for _ in range(runs)]
    return statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=21)
    runs = parser.parse_args().runs
    from kindtui.services.demo import make_demo

    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "demo"
        make_demo(folder, date.today())
        rows = (
            ("kindtui today, demo", "importing its libraries", TODAY, LIBRARIES, 2.0),
            ("first paint, demo", "an empty Textual app", KIND_APP, EMPTY_APP, 1.3),
        )
        print(f"{'what':<22}{'peer':<26}{'ms':>8}{'peer ms':>9}{'ratio':>7}{'target':>8}")
        for what, peer_name, ours, peer, target in rows:
            a, b = compare(ours.format(folder=str(folder)), peer, runs)
            print(f"{what:<22}{peer_name:<26}{a * 1000:>8.0f}{b * 1000:>9.0f}{a / b:>7.2f}{target:>8.1f}")


if __name__ == "__main__":
    main()
