"""What all tests share: a frozen clock, ids in order, a workspace of their own, and the long form of slow suites."""

from __future__ import annotations

import gc
import os
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

NOW = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)
"""A Tuesday morning."""

settings.register_profile(
    "tests", deadline=None, max_examples=60, derandomize=True, suppress_health_check=list(HealthCheck)
)
settings.register_profile("long", deadline=None, max_examples=5000, suppress_health_check=list(HealthCheck))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="run the slow suites in their long form")


def pytest_configure(config: pytest.Config) -> None:
    settings.load_profile("long" if config.getoption("--long") else "tests")
    # an app makes many objects that stay for the length of a test
    gc.set_threshold(50_000, 20, 50)


def pytest_xdist_auto_num_workers() -> int:
    """Twice as many as there are processors: a test of the app waits as long as it works."""
    return 2 * (os.cpu_count() or 1)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--long"):
        for item in items:
            if "slow" in item.keywords:
                item.add_marker(pytest.mark.skip(reason="the long form: run with --long"))


@pytest.fixture
def clock() -> Callable[[], datetime]:
    return lambda: NOW


@pytest.fixture
def ids() -> Callable[[str], str]:
    """Ids in order: m-0000000001, m-0000000002, c-0000000001 ..."""
    made: Counter[str] = Counter()

    def make(prefix: str) -> str:
        made[prefix] += 1
        return f"{prefix}-{made[prefix]:010d}"

    return make


@pytest.fixture(autouse=True)
def at_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No test reads or writes the workspace, settings or terminal of the person who runs it."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "share"))
    for name in (
        "KINDTUI_WORKSPACE",
        "EDITOR",
        "VISUAL",
        "SSH_TTY",
        "SSH_CONNECTION",
        "NO_COLOR",
        "KINDTUI_DEBUG",
    ):
        monkeypatch.delenv(name, raising=False)
    os.environ.setdefault("COLUMNS", "100")
    return home
