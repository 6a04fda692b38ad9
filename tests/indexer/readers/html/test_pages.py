"""Does a saved page give the article that a reader of it sees?"""

from collections import Counter
from datetime import datetime
from pathlib import Path

import pytest
from support import gold
from support.page_kinds import KINDS
from support.page_shapes import SHAPES
from support.page_systems import SYSTEMS
from support.page_traps import TRAPS
from support.reading import article, outcome
from support.saved_pages import SOURCE, SavedPage

from indexer.article import Article
from indexer.readers import html

PAGES = [*(shape() for shape in (*SHAPES, *SYSTEMS)), *TRAPS, *KINDS]
LEAST_LIKE = 0.97
LEAST_AUTHORS = 0.95
WORDS = 4


def likeness(found: tuple[str, ...], wanted: tuple[str, ...]) -> float:
    """F1 over the runs of four words."""
    first, second = _runs(found), _runs(wanted)
    return 2 * (first & second).total() / (first.total() + second.total())


def _runs(lines: tuple[str, ...]) -> Counter[tuple[str, ...]]:
    words = " ".join(lines).split()
    return Counter(tuple(words[i : i + WORDS]) for i in range(max(1, len(words) - WORDS + 1)))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_gives_its_article(page: SavedPage) -> None:
    found, story = article(page.markup, address=page.address), page.story
    assert (found.title, found.url, found.source) == (story.title, story.url, SOURCE)
    assert found.published == datetime.fromisoformat(story.published)
    assert found.lede == story.lede
    assert likeness(found.body, story.lines) >= LEAST_LIKE, found.body
    for name, value in page.differs.items():
        assert getattr(found, name) == value
    text = "\n".join(found.body)
    assert [piece for piece in page.forbidden if piece in text] == []


def test_pages_give_their_authors() -> None:
    right = [article(one.markup, address=one.address).authors == one.story.authors for one in PAGES]
    assert sum(right) >= LEAST_AUTHORS * len(right)


@pytest.mark.parametrize(
    "page", [one for one in PAGES if not one.differs.get("degraded")], ids=lambda page: page.name
)
def test_sub_headings_survive(page: SavedPage) -> None:
    found = article(page.markup, address=page.address)
    headings = [found.body[rank] for rank in found.body_headings]
    assert headings == [page.story.lines[rank] for rank in page.story.headings]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_each_field_says_where_it_came_from(page: SavedPage) -> None:
    found = article(page.markup, address=page.address)
    fields = (
        "title",
        "url",
        "lede",
        "body",
        "tags",
        "authors",
        "source",
        "section",
        "image",
        "caption",
        "language",
    )
    assert {name for name in fields if getattr(found, name)} == found.origins.keys() - {
        "published",
        "modified",
    }


def test_the_shared_pages_give_what_their_gold_files_expect(shared: Path) -> None:
    folder = shared / "formats"
    paths = sorted(
        [*folder.glob("*.html"), *folder.glob("*.mhtml"), folder / "x02_html_named_txt.txt"]
    )
    for path in paths:
        wanted = gold.load(path.with_name(f"{path.name}.txt"))
        content = path.read_bytes()
        assert html.accepts(path.name, content[:4096])
        found = outcome(content, path.name)
        if wanted.get("reject") or (wanted.get("or_reject") and not isinstance(found, Article)):
            assert not isinstance(found, Article)
            continue
        assert isinstance(found, Article), found
        expected = wanted["gold"]
        absent = [name for name, value in expected.items() if value in ("", [])]
        judged = {name: value for name, value in expected.items() if name not in absent}
        rules = {
            "absent": absent,
            "must_not_contain_in_body": wanted.get("must_not_contain_in_body", ()),
        }
        if "body_min_similarity" in wanted:
            rules["body_min_similarity"] = wanted["body_min_similarity"]
        assert gold.faults(found, judged | rules) == [], path.name
        for piece in wanted.get("must_contain_in_body", ()):
            assert piece in "\n".join(found.body)
