"""Python's garbage collector, kept from looking at records by the hundred thousand."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

HERE_TO_STAY = 10_000
"""So many objects that are left of a piece of work are not looked at any more."""


@contextmanager
def no_collections() -> Iterator[None]:
    """Keep the garbage collector out while many objects are made: it would look at all of them again and again. Where
    very many are left they are here to stay, and it does not look at them later either, which would take as long as
    making a tenth of them."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            if gc.get_count()[0] > HERE_TO_STAY:
                gc.freeze()
            gc.enable()
