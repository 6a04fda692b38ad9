"""What is said of a reindex once it is done, in French?"""

from collections.abc import Iterator

from indexer.indexing import base_generation, ignored_files
from indexer.indexing.left_out import Titled
from indexer.indexing.summary import Summary
from indexer.messages.escaping import neutral
from indexer.messages.french_format import NBSP, counted, newly, number, quoted, several, typeset

# How many of a kind are named
_FIRST = 10


def before_counts(summary: Summary) -> Iterator[str]:
    """Why more was done than was asked, and what a person may want to know of besides."""
    yield from _causes(summary)
    yield from _left_out(summary)
    yield from _unread(summary)


def counts(summary: Summary) -> str:
    """How many files, articles and rejections there are, and how long it took."""
    told = _all(summary) if summary.rebuilt else _changes(summary)
    return f"{', '.join(told)}, {number(round(summary.seconds, 1))}{NBSP}s"


def _causes(summary: Summary) -> Iterator[str]:
    """Why more was done than following the sources, in French."""
    if summary.rebuilt not in ("", base_generation.FIRST):
        yield f"reconstruction complète : {summary.rebuilt}"
    for one in summary.followed[:_FIRST]:
        files = counted(one.files, "fichier")
        yield f"dossier déplacé : {neutral(one.before)} → {neutral(one.now)}, {files}"
    if (more := len(summary.followed) - _FIRST) > 0:
        yield f"et {counted(more, 'autre dossier déplacé')}"
    if summary.changed_readers:
        yield (
            "fichiers relus, leur lecteur ou ses réglages ont changé :"
            f" {', '.join(summary.changed_readers)}"
        )
    if summary.purged:
        yield f"purge inachevée, reprise : {counted(len(summary.purged), 'article')}"
    if summary.resumed:
        yield f"lecture interrompue, reprise : {counted(summary.resumed, 'lecture gardée')}"
    if summary.resumption_lost:
        yield "ce qu’une lecture interrompue avait gardé est abîmé : tout est relu"


def _left_out(summary: Summary) -> Iterator[str]:
    """What a person may want to know of that is not indexed, in French."""
    for one in summary.doubtful:
        yield (
            f"même adresse, titres bien différents : {one.left.source} {_title(one.left)}"
            f" est laissé pour {one.kept.source} {_title(one.kept)}"
        )
    for out in summary.kept_out:
        yield (
            f"gardé hors de l’index : {out.source} (article {out.article_id}),"
            f" dont l’ancien identifiant {out.former_id} a été purgé"
        )
    more = summary.kept_out_count - len(summary.kept_out)
    if more:
        yield f"et {counted(more, 'autre article gardé')} hors de l’index pour la même raison"


def _unread(summary: Summary) -> Iterator[str]:
    """What the sources hold beside articles and rejections, in French."""
    if ignored := ignored_files.sentence(summary.ignored_kinds):
        yield f"{ignored} : « manchette rejected --ignored » en donne la liste"
    if summary.passed:
        yield f"{several(summary.passed, 'élément')} sans article dans les fichiers lus"
    if summary.withdrawn:
        yield f"{counted(summary.withdrawn, 'article annulé')} par une agence"
    if summary.left:
        yield f"{several(summary.left, 'fichier')} d’un autre format, à lire sans --only"


def _title(capture: Titled) -> str:
    return quoted(neutral(capture.title))


def _all(summary: Summary) -> tuple[str, ...]:
    return (
        counted(summary.read, "fichier lu"),
        counted(summary.indexed, "article indexé"),
        counted(summary.duplicates, "doublon"),
        _rejections(summary),
        counted(summary.ignored, "fichier ignoré"),
    )


def _changes(summary: Summary) -> tuple[str, ...]:
    return (
        counted(summary.read, "fichier lu"),
        counted(summary.added, "article ajouté"),
        counted(summary.changed, "article modifié"),
        counted(summary.taken_out, "article retiré"),
        f"{counted(summary.indexed, 'article')} en tout",
        _rejections(summary),
    )


def _rejections(summary: Summary) -> str:
    """All that is rejected, and how many of it nobody was told of before."""
    told = counted(summary.rejections, "rejet")
    return f"{told}, dont {newly(len(summary.new_rejections))}" if summary.rejections else told


def outcome(summary: Summary, *, dry_run: bool) -> str:
    """What serves then."""
    if dry_run:
        return typeset("à blanc : rien n’est écrit")
    if not summary.generation and summary.purged:
        return "rien d’autre n’a changé"
    if not summary.generation:
        return "rien n’a changé, l’index en service reste le même"
    return f"génération {summary.generation} en service"
