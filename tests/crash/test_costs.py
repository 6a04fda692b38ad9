"""What do the costliest queries cost that the bounds let through?

Tests count the postings that are read; `make proof` measures seconds, at 10,000 articles.
"""

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing
from pathlib import Path
from urllib.parse import quote_plus, urlencode, urlsplit

import pytest
from support.every_engine import LOCAL
from support.wire import ask

from benchmarks import corpus
from indexer import query
from indexer.config import Settings
from indexer.engines import Vocabulary, load
from indexer.engines.document import to_document
from indexer.engines.tantivy.slices import COSTLY, work
from indexer.indexing.reindex import reindex
from webapp import create_app

pytestmark = pytest.mark.slow

SECONDS, GUARD, LEAVING = 2.0, 30.0, 16
SMALL = "de la les le et des en du un une".split()
PAIRS = [f"{one} PRÈS/50 {other}" for one in SMALL[:4] for other in SMALL[4:8]]
COSTLIEST = [
    pytest.param("de PRÈS/50 la " * 14, id="one pair again and again"),
    pytest.param(" OU ".join(PAIRS), id="pairs"),
    pytest.param(f"-({' OU '.join(PAIRS)})", id="pairs excluded"),
    pytest.param(" PRÈS/49 ".join(SMALL * 3), id="a chain"),
    pytest.param(" OU ".join(f'"de de"~{n}' for n in range(30, 46)), id="a word near itself"),
    pytest.param('"de la le"~50', id="three words"),
    pytest.param('"de la le les"~50', id="four words"),
    pytest.param('"de de de de de"~50', id="one word five times"),
    pytest.param('"de la le les et des en du"~50', id="eight words"),
    pytest.param(" OU ".join(f'"{" ".join(SMALL[n : n + 4])}"~50' for n in range(6)), id="many"),
    pytest.param(f'"{" ".join(SMALL * 4)}"', id="a long phrase"),
    pytest.param(" OU ".join(SMALL * 3), id="frequent words"),
    pytest.param(" OU ".join(f"{b}*" for b in "pre sur con int par tra dis gou".split()), id="*"),
    pytest.param("ministres~2 OU gouvernements~2 OU nationales~2", id="~"),
]
FILTERED = {"tag": "ministre", "section": "sport", "year": "2019", "from": "2018-01-01"}


@pytest.fixture(scope="module", params=LOCAL)
def place(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    scale: Callable[[int, int], int],
) -> Path:
    """An index of generated articles."""
    folder = tmp_path_factory.mktemp(request.param)
    corpus.write(scale(200, 10_000), folder / "pages", corpus.SEED)
    reindex([folder / "pages"], folder / "index", request.param, lambda *_: None)
    return folder / "index"


@pytest.mark.parametrize("text", COSTLIEST)
def test_a_costly_query_is_bounded(
    text: str, place: Path, scale: Callable[[int, int], int], tell: Callable[[str], None]
) -> None:
    client = create_app(Settings(index=place, trusted_hosts=("localhost",))).test_client()
    client.get("/aide")
    costs = []
    for path, more in (("/", {}), ("/", FILTERED), ("/api/v1/search", {"page_size": "100"})):
        begun = time.process_time()
        assert client.get(f"{path}?{urlencode({'q': text} | more)}").status_code == 200
        costs.append(time.process_time() - begun)
    if scale(0, 1):
        tell(f"{place.parent.name} {text[:40]} : {max(costs):.2f} s de processeur")
        assert max(costs) < SECONDS


@pytest.fixture(scope="module")
def vocabulary(
    tmp_path_factory: pytest.TempPathFactory, scale: Callable[[int, int], int]
) -> Iterator[Vocabulary]:
    """The words of some generated articles."""
    place = tmp_path_factory.mktemp("generation")
    with load("tantivy").writer(place) as writer:
        for article in corpus.articles(scale(50, 500), corpus.SEED):
            writer.put(to_document(article))
    with closing(load("tantivy").searcher(place)) as searcher:
        yield searcher.vocabulary


@pytest.mark.parametrize("text", COSTLIEST)
def test_no_query_reads_more_postings_than_are_read_at_once(
    text: str, vocabulary: Vocabulary, scale: Callable[[int, int], int]
) -> None:
    tree = query.parse(text, vocabulary).tree
    read = work(tree, lambda field, term: vocabulary.frequencies(field, [term])[term])
    assert read < COSTLY * scale(50, 500) / 10_000


def test_costly_requests_that_nobody_waits_for_free_the_server(
    place: Path,
    serving: Callable[[Path], AbstractContextManager[str]],
    tell: Callable[[str], None],
) -> None:
    costly = quote_plus("de PRÈS/50 la " * 14)
    with serving(place) as server:
        address = urlsplit(server)
        for _ in range(LEAVING):
            with socket.create_connection((str(address.hostname), int(address.port or 0))) as line:
                line.sendall(f"GET /?q={costly} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
        begun = time.monotonic()
        assert ask(server, "/api/v1/search?q=ministre").json()["total"] > 0
        seconds = time.monotonic() - begun
    tell(f"{place.parent.name} : {LEAVING} abandons, la suivante en {seconds:.2f} s")
    assert seconds < GUARD
