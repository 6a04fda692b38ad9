"""Which parameters are there? One table: it reads them, and the documents are drawn from it."""

from dataclasses import dataclass

from indexer.engines.request import MONTHS
from indexer.schema import FACETS
from indexer.search.facets import MAX_LISTED, MAX_VALUES
from indexer.search.nearly import MOST_HITS
from indexer.search.request import MAX_PAGE_SIZE, MAX_RANK, PAGE_SIZE
from webapp.contract import kinds
from webapp.contract.kinds import Kind

EXCLUDE = "exclude."
EXCLUDED_FORM = f"{EXCLUDE}form"
AS_TYPED = f"{EXCLUDE}equivalents"
MATCH = "match."
ANY, ALL = "any", "all"
COMBINED_NAMES = tuple(facet.name for facet in FACETS if facet.several)
FACET_NAMES = tuple(facet.name for facet in FACETS)
# The months are counted as the values of facets are
COUNTED_NAMES = (*FACET_NAMES, MONTHS)
BODY = ("body", "body_headings")
ARTICLE_FIELDS = (
    *("id", "url", "title", "lede", "tags", "authors", "source", "section", "language"),
    *("published", "modified", "image", *BODY),
)
HIT_FIELDS = (*ARTICLE_FIELDS, "score", "found_by", "highlights", "missing")
# A list of values is as long as a list of results may be
FACET_PAGE_SIZE = 100
MOST_SUGGESTED = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A parameter of an address: its name, what it is for in French, what it may hold.

    `example` is a value that it takes.
    """

    name: str
    french: str
    kind: Kind
    example: str


def _of_facet(name: str) -> Kind:
    return kinds.YEARS if name == "year" else kinds.VALUES


_EXAMPLES = {
    "tag": "économie",
    "source": "Écho des Hautes-Brumes",
    "section": "politique",
    "author": "Claire Vasseur",
    "year": "2023",
}
Q = Parameter(
    name="q",
    french="ce qu’une personne tape, opérateurs compris ; vide, toute l’archive",
    kind=kinds.TEXT,
    example="grève",
)
FILTERS = tuple(
    Parameter(
        name=facet.name,
        french=f"{facet.title.lower()} : une valeur, dans n’importe quelle graphie ; répété, l’une "
        "ou l’autre"
        f"{f', sauf avec « {MATCH}{facet.name}={ALL} »' if facet.several else ''}",
        kind=_of_facet(facet.name),
        example=_EXAMPLES[facet.name],
    )
    for facet in FACETS
)
MATCHES = tuple(
    Parameter(
        name=f"{MATCH}{facet.name}",
        french=f"{facet.title.lower()} : « {ANY} », un article a l’une des valeurs ; « {ALL} », il "
        "les a toutes, et les nombres de cette facette sont ceux d’un clic de plus",
        kind=kinds.choice((ANY, ALL)),
        example=ALL,
    )
    for facet in FACETS
    if facet.several
)
EXCLUSIONS = tuple(
    Parameter(
        name=f"{EXCLUDE}{facet.name}",
        french=f"{facet.title.lower()} : les articles de cette valeur sont écartés ; peut se "
        "répéter",
        kind=_of_facet(facet.name),
        example=_EXAMPLES[facet.name],
    )
    for facet in FACETS
)
FINER = (
    Parameter(
        name=EXCLUDED_FORM,
        french="une forme que les mots de « q » ne prennent pas ; peut se répéter",
        kind=kinds.FORMS,
        example="grèves",
    ),
    Parameter(
        name=AS_TYPED,
        french="une graphie de « q » cherchée sans ses équivalents ; peut se répéter",
        kind=kinds.SPELLINGS,
        example="RN",
    ),
    Parameter(
        name="from",
        french="premier jour de parution, compris",
        kind=kinds.DAY,
        example="2023-09-14",
    ),
    Parameter(
        name="to",
        french="dernier jour de parution, compris",
        kind=kinds.DAY,
        example="2023-12-31",
    ),
)
SORT = Parameter(
    name="sort",
    french="l’ordre ; sans lui, la pertinence avec « q », les plus récents sinon",
    kind=kinds.SORT,
    example="newest",
)
PAGE = Parameter(
    name="page",
    french=f"la page, à partir de 1 ; page × page_size ne dépasse pas {MAX_RANK}",
    kind=kinds.count(1, MAX_RANK),
    example="2",
)


def _page_size(french: str, default: int, most: int = MAX_PAGE_SIZE) -> Parameter:
    return Parameter(
        name="page_size",
        french=f"le nombre {french} d’une page",
        kind=kinds.count(default, most),
        example="50",
    )


PAGES = (PAGE, _page_size("d’articles", PAGE_SIZE))
# How a page shows a search: programs, files and feeds have nothing of it
TITLES = "titres"
VIEW = Parameter(
    name="view",
    french="« titres », une ligne un article ; « extraits » sans lui",
    kind=kinds.choice(("extraits", TITLES)),
    example=TITLES,
)
OPEN = Parameter(
    name="open",
    french="l’identifiant de l’article lu à côté des titres",
    kind=kinds.TEXT,
    example="a8b1cd593f60588d",
)
# A search as files, feeds and programs read it
NARROWED = (Q, *FILTERS, *MATCHES, *EXCLUSIONS, *FINER)
SEARCH = (*NARROWED, SORT, *PAGES)
SHOWN = (*SEARCH, VIEW, OPEN)
LIMIT = Parameter(
    name="limit",
    french="le nombre de propositions de chaque sorte",
    kind=kinds.count(MOST_SUGGESTED, MOST_SUGGESTED),
    example="3",
)
# A search that is being typed has no pages yet
TYPED = (Q, LIMIT, *(one for one in SEARCH[1:] if one.name != "page"))
CHOICE = (
    Parameter(
        name="fields",
        french="les membres d’un article à donner, entre virgules ; sans lui, tous sauf "
        "« body » et « body_headings »",
        kind=kinds.names(HIT_FIELDS),
        example="id,title,published",
    ),
    Parameter(
        name="include",
        french="ce qui est donné en plus : « body », le texte entier des articles",
        kind=kinds.names(("body",)),
        example="body",
    ),
    Parameter(
        name="facets",
        french="les facettes à compter, entre virgules, et « month » pour l’histogramme ; "
        "vide, aucune ; sans lui, toutes",
        kind=kinds.names(COUNTED_NAMES, empty=True),
        example="tag,year",
    ),
    Parameter(
        name="facet.size",
        french="le nombre de valeurs d’une facette, en plus de celles qui sont retenues",
        kind=kinds.count(MAX_VALUES, MAX_LISTED),
        example="10",
    ),
    Parameter(
        name="nearly.size",
        french="le nombre d’articles proches ; absent, 10 ou, si la page est pleine, aucun",
        kind=kinds.count(MOST_HITS, MOST_HITS, 0),
        example="0",
    ),
)
_GOES_ON = "où la réponse se poursuit, tel que le donne « next_url »"
CURSOR = Parameter(
    name="cursor",
    french=f"{_GOES_ON} ; bon pour une génération",
    kind=kinds.cursor(r"[0-9A-Za-z-]+"),
    example="20261124T041820-076812.501",
)
CHANGES_PAGE_SIZE = 1000
CHANGES = (
    Parameter(
        name="since",
        french="la dernière génération connue ; sans elle, aucun changement et celle d’où partir",
        kind=kinds.TEXT,
        example="20261124T041820-076812",
    ),
    Parameter(name="cursor", french=_GOES_ON, kind=kinds.cursor("[0-9]{1,9}"), example="12.1000"),
    _page_size("de changements", CHANGES_PAGE_SIZE, 10_000),
)
PREFIX = Parameter(
    name="prefix",
    french="le début des valeurs, dans n’importe quelle graphie",
    kind=kinds.PREFIX,
    example="éco",
)
FACET_PAGES = (PAGE, _page_size("de valeurs", FACET_PAGE_SIZE))
ONE_ARTICLE = (
    Parameter(
        name="fields",
        french="les membres de l’article à donner, entre virgules ; sans lui, tous",
        kind=kinds.names(ARTICLE_FIELDS),
        example="id,title,body",
    ),
)
TICKED = (
    Parameter(
        name="id",
        french="l’identifiant d’un article ; répété, plusieurs, dans cet ordre",
        kind=kinds.GIVEN,
        example="a8b1cd593f60588d",
    ),
)
