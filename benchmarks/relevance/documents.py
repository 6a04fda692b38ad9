"""Which texts do the measures search, and which questions are asked of them?"""

import json
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from indexer import readers
from indexer.article import Article
from indexer.indexing import file_walk

SAMPLES = Path("samples")
# What is judged: samples/formats shows other formats, beside it
JUDGED = tuple(
    SAMPLES / name
    for name in ("agence-quatre-vents", "courrier-du-littoral", "echo-des-hautes-brumes")
)
LIGATURES = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE"})


@dataclass(frozen=True, slots=True)
class Question:
    """What is typed, and the grade of each document that answers it, by its id."""

    text: str
    grades: dict[str, int]


@dataclass(frozen=True, slots=True)
class Collection:
    """Texts by id, and the questions asked of them."""

    texts: dict[str, str]
    questions: tuple[Question, ...]


def without_accents(text: str) -> str:
    """The text as typed on a keyboard without accents: é → e, œ → oe, the case kept.

    Written without the project's own folding, which it serves to judge.
    """
    decomposed = unicodedata.normalize("NFD", text.translate(LIGATURES))
    bare = (letter for letter in decomposed if not unicodedata.combining(letter))
    return unicodedata.normalize("NFC", "".join(bare))


def articles(*folders: Path) -> dict[str, Article]:
    """The articles under folders, or of all that is judged, by id; of two the last by file name."""
    found = (
        article
        for one in file_walk.files(folders or JUDGED)
        for article in readers.read(Path(one.path)) or ()
    )
    return {article.id: article for article in found if isinstance(article, Article)}


def text_of(article: Article) -> str:
    """What is searched of an article: title, lede and body, once each.

    No field weighs more than another: a boost would hide what the analysis loses in the body.
    """
    return "\n".join((article.title, article.lede, *article.body))


def piaf(path: Path) -> Collection:
    """The paragraphs of PIAF 1.1 (Keraron et al. 2020, SQuAD's form); the questions of each."""
    themes = json.loads(path.read_text(encoding="utf-8"))["data"]
    paragraphs = [paragraph for theme in themes for paragraph in theme["paragraphs"]]
    texts = {str(rank): paragraph["context"] for rank, paragraph in enumerate(paragraphs)}
    asked = tuple(
        Question(question["question"], {str(rank): 1})
        for rank, paragraph in enumerate(paragraphs)
        for question in paragraph["qas"]
    )
    return Collection(texts, asked)
