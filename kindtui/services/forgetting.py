"""Forgetting somebody who asked for it: everywhere, for good, and with a proof."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec.structs import replace

from kindtui.domain.forgotten import name_key
from kindtui.domain.progress import UNTOLD, Progress, Tally
from kindtui.domain.quick_look import QuickLook
from kindtui.domain.record import Record
from kindtui.domain.roster import Member
from kindtui.domain.spotlights import Spotlight, hash_of
from kindtui.domain.text import counted, folded
from kindtui.domain.traces import Identity, Traces, alone, identity_of, texts_of, words_of_names
from kindtui.errors import Declined, InvalidInput, StoreError
from kindtui.formats.records_json import decode, encode
from kindtui.formats.strict_json import parse_json
from kindtui.services.forgetting_named import Concerned, Namer, names_of
from kindtui.services.forgetting_plan import Plan, Proof
from kindtui.services.merged import all_merges_of, present
from kindtui.services.notebooks import MEMBERS, SPOTLIGHTS, TABLES
from kindtui.services.unfinished import Unfinished
from kindtui.store import backup, durable, erasing, searching
from kindtui.store.forgotten_list import ForgottenList
from kindtui.store.searching import Mention
from kindtui.store.tablefile import Rows, canonical
from kindtui.store.tables import Store

if TYPE_CHECKING:
    from kindtui.services.spotlight_drafts import Drafting

__all__ = ["Forgetting", "Plan", "Proof"]

_ID = re.compile(r"m-[0-9a-z]{10}")
_PASSES = 4
"""How often every record is looked at for a plan, at most."""
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


class _Intent(msgspec.Struct):
    """That somebody is being forgotten: while this is on disk it is decided, and not finished."""

    identity: Identity
    names: bool


class Forgetting:
    """`folder` is that of the workspace."""

    def __init__(
        self,
        store: Store,
        *,
        folder: Path,
        forgotten: ForgottenList,
        drafting: Callable[[], Drafting],
        today: Callable[[], date],
    ) -> None:
        self._store = store
        self._names = Namer(store)
        self._folder = folder
        self._forgotten = forgotten
        self._drafting = drafting
        self._today = today
        self._layout = backup.layout_of(store)
        self._unfinished = Unfinished(self._layout.private, "forget.json", "The forgetting")

    def refuse(self, records: Iterable[Record]) -> None:
        """Raise Declined when a member among these asked to be forgotten."""
        members = [record for record in records if isinstance(record, Member)]
        lookout = self._forgotten.lookout() if members else None
        if lookout and any(lookout.knows(identity_of(each.id, [msgspec.structs.asdict(each)])) for each in members):
            raise Declined(
                "Not saved: somebody with this address, handle or id asked to be forgotten",
                "if they asked to be back: kindtui member welcome-back ADDRESS",
            )

    def welcome_back(self, text: str) -> bool:
        """Let somebody be recorded again, known by an address, place=handle, @handle or id; by the name where a list
        may tell nothing else of them. Answers whether they had asked to be forgotten."""
        place, found, handle = text.partition("=")
        if found:
            identity = Identity("", handles=((place, handle),))
        elif text.startswith("@"):
            identity = Identity("", handles=(("", text),))
        else:
            identity = Identity(text, names=(text,), emails=(text,))
        return self._forgotten.remove(identity)

    def removed(self, id: str) -> Member | None:
        """Somebody who is off the roster already, or whose card cannot be understood, by the whole id: as that card,
        undo, a backup or, without any, other records still know them. None when nothing here does, and for who went
        into another member, who is them."""
        if not _ID.fullmatch(id) or present(self._store, id) is not None:
            return None
        cards = [*self._kept_cards(id)]
        if not cards and not any(
            f'"{id}"'.encode() in row for spec in TABLES for row in self._rows(spec.name).values()
        ):
            return None
        for card in reversed(cards):
            try:
                return decode(Member, id, canonical(card))
            except InvalidInput:
                continue
        names = (name for card in reversed(cards) for name in texts_of([card.get("name")]))
        return Member(id=id, created_at=_LONG_AGO, updated_at=_LONG_AGO, name=next(names, id))

    # -- saying what will be done

    def plan(self, member: Member, *, names: bool = False, progress: Progress | None = None) -> Plan:
        """What forgetting a member would do; nothing is written. With `names` their name is taken out of every text of
        the records, without a decision on each. Cancelled from `progress` ends it."""
        tables = {spec.name: self._rows(spec.name) for spec in TABLES}
        tally = Tally(progress, _PASSES * sum(map(len, tables.values())))
        identity, shared = self._identity(member, tally)
        others = self._names_of_others(identity, tally)
        traces = Traces(identity, names=names, shared=words_of_names(others.values()))
        after = {**tables, **self._changed(tables, traces, tally)}
        removed, changed = [], []
        for name, rows in tables.items():
            tally()
            for id, row in sorted(rows.items()):
                if id not in after[name]:
                    removed.append(self._names.concerned(name, id, row))
                elif after[name][id] != row:
                    changed.append(self._names.concerned(name, id, row))
                    tally()
        search = searching.search(self._layout, traces, ours=False, tally=tally)
        return Plan(
            id=member.id,
            name=member.name,
            removed=removed,
            changed=changed,
            namesakes=list(self._namesakes(identity, others)),
            files=list(self._files(traces, tally)),
            mentions=[*self._mentions(after, traces, tally), *search.named],
            yours=search.yours,
            shared=shared,
            outside=[*searching.outside(self._folder), *search.exported],
        )

    def _mentions(self, tables: Mapping[str, Rows], traces: Traces, tally: Tally = UNTOLD) -> Iterator[Mention]:
        """Where the name stands in the records."""
        for table, rows in tables.items():
            found = (
                (id, replace(each, named=self._names.place(table, id, each.place.partition(" ")[2], rows[id])))
                for id, each in searching.names_in(table, rows, traces, tally)
            )
            yield from (mention for _, mention in sorted(found, key=itemgetter(0)))

    def _namesakes(self, identity: Identity, others: Mapping[str, str]) -> Iterator[Concerned]:
        """Cards of others who are called the same."""
        names = set(map(name_key, identity.names))
        rows = self._rows(MEMBERS.name)
        for id in sorted(id for id, name in others.items() if name_key(name) in names):
            yield self._names.concerned(MEMBERS.name, id, rows[id])

    def _files(self, traces: Traces, tally: Tally) -> Iterator[str]:
        yield "undo does not reach back beyond this"
        backups = backup.listed(self._layout)
        if backups:
            yield f"{counted(len(backups), 'backup')}: each written anew without them"
        for path in erasing.second_versions(self._layout):
            tally()
            if erasing.holds(path, traces):
                yield f"{path.relative_to(self._folder).as_posix()}: removed"
        if erasing.clean_state(self._layout, traces, dry=True):
            yield "unsaved drafts of forms and saved filters about them: removed"

    # -- doing it

    def forget(self, member: Member, *, names: bool = False) -> Proof:
        """Forget a member: in one step that, once begun, is finished at the next start should it be interrupted.
        Raises StoreError when it could not be begun ("Not saved") or not be finished yet."""
        try:
            identity, _ = self._identity(member)
        except OSError as error:
            raise durable.failure("Not saved", error) from error
        intent = _Intent(identity, names)
        self._unfinished.begin(msgspec.json.encode(intent))
        return self._carry_out(intent)

    def resume(self) -> Proof | None:
        """Finish forgetting somebody, if that was interrupted."""
        try:
            intent = msgspec.json.decode(durable.read_from(self._unfinished.path), type=_Intent)
        except FileNotFoundError:
            return None
        except (OSError, msgspec.MsgspecError) as error:
            raise StoreError(
                f"Somebody was being forgotten, and {self._unfinished.path} cannot be read",
                "forget them again, then remove it",
            ) from error
        return self._carry_out(intent)

    def _carry_out(self, intent: _Intent) -> Proof:
        with self._unfinished.finishing():
            shared = words_of_names(self._names_of_others(intent.identity).values())
            traces = Traces(intent.identity, names=intent.names, shared=shared)
            self._forgotten.add(intent.identity)
            erasing.erase(self._store, lambda tables: self._changed(tables, traces))
            self._clean_files(traces)
        try:
            return self._proof(traces)
        except StoreError as error:
            raise StoreError(f"{_UNPROVED}: {error.message}", error.hint) from error
        except OSError as error:
            raise durable.failure(_UNPROVED, error) from error

    def _proof(self, traces: Traces) -> Proof:
        search = searching.search(self._layout, traces)
        tables = {spec.name: self._rows(spec.name) for spec in TABLES}
        return Proof(
            search.searched,
            search.left,
            search.yours,
            [*self._mentions(tables, traces), *search.named],
            [*searching.outside(self._folder), *search.exported],
        )

    def _changed(self, tables: Mapping[str, Rows], traces: Traces, tally: Tally = UNTOLD) -> dict[str, Rows]:
        """The tables that differ without the person."""
        redrafted = {name: dict(rows) for name, rows in tables.items()}
        for id, row in tables.get(SPOTLIGHTS.name, {}).items():
            if any(each.encode() in row for each in traces.ids) and (smaller := self._redrafted(id, traces)):
                redrafted[SPOTLIGHTS.name][id] = encode(smaller)
        changed = erasing.rows_without(redrafted, traces, tally)
        return {
            name: changed.get(name, rows) for name, rows in redrafted.items() if changed.get(name, rows) != tables[name]
        }

    def _redrafted(self, id: str, traces: Traces) -> Spotlight | None:
        """A spotlight of several, drafted again for the others; None when it stays, or is about nobody else."""
        spotlight = self._store.table(SPOTLIGHTS).understood(id)
        theirs = [id for id in spotlight.members if traces.is_id(id)] if spotlight else []
        if spotlight is None or not theirs or len(theirs) == len(spotlight.members):
            return None
        smaller, _ = self._drafting().without(spotlight, theirs, self._today(), keep_text=False)
        unedited = smaller.drafted == hash_of(smaller)
        text, alt_text = traces.without_name(smaller.text), traces.without_name(smaller.alt_text)
        smaller = replace(smaller, text=text, alt_text=alt_text)
        return replace(smaller, drafted=hash_of(smaller)) if unedited else smaller

    def _clean_files(self, traces: Traces) -> None:
        for path in list(erasing.second_versions(self._layout)):
            if erasing.holds(path, traces):
                durable.remove(path)
                durable.sync_folder(path.parent)
        erasing.clean_state(self._layout, traces)
        half_restored = self._unfinished.path.parent.glob("*.zip")
        for path in (*(each.path for each in backup.listed(self._layout)), *half_restored):
            erasing.clean_backup(path, traces)
        folder = backup.folder_of(self._layout)
        if folder.is_dir():
            for path in folder.glob(".*.tmp"):
                durable.remove(path)
            durable.sync_folder(folder)

    # -- looking

    def _identity(self, member: Member, tally: Tally = UNTOLD) -> tuple[Identity, tuple[str, ...]]:
        """Who a member is, by every version of their card that is still kept, and of the cards that were merged into
        it; and what they share with others."""
        merges = all_merges_of(self._store, member.id)
        former = [merge.other for merge in merges]
        cards: list[Mapping[str, Any]] = [parse_json(encode(member), member.id)]
        cards += [each.before for merge in merges for each in merge.moved if each.table == MEMBERS.name]
        for id in (member.id, *former):
            cards += self._kept_cards(id, tally)
        identity = identity_of(member.id, cards, former)
        look = QuickLook(map(folded, identity.maybe_shared()))
        alike = ((id, row) for id, row in look.among(self._rows(MEMBERS.name), tally) if id != member.id)
        return alone(identity, (identity_of(id, [parse_json(row, id)]) for id, row in alike))

    def _kept_cards(self, id: str, tally: Tally = UNTOLD) -> Iterator[Mapping[str, Any]]:
        """Every version of a card that backups, journals and the roster still hold, the newest last."""
        for each in reversed(backup.listed(self._layout)):
            tally()
            if (card := erasing.card_in_backup(each.path, id)) is not None:
                yield card
        yield from erasing.kept_cards(self._store, id)

    def _names_of_others(self, identity: Identity, tally: Tally = UNTOLD) -> dict[str, str]:
        """The names on the cards of others, by id, that have something in common with theirs."""
        look = Traces(identity).named
        names = names_of(self._rows(MEMBERS.name), tally)
        return {id: name for id, name in names if id != identity.id and look.may_be_in(name)}

    def _rows(self, table: str) -> Rows:
        return erasing.rows_of(self._store, table)


_UNPROVED = "Forgotten, but that could not be proved"
