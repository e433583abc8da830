"""Steps that, once begun, are finished at the next start, should they be interrupted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kindtui.errors import StoreError
from kindtui.store import durable, whole_file

_LATER = "it is finished when kindtui is opened the next time"


class Unfinished:
    """Where it is written down that such a step is decided. `step` is what it is called ("The restore")."""

    def __init__(self, private: Path, name: str, step: str) -> None:
        self.path = private / "unfinished" / name
        """The file is there as long as the step is decided and not finished."""
        self._said = f"{step} is not finished"

    def begin(self, data: bytes) -> None:
        """Decide it; `data` is all that finishing it takes. Raises StoreError."""
        whole_file.begin(self.path, data)

    @contextmanager
    def finishing(self, *, failed: str = "") -> Iterator[None]:
        """The step is over when the block ends well. Raises StoreError when it is not finished yet; when the system
        refused something, that begins with `failed`."""
        try:
            yield
            self.drop()
            durable.sync_folder(self.path.parent)
        except StoreError as error:
            raise StoreError(f"{self._said}: {error.message}", _LATER) from error
        except OSError as error:
            raise durable.failure(failed or self._said, error) from error

    def go_on_to(self, next: Unfinished) -> None:
        """The first half is done, and what is left is the step `next`, with the same data. Raises OSError."""
        with suppress(FileNotFoundError):  # another window may have finished it meanwhile
            durable.replace(self.path, next.path)
        durable.sync_folder(next.path.parent)

    def drop(self) -> None:
        """Give it up, as what cannot be finished."""
        durable.remove(self.path)
