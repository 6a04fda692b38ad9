"""Are pages safe by escaping alone, were the last gate, which nobody maintains, to stand open?"""

from pathlib import Path
from urllib.parse import urlencode

import bleach
import pytest
from flask.testing import FlaskClient
from support.archive import publish
from support.hostile import HARMLESS, HOSTILE, article
from support.markup import Element, elements, having, texts

from indexer.config import Settings
from indexer.search.highlight import Segment
from webapp import create_app
from webapp.sanitize import marked

NEVER = frozenset({"iframe", "img", "object", "embed", "base", "b", "math", "style", "mglyph"})


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of one article for each hostile string, the last one harmless."""
    folder = tmp_path_factory.mktemp("open")
    publish(folder, [article(rank, text) for rank, text in enumerate((*HOSTILE, HARMLESS))])
    return folder


@pytest.fixture
def open_gate(root: Path, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """A client of the application, through whose last gate everything passes."""
    monkeypatch.setattr(bleach, "clean", lambda text, **_: text)
    assert bleach.clean("<b>", tags=()) == "<b>"
    return create_app(Settings(index=root, trusted_hosts=("localhost",))).test_client()


def page(client: FlaskClient, url: str) -> str:
    """The text of a page."""
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def is_beside(element: Element) -> bool:
    """Whether an element is of the ways to the next results, which depend on where one stands."""
    return any("beside" in one.names for one in (element, *element.around))


def skeleton(text: str) -> list[str]:
    """The elements of a page in order, with the names of their attributes."""
    found = [one for one in elements(text) if not is_beside(one)]
    attributes = {name for one in elements(text) for name in one.attributes}
    assert not [name for name in attributes if name.startswith("on") or name == "style"]
    assert NEVER.isdisjoint(one.name for one in elements(text))
    return [f"{one.name} {' '.join(one.attributes)}" for one in found]


@pytest.mark.parametrize("rank", range(len(HOSTILE)), ids=lambda rank: ascii(HOSTILE[rank])[:30])
def test_a_hostile_article_has_the_elements_of_a_harmless_one(
    rank: int, open_gate: FlaskClient
) -> None:
    text = HOSTILE[rank]
    shown = page(open_gate, f"/article/{rank:016x}?q=mot")
    harmless = page(open_gate, f"/article/{len(HOSTILE):016x}?q=mot")
    assert skeleton(shown) == skeleton(harmless)
    assert [one.raw.strip() for one in elements(shown) if one.name == "h1"] == [f"{text} mot"]
    (prose,) = having(shown, "prose")
    assert prose.raw.count(text) == 3


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text)[:30])
@pytest.mark.parametrize("path", ["/", "/valeurs/tag", "/selection"])
def test_a_hostile_query_or_filter_among_hostile_articles_stays_text(
    path: str, text: str, open_gate: FlaskClient
) -> None:
    for parameters in ({"q": f"mot {text}"}, {"q": "mot", "tag": text, "exclude.source": text}):
        skeleton(page(open_gate, f"{path}?{urlencode(parameters)}"))


def test_results_and_facets_hold_hostile_texts_as_they_are(open_gate: FlaskClient) -> None:
    shown = page(open_gate, "/?q=mot&page_size=100")
    skeleton(shown)
    titles = {one.raw.strip() for one in having(shown, "card-title")}
    assert titles <= {f"{text} mot" for text in (*HOSTILE, HARMLESS)}
    assert len(titles) > 10
    assert "mot" in texts(shown, "mark")


def test_a_passage_is_escaped_before_the_gate(open_gate: FlaskClient) -> None:
    del open_gate
    for text in HOSTILE:
        passage = (Segment(text=text, hit=True), Segment(text=text, hit=False))
        html = str(marked([passage])[passage])
        assert [one.name for one in elements(html)] == ["mark"]
        assert elements(html)[0].raw == text
