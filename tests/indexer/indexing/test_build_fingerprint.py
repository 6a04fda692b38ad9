"""Does a change of the program have built again what it changes, and nothing else?"""

import ast
import json
import os
import shutil
import subprocess
import sys
import tokenize
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import pytest
from support.every_engine import LOCAL
from support.pages import write_pages
from support.work import calls

import indexer
from indexer import engines, readers
from indexer.engines import ENGINES
from indexer.indexing import build_fingerprint, code_tokens, examination, packing
from indexer.indexing.definitions import Name, reached
from indexer.readers.containers import CONTAINERS
from indexer.readers.part import Rules

# copies of the program, each run in a process of its own
pytestmark = pytest.mark.slow

PACKAGE = Path(indexer.__file__).parent
READER = "reader pagedump"
# What reads, and what takes files apart
EVERY = frozenset(
    f"reader {name}"
    for name in (*map(readers.name, readers.READERS), *map(readers.name, CONTAINERS))
)
# What reads no text itself
ARCHIVES = frozenset(f"reader {name}" for name in ("zip", "tar", "warc", "gz", "wxr"))
# Imported to say what went wrong, and to find and to ask an engine
NEEDLESS = {
    *("indexer", "indexer.messages", "indexer.engines", "indexer.engines.request"),
    *("indexer.config.origins", "indexer.config.values"),
}
# A format of two lines, the id and the title, beside the page dumps
LINES = '''
"""Read files of an id and a title."""

from indexer.article import Article, Rejected

SUFFIX = ".lines"


def accepts(name, head):
    return name.endswith(SUFFIX)


def read(part, rules):
    key, title, *rest = part.content.decode().splitlines()
    yield Article(id=key, title=title)
'''

