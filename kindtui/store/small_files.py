"""The small JSON files beside the records: whether they are whole, and what is done when they are not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import msgspec

from kindtui.domain.forgotten import Forgotten
from kindtui.errors import Problem, StoreError
from kindtui.paths import FORGOTTEN
from kindtui.store import backup, durable, noting, whole_file
from kindtui.store.engine import Engine
from kindtui.store.finding import Finding, quarantine
from kindtui.store.forgotten_list import list_in
from kindtui.store.sealed import sealed
from kindtui.store.taken_back_list import TAKEN_BACK, days_in


def check(engine: Engine) -> Iterator[Finding]:
    """What is wrong with them."""
    private = engine.layout.private
    for name, read in (("state.json", _values_in), (FORGOTTEN, list_in), (TAKEN_BACK, days_in)):
        path = private / name
        shown = f".kindtui/{name}"
        try:
            read(durable.read_from(path))
        except FileNotFoundError:
            continue
        except OSError as error:
            fault = durable.failure("It cannot be read", error)
            yield Finding(Problem(fault.message, fault.hint, shown))
        except ValueError as fault:
            if name == FORGOTTEN:
                message = f"Nobody who asked to be forgotten can be kept out: {fault}"
                hint = "kindtui doctor --fix puts it together from the newest backup and what can be read"
                yield Finding(Problem(message, hint, shown), mend=_mend_forgotten(engine, path, shown))
            else:
                problem = Problem(f"It counts as empty: {fault}", "", shown, severity="warning")
                yield Finding(problem, mend=quarantine(engine, path, shown))


def _mend_forgotten(engine: Engine, path: Path, shown: str) -> Callable[[], str]:
    def mend() -> str:
        data = durable.read_from(path)
        found, source = _newest_list(engine)
        with suppress(ValueError):
            # a hash that rotted is that of nobody, the others are right
            found.merge(list_in(data, damaged=True))
            source.append("what can be read of it")
        if not source:
            raise StoreError("neither it nor a backup has a list", "remove it, and forget them again")
        with engine.mutex, engine.locked():
            aside = noting.set_aside(engine, engine.layout.quarantine, path.name, data)
            # over what is there: without any list nobody would be kept out
            whole_file.write(path, sealed(msgspec.json.encode(found, order="sorted")))
        told = f"put together from {' and '.join(source)}; forget again whom it does not keep out"
        return f"{shown}: {told}; the damaged one is .kindtui/quarantine/{aside}"

    return mend


def _newest_list(engine: Engine) -> tuple[Forgotten, list[str]]:
    """The forgotten list of the newest backup that has one, and which that is."""
    for each in backup.listed(engine.layout):
        with suppress(StoreError, ValueError, KeyError):
            return list_in(backup.read(each.path).files[FORGOTTEN]), [f"the backup of {each.at:%Y-%m-%d %H:%M} UTC"]
    return Forgotten(), []


def _values_in(data: bytes) -> dict[str, object]:
    """The values in `state.json`. ValueError when it has none."""
    try:
        return msgspec.json.decode(data, type=dict[str, object])
    except msgspec.MsgspecError as fault:
        raise ValueError(str(fault)) from None
