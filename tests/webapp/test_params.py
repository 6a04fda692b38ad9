"""Do links and parsing agree: is every search that has a URL the one read from it?"""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from urllib.parse import urlencode

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from indexer.analysis import fold_label
from indexer.config import Settings
from indexer.engines.request import Sort
from indexer.search.request import MAX_PAGE_SIZE, MAX_RANK, SearchRequest
from webapp import create_app, params

APPLICATION = create_app(Settings(index=Path("never opened")))
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
VALUES = TEXTS.map(fold_label).filter(bool)
FORMS = st.sampled_from(["élection", "élections", "aujourd'hui", "1000", "cœur", "urss"])
SELECTIONS = st.dictionaries(
    st.sampled_from(params.FACET_NAMES), st.lists(VALUES, min_size=1, max_size=4, unique=True)
).map(lambda found: {name: tuple(values) for name, values in found.items()})


@st.composite
def requests(draw: st.DrawFn) -> SearchRequest:
    """Any search the program can meet."""
    since, until = draw(st.tuples(st.none() | st.dates(), st.none() | st.dates()))
    if since and until and since > until:
        since, until = until, since
    size = draw(st.integers(1, MAX_PAGE_SIZE))
    text = draw(TEXTS)
    return SearchRequest(
        text=text if text.strip() else "",
        filters=draw(SELECTIONS),
        exclusions=draw(SELECTIONS),
        since=since,
        until=until,
        unwanted=tuple(draw(st.lists(FORMS, max_size=3, unique=True))),
        sort=draw(st.none() | st.sampled_from(Sort)),
        page=draw(st.integers(1, MAX_RANK // size)),
        size=size,
    )


def arguments(url: str) -> Mapping[str, list[str]]:
    """The parameters of a URL as the application receives them."""
    with APPLICATION.test_request_context(url) as context:
        return context.request.args.to_dict(flat=False)


@given(requests())
def test_the_url_of_a_search_leads_to_that_search(request: SearchRequest) -> None:
    url = params.url("/", request, page=request.page)
    assert url.isascii()
    assert params.read(arguments(url)) == (request, ())


@given(requests())
def test_a_search_has_one_url(request: SearchRequest) -> None:
    url = params.url("/", request, page=request.page)
    read, _ = params.read(arguments(url))
    assert params.url("/", read, page=read.page) == url


@given(requests())
def test_any_change_leads_to_the_first_page(request: SearchRequest) -> None:
    read, _ = params.read(arguments(params.url("/", request, sort=Sort.OLDEST)))
    assert (read.page, read.sort) == (1, Sort.OLDEST)
    assert (read.text, read.filters, read.size) == (request.text, request.filters, request.size)


@settings(max_examples=40)
@given(
    requests(),
    st.sampled_from(["filters", "exclusions"]),
    st.sampled_from(params.FACET_NAMES),
    VALUES,
)
def test_a_value_is_added_as_in_any_other_url(
    request: SearchRequest, selection: str, name: str, value: str
) -> None:
    adding = params.adding("/", request, selection, name)
    chosen = getattr(request, selection)
    values = chosen.get(name, ())
    more = {selection: {**chosen, name: (*values, value)}}
    assert adding(value) == params.url("/", request, **(more if value not in values else {}))
    assert all(adding(known) == params.url("/", request) for known in values)


@given(SELECTIONS, st.sampled_from(params.FACET_NAMES), VALUES)
def test_a_value_toggled_twice_is_as_before(
    selection: dict[str, tuple[str, ...]], name: str, value: str
) -> None:
    once = params.toggled(selection, name, value)
    twice = params.toggled(once, name, value)
    assert (value in once[name]) is (value not in selection.get(name, ()))
    assert set(twice[name]) == set(selection.get(name, ()))
    others = {facet: values for facet, values in selection.items() if facet != name}
    assert others == {facet: values for facet, values in twice.items() if facet != name}


@given(TEXTS)
@example("Qurʾan")
def test_a_folded_value_folds_to_itself(label: str) -> None:
    value = fold_label(label)
    assert fold_label(value) == value


@given(st.dictionaries(st.sampled_from(params.NAMES) | TEXTS, st.lists(TEXTS, max_size=3)))
def test_whatever_is_asked_there_is_a_search_within_bounds(values: dict[str, list[str]]) -> None:
    request, problems = params.read(values)
    assert 1 <= request.size <= MAX_PAGE_SIZE
    assert 1 <= request.page <= MAX_RANK // request.size
    assert all(problem.detail for problem in problems)
    assert {problem.param for problem in problems} <= set(values)


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        pytest.param(SearchRequest(), [], id="defaults"),
        pytest.param(SearchRequest(size=20, page=1), [], id="defaults said"),
        pytest.param(
            SearchRequest(text="grève & co", page=2),
            [("q", "grève & co"), ("page", "2")],
            id="text",
        ),
        pytest.param(
            SearchRequest(
                text="a",
                filters={"year": ("2023",), "tag": ("x", "y")},
                exclusions={"source": ("z",)},
                since=date(2023, 1, 1),
                until=date(2023, 12, 31),
                sort=Sort.NEWEST,
                size=50,
            ),
            [
                *(
                    ("q", "a"),
                    ("tag", "x"),
                    ("tag", "y"),
                    ("year", "2023"),
                    ("exclude.source", "z"),
                ),
                *(("from", "2023-01-01"), ("to", "2023-12-31"), ("sort", "newest")),
                ("page_size", "50"),
            ],
            id="all",
        ),
    ],
)
def test_a_url_holds_what_differs_from_the_defaults(
    request_: SearchRequest, expected: list[tuple[str, str]]
) -> None:
    url = params.url("/x", request_, page=request_.page)
    assert url == (f"/x?{urlencode(expected)}" if expected else "/x")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        pytest.param("tag=É&tag=e&tag=", SearchRequest(filters={"tag": ("e",)}), id="spellings"),
        pytest.param("tag=+&q=+&from=&page=", SearchRequest(), id="blank fields of a form"),
        pytest.param("page=abc&q=a", SearchRequest(text="a"), id="an unusable page"),
        pytest.param("utm_source=x&q=a", SearchRequest(text="a"), id="a foreign parameter"),
        pytest.param("q=a&q=b", SearchRequest(text="a"), id="the first of two"),
    ],
)
def test_a_page_reads_what_it_can(query: str, expected: SearchRequest) -> None:
    request, _ = params.read(arguments(f"/?{query}"))
    assert request == expected
