"""Every operation that changes a workspace, ready to be interrupted."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from kindtui.services.notebooks import NOTEBOOKS
from kindtui.services.upkeep import Upkeep
from kindtui.store import engine, erasing, guarded, schema, swaps, version
from kindtui.store.schema import Documents
from kindtui.workspace import Workspace, open_workspace
from tests.conftest import NOW

SMALL_BULK = 24
"""Records that go straight into new table files here, so that a bulk import has few system calls."""
GRACE = ("m-0000000100", "grace@example.org", "grace_hh")
"""What must be gone of the member who is forgotten."""


@dataclass(frozen=True)
class Operation:
    """`prepare` fills an empty folder, and `perform` is what is interrupted. `opens`: it happens when the workspace is
    opened, and whatever interrupts it, who opens it afterwards finds it done. `same`: it does not change the contents.
    `check` is told the folder and whether the operation was done."""

    name: str
    prepare: Callable[[Path], None]
    perform: Callable[[Workspace], object]
    opens: bool = False
    same: bool = False
    check: Callable[[Path, bool], None] = lambda folder, done: None


def opened(folder: Path, *, first_id: int = 1000, at_once: bool = True) -> Workspace:
    """The workspace in a folder, with ids that are the same in each run."""
    engine.BULK = guarded.BULK = SMALL_BULK
    numbers = itertools.count(first_id)
    return open_workspace(
        folder, clock=lambda: NOW, ids=lambda prefix: f"{prefix}-{next(numbers):010d}", create=True, at_once=at_once
    )


def leave(workspace: Workspace) -> None:
    """Close without writing anything."""
    workspace.store.close(fold=False)


@contextmanager
def unfolded(folder: Path, first_id: int = 1000) -> Iterator[Workspace]:
    """A workspace whose last changes stay in the journal."""
    workspace = opened(folder, first_id=first_id)
    yield workspace
    leave(workspace)


# -- what there is before


def filled(folder: Path) -> None:
    """Table files, and a journal that is not folded into them."""
    with unfolded(folder, first_id=1) as it:
        ada = it.roster.add({"name": "Ada", "email": ["ada@example.org"]})
        bo = it.roster.add({"name": "Bo", "notes": "knows Ada"})
        for number in range(3):
            it.contributions.add({"what": f"Fixed the door {number}", "by": [ada.id]})
        it.follow_ups.add({"about": [bo.id], "action": "Call"})
        it.store.save()
        it.roster.edit(bo.id, {"pronouns": "they"})
        it.upkeep.back_up()


def empty(folder: Path) -> None:
    """No workspace yet."""


def _with_grace(folder: Path) -> None:
    filled(folder)
    with unfolded(folder, first_id=100) as it:
        grace = it.roster.add({"name": "Grace Hopper", "email": [GRACE[1]], "handle": [f"github={GRACE[2]}"]})
        it.contributions.add({"what": "Found a moth", "by": [grace.id, it.roster.find("Bo").id]})
        it.roster.edit(it.roster.find("Bo").id, {"notes": f"ask @{GRACE[2]}"})
        it.upkeep.back_up()
        it.store.save()
        it.roster.edit(grace.id, {"pronouns": "she"})


def _with_a_newer_state(folder: Path) -> None:
    filled(folder)
    with unfolded(folder, first_id=200) as it:
        it.roster.add({"name": "Cy"})
        it.roster.edit(it.roster.find("Ada").id, {"name": "Ada L."})
        (folder / "kindtui.yaml").write_text("name: Another\n")


def _changed_by_others(folder: Path) -> None:
    filled(folder)
    path = folder / "records" / "contributions.json"
    fresh = path.with_suffix(".git")
    fresh.write_text(path.read_text().replace("the door 1", "the window"))
    fresh.replace(path)


def _interrupted(*arguments: object) -> bool:
    raise KeyboardInterrupt


def _cut_off(prepare: Callable[[Path], None], perform: Callable[[Workspace], object], owner: Any, step: str) -> Any:
    """What there is when an operation was killed at a step of it."""

    def cut_off(folder: Path) -> None:
        prepare(folder)
        whole = getattr(owner, step)
        setattr(owner, step, _interrupted)
        it = opened(folder)
        try:
            perform(it)
        except KeyboardInterrupt:
            it.store._engine.close_journal()
            it.store._engine.lock.close()
        finally:
            setattr(owner, step, whole)

    return cut_off


def _with_a_torn_tail(folder: Path) -> None:
    filled(folder)
    journal = max((folder / ".kindtui" / "journals").glob("*.log"))
    last = journal.read_bytes().splitlines(keepends=True)[-1]
    journal.write_bytes(journal.read_bytes() + last[: len(last) // 2])


def _without_backups(folder: Path) -> None:
    filled(folder)
    for path in (folder / ".kindtui" / "backups").iterdir():
        path.unlink()


def _of_the_first_version(folder: Path) -> None:
    filled(folder)
    version.VERSION, schema.UPGRADES = 2, ((2, _to_two),)


def _to_two(tables: Documents) -> None:
    for document in tables["members"].values():
        document["name"] = document["name"].upper()


# -- what is done


def _add(it: Workspace) -> None:
    it.roster.add({"name": "Dee", "email": ["dee@example.org"]})


def _edit(it: Workspace) -> None:
    it.roster.edit(it.roster.find("Ada").id, {"name": "Ada L."})


def _remove(it: Workspace) -> None:
    it.contributions.remove([it.contributions.list()[0].id])


def _across(it: Workspace) -> None:
    members, contributions = it.store.table("members"), it.store.table("contributions")
    with it.store.change("Changed both") as change:
        for record in (*members.all(), *contributions.all()):
            change.remove(record)
        change.put(_renamed(members.all()[0], "m-0000000900"))
        change.put(_renamed(contributions.all()[0], "c-0000000900"))


def _renamed(record: Any, id: str) -> Any:
    return msgspec.structs.replace(record, id=id)


def _bulk(it: Workspace) -> None:
    rows = "".join(f"Name {number},n{number}@example.org\n" for number in range(SMALL_BULK + 6))
    it.imports.bring_in(f"name,email\n{rows}".encode(), "members.csv")


def _fold(it: Workspace) -> None:
    it.store.save()


def _undo(it: Workspace) -> None:
    it.history.undo()


def _redo(it: Workspace) -> None:
    it.history.redo()


def _undone(folder: Path) -> None:
    filled(folder)
    with unfolded(folder) as it:
        it.history.undo()


def _forget(it: Workspace) -> None:
    it.forgetting.forget(it.roster.find("Grace Hopper"))


def _back_up(it: Workspace) -> None:
    it.upkeep.back_up()


def _restore(it: Workspace) -> None:
    oldest = it.upkeep.backups()[-1]
    it.upkeep.restore(oldest.path)


def _close(it: Workspace) -> None:
    it.close()


def _open(it: Workspace) -> None:
    it.open_records()
    for spec in NOTEBOOKS:
        it.store.table(spec).all()


# -- what else has to be true


def _nobody_is_found(folder: Path, done: bool) -> None:
    """After a member is forgotten nothing that identifies them is in any file, in backups neither."""
    if done:
        left = [
            f"{trace} in {path.name}" for path, data in _every_byte(folder) for trace in GRACE if trace.encode() in data
        ]
        assert left == [], left


def _every_byte(folder: Path) -> list[tuple[Path, bytes]]:
    import zipfile

    found = []
    for path in folder.rglob("*"):
        if path.suffix == ".zip":
            with zipfile.ZipFile(path) as archive:
                found += [(path / name, archive.read(name)) for name in archive.namelist()]
        elif path.is_file():
            found.append((path, path.read_bytes()))
    return found


def _backups_are_whole(folder: Path, done: bool) -> None:
    from kindtui.store import backup

    for path in (folder / ".kindtui" / "backups").glob("*.zip"):
        backup.tables_of(backup.read(path))


def _there_is_one_more(folder: Path, done: bool) -> None:
    _backups_are_whole(folder, done)
    assert not done or len(list((folder / ".kindtui" / "backups").glob("*.zip"))) == 2


def _table_files_are_new(folder: Path, done: bool) -> None:
    assert not done or '"pronouns":"they"' in (folder / "records" / "members.json").read_text()


OPERATIONS = {
    each.name: each
    for each in (
        Operation("begin", empty, _add),
        Operation("add", filled, _add),
        Operation("edit", filled, _edit),
        Operation("remove", filled, _remove),
        Operation("across tables", filled, _across),
        Operation("bulk import", filled, _bulk, check=_backups_are_whole),
        Operation("fold", filled, _fold, same=True, check=_table_files_are_new),
        Operation("undo", filled, _undo),
        Operation("redo", _undone, _redo),
        Operation("forget", _with_grace, _forget, check=_nobody_is_found),
        Operation("adopt", _changed_by_others, _open, opens=True),
        Operation("backup", filled, _back_up, same=True, check=_there_is_one_more),
        Operation("restore", _with_a_newer_state, _restore, check=_backups_are_whole),
        Operation("migrate", _of_the_first_version, _open, opens=True, check=_backups_are_whole),
        Operation("recover a fold", _cut_off(filled, _fold, swaps, "roll_forward"), _open, opens=True, same=True),
        Operation(
            "recover a restore",
            _cut_off(_with_a_newer_state, _restore, Upkeep, "_put_documents_back"),
            _open,
            opens=True,
            check=_backups_are_whole,
        ),
        Operation(
            "recover a forgetting",
            _cut_off(_with_grace, _forget, erasing, "remove_the_past"),
            _open,
            opens=True,
            check=_nobody_is_found,
        ),
        Operation("recover a torn tail", _with_a_torn_tail, _open, opens=True, same=True),
        Operation("leave", _without_backups, _close, same=True, check=_backups_are_whole),
    )
}
