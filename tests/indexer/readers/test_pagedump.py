"""Does every page dump give the article, or the rejection, that its gold file expects?"""

from datetime import datetime
from pathlib import Path

import pytest
from support import gold
from support.places import DUMPS, SAMPLES

from indexer import engines, readers
from indexer.article import Article, Outcome, Rejected
from indexer.generations import store
from indexer.indexing.reindex import reindex
from indexer.readers import pagedump
from indexer.readers.part import Part, Rules

SEED = "000_390442e8872389fe.txt"


def read(path: Path) -> list[Outcome]:
    found = readers.read(path)
    assert found is not None, f"aucun lecteur n’accepte {path.name}"
    return list(found)


def only_article(path: Path) -> Article:
    (article,) = read(path)
    assert isinstance(article, Article)
    return article


def judge(path: Path) -> None:
    """Compare what a dump gives with its gold file."""
    wanted = gold.load(path)
    found = read(path)
    if wanted.get("rejected"):
        (result,) = found
        if isinstance(result, Rejected):
            assert wanted.get("reason_contains", "") in result.reason
            assert path.name in result.source
        else:
            assert isinstance(result, Article)
            assert "or_gold" in wanted, f"un article au lieu d’un rejet : {result.title}"
            assert gold.faults(result, wanted["or_gold"]) == []
        return
    expected = gold.articles(wanted)
    assert len(found) == len(expected)
    for result, article in zip(found, expected, strict=True):
        assert isinstance(result, Article), result
        assert gold.faults(result, article) == []
    assert len({result.id for result in found if isinstance(result, Article)}) == len(found)


@pytest.mark.parametrize("name", sorted(path.stem for path in DUMPS.glob("*.txt")))
def test_a_dump_gives_what_its_gold_file_expects(name: str) -> None:
    judge(DUMPS / f"{name}.txt")


def test_the_shared_dumps_give_what_their_gold_files_expect(shared: Path) -> None:
    paths = sorted((shared / "pagedumps").glob("*.txt"))
    assert paths
    for path in paths:
        judge(path)


def test_every_gold_file_has_its_dump() -> None:
    golds = {path.name.removesuffix(".gold.json") for path in DUMPS.glob("*.gold.json")}
    assert golds == {path.stem for path in DUMPS.glob("*.txt")}
    assert len(golds) >= 71


@pytest.mark.parametrize(
    "name", [path.stem for path in sorted(DUMPS.glob("*.txt")) if "same_id_as" in gold.load(path)]
)
def test_of_two_captures_of_an_article_the_newest_is_indexed(name: str, tmp_path: Path) -> None:
    wanted = gold.load(DUMPS / f"{name}.txt")
    both = [DUMPS / f"{stem}.txt" for stem in (name, wanted["same_id_as"])]
    newest = only_article(DUMPS / f"{wanted['newest']}.txt")
    assert {only_article(path).id for path in both} == {newest.id}
    summary = reindex(both, tmp_path / "index", "whoosh", lambda *_: None)
    assert (summary.indexed, summary.duplicates) == (1, 1)
    place = store.place(tmp_path / "index", summary.generation)
    searcher = engines.load("whoosh").searcher(place)
    assert Article.load(searcher.get(newest.id) or "") == newest
    searcher.close()


@pytest.mark.parametrize(
    ("name", "degraded"),
    [
        pytest.param("03_glued_only_acronym_traps", True, id="corps collé seul"),
        pytest.param("56_no_date_anywhere", True, id="corps collé seul, sans date"),
        pytest.param("01_breaks_que_and_proper_noun", False, id="deux corps"),
        pytest.param("05_page_only_with_url", False, id="page seule"),
        pytest.param("31_cut_in_utf8_sequence_clean", False, id="page coupée à la fin"),
    ],
)
def test_guessed_paragraphs_are_marked(name: str, degraded: bool) -> None:  # noqa: FBT001
    assert only_article(DUMPS / f"{name}.txt").degraded is degraded


