"""Which captures of a page are one article?"""

from datetime import datetime

import pytest

from indexer.article import PARIS
from indexer.readers.identity import article_id

PAGE = "https://www.echo.example/20240101/un-titre-1062099244.html"
UNNUMBERED = "https://www.echo.example/monde/un-titre"
DAY = datetime(2024, 1, 1, 9, 30, tzinfo=PARIS)


def identity(url: str | None, title: str = "Un titre") -> str:
    return article_id(url, title, DAY)


@pytest.mark.parametrize(
    ("url", "other"),
    [
        pytest.param(PAGE, f"{PAGE}?xtor=RSS-1", id="requête"),
        pytest.param(PAGE, f"{PAGE}#commentaires", id="fragment"),
        pytest.param(PAGE, "https://www.echo.example/amp/1062099244.html", id="numéro seul"),
        pytest.param(PAGE, "http://www.echo.example/x-1062099244", id="sans extension"),
        pytest.param(PAGE, "https://WWW.Echo.Example/x-1062099244.html", id="casse de l’hôte"),
        pytest.param(PAGE, "https://u:p@www.echo.example:8080/1062099244/", id="port et compte"),
        pytest.param(UNNUMBERED, f"{UNNUMBERED}/", id="barre finale"),
        pytest.param(UNNUMBERED, f"{UNNUMBERED}/amp/", id="amp à la fin"),
        pytest.param(UNNUMBERED, f"{UNNUMBERED}/amp", id="amp sans barre"),
        pytest.param(UNNUMBERED, "https://www.echo.example/amp/monde/un-titre", id="amp au début"),
    ],
)
def test_captures_of_one_page_share_an_id(url: str, other: str) -> None:
    assert identity(url) == identity(other, title="Un titre retouché")


@pytest.mark.parametrize(
    ("url", "other"),
    [
        pytest.param(PAGE, PAGE.replace("1062099244", "1062099245"), id="numéro"),
        pytest.param(PAGE, PAGE.replace("www.echo", "www.gazette"), id="hôte"),
        pytest.param(UNNUMBERED, f"{UNNUMBERED}-bis", id="chemin"),
        pytest.param(UNNUMBERED, "https://www.echo.example/monde/AMPoule", id="amp dans un mot"),
        pytest.param(f"{UNNUMBERED}-123456", f"{UNNUMBERED}-bis-123456", id="numéro court"),
        pytest.param(
            "https://www.echo.example/1062099244/un",
            "https://www.echo.example/1062099244/deux",
            id="numéro au milieu",
        ),
    ],
)
def test_different_pages_have_different_ids(url: str, other: str) -> None:
    assert identity(url) != identity(other)


@pytest.mark.parametrize(
    "url", [None, "javascript:alert(1)", "https://[::1", "https:///chemin", "data:text/plain,x"]
)
def test_without_a_host_the_title_and_the_date_decide(url: str | None) -> None:
    assert identity(url) == identity(url)
    assert identity(url) != identity(url, title="Un autre titre")
    later = article_id(url, "Un titre", DAY.replace(hour=10))
    assert identity(url) != later


def test_an_id_is_sixteen_hexadecimal_digits() -> None:
    assert len(identity(PAGE)) == 16
    assert int(identity(PAGE), 16)


def test_an_id_never_changes_from_one_version_to_the_next() -> None:
    # links to /article/<id> are kept in mails and notes
    assert identity(PAGE) == "809a8b5f8f98d726"
