"""The store and its rivals, each doing the same things with the same members and contributions.

A rival's methods are named after what is measured. They take the number of the repeat, and do the work that a program
would do: a write is durable when it returns (stock TinyDB waits for the disk too, but a crash while it writes takes the
whole file), a read gives every record it names. `load` gives all as the rival's users get them, records or dicts.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import msgspec
from tinydb import TinyDB, where

from kindtui.domain.contributions import Contribution
from kindtui.domain.roster import Member
from kindtui.formats.records_json import encode, to_document
from kindtui.store.journal import JournaledStorage
from kindtui.store.tables import Store, TableSpec

NOW = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)
MEMBERS = TableSpec("members", Member, {"tag": lambda document: document.get("tags", ())})
CONTRIBUTIONS = TableSpec("contributions", Contribution, {"by": lambda document: document.get("by", ())})
SPECS = (MEMBERS, CONTRIBUTIONS)


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
        notes=f"Met at the spring gathering; likes to help newcomers with first steps: {number:06}. " * 2,
    )


def contribution(number: int) -> Contribution:
    return Contribution(
        id=f"c-{number * 2654435761 % 2**40:010x}",
        created_at=NOW,
        updated_at=NOW,
        what=f"Answered {number:06} questions in the help channel for a whole evening",
        on=date(2026, 3, 1 + number % 28),
        by=(member(number).id,),
        kind="supporting",
    )


class Data:
    """The records of one size, made before anything is timed."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.members = [member(number) for number in range(size)]
        self.contributions = [contribution(number) for number in range(size)]
        self.added = [member(size + number) for number in range(1000)]
        self.edited = [msgspec.structs.replace(each, name=f"{each.name} again") for each in self.members[:500]]


class Rival:
    """One store in a folder of its own."""

    name = ""

    def __init__(self, folder: Path, data: Data) -> None:
        self.folder = folder
        self.data = data
        self._touched = 200
        folder.mkdir()

    def open(self) -> None:
        """Be the process that has it open."""

    def close(self) -> None:
        """Leave it, with the latest changes not folded, or checkpointed as the rival likes it."""

    def leave(self) -> None:
        """Open it and leave it as it usually is left."""
        self.open()
        self.close()

    def touch(self) -> None:
        """Edit one more member, whom nobody edited before."""
        if edit := self.can("edit"):
            edit(self._touched)
        self._touched += 1

    def seen(self, number: int) -> Member:
        """The member to look for: every other one was edited since the last fold."""
        return self.data.members[number if number % 2 else -1 - number]

    def can(self, what: str) -> Callable[[int], object] | None:
        return getattr(self, what) if what in vars(type(self)) else None


class Kindtui(Rival):
    name = "kindtui"

    def _store(self, **options: Any) -> Store:
        return Store(self.folder, SPECS, clock=lambda: NOW, **options)

    def open(self) -> None:
        self.store = self._store()

    def close(self) -> None:
        self.store.close(fold=False)

    def leave(self) -> None:
        self._store().close(fold=True)

    def bulk(self, _: int) -> None:
        with self.store.change("Imported") as change:
            for record in (*self.data.members, *self.data.contributions):
                change.put(record)

    def add(self, number: int) -> None:
        with self.store.change("Added") as change:
            change.put(self.data.added[number])

    def edit(self, number: int) -> None:
        with self.store.change("Edited") as change:
            change.put(self.data.edited[number], before=self.data.members[number])

    def open_get(self, number: int) -> object:
        fresh = self._store()
        found = fresh.table(MEMBERS).get(self.seen(number).id)
        fresh.close(fold=False)
        return found

    def load_records(self, _: int) -> object:
        fresh = self._store()
        found = fresh.table(MEMBERS).all(), fresh.table(CONTRIBUTIONS).all()
        fresh.close(fold=False)
        return found

    load = load_records

    def load_dicts(self, _: int) -> object:
        fresh = TinyDB(self.folder, storage=JournaledStorage)
        found = [dict(document) for name in ("members", "contributions") for _, document in _scan(fresh, name)]
        fresh.storage.engine.close(fold=False)  # type: ignore[attr-defined]
        return found

    def get(self, number: int) -> object:
        return self.store.table(MEMBERS).get(self.seen(number).id)

    def equality(self, number: int) -> object:
        return self.store.table(CONTRIBUTIONS).where("by", self.data.members[number].id)

    def count(self, _: int) -> object:
        return self.store.table(MEMBERS).count_where("tag", "team7")

    def search(self, number: int) -> object:
        return [each for each in self.store.table(MEMBERS).all() if each.name == f"Member Number {number}"]


def _scan(database: TinyDB, name: str) -> Iterator[tuple[Any, dict[str, Any]]]:
    tables = database.storage.read() or {}
    yield from tables[name].scan()  # type: ignore[attr-defined]


