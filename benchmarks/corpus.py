"""Generate an archive of French page dumps of any size, the same bytes for the same seed."""

import argparse
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import product
from pathlib import Path

from benchmarks import pagedump
from benchmarks.roots import ELIDED
from benchmarks.vocabulary import VOWELS, Weighted, content, function, zipf
from indexer.article import Article
from indexer.identity import article_id

SEED = 42
FILES_PER_FOLDER = 1000
TAGS = 5000
FIRST_DAY = datetime(2015, 1, 1, tzinfo=UTC)
MINUTES = 10 * 365 * 24 * 60
# Pairs of a function and a content word, about two words each; a body has exp(mu + sigma² / 2)
MU, SIGMA = 5.04, 0.45
SECTIONS = "Actualités|International|Politique|Économie|Société|Régions|Culture|Sport|Planète|Santé"
FIRST_NAMES = (
    "Jeanne Éloïse Nadia Françoise Zoé Inès Anne-Élise Solène Aïcha Gwenola"
    " Jean Noël Côme Firmin Loïc Mathieu Rémi Hugo Yanis Anaël"
)
SURNAMES = (
    "Pastourel Vasseray Raffin Esquirol Dupont-Béraud Lemoîne Garançon Béchard Tavé Aubrac"
    " Corbière Delcroix Ferrière Gaudin Hérault Jolivet Kermarec Lançon Morvan Naudé"
)


@dataclass(frozen=True, slots=True)
class Source:
    """A made-up publisher: its name, its host, and the apostrophe it writes with."""

    name: str
    host: str
    apostrophe: str


SOURCES = (
    Source("L’Écho des Hautes-Brumes", "echo-hautes-brumes.example", "’"),
    Source("Courrier du Littoral", "courrier-du-littoral.example", "'"),
    Source("Agence Quatre-Vents", "quatre-vents.example", "'"),
    Source("La Dépêche des Lacs", "depeche-des-lacs.example", "’"),
    Source("Boréal Actualités", "boreal-actu.example", "'"),
    Source("Le Progrès de Clairlieu", "progres-clairlieu.example", "’"),
    Source("Ouest Matin", "ouest-matin.example", "'"),
    Source("Midi Presse", "midi-presse.example", "'"),
    Source("Gazette du Val", "gazette-du-val.example", "’"),
    Source("Tribune des Îles", "tribune-des-iles.example", "'"),
)
_AUTHORS = tuple(map(" ".join, product(FIRST_NAMES.split(), SURNAMES.split())))
_SLUG = str.maketrans("àâäçéèêëîïôöùûüÿœæ '’,%", "aaaceeeeiioouuuyoa-----")


def articles(count: int, seed: int) -> Iterator[Article]:
    """`count` articles; the first ones of a seed are the same whatever the count."""
    rng = random.Random(seed)
    for rank in range(count):
        yield _article(rank, rng)


def write(count: int, folder: Path, seed: int) -> None:
    """Write the dumps of `count` articles, in UTF-8, in sub-folders of FILES_PER_FOLDER."""
    for rank, article in enumerate(articles(count, seed)):
        parent = folder / f"{rank // FILES_PER_FOLDER:04}"
        if rank % FILES_PER_FOLDER == 0:
            parent.mkdir(parents=True, exist_ok=True)
        (parent / f"{rank:07}.txt").write_bytes(pagedump.render(article).encode())


@cache
def tags() -> Weighted:
    """TAGS tags: names and subjects, some of two or three words, by decreasing frequency."""
    words = content().texts
    subjects = [word.lower() for word in words[:400] if word.isalpha()]
    found = dict.fromkeys(subjects)
    rng = random.Random(TAGS)
    while len(found) < TAGS:
        one, other = rng.choices(subjects, k=2)
        shape = rng.choice(("{} {}", "{} de {}", "{}"))
        name = rng.choice(_AUTHORS).lower() if shape == "{}" else shape.format(one, other)
        found[name] = None
    return zipf(list(found), 5)


