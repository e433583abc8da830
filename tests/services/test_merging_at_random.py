"""Any work between merging and parting: nothing names who is gone, nothing is lost, parting at once leaves every file
as it was, to the byte, whichever window does it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from random import Random
from typing import Any

import pytest

from kindtui.domain.merges import Merge
from kindtui.domain.roster import Member
from kindtui.errors import InvalidInput, KindError
from kindtui.services.notebooks import MERGES, TABLES
from kindtui.workspace import Workspace, open_workspace


def everything(workspace: Workspace) -> dict[str, Any]:
    return {record.id: record for spec in TABLES for record in workspace.store.table(spec).all()}


def on_disk(workspace: Workspace) -> dict[str, bytes]:
    """The files of the records that hold any."""
    workspace.store.save()
    files = {path.name: path.read_bytes() for path in (workspace.folder / "records").glob("*.json")}
    return {name: data for name, data in files.items() if len(data) > len(b"{\n}\n")}


class Somebody:
    """Works in a workspace, a little of everything."""

    def __init__(self, workspace: Workspace, dice: Random) -> None:
        self.workspace, self.dice = workspace, dice
        for number in range(4):
            wish = dice.choice(["ask", "public", "never", "private", "internal"])
            workspace.roster.add(
                {
                    "name": dice.choice(["Ada", "Ada L", "Bo", "Cy"]),
                    "handle": [f"github=g{dice.randrange(3)}"],
                    "email": [f"{dice.choice('eE')}{number // 2}@x.org"],
                    "recognition": wish,
                    "status": dice.choice(["active", "on-break"]),
                    "tag": dice.sample(["docs", "host"], dice.randrange(3)),
                    "offer": dice.choice([[], ["sql; capacity=2"]]),
                    "need": dice.choice([[], ["sql"]]),
                    "access-need": dice.choice([[], ["captions"]]),
                    "joined": dice.choice(["", "2025-02-03"]),
                    "notes": str(number),
                }
            )

    def two(self) -> list[str]:
        ids = [member.id for member in self.workspace.roster.list()]
        return self.dice.sample(ids, min(2, len(ids)))

    def work(self, times: int) -> None:
        jobs: list[Callable[[], object]] = [
            *(self.log, self.plan, self.draft, self.ask, self.answer, self.rename, self.reassign, self.tell_apart),
            *(self.touch, self.thank, self.match, self.workspace.history.undo, self.workspace.history.redo),
        ]
        for _ in range(times):
            if len(self.two()) < 2:
                return  # they were undone, or are one person
            with suppress(KindError):  # not everything can be done at any time
                self.dice.choice(jobs)()

    def log(self) -> None:
        self.workspace.contributions.add({"what": "x", "by": self.two(), "noticed-by": self.two()[0]})

    def plan(self) -> None:
        self.workspace.follow_ups.add({"about": self.two(), "owner": self.two()[0]})

    def draft(self) -> None:
        self.workspace.spotlights.draft(self.two())

    def ask(self) -> None:
        for spotlight in self.workspace.spotlights.list()[:2]:
            self.workspace.spotlights.ask(spotlight.id)

    def answer(self) -> None:
        for spotlight in self.workspace.spotlights.list()[:2]:
            yes = self.dice.random() < 0.6
            self.workspace.spotlights.answer(spotlight.id, self.dice.choice(spotlight.members), yes=yes)

    def rename(self) -> None:
        self.workspace.roster.edit(self.two()[0], {"name": self.dice.choice(["Ada", "Zed"]), "tag": ["new"]})

    def reassign(self) -> None:
        for act in self.workspace.contributions.list()[:1]:
            self.workspace.contributions.edit(act.id, {"by": self.two()})

    def touch(self) -> None:
        for follow_up in self.workspace.follow_ups.list()[:1]:
            self.workspace.follow_ups.touch([follow_up.id], channel="mail", note="said hello")

    def thank(self) -> None:
        for act in self.workspace.contributions.list()[:1]:
            self.workspace.contributions.thank([act.id], words="thank you")

    def match(self) -> None:
        for need in self.workspace.matching.needs()[:1]:
            for offer in self.workspace.matching.beside(need)[:1]:
                self.workspace.matching.ask(need, offer)

    def tell_apart(self) -> None:
        found = [self.workspace.roster.find(id) for id in self.two()]
        self.workspace.merging.distinguish(found[0], found[-1])


SEEDS = [*range(4), *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(4, 60))]


@pytest.mark.parametrize("seed", SEEDS)
def test_merging_and_parting_among_other_work(workspace: Workspace, seed: int) -> None:
    dice = Random(seed)
    somebody = Somebody(workspace, dice)
    somebody.work(16)
    merged: list[tuple[Merge, Member]] = []
    for _ in range(dice.randrange(1, 4)):
        if len(workspace.roster.list()) < 2:
            break
        kept, other = map(workspace.roster.find, somebody.two())
        before, files = everything(workspace), on_disk(workspace)
        merge = workspace.merging.merge(kept, other)
        after = everything(workspace)
        assert not [each for each in after.values() if each.id[0] in "cfsd" and other.id in str(each)]
        with open_workspace(workspace.folder, clock=workspace.clock) as another:
            another.unmerging.unmerge(another.unmerging.find(merge.id))
        workspace.store.catch_up()
        assert everything(workspace) == before
        assert on_disk(workspace) == files
        workspace.history.undo()
        assert everything(workspace) == after
        merged.append((merge, other))
        somebody.work(dice.randrange(4))
    merged = [each for each in merged if each[0].id in workspace.store.table(MERGES)]  # the others were undone
    dice.shuffle(merged)
    while merged:
        for merge, other in list(merged):
            with suppress(InvalidInput):  # who was kept went into somebody else: that merge goes first
                there = set(everything(workspace))
                done = workspace.unmerging.unmerge(workspace.unmerging.find(merge.id))
                merged.remove((merge, other))
                assert there - {merge.id} <= set(everything(workspace))
                again = workspace.roster.find(other.id)
                assert again == other or any("holds for both" in each for each in done.notices)
    assert not len(workspace.store.table(MERGES))
