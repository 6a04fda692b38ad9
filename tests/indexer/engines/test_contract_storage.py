"""Does every engine keep what it is given, whole or not at all?"""

import gc
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from random import Random

import pytest
import tantivy
from support.building import Built, ask, found, ids, literal, stem, titled, write
from support.every_engine import LOCAL
from support.generated import article, tree
from whoosh.query import Not, Term

from indexer import engines
from indexer.article import PARIS, Article
from indexer.engines import Engine
from indexer.engines.document import to_document
from indexer.errors import UnreadableIndex
from indexer.generations import checksums

NOON = datetime(2024, 2, 29, 12, tzinfo=PARIS)
WHOLE = Article(
    id="whole",
    url="https://a.example/1",
    title="Titre « à » l’Élysée 😀",
    lede="Un chapô",
    body=("Premier.", "Second\u00a0!"),
    tags=("Mer", "Été"),
    authors=("Anne",),
    source="L’Écho",
    section="Monde",
    language="fr",
    published=NOON,
    modified=datetime(2024, 3, 1, tzinfo=UTC),
    image="https://a.example/i.jpg",
    caption="Légende",
    degraded=True,
)


def test_what_was_put_is_found_counted_and_returned_as_it_was(built: Built) -> None:
    searcher = built(WHOLE, Article(id="bare", title="Nu"))
    assert searcher.count() == 2
    assert searcher.get("whole") == WHOLE.dump()
    assert Article.load(searcher.get("whole") or "") == WHOLE
    assert [hit.stored for hit in ask(searcher, literal("title", "élysée")).hits] == [WHOLE.dump()]


@pytest.mark.parametrize("article_id", ["", "absent", "WHOLE", "who", "whole "])
def test_an_unknown_id_gives_nothing(article_id: str, built: Built) -> None:
    assert built(WHOLE).get(article_id) is None


def test_a_writer_block_that_fails_commits_nothing(engine: Engine, tmp_path: Path) -> None:
    write(engine, tmp_path, titled("mer"))
    with suppress(KeyError), engine.writer(tmp_path) as writer:
        writer.delete("0")
        writer.put(to_document(Article(id="1", title="port")))
        raise KeyError
    with closing(engine.searcher(tmp_path)) as searcher:
        assert ids(ask(searcher)) == ["0"]
    write(engine, tmp_path, [Article(id="2", title="port")])
    with closing(engine.searcher(tmp_path)) as searcher:
        assert ids(ask(searcher)) == ["0", "2"]


def test_a_deleted_article_is_gone_everywhere(engine: Engine, tmp_path: Path) -> None:
    articles = [
        Article(id=name, title="mer", tags=(name,), published=NOON) for name in ("a", "b", "c")
    ]
    write(engine, tmp_path, articles)
    with engine.writer(tmp_path) as writer:
        writer.delete("b")
        writer.delete("absent")
    with closing(engine.searcher(tmp_path)) as searcher:
        assert searcher.count() == 2
        assert searcher.get("b") is None
        assert ids(ask(searcher)) == ["a", "c"]
        assert found(searcher, Not(Term("tag_facet", "a"))) == {"c"}
        assert ask(searcher, stem("title", "mer")).facets["tag"] == {"a": 1, "c": 1}


def test_an_article_can_be_deleted_and_put_again_in_one_block(
    engine: Engine, tmp_path: Path
) -> None:
    write(engine, tmp_path, titled("mer", "port"))
    with engine.writer(tmp_path) as writer:
        writer.delete("0")
        writer.put(to_document(Article(id="0", title="lac")))
    with closing(engine.searcher(tmp_path)) as searcher:
        assert searcher.count() == 2
        assert found(searcher, stem("title", "lac")) == {"0"}
        assert found(searcher, stem("title", "mer")) == set()


