"""Are duplicates named that may be articles of their own?"""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from support.pages import build, page

from indexer import cli
from indexer.indexing.job import Options
from indexer.indexing.left_out import NAMED_DUPLICATES, differ_much
from indexer.indexing.reindex import rehearse

URL = "https://journal.example/article-1000001.html"
BRIDGES, DRAW = "Deux ponts fermés à la circulation", "Un match nul pour le Val-Perdu"
LATER = "2023-05-01T10:00+0100"


def write(path: Path, title: str, modified: str = "") -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text(page(1, url=URL, title=title, modified=modified))
    return path


@pytest.mark.parametrize(
    ("title", "other"),
    [
        (BRIDGES, DRAW),
        ("Deux ponts", "Un match nul"),
        ("La grève des éboueurs se poursuit à Paris", "La grève des contrôleurs aériens est levée"),
        ("Rugby : le Stade toulousain en finale", "Football : le Stade rennais en finale"),
        ("Météo : de la neige attendue en plaine", "Procès : la peine de mort requise en appel"),
        ("Le port s’agrandit", "La mer monte"),
    ],
)
def test_titles_of_two_articles_differ_much(title: str, other: str) -> None:
    assert differ_much(title, other)


@pytest.mark.parametrize(
    ("title", "other"),
    [
        (BRIDGES, BRIDGES.upper()),
        ("Deux ponts fermés", "Deux ponts de la Loire fermés pour un mois"),
        (
            "Séisme au Maroc : le bilan s’alourdit à 2 000 morts",
            "EN DIRECT. Séisme au Maroc : plus de 2 800 morts, les secours à pied d’œuvre",
        ),
        ("Mort de Jean-Paul Belmondo", "Jean-Paul Belmondo est mort à 88 ans"),
        (
            "Retraites : la grève reconduite",
            "Les cheminots en grève contre la réforme des retraites",
        ),
        ("Page 1", "Page 1 (mise à jour)"),
    ],
)
def test_titles_of_one_article_do_not(title: str, other: str) -> None:
    assert not differ_much(title, other)


def test_duplicates_of_other_titles_are_named_with_both(tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    kept = write(pages / "1.txt", BRIDGES, modified=LATER)
    left = write(pages / "2.txt", DRAW)
    write(pages / "3.txt", f"{BRIDGES} jeudi")
    ended = CliRunner().invoke(cli.reindex, [str(pages), "--index", str(tmp_path / "index")])
    text = ended.stdout.replace("\u00a0", " ")
    (line,) = (line for line in text.splitlines() if "titres bien différents" in line)
    assert f"{left} « {DRAW} » est laissé pour {kept} « {BRIDGES} »" in line
    assert "1 article indexé, 2 doublons" in text


def test_they_are_in_the_summary_for_programs(tmp_path: Path) -> None:
    kept = write(tmp_path / "pages" / "1.txt", BRIDGES, modified=LATER)
    left = write(tmp_path / "pages" / "2.txt", DRAW)
    arguments = [str(kept.parent), "--index", str(tmp_path / "index"), "--json"]
    summary = json.loads(CliRunner().invoke(cli.reindex, arguments).stdout)
    (row,) = summary["doubtful"]
    assert row["kept"] == {"source": str(kept), "title": BRIDGES}
    assert row["left"] == {"source": str(left), "title": DRAW}


def test_the_first_ones_are_named(tmp_path: Path) -> None:
    write(tmp_path / "pages" / "a.txt", BRIDGES, modified=LATER)
    words = "mouette cathédrale tramway boulangerie trompette orage vendange".split()
    for rank, word in enumerate(words):
        write(tmp_path / "pages" / f"{rank}.txt", word)
    named = build(tmp_path / "index", tmp_path / "pages").doubtful
    assert [one.left.title for one in named] == words[:NAMED_DUPLICATES]


@pytest.mark.parametrize("newer", [True, False], ids=["la nouvelle gagne", "la nouvelle perd"])
def test_a_capture_is_compared_with_what_the_index_holds(newer: bool, tmp_path: Path) -> None:  # noqa: FBT001
    root, pages = tmp_path / "index", tmp_path / "pages"
    write(pages / "1.txt", BRIDGES, modified="2023-03-01T10:00+0100")
    build(root, pages)
    write(pages / "2.txt", DRAW, modified=LATER if newer else "")
    rehearsed = rehearse([pages], root, "whoosh", lambda *_: None, Options())
    (row,) = build(root, pages).doubtful
    titles = [row.kept.title, row.left.title]
    assert titles == ([DRAW, BRIDGES] if newer else [BRIDGES, DRAW])
    assert rehearsed.doubtful == (row,)
    assert build(root, pages).doubtful == ()


def test_a_title_moves_no_cursor(tmp_path: Path) -> None:
    write(tmp_path / "pages" / "1.txt", BRIDGES, modified=LATER)
    write(tmp_path / "pages" / "2.txt", "Un \u202ematch\u2069 nul")
    arguments = [str(tmp_path / "pages"), "--index", str(tmp_path / "index")]
    told = CliRunner().invoke(cli.reindex, arguments).stdout
    assert "\u202e" not in told
    assert "match" in told
