"""Does an index of other terms or files ask for a reindex?"""

import hashlib
import json
import lzma
from dataclasses import replace

from indexer.analysis import fold_label, lexicon, words
from indexer.analysis.terms import terms
from indexer.article import Article
from indexer.engines.document import to_document
from indexer.engines.whoosh.schema import schema
from indexer.generations.manifest import FORMAT
from indexer.schema import FACETS, KEYS, TEXT_FIELDS, VALUE_GAP

TEXT = """L’Élysée a-t-il reçu 1 000 député·e·s ? Aujourd’hui, c’est-à-dire jeudi,
l’U.R.S.S. n’est plus : les chevaux, les œufs, les yeux. Côte-d’Ivoire, M6, F-16, Covid-19, 3,5 % ;
kiffons, informatisation."""
LABELS = ("S.N.C.F.", "Côte-d’Ivoire", "J.-P. Lô", "49.3", "F-35", "L'Équipe")
ARTICLE = Article(id="a", title="Titre", url="https://journal.example/?p=88")
# Change FORMAT with this digest: generations of other terms must not be searched.
KNOWN = (6, "b9f491396f74c960")


def test_the_format_changes_with_the_terms() -> None:
    digest = hashlib.sha256(lzma.decompress(lexicon.DATA.read_bytes()))
    digest.update(repr([word[:3] for word in words(TEXT)]).encode())
    fields = [field.name for field in TEXT_FIELDS] + [facet.name for facet in FACETS]
    found = {"lede": (), "body": (terms(TEXT * 2),)}
    keys = {key.name: key.values(ARTICLE, found) for key in KEYS}
    digest.update(repr([fields, VALUE_GAP, sorted(schema().names()), keys]).encode())
    stored = to_document(replace(ARTICLE, body=(TEXT * 2,))).stored
    digest.update(repr([*map(fold_label, LABELS), sorted(json.loads(stored))]).encode())
    assert (FORMAT, digest.hexdigest()[:16]) == KNOWN
