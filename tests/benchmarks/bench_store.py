"""The store beside its rivals, in one run: stock TinyDB, SQLite (WAL, synchronous=FULL), a bare append and fdatasync.

    python tests/benchmarks/bench_store.py [--sizes 1000,10000,100000] [--folder DIR]

N members and N contributions. Figures are medians in milliseconds; the folder should be on a real disk and the machine
quiet: the rivals run one after the other, so a load that comes and goes favours one of them.

What is compared is not the same work everywhere. "Open, load all" and "get by id" give checked records here, and plain
dicts in SQLite and stock TinyDB. "Search" and the indexed ones are asked again and again of an open store, which keeps
decoded records and indexes in memory until something changes; the first one after a change costs more.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec
from tinydb import TinyDB, where

from kindtui.domain.contributions import Contribution
from kindtui.domain.roster import Member
from kindtui.formats.records_json import encode, to_document
from kindtui.store import engine as engines
from kindtui.store.tables import Store, TableSpec

NOW = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)
MEMBERS = TableSpec("members", Member, {"tag": lambda document: document.get("tags", ())})
CONTRIBUTIONS = TableSpec("contributions", Contribution, {"by": lambda document: document.get("by", ())})
SPECS = (MEMBERS, CONTRIBUTIONS)
REPEATS = 60


def member(number: int) -> Member:
    return Member(
        id=f"m-{number * 2654435761 % 2**40:010x}",
        created_at=NOW,
        updated_at=NOW,
        name=f"Member Number {number}",
        handles={"discord": f"member{number}", "github": f"member-{number}"},
        emails=(f"member{number}@example.org",),
        tags=(f"team{number % 50}", "newcomer"),
        timezone="Europe/Lisbon",
        notes="Met at the spring gathering; likes to help newcomers with their first steps. " * 2,
    )


def contribution(number: int) -> Contribution:
    return Contribution(
        id=f"c-{number * 2654435761 % 2**40:010x}",
        created_at=NOW,
        updated_at=NOW,
        what="Answered questions in the help channel for a whole evening, patiently",
        on=date(2026, 3, 1 + number % 28),
        by=(member(number).id,),
        kind="supporting",
    )


def median(run: Callable[[int], object], repeats: int = REPEATS) -> float:
    times = []
    for number in range(repeats):
        start = time.perf_counter()
        run(number)
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def ours(folder: Path, size: int) -> dict[str, float]:
    found: dict[str, float] = {}
    members, contributions = [member(n) for n in range(size)], [contribution(n) for n in range(size)]
    store = Store(folder, SPECS, clock=lambda: NOW)
    start = time.perf_counter()
    with store.change("Imported") as change:
        for record in (*members, *contributions):
            change.put(record)
    found["bulk import of both"] = (time.perf_counter() - start) * 1000
    store.close(fold=False)
    store = Store(folder, SPECS, clock=lambda: NOW)

    def add(number: int) -> None:
        with store.change("Added") as change:
            change.put(member(size + number))

    def edit(number: int) -> None:
        with store.change("Edited") as change:
            change.put(msgspec.structs.replace(members[number], name="Another"), before=members[number])

    found["durable add"] = median(add)
    found["edit by id"] = median(edit)
    store.close(fold=False)

    def open_and_get(number: int) -> None:
        fresh = Store(folder, SPECS, clock=lambda: NOW, read_only=True)
        assert fresh.table(MEMBERS).get(members[size // 2 + number].id) is not None
        fresh.close()

    found["open, get one by id"] = median(open_and_get)

    def open_and_load(_: int) -> None:
        fresh = Store(folder, SPECS, clock=lambda: NOW, read_only=True)
        assert len(fresh.table(MEMBERS).all()) + len(fresh.table(CONTRIBUTIONS).all()) == 2 * size + REPEATS
        fresh.close()

    found["open, load all"] = median(open_and_load, 5)
    store = Store(folder, SPECS, clock=lambda: NOW)
    table = store.table(MEMBERS)
    found["get by id"] = median(lambda number: table.get(members[number].id), 500)
    table.where("tag", "team7")
    found["indexed equality"] = median(lambda _: store.table(CONTRIBUTIONS).where("by", members[7].id), 200)
    found["indexed count"] = median(lambda _: table.count_where("tag", "team7"), 200)
    found["search, no index"] = median(lambda _: [one for one in table.all() if one.name == "Member Number 77"], 5)
    store.close(fold=False)
    return found


def sqlite(folder: Path, size: int) -> dict[str, float]:
    found: dict[str, float] = {}
    folder.mkdir()

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(folder / "w.db", isolation_level=None)
        connection.execute("pragma journal_mode=wal")
        connection.execute("pragma synchronous=full")
        return connection

    connection = connect()
    connection.execute("create table members (id text primary key, name text, document text) without rowid")
    connection.execute("create table contributions (id text primary key, by text, document text) without rowid")
    connection.execute("create table tags (tag text, member text)")
    connection.execute("create index by_tag on tags (tag)")
    connection.execute("create index by_member on contributions (by)")

    def put(one: Member) -> None:
        connection.execute("insert or replace into members values (?, ?, ?)", (one.id, one.name, encode(one).decode()))
        connection.executemany("insert into tags values (?, ?)", [(tag, one.id) for tag in one.tags])

    members, contributions = [member(n) for n in range(size)], [contribution(n) for n in range(size)]
    start = time.perf_counter()
    connection.execute("begin")
    for one in members:
        put(one)
    for act in contributions:
        connection.execute("insert into contributions values (?, ?, ?)", (act.id, act.by[0], encode(act).decode()))
    connection.execute("commit")
    found["bulk import of both"] = (time.perf_counter() - start) * 1000

    def add(number: int) -> None:
        connection.execute("begin")
        put(member(size + number))
        connection.execute("commit")

    def edit(number: int) -> None:
        one = msgspec.structs.replace(members[number], name="Another")
        document = encode(one).decode()
        connection.execute("update members set name = ?, document = ? where id = ?", (one.name, document, one.id))

    found["durable add"] = median(add)
    found["edit by id"] = median(edit)

    def get(link: sqlite3.Connection, id: str) -> object:
        return json.loads(link.execute("select document from members where id = ?", (id,)).fetchone()[0])

    def open_and_get(number: int) -> None:
        link = connect()
        get(link, members[size // 2 + number].id)
        link.close()

    def load(link: sqlite3.Connection) -> None:
        for table in ("members", "contributions"):
            for row in link.execute(f"select document from {table}"):
                json.loads(row[0])

    def open_and_load(_: int) -> None:
        link = connect()
        load(link)
        link.close()

    found["open, get one by id"] = median(open_and_get)
    found["open, load all"] = median(open_and_load, 5)
    found["get by id"] = median(lambda number: get(connection, members[number].id), 500)
    by = "select document from contributions where by = ?"
    found["indexed equality"] = median(
        lambda _: [json.loads(row[0]) for row in connection.execute(by, (members[7].id,))], 200
    )
    count = "select count(*) from tags where tag = 'team7'"
    found["indexed count"] = median(lambda _: connection.execute(count).fetchone(), 200)
    search = "select document from members where json_extract(document, '$.name') = 'Member Number 77'"
    found["search, no index"] = median(lambda _: connection.execute(search).fetchall(), 5)
    connection.close()
    return found


def stock(folder: Path, size: int) -> dict[str, float]:
    found: dict[str, float] = {}
    folder.mkdir()
    database = TinyDB(folder / "db.json")
    members, contributions = database.table("members"), database.table("contributions")
    documents = [to_document(member(n)) | {"id": member(n).id} for n in range(size)]
    acts = [to_document(contribution(n)) for n in range(size)]
    start = time.perf_counter()
    members.insert_multiple(documents)
    contributions.insert_multiple(acts)
    found["bulk import of both"] = (time.perf_counter() - start) * 1000
    few = 3 if size > 1000 else 10
    found["durable add"] = median(lambda n: members.insert(to_document(member(size + n))), few)
    found["edit by id"] = median(lambda n: members.update({"name": "Another"}, doc_ids=[n + 1]), few)
    found["get by id"] = median(lambda n: members.get(doc_id=n + 1), few)
    found["search, no index"] = median(lambda n: members.search(where("name") == f"Member Number {n}"), few)

    def load(_: int) -> None:
        fresh = TinyDB(folder / "db.json")
        fresh.table("members").all()
        fresh.table("contributions").all()
        fresh.close()

    found["open, load all"] = median(load, 3)
    database.close()
    return found


def floor(folder: Path, size: int) -> dict[str, float]:
    folder.mkdir()
    fd = os.open(folder / "log", os.O_CREAT | os.O_WRONLY | os.O_APPEND)
    sync = getattr(os, "fdatasync", os.fsync)

    def add(number: int) -> None:
        os.write(fd, encode(member(size + number)) + b"\n")
        sync(fd)

    found = {"durable add": median(add)}
    os.close(fd)
    return found


def memory(folder: Path) -> float:
    """Megabytes that a process uses after it has loaded every table."""
    code = (
        "import re, sys\nfrom pathlib import Path\nsys.path[:0] = sys.argv[2:]\n"
        "from bench_store import NOW, SPECS, Store\n"
        "store = Store(Path(sys.argv[1]), SPECS, clock=lambda: NOW, read_only=True)\n"
        "for spec in SPECS: store.table(spec.name).ids()\n"
        "status = Path('/proc/self/status').read_text()\n"
        "print(int(re.search(r'VmHWM:\\s+(\\d+)', status)[1]) / 1024)\n"
    )
    command = [sys.executable, "-c", code, str(folder), str(Path(__file__).parent)]
    return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="1000,10000,100000")
    parser.add_argument("--folder", type=Path, default=Path.cwd())
    arguments = parser.parse_args()
    assert engines.BULK == 1000
    print(f"| {'':22} | {'N':>7} | {'ours':>9} | {'SQLite':>9} | {'stock':>9} | {'floor':>7} | ratios")
    for size in map(int, arguments.sizes.split(",")):
        with tempfile.TemporaryDirectory(dir=arguments.folder) as name:
            place = Path(name)
            runs = {}
            for rival, run in (("ours", ours), ("sqlite", sqlite), ("stock", stock), ("floor", floor)):
                gc.collect()
                runs[rival] = run(place / rival, size)
            for what, mine in runs["ours"].items():
                others = [runs[rival].get(what) for rival in ("sqlite", "stock", "floor")]
                shown = [f"{value:9.3f}" if value is not None else " " * 9 for value in others]
                ratios = [
                    f"{rival} {value / mine:.2f}x"
                    for rival, value in zip(("SQLite", "stock", "floor"), others, strict=True)
                    if value
                ]
                print(f"| {what:22} | {size:7} | {mine:9.3f} | {' | '.join(shown)} | {', '.join(ratios)}", flush=True)
            print(f"| {'memory, all ids (MB)':22} | {size:7} | {memory(place / 'ours'):9.1f} |")
            shutil.rmtree(place, ignore_errors=True)


if __name__ == "__main__":
    main()
