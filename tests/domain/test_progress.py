"""Long work tells how far it is, though not more often than somebody could see."""

from __future__ import annotations

import pytest

from kindtui.domain.progress import Cancelled, Tally


def test_a_tally_adds_up_and_tells_now_and_then() -> None:
    told: list[tuple[int, int]] = []
    tally = Tally(lambda done, total: told.append((done, total)), 100_000)
    for _ in range(100_000):
        tally(1)
    assert told == sorted(told) and told[-1][1] == 100_000
    assert 100 < len(told) <= 257
    tally()
    assert told[-1] == (100_000, 100_000)


def test_a_tally_ends_the_work_when_it_is_called_off() -> None:
    def stop(done: int, total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        Tally(stop, 1000)()
    Tally()(1)  # nobody watches
