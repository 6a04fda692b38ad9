"""Is one row of TEXT_FIELDS enough for a field to be searched, marked, shown and explained?"""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from support.every_engine import LOCAL
from support.places import ROOT

TABLE = "TEXT_FIELDS: tuple[TextField, ...] = (\n"
ROW = '    TextField("caption", lambda a: (a.caption,), 1.0, ("légende",)),\n'


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the tree with one more text field, that of the captions."""
    copy = tmp_path_factory.mktemp("tree")
    for name in ("indexer", "webapp", "tests/support"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    schema = copy / "indexer/schema.py"
    before = schema.read_text()
    assert before.count(TABLE) == 1
    schema.write_text(before.replace(TABLE, TABLE + ROW))
    return copy


@pytest.mark.parametrize("engine", LOCAL)
def test_one_row_makes_a_text_field(
    engine: str, tree: Path, tmp_path: Path, environment: dict[str, str]
) -> None:
    run = subprocess.run(
        [sys.executable, tree / "tests/support/added_field.py", tmp_path / "index", engine],
        cwd=tree,
        env={**environment, "PYTHONPATH": f"{tree}:{tree / 'tests'}"},
        check=True,
        capture_output=True,
        text=True,
    )
    assert run.stdout.splitlines() == []
