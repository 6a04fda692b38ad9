"""What do answers look like? A JSON Schema for each; members may be added, so none is closed."""

from collections.abc import Mapping
from typing import Any

from indexer.engines.request import Sort
from indexer.generations.differences import ADDED, CHANGED, REMOVED
from webapp.contract.parameters import FACET_NAMES
from webapp.contract.problems import Code

Schema = Mapping[str, Any]

_TEXT: Schema = {"type": "string"}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_FLAG: Schema = {"type": "boolean"}
_MOMENT: Schema = {"type": "string", "format": "date-time"}
_TEXTS: Schema = {"type": "array", "items": _TEXT}
_NULL: Schema = {"type": "null"}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, _NULL]}


def _object(required: Mapping[str, Schema], optional: Mapping[str, Schema] | None = None) -> Schema:
    """An object with these members; those of `optional` may be absent."""
    properties = {**required, **(optional or {})}
    shape = {"type": "object", "properties": properties}
    return {**shape, "required": list(required)} if required else shape


_ARTICLE: Mapping[str, Schema] = {
    "id": _TEXT,
    "url": _or_null(_TEXT),
    "title": _TEXT,
    "lede": _TEXT,
    "tags": _TEXTS,
    "authors": _TEXTS,
    "source": _TEXT,
    "section": _TEXT,
    "language": _TEXT,
    "published": _or_null(_MOMENT),
    "modified": _or_null(_MOMENT),
    "image": _or_null(_TEXT),
    "body": _TEXT,
    "body_headings": _list(_COUNT),
}
_PASSAGES = _list(_ref("Passage"))
_OPENED: Mapping[str, Schema] = {"count": _COUNT, "url": _TEXT}
_VALUE: Mapping[str, Schema] = {"value": _TEXT, "label": _TEXT, **_OPENED}
_PAGE: Mapping[str, Schema] = {
    "total": _COUNT,
    "partial": _FLAG,
    "page": {"type": "integer", "minimum": 1},
    "page_size": {"type": "integer", "minimum": 1},
    "next_url": _or_null(_TEXT),
    "query": _object(
        {"text": _TEXT, "interpreted": _TEXT},
        {
            "equivalents": _list(_object({"typed": _TEXT, "others": _TEXTS, "url": _TEXT})),
        },
    ),
    "warnings": _list(
        _object({"message": _TEXT, "start": _COUNT, "end": _COUNT, "repair": _TEXT}),
    ),
    "index": _object({"generation": _TEXT, "updated_at": _MOMENT}),
}
# `fields` may leave out any member of an article
SCHEMAS: Mapping[str, Schema] = {
    "Results": _object(
        {
            **_PAGE,
            "took_ms": {"type": "number"},
            "sort": {"type": "string", "enum": list(Sort)},
            "facets": _object({}, dict.fromkeys(FACET_NAMES, _list(_ref("FacetValue")))),
            "histogram": _list(
                _object({"month": {"type": "string", "pattern": r"^\d{4}-\d\d$"}, "count": _COUNT})
            ),
            "words": _list(_object({"word": _TEXT, "forms": _list(_ref("Form"))})),
            "proposals": _object(
                {
                    "spelling": _or_null(_ref("OtherSearch")),
                    "filters": _list(_ref("OtherSearch")),
                }
            ),
            "hits": _list(_ref("Hit")),
            "nearly": _object(
                {
                    "total": _COUNT,
                    "spellings": _list(_object({"typed": _TEXT, "read": _TEXT})),
                    "dates": _list(_ref("OtherSearch")),
                    "hits": _list(_ref("Hit")),
                }
            ),
        }
    ),
    "FacetValues": _object(
        {
            **_PAGE,
            "facet": {"type": "string", "enum": list(FACET_NAMES)},
            "values": _list(_ref("FacetValue")),
        }
    ),
    "Suggestions": _object(
        {
            "words": _list(_object({"text": _TEXT, "count": _COUNT})),
            "tags": _list(_object(_VALUE)),
            "authors": _list(_object(_VALUE)),
            "titles": _list(
                _object(
                    {"title": _TEXT, "id": _TEXT, "source": _TEXT, "published": _or_null(_MOMENT)}
                )
            ),
        }
    ),
    "Article": _object({}, _ARTICLE),
    "Changes": _object(
        {
            "since": _TEXT,
            "generation": _TEXT,
            "changes": _list(
                _object(
                    {
                        "id": _TEXT,
                        "kind": {"type": "string", "enum": [ADDED, CHANGED, REMOVED]},
                        "generation": _TEXT,
                    }
                )
            ),
            "next_url": _or_null(_TEXT),
        }
    ),
    "Hit": _object(
        {},
        {
            **_ARTICLE,
            "score": {"type": "number"},
            "found_by": _TEXTS,
            "missing": _TEXTS,
            "highlights": _object(
                {
                    "title": _ref("Passage"),
                    "lede": _ref("Passage"),
                    "body": _PASSAGES,
                    "tags": _PASSAGES,
                    "authors": _PASSAGES,
                }
            ),
        },
    ),
    "Passage": _object(
        {
            "text": _TEXT,
            "marks": _list({"type": "array", "items": _COUNT, "minItems": 2, "maxItems": 2}),
            "html": _TEXT,
        }
    ),
    "FacetValue": _object({**_VALUE, "selected": _FLAG}),
    "Form": _object({"form": _TEXT, **_OPENED, "selected": _FLAG}),
    "OtherSearch": _object({"text": _TEXT, "total": _COUNT, "url": _TEXT}),
    "Problem": _object(
        {
            "type": _TEXT,
            "title": _TEXT,
            "status": {"type": "integer"},
            "detail": _TEXT,
            "code": _TEXT,
        },
        {
            "param": _TEXT,
            "suggestion": _TEXT,
            "errors": _list(
                _object(
                    {
                        "code": {"type": "string", "enum": list(Code)},
                        "param": _TEXT,
                        "detail": _TEXT,
                        "suggestion": _TEXT,
                    }
                )
            ),
            "articles": _list(_object({"id": _TEXT, "title": _TEXT, "url": _or_null(_TEXT)})),
        },
    ),
}