class Sqlite(Rival):
    """The same JSON in a text column, with indexes; WAL and synchronous=FULL. An edit, as ours, refuses to write over a
    member that is not as it was read, and renews what the member is found by."""

    name = "SQLite"

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.folder / "w.db", isolation_level=None)
        connection.execute("pragma journal_mode=wal")
        connection.execute("pragma synchronous=full")
        return connection

    def open(self) -> None:
        self.link = self._connect()
        for statement in (
            "create table if not exists members (id text primary key, document text) without rowid",
            "create table if not exists contributions (id text primary key, by text, document text) without rowid",
            "create table if not exists tags (tag text, member text)",
            "create index if not exists by_tag on tags (tag)",
            "create index if not exists tags_of on tags (member)",
            "create index if not exists by_member on contributions (by)",
        ):
            self.link.execute(statement)
        self.decode = {
            "members": msgspec.json.Decoder(Member).decode,
            "contributions": msgspec.json.Decoder(Contribution).decode,
        }

    def close(self) -> None:
        self.link.close()

    def bulk(self, _: int) -> None:
        members, contributions = self.data.members, self.data.contributions
        self.link.execute("begin")
        self.link.executemany("insert into members values (?, ?)", ((each.id, _text(each)) for each in members))
        self.link.executemany("insert into tags values (?, ?)", ((tag, one.id) for one in members for tag in one.tags))
        rows = ((each.id, each.by[0], _text(each)) for each in contributions)
        self.link.executemany("insert into contributions values (?, ?, ?)", rows)
        self.link.execute("commit")

    def add(self, number: int) -> None:
        one = self.data.added[number]
        self.link.execute("begin")
        self.link.execute("insert into members values (?, ?)", (one.id, _text(one)))
        self.link.executemany("insert into tags values (?, ?)", [(tag, one.id) for tag in one.tags])
        self.link.execute("commit")

    def edit(self, number: int) -> None:
        before, after = self.data.members[number], self.data.edited[number]
        self.link.execute("begin")
        query = "update members set document = ? where id = ? and document = ?"
        assert self.link.execute(query, (_text(after), after.id, _text(before))).rowcount == 1
        self.link.execute("delete from tags where member = ?", (after.id,))
        self.link.executemany("insert into tags values (?, ?)", [(tag, after.id) for tag in after.tags])
        self.link.execute("commit")

    def open_get(self, number: int) -> object:
        link = self._connect()
        row = link.execute("select document from members where id = ?", (self.seen(number).id,)).fetchone()
        found = self.decode["members"](row[0])
        link.close()
        return found

    def _load(self, decode: dict[str, Callable[[str], Any]]) -> object:
        link = self._connect()
        found = [
            [decode[table](row[0]) for row in link.execute(f"select document from {table} order by id")]
            for table in ("members", "contributions")
        ]
        link.close()
        return found

    def load_records(self, _: int) -> object:
        return self._load(self.decode)

    def load_dicts(self, _: int) -> object:
        return self._load({"members": json.loads, "contributions": json.loads})

    load = load_dicts

    def get(self, number: int) -> object:
        query = "select document from members where id = ?"
        return self.decode["members"](self.link.execute(query, (self.seen(number).id,)).fetchone()[0])

    def equality(self, number: int) -> object:
        query = "select document from contributions where by = ? order by id"
        rows = self.link.execute(query, (self.data.members[number].id,))
        return [self.decode["contributions"](row[0]) for row in rows]

    def count(self, _: int) -> object:
        return self.link.execute("select count(*) from tags where tag = ?", ("team7",)).fetchone()[0]

    def search(self, number: int) -> object:
        query = "select document from members where json_extract(document, '$.name') = ?"
        rows = self.link.execute(query, (f"Member Number {number}",))
        return [self.decode["members"](row[0]) for row in rows]


def _text(record: Member | Contribution) -> str:
    """A record as SQLite keeps it: with its id, so that it can be decoded without putting it back."""
    return msgspec.json.encode(record).decode()


class Stock(Rival):
    """TinyDB 4 as it comes, with JSONStorage; its query cache is emptied, since every change empties it."""

    name = "stock"

    def open(self) -> None:
        self.database = TinyDB(self.folder / "db.json")
        self.members, self.contributions = self.database.table("members"), self.database.table("contributions")

    def close(self) -> None:
        self.database.close()

    def bulk(self, _: int) -> None:
        self.members.insert_multiple([to_document(each) | {"id": each.id} for each in self.data.members])
        self.contributions.insert_multiple([to_document(each) | {"id": each.id} for each in self.data.contributions])

    def add(self, number: int) -> None:
        self.members.insert(to_document(self.data.added[number]))

    def edit(self, number: int) -> None:
        self.members.update(to_document(self.data.edited[number]), doc_ids=[number + 1])

    def _opened(self, do: Callable[[TinyDB], object]) -> object:
        fresh = TinyDB(self.folder / "db.json")
        found = do(fresh)
        fresh.close()
        return found

    def open_get(self, number: int) -> object:
        return self._opened(lambda fresh: fresh.table("members").get(doc_id=number + 1))

    def load_dicts(self, _: int) -> object:
        return self._opened(lambda fresh: (fresh.table("members").all(), fresh.table("contributions").all()))

    load = load_dicts

    def get(self, number: int) -> object:
        return self.members.get(doc_id=number + 1)

    def equality(self, number: int) -> object:
        self.contributions.clear_cache()
        return self.contributions.search(where("by").any([self.data.members[number].id]))

    def count(self, _: int) -> object:
        self.members.clear_cache()
        return self.members.count(where("tags").any(["team7"]))

    def search(self, number: int) -> object:
        self.members.clear_cache()
        return self.members.search(where("name") == f"Member Number {number}")


class Floor(Rival):
    """What durability costs alone: one append of the record and one fdatasync."""

    name = "floor"

    def open(self) -> None:
        self.fd = os.open(self.folder / "log", os.O_CREAT | os.O_WRONLY | os.O_APPEND)
        self.sync = getattr(os, "fdatasync", os.fsync)

    def close(self) -> None:
        os.close(self.fd)

    def add(self, number: int) -> None:
        os.write(self.fd, encode(self.data.added[number]) + b"\n")
        self.sync(self.fd)


RIVALS: tuple[type[Rival], ...] = (Kindtui, Sqlite, Stock, Floor)
