"""How does the address bar of a browser search the archive? OpenSearch 1.1 and its suggestions."""

from flask import Blueprint, Response, json, request

from indexer.search.request import SearchRequest
from indexer.search.suggest import suggest
from webapp import params
from webapp.extensions import open_generation
from webapp.middleware.url_prefix import here, with_host
from webapp.views import xml
from webapp.views.xml import child

blueprint = Blueprint("browser_search", __name__)

OPENSEARCH = "http://a9.com/-/spec/opensearch/1.1/"
MIMETYPE = "application/opensearchdescription+xml"
SUGGESTIONS = "application/x-suggestions+json"
# What the address bar puts the typed text in place of
_TYPED = "{searchTerms}"


@blueprint.get("/opensearch.xml")
def description() -> Response:
    """What a browser needs to know to search the archive."""
    root = with_host(here(""))
    tree = xml.root(OPENSEARCH, "OpenSearchDescription")
    child(tree, "ShortName", "Manchette")
    child(tree, "Description", "Chercher dans l’archive de la rédaction")
    child(tree, "InputEncoding", "UTF-8")
    child(tree, "OutputEncoding", "UTF-8")
    child(tree, "Language", "fr")
    child(tree, "Image", f"{root}/static/favicon.svg", type="image/svg+xml")
    child(tree, "Url", type="text/html", method="get", template=f"{root}/?q={_TYPED}")
    suggestions = f"{root}/suggestions?q={_TYPED}"
    child(tree, "Url", type=SUGGESTIONS, method="get", template=suggestions)
    feed = f"{root}/search.atom?q={_TYPED}"
    child(tree, "Url", type="application/atom+xml", method="get", template=feed)
    child(tree, "Url", type=MIMETYPE, rel="self", template=f"{root}/opensearch.xml")
    return xml.response(tree, MIMETYPE)


@blueprint.get("/suggestions")
def suggestions() -> Response:
    """What `q` can go on as, in the form that browsers want: [typed, [completion…]]."""
    asked, _ = params.read(request.args.to_dict(flat=False))
    with open_generation() as opened:
        found = suggest(SearchRequest(text=asked.text), opened.searcher)
    texts = [*(row.text for row in found.words), *(row.label for row in found.tags)]
    answer = [asked.text, list(dict.fromkeys(texts))]
    return Response(json.dumps(answer), content_type=SUGGESTIONS)
