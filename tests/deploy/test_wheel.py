"""Does Manchette run where only its wheel is installed, far from the tree?"""

import json
import shutil
import subprocess
import sys
import sysconfig
import tarfile
from pathlib import Path

import pytest
from support.places import ROOT, SAMPLES

# a wheel is built and installed
pytestmark = pytest.mark.slow

HANG_SECONDS = 300
PACKAGES = ("indexer", "webapp")
# As the command that is installed does
COMMAND = """
from importlib.metadata import distribution
(manchette,) = distribution("manchette").entry_points.select(name="manchette")
manchette.load()()
"""
PAGE = """
import json, re, sys
from pathlib import Path
import indexer, webapp
from indexer.config import Settings
app = webapp.create_app(Settings(index=Path("index"), trusted_hosts=("localhost",)))
client = app.test_client()
page = client.get("/?q=tempêtes")
text = page.get_data(as_text=True)
files = re.findall(r'(?:href|src)="(/static/[^"#]+)', text)
statuses = [client.get(file).status_code for file in files]
print(json.dumps([indexer.__file__, webapp.__file__, page.status_code, text, statuses]))
"""


def files(folder: Path) -> set[str]:
    """The files of the packages in a folder, without those that Python makes."""
    return {
        path.relative_to(folder).as_posix()
        for package in PACKAGES
        for path in (folder / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the wheel of the tree is installed, without the packages that it rests on."""
    folder = tmp_path_factory.mktemp("wheel")
    tree, target = folder / "tree", folder / "installed"
    without = shutil.ignore_patterns("__pycache__")
    for name in PACKAGES:
        shutil.copytree(ROOT / name, tree / name, ignore=without)
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, tree)
    pip: list[str | Path] = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    build: list[str | Path] = [
        "wheel",
        "--no-deps",
        "--no-build-isolation",
        "--wheel-dir",
        folder,
        tree,
    ]
    subprocess.run([*pip, *build], check=True, timeout=HANG_SECONDS)
    (wheel,) = folder.glob("*.whl")
    install: list[str | Path] = ["install", "--no-deps", "--no-index", "--target", target, wheel]
    subprocess.run([*pip, *install], check=True, timeout=HANG_SECONDS)
    return target


def run(installed: Path, folder: Path, code: str, *arguments: str | Path) -> str:
    """What a program prints that has the installed packages, and the tree nowhere on its path."""
    packages = sysconfig.get_path("purelib")
    ended = subprocess.run(
        # without `site` nothing of the tree, which is installed to be edited, is found
        [sys.executable, "-S", "-P", "-c", code, *arguments],
        cwd=folder,
        env={"PYTHONPATH": f"{installed}:{packages}", "LANG": "C.UTF-8"},
        capture_output=True,
        text=True,
        timeout=HANG_SECONDS,
        check=False,
    )
    assert ended.returncode in (0, 3), ended.stderr
    return ended.stdout


def test_the_wheel_holds_every_file_of_the_packages(installed: Path) -> None:
    assert files(installed) == files(ROOT)


def test_the_source_distribution_holds_the_packages_and_no_part_of_the_tests(
    tmp_path: Path,
) -> None:
    for name in PACKAGES:
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "MANIFEST.in", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / "tests").mkdir()
    shutil.copy(ROOT / "tests" / "test_docs.py", tmp_path / "tests")
    build = "from setuptools.build_meta import build_sdist; build_sdist('.')"
    subprocess.run(
        [sys.executable, "-c", build], cwd=tmp_path, check=True, capture_output=True, timeout=60
    )
    (path,) = tmp_path.glob("*.tar.gz")
    with tarfile.open(path) as archive:
        held = {name.partition("/")[2] for name in archive.getnames()}
    assert files(ROOT) <= held
    assert not [name for name in held if name.startswith(("tests", "samples"))]


def test_an_archive_is_built_searched_and_shown_by_what_the_wheel_installs(
    installed: Path, tmp_path: Path
) -> None:
    assert "en service" in run(installed, tmp_path, COMMAND, "reindex", SAMPLES, "--index", "index")
    # by its stem, from the lexicon
    told = run(installed, tmp_path, COMMAND, "search", "tempêtes", "--json", "--index", "index")
    assert json.loads(told)["total"] > 0
    *modules, status, text, statuses = json.loads(run(installed, tmp_path, PAGE))
    assert all(Path(module).is_relative_to(installed) for module in modules)
    assert status == 200
    assert "<mark>" in text
    assert statuses
    assert set(statuses) == {200}
