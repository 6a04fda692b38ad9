"""How does the archive write a word: with a capital, in capitals, or with neither?

Terms are in lower case; a few articles that hold the word tell, where it opens no sentence.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain

from indexer.article import Article
from indexer.query.lexer import lexemes

# How many articles are read for a word of a query, and for one of many completions
READ, FEW = 3, 2
_OPENS = re.compile(r"(?:^|[.!?…:;«»\"“”\n–—]|\s-)\W*$")
_BEFORE = 4


def written(form: str, articles: Iterable[Article]) -> str:
    """A surface form as most of these articles write it inside sentences, itself if none does."""
    word = re.compile(rf"(?<![^\W_]){re.escape(form)}(?![^\W_])", re.IGNORECASE)
    found = Counter(chain.from_iterable(_inside(word, article) for article in articles))
    best = min(found, key=lambda surface: (-found[surface], surface != form, surface), default=form)
    # « OU » would be read as an operator
    return best if all(piece.kind == "plain" for piece in lexemes(best)) else form


def _inside(word: re.Pattern[str], article: Article) -> Iterator[str]:
    for text in (article.title, article.lede, *article.body, *article.tags):
        if text.isupper():
            continue
        composed = unicodedata.normalize("NFC", text)
        for match in word.finditer(composed):
            start = match.start()
            if not _OPENS.search(composed, max(0, start - _BEFORE), start):
                yield match.group()
    # a name has its capital wherever it stands
    for text in article.authors:
        yield from (match.group() for match in word.finditer(unicodedata.normalize("NFC", text)))
