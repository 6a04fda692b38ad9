"""Which articles does a CSV export give, whatever program wrote it?"""

from collections.abc import Iterator
from io import BytesIO

import pytest
from support.exports import only, outcomes

from indexer.article import Article, PassedOver, Rejected
from indexer.readers.part import Part, Rules
from indexer.readers.tabular import csv
from indexer.readers.tabular.csv_rows import rows

HEADER = "Titre;Texte\n"


def told(content: bytes | str, name: str = "a.csv") -> list[tuple[str, ...]]:
    """The title and the body of each article, the place of each rejection."""
    return [
        (one.title, *one.body) if isinstance(one, Article) else (one.source,)
        for one in outcomes(name, content)
        if isinstance(one, Article | Rejected)
    ]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param("Titre;Texte\nUn;a, b\n", [("Un", "a, b")], id="semicolon"),
        pytest.param('titre,texte\nUn,"a, b; c"\n', [("Un", "a, b; c")], id="comma"),
        pytest.param("titre\ttexte\nUn\ta, b; c\n", [("Un", "a, b; c")], id="tab"),
        pytest.param("titre|texte\nUn|a, b; c\n", [("Un", "a, b; c")], id="bar"),
        pytest.param('"titre,x";"texte"\nUn;a\n', [], id="delimiters-in-quotes-do-not-count"),
        pytest.param("\ufeffsep=,\r\nTitre,Texte\r\nUn,a\r\n", [("Un", "a")], id="line-of-excel"),
        pytest.param(
            '\n\n Titre ;"Texte de\nl\'article"\nUn;a\n', [("Un", "a")], id="broken-header"
        ),
        pytest.param(
            'Titre;Texte\nUn;"a\n\nb ""c"""\n', [("Un", "a", 'b "c"')], id="breaks-in-a-cell"
        ),
        pytest.param(
            'Titre;Texte\nUn;"dit "oui" hier"\n', [("Un", 'dit "oui" hier')], id="loose-quotes"
        ),
        pytest.param('Titre;Texte\nUn;5" de pluie\n', [("Un", '5" de pluie')], id="inch"),
        pytest.param("Titre;Texte\rUn;a\rDeux;b\r", [("Un", "a"), ("Deux", "b")], id="old-breaks"),
        pytest.param(
            "Titre;Texte\nUn;a\u2028b\x85c\n", [("Un", "a", "b", "c")], id="breaks-of-unicode"
        ),
        pytest.param("Titre;Texte\n;;;\n\n  ;\nUn;a\n", [("Un", "a")], id="empty-rows"),
        pytest.param("Titre;Texte\nUn;a;;\n", [("Un", "a")], id="empty-cells-too-many"),
        pytest.param("Titre;Texte;Titre\nUn;a;Deux\n", [("Un", "a")], id="a-name-twice"),
        pytest.param("Titre;Texte\nUn;a", [("Un", "a")], id="no-last-break"),
        pytest.param("Titre;Texte\nUn;a;b\nDeux;b\n", [("a.csv#2",), ("Deux", "b")], id="too-many"),
        pytest.param("Titre;Texte\nUn\nDeux;b\n", [("a.csv#2",), ("Deux", "b")], id="too-few"),
        pytest.param("Titre;Texte\nUn;a\0\nDeux;b\n", [("a.csv#2",), ("Deux", "b")], id="zero"),
        pytest.param(
            'Titre;Texte\nUn;"a\nDeux;b\nTrois;c\n',
            [("a.csv#2",), ("Deux", "b"), ("Trois", "c")],
            id="quote-never-closed",
        ),
        pytest.param(
            'Titre;Texte\nUn;"a\nDeux;"b"\nTrois;"c\nd"\n',
            [("a.csv#2",), ("Deux", "b"), ("Trois", "c", "d")],
            id="quote-closed-by-another",
        ),
    ],
)
def test_rows_are_read_as_they_were_written(content: str, expected: list[tuple[str, ...]]) -> None:
    assert [one for one in told(content) if one != ("a.csv",)] == expected


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("Titre;Chapô;Texte\nL’été;Œuvre;« ok »\n".encode(), id="utf-8"),
        pytest.param("\ufeffTitre;Chapô;Texte\nL’été;Œuvre;« ok »\n".encode(), id="mark"),
        pytest.param("Titre;Chapô;Texte\nL’été;Œuvre;« ok »\n".encode("cp1252"), id="cp1252"),
        pytest.param(
            "Titre\tChapô\tTexte\r\nL’été\tŒuvre\t« ok »\r\n".encode("utf-16"), id="utf-16"
        ),
        pytest.param("Titre;Chapô;Texte\nL’été;Œuvre;« ok »\n".encode("utf-16-le"), id="unmarked"),
        pytest.param(b"Titre;Chap\xf4;Texte\n" + "L’été;Œuvre;« ok »\n".encode(), id="mixed"),
    ],
)
def test_rows_are_read_in_any_encoding(content: bytes) -> None:
    article = only("a.csv", content)
    assert (article.title, article.lede, article.body) == ("L’été", "Œuvre", ("« ok »",))


