"""Does each part keep to its place: the web, the engines, the markup, what stands outside?"""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from support.places import ROOT

from indexer import readers
from indexer.engines import ENGINES

PACKAGES = ("indexer", "webapp")
CODE = (*PACKAGES, "tests", "tools", "benchmarks")
IMPORT_ALL = """
import importlib, pkgutil, sys
import indexer
for module in pkgutil.walk_packages(indexer.__path__, "indexer."):
    importlib.import_module(module.name)
print(*sys.modules)
"""


def modules(*packages: str) -> list[Path]:
    """The source files of some packages."""
    found = [path for package in packages for path in sorted((ROOT / package).rglob("*.py"))]
    assert found
    return found


def test_the_indexer_runs_without_the_web(environment: dict[str, str]) -> None:
    run = subprocess.run(
        [sys.executable, "-c", IMPORT_ALL],
        cwd=ROOT,
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    loaded = {name.split(".")[0] for name in run.stdout.split()}
    assert {"indexer", "whoosh"} <= loaded
    assert loaded.isdisjoint({"webapp", "flask", "werkzeug", "jinja2", "bleach", "gunicorn"})
    assert "indexer.engines.whoosh" in run.stdout


def test_an_engine_is_imported_only_when_chosen(environment: dict[str, str]) -> None:
    program = "import webapp.cli, sys; print(*sys.modules)"
    run = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    loaded = set(run.stdout.split())
    assert "webapp.cli" in loaded
    assert not {
        name
        for name in loaded
        if name.startswith((*(one.module for one in ENGINES.values()), "gunicorn"))
    }


@pytest.mark.parametrize("module", ["webapp.server", "webapp.cli", "indexer.indexing.reindex"])
def test_what_only_reads_loads_is_loaded_by_readers_alone(
    module: str, environment: dict[str, str]
) -> None:
    program = f"import {module}, sys; print(*sys.modules)"
    loaded = set(
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=ROOT,
            env=environment,
            check=True,
            capture_output=True,
            text=True,
        ).stdout.split()
    )
    assert module in loaded
    assert loaded.isdisjoint({"lxml", "trafilatura", "htmldate", *readers.LOADED})
    assert ("indexer.readers" in loaded) == (module != "webapp.server")


def test_markup_is_made_in_one_module() -> None:
    makers = {
        path.relative_to(ROOT).as_posix()
        for path in modules(*PACKAGES)
        for node in ast.walk(ast.parse(path.read_text()))
        if (isinstance(node, ast.Name) and node.id == "Markup")
        or (isinstance(node, ast.Attribute) and node.attr in {"Markup", "autoescape"})
    }
    assert makers == {"webapp/sanitize.py"}


def test_templates_escape_everything() -> None:
    templates = sorted((ROOT / "webapp" / "templates").iterdir())
    assert {path.suffix for path in templates} == {".html"}
    for path in templates:
        assert not re.search(r"\|\s*safe\b|\bautoescape\b|Markup|xmlattr", path.read_text()), path


def test_only_the_search_module_reads_an_engine() -> None:
    """What a searcher does is asked for in search.py and what serves it."""
    for path in modules("webapp"):
        text = path.read_text()
        assert not re.search(r"searcher\.(search|matches|get|count|vocabulary)\b", text), path


@pytest.mark.parametrize(
    "package", [pytest.param(name, id=name) for name in ("whoosh", "tantivy", "opensearchpy")]
)
def test_the_web_knows_no_engine(package: str) -> None:
    for path in modules("webapp"):
        assert not re.search(rf"^\s*(from|import) {package}\b", path.read_text(), re.MULTILINE), (
            path
        )


def test_an_engine_is_named_in_the_registry_and_its_settings_alone() -> None:
    """But for the words of a reader, who is told what a setting is about."""
    settings = {f"indexer/config/{name}.py" for name in ("__init__", "origins", "values")}
    allowed = {"indexer/engines/__init__.py", *settings}
    # a format of the same name, by which a browser finds a search
    allowed |= {"webapp/routes/browser_search.py"}
    naming = {
        path.relative_to(ROOT).as_posix()
        for path in modules(*PACKAGES)
        if "opensearch" in path.read_text().lower()
        and ROOT / "indexer/engines/opensearch" not in path.parents
    }
    assert naming == allowed


def test_terms_are_coded_in_one_module() -> None:
    coding = re.compile(r"FORM_MARK|removeprefix\((STEM|LITERAL|ACCENTED)|\btext\[:2\]")
    coded = {
        path.relative_to(ROOT).as_posix()
        for path in modules(*PACKAGES)
        if coding.search(path.read_text())
    }
    assert coded == {"indexer/analysis/terms.py"}


def test_the_server_fetches_nothing() -> None:
    clients = r"^\s*(from|import) (urllib\.request|http\.client|requests|httpx|aiohttp|ftplib)\b"
    for path in modules(*PACKAGES):
        assert not re.search(clients, path.read_text(), re.MULTILINE), path


def test_the_shared_folder_is_named_once() -> None:
    """The fixture `shared` of tests/conftest.py: without the folder, its tests are skipped."""
    path = re.compile(r"/ ?[\"']?sha" + r"red\b")
    naming = {
        module.relative_to(ROOT).as_posix(): len(path.findall(module.read_text()))
        for module in modules(*(package for package in CODE if (ROOT / package).exists()))
    }
    assert {name: count for name, count in naming.items() if count} == {"tests/conftest.py": 1}
