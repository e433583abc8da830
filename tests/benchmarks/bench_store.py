"""The store beside its rivals, in one run: stock TinyDB, SQLite (WAL, synchronous=FULL), a bare append and fdatasync.

    python tests/benchmarks/bench_store.py [--sizes 1000,10000,100000] [--folder DIR] [--only add,edit] [--turn 16]

N members and N contributions, made by `store_rivals.py`, which says what each rival does. Rivals take turns of so many
repeats, so that a busy machine slows all of them, and each finds what it left in the processor's caches, as a program
does that is not interrupted by its rivals; `--turn 1` takes that from all of them. Figures are medians in milliseconds.
The folder should be on a real disk. The last column is the ratio that was aimed at: rival divided by ours (for the
floor: ours divided by it).
"""

from __future__ import annotations

import argparse
import gc
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import msgspec
from store_rivals import RIVALS, Data, Kindtui, Rival, Stock

UNFOLDED = 256
"""Changes that are in the journal and not in the table files when reading is measured, but for loading all."""


class Step(msgspec.Struct, frozen=True):
    """One line of the table."""

    what: str
    says: str
    repeats: int
    targets: dict[str, float] = {}
    """Rival -> how many times faster than it we want to be; for the floor, how many times as long we may take."""
    state: str = "open"
    """Who has it open meanwhile: "open", somebody; "alone", nobody; "edit", somebody, who has just made a change;
    "left", nobody since its last process left it as it usually does."""


