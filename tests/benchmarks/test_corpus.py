"""The generated archive must be the same for a seed, look like French press and be read whole."""

from collections import Counter
from pathlib import Path
from statistics import fmean

from benchmarks import corpus
from benchmarks.vocabulary import FORMS, content
from indexer import readers

COUNT = 300


def _files(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*.txt"))
    }


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    for name, seed in (("one", 42), ("two", 42), ("three", 43)):
        corpus.write(20, tmp_path / name, seed)

    assert _files(tmp_path / "one") == _files(tmp_path / "two")
    assert _files(tmp_path / "one") != _files(tmp_path / "three")


def test_a_larger_archive_begins_like_a_smaller_one(tmp_path: Path) -> None:
    corpus.write(10, tmp_path / "small", 42)
    corpus.write(20, tmp_path / "large", 42)

    assert _files(tmp_path / "small").items() <= _files(tmp_path / "large").items()


def test_files_stand_in_folders_of_a_thousand(tmp_path: Path) -> None:
    corpus.write(corpus.FILES_PER_FOLDER + 1, tmp_path, 42)

    held = Counter(path.split("/")[0] for path in _files(tmp_path))

    assert held == {"0000": corpus.FILES_PER_FOLDER, "0001": 1}


def test_every_dump_is_read_as_the_article_it_was_written_from(tmp_path: Path) -> None:
    corpus.write(COUNT, tmp_path, 42)

    read = [tuple(readers.read(path) or ()) for path in sorted(tmp_path.rglob("*.txt"))]

    assert read == [(article,) for article in corpus.articles(COUNT, 42)]


def test_articles_have_the_size_and_the_tags_of_press_articles() -> None:
    written = list(corpus.articles(COUNT, 42))

    lengths = [len(" ".join((a.title, a.lede, *a.body)).split()) for a in written]
    assert 300 < fmean(lengths) < 340
    assert {len(article.tags) for article in written} == {3, 4, 5, 6}
    assert len({article.source for article in written}) == len(corpus.SOURCES)
    assert any(not text.endswith(".") for article in written for text in article.body)


def test_the_vocabulary_is_large_and_its_inflections_share_stems() -> None:
    words = content().texts

    assert len(set(words)) == FORMS
    assert {"gouvernement", "gouvernait", "indiquait", "indication", "changeait"} <= set(words)
