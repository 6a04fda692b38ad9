"""Does the reader survive any bytes at all, within a bounded time?"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from indexer import readers
from indexer.article import Article, Rejected
from indexer.readers import pagedump
from indexer.readers.part import HEAD_BYTES, MAX_BYTES, Part, Rules

DUMPS = sorted((Path(__file__).parent / "dumps").glob("*.txt"))
WHOLE = next(path for path in DUMPS if path.stem == "01_breaks_que_and_proper_noun")
BIG = 300_000
SECONDS = 3.0

Within = Callable[[float], AbstractContextManager[None]]


def read(content: bytes) -> list[Article | Rejected]:
    return list(pagedump.read(Part(name="essai.txt", content=content), Rules()))


def check(results: list[Article | Rejected]) -> None:
    """An article has what every page shows, a rejection says which file and why."""
    assert results
    for result in results:
        if isinstance(result, Rejected):
            assert result.source.startswith("essai.txt")
            assert result.reason
        else:
            assert result.title
            assert result.body or result.lede
            assert all(paragraph.strip() for paragraph in result.body)
            assert Article.load(result.dump()) == result


@given(st.binary(max_size=400))
@example(b"")
@example(b"\xff\xfe")
@example(b"\xef\xbb\xbf")
@example(b"00:00 00.00.0000 x")
@example(b"https://[\nx\nx\n24:61 31.02.2023 x\ny")
@example("https://a.example/x\n😀\n😀\n٠٩:١٣ ١٤.٠٩.٢٠٢٣ x\ny".encode())
def test_any_bytes_give_articles_or_rejections(content: bytes) -> None:
    check(read(content))


FOLDED = [separator.join(WHOLE.read_bytes().split(b"\n")) for separator in (b"", b" ")]
PIECES = [one[i : i + 40] for one in FOLDED for i in range(0, len(one), 40)]


@given(st.lists(st.sampled_from(PIECES), max_size=60).map(b"".join), st.sampled_from(FOLDED))
def test_pages_without_lines_give_articles_or_rejections(pieces: bytes, whole: bytes) -> None:
    for content in (pieces, b"https://a.example/x " + pieces, whole[: len(pieces)] + pieces):
        check(read(content))


MARKS = [
    *("https://a.example/x", "© Agence", "Quai© Agence", "Quai - Estran, 1920, 18.06.2024"),
    *("Quai, 18.06.2024", "S'abonner", "Un titre", "02:30", "Vidéo", "Une phrase entière."),
]


@given(st.lists(st.sampled_from(MARKS), max_size=12))
def test_marks_in_any_order_give_articles_or_rejections(lines: list[str]) -> None:
    check(read("\n".join(lines).encode()))


LINES = sorted({line for path in DUMPS for line in path.read_bytes().splitlines(keepends=True)})


@given(st.lists(st.sampled_from(LINES), max_size=30).map(b"".join))
def test_lines_of_dumps_in_any_order_give_articles_or_rejections(content: bytes) -> None:
    check(read(content))


@given(st.sampled_from(DUMPS), st.data())
def test_a_dump_with_a_damaged_stretch_gives_articles_or_rejections(
    path: Path, data: st.DataObject
) -> None:
    content = path.read_bytes()
    start = data.draw(st.integers(0, len(content)))
    length = data.draw(st.integers(0, 200))
    check(read(content[:start] + data.draw(st.binary(max_size=20)) + content[start + length :]))


@pytest.mark.parametrize("path", DUMPS, ids=[path.stem[:2] for path in DUMPS])
def test_a_dump_cut_anywhere_gives_articles_or_rejections(path: Path) -> None:
    content = path.read_bytes()
    for end in {*range(0, len(content), 61), *range(max(0, len(content) - 8), len(content))}:
        check(read(content[:end]))


ADDRESS = "https://a.example/1234567\nTitre\nTitre\n"
DATED = f"{ADDRESS}2023-01-01T10:00+0100\nhttps://a.example/i.jpg\n"
FOLDED_HEAD = f"{ADDRESS}Quai a... 01.01.2023, Quai\n2023-01-01T10:00+0100\n".replace("\n", " ")
STACKED = "\u0315\u0300"
PAGE = f"{DATED}Un corps collé.\nTitre\n10:00 01.01.2023 Un chapô.\n"


def glued(text: str, lines: str) -> str:
    """A page whose glued body is `text` and whose visible lines are `lines`."""
    return f"{DATED}{text}\nTitre\n10:00 01.01.2023 Un chapô.\n{lines}"


def test_a_body_of_1_3_megabytes_is_read_in_a_few_seconds(within: Within) -> None:
    paragraph = "Le maire de la ville a proposé aux riverains de traverser le fleuve à pied"
    paragraphs = [f"{paragraph}, dit le rapport {rank}." for rank in range(14_000)]
    assert sum(map(len, paragraphs)) > 1_300_000
    broken_at_links = "\n".join(paragraphs).replace(" aux riverains ", "\naux riverains\n")
    content = glued("".join(paragraphs), broken_at_links)
    with within(2 * SECONDS):
        (article,) = read(content.encode())
    assert isinstance(article, Article)
    assert list(article.body) == paragraphs


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(f"{ADDRESS}a{' ' * BIG}b\n", id="espaces dans les métadonnées"),
        pytest.param(f"{PAGE}a{' ' * BIG}b\n", id="espaces dans la page"),
        pytest.param(f"{PAGE}à lire aussi{' ' * BIG}b\n", id="espaces après « lire aussi »"),
        pytest.param(f"{ADDRESS}{'@.a' * (BIG // 3)}!\n", id="arobases dans les métadonnées"),
        pytest.param(f"{ADDRESS}a {'@.a' * (BIG // 3)}!\n", id="arobases dans un bloc d’éditeur"),
        pytest.param(f"{PAGE}{'@.a' * (BIG // 3)}!\n", id="arobases dans la page"),
        pytest.param(f"{DATED}{'Mme.A ' * (BIG // 6)}\n", id="abréviations collées"),
        pytest.param(f"{PAGE}e{STACKED * (BIG // 8)}\n", id="accents empilés"),
        pytest.param(
            DATED + "".join(f"mot {i}\n" for i in range(BIG // 9)) + "a, b\na, b\n",
            id="tags sans fin",
        ),
        pytest.param(f"{DATED}{', '.join(['tag'] * (BIG // 5))}\n", id="mots-clés sans fin"),
        pytest.param(glued("g " * BIG, "Lire aussi\n" * (BIG // 11)), id="« lire aussi » répété"),
        pytest.param(
            glued("mot " * BIG, "mit\n" * (BIG // 4)), id="lignes absentes du corps collé"
        ),
        pytest.param(glued("mot " * BIG, "mot\n" * (BIG // 4)), id="lignes du corps collé"),
        pytest.param(glued("g" * BIG, f"©{'x' * 30}\n" * (BIG // 32)), id="crédits répétés"),
        pytest.param(ADDRESS * (BIG // len(ADDRESS)), id="adresses répétées"),
        pytest.param(f"{ADDRESS}10:00 01.01.2023 ({'1' * BIG}\n", id="parenthèse sans fin"),
        pytest.param(f"{PAGE}{'.)' * (BIG // 2)}x\ny\n", id="fins de phrase"),
        pytest.param(f"{PAGE}{'a.' * (BIG // 2)}\nx\n", id="sigle sans fin"),
        pytest.param("x\n" * (BIG // 2), id="lignes d’une lettre"),
        pytest.param("x\n" * 2_000_000, id="millions de lignes"),
        pytest.param(
            f"https://a.example/{'1' * BIG}x\nTitre\nTitre\n2023-01-01T10:00\nUn texte.\n",
            id="adresse sans fin",
        ),
        pytest.param(
            f"https://a.example/x\n{2 * ('«' * BIG + chr(10))}fr_FR\n" + "x\n" * BIG,
            id="titre sans fin",
        ),
        pytest.param(f"{FOLDED_HEAD}{'/html/head/' * (BIG // 11)}", id="chemins sans lignes"),
        pytest.param(f"{FOLDED_HEAD}{'mot ' * (BIG // 4)}", id="tags sans lignes"),
        pytest.param(f"{FOLDED_HEAD}{'Quai x@y.fr ' * (BIG // 12)}", id="éditeurs sans lignes"),
        pytest.param(f"https://a.example/{'Aa' * (BIG // 2)} {'ab' * BIG}", id="adresse collée"),
        pytest.param(f"{FOLDED_HEAD}10:00 01.01.2023 {'Lire aussi ' * (BIG // 50)}", id="liens"),
        pytest.param("Titre\n© x\n" + "- a, 1920, 01.01.2023\n" * (BIG // 22), id="légendes"),
        pytest.param(f"Titre\n© x\n{'- a' * (BIG // 3)} 1\nx\n", id="légende sans fin"),
        pytest.param(glued("mot " * BIG, "Titre\n02:30\n" * (BIG // 12)), id="lecteurs répétés"),
    ],
)
def test_a_hostile_shape_is_read_in_bounded_time(content: str, within: Within) -> None:
    with within(SECONDS):
        check(read(content.encode()))


def test_a_file_over_the_limit_is_rejected_without_being_read(tmp_path: Path) -> None:
    path = tmp_path / "gros.txt"
    with path.open("wb") as file:
        file.write(b"a" * HEAD_BYTES)
        file.truncate(MAX_BYTES + 1)
    found = readers.read(path)
    assert found is not None
    (rejected,) = found
    assert rejected == Rejected(str(path), "plus de 20 Mo")


def test_a_file_of_the_limit_itself_is_read(tmp_path: Path) -> None:
    path = tmp_path / "gros.txt"
    content = WHOLE.read_bytes()
    path.write_bytes(content + b" " * (MAX_BYTES - len(content)))
    found = readers.read(path)
    assert found is not None
    assert [type(result) for result in found] == [Article]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("image.jpg", b"\xff\xd8\xff\xe0", id="image"),
        pytest.param("binaire.txt", b"\x7fELF\0\0\0", id="binaire"),
    ],
)
def test_a_file_of_another_format_is_left_to_other_readers(
    name: str, content: bytes, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(content)
    assert readers.read(tmp_path / name) is None


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "cp1252"])
def test_a_dump_reads_the_same_in_another_encoding(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "page.TXT"
    path.write_bytes(WHOLE.read_text("utf-8").encode(encoding))
    found = readers.read(path)
    assert found is not None
    assert list(found) == read(WHOLE.read_bytes())