Edit = tuple[str, str, str]


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A copy of the program, to be edited."""
    shutil.copytree(PACKAGE, tmp_path / "program" / "indexer")
    return tmp_path / "program"


def edit(program: Path, *edits: Edit) -> None:
    """Replace a text that is there in modules of a copy; a comment stands for any."""
    for name, old, new in edits:
        path = program / "indexer" / name
        assert old in path.read_text()
        path.write_text(path.read_text().replace(old, new))


def run(program: Path, code: str, *arguments: str | Path) -> str:
    """What a copy of the program prints."""
    ended = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        env=os.environ | {"PYTHONPATH": str(program)},
        cwd=program.parent,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode in (0, 3), ended.stderr
    return ended.stdout


def parts(program: Path, engine: str = "whoosh") -> dict[str, str]:
    """The fingerprint that a copy has."""
    code = "import sys, json; from indexer.indexing.build_fingerprint import fingerprint as f"
    found: dict[str, str] = json.loads(run(program, f"{code}; print(json.dumps(f({engine!r})))"))
    # the digest of all bytes, whatever they mean
    del found["program"]
    return found


@pytest.fixture(scope="module")
def unchanged() -> dict[str, str]:
    """The fingerprint of the program as it is."""
    return parts(PACKAGE.parent)


@pytest.mark.parametrize(
    ("edits", "changed"),
    [
        pytest.param(
            [("readers/pagedump/__init__.py", "\n\n\n", "\n\n\n# why\n")], set(), id="comment"
        ),
        pytest.param(
            [("analysis/stemmer.py", "What is the singular", "What")], set(), id="docstring"
        ),
        pytest.param([("analysis/stemmer.py", " = ", "  =  ")], set(), id="layout"),
        pytest.param(
            [("analysis/stemmer.py", "from typing", "import os\nfrom typing")], set(), id="import"
        ),
        pytest.param(
            [("analysis/stemmer.py", "def light", "_X = 1\ndef light")], set(), id="unused"
        ),
        pytest.param(
            [("serving/published_index.py", "RETRY_SECONDS = 30.0", "RETRY_SECONDS = 31.0")],
            set(),
            id="what serves",
        ),
        pytest.param([("errors.py", "accès refusé", "refus")], set(), id="what is told"),
        pytest.param(
            [("indexing/extraction.py", "AHEAD = 2", "AHEAD = 3")],
            set(),
            id="how processes are run",
        ),
        pytest.param(
            [("engines/whoosh/searcher.py", "return ", "return 0 or ")], set(), id="engine reads"
        ),
        pytest.param(
            [("engines/whoosh/postings_writer.py", "_BLOCK = ", "_BLOCK = 1 + ")],
            {"engine"},
            id="writes",
        ),
        pytest.param(
            [("engines/tantivy/__init__.py", "HEAP_BYTES = ", "HEAP_BYTES = 1 + ")],
            set(),
            id="another engine writes",
        ),
        pytest.param(
            [("analysis/stemmer.py", ">= shortest", "> shortest")], {"analysis"}, id="stems"
        ),
        pytest.param([("analysis/minhash.py", "SEED = ", "SEED = 1 + ")], {"analysis"}, id="keys"),
        pytest.param(
            [
                ("analysis/__init__.py", "import light", "import light as stem_of"),
                ("analysis/__init__.py", "light(", "stem_of("),
            ],
            {"analysis"},
            id="another name",
        ),
        pytest.param(
            [("readers/decoding.py", "utf-8", "utf-16")], EVERY - ARCHIVES, id="bytes to text"
        ),
        pytest.param([("readers/part.py", "20_000_000", "9")], EVERY, id="longest part"),
        pytest.param(
            [("readers/containers/http_body.py", "_CHUNK_LINE = 64", "_CHUNK_LINE = 65")],
            {"reader warc", "reader gz"},
            id="chunks",
        ),
        pytest.param(
            [("readers/containers/zip.py", "_ENCRYPTED = 0x1", "_ENCRYPTED = 0x2")],
            {"reader zip"},
            id="members",
        ),
        pytest.param(
            [("indexing/examination.py", "toordinal()", "month")],
            EVERY,
            id="what is recorded",
        ),
        pytest.param(
            [("generations/source_records.py", "whole DESC", "whole ASC")],
            {"choice"},
            id="best capture",
        ),
    ],
)
def test_what_a_change_has_done_again(
    edits: list[Edit], changed: set[str], unchanged: dict[str, str], program: Path
) -> None:
    edit(program, *edits)
    after = parts(program)
    assert {name for name in unchanged if unchanged[name] != after[name]} == changed


def test_a_program_of_the_same_bytes_is_not_looked_into_again() -> None:
    engine, rules = LOCAL[0], Rules()
    before = build_fingerprint.fingerprint(engine, rules)
    for known, looks in ((before, False), ({**before, "program": ""}, True), ({}, True)):
        build_fingerprint._of_program.cache_clear()  # noqa: SLF001
        looked = partial(build_fingerprint.fingerprint, engine, rules, known)
        assert bool(calls(looked, reached.__code__)) is looks
    assert build_fingerprint.fingerprint(engine, rules, before) == before
    assert build_fingerprint.fingerprint(engine, Rules(fields={"body": "x"}), before) != before


def test_an_upgrade_during_a_run_is_met_by_the_next_one(program: Path, tmp_path: Path) -> None:
    pages = write_pages(tmp_path / "pages", range(2))
    stems = program / "indexer" / "analysis" / "data" / "lexicon.xz"
    code = """
import lzma, sys
from pathlib import Path
from indexer.indexing.reindex import reindex
upgraded, index, source = map(Path, sys.argv[1:])
def upgrade(step, done, total):
    if upgraded.name and step == "lecture":
        with upgraded.open("ab") as file:
            file.write(lzma.compress(b""))
