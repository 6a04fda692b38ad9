"""Which id does an article have, whichever capture of it is read?"""

import re
from datetime import date, datetime
from hashlib import sha256
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit

from indexer.article import Article

_NUMBER = re.compile(r"(?<!\d)(\d{7,})(?:\.\w+)?/?$")
_AMP = re.compile(r"/amp(?=/|$)")
# No path at all, or a program that makes every page: only the query says which one
_SCRIPT = re.compile(
    r"^/*$|/cgi-bin/|\.(?:php\d?|phtml|aspx?|ashx|jspx?|jsf|cfml?|f?cgi|do|action|pl|py|dll|exe|nsf)"
    r"(?:;[^/]*)?/*$",
    re.IGNORECASE,
)
# Parameters that say who came from where, in which session or form, and never which page
_ASIDE_PREFIXES = ("utm_", "at_", "hsa_", "mtm_", "matomo_", "piwik_")
_ASIDE = frozenset(
    "_ga _gl _hsenc _hsmi amp cmpid dclid fbclid gad_source gbraid gclid gclsrc igsh igshid"
    " jsessionid li_fat_id mc_cid mc_eid mkt_tok msclkid ns_campaign ns_fee ns_linkname ns_mchannel"
    " ns_source ocid phpsessid pk_campaign pk_content pk_keyword pk_kwd pk_medium pk_source ref_src"
    " ref_url ttclid twclid wbraid xtcr xtloc xtmc xtnp xtor xtref xts yclid".split()
)
_YEARS = range(1800, 2101)
_DAY_DIGITS = 8
_ID_DIGITS = 16


def article_id(url: str | None, title: str, published: datetime | None) -> str:
    """16 hexadecimal digits of the SHA-256 of what names the article.

    That is its host and the number of at least 7 digits that ends its path, else its host and path
    without `/amp/`; eight digits that are a day are no number. Where the path is empty or a script
    its query belongs to it, in any order and without what tracks readers. Without an address it is
    its title and its date.
    """
    parts = _split(url)
    return _digest(_name(parts) if parts else _undressed(url, title, published))


def wire_id(identity: str) -> str:
    """The id of a wire, by its guid, uri or PublicIdentifier without a version or revision."""
    return _digest(f"wire\n{identity.strip()}")


def former_id(url: str | None, title: str, published: datetime | None) -> str:
    """The id that `article_id` gave before days and queries counted: purges and links hold it."""
    parts = _split(url)
    return _digest(_former_name(parts) if parts else _undressed(url, title, published))


def former_ids(article: Article) -> tuple[str, ...]:
    """The former id of an article, none where it is its id or where it has no address."""
    former = former_id(article.url, article.title, article.published)
    return (former,) if _split(article.url) and former != article.id else ()


def is_id(text: str) -> bool:
    """Whether a text has the form of an id."""
    return re.fullmatch(r"[0-9a-f]{16}", text) is not None


def _digest(name: str) -> str:
    return sha256(name.encode()).hexdigest()[:_ID_DIGITS]


def _split(url: str | None) -> SplitResult | None:
    """The parts of an address; None for one without a host."""
    try:
        parts = urlsplit(url or "")
        host = parts.hostname
    except ValueError:  # an IPv6 bracket left open
        return None
    return parts if host else None


def _undressed(url: str | None, title: str, published: datetime | None) -> str:
    return f"{title}\n{published.isoformat() if published else url or ''}"


def _former_name(parts: SplitResult) -> str:
    path = _AMP.sub("", parts.path)
    number = _NUMBER.search(path)
    return f"{parts.hostname}/{number[1]}" if number else f"{parts.hostname}{path.rstrip('/')}"


def _name(parts: SplitResult) -> str:
    path = _AMP.sub("", parts.path)
    number = _NUMBER.search(path)
    dated = number is not None and _is_day(number[1])
    script = _SCRIPT.search(path) is not None
    query = _query(parts.query) if script else ""
    if query or dated or (script and not number):
        # no former name holds a « ? »: that of one article is never the former one of another
        whole = path.rstrip("/") if dated or not number else f"/{number[1]}"
        return f"{parts.hostname}{whole}?{query}"
    return _former_name(parts)


def _is_day(digits: str) -> bool:
    """Whether digits are a day of these three centuries: 20241122."""
    if len(digits) != _DAY_DIGITS:
        return False
    try:
        return date.fromisoformat(digits).year in _YEARS
    except ValueError:
        return False


def _query(query: str) -> str:
    """The parameters that tell pages apart, each once, in one order and one writing."""
    # an address copied from a page keeps its entities; bytes of Latin-1 must stay different
    pairs = parse_qsl(query.replace("&amp;", "&"), keep_blank_values=True, errors="surrogateescape")
    kept = sorted({(name, value) for name, value in pairs if not _is_aside(name.lower())})
    return urlencode(kept, errors="surrogatepass")


def _is_aside(name: str) -> bool:
    return name in _ASIDE or name.startswith(_ASIDE_PREFIXES)
