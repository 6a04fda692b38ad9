"""Do curves hold every dated article once, within their drawing, whatever the dates?"""

from hypothesis import given
from hypothesis import strategies as st

from indexer.search.request import SearchRequest
from indexer.search.trends import Measure, Step, Trend
from webapp.views.trends import HEIGHT, MOST_MONTHS, TOP, chart

MONTH = st.builds(lambda y, m: y * 100 + m, st.integers(1, 9999), st.integers(1, 12))
NEAR = st.builds(lambda y, m: y * 100 + m, st.integers(2019, 2023), st.integers(1, 12))
MONTHS = st.dictionaries(NEAR, st.integers(1, 10_000), max_size=8)
FAR = st.dictionaries(MONTH, st.integers(1, 10_000), max_size=6)


@given(
    st.lists(MONTHS | FAR, min_size=1, max_size=3),
    st.sampled_from(list(Step)),
    st.sampled_from(list(Measure)),
)
def test_every_article_is_in_one_point_within_the_drawing(
    counts: list[dict[int, int]], step: Step, measure: Measure
) -> None:
    whole = {month: 20_000 for months in counts for month in months}
    trends = [
        Trend(request=SearchRequest(), name="a", total=0, months=months, whole=whole, partial=False)
        for months in counts
    ]
    found = chart(trends, step, measure)
    if found is None:
        assert not any(counts)
        return
    for months, curve in zip(counts, found.curves, strict=True):
        assert sum(point.cell.count for point in curve.points) == sum(months.values())
        assert len(curve.points) == len(found.periods)
        for point in curve.points:
            assert 0 <= point.x <= 100
            assert point.y is None or TOP <= point.y <= HEIGHT
            assert (point.cell.share or 0) <= 100
    assert found.scale[0][0] == HEIGHT
    assert 2 <= sum(not wide for _, _, wide in found.ticks) <= 4 or len(found.periods) == 1
    assert found.step is Step.YEAR or len(found.periods) <= MOST_MONTHS
    assert found.by_month or found.step is Step.YEAR
