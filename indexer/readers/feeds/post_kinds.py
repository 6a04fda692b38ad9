"""What is an item of an export of WordPress, if it is no published post?"""

from collections.abc import Mapping

_TYPES: Mapping[str, str] = {
    "attachment": "pièce jointe",
    "page": "page",
    "nav_menu_item": "menu",
    "revision": "révision",
}
_STATUSES: Mapping[str, str] = {
    "draft": "brouillon",
    "auto-draft": "brouillon",
    "pending": "article proposé",
    "future": "article programmé",
    "private": "article privé",
    "trash": "article jeté",
}


def kind(post_type: str, status: str, password: str) -> str:
    """What an item with these is, in French; "" for a published post."""
    of, state = post_type.strip(), status.strip()
    if of not in ("", "post"):
        return _TYPES.get(of, "autre contenu")
    if state not in ("", "publish"):
        return _STATUSES.get(state, "article écarté")
    return "article protégé" if password.strip() else ""
