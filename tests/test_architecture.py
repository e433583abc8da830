"""The house stands as drawn: layers point down, textual stays in the app, plain commands stay light."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
HEAVY = ("textual", "rich", "markdown_it", "liquid", "hypothesis", "asyncio")


def run_python(code: str, *, cwd: Path) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=cwd, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_import_contracts_hold() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()", "--no-cache"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("words", [["--help"], ["member", "list"], ["today"], ["where"]])
def test_plain_commands_load_nothing_heavy(words: list[str], tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "from kindtui.__main__ import main\n"
        "try:\n"
        f"    code = main({['-w', str(tmp_path / 'w'), *words]!r})\n"
        "except SystemExit as end:\n"
        "    code = end.code\n"
        "assert not code, code\n"
        f"loaded = [name for name in {HEAVY!r} if name in sys.modules]\n"
        "assert not loaded, loaded\n"
    )
    run_python(code, cwd=ROOT)


TODAY_NEEDS_NOT = (
    "tinydb",
    "secrets",
    "html",
    "difflib",
    "csv",
    "kindtui.editor",
    "kindtui.clipboard",
    "kindtui.domain.anonymity",
    "kindtui.domain.pronouns",
    "kindtui.domain.conduct",
    "kindtui.domain.imports",
    "kindtui.formats.conduct_yaml",
    "kindtui.formats.csv_table",
    "kindtui.formats.import_map",
    "kindtui.formats.liquid",
    "kindtui.formats.markdown",
    "kindtui.formats.spotlight_templates",
    "kindtui.formats.spotlight_text",
    "kindtui.services.conduct",
    "kindtui.services.exports",
    "kindtui.services.imports",
    "kindtui.services.spotlight_drafts",
    "kindtui.services.spotlights",
)
"""Modules that take their time to load, and that Today with all its groups can do without."""


def test_today_loads_only_what_it_shows(tmp_path: Path) -> None:
    demo = str(tmp_path / "demo")
    run_python(
        "from datetime import date\n"
        "from pathlib import Path\n"
        "from kindtui.services.demo import make_demo\n"
        f"make_demo(Path({demo!r}), date.today())\n",
        cwd=ROOT,
    )
    code = (
        "import sys\n"
        "from kindtui.__main__ import main\n"
        f"assert main(['-w', {demo!r}, 'today']) == 0\n"
        f"found = [name for name in {TODAY_NEEDS_NOT!r} if name in sys.modules]\n"
        "# each dataclass takes half a millisecond to make; Structs and named tuples do not\n"
        "found += [name for name in sys.modules if name[:7] == 'kindtui' and hasattr(sys.modules[name], 'dataclass')]\n"
        "print(found)\n"
    )
    run_python(code, cwd=ROOT)  # the first look reads the conduct documents, and remembers when they are due
    assert run_python(code, cwd=ROOT).splitlines()[-1] == "[]"


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "kindtui").rglob("*.py")
        if path.stat().st_size and not path.read_text(encoding="utf-8").lstrip().startswith(('"""', "#!"))
    ]
    assert silent == []
