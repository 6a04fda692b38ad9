"""« Tendances » : up to five searches over time, drawn, as a table, as a file."""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qs, urlencode

from flask import Blueprint, Response, g, request

from indexer.query.dates import today
from indexer.search.request import SearchRequest
from indexer.search.trends import Measure, Step, trends
from webapp import params
from webapp.contract import parameters
from webapp.contract.problems import Code, Problem
from webapp.contract.reader import Reader
from webapp.contract.trend_parameters import MEASURE, SERIES, STEP, TRENDS, WORDS
from webapp.extensions import open_generation
from webapp.middleware.errors import SearchTooLong
from webapp.middleware.url_prefix import here
from webapp.templating import render
from webapp.views.slug import slug
from webapp.views.trends import chart, percent, table, written

blueprint = Blueprint("trends", __name__)

PATH = "/tendances"
MOST = 5
_KNOWN = {parameter.name for parameter in parameters.SHOWN}


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for: some searches, by which step, what is drawn of them."""

    searches: tuple[SearchRequest, ...]
    step: Step = Step.AUTO
    measure: Measure = Measure.ARTICLES
    problems: tuple[Problem, ...] = ()

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The parameters of the address."""
        # all the archive has no parameter; an empty value would be none
        found = [(SERIES.name, params.query(one)[1:] or "q=") for one in self.searches]
        found += [(STEP.name, self.step)] if self.step != Step.AUTO else []
        return found + ([(MEASURE.name, self.measure)] if self.measure != Measure.ARTICLES else [])

    def url(self, path: str = PATH, **changes: Any) -> str:
        """The address of the same with some attributes replaced."""
        pairs = replace(self, **changes).pairs
        return here(path) + (f"?{urlencode(pairs)}" if pairs else "")

    def without(self, place: int) -> str:
        """The address without one of the searches."""
        return self.url(searches=self.searches[:place] + self.searches[place + 1 :])


@blueprint.get(PATH)
def page() -> str:
    """The curves of the searches of an address, none yet without one."""
    asked = read()
    with open_generation() as opened:
        g.generation = opened.manifest.generation
        found = trends(asked.searches, opened.searcher)
        g.partial = any(trend.partial for trend in found)
        return render(
            "trends.html",
            SearchRequest(),
            trends=asked,
            found=found,
            chart=chart(found, asked.step, asked.measure),
            most=MOST,
            percent=percent,
            written=lambda value: written(value, asked.measure),
        )


@blueprint.get(f"{PATH}.csv")
def file() -> Response:
    """The same as a table; SearchTooLong where it would be incomplete."""
    asked = read()
    with open_generation() as opened:
        found = trends(asked.searches, opened.searcher)
        if any(trend.partial for trend in found):
            raise SearchTooLong
        drawn = chart(found, asked.step, asked.measure)
    response = Response("".join(table(found, drawn)), mimetype="text/csv")
    name = slug(" ".join(["tendances", *(trend.name for trend in found)]))
    response.headers["Content-Disposition"] = f'attachment; filename="manchette-{name}.csv"'
    return response


def of(search: SearchRequest) -> str:
    """The address of the curve of a search."""
    return Asked((params.twin(search),)).url()


def _query(text: str) -> str:
    """What follows the path of an address; « ? » within a value is a part of it."""
    path, _, query = text.partition("?")
    return text if "=" in path else query


def read() -> Asked:
    """What the parameters of the address ask for; what cannot be used is left out and told."""
    reader = Reader(request.args.to_dict(flat=False), TRENDS)
    searches: list[SearchRequest] = []
    problems: list[Problem] = []
    for text in reader.several(SERIES.name):
        given = parse_qs(_query(text), keep_blank_values=True)
        if _KNOWN.isdisjoint(given):
            detail = f"« {text} » n’est pas l’adresse d’une recherche"
            reader.tell(Code.INVALID_CHOICE, SERIES.name, detail, urlencode({"q": text}))
            continue
        one, wrong = params.read(given, parameters.SHOWN)
        searches.append(replace(params.twin(one), page=1, sort=None))
        problems += wrong
    searches += [SearchRequest(text=text, today=today(text)) for text in reader.several(WORDS.name)]
    kept = [one for place, one in enumerate(searches) if one not in searches[:place]]
    if len(kept) > MOST:
        reader.tell(Code.TOO_MANY_VALUES, SERIES.name, f"pas plus de {MOST} recherches à la fois")
    step, measure = Step(reader.one(STEP.name)), Measure(reader.one(MEASURE.name))
    return Asked(
        searches=tuple(kept[:MOST]),
        step=step,
        measure=measure,
        problems=(*reader.problems, *problems),
    )
