"""Lists to choose from, which move with the keys of the other lists."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import OptionList

LIST_KEYS: list[BindingType] = [
    Binding("j", "cursor_down", show=False),
    Binding("k", "cursor_up", show=False),
    Binding("G", "last", show=False),
]


class Options(OptionList):
    """Options, one of which is chosen."""

    BINDINGS: ClassVar[list[BindingType]] = LIST_KEYS
