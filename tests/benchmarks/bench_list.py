"""How quick the list of records is with 100,000 rows, against a Textual DataTable in the same run.

    python tests/benchmarks/bench_list.py [--rows 100000] [--keys 60] [--fills 3]

Prints one table: filling, cursor keys, page down and the keys of the filter, each from the moment of the call or the
key until the screen that answers it is painted (rendered to terminal codes, written nowhere), as wall time and as time
of the process, medians and 95th percentiles. Keys are compared with the same key on a DataTable of 100 rows; those of
the filter, which count as answered when a screenful of hits is painted or all there are, with its page down, which
draws a screenful too. Ends with 1 when a target is missed by both clocks.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import random
import statistics
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import date, timedelta
from typing import Any, NamedTuple

from rich.text import Text
from textual import events
from textual.app import App, ComposeResult
from textual.widgets import DataTable, Input
from textual.widgets.data_table import RowKey

from kindtui.domain.query import Query, parse_query
from kindtui.domain.record import utc_now
from kindtui.domain.roster import Member
from kindtui.errors import InvalidInput
from kindtui.services.roster_listing import MEMBER_KEYS, search_text
from kindtui.tui.roster.screen import RosterScreen
from kindtui.tui.widgets.record_list import RecordList

SIZE = (120, 40)
BETWEEN = 0.08
"""Seconds between two keys: twelve a second, faster than most people type."""

PATIENCE = 60

FIRST = [
    "Amina",
    "Bo",
    "Chidi",
    "Dana",
    "Elif",
    "Farid",
    "Grace",
    "Hana",
    "Ines",
    "Jonas",
    "Kenji",
    "Lena",
    "Mika",
    "Nora",
    "Omar",
    "Pilar",
    "Quinn",
    "Rosa",
    "Tove",
    "Zoë",
]
LAST = [
    "Diallo",
    "Lind",
    "Okafor",
    "Levi",
    "Kaya",
    "Haddad",
    "Suzuki",
    "Duarte",
    "Weber",
    "山田",
    "Novak",
    "Aalto",
    "Berg",
    "Núñez",
    "Marin",
    "Malik",
    "Rao",
    "Ødegård",
]
TAGS = ["docs", "mentor", "hosting", "events", "code", "design", "newcomer", "board", "translation", "care"]
TYPED = (
    ("common words", "am a"),
    ("rare words", "zoë núñez 99"),
    ("words of nobody", "quibble"),
    ("a tag and a word", "tag:mentor mika"),
    ("a day", "joined:>2025-06-01"),
    ("a state of nobody", "status:deceased"),
)
"""What is typed into the filter, key by key, from an empty field."""


class Taken(NamedTuple):
    """Seconds that something took."""

    wall: float
    process: float


class Timed(App[None]):
    """An app that says when it painted."""

    waits: Callable[[], bool] | None = None
    """Whether what is waited for has happened, so that the next painting shows it."""

    def __init__(self) -> None:
        super().__init__()
        self.animation_level = "none"
        self.painted: asyncio.Future[Taken] | None = None

    def _display(self, screen: Any, renderable: Any) -> None:
        super()._display(screen, renderable)
        if renderable is not None and hasattr(renderable, "render_segments"):
            renderable.render_segments(self.console)  # headless, textual would leave this out
            if self.painted and not self.painted.done() and (self.waits is None or self.waits()):
                self.painted.set_result(Taken(time.perf_counter(), time.process_time()))

    async def timed(self, begin: Callable[[], object]) -> Taken:
        """From a call until what it changed is painted."""
        await asyncio.sleep(BETWEEN)
        self.painted = asyncio.get_running_loop().create_future()
        wall, process = time.perf_counter(), time.process_time()
        begin()
        ended = await asyncio.wait_for(self.painted, PATIENCE)
        return Taken(ended.wall - wall, ended.process - process)

    async def press(self, key: str) -> Taken:
        """From a key until what it changed is painted."""

        def send() -> None:
            event = events.Key("space" if key == " " else key, key if len(key) == 1 else None)
            event.set_sender(self)
            assert self._driver is not None
            self._driver.send_message(event)

        return await self.timed(send)


class Peer(Timed):
    """A DataTable."""

    def compose(self) -> ComposeResult:
        yield DataTable(cursor_type="row")

    def on_mount(self) -> None:
        self.table.add_columns(*(column.title for column in RosterScreen.columns))
        self.table.focus()

    @property
    def table(self) -> DataTable[Text]:
        return self.query_one(DataTable)

    def fill(self, members: list[Member]) -> list[RowKey]:
        """Give it these rows."""
        self.table.clear()
        cells = [column.cell for column in RosterScreen.columns]
        return self.table.add_rows(
            [Text(said if isinstance(said := cell(member), str) else said.text) for cell in cells] for member in members
        )


class Ours(Timed):
    """The list, under its filter."""

    def compose(self) -> ComposeResult:
        yield Input(id="filter")
        yield RecordList(
            RosterScreen.columns,
            key=lambda member: member.id,
            blob=search_text,
            read=read,
        )

    def on_mount(self) -> None:
        self.rows.focus()

    def on_input_changed(self, message: Input.Changed) -> None:
        if readable(message.value):
            self.rows.filter(message.value)
        self.filtered = message.value

    filtered = ""

    def answered(self, typed: int) -> bool:
        """Whether what is painted now answers the filter when so many characters are typed."""
        rows = self.rows
        return len(self.filtered) == typed and (rows.is_counted or rows.shown_count >= rows.size.height)

    @property
    def rows(self) -> RecordList[Member]:
        return self.query_one(RecordList)

    def fill(self, members: list[Member]) -> None:
        """Give it these rows."""
        self.rows.show(members)

    async def type(self, words: str) -> list[Taken]:
        """Type a filter; the time of each key until the rows it leaves are painted. Half a date leaves the list alone,
        so those keys do not count."""
        self.query_one(Input).focus()
        await asyncio.sleep(0.1)
        taken = []
        for number, char in enumerate(words, 1):
            half = not readable(words[:number])
            self.waits = lambda number=number, half=half: half or self.answered(number)
            took = await self.press(char)
            if not half:
                taken.append(took)
        self.waits = None
        self.query_one(Input).value = ""
        await asyncio.sleep(0.2)
        return taken


def people(many: int) -> list[Member]:
    """Invented members, the same each time."""
    luck, now, first_day = random.Random(5), utc_now(), date(2018, 1, 1)
    return [
        Member(
            id=f"m-{number:010d}",
            created_at=now,
            updated_at=now,
            name=f"{luck.choice(FIRST)} {luck.choice(LAST)} {number}",
            pronouns=luck.choice(["she/her", "he/him", "they/them", ""]),
            handles={"discord": f"user{number}", "github": f"coder-{luck.randrange(10**6)}"},
            emails=(f"user.{number}@example.org",),
            joined=first_day + timedelta(days=luck.randrange(2900)),
            tags=tuple(luck.sample(TAGS, luck.randrange(3))),
            notes="Met at the spring gathering." if number % 7 == 0 else "",
        )
        for number in range(many)
    ]


def read(text: str) -> Query[Member]:
    """A filter of the roster."""
    return parse_query(text, MEMBER_KEYS, date.today())


def readable(text: str) -> bool:
    try:
        read(text)
    except InvalidInput:
        return False
    return True


@asynccontextmanager
async def running(app: Timed) -> AsyncIterator[None]:
    async with app.run_test(size=SIZE):
        await asyncio.sleep(0.2)
        yield


def line(what: str, ours: list[Taken], peer: list[Taken], aims: str, met: Callable[[float, float], bool]) -> bool:
    """Print one comparison; says whether its target is met by either clock. `met` takes the ratios of medians and of
    ours at the 95th percentile to the peer's median."""
    cells, fine = [], False
    for clock in ("wall", "process"):
        own = sorted(getattr(each, clock) for each in ours)
        other = statistics.median(getattr(each, clock) for each in peer)
        middle, late = statistics.median(own), own[min(len(own) - 1, int(len(own) * 0.95))]
        fine = fine or met(middle / other, late / other)
        cells += [f"{seconds * 1000:.1f}" for seconds in (middle, late, other)]
        cells += [times(middle / other), times(late / other)]
    print(f"| {what} | {' | '.join(cells)} | {aims}{'' if fine else ', MISSED'} |", flush=True)
    return fine