print(reindex([source], index, "whoosh", upgrade).rebuilt)
"""
    again = "ont changé : l’analyse des textes"
    for upgraded, reason in ((stems, "premier index"), ("", again), (stems, ""), ("", again)):
        write_pages(pages, [len(list(pages.iterdir()))])
        assert run(program, code, upgraded, tmp_path / "index", pages) == f"{reason}\n"


def test_the_table_of_stems_is_in_the_analysis(unchanged: dict[str, str], program: Path) -> None:
    with (program / "indexer" / "analysis" / "data" / "lexicon.xz").open("ab") as file:
        file.write(b"\0")
    after = parts(program)
    assert {name for name in unchanged if unchanged[name] != after[name]} == {"analysis"}


def test_a_module_that_moves_changes_nothing(unchanged: dict[str, str], program: Path) -> None:
    (program / "indexer" / "french").mkdir()
    (program / "indexer" / "french" / "__init__.py").touch()
    path = program / "indexer" / "analysis" / "stemmer.py"
    path.rename(program / "indexer" / "french" / "stems.py")
    edit(program, ("analysis/__init__.py", "indexer.analysis.stemmer", "indexer.french.stems"))
    assert parts(program) == unchanged


def test_names_that_change_places_change_the_part(program: Path) -> None:
    edit(
        program,
        (
            "analysis/stemmer.py",
            "def light(",
            "def one(word):\n    return 1\n\n\ndef two(word):\n    return 2\n\n\ndef light(",
        ),
        ("analysis/__init__.py", "import light", "import light, one as first, two as last"),
        ("analysis/__init__.py", "light(", "first(0) or last(0) or light("),
    )
    before = parts(program)
    edit(
        program, ("analysis/__init__.py", "one as first, two as last", "two as first, one as last")
    )
    assert parts(program)["analysis"] != before["analysis"]


@pytest.mark.parametrize(
    ("roots", "cut"),
    [
        pytest.param([Name("indexer.engines", "gone")], [], id="no such function"),
        pytest.param([Name("indexer.gone", "document")], [], id="no such module"),
        pytest.param([], ["indexer.gone"], id="no such module left out"),
        pytest.param([], [Name("indexer.readers", "GONE")], id="no such name left out"),
    ],
)
def test_a_part_of_nothing_is_an_error(roots: list[Name], cut: list[Name | str]) -> None:
    with pytest.raises(LookupError, match=r"gone|GONE"):
        reached(roots, cut)


def test_what_a_module_imports_under_a_name_is_reached_through_it() -> None:
    found = reached([Name("indexer.indexing.plan", "Ledger")], []).names
    assert Name("indexer.indexing.change_detection", "Ledger") in found
    # one that is imported where it can be
    tried = reached([Name("indexer.readers.containers.http_body", "brotli")], [])
    assert "brotli" in tried.packages


def everything(engine: str) -> set[Name]:
    """The definitions of all the parts of an engine."""
    return set[Name]().union(*(part.names for part in build_fingerprint.parts(engine).values()))


@pytest.mark.parametrize("engine", ENGINES)
def test_what_an_engine_stores_is_in_its_part(engine: str) -> None:
    part = build_fingerprint.parts(engine)[build_fingerprint.ENGINE]
    assert f"{ENGINES[engine].module}.schema" in {name.module for name in part.names}
    assert not any("searcher" in name.module for name in part.names)


def test_all_that_reading_and_analysis_import_is_in_a_part() -> None:
    code = (
        "import sys, json, indexer.readers, indexer.engines.document;"
        "print(json.dumps([*sys.modules]))"
    )
    imported = {name for name in json.loads(run(PACKAGE.parent, code)) if "indexer" in name}
    held = {name.module for name in everything("whoosh")}
    assert {"indexer.analysis.stemmer", "indexer.readers.pagedump.line_shapes"} <= imported
    assert imported - held - build_fingerprint.APART == NEEDLESS


@contextmanager
def traced() -> Iterator[set[CodeType]]:
    """The functions of the program that run meanwhile."""
    seen: set[CodeType] = set()

    def note(frame: FrameType, event: str, _: object) -> None:
        if event == "call" and frame.f_code.co_filename.startswith(str(PACKAGE)):
            seen.add(frame.f_code)

    sys.setprofile(note)
    try:
        yield seen
    finally:
        sys.setprofile(None)


@pytest.mark.parametrize("engine", LOCAL)
def test_all_that_runs_to_read_analyse_and_write_is_in_a_part(engine: str, tmp_path: Path) -> None:
    dumps = sorted((PACKAGE.parent / "samples").rglob("*.txt"))
    module = engines.load(engine)
    with traced() as seen:
        for half in (dumps[::2], dumps[1::2]):
            read = [one for path in half for one in examination.examine(path, b"").captures]
            with module.writer(tmp_path) as writer:
                for one in read:
                    writer.delete(one.article_id)
                    writer.put(packing.unpacked(one.packed))
    names = everything(engine)
    # what is packed is a document, as a part holds it
    names.add(Name("indexer.indexing.packing", "unpacked"))
    ran = {name for name in map(definition, seen) if name.module not in build_fingerprint.APART}
    assert len(ran) > 60
    assert ran - names == set()


def definition(code: CodeType) -> Name:
    """The definition at the top of a module that a function belongs to."""
    path = Path(code.co_filename)
    module = ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)
    for statement in ast.parse(path.read_text()).body:
        decorators: list[ast.expr] = getattr(statement, "decorator_list", [])
        first = min([statement.lineno, *(one.lineno for one in decorators)])
        if first <= code.co_firstlineno <= (statement.end_lineno or 0):
            name = getattr(statement, "name", "") or ast.unparse(statement).partition(" ")[0]
            return Name(module.removesuffix(".__init__"), name.rstrip(":"))
    raise LookupError(code)


TEXT = '''"""About."""
NAME: str = f"a{b!r:>{w}}" \\
    "c"  # why
class One:
    """What."""

    def two(self): return (
        rf"{x} {{y}}",
    )
'''
SAID = [
    *("0", "NAME", ":", "str", "=", 'f"a{b!r:>{w}}"', '"c"', "0", "class", "One", ":"),
    *("1", "def", "two", "(", "self", ")", ":", "return", "("),
    *('rf"{x} {{y}}"', ",", ")"),
]


def test_tokens_are_the_same_in_every_python() -> None:
    lines = code_tokens.by_line(TEXT, ast.parse(TEXT))
    assert [said for line in sorted(lines) for said in lines[line]] == SAID


def test_the_pieces_of_an_f_string_are_one_token() -> None:
    text = 'x = f"a{b!r:>{f"{w}"}}c"\n'
    start, middle, end = 61, 62, 63  # as in Python 3.12
    pieces = [
        *((tokenize.NAME, "x", 0), (tokenize.OP, "=", 2), (start, 'f"', 4), (middle, "a", 6)),
        *((tokenize.OP, "{", 7), (tokenize.NAME, "b", 8), (tokenize.OP, "!", 9)),
        *((tokenize.NAME, "r", 10), (tokenize.OP, ":", 11), (middle, ">", 12)),
        *((tokenize.OP, "{", 13), (start, 'f"', 14), (tokenize.OP, "{", 16)),
        *((tokenize.NAME, "w", 17), (tokenize.OP, "}", 18), (end, '"', 19)),
        *((tokenize.OP, "}", 20), (tokenize.OP, "}", 21), (middle, "c", 22), (end, '"', 23)),
    ]
    tokens = [(kind, said, (1, at), (1, at + len(said)), text) for kind, said, at in pieces]
    joined = [said for _, said, _ in code_tokens.joined(tokens, text, (start, end))]
    assert joined == ["x", "=", text[4:-1]]


REINDEX = """
import sys
from indexer.cli import main
main(["reindex", "--json", "--allow-shrink", *sys.argv[1:]])
"""


Archive = Callable[[], dict[str, Any]]


def reindexed(folder: Path) -> dict[str, Any]:
    """What the copy of the program in a folder does with the pages beside it."""
    command = (REINDEX, folder / "pages", "--index", "index")
    found: dict[str, Any] = json.loads(run(folder / "program", *command))
    return found


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A program with a format of lines, and its index of three dumps, two such files and another.

    `folder` beside it is where all of that was made.
    """
    folder = tmp_path_factory.mktemp("archive") / "folder"
    shutil.copytree(PACKAGE, folder / "program" / "indexer")
    (folder / "program" / "indexer" / "readers" / "lines.py").write_text(LINES)
    edit(
        folder / "program",
        ("readers/__init__.py", "import feeds", "import feeds, lines"),
        (
            "readers/__init__.py",
            "READERS: tuple[Reader, ...] = (",
            "READERS: tuple[Reader, ...] = (lines, ",
        ),
    )
    pages = write_pages(folder / "pages", range(3))
    for name in ("a.lines", "b.lines", "c.other"):
        (pages / name).write_text(f"{name}\nPort {name}\n")
    for path in pages.iterdir():
        os.utime(path, ns=(10**18, 10**18))
    assert reindexed(folder)["read"] == 5
    assert reindexed(folder)["generation"] == ""
    return Path(shutil.copytree(folder, folder.with_name("begun")))


