"""The store with one precaution taken away at a time: what tests it has to notice."""

from __future__ import annotations

import pytest

from tests.store.fault_strace import answer_of, needs_strace
from tests.store.mutant_checks import CHECKS
from tests.store.mutants import MUTANTS

pytestmark = [needs_strace, pytest.mark.xdist_group("mutants")]


@pytest.fixture(scope="module")
def said() -> dict[str, str]:
    """What each check says of the store as it is, by its name, and what the one meant for it says of each mutant."""
    return answer_of("tests.store.mutant_checks")


@pytest.mark.parametrize("check", CHECKS)
def test_the_store_passes(said: dict[str, str], check: str) -> None:
    assert said[check] == ""


@pytest.mark.parametrize("mutant", MUTANTS)
def test_a_mutant_does_not(said: dict[str, str], mutant: str) -> None:
    assert said[mutant], f"nobody noticed: {MUTANTS[mutant].caught_by}"
    assert MUTANTS[mutant].because in said[mutant]
