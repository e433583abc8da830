"""How long it takes to find the cards that may be of one person, beside comparing every card with every other.

    python tests/benchmarks/bench_duplicates.py [--members 100000] [--runs 5]

Members are made up: names of a few thousand words, so that thousands share a first or a family name, one address and
two handles each; one card in fifty is a second card of somebody, and one in a hundred has the address of a club.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from kindtui.domain.duplicates import Suggestions, address_sign, duplicates, login_of
from kindtui.domain.names_alike import are_alike, words_of
from kindtui.domain.roster import Member
from kindtui.domain.text import folded
from kindtui.store.collector import no_collections

AT = datetime(2026, 1, 1, tzinfo=UTC)
SYLLABLES = ("a", "na", "li", "mo", "ka", "ro", "sé", "tu", "vi", "ör", "ba", "ne", "shi", "go", "wen", "da")


def people(count: int) -> list[Member]:
    """Members, the same at every run."""
    dice = random.Random(7)
    firsts = ["".join(dice.choices(SYLLABLES, k=2)).capitalize() for _ in range(1500)]
    lasts = ["".join(dice.choices(SYLLABLES, k=3)).capitalize() for _ in range(4000)]
    made: list[Member] = []
    for number in range(count):
        if number % 50 == 49:
            made.append(_second_card(dice, dice.choice(made), number))
            continue
        first, last = dice.choice(firsts), dice.choice(lasts)
        login = f"{folded(first)}.{folded(last)}{dice.choice(('', '', dice.randrange(100)))}"
        host = dice.choice(("gmail.com", "example.org", "mail.example", "uni.example"))
        email = "info@club.example" if number % 100 == 0 else f"{login}{number}@{host}"
        handles = {"discord": f"{login}{number % 977}", "github": f"{last.lower()}{number}"}
        made.append(_member(number, f"{first} {last}", (email,), handles))
    return made


def _second_card(dice: random.Random, one: Member, number: int) -> Member:
    first, _, last = one.name.partition(" ")
    kind = dice.randrange(3)
    if kind == 0:
        return _member(number, f"{first[0]}. {last}", tuple(each.upper() for each in one.emails), {})
    if kind == 1:
        return _member(number, f"{last} {first}", (), {"github": one.handles.get("github", "nobody").upper()})
    return _member(number, one.name, (), {"slack": one.handles.get("discord", "nobody")})


def _member(number: int, name: str, emails: tuple[str, ...], handles: dict[str, str]) -> Member:
    return Member(id=f"m-{number:010}", created_at=AT, updated_at=AT, name=name, emails=emails, handles=handles)


def every_pair(members: Sequence[Member]) -> int:
    """The peer: each card beside each other one, by the same signs, with everything folded once."""
    cards = [
        (
            member.name,
            {address_sign(email) for email in member.emails},
            {(place, handle.casefold()) for place, handle in member.handles.items()},
            {login_of(handle) for handle in (*member.handles.values(), *(e.partition("@")[0] for e in member.emails))},
        )
        for member in members
    ]
    found = 0
    for one, two in combinations(cards, 2):
        if one[1] & two[1] or one[2] & two[2] or (one[3] & two[3] - {""} and are_alike(one[0], two[0])):
            found += 1
    return found


def timed(work: Callable[[], object], runs: int) -> tuple[float, object]:
    """The median of some runs in seconds of the processor (others use it too), and what came of it."""
    times = []
    answer: object = None
    for _ in range(runs):
        words_of.cache_clear()
        began = time.process_time()
        with no_collections():
            answer = work()
        times.append(time.process_time() - began)
    return statistics.median(times), answer


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--members", type=int, default=100_000)
    parser.add_argument("--pairwise", type=int, default=2_000, help="members for the peer, which takes n²")
    parser.add_argument("--runs", type=int, default=5)
    arguments = parser.parse_args()
    few = people(arguments.pairwise)
    ours, found = timed(lambda: duplicates(few), arguments.runs)
    theirs, _ = timed(lambda: every_pair(few), 1)
    assert isinstance(found, Suggestions)
    pairs, ratio = len(found.pairs), theirs / ours
    print(f"{len(few):,} members: {ours:.3f} s ({pairs} pairs); every pair {theirs:.2f} s, {ratio:.0f} times as long")
    for count in sorted({arguments.members // 10, arguments.members}):
        many = people(count)
        ours, found = timed(lambda many=many: duplicates(many), arguments.runs)  # type: ignore[misc]
        assert isinstance(found, Suggestions)
        squared = theirs * (count / len(few)) ** 2
        print(
            f"{count:,} members: {ours:.2f} s ({len(found.pairs):,} pairs, {len(found.notices)} crowds left alone); "
            f"every pair would take about {squared / 60:,.0f} min"
        )
        told: list[float] = []
        began = time.perf_counter()
        with no_collections():
            duplicates(many, progress=lambda done, total: told.append(time.perf_counter()))  # noqa: B023
        gaps = [two - one for one, two in zip([began, *told], told, strict=False)]
        print(f"  progress is told {len(told)} times, at most {max(gaps) * 1000:.0f} ms apart")


if __name__ == "__main__":
    main()
