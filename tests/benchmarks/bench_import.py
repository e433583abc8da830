"""How fast a member list comes in, from the bytes of a CSV file to members on disk.

    python tests/benchmarks/bench_import.py

The rival (rival_import.py) reads the same file with csv.DictReader, makes each row a member with the same fields by a
pydantic model, knows people again by e-mail and handle, and keeps them in TinyDB as it comes. It waits for no disk,
cannot undo, and knows nothing of damaged rows, encodings or days that can be read both ways. Each run is a process of
its own, both take turns, and the time of importing modules does not count. Needs the extra `bench` (pydantic).
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path

TARGET = 2.5
GIVEN = ("Ada", "Grace", "Zoë", "Mary", "Katherine", "Amina", "Kofi", "Pilar", "Nadia", "Tomás", "Ingrid", "Li")
FAMILY = ("Lovelace", "Hopper", "Ødegård", "Jackson", "Johnson", "Diallo", "Mensah", "Núñez", "Petrov", "Silva", "Wei")


def table(rows: int) -> str:
    """A list as a forum writes it: names, addresses, handles, days, tags, and columns that nobody needs."""
    choose = random.Random(7)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(
        ["id", "name", "username", "email", "created_at", "trust_level", "last_seen_at", "timezone", "tags"]
    )
    for number in range(rows):
        joined = date(2015, 1, 1) + timedelta(days=choose.randrange(4000))
        name = f"{choose.choice(GIVEN)} {choose.choice(FAMILY)}"
        tags = ";".join(choose.sample(("gardeners", "hosts", "docs", "choir"), choose.randrange(3)))
        row = [
            number,
            name,
            f"user{number}",
            f"user{number}@example.org",
            f"{joined} 10:00:00 UTC",
            2,
            "",
            "Europe/Lisbon",
        ]
        writer.writerow([*row, tags])
    return out.getvalue()


@dataclass
class Took:
    """What a way took for how many members, in seconds; `again` for the same file once more."""

    members: int
    seconds: float
    processor: float
    again: float = 0.0
    memory: int = 0


def kindtui(file: Path, folder: Path) -> Took:
    """Our way."""
    from kindtui.workspace import init_workspace, open_workspace

    # what it imports does not count, nor that a workspace is made
    init_workspace(folder / "before")
    with open_workspace(folder / "before") as workspace:
        workspace.imports.bring_in(b"name\nAda\n", "first.csv")
    init_workspace(folder / "club")
    start, processor = time.perf_counter(), time.process_time()
    with open_workspace(folder / "club") as workspace:
        report = workspace.imports.bring_in(file.read_bytes(), file.name, mapping={"tags": "tag"}, format="csv")
        took = Took(report.added, time.perf_counter() - start, time.process_time() - processor)
        start = time.perf_counter()
        same = workspace.imports.bring_in(file.read_bytes(), file.name, mapping={"tags": "tag"}, format="csv")
        took.again = time.perf_counter() - start
        assert same.same == report.added
    return took


def rival(file: Path, folder: Path) -> Took:
    """The same with csv.DictReader, pydantic and TinyDB as it comes: the same fields of the same members, each known
    again by e-mail or handle."""
    from rival_import import bring_in

    first = folder / "first.csv"
    first.write_text(table(1), encoding="utf-8")
    bring_in(first, folder / "before.json")
    start, processor = time.perf_counter(), time.process_time()
    members = bring_in(file, folder / "members.json")
    return Took(members, time.perf_counter() - start, time.process_time() - processor)


WAYS: dict[str, Callable[[Path, Path], Took]] = {"kindtui": kindtui, "rival": rival}


def main() -> int:
    """Print the table; exit code 1 when the target is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", default="1000,10000,100000")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--folder", type=Path, default=Path.cwd())
    parser.add_argument("--one", nargs=2, metavar=("WAY", "FILE"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        return _one(*arguments.one, arguments.folder)
    print(
        "| rows | kindtui (s) | again (s) | rival (s) | ratio (aimed at) | of processor | memory (MB) | the rival's |"
    )
    print("|--:|--:|--:|--:|---|--:|--:|--:|")
    missed = False
    for rows in map(int, arguments.rows.split(",")):
        missed |= _line(rows, arguments.runs, arguments.folder)
    return 1 if missed else 0


def _line(rows: int, runs: int, folder: Path) -> bool:
    took: dict[str, list[Took]] = {way: [] for way in WAYS}
    with tempfile.TemporaryDirectory(dir=folder) as place:
        file = Path(place) / "members.csv"
        file.write_text(table(rows), encoding="utf-8")
        for _ in range(runs):
            for way in WAYS:
                command = [sys.executable, __file__, "--one", way, str(file), "--folder", place]
                ended = subprocess.run(command, capture_output=True, text=True, check=True)
                took[way].append(Took(**json.loads(ended.stdout)))
                assert took[way][-1].members == rows

    def median(way: str, what: str) -> float:
        return statistics.median(getattr(each, what) for each in took[way])

    ratio = median("rival", "seconds") / median("kindtui", "seconds")
    of_processor = median("rival", "processor") / median("kindtui", "processor")
    missed = rows >= 100_000 and ratio < TARGET
    aim = f" (>= {TARGET}{', MISSED' if missed else ''})" if rows >= 100_000 else ""
    times = f"{median('kindtui', 'seconds'):.3f} | {median('kindtui', 'again'):.3f} | {median('rival', 'seconds'):.3f}"
    megabytes = " | ".join(f"{median(way, 'memory') / 1024:.0f}" for way in WAYS)
    print(f"| {rows:,} | {times} | {ratio:.2f}x{aim} | {of_processor:.2f}x | {megabytes} |", flush=True)
    return missed


def _one(way: str, file: str, folder: Path) -> int:
    with tempfile.TemporaryDirectory(dir=folder) as place:
        took = WAYS[way](Path(file), Path(place))
    took.memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps(asdict(took)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
