"""What do the readers of exports say where the library of paragraphs is not installed?"""

import subprocess
import sys

PROGRAM = """
import sys
sys.modules["lxml"] = None
from io import BytesIO
from indexer.readers import markdown, tabular
from indexer.readers.part import MissingLibrary, Part, Rules
from indexer.readers.tabular import csv, jsonl

assert tabular.accepts("a.json", b"[{}]") and markdown.accepts("a.md", b"---")
for container, name in ((csv, "a.csv"), (jsonl, "a.jsonl")):
    assert len(list(container.parts(BytesIO(b'titre,texte\\n{"a":1}\\n'), name, Rules()))) == (
        1 if container is csv else 2
    )
for reader in (tabular, markdown):
    try:
        list(reader.read(Part(name="a", content=b"{}"), Rules()))
    except MissingLibrary as missing:
        print(missing)
"""


def test_they_still_know_their_files_and_name_what_is_missing() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, timeout=30, check=False
    )
    assert (ran.stderr, ran.stdout.split()) == ("", ["lxml", "lxml"])