@pytest.fixture
def program_of_lines(begun: Path) -> Path:
    """The program of `begun`, to be edited; its index is as it was."""
    folder = begun.with_name("folder")
    shutil.rmtree(folder)
    return Path(shutil.copytree(begun, folder)) / "program"


@pytest.fixture
def archive(program_of_lines: Path) -> Archive:
    """Reindex the archive of `program_of_lines` by it."""
    return lambda: reindexed(program_of_lines.parent)


@pytest.mark.parametrize(
    ("change", "done", "readers"),
    [
        pytest.param(
            ("readers/lines.py", "title=title", "title=key"), (2, 2), ["lines"], id="read"
        ),
        pytest.param(("readers/lines.py", ".lines", ".other"), (3, 0), ["lines"], id="accepts"),
        pytest.param(
            ("readers/__init__.py", "(lines, iptc, ", "(iptc, lines, "),
            (0, 0),
            [],
            id="order",
        ),
        pytest.param(
            ("readers/pagedump/line_shapes.py", "def same(", "_N = 1\ndef same("),
            (0, 0),
            [],
            id="nothing",
        ),
        pytest.param(
            ("readers/pagedump/line_shapes.py", "_YEAR = ", "_YEAR = 0 or "),
            (3, 0),
            ["pagedump"],
            id="same texts",
        ),
    ],
)
def test_a_reader_that_changes_has_its_files_read_again(
    change: Edit,
    done: tuple[int, int],
    readers: list[str],
    archive: Archive,
    program_of_lines: Path,
) -> None:
    edit(program_of_lines, change)
    summary = archive()
    assert (summary["read"], summary["changed"]) == done
    assert (summary["changed_readers"], summary["rebuilt"]) == (readers, "")
    assert archive()["generation"] == ""


@pytest.mark.parametrize(
    ("change", "named"),
    [
        pytest.param(
            ("analysis/stemmer.py", ">= shortest", "> shortest"), "l’analyse", id="analysis"
        ),
        pytest.param(
            ("generations/source_records.py", "whole DESC", "whole ASC"), "le choix", id="choice"
        ),
        pytest.param(
            ("engines/whoosh/postings_writer.py", "_BLOCK = ", "_BLOCK = 1 * "),
            "l’écriture",
            id="engine",
        ),
    ],
)
def test_another_part_has_everything_built_anew(
    change: Edit, named: str, archive: Archive, program_of_lines: Path
) -> None:
    edit(program_of_lines, change)
    summary = archive()
    assert named in summary["rebuilt"]
    assert (summary["read"], summary["added"]) == (5, 5)
    assert archive()["generation"] == ""
