"""Describe the addresses for programs as OpenAPI 3.1, from the tables that answer them."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from indexer.messages.french_format import typeset
from webapp.contract import parameters as table
from webapp.contract.endpoints import ENDPOINTS, Endpoint
from webapp.contract.parameters import Parameter
from webapp.contract.reader import MAX_VALUES
from webapp.middleware.error_answers import PROBLEM_JSON, USUAL
from webapp.views.answer_schemas import SCHEMAS
from webapp.views.export_formats import FORMATS

VERSION = "3.1.0"
_ATOM = "application/atom+xml"
_ETAG = {
    "description": "change dès que la réponse peut changer ; le rendre dans If-None-Match",
    "schema": {"type": "string"},
}
# What an address may answer beside what is asked for
_REFUSED = (
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.METHOD_NOT_ALLOWED,
    HTTPStatus.REQUEST_URI_TOO_LONG,
    HTTPStatus.INTERNAL_SERVER_ERROR,
    HTTPStatus.SERVICE_UNAVAILABLE,
)
_ABOUT_ONE = (HTTPStatus.NOT_FOUND,)
_OF_AN_ARTICLE = (HTTPStatus.MULTIPLE_CHOICES,)
_OF_A_CURSOR = (HTTPStatus.GONE,)
FILES = (
    *(
        Endpoint(
            path=f"/search.{kind.name}",
            title=f"Emporter une recherche en {kind.title}",
            french="Tous les articles d’une recherche, dans son ordre ; les pages n’y changent "
            "rien, et ce qui n’est pas compris est laissé de côté.",
            parameters=table.SEARCH,
            answer=kind.mimetype,
        )
        for kind in FORMATS
    ),
    *(
        Endpoint(
            path=f"/selection.{kind.name}",
            title=f"Emporter une sélection en {kind.title}",
            french="Les articles nommés, dans cet ordre, 100 au plus.",
            parameters=table.TICKED,
            answer=kind.mimetype,
        )
        for kind in FORMATS
    ),
    Endpoint(
        path="/search.atom",
        title="Suivre une recherche",
        french="Les 50 articles les plus récents d’une recherche, en flux Atom.",
        parameters=table.NARROWED,
        answer=_ATOM,
    ),
)


def description(version: str, root: str = "/") -> dict[str, Any]:
    """The whole description; `version` is that of the program, paths begin at its `root`."""
    return {
        "openapi": VERSION,
        "info": {
            "title": "Manchette",
            "version": version,
            "description": typeset(
                "L’archive d’une rédaction. Des membres peuvent s’ajouter aux réponses ; aucun ne "
                "disparaît ni ne change de sens sous /api/v1/. Un paramètre laissé vide, comme un "
                "champ de formulaire, est comme absent, sauf « facets »."
            ),
        },
        "servers": [{"url": root}],
        "paths": {one.path: {"get": _operation(one)} for one in (*ENDPOINTS, *FILES)},
        "components": {"schemas": SCHEMAS},
    }


def _operation(one: Endpoint) -> dict[str, Any]:
    places = [
        {
            "name": name,
            "in": "path",
            "required": True,
            "description": typeset(french),
            "schema": _place(name),
        }
        for name, french in one.places.items()
    ]
    return {
        "operationId": one.operation.replace(".", "_"),
        "summary": typeset(one.title),
        "description": typeset(one.french),
        "parameters": [*places, *map(_parameter, one.parameters)],
        "responses": {"200": _answer(one), "304": _unchanged(), **_problems(one)},
    }


def _place(name: str) -> dict[str, Any]:
    """The schema of what stands in a path."""
    is_facet = name == "name"
    return {"type": "string", "enum": list(table.FACET_NAMES)} if is_facet else {"type": "string"}


def _parameter(one: Parameter) -> dict[str, Any]:
    kind = one.kind
    values = {"type": "array", "items": kind.schema, "maxItems": MAX_VALUES}
    schema = values if kind.several else kind.schema
    lists = {"style": "form", "explode": kind.several} if kind.several or kind.listed else {}
    example = one.example.split(",") if kind.listed else one.example
    return {
        "name": one.name,
        "in": "query",
        "required": False,
        "description": typeset(one.french),
        **({"allowEmptyValue": True} if kind.empty else {}),
        **lists,
        "schema": schema,
        "example": [example] if kind.several else _typed(example, kind.schema),
    }


def _typed(example: Any, schema: Mapping[str, Any]) -> Any:
    return int(example) if schema["type"] == "integer" else example


def _answer(one: Endpoint) -> dict[str, Any]:
    is_json = one.answer in SCHEMAS
    media = "application/json" if is_json else one.answer
    schema = {"$ref": f"#/components/schemas/{one.answer}"} if is_json else {"type": "string"}
    return {
        "description": typeset(one.title),
        "headers": {"ETag": _ETAG},
        "content": {media: {"schema": schema}},
    }


def _unchanged() -> dict[str, Any]:
    return {"description": typeset("Rien n’a changé : ce qui est gardé reste bon.")}


def _problems(one: Endpoint) -> dict[str, Any]:
    """The errors of an address by status: problem+json."""
    statuses = list(_REFUSED)
    if one.places:
        statuses += _ABOUT_ONE
    if "id" in one.places:
        statuses += _OF_AN_ARTICLE
    if any(parameter.name == "cursor" for parameter in one.parameters):
        statuses += _OF_A_CURSOR
    content = {PROBLEM_JSON: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {
        str(status.value): {"description": typeset(USUAL[status].title), "content": content}
        for status in sorted(statuses)
    }
