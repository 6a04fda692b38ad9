"""Is one of the three nodes of deploy/ lost without anybody noticing? For `make proof`."""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import replace
from pathlib import Path

from support.every_engine import needing_a_cluster
from support.pages import write_pages
from support.wire import ask

from cluster.conftest import ENGINE, settings_of, variables_of
from indexer import config
from indexer.indexing.reindex import reindex
from tools.cluster.secured import running

Serving = Callable[..., AbstractContextManager[str]]
JSON = "/api/v1/search?page_size=100&q=port"


def test_one_of_three_secured_nodes_is_lost_and_comes_back(
    serving: Serving, tell: Callable[[str], None], tmp_path: Path
) -> None:
    with ExitStack() as stack:
        with needing_a_cluster():
            secured = stack.enter_context(running(3))
        indexer = settings_of(secured, "indexer", index=tmp_path / "index")
        root, pages = config.bind(indexer), tmp_path / "pages"
        reindex([write_pages(pages, range(30))], root, ENGINE, lambda *_: None)
        secured.await_all()
        web = variables_of(settings_of(secured, "web"))
        address = stack.enter_context(serving(None, **web))
        assert ask(address, JSON).json()["total"] == 30
        secured.node.stop()
        left = replace(secured, nodes=secured.nodes[1:])
        answers = [ask(address, JSON) for _ in range(40)]
        whole = [one for one in answers if one.status == 200 and not one.json()["partial"]]
        tell(f"trois nœuds sécurisés, un perdu : {len(whole)} réponses entières sur {len(answers)}")
        assert {one.json()["total"] for one in whole} == {30}
        assert len(whole) == len(answers)
        # two are a majority: the next run publishes, and nothing is restarted
        reindex([write_pages(pages, range(33))], root, ENGINE, lambda *_: None)
        time.sleep(1.1)
        assert ask(address, JSON).json()["total"] == 33
        assert left.ask("GET", "/_cluster/health", user="watch")[1]["number_of_nodes"] == 2
        secured.node.start()
        secured.await_all()
        assert ask(address, JSON).json()["total"] == 33
