"""System calls that are refused, and processes killed at them: what is stored is as before or as after, never between,
and what the operation said of it is true."""

from __future__ import annotations

import pytest

from tests.store.fault_operations import OPERATIONS
from tests.store.fault_strace import answer_of, needs_strace

pytestmark = needs_strace
SHORT = {"across tables": 11, "fold": 17, "forget": 97}
"""Operations of the short form, and of how many faults it takes one."""


def attacked(name: str, every: int, least: int) -> set[str]:
    """Let faults happen, and answer of which kinds they were."""
    answer = answer_of("tests.store.fault_attack", name, str(every))
    assert answer["wrong"] == []
    assert answer["missed"] == 0
    assert sum(answer["happened"].values()) >= least
    return set(answer["happened"])


@pytest.mark.parametrize(("name", "every"), SHORT.items(), ids=SHORT)
def test_some_system_calls_fail(name: str, every: int) -> None:
    attacked(name, every, 10)


@pytest.mark.slow
@pytest.mark.parametrize("name", OPERATIONS)
def test_any_system_call_may_fail(name: str) -> None:
    """More than 9,000 faults in all."""
    assert attacked(name, 1, 60) == {"KILL", "ENOSPC", "EIO", "EDQUOT", "EACCES"}
