"""Which articles does a purge mean, named by an address, an id or a former id?"""

from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from indexer import identity
from indexer.article import Article
from indexer.errors import UnreadableIndex, UsageError
from indexer.generations import pointer, source_records, store, tombstones
from indexer.generations.tombstones import Tombstone
from indexer.maintenance import purge


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """An article to be purged: the id it was named by, its own, a generation that holds it or "".

    `tombstone` is the one it has already, None without; `is_pending` says that a generation still
    holds it though it has one.
    """

    asked: str
    article_id: str
    holder: str
    tombstone: Tombstone | None
    is_pending: bool

    @property
    def is_unknown(self) -> bool:
        """Whether no generation holds it and it has no tombstone."""
        return not self.holder and not self.tombstone

    @property
    def is_new(self) -> bool:
        """Whether nobody has decided yet that it must go."""
        return self.is_unknown or bool(self.holder and not self.is_pending)


def named(text: str) -> str:
    """The id of an article named by its address or by its id; UsageError for any other text."""
    if identity.is_id(text):
        return text
    try:
        host = urlsplit(text).hostname
    except ValueError:
        host = None
    if not host:
        raise UsageError(f"ni adresse ni identifiant d’article : {text}")
    return identity.article_id(text, "", None)


def targets(root: Path, article_ids: Sequence[str]) -> tuple[Target, ...]:
    """What is known of articles, each named by its id or its former one.

    UsageError for a former id that several articles had; NoIndex without an index; UnreadableIndex
    where a damaged generation leaves one unknown.
    """
    purged, pending = tombstones.read(root), purge.left(root)
    owners: dict[str, tuple[str, str]] = {}
    damage = None
    for name in pointer.read(root).all:
        try:
            with source_records.opened(store.place(root, name)) as recorded:
                for one in article_ids:
                    own = _only(one, recorded.named(one))
                    owners.setdefault(one, (own, name)) if own else None
        except UnreadableIndex as error:
            damage = damage or error
    known = []
    for one in article_ids:
        own, holder = owners.get(one, (one, ""))
        known.append(
            Target(
                asked=one,
                article_id=own,
                holder=holder,
                tombstone=purged.get(own),
                is_pending=own in pending,
            )
        )
    if damage and any(target.is_unknown for target in known):
        raise damage
    return tuple(known)


def _only(asked: str, ids: Sequence[str]) -> str:
    if len(ids) > 1:
        each = ", ".join(ids)
        raise UsageError(
            f"plusieurs articles ont eu l’identifiant {asked} : purger chacun par le sien ({each})"
        )
    return ids[0] if ids else ""


def articles(root: Path, wanted: Sequence[Target]) -> dict[str, Article]:
    """The articles of some targets, by id, from generations every byte of which is sound."""
    held: dict[str, Article] = {}
    for name in {target.holder for target in wanted if target.holder}:
        ids = [target.article_id for target in wanted if target.holder == name]
        with suppress(UnreadableIndex):
            store.verify(root, name)
            manifest = store.manifest(root, name)
            with closing(store.searcher(root, manifest)) as searcher:
                stored = filter(None, map(searcher.get, ids))
                held |= {article.id: article for article in map(Article.load, stored)}
    return held
