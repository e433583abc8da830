"""How long it takes to forget somebody, with three backups: python -m tests.benchmarks.bench_forgetting [MEMBERS ...]

Prints, for each number of members (with as many contributions), the seconds that the plan and the forgetting itself
took, and how many files were searched. Processor seconds say more than seconds on a busy machine.
"""

from __future__ import annotations

import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kindtui.domain.contributions import Contribution
from kindtui.domain.roster import Member
from kindtui.workspace import Workspace, open_workspace

NOW = datetime(2026, 3, 10, tzinfo=UTC)
MEMBERS = (1_000, 10_000, 100_000)


def fill(workspace: Workspace, count: int) -> None:
    """Members with an address and two handles, a contribution of each, and somebody who will ask to be forgotten."""
    with workspace.store.change("Imported") as change:
        for n in range(count):
            told: dict[str, Any] = {
                "name": f"Person{n} Family{n % 977}",
                "emails": (f"p{n}@example.org",),
                "handles": {"github": f"gh{n}", "discord": f"dd{n}"},
                "notes": "Likes docs and gardens.",
            }
            change.put(Member(id=f"m-{n:010d}", created_at=NOW, updated_at=NOW, **told))
            act: dict[str, Any] = {
                "on": NOW.date(),
                "by": (f"m-{n:010d}",),
                "what": f"Wrote page {n} with Person{n * 7}",
            }
            change.put(Contribution(id=f"c-{n:010d}", created_at=NOW, updated_at=NOW, **act))
    zoe = workspace.roster.add({"name": "Zoë Hopper", "email": ["zoe@example.org"], "handle": ["github=zoe_hh"]})
    workspace.contributions.add({"what": "Wrote a page", "by": [zoe.id, "m-0000000007"]})
    for _ in range(3):
        workspace.upkeep.back_up()


def main() -> None:
    print("| members | plan, s | forget, s | forget, s of processor | files searched |\n|---|---|---|---|---|")
    for count in [int(word) for word in sys.argv[1:]] or MEMBERS:
        with tempfile.TemporaryDirectory() as folder:
            with open_workspace(Path(folder) / "w", clock=lambda: NOW, create=True) as workspace:
                fill(workspace, count)
            with open_workspace(Path(folder) / "w", clock=lambda: NOW) as workspace:
                zoe = workspace.roster.find("zoe@example.org")
                begun = time.perf_counter()
                workspace.forgetting.plan(zoe)
                planned, busy = time.perf_counter(), time.process_time()
                proof = workspace.forgetting.forget(zoe)
                done, was_busy = time.perf_counter(), time.process_time() - busy
            assert not proof.left
            took = f"{planned - begun:.2f} | {done - planned:.2f} | {was_busy:.2f}"
            print(f"| {count:,} | {took} | {proof.searched} |", flush=True)


if __name__ == "__main__":
    main()
