"""Which captures of a page are one article?"""

from datetime import datetime
from hashlib import sha256

import pytest

from indexer.article import PARIS, Article
from indexer.identity import article_id, former_id, former_ids

HOST = "https://www.echo.example"
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
        pytest.param(UNNUMBERED, f"{UNNUMBERED}?p=88", id="requête d’un chemin"),
        pytest.param(f"{HOST}/a-20241350", f"{HOST}/b-20241350", id="pas un jour"),
        pytest.param(f"{HOST}/a-20230229", f"{HOST}/b-20230229", id="année sans 29 février"),
        pytest.param(f"{HOST}/a-17991231", f"{HOST}/b-17991231", id="jour avant 1800"),
        pytest.param(f"{HOST}/a-21010101", f"{HOST}/b-21010101", id="jour après 2100"),
        pytest.param(f"{HOST}/a-2024112", f"{HOST}/b-2024112.html", id="sept chiffres"),
        pytest.param(f"{HOST}/a-202411221", f"{HOST}/b-202411221/", id="neuf chiffres"),
        pytest.param(f"{HOST}/a-20241122", f"{HOST}/amp/a-20241122/", id="jour, amp et barre"),
        pytest.param(f"{HOST}/a-20241122", f"{HOST}/a-20241122?xtor=RSS#b", id="jour et requête"),
        pytest.param(f"{HOST}/?p=88", f"{HOST}?p=88", id="sans chemin"),
        pytest.param(f"{HOST}/?p=88", f"{HOST}/?p=88#commentaires", id="fragment d’une requête"),
        pytest.param(f"{HOST}/?p=88", f"{HOST}/amp/?p=88", id="amp sans chemin"),
        pytest.param(f"{HOST}/?p=88", f"{HOST}/?amp&p=88", id="amp en paramètre"),
        pytest.param(f"{HOST}/?p=88", f"{HOST.upper()}/?p=88", id="casse de l’hôte seul"),
        pytest.param(
            f"{HOST}/?p=88",
            f"{HOST}/?utm_source=x&p=88&UTM_Medium=y&fbclid=z&gclid=z&xtor=EPR-1&at_campaign=w",
            id="paramètres de suivi",
        ),
        pytest.param(f"{HOST}/?utm_source=x", f"{HOST}/", id="accueil suivi"),
        pytest.param(f"{HOST}/i.php?a=1&b=2", f"{HOST}/i.php?b=2&a=1&a=1", id="ordre"),
        pytest.param(f"{HOST}/i.php?a=1&b=2", f"{HOST}/i.php/?a=1&amp;b=2", id="entité et barre"),
        pytest.param(f"{HOST}/?t=%C3%A9t%c3%a9", f"{HOST}/?t=été", id="pourcents"),
        pytest.param(f"{HOST}/spip.php?article8532", f"{HOST}/spip.php?article8532=", id="vide"),
        pytest.param(f"{HOST}/a-1062099244.php", f"{HOST}/b-1062099244.php?xtor=1", id="script"),
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
        pytest.param(f"{HOST}/deux-ponts-20241122", f"{HOST}/un-nul-20241122", id="même jour"),
        pytest.param(f"{HOST}/a-20241122.html", f"{HOST}/b-20241122.html", id="jour et extension"),
        pytest.param(f"{HOST}/a-20240229/", f"{HOST}/b-20240229/", id="29 février"),
        pytest.param(f"{HOST}/a-18000101", f"{HOST}/b-18000101", id="premier jour"),
        pytest.param(f"{HOST}/a-21001231", f"{HOST}/b-21001231", id="dernier jour"),
        pytest.param(f"{HOST}/2024/11/22/a", f"{HOST}/2024/11/22/b", id="jour en dossiers"),
        pytest.param(f"{HOST}/20241122/a", f"{HOST}/20241122/b", id="jour en dossier"),
        pytest.param(f"{HOST}/?p=88", f"{HOST}/?p=89", id="requête sans chemin"),
        pytest.param(f"{HOST}/?p=88", f"{HOST}/?q=88", id="nom de paramètre"),
        pytest.param(f"{HOST}/?p=88", f"{HOST}/", id="requête et accueil"),
        pytest.param(f"{HOST}/?a=1%26b%3D2", f"{HOST}/?a=1&b=2", id="esperluette d’une valeur"),
        pytest.param(f"{HOST}/?t=%E9", f"{HOST}/?t=%E8", id="octets de Latin-1"),
        pytest.param(f"{HOST}/?t=%E9", f"{HOST}/?t=%EF%BF%BD", id="octet et son remplaçant"),
        pytest.param(f"{HOST}/a-20241122.asp?n=1", f"{HOST}/a-20241122.asp?n=2", id="jour, script"),
        pytest.param(f"{HOST}/a-2024112.asp?n=1", f"{HOST}/a-2024112.asp?n=2", id="numéro, script"),
    ],
)
def test_different_pages_have_different_ids(url: str, other: str) -> None:
    assert identity(url) != identity(other)


@pytest.mark.parametrize(
    "path",
    """spip.php article.php3 INDEX.PHP index.php/ a.phtml a.asp a.aspx a.jsp a.jsp;jsessionid=1 a.do
    a.cfm a.cgi cgi-bin/x cgi-bin/x.exe journal/a.pl""".split(),
)
def test_a_script_makes_an_article_of_each_query(path: str) -> None:
    one, two = (identity(f"{HOST}/{path}?id={number}") for number in (12, 13))
    assert one != two
    assert one == identity(f"{HOST}/{path}?utm_campaign=x&id=12#haut")


@pytest.mark.parametrize(
    "path", ["a.html", "a.htm", "php", "a.php/b", "a-php", "doc.pdf", "monde/"]
)
def test_elsewhere_a_query_tells_nothing(path: str) -> None:
    assert identity(f"{HOST}/{path}?id=12") == identity(f"{HOST}/{path}?id=13")


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


@pytest.mark.parametrize(
    ("url", "name"),
    [
        pytest.param(f"{HOST}/deux-ponts-20241122", "www.echo.example/20241122", id="jour"),
        pytest.param(f"{HOST}/spip.php?article8532", "www.echo.example/spip.php", id="script"),
        pytest.param(f"{HOST}/?p=88", "www.echo.example", id="sans chemin"),
        pytest.param(f"{HOST}/amp/20241122/", "www.echo.example/20241122", id="jour seul"),
        pytest.param(f"{HOST}/", "www.echo.example", id="accueil"),
    ],
)
def test_the_former_id_is_the_one_of_earlier_versions(url: str, name: str) -> None:
    former = sha256(name.encode()).hexdigest()[:16]
    assert former_id(url, "Un titre", DAY) == former
    assert former_ids(Article(id=identity(url), title="Un titre", url=url)) == (former,)


@pytest.mark.parametrize("url", [PAGE, UNNUMBERED, None, "https://[::1"])
def test_an_id_that_did_not_change_is_no_former_one(url: str | None) -> None:
    assert former_id(url, "Un titre", DAY) == identity(url)
    found = Article(id=identity(url), title="Un titre", url=url, published=DAY)
    assert former_ids(found) == ()


def test_no_id_is_the_former_one_of_another_article() -> None:
    # else the purge of a front page would keep out every article whose query names it
    pages = [f"{HOST}{path}" for path in ("/", "/spip.php", "/20241122", "/20241122/")]
    others = [f"{HOST}/?p=88", f"{HOST}/spip.php?article8532", f"{HOST}/deux-ponts-20241122"]
    formers = {former_id(url, "", None) for url in others}
    assert formers.isdisjoint(identity(url) for url in pages)
