"""TinyDB's own tests, from the source distribution of the installed version, over our storage and our table.

The sources are fetched with pip into a cache folder the first time; without a network the test is skipped. The tests
run unmodified, save the cases named here, which are about JSONStorage's own file, its constructor, or a printed
class name.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from importlib.metadata import version
from pathlib import Path

import pytest

from tests.store.fault_strace import quick_folder

VERSION = version("tinydb")
CACHE = Path(tempfile.gettempdir()) / f"kindtui-tests-{os.getuid() if hasattr(os, 'getuid') else 0}"
OUR_OWN_FOLDER = Path(__file__).parent

OF_JSONSTORAGE = [
    "test_middlewares.py::test_caching_json_write",  # looks at the closed handle of the file
    "test_storages.py::test_json",  # writes lists where tables of documents belong
    "test_storages.py::test_json_kwargs",  # arguments of json.dumps
    "test_storages.py::test_json_read",  # access modes of one file
    "test_storages.py::test_create_dirs",  # an argument of the constructor
    "test_storages.py::test_json_invalid_directory",  # a folder that is made on demand
    "test_storages.py::test_encoding",  # an argument of the constructor
    "test_storages.py::test_json_invalid_mode_warning",  # access modes of one file
    "test_tinydb.py::test_delete",  # arguments of json.dumps
    "test_tinydb.py::test_insert_on_existing_db",  # arguments of json.dumps
    "test_tables.py::test_table_repr[json]",  # prints the class of the storage
]
PRINTS_TABLE_CLASS = ["test_tables.py::test_table_repr[memory]", "test_tables.py::test_table_repr[json]"]
FACES = {
    "storage": OF_JSONSTORAGE,
    "table": PRINTS_TABLE_CLASS,
    "storage+table": [*OF_JSONSTORAGE, *PRINTS_TABLE_CLASS],
}


@pytest.fixture(scope="session")
def suite() -> Path:
    """The folder of the suite's sources."""
    sources = CACHE / f"tinydb-{VERSION}"
    if not (sources / "tests" / "test_tables.py").is_file():
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", "tinydb"]
        with tempfile.TemporaryDirectory() as folder:
            done = subprocess.run(
                [*command, f"tinydb=={VERSION}", "-d", folder], capture_output=True, text=True, check=False
            )
            archives = list(Path(folder).glob("*.tar.gz"))
            if done.returncode or not archives:
                reason = (done.stderr.strip() or "nothing came").splitlines()[-1]
                pytest.skip(f"TinyDB's sources could not be fetched: {reason}")
            CACHE.mkdir(0o700, exist_ok=True)
            with tarfile.open(archives[0]) as archive:
                archive.extractall(CACHE, filter="data")
    return sources


@pytest.mark.parametrize("face", FACES)
def test_the_suite_passes(suite: Path, tmp_path: Path, face: str) -> None:
    shutil.copytree(suite / "tests", tmp_path / "tests")
    root = OUR_OWN_FOLDER.parent.parent
    command = [sys.executable, "-m", "pytest", "-q", "-p", "tinydb_faces", "-p", "no:cacheprovider"]
    environment = {
        **os.environ,
        "KINDTUI_TINYDB_FACE": face,
        "KINDTUI_TINYDB_LEFT_OUT": " ".join(FACES[face]),
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",  # half of the time
        "PYTHONPATH": os.pathsep.join([str(root), str(OUR_OWN_FOLDER)]),
    }
    with tempfile.TemporaryDirectory(dir=quick_folder()) as work:
        done = subprocess.run(
            [*command, f"--basetemp={work}/files", "tests"],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    counts = {word: int(number) for number, word in re.findall(r"(\d+) (passed|deselected)", done.stdout)}
    assert counts["deselected"] == len(set(FACES[face]))
    assert counts["passed"] > 200
