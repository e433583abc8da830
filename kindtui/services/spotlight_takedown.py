"""What has to go again when somebody takes a yes back: where words were put, and which files still lie about."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date

from kindtui.domain.consent import Standing
from kindtui.domain.spotlight_exports import somebody_refused, to_take_out
from kindtui.domain.spotlights import Export, Publication, Spotlight
from kindtui.errors import Declined
from kindtui.services.spotlight_files import LeftFile, SpotlightFiles


class TakingDown:
    """Knows where the words of spotlights went, and takes exported files out."""

    def __init__(
        self, files: SpotlightFiles, standing: Callable[[Spotlight], Standing], today: Callable[[], date]
    ) -> None:
        self._files = files
        self._standing = standing
        self._today = today

    def places(self, spotlight: Spotlight) -> list[Export | Publication]:
        """Where the text of a spotlight has been put: publications first, then files and copies, with those in the
        exports folder whose entry was undone."""
        return [*spotlight.published, *spotlight.exports, *self._undone(spotlight)]

    def files(self, spotlight: Spotlight) -> list[LeftFile]:
        """The files of a spotlight that are still there although somebody in their words agrees no longer."""
        blocked = self._standing(spotlight).state == "blocked"
        entries = to_take_out(spotlight, blocked=blocked)
        if blocked or somebody_refused(spotlight):
            entries = (*entries, *self._undone(spotlight))
        return self._files.still_there(entries)

    def delete(self, spotlight: Spotlight, files: Collection[LeftFile]) -> list[LeftFile]:
        """Delete those of `files` for good that may go and are still what `files()` said; answers which these were.
        Raises Declined when no file of the spotlight has to go, StoreError when one cannot be deleted."""
        found = self.files(spotlight)
        if not found:
            raise Declined(
                "none of its exported files has to be taken out",
                f"when a yes was taken back, say so first: kindtui spotlight withdraw {spotlight.id}",
            )
        gone = [each for each in found if each in files and each.may_go]
        self._files.delete(gone)
        return gone

    def _undone(self, spotlight: Spotlight) -> list[Export]:
        known = {each.file for each in spotlight.exports}
        left = self._files.left(spotlight)
        return [Export(on=self._today(), file=file, format="", hash="") for file in left if file not in known]
