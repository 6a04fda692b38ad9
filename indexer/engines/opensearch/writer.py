"""Fill an index of articles and its index of words."""

from collections import deque
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor

from indexer.article import Article
from indexer.engines.document import Document, to_document
from indexer.engines.opensearch import bulk, schema
from indexer.engines.opensearch.bulk import Action
from indexer.engines.opensearch.connection import BUILD_SECONDS, Cluster, stored
from indexer.engines.opensearch.similarity import Lengths
from indexer.engines.opensearch.vocabulary import Counts

# Documents and characters of a request
_BATCH, _BATCH_CHARACTERS = 500, 8_000_000
# Requests under way while the next one is made
_AHEAD = 2

_Sent = tuple[Sequence[Document], "Future[dict[str, str]]"]


class OpenSearchWriter:
    """See indexer.engines.Writer."""

    def __init__(self, cluster: Cluster, index: str, *, is_new: bool) -> None:
        """`index` exists; nothing is looked up in one that is new."""
        self.refused: dict[str, str] = {}
        self.lengths = Lengths()
        self._cluster, self._index = cluster, index
        self._counts = Counts(cluster, index, is_new=is_new)
        self._actions: list[Action] = []
        self._documents: list[Document] = []
        self._characters = 0
        self._sent: deque[_Sent] = deque()
        self._pool = ThreadPoolExecutor(1)

    def put(self, document: Document) -> None:
        """See indexer.engines.Writer."""
        self._documents.append(document)
        self._do(Action(document.article.id, schema.row(document)))
        # its forms are some four times its text
        self._characters += 4 * sum(map(len, document.article.body))
        if self._characters > _BATCH_CHARACTERS:
            self._send()

    def delete(self, article_id: str) -> None:
        """See indexer.engines.Writer."""
        for found in stored(self._cluster, self._index, [article_id], BUILD_SECONDS).values():
            document = to_document(Article.load(found["article"]))
            self._counts.add(schema.vocabulary(document), -1)
            self._do(Action(article_id, None))

    def _do(self, action: Action) -> None:
        self._actions.append(action)
        if len(self._actions) >= _BATCH:
            self._send()

    def _send(self) -> None:
        actions, documents = self._actions, self._documents
        self._actions, self._documents, self._characters = [], [], 0
        answer = self._pool.submit(bulk.send, self._cluster, self._index, actions)
        self._sent.append((documents, answer))
        while len(self._sent) > _AHEAD:
            self._receive()

    def _receive(self) -> None:
        documents, answer = self._sent.popleft()
        refused = answer.result()
        self.refused |= refused
        for document in documents:
            if document.article.id not in refused:
                self._counts.add(schema.vocabulary(document), 1)
                self.lengths.add(document)

    def finish(self) -> None:
        """Send what is left and write the words."""
        self._send()
        while self._sent:
            self._receive()
        self._counts.write()

    def close(self) -> None:
        """Wait for what is under way."""
        self._pool.shutdown(cancel_futures=True)
