"""What a person should know about the rows of an import as a whole, counted while it runs."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from kindtui.domain.text import counted, listed


@dataclass
class Remarks:
    """Sets hold ids of members; numbers count rows."""

    named_by_handle: int = 0
    named_by_address: int = 0
    held_back: set[str] = field(default_factory=set)
    """Who keeps what was edited by hand, where the file differs."""
    protected: set[str] = field(default_factory=set)
    """Who keeps a stricter wish, break or need for space than the file tells."""
    told_again: int = 0
    """Rows about somebody of whom an earlier row tells."""
    unfindable: int = 0
    """Rows without id, address or handle."""
    lost_letters: int = 0
    """Rows with question marks in the name where letters were."""
    unknown_zones: Counter[str] = field(default_factory=Counter)
    """What stood where a time zone belongs -> rows."""

    def notices(self) -> list[str]:
        """What a person should know about the rows as a whole."""
        notices = []
        if self.named_by_handle:
            notices.append(f"{counted(self.named_by_handle, 'row')} without a name: the handle is used as name")
        if self.named_by_address:
            notices.append(
                f"{counted(self.named_by_address, 'row')} without a name: the e-mail address is used as name"
            )
        if self.held_back:
            keep = "keeps" if len(self.held_back) == 1 else "keep"
            notices.append(
                f"{counted(len(self.held_back), 'member')} {keep} what was edited by hand, where the file differs"
            )
        if self.protected:
            keep = "keeps" if len(self.protected) == 1 else "keep"
            notices.append(
                f"{counted(len(self.protected), 'member')} {keep} the stricter wish, break or need for space: "
                "a list takes none of them back, kindtui member edit does"
            )
        if self.told_again:
            notices.append(f"{counted(self.told_again, 'row')} about somebody of whom an earlier row tells")
        if self.unfindable:
            rows = counted(self.unfindable, "row")
            notices.append(f"{rows} without id, e-mail or handle: found again only while such a row stays as it is")
        if self.lost_letters:
            notices.append(
                f"{counted(self.lost_letters, 'name')} with a question mark in place of a letter: "
                "what wrote the file had no such letter; save it as UTF-8 (in Excel: CSV UTF-8)"
            )
        if self.unknown_zones:
            rows = counted(self.unknown_zones.total(), "row")
            named = listed([f"“{zone[:40]}”" for zone in list(self.unknown_zones)[:3]])
            notices.append(f"{rows} with a time zone that is not known, which is left out: {named}")
        return notices