@pytest.mark.parametrize(
    ("name", "origins"),
    [
        (
            "07_block_on_one_line_with_author",
            {
                "title": "after address",
                "lede": "stamp",
                "published": "iso",
                "authors": "after year",
            },
        ),
        ("06_page_only_no_url", {"title": "heading", "published": "stamp", "body": "visible page"}),
        ("04_glued_only_date_from_lede_line", {"published": "dated lede", "body": "glued body"}),
        ("22_date_from_url_only", {"published": "address"}),
        ("100_unstamped_with_address", {"title": "before marks", "published": "dated caption"}),
    ],
)
def test_each_field_says_where_in_the_page_it_stood(name: str, origins: dict[str, str]) -> None:
    article = only_article(DUMPS / f"{name}.txt")
    assert origins.items() <= article.origins.items()
    fields = [field for field in article.origins if not getattr(article, field)]
    assert fields == []


def test_the_samples_give_sixty_articles_a_rejection_and_a_duplicate() -> None:
    found = [result for path in sorted(SAMPLES.rglob("*.txt")) for result in read(path)]
    articles = [result for result in found if isinstance(result, Article)]
    assert len({article.id for article in articles}) == 60
    assert len(articles) == 61
    (rejected,) = [result for result in found if isinstance(result, Rejected)]
    assert rejected.source.endswith("incomplet.txt")
    assert "titre" in rejected.reason


def test_no_sample_keeps_boilerplate_or_a_broken_paragraph() -> None:
    found = [result for path in sorted(SAMPLES.rglob("*.txt")) for result in read(path)]
    bodies = [result.body for result in found if isinstance(result, Article)]
    paragraphs = [paragraph for body in bodies for paragraph in body]
    assert not [text for text in paragraphs if text[0].islower() or text.endswith(",")]
    boilerplate = ("@", "©", "S’abonner", "S'abonner", "Lire aussi", "/html/head", ", 1920")
    assert not [text for text in paragraphs for piece in boilerplate if piece in text]


class TestSeed:
    """The real page; nothing is quoted here but its tags, its dates and parts of its address."""

    @pytest.fixture
    def path(self, shared: Path) -> Path:
        return shared / "seeds" / SEED

    @pytest.fixture
    def article(self, path: Path) -> Article:
        return only_article(path)

    def test_address_and_picture(self, article: Article) -> None:
        assert article.url is not None
        assert article.url.startswith("https://fr.sputniknews.africa/20230914/")
        assert article.url.endswith("-1062099244.html")
        assert article.image is not None
        assert article.image.endswith("_1920x0_80_0_0_f93472ea2198d6217fc1eb18bfc4507a.jpg")

    def test_title_is_the_line_after_the_address(self, article: Article, path: Path) -> None:
        assert article.title == path.read_text("utf-8").splitlines()[1]

    def test_source_is_the_line_before_the_mail(self, article: Article, path: Path) -> None:
        lines = path.read_text("utf-8").splitlines()
        mail = next(i for i, line in enumerate(lines) if "@" in line)
        assert article.source == lines[mail - 1]

    def test_dates(self, article: Article) -> None:
        assert article.published == datetime.fromisoformat("2023-09-14T09:13:00+02:00")
        assert article.modified == datetime.fromisoformat("2023-09-14T13:29:00+02:00")

    def test_tags_and_labels(self, article: Article) -> None:
        tags = "corée du nord, kim jong-un, vladimir poutine, russie, international"
        assert article.tags == tuple(tags.split(", "))
        assert (article.section, article.language, article.authors) == ("Actus", "fr", ())

    def test_seven_paragraphs_of_which_one_is_a_heading(self, article: Article) -> None:
        ends = [paragraph[-1] in '."' for paragraph in article.body]
        assert ends == [True, True, False, True, True, True, True]
        assert all(paragraph[0].isupper() for paragraph in article.body)
        assert not article.degraded

    def test_the_lede_is_whole(self, article: Article) -> None:
        assert article.lede.endswith(".")
        assert not article.lede.endswith("...")
        assert article.lede.count(".") == 2

    def test_no_boilerplate_is_left(self, article: Article) -> None:
        text = article.dump()
        assert not [piece for piece in ("feedback", "+749", "Rossiya", "@") if piece in text]


def test_a_page_that_stands_twice_in_a_file_is_two_captures_of_one_article() -> None:
    path = DUMPS / "01_breaks_que_and_proper_noun.txt"
    (alone,) = _read(path.read_bytes())
    found = _read(path.read_bytes() + b"\n" + path.read_bytes())
    assert [one.body for one in found] == [alone.body] * 2


def _read(content: bytes) -> list[Article]:
    found = pagedump.read(Part(name="a.txt", content=content), Rules())
    return [one for one in found if isinstance(one, Article)]
