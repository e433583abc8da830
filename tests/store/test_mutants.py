"""The store with one precaution taken away at a time: what tests it has to notice."""

from __future__ import annotations

from tests.store.fault_strace import answer_of, needs_strace
from tests.store.mutant_checks import CHECKS
from tests.store.mutants import MUTANTS


@needs_strace
def test_the_store_passes_what_its_mutants_do_not() -> None:
    """One test, since all checks run in processes of one program."""
    said = answer_of("tests.store.mutant_checks")
    assert {check: said[check] for check in CHECKS if said[check]} == {}
    unnoticed = {name: said[name] for name, mutant in MUTANTS.items() if mutant.because not in said[name]}
    assert unnoticed == {}
