"""How does an analysed article go from the process that read it to the engine, and into a file?

As JSON, which is no slower than pickle here: it may lie on the disk between two runs, and nothing
that stands in a file may run.
"""

import json
import zlib

from indexer.analysis.terms import Terms
from indexer.article import Article
from indexer.engines.document import Document, to_document

_FAST = 1


def packed(article: Article) -> bytes:
    """An article ready for any engine, as `unpacked` takes it."""
    document = to_document(article)
    parts = (article.dump(), document.terms, document.facets, document.keys)
    text = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode("utf-8", "surrogatepass"), _FAST)


def unpacked(content: bytes) -> Document:
    """The document that `packed` packed."""
    text = zlib.decompress(content).decode("utf-8", "surrogatepass")
    article, terms, facets, keys = json.loads(text)
    return Document(
        Article.load(article),
        {name: tuple(Terms(*one) for one in values) for name, values in terms.items()},
        {name: tuple((value, label) for value, label in pairs) for name, pairs in facets.items()},
        {name: tuple(values) for name, values in keys.items()},
    )
