"""A store does what a dict does, through undo, redo, restarts, folds and a second store on the same folder."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from kindtui.store import engine as engines
from kindtui.store.tables import Store
from tests.conftest import NOW
from tests.store.conftest import NOTES, PEOPLE, SPECS, note, person

State = dict[str, dict[str, Any]]
IDS = st.sampled_from([f"p-{number}" for number in range(6)])
TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=6)


class Stores(RuleBasedStateMachine):
    """Two stores on one folder, against a stack of states."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.states: list[State] = [{"people": {}, "notes": {}}]
        self.undone: list[State] = []
        self.bulk = engines.BULK

    def teardown(self) -> None:
        engines.BULK = self.bulk
        for store in self.stores:
            store.close(fold=False)
        shutil.rmtree(self.folder)

    @initialize()
    def begin(self) -> None:
        self.stores = [self.opened(), self.opened()]

    def opened(self) -> Store:
        return Store(self.folder / "w", SPECS, clock=lambda: NOW)

    @rule(
        which=st.booleans(),
        people=st.dictionaries(IDS, TEXTS, max_size=4),
        notes=st.dictionaries(IDS, TEXTS, max_size=2),
        gone=st.sets(IDS, max_size=3),
        bulk=st.booleans(),
    )
    def change(self, which: bool, people: dict[str, str], notes: dict[str, str], gone: set[str], bulk: bool) -> None:
        now = self.states[-1]
        then: State = {name: dict(table) for name, table in now.items()}
        engines.BULK = 1 if bulk else self.bulk
        with self.stores[which].change("A change") as change:
            for id, text in people.items():
                then["people"][id] = person(id, name=text, tags=tuple(text))
                change.put(then["people"][id])
            for id, text in notes.items():
                then["notes"][id] = note(id, text=text)
                change.put(then["notes"][id])
            for id in gone - people.keys():
                if id in then["people"]:
                    change.remove(then["people"].pop(id))
        engines.BULK = self.bulk
        if then != now:
            self.states.append(then)
            self.undone.clear()

    @rule(which=st.booleans())
    @precondition(lambda self: len(self.states) > 1)
    def undo(self, which: bool) -> None:
        self.stores[which].undo()
        self.undone.append(self.states.pop())

    @rule(which=st.booleans())
    @precondition(lambda self: self.undone)
    def redo(self, which: bool) -> None:
        self.stores[which].redo()
        self.states.append(self.undone.pop())

    @rule(which=st.booleans(), fold=st.sampled_from([True, False, None]))
    def restart(self, which: bool, fold: bool | None) -> None:
        self.stores[which].close(fold)
        self.stores[which] = self.opened()

    @rule(which=st.booleans())
    def save(self, which: bool) -> None:
        self.stores[which].save()

    @rule(which=st.booleans(), id=IDS)
    def get(self, which: bool, id: str) -> None:
        self.stores[which].catch_up()
        assert self.stores[which].table(PEOPLE).get(id) == self.states[-1]["people"].get(id)
        assert (id in self.stores[which].table(NOTES)) == (id in self.states[-1]["notes"])

    @invariant()
    def both_hold_what_the_dict_holds(self) -> None:
        for store in getattr(self, "stores", []):
            store.catch_up()
            for spec in SPECS:
                wanted = self.states[-1][spec.name]
                table = store.table(spec.name)
                assert len(table) == len(wanted)
                assert table.ids() == sorted(wanted)
                assert table.all() == [wanted[id] for id in sorted(wanted)]
            people = self.states[-1]["people"]
            for tag in {tag for one in people.values() for tag in one.tags} | {"a"}:
                found = [people[id] for id in sorted(people) if tag in people[id].tags]
                assert store.table(PEOPLE).where("tag", tag) == found
                assert store.table(PEOPLE).count_where("tag", tag) == len(found)
            assert store.problems() == []


TestStores = Stores.TestCase
TestStores.settings = settings(max_examples=min(settings.default.max_examples, 500) // 4, stateful_step_count=25)