def times(ratio: float) -> str:
    return f"{ratio:.2f}x" if ratio >= 0.1 else f"1/{1 / ratio:,.0f}"


async def measure(rows: int, keys: int, fills: int) -> bool:
    members = people(rows)
    gc.collect()
    gc.freeze()
    print("|  | wall ms | p95 | peer | ratio | p95 | process ms | p95 | peer | ratio | p95 | aimed at |")
    print("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|---|")
    small, peer_fill = await of_a_data_table(members, keys)
    # what it held, a million cells, would be looked through by the garbage collector while ours is measured
    gc.collect()
    gc.freeze()
    ours = Ours()
    fine = True
    async with running(ours):
        taken = []
        for _ in range(fills):
            ours.fill([])
            await asyncio.sleep(0.2)
            taken.append(await ours.timed(lambda: ours.fill(members)))
        fine &= line("fill", taken, peer_fill, "1/1,000", lambda middle, late: middle <= 1 / 1000)
        await asyncio.sleep(1)
        for key in ("down", "pagedown", "up"):
            fine &= line(key, await pressed(ours, key, keys), small[key], "1.5x", lambda middle, late: middle <= 1.5)
        await until(lambda: not ours.rows._turns)
        for what, words in TYPED:
            taken = [each for _ in range(max(1, keys // 20)) for each in await ours.type(words)]
            fine &= line(f"filter: {what}", taken, small["pagedown"], "2x, p95 4x", quick_enough)
        ours.fill([])
        ours.fill(members)
        taken = await ours.type("zoë núñez 99")
        line("filter just after filling", taken, small["pagedown"], "-", lambda middle, late: True)
    return fine


async def of_a_data_table(members: list[Member], keys: int) -> tuple[dict[str, list[Taken]], list[Taken]]:
    """The keys of a DataTable of 100 rows, and how long it takes to fill one with all of them."""
    peer = Peer()
    async with running(peer):
        peer.fill(members[:100])
        await asyncio.sleep(0.3)
        taken = {key: await pressed(peer, key, keys) for key in ("down", "pagedown", "up")}
        return taken, [await peer.timed(lambda: peer.fill(members))]


def quick_enough(middle: float, late: float) -> bool:
    return middle <= 2 and late <= 4


async def pressed(app: Timed, key: str, many: int) -> list[Taken]:
    """A key, again and again; where it comes to the end it goes back to the beginning."""
    taken = []
    turn = 2 if key == "pagedown" else 20
    for number in range(many):
        if number % turn == 0:
            if number:
                await app.press("ctrl+home" if isinstance(app, Peer) else "home")
            if key == "up":
                await app.press("pagedown")
        taken.append(await app.press(key))
    return taken


async def until(holds: Callable[[], bool], wait: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
    while not holds():
        await wait(0.05)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--keys", type=int, default=60)
    parser.add_argument("--fills", type=int, default=3)
    given = parser.parse_args()
    return 0 if asyncio.run(measure(given.rows, given.keys, given.fills)) else 1


if __name__ == "__main__":
    sys.exit(main())