def test_an_empty_generation_answers(built: Built) -> None:
    searcher = built()
    assert searcher.count() == 0
    assert searcher.get("0") is None
    assert list(searcher.vocabulary.terms("title", "")) == []
    results = ask(searcher, stem("title", "mer"))
    assert (results.total, results.hits) == (0, ())
    assert not any(results.facets.values())


def test_a_generation_whose_articles_are_all_deleted_answers(
    engine: Engine, tmp_path: Path
) -> None:
    write(engine, tmp_path, titled("mer"))
    with engine.writer(tmp_path) as writer:
        writer.delete("0")
    with closing(engine.searcher(tmp_path)) as searcher:
        assert searcher.count() == 0
        assert ask(searcher).total == 0


@pytest.mark.parametrize(
    "content", [None, {}, {"lisez.txt": b"x"}], ids=["absent", "vide", "autre"]
)
def test_a_place_without_a_generation_is_unreadable(
    content: dict[str, bytes] | None, engine: Engine, tmp_path: Path
) -> None:
    place = tmp_path / "generation"
    if content is not None:
        place.mkdir()
        for name, text in content.items():
            (place / name).write_bytes(text)
    with pytest.raises(UnreadableIndex, match="reindex"):
        engine.searcher(place)


def opening(engine: Engine, place: Path) -> str:
    """What happens when a generation is opened."""
    try:
        checksums.glance(place)
        engine.searcher(place).close()
    except UnreadableIndex as error:
        return "UnreadableIndex" if "reindex" in str(error) else str(error)
    except Exception as error:  # noqa: BLE001 - any other one is the fault looked for
        return repr(error)
    return "ouvert"


@pytest.fixture
def _files_left_open() -> Iterator[None]:
    """Have what an engine left open when it failed closed before another test."""
    yield
    gc.collect()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.usefixtures("_files_left_open")
