"""The power is cut at any moment: what was acknowledged is there, and nothing is torn."""

from __future__ import annotations

import pytest

from tests.store.fault_operations import OPERATIONS
from tests.store.fault_strace import answer_of, needs_strace
from tests.store.power_cuts import can_mount

pytestmark = needs_strace
SHORT = ("add", "across tables")
LONG = pytest.mark.slow


@pytest.mark.parametrize("name", [name if name in SHORT else pytest.param(name, marks=LONG) for name in OPERATIONS])
def test_every_state_that_a_disk_may_leave(name: str) -> None:
    answer = answer_of("tests.store.power_cuts", "replay", name)
    assert answer["wrong"] == []
    assert answer["happened"] >= 12


@pytest.mark.slow
@pytest.mark.parametrize("name", OPERATIONS)
def test_ext4_loses_its_power(name: str) -> None:
    if not can_mount():
        pytest.skip("a loop-mounted ext4 needs root, mkfs.ext4 and a loop device")
    answer = answer_of("tests.store.power_cuts", "ext4", name)
    assert answer["wrong"] == []
    assert answer["missed"] == 0
    assert answer["happened"] >= 8


@pytest.mark.slow
def test_ext4_notices_that_nothing_is_synced() -> None:
    if not can_mount():
        pytest.skip("a loop-mounted ext4 needs root, mkfs.ext4 and a loop device")
    assert answer_of("tests.store.power_cuts", "ext4", "edit", "no durable sync")["wrong"]