STEPS = (
    Step("add", "durable add", UNFOLDED // 2, {"SQLite": 1.0, "floor": 1.6}),
    Step("edit", "durable edit by id", UNFOLDED // 2, {"SQLite": 1.2}),
    Step("open_get", "open, get one, as the only process", 100, {"SQLite": 1.5}, "alone"),
    Step("open_get", "open, get one, while another has it open", 100, {"SQLite": 1.5}),
    Step("get", "get by id, of a table that is not loaded", 200),
    Step("equality", "indexed equality", 200, {"SQLite": 1.0}),
    Step("equality", "indexed equality after a change", 40, {"SQLite": 1.0}, "edit"),
    Step("count", "indexed count", 200, {"SQLite": 5.0}),
    Step("count", "indexed count after a change", 40, {"SQLite": 1.0}, "edit"),
    Step("search", "search, no index", 15, {"SQLite": 1.5}),
    Step("search", "search, no index, after a change", 15, {"SQLite": 1.5}, "edit"),
    Step("load", "open, load all (we: checked records, they: dicts)", 16, {"SQLite": 1.0, "stock": 3.0}, "left"),
    Step("load_dicts", "open, load all as dicts (we: through TinyDB)", 16, {"SQLite": 1.0}, "left"),
    Step("load_records", "open, load all as checked records (both: our decoder)", 16, {}, "left"),
)
ADDED = {1000: 200.0, 10_000: 2000.0, 100_000: 15_000.0}
"""How many times faster than stock a durable add is to be, at each size."""


def timed(run: Callable[[], object]) -> float:
    """Milliseconds."""
    start = time.perf_counter()
    found = run()
    taken = (time.perf_counter() - start) * 1000
    del found  # giving memory back is not part of the answer
    return taken


def bulk(place: Path, data: Data) -> tuple[list[Rival], dict[str, list[float]]]:
    """The rivals with all records imported, and how long that took each."""
    times: dict[str, list[float]] = {}
    for number in range(2 if data.size >= 100_000 else 5):
        rivals = [rival(place / f"{rival.name}-{number}", data) for rival in RIVALS]
        for rival in rivals:
            rival.open()
            gc.collect()
            if run := rival.can("bulk"):
                times.setdefault(rival.name, []).append(timed(lambda run=run: run(0)))  # type: ignore[misc]
            rival.close()
    return rivals, times


def measure(step: Step, rivals: Iterable[Rival], size: int, turn: int) -> dict[str, list[float]]:
    """The times of one step, of which a rival does `turn` repeats in a row."""
    times: dict[str, list[float]] = {}
    able = [(rival, run) for rival in rivals if (run := rival.can(step.what))]
    for rival, _ in able:
        if step.state == "left":
            rival.leave()
        elif step.state != "alone":
            rival.open()
    few = {1000: 10, 10_000: 3, 100_000: 2}.get(size, 2)
    for start in range(-1, step.repeats, turn):  # the first one is for warming up, and is not counted
        for rival, run in able:
            for number in range(start, min(start + turn, step.repeats)):
                if isinstance(rival, Stock) and (number < 0 or number >= few):
                    continue
                if step.state == "edit":
                    rival.touch()
                taken = timed(lambda run=run, number=number: run(number + 1))  # type: ignore[misc]
                if number >= 0:
                    times.setdefault(rival.name, []).append(taken)
    for rival, _ in able:
        if step.state not in ("alone", "left"):
            rival.close()
    return times


def child(code: str, *arguments: str) -> float:
    """The number that a fresh interpreter prints; it may keep compiled modules, as it does for people."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    path = os.pathsep.join([str(Path(__file__).parent), str(Path(__file__).parents[2])])
    command = [sys.executable, "-c", code, *arguments]
    run = subprocess.run(command, capture_output=True, text=True, check=True, env=environment | {"PYTHONPATH": path})
    return float(run.stdout)


MEMORY = """
import re, sys
from pathlib import Path
from kindtui.domain.record import utc_now
from kindtui.services.notebooks import CONTRIBUTIONS, MEMBERS
from kindtui.store.tables import Store
store = Store(Path(sys.argv[1]), (MEMBERS, CONTRIBUTIONS), clock=utc_now, read_only=True)
kept = [{load} for spec in (MEMBERS, CONTRIBUTIONS)]
print(int(re.search(r'VmRSS:\\s+(\\d+)', Path('/proc/self/status').read_text())[1]) / 1024)
"""
IMPORT = """
import time
start = time.perf_counter()
import {modules}
print((time.perf_counter() - start) * 1000)
"""


def imports(runs: int = 11) -> None:
    """How long the store takes to import, beside the libraries that it stands on."""
    times: dict[str, list[float]] = {}
    for _ in range(runs):
        for modules in ("kindtui.store.tables", "tinydb, msgspec"):
            times.setdefault(modules, []).append(child(IMPORT.format(modules=modules)))
    ours, theirs = (statistics.median(each) for each in times.values())
    print(f"\nimport kindtui.store.tables {ours:.0f} ms, import tinydb, msgspec {theirs:.0f} ms")


def show(says: str, size: int, times: dict[str, list[float]], targets: dict[str, float]) -> float:
    """Print one line; answers our figure."""
    medians = {name: statistics.median(each) for name, each in times.items()}
    mine = medians[Kindtui.name]
    cells = [f"{medians[rival.name]:.3f}" if rival.name in medians else "" for rival in RIVALS]
    notes = []
    for rival in RIVALS[1:]:
        if rival.name not in medians:
            continue
        ratio = mine / medians["floor"] if rival.name == "floor" else medians[rival.name] / mine
        target = targets.get(rival.name)
        met = target is None or (ratio <= target if rival.name == "floor" else ratio >= target)
        aim = f" ({'<=' if rival.name == 'floor' else '>='} {target:g}{'' if met else ', MISSED'})" if target else ""
        notes.append(f"{rival.name} {ratio:.2f}x{aim}")
    print(f"| {says} | {size:,} | {' | '.join(cells)} | {', '.join(notes)} |", flush=True)
    return mine


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="1000,10000,100000")
    parser.add_argument("--folder", type=Path, default=Path.cwd())
    parser.add_argument("--turn", type=int, default=16, help="repeats that a rival does in a row")
    parser.add_argument("--only", default="", help="steps by their methods in store_rivals.py; adding is always done")
    arguments = parser.parse_args()
    only = set(filter(None, arguments.only.split(",")))
    adds: dict[int, float] = {}
    print("| what | N + N | " + " | ".join(rival.name for rival in RIVALS) + " | ratios (aimed at) |")
    print("|---|--:|" + "--:|" * len(RIVALS) + "---|")
    for size in map(int, arguments.sizes.split(",")):
        place = Path(tempfile.mkdtemp(dir=arguments.folder))
        try:
            data = Data(size)
            gc.collect()
            gc.freeze()  # the records that wait to be written are nobody's garbage to look through
            rivals, times = bulk(place, data)
            show("bulk import of both", size, times, {"SQLite": 2.0, "stock": 3.0} if size >= 100_000 else {})
            for step in STEPS:
                if only and step.what not in {*only, "add", "edit"}:
                    continue
                times = measure(step, rivals, size, arguments.turn)
                targets = step.targets | ({"stock": ADDED[size]} if step.what == "add" and size in ADDED else {})
                mine = show(step.says, size, times, targets)
                if step.what == "add":
                    adds[size] = mine / statistics.median(times["floor"])
            ours = str(rivals[0].folder)
            for says, load in (("rows", "store.table(spec.name).ids()"), ("records", "store.table(spec.name).all()")):
                used = child(MEMORY.format(load=load), ours)
                print(f"| memory, both tables loaded as {says} (MB) | {size:,} | {used:.0f} | | | | |", flush=True)
        finally:
            gc.unfreeze()
            shutil.rmtree(place, ignore_errors=True)
    if len(adds) > 1:
        growth = adds[max(adds)] / adds[min(adds)]
        print(f"\na durable add beside the floor, largest table against smallest: {growth:.2f}x (<= 1.2)")
    imports()


if __name__ == "__main__":
    main()
