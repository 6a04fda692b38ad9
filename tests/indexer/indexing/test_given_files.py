"""Does every file of each format that was handed over give what its gold says, in a run?"""

import json
import shutil
from datetime import UTC, datetime
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import pytest
from support.outcomes import unequal

from indexer.article import Article, PassedOver, Rejected
from indexer.indexing.file_result import Reading
from indexer.indexing.inspection import Inspected, inspect
from indexer.indexing.job import Options
from indexer.indexing.reindex import reindex
from indexer.search import service
from indexer.search.question import ask
from indexer.search.request import SearchRequest
from indexer.serving.published_index import PublishedIndex

NOW = datetime(2026, 11, 27, tzinfo=UTC)
Found = dict[str, list[Inspected]]


@pytest.fixture(scope="module")
def given(shared: Path) -> list[Path]:
    """The files that have a gold beside them."""
    golds = sorted((shared / "formats").glob("*.gold.json"))
    return [gold.with_name(gold.name.removesuffix(".gold.json")) for gold in golds]


@pytest.fixture(scope="module")
def found(given: list[Path]) -> Found:
    """What each of them gives."""
    rows: Found = {path.name: [] for path in given}
    for one in inspect(given, Reading(moment=NOW)):
        file = next(path for path in given if one.part.startswith(str(path)))
        rows[file.name].append(one)
    return rows


def test_each_given_file_gives_what_its_gold_says(given: list[Path], found: Found) -> None:
    said = {path.name: faults(path, found[path.name]) for path in given}
    assert {name: lines for name, lines in said.items() if lines} == {}


def faults(path: Path, rows: list[Inspected]) -> list[str]:
    """What is wrong with what a file gave, a line each."""
    gold = json.loads(path.with_name(f"{path.name}.gold.json").read_text("utf-8"))
    articles = [row.outcome for row in rows if isinstance(row.outcome, Article)]
    refused = [row for row in rows if isinstance(row.outcome, Rejected)]
    unnamed = [row.part for row in rows if not isinstance(row.outcome, Article) and not said(row)]
    if gold.get("reject"):
        unnamed += [] if refused else ["rien ne dit qu’il est refusé"]
        return unnamed + [f"n’est pas refusé : {one.title}" for one in articles]
    if gold.get("or_reject") and refused and not articles:
        return unnamed
    wanted = gold["gold"] if isinstance(gold["gold"], list) else [gold["gold"]]
    if len(articles) != len(wanted):
        return [f"{len(articles)} articles au lieu de {len(wanted)}"]
    expected = [
        str(one) for name in ("rejected_lines", "rejected_ranks") for one in gold.get(name, ())
    ]
    ranks = [row.part.rpartition("#")[2] for row in refused]
    if ranks != expected and not gold.get("partial"):
        unnamed.append(f"refusés : {ranks} au lieu de {expected}")
    return unnamed + [
        line
        for article, one in zip(articles, wanted, strict=True)
        for line in (*told(article, one, gold), *body(article, gold))
    ]


def said(row: Inspected) -> str:
    """Why a part is no article."""
    match row.outcome:
        case Rejected(reason=text) | PassedOver(what=text):
            return text
    return ""


def told(article: Article, one: dict[str, Any], gold: dict[str, Any]) -> list[str]:
    """The fields that differ, the body apart where it is judged by likeness."""
    least = gold.get("body_min_similarity")
    judged = {name: value for name, value in one.items() if name != "body" or not least}
    lines = list(unequal(article, judged))
    if least:
        alike = SequenceMatcher(None, "\n".join(article.body), one["body"], autojunk=False).ratio()
        lines += [f"corps semblable à {alike:.3f}"] if alike < least else []
    return lines


def body(article: Article, gold: dict[str, Any]) -> list[str]:
    """What must, or must not, stand in the body."""
    text = "\n".join(article.body)
    absent = [one for one in gold.get("must_contain_in_body", ()) if one not in text]
    present = [one for one in gold.get("must_not_contain_in_body", ()) if one in text]
    return [*(f"manque {one!r}" for one in absent), *(f"contient {one!r}" for one in present)]


def test_given_files_together_make_one_index(
    given: list[Path], found: Found, tmp_path: Path
) -> None:
    for path in given:
        shutil.copy(path, tmp_path)
    root = tmp_path.with_name("index")
    summary = reindex([tmp_path], root, "whoosh", lambda *_: None, Options(moment=NOW))
    with PublishedIndex(root).open_generation() as opened:
        question = ask(SearchRequest(text=""), opened.searcher)
        stored = list(service.matches(question, 1000).stored)
    articles = {article.id: article for article in map(Article.load, stored)}
    given_ids = {name: ids(rows) for name, rows in found.items()}
    (canceled,) = given_ids["n01_ninjs1.json"]
    (teaser,) = given_ids["r03_news_sitemap.xml"]
    assert summary.ignored == 0
    assert articles.keys() == set().union(*given_ids.values()) - {canceled}
    assert len(given_ids["i01_same_day.zip"]) == 2
    assert articles[teaser].body


def ids(rows: list[Inspected]) -> set[str]:
    """The ids of the articles that a file gave."""
    return {row.outcome.id for row in rows if isinstance(row.outcome, Article)}
