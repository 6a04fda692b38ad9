"""How many saved pages are read in a second of CPU time, on generated articles?

python -m benchmarks.saved_page [PAGES]
"""

# ruff: noqa: E501 (a line of markup is a line)

import json
import sys
import time
from html import escape

from benchmarks import corpus
from indexer.article import Article
from indexer.readers import html
from indexer.readers.part import Part, Rules

_PAGES = 100
_SEED = 7
# The weight of a page of the French press: some 110 kB, 1,000 elements, two thirds of it scripts
_SCRIPT = (
    "<script>" + "window.q=window.q||[];q.push(function(a){return a<3&&a>1});" * 1_000 + "</script>"
)
_MENU = "".join(
    f'<li class="menu__item"><a href="/r{i}"><span>Rubrique {i}</span></a></li>' for i in range(60)
)
_TEASERS = "".join(
    f'<div class="card"><a href="/a{i}"><img src="/i{i}.jpg" alt=""><h3>Un autre titre, numéro {i}</h3></a>'
    f"<p>Une phrase qui le résume sans rien en dire de plus que le titre, et <span>un nom</span>.</p></div>"
    for i in range(80)
)


def render(article: Article) -> str:
    """The page of an article, with what newspapers put around it."""
    node = {
        "@type": "NewsArticle",
        "headline": article.title,
        "description": article.lede,
        "datePublished": article.published and article.published.isoformat(),
        "author": [{"@type": "Person", "name": name} for name in article.authors],
        "publisher": {"@type": "Organization", "name": article.source},
        "keywords": list(article.tags),
    }
    text = "\n".join(f"<p>{escape(line)}</p>" for line in article.body)
    return (
        f'<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8"><title>{escape(article.title)}</title>'
        f'<link rel="canonical" href="{escape(article.url or "")}">{_SCRIPT}'
        f'<script type="application/ld+json">{json.dumps(node)}</script></head><body>'
        f"<header><nav><ul>{_MENU}</ul></nav></header><main><article><h1>{escape(article.title)}</h1>"
        f'<p class="chapo">{escape(article.lede)}</p><div class="article-body">{text}</div></article>'
        f"<section>{_TEASERS}</section></main><footer><ul>{_MENU}</ul></footer></body></html>"
    )


def main() -> None:
    """Print the pages a second, and their weight."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else _PAGES
    pages = [render(article).encode() for article in corpus.articles(count, _SEED)]
    begun = time.process_time()
    for rank, content in enumerate(pages):
        (found,) = html.read(Part(name=f"{rank}.html", content=content), Rules())
        if not isinstance(found, Article) or not found.body:
            sys.exit(f"la page {rank} n’a pas été lue : {found}")
    seconds = time.process_time() - begun
    weight = sum(map(len, pages)) / len(pages) / 1000
    print(f"{count / seconds:.1f} pages/s (CPU), {weight:.0f} ko chacune")


if __name__ == "__main__":
    main()
