"""Which fields does an article have for search, with which weights, names, facets and keys?

Every text field holds typed terms, three for each word: its stem, its literal form (folded, not
stemmed) and its accented form (lower case, accents kept). A term is its prefix and the form, the
accented one after its stem: `s:elect`, `l:election`, `a:elect␟élection`.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from indexer.analysis import minhash
from indexer.analysis.terms import Terms
from indexer.article import Article
from indexer.identity import former_ids

# How many characters of terms are split at once
SPLIT_AT_ONCE = 1 << 20


def split(terms: str) -> Iterator[str]:
    """The terms between the spaces of a text, cut in blocks: all at once take far more memory."""
    return chain.from_iterable(block.split(" ") for block in _blocks(terms))


def _blocks(terms: str) -> Iterator[str]:
    start = 0
    while start < len(terms):
        end = terms.find(" ", start + SPLIT_AT_ONCE)
        end = len(terms) if end < 0 else end
        yield terms[start:end]
        start = end + 1


# Positions skipped between two values of a field, so that no phrase spans two tags or paragraphs:
# more than a phrase may step over (indexer.query.repair.MAX_BETWEEN).
VALUE_GAP = 64


@dataclass(frozen=True, slots=True)
class TextField:
    """A field whose words can be searched.

    `values` gives the texts of an article, `boost` multiplies its scores, `names` are its names in
    the query language: the first is the French one that is shown, help shows the last as well.
    """

    name: str
    values: Callable[[Article], tuple[str, ...]]
    boost: float
    names: tuple[str, ...]


TEXT_FIELDS: tuple[TextField, ...] = (
    TextField("title", lambda a: (a.title,), 4.0, ("titre", "title")),
    TextField("lede", lambda a: (a.lede,), 2.0, ("chapo", "chapô", "lede")),
    TextField("body", lambda a: a.body, 1.0, ("texte", "body", "text")),
    TextField("tags", lambda a: a.tags, 2.0, ("tag", "tags", "theme", "thème")),
    TextField("authors", lambda a: a.authors, 1.0, ("auteur", "author")),
    TextField("source", lambda a: (a.source,), 1.0, ("source",)),
    TextField("section", lambda a: (a.section,), 1.0, ("rubrique", "section")),
)
# The parameters of BM25 (Robertson and Zaragoza, 2009), Lucene's defaults
K1, B = 1.2, 0.75
# What a word adds where it stands with the accents that were typed, as a share of its BM25 score
ACCENTS_BOOST = 0.5
# The same for the form that was typed, accents aside, whose stem other words may share
LITERAL_BOOST = 1.0
# Two words typed side by side score once more where the second is at most 3 words after the first;
# the first pairs only, as far as the budget goes
NEIGHBOURS_SLOP, MOST_NEIGHBOURS = 3, 8
# (days, gain): what the score of an article gains that is at most this many days older than the
# newest one; gains add up. A word that one article in ten holds scores some 2 to 5 in a text, more
# where it is rarer or in a title.
RECENCY = ((31, 0.5), (366, 0.5))
# Where neighbours are looked for: tags and bylines cost more than they tell
PROSE = tuple(field for field in TEXT_FIELDS if field.name in {"title", "lede", "body"})
# Where a word without a field name is looked for: the name of a source would match all it wrote.
SEARCHED = tuple(field for field in TEXT_FIELDS if field.name not in {"source", "section"})


@dataclass(frozen=True, slots=True)
class Facet:
    """A field whose values are counted over all matches.

    `values` gives the labels of an article, `title` heads the facet on the page, in French. `lack`
    names what an article without a value lacks, "" where an article may have several values.
    """

    name: str
    values: Callable[[Article], tuple[str, ...]]
    title: str
    lack: str = ""

    @property
    def several(self) -> bool:
        """Whether an article may have several values."""
        return not self.lack

    @property
    def field(self) -> str:
        """The engine field of the folded values, matched whole."""
        return f"{self.name}_facet"

    @property
    def labels(self) -> str:
        """The engine field of the spellings: folded value, LABEL_MARK, label as written."""
        return f"{self.name}_label"


LABEL_MARK = "\x1f"


def _year(article: Article) -> tuple[str, ...]:
    return (str(article.day.year),) if article.day else ()


TAG = Facet("tag", lambda a: a.tags, "Thèmes")
AUTHOR = Facet("author", lambda a: a.authors, "Auteurs")
YEAR = Facet("year", _year, "Années", "date")
FACETS: tuple[Facet, ...] = (
    TAG,
    Facet("source", lambda a: (a.source,), "Sources", "source"),
    Facet("section", lambda a: (a.section,), "Rubriques", "rubrique"),
    AUTHOR,
    YEAR,
)


# The terms of an article by text field, value by value
FieldTerms = Mapping[str, tuple[Terms, ...]]


@dataclass(frozen=True, slots=True)
class Keyword:
    """A field of keys that are matched whole, and neither scored, counted nor shown.

    `values` draws the keys of an article from itself and its terms.
    """

    name: str
    values: Callable[[Article, FieldTerms], tuple[str, ...]]


def _near(_: Article, terms_by_field: FieldTerms) -> tuple[str, ...]:
    # no title: each source writes its own
    texts = (split(terms.literals) for terms in (*terms_by_field["lede"], *terms_by_field["body"]))
    return minhash.keys(minhash.shingles(chain.from_iterable(texts)))


NEAR = Keyword("near", _near)
# The id that an article had before, where it is another: links to it are kept in mails and notes
FORMER = Keyword("former", lambda article, _: former_ids(article))
KEYS: tuple[Keyword, ...] = (NEAR, FORMER)
