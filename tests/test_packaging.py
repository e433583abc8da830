"""What a person gets with `pip install`: all that is needed, and nothing that is not ours to give."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built with the backend that is installed with the tests: no network is needed."""
    out = tmp_path_factory.mktemp("dist")
    build = f"import os; os.chdir({str(ROOT)!r}); from hatchling.build import build_wheel; build_wheel({str(out)!r})"
    subprocess.run([sys.executable, "-c", build], check=True, capture_output=True)
    return next(out.glob("kindtui-*.whl"))


def test_wheel_holds_themes_and_data(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    for kind in ("themes", "data"):
        shipped = {
            f"kindtui/_bundled/{path.relative_to(ROOT).as_posix()}"
            for path in (ROOT / kind).rglob("*")
            if path.is_file() and not path.name.startswith(".")
        }
        assert shipped
        assert shipped <= names


def test_wheel_holds_only_the_package(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"kindtui"}
    assert not [name for name in names if "tests" in name or name.endswith(".pyc") or ".kindtui" in name]


def test_resources_are_found_in_an_unpacked_wheel(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    code = (
        "import kindtui.resources as r; "
        "assert (r.bundled('data') / 'kinds.yaml').is_file(), r.bundled('data'); "
        "assert list(r.bundled('themes').glob('*.yaml')); print(r.bundled('data'))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": str(tmp_path)},
    )
    assert done.stdout.strip().startswith(str(tmp_path))


def test_entry_point(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        entry = next(name for name in archive.namelist() if name.endswith("entry_points.txt"))
        assert "kindtui = kindtui.__main__:main" in archive.read(entry).decode()
