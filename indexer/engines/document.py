"""What is an article once it is ready for any engine?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from indexer.analysis import fold_label
from indexer.analysis.terms import terms
from indexer.article import Article
from indexer.schema import FACETS, KEYS, NEAR, TEXT_FIELDS, FieldTerms

# The field of NumericRange filters: days of publication in Europe/Paris, as day_number() counts.
DAY = "day"


def day_number(day: date) -> int:
    """The proleptic Gregorian ordinal of a day, the unit of the `day` field."""
    return day.toordinal()


# Before every moment of publication, in seconds since 1970
UNDATED = -(2**62)


def month_number(day: date) -> int:
    """year * 100 + month, the unit of the counts of months."""
    return day.year * 100 + day.month


@dataclass(frozen=True, slots=True)
class Document:
    """An article ready for any engine: its terms, value by value of each field, facets, keys.

    `facets` maps a facet to pairs of folded value and label, each value once; `keys` maps the name
    of a Keyword to its values, each once.
    """

    article: Article
    terms: FieldTerms
    facets: Mapping[str, tuple[tuple[str, str], ...]]
    keys: Mapping[str, tuple[str, ...]]

    @property
    def stored(self) -> str:
        """What an engine keeps of the article, and gives back."""
        return self.article.dump(self.keys[NEAR.name])


def to_document(article: Article) -> Document:
    """The article analysed for every field, facet and key."""
    found = {f.name: tuple(terms(text) for text in f.values(article)) for f in TEXT_FIELDS}
    facets = {}
    for facet in FACETS:
        labels: dict[str, str] = {}
        for label in facet.values(article):
            labels.setdefault(fold_label(label), label)
        labels.pop("", None)
        facets[facet.name] = tuple(labels.items())
    return Document(article, found, facets, {key.name: key.values(article, found) for key in KEYS})
