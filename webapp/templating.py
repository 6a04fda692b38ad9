"""Make pages of templates: what every template can write, and French typography in its words."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache, lru_cache
from typing import Any

from flask import Flask, render_template
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

from indexer.analysis import fold_label
from indexer.article import PARIS, Article
from indexer.messages import french_format
from indexer.search.facets import FacetValue
from indexer.search.request import SearchRequest
from webapp import extensions, params, sanitize
from webapp.middleware.url_prefix import here
from webapp.views import citations, excerpt

# Every hit links its tags, the same ones again and again
QUERIES_CACHED = 4096


def register(app: Flask) -> None:
    """Give the templates of an application the filters and the French typography of all pages."""
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.add_extension(French)
    app.jinja_env.globals.update(counted=french_format.counted, excerpt=excerpt)
    app.jinja_env.filters.update(
        capital=lambda text: text[:1].upper() + text[1:],
        ago=lambda moment: french_format.days_ago(moment, datetime.now(UTC)),
        local_day=lambda moment: french_format.day(moment.astimezone(PARIS).date()),
        moment=french_format.moment,
        number=french_format.number,
        short_day=french_format.short_day,
        typeset=french_format.typeset,
        weekday=french_format.weekday,
    )


def render(template: str, asked: SearchRequest, **values: Any) -> str:
    """A page of a template, from `asked` and more values; every template can write addresses."""
    settings = extensions.settings()

    @cache
    def adding(selection: str, name: str) -> Callable[[str], str]:
        return params.adding("/", asked, selection, name)

    def excluding(name: str, row: FacetValue) -> str:
        if row.value in (*asked.exclusions.get(name, ()), *asked.filters.get(name, ())):
            return params.url("/", params.excluding(asked, name, row.value))
        return adding("exclusions", name)(row.value)

    def search_url(**changes: Any) -> str:
        return params.url("/", asked, **changes)

    def adding_tag(tag: str) -> str:
        return adding("filters", "tag")(_folded(tag))

    def facet_url(name: str, label: str) -> str:
        return here("/") + _facet_query(name, label)

    query = params.query(asked, page=asked.page)

    def article_url(found: Article) -> str:
        return here(f"/article/{found.id}") + query

    return render_template(
        template,
        asked=asked,
        search_url=search_url,
        article_url=article_url,
        excluding=excluding,
        request_url=lambda found: params.url("/", found),
        values_url=lambda name: params.url(f"/valeurs/{name}", asked),
        kept=params.pairs(replace(asked, page=1)),
        facet_url=facet_url,
        tag_url=lambda tag: facet_url("tag", tag),
        adding_tag=adding_tag,
        link=lambda url: sanitize.link(url, sanitize.listed_hosts(settings)),
        host=sanitize.host,
        press=lambda found: citations.press(found, sanitize.listed_hosts(settings)),
        picture=lambda url: sanitize.picture(url, settings.image_hosts),
        **values,
    )


_folded = lru_cache(QUERIES_CACHED)(fold_label)


@lru_cache(QUERIES_CACHED)
def _facet_query(name: str, label: str) -> str:
    return params.query(SearchRequest(filters={name: (label,)}))


class French(Extension):
    """No-break spaces in the words of a template; what expressions give is left as it is."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """The tokens of a template, its words well set."""
        for token in stream:
            if token.type == "data":
                yield Token(token.lineno, token.type, french_format.typeset(token.value))
            else:
                yield token