def test_columns_are_named_as_newsrooms_name_them() -> None:
    article = only(
        "export.CSV",
        "Titre de l’article;Chapô;Corps;Auteur(s);Rubrique;Mots-clés;Date de publication;Heure;"
        "Date de mise à jour;Lien;Langue;Légende photo;Nom du journal\n"
        "Le bac reprend;Neuf mois;<p>Un.</p><p>Deux.</p>;Larrouy, Inès;Mer;eau, port;15/05/2024;"
        "03h40;16/05/2024 08:00;https://g.example/mer/bac;fr-FR;Le bac;La Gazette\n",
        Rules(fields={"source": "nom du journal", "auteurs": "Auteur(s)"}),
    )
    assert (article.lede, article.body, article.authors) == (
        "Neuf mois",
        ("Un.", "Deux."),
        ("Inès Larrouy",),
    )
    assert (article.section, article.tags, article.source) == ("Mer", ("eau", "port"), "La Gazette")
    assert (article.url, article.language) == ("https://g.example/mer/bac", "fr")
    assert str(article.published) == "2024-05-15 03:40:00+02:00"
    assert str(article.modified) == "2024-05-16 08:00:00+02:00"
    assert article.origins["title"] == "csv:Titre de l’article"


def test_a_table_of_a_database_is_read() -> None:
    article, draft = outcomes(
        "posts.csv",
        '"ID","post_author","post_date","post_content","post_title","post_status",tags\n'
        '"7","3",2024-05-15 03:40:00,"Un.\r\n\r\n<b>Deux</b>.",Le bac,publish,"{eau,""le port""}"\n'
        '"8",\\N,NULL,"Brouillon","Le bac",draft,\n',
    )
    assert isinstance(article, Article)
    assert (article.title, article.body) == ("Le bac", ("Un.", "Deux."))
    assert (article.authors, article.tags) == ((), ("eau", "le port"))
    assert draft == PassedOver("posts.csv#5", "brouillon")


@pytest.mark.parametrize(
    "content",
    [
        "Le bac reprend;Il a été réparé\nUn;Deux\n",
        "Titre\nUn\n",
        "Texte;Auteur\nUn;Deux\n",
        '"Titre;Texte\nUn;Deux\n',
        "Ti\0tre;Texte\nUn;Deux\n",
        "sep=;\n",
        "",
    ],
)
def test_a_table_without_a_header_is_refused_once(content: str) -> None:
    (found,) = outcomes("a.csv", content)
    assert isinstance(found, Rejected)
    assert found.source == "a.csv"


def test_the_remedy_for_columns_with_other_names_works() -> None:
    content = "Accroche du papier;Manuscrit\nLe bac;Il reprend.\n"
    (refused,) = outcomes("a.csv", content)
    assert isinstance(refused, Rejected)
    assert "[formats.champs]" in refused.reason
    rules = Rules(fields={"titre": "Accroche du papier", "texte": "manuscrit"})
    assert only("a.csv", content, rules).body == ("Il reprend.",)


def test_a_long_cell_is_read_and_a_row_over_20_mb_is_not() -> None:
    long = "mot " * 500_000
    broken = f"{'mot ' * 5000}\n" * 1001
    content = f'{HEADER}Un;"{long}"\nDeux;"{broken}"\nTrois;c\n'.encode()
    found = csv.parts(BytesIO(content), "a.csv", Rules())
    assert isinstance(next(found), Part)
    assert next(found) == Rejected("a.csv#3", "ligne de plus de 20 Mo")


def test_a_row_that_never_ends_does_not_take_the_others() -> None:
    taken = 0

    def lines() -> Iterator[str]:
        nonlocal taken
        for rank in range(20_000):
            taken += 1
            yield (HEADER, 'Un;"a\n', "Deux;b\n")[min(rank, 2)]

    assert [row.line for row in rows(lines())] == [*range(1, 20_001)]
    assert taken == 20_000


def test_a_row_is_given_before_the_next_is_read() -> None:
    file = BytesIO((HEADER + "Un;a\n" * 100_000).encode())
    next(csv.parts(file, "a.csv", Rules()))
    assert file.tell() < 200_000


@pytest.mark.parametrize(
    ("name", "head", "accepted"),
    [
        ("a.csv", b"Titre;Texte", True),
        ("a.TSV", b"", True),
        ("a.csv", b"<table>", False),
        ("a.csv", b'{"titre": 1}', False),
        ("a.txt", b"Titre;Texte", False),
    ],
)
def test_csv_is_known_by_its_name(name: str, head: bytes, accepted: bool) -> None:  # noqa: FBT001
    assert csv.accepts(name, head) is accepted
