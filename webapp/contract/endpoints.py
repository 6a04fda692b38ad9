"""Which addresses are there for programs? The one table that documents are drawn from."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from webapp.contract import parameters as table
from webapp.contract.parameters import Parameter


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """An address, `{…}` in it for what it is about: what it answers, in French, and its parameters.

    `answer` names the schema of what it gives in JSON, or is the media type of a file. `places`
    tells in French what stands in the path, by name. `example` leads to an answer of any archive.
    """

    path: str
    title: str
    french: str
    parameters: tuple[Parameter, ...]
    answer: str
    places: Mapping[str, str] = field(default_factory=dict)
    example: str = ""

    @property
    def operation(self) -> str:
        """A name of its own for the programs that are drawn from the description."""
        return self.path.removeprefix("/api/v1").strip("/").replace("/{", "_").strip("}")


SEARCH = Endpoint(
    path="/api/v1/search",
    title="Chercher",
    french="Une page d’articles, avec les passages trouvés, les facettes, l’histogramme et ce qui "
    "a été compris de la demande.",
    parameters=(*table.SEARCH, table.CURSOR, *table.CHOICE),
    answer="Results",
    example="/api/v1/search?q=conseil&page_size=2&facets=tag&facet.size=3",
)
FACET = Endpoint(
    path="/api/v1/facets/{name}",
    title="Lister les valeurs d’une facette",
    french="Les valeurs d’une facette dans une recherche, les plus fréquentes d’abord, page par "
    "page ; les nombres ne tiennent pas compte de ce qui est retenu dans cette facette, sauf "
    "quand tout doit l’être à la fois.",
    parameters=(*table.NARROWED, table.PREFIX, *table.FACET_PAGES),
    answer="FacetValues",
    places={"name": f"la facette : {', '.join(table.FACET_NAMES)}"},
    example="/api/v1/facets/tag?page_size=10",
)
SUGGEST = Endpoint(
    path="/api/v1/suggest",
    title="Compléter ce qui est tapé",
    french="Les mots, thèmes, auteurs et titres par lesquels « q » peut se poursuivre.",
    parameters=table.TYPED,
    answer="Suggestions",
    example="/api/v1/suggest?q=cons&limit=3",
)
ARTICLE = Endpoint(
    path="/api/v1/articles/{id}",
    title="Lire un article",
    french="Un article entier, par son identifiant ou celui qu’il avait avant.",
    parameters=table.ONE_ARTICLE,
    answer="Article",
    places={"id": "l’identifiant d’un article, membre « id » des réponses"},
)
CHANGES = Endpoint(
    path="/api/v1/changes",
    title="Suivre ce qui change",
    french="Les articles ajoutés, changés ou retirés par les publications depuis une génération, "
    "dans leur ordre, pendant 90 jours.",
    parameters=table.CHANGES,
    answer="Changes",
    example="/api/v1/changes",
)
ENDPOINTS = (SEARCH, FACET, SUGGEST, ARTICLE, CHANGES)
DESCRIPTION = "/api/v1/openapi.json"
DOCUMENTATION = "/api/docs"