@pytest.mark.parametrize(
    "damage",
    [None, lambda _: b"", lambda b: b[: len(b) // 2], lambda b: b"\xff" + b],
    ids=["supprimé", "vidé", "coupé", "allongé"],
)
def test_a_generation_with_a_damaged_file_is_unreadable(
    damage: Callable[[bytes], bytes] | None, engine: Engine, tmp_path: Path
) -> None:
    whole = tmp_path / "whole"
    write(engine, whole, [WHOLE, *titled(*["mer"] * 50)])
    checksums.seal(whole, None)
    names = [path.relative_to(whole) for path in whole.rglob("*") if path.is_file()]
    # names with a dot are what writers keep for themselves
    held = [n for n in names if (whole / n).stat().st_size and not n.name.startswith(".")]
    assert held
    outcomes = {}
    for name in held:
        place = tmp_path / f"damaged {name.name}"
        shutil.copytree(whole, place)
        if damage is None:
            (place / name).unlink()
        else:
            (place / name).write_bytes(damage((whole / name).read_bytes()))
        outcomes[name.name] = opening(engine, place)
    assert outcomes == dict.fromkeys(outcomes, "UnreadableIndex")


def test_many_small_commits_answer_as_one_does(
    engine: Engine, tmp_path: Path, scale: Callable[[int, int], int]
) -> None:
    random = Random(7)  # noqa: S311
    articles: dict[str, Article] = {}
    for rank in range(scale(6, 14)):
        with engine.writer(tmp_path / "many") as writer:
            for gone in random.sample(sorted(articles), min(2, len(articles))):
                writer.delete(gone)
                del articles[gone]
            for number in range(4):
                put = article(random, 10 * rank + number)
                writer.put(to_document(put))
                articles[put.id] = put
    write(engine, tmp_path / "one", list(articles.values()))
    with (
        closing(engine.searcher(tmp_path / "many")) as many,
        closing(engine.searcher(tmp_path / "one")) as one,
    ):
        assert many.count() == one.count() == len(articles)
        for _ in range(60):
            asked = tree(random, 3)
            left, right = ask(many, asked), ask(one, asked)
            assert ids(left) == ids(right), asked
            assert (left.facets, left.months) == (right.facets, right.months), asked
        assert (
            dict(many.vocabulary.terms("title", "s:")).keys()
            >= dict(one.vocabulary.terms("title", "s:")).keys()
        )


def test_the_last_day_is_that_of_the_newest_article_there_is(
    engine: Engine, tmp_path: Path
) -> None:
    write(engine, tmp_path, titled("mer"))
    with closing(engine.searcher(tmp_path)) as searcher:
        assert searcher.last_day is None
    days = [datetime(2024, 3, day, 23, 30, tzinfo=UTC) for day in (7, 9, 8)]
    write(engine, tmp_path, [Article(id=str(day), title="x", published=day) for day in days])
    with closing(engine.searcher(tmp_path)) as searcher:
        assert searcher.last_day == date(2024, 3, 10)  # in Paris
    with engine.writer(tmp_path) as writer:
        writer.delete(str(days[1]))
    with closing(engine.searcher(tmp_path)) as searcher:
        assert searcher.last_day == date(2024, 3, 9)


def digests(place: Path) -> dict[str, str]:
    """The digest of every file of a generation."""
    return {
        str(path.relative_to(place)): sha256(path.read_bytes()).hexdigest()
        for path in place.rglob("*")
        if path.is_file()
    }


def test_a_clone_is_written_without_a_byte_of_its_base_changing(
    engine: Engine, tmp_path: Path
) -> None:
    base, place = tmp_path / "base", tmp_path / "clone"
    write(engine, base, titled("mer", "port", "lac"))
    with engine.writer(base) as writer:
        writer.delete("1")
    before = digests(base)
    engine.clone(base, place)
    with engine.writer(place) as writer:
        writer.delete("0")
        writer.put(to_document(Article(id="3", title="île")))
    assert digests(base) == before
    with closing(engine.searcher(base)) as searcher:
        assert set(ids(ask(searcher))) == {"0", "2"}
    with closing(engine.searcher(place)) as searcher:
        assert set(ids(ask(searcher))) == {"2", "3"}


def test_a_clone_takes_no_more_disk_than_its_lists(engine: Engine, tmp_path: Path) -> None:
    base, place = tmp_path / "base", tmp_path / "clone"
    write(engine, base, titled(*["mer"] * 50))
    engine.clone(base, place)
    with engine.writer(place):
        pass
    shared = {path.stat().st_ino for path in base.rglob("*")}
    own = [path for path in place.rglob("*") if path.stat().st_ino not in shared]
    assert sum(path.stat().st_size for path in own if path.is_file()) < 20_000
    with closing(engine.searcher(place)) as searcher:
        assert searcher.count() == 50


# on a cluster a generation is one file, and a commit takes a second
@pytest.mark.parametrize("engine", LOCAL, indirect=True)
def test_many_small_commits_leave_a_bounded_number_of_files(engine: Engine, tmp_path: Path) -> None:
    write(engine, tmp_path / "0", titled(*["mer"] * 40))
    sizes = []
    for number in range(30):
        place = tmp_path / str(number + 1)
        engine.clone(tmp_path / str(number), place)
        with engine.writer(place) as writer:
            writer.delete(str(number))
            writer.put(to_document(Article(id=str(number), title=f"lac {number}")))
        sizes.append(sum(path.is_file() for path in place.rglob("*")))
    with closing(engine.searcher(place)) as searcher:
        assert searcher.count() == 40
        assert found(searcher, stem("title", "lac")) == {str(number) for number in range(30)}
    assert max(sizes[20:]) <= max(sizes[:20])


def test_a_tantivy_index_of_other_fields_is_unreadable(tmp_path: Path) -> None:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("body_s")
    tantivy.Index(builder.build(), str(tmp_path))
    with pytest.raises(UnreadableIndex, match="autre version"):
        engines.load("tantivy").searcher(tmp_path)
