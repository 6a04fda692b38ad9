"""Which name of an export stands for which field of an article?

One table says it, for JSON, JSON Lines, CSV and front matter; a house adds names of its own.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from unicodedata import combining, normalize

# Folded names; of those that have a value the first is taken
NAMES: Mapping[str, tuple[str, ...]] = {
    field: tuple(names.split())
    for field, names in {
        "title": "titre title headline name titrearticle posttitle titreprincipal nodetitle"
        " webtitle",
        "lede": "chapo chapeau lede standfirst summary resume description excerpt abstract accroche"
        " postexcerpt customexcerpt intro introduction teaser trailtext soustitre subtitle"
        " metadescription",
        "body": "corps texte body content contenu text articlebody bodyhtml bodytext contenthtml"
        " postcontent contenttext corpshtml textehtml contenuhtml textearticle corpsarticle"
        " texteintegral fulltext bodyvalue paragraphes paragraphs html plaintext",
        "authors": "auteurs auteur authors author byline by signature creator signataire"
        " journaliste nomauteur authorname redacteur postauthor",
        "tags": "tags motscles keywords themes thematiques mots sujets labels motcle theme tag"
        " etiquettes motsclefs motclef keyword hashtags metakeywords",
        "section": "rubrique section category categories categorie desk service articlesection"
        " rubriques sections sectionname rubriqueprincipale primarysection"
        " nomrubrique",
        "source": "source media journal publication publisher titrepresse support publishername"
        " sitename",
        "published": "date datepublication datepubli publishedat publisheddate pubdate publie"
        " published publishdate datepublished created createdat postdate publishedon"
        " publicationdate dateparution parution datetime datecreated firstpublished"
        " datecreation webpublicationdate displaydate datemiseenligne miseenligne timestamp",
        "modified": "datemodification modifie updated updatedat modified datemodified misajour"
        " datemiseajour miseajour modifiedat lastmodified datemodif datemaj maj postmodified"
        " updateddate changed lastmod lastupdated lastupdateddate",
        "url": "url lien link permalink canonicalurl href adresse urlarticle lienarticle"
        " adresseurl weburl pageurl canonical urlcanonique",
        "id": "id guid uuid uri identifiant",
        "image": "image photo imageurl thumbnail illustration featuredimage photourl urlimage"
        " thumbnailurl vignette visuel cover coverimage heroimage mainimage featureimage"
        " imageprincipale urlphoto photoprincipale topimage"
        " jetpackfeaturedmediaurl",
        "caption": "legende caption credit legendephoto imagecaption legendeimage photocaption",
        "language": "langue language lang locale inlanguage langcode",
        # what is no field: the hour beside a day, and whether anyone was to read the article
        "hour": "heure heurepublication time hour",
        "status": "status statut etat state poststatus draft brouillon publie published",
        "type": "posttype",
    }.items()
}
_WORD = re.compile(r"[^\W_]+")
# « field_auteur » is how Drupal calls what a house added
_SMALL = frozenset("de du des d l la le les of the field".split())


@lru_cache(maxsize=4096)
def folded(name: str) -> str:
    """A name without case, accents, spaces, punctuation, prefix and small words.

    « Date de publication », `date_publication` and `dc:DatePublication` fold alike.
    """
    plain = "".join(c for c in normalize("NFKD", name.rpartition(":")[2]) if not combining(c))
    words = _WORD.findall(plain.lower())
    return "".join(word for word in words if word not in _SMALL or len(words) == 1)


def field_of(name: str) -> str | None:
    """The field that a name stands for, the English one of `Article` too; None for another."""
    key = folded(name)
    return next((field for field, names in NAMES.items() if key == field or key in names), None)


class Columns:
    """The names of a house, before those of the table."""

    def __init__(self, of_house: Mapping[str, str]) -> None:
        own: dict[str, tuple[str, ...]] = {}
        for name, column in of_house.items():
            if field := field_of(name):
                own[field] = (*own.get(field, ()), folded(column))
        self._names = {
            field: tuple(dict.fromkeys((*own.get(field, ()), *names)))
            for field, names in NAMES.items()
        }

    def of(self, record: Mapping[str, object], field: str) -> Iterator[tuple[str, object]]:
        """The values of a record that may be a field's, with their names, the best first."""
        by_fold: dict[str, tuple[str, object]] = {}
        for name, value in record.items():
            if not by_fold.get(folded(name), ("", None))[1]:
                by_fold[folded(name)] = (name, value)
        return (by_fold[name] for name in self._names[field] if name in by_fold)

    def stands(self, names: list[str], *fields: str) -> bool:
        """Whether one of these names of an export is one of these fields."""
        keys = set(map(folded, names))
        return any(not keys.isdisjoint(self._names[field]) for field in fields)