def _article(rank: int, rng: random.Random) -> Article:
    source = rng.choice(SOURCES)
    published = FIRST_DAY + timedelta(minutes=rng.randrange(MINUTES))
    modified = published + timedelta(minutes=rng.choice((0, 0, 45, 310, 2900)))
    texts = _Writer(rng, source.apostrophe)
    title = texts.heading(rng.randint(3, 6))
    number = 1_000_000_000 + rank
    slug = title.lower().translate(_SLUG)[:60].strip("-")
    url = f"https://www.{source.host}/{published:%Y%m%d}/{slug}-{number}.html"
    lede = texts.paragraph(rng.randint(8, 20))
    body = texts.body(max(30, round(rng.lognormvariate(MU, SIGMA))))
    return Article(
        id=article_id(url, title, published),
        url=url,
        title=title,
        lede=lede,
        body=body,
        # a paragraph ends with a full stop, an intertitle does not
        body_headings=tuple(rank for rank, line in enumerate(body) if not line.endswith(".")),
        tags=_tags(rng),
        authors=(rng.choice(_AUTHORS),) if rng.random() < 0.7 else (),
        source=source.name,
        section=rng.choice(SECTIONS.split("|")),
        language="fr",
        published=published,
        modified=modified,
        image=f"https://img.{source.host}/{number}.jpg" if rng.random() < 0.9 else None,
    )


def _tags(rng: random.Random) -> tuple[str, ...]:
    """3 to 6 different tags; one in twenty has a capital, as a second spelling of its label."""
    drawn = tags()
    wanted = rng.randint(3, 6)
    found: dict[str, None] = {}
    while len(found) < wanted:
        found.update(dict.fromkeys(rng.choices(drawn.texts, cum_weights=drawn.cumulative)))
    return tuple(tag.capitalize() if rng.random() < 0.05 else tag for tag in found)


class _Writer:
    """Writes headings and paragraphs; lengths are in pairs of a function and a content word."""

    def __init__(self, rng: random.Random, apostrophe: str) -> None:
        self._rng = rng
        self._apostrophe = apostrophe

    def heading(self, pairs: int) -> str:
        return self._sentence(self._pairs(pairs))

    def paragraph(self, pairs: int) -> str:
        """Sentences of 4 to 14 pairs, each with its capital and its full stop."""
        drawn = self._pairs(pairs)
        sentences: list[str] = []
        start = 0
        while start < pairs:
            end = start + self._rng.randint(4, 14)
            if pairs - end < 4:
                end = pairs
            sentences.append(self._sentence(drawn[start:end]) + ".")
            start = end
        return " ".join(sentences)

    def body(self, pairs: int) -> tuple[str, ...]:
        """Paragraphs of 15 to 45 pairs, an intertitle before one in five of them."""
        found: list[str] = []
        while pairs > 0:
            length = min(self._rng.randint(15, 45), pairs)
            if found and length > 10 and self._rng.random() < 0.2:
                found.append(self.heading(3))
            found.append(self.paragraph(length))
            pairs -= length
        return tuple(found)

    def _pairs(self, count: int) -> list[str]:
        small, large = function(), content()
        before = self._rng.choices(small.texts, cum_weights=small.cumulative, k=count)
        words = self._rng.choices(large.texts, cum_weights=large.cumulative, k=count)
        return [
            ELIDED[unit] + word if word[0] in VOWELS and unit in ELIDED else unit + word
            for unit, word in zip(before, words, strict=True)
        ]

    def _sentence(self, pairs: Sequence[str]) -> str:
        """The pairs with a capital, and a comma in the middle of a long sentence."""
        middle = len(pairs) // 2
        text = " ".join(pairs)
        if middle > 3:
            text = f"{' '.join(pairs[:middle])}, {' '.join(pairs[middle:])}"
        return (text[0].upper() + text[1:]).replace("'", self._apostrophe)


def main() -> None:
    """Write COUNT page dumps under FOLDER."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.corpus", description=__doc__)
    parser.add_argument("count", type=int, metavar="COUNT")
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    parser.add_argument("--seed", type=int, default=SEED)
    options = parser.parse_args()
    write(options.count, options.folder, options.seed)


if __name__ == "__main__":
    main()
