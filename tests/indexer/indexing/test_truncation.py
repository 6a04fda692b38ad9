"""Is a cut copy of a file told from a file that was corrected?"""

from pathlib import Path

import pytest
from support.places import SAMPLES

from indexer.indexing.truncation import beginnings, is_cut

PAGES = sorted(SAMPLES.rglob("*.txt"))
TEXT = "Un titre\nUn chapô.\nLe port et la mer.\r\nLe lac, le soir.\n".encode()
LONG = b"Le port et la mer, " * 400


@pytest.mark.parametrize("content", [TEXT, LONG, TEXT.rstrip(), TEXT.decode().encode("utf-16")])
def test_a_copy_cut_anywhere_is_one_with_or_without_zeros_at_its_end(content: bytes) -> None:
    before = beginnings(content)
    assert not is_cut(before, before)
    for size in range(len(content.rstrip(b"\0"))):
        assert is_cut(beginnings(content[:size]), before), size
        assert is_cut(beginnings(content[:size] + bytes(5000)), before), size


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name[:20])
def test_a_sample_cut_anywhere_is_a_cut_copy(path: Path) -> None:
    content = path.read_bytes()
    before = beginnings(content)
    assert all(is_cut(beginnings(content[:size]), before) for size in range(0, len(content), 97))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(TEXT, TEXT.replace(b"soir", b"jour"), id="same length"),
        pytest.param(TEXT, TEXT.replace(b", le soir", b""), id="last line"),
        pytest.param(TEXT, TEXT.replace(b"titre", b"mot"), id="first line"),
        pytest.param(TEXT, b"Un titre\nUn mot.\n", id="another second line, and no more"),
        pytest.param(TEXT, TEXT[:20] + b"\n", id="a line shortened, and no more"),
        pytest.param(TEXT, TEXT + b"Encore.\n", id="longer"),
        pytest.param(LONG, LONG.replace(b"mer", b"eau", 1)[:5000], id="one long line"),
        pytest.param(TEXT.rstrip(), "Un titre\nUn chapô, long.".encode(), id="no end of line"),
    ],
)
def test_a_corrected_file_is_no_cut_copy(before: bytes, after: bytes) -> None:
    assert not is_cut(beginnings(after), beginnings(before))


def test_what_is_remembered_gives_no_text_away() -> None:
    found = beginnings(LONG)
    assert len(found.checks) < len(LONG) / 200
    assert b"port" not in found.checks
