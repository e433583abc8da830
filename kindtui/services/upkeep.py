"""Backups: made by themselves and on request, and put back whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from kindtui.domain.record import Clock
from kindtui.domain.roster import Member
from kindtui.errors import InvalidInput, KindError, NotFound, StoreError
from kindtui.formats import records_json
from kindtui.paths import FORGOTTEN
from kindtui.services.notebooks import MEMBERS, TABLES
from kindtui.services.unfinished import Unfinished
from kindtui.store import backup, durable, schema, version, whole_file
from kindtui.store.backup import Backup
from kindtui.store.tablefile import Rows
from kindtui.store.tables import Store

if TYPE_CHECKING:
    from kindtui.formats.backup_zip import Unpacked
    from kindtui.store.forgotten_list import ForgottenList

__all__ = ["Backup", "Restored", "Upkeep"]


_BEFORE = "before-restore"
"""Why the backup of what a restore replaces was made."""
_NOT_FINISHED = "Restored, but not finished"


class Restored(msgspec.Struct, frozen=True):
    """What a restore did."""

    sentence: str
    records: int
    """Added, changed or removed to be as they were."""
    written: Sequence[str]
    """Documents that were put back."""
    left: Sequence[str]
    """Documents that the backup does not have and that stay as they are."""
    withheld: int
    """Members who asked to be forgotten since, and were not put back."""
    kept_wishes: int
    """Members who have come to want less recognition since, and are asked no more than that."""
    upgraded_from: int | None
    before: Path | None
    """The backup of what was there before; None when a restore that was interrupted was finished."""


class Upkeep:
    """`folder` is that of the workspace; `admitted` answers which rows of a table may come in, and how."""

    def __init__(
        self,
        store: Store,
        *,
        folder: Path,
        clock: Clock,
        forgotten: Callable[[], ForgottenList],
        admitted: Callable[[str, Rows], Rows],
    ) -> None:
        self._store = store
        self._folder = folder
        self._clock = clock
        self._forgotten = forgotten
        self._admitted = admitted
        self._layout = backup.layout_of(store)
        self._unfinished = Unfinished(self._layout.private, "restore.zip", "The restore")
        """Holds the backup that is being put back."""
        self._documents_left = Unfinished(self._layout.private, "restored.zip", "The restore")
        """The same, when its records are back: they may have been changed since."""

    # -- making

    def back_up(self, reason: str = "on-request", *, out: Path | None = None) -> Path:
        """Make a backup and answer its file: `out`, or one of those that are kept for a while. Raises InvalidInput when
        `out` is there already, StoreError when it cannot be written."""
        stamp = self._forgotten().stamp()
        path = self._make(reason, out)
        while stamp != self._forgotten().stamp():  # somebody was forgotten meanwhile, and may be in it
            stamp = self._forgotten().stamp()
            durable.remove(path)
            path = self._make(reason, path)
        if out is None:
            backup.prune(self._layout, path)
        return path

    def _make(self, reason: str, out: Path | None) -> Path:
        now = self._clock()
        files, number = backup.contents(self._store)
        name = backup.name_of(now, number, reason)
        if out is not None and out.is_dir():
            out = out / f"kindtui-{name}"
        if out is not None and out.exists():
            raise InvalidInput(f"{out} is there already", "name a new file")
        from kindtui.formats.backup_zip import pack

        data = pack(files, at=now, reason=reason, number=number, schema=schema.version_of(self._store))
        path = out or backup.fresh_path(self._layout, name)
        whole_file.write(path, data)
        return path

    def leave(self) -> None:
        """On leaving: a backup, when there are changes that none has and the newest is old enough. What was saved is
        saved, whatever happens here; doctor tells when there is none."""
        try:
            if backup.is_due(self._store, self._clock()):
                self.back_up("leaving")
        except (KindError, OSError):
            pass

    def before_bulk(self) -> None:
        """A backup before a change of very many records, where there is something to lose."""
        if backup.last_change(self._store):
            self.back_up("before-bulk")

    def backups(self) -> Sequence[Backup]:
        """The backups that are kept, the newest first."""
        return backup.listed(self._layout)

    def find(self, text: str) -> Path:
        """The backup meant by a file, the name of one that is kept or the beginning of its name. Raises NotFound."""
        path = Path(text).expanduser()
        if path.is_file():
            return path
        kept = self.backups()
        meant = [each.path for each in kept if each.path.name == text] or [
            each.path for each in kept if text and each.path.name.startswith(text)
        ]
        if len(meant) != 1:
            what = f"{len(meant)} backups begin with {text!r}" if meant else f"there is no backup {text!r}"
            raise NotFound(what, "kindtui backup --list shows those that are kept")
        return meant[0]

    # -- putting back

    def put_back(self) -> list[str]:
        """Put tables whose files cannot be read back to the newest good state. Says what was done."""
        from kindtui.store import checking

        return checking.put_back(self._store, self._forgotten().admitted_document)

    def restore(self, path: Path) -> Restored:
        """Put a backup back: its records as one change that undo takes back, its documents as they were in it.

        What is there before is backed up first, and a table file that cannot be read goes into quarantine. Raises
        StoreError when the backup is damaged or was made by a newer kindtui; then nothing was changed.
        """
        unpacked = backup.read(path)
        self._wanted(unpacked)
        before = self.back_up(_BEFORE)
        self.put_back()
        try:
            data = durable.read_from(path)
        except OSError as error:
            raise durable.failure("Not saved", error) from error
        self._unfinished.begin(data)
        return self._carry_out(unpacked, before)

    def resume(self) -> Restored | None:
        """Finish a restore that was interrupted, if there is one."""
        steps = [step for step in (self._unfinished, self._documents_left) if step.path.is_file()]
        if not steps:
            return None
        try:
            unpacked = backup.read(steps[0].path)
        except StoreError as error:
            if isinstance(error.__cause__, OSError):
                raise  # out of reach for now
            steps[0].drop()
            raise StoreError(
                "A restore was interrupted, and what was to be put back is damaged, so it is given up",
                "look at what is there, and restore again if it is not what you wanted",
            ) from error
        return self._carry_out(unpacked, None, records_are_back=steps[0] is self._documents_left)

    def _carry_out(self, unpacked: Unpacked, before: Path | None, *, records_are_back: bool = False) -> Restored:
        sentence = f"Restored the backup of {unpacked.manifest.at:%Y-%m-%d %H:%M} UTC"
        records = withheld = kept_wishes = 0
        if not records_are_back:
            with self._unfinished.finishing(failed=_NOT_FINISHED):
                wanted, withheld = self._wanted(unpacked)
                kept_wishes = self._keep_wishes(wanted.get(MEMBERS.name, {}))
                self._forgotten().merge(unpacked.files.get(FORGOTTEN))
                names = [spec.name for spec in TABLES]
                records = backup.put_records_back(self._store, sentence, wanted, names)
                self._unfinished.go_on_to(self._documents_left)
        with self._documents_left.finishing(failed=_NOT_FINISHED):
            was = None if before else self._documents_before()
            written, left = self._put_documents_back(backup.documents_of(unpacked), was)
        schema_then = unpacked.manifest.schema
        upgraded = schema_then if schema_then < version.VERSION else None
        return Restored(sentence, records, written, left, withheld, kept_wishes, upgraded, before)

    def _wanted(self, unpacked: Unpacked) -> tuple[dict[str, dict[str, bytes]], int]:
        """The tables as they are to be, and how many members are not put back since they asked to be forgotten."""
        was = unpacked.manifest.schema
        if was > version.VERSION:
            raise StoreError(
                f"This backup was made by a newer kindtui: its records have version {was}, and this one reads "
                f"versions up to {version.VERSION}",
                "install a newer kindtui",
            )
        tables = backup.tables_of(unpacked)
        if FORGOTTEN in unpacked.files:
            # late, as below
            from kindtui.store.forgotten_list import list_in

            try:
                list_in(unpacked.files[FORGOTTEN])
            except ValueError:
                raise StoreError(
                    "The backup is damaged: its forgotten list cannot be read", "take another one"
                ) from None
        if was < version.VERSION:
            tables = schema.upgraded(tables, was)
        wanted = {name: self._admitted(name, rows) for name, rows in tables.items()}
        return wanted, len(tables.get("members", {})) - len(wanted.get("members", {}))

    def _keep_wishes(self, rows: Rows) -> int:
        """Let nobody be recognised more than they want to be now; answers of how many that was to be said."""
        # late: every leaving asks whether a backup is due, and merges nobody
        from kindtui.domain.merging import with_stricter

        kept = 0
        for now in self._store.table(MEMBERS).all():
            try:
                then = records_json.decode(Member, now.id, rows[now.id]) if now.id in rows else now
            except InvalidInput:
                continue  # as it was: nobody can be asked about by it
            stricter = with_stricter(then, now).recognition
            if stricter.wish != then.recognition.wish:
                rows[now.id] = records_json.encode(msgspec.structs.replace(then, recognition=stricter))
                kept += 1
        return kept

    def _documents_before(self) -> dict[str, bytes] | None:
        """The documents as they were when the restore was begun that is to be finished; None when nobody can tell."""
        with suppress(StoreError):
            for each in self.backups():
                if each.reason == _BEFORE:
                    return backup.documents_of(backup.read(each.path))
        return None

    def _put_documents_back(
        self, documents: dict[str, bytes], was: dict[str, bytes] | None
    ) -> tuple[list[str], list[str]]:
        """Write documents; those that are no longer what they were stay as somebody made them since. Answers which were
        written, and which are not among them."""
        there = {name: durable.read_from(path) for name, path in backup.documents(self._folder)}
        documents = {name: self._forgotten().admitted_document(data) for name, data in documents.items()}
        written = [
            name
            for name, data in documents.items()
            if there.get(name) != data and (was is None or there.get(name) == was.get(name))
        ]
        failed: StoreError | None = None
        for name in written:
            try:
                whole_file.write(self._folder / name, documents[name])
            except StoreError as error:
                failed = failed or error  # the others do not wait for this one
        if failed:
            raise failed
        return written, sorted(there.keys() - documents.keys())
