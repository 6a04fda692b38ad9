"""Which address of a page is taken for its own?"""

# ruff: noqa: E501 (a line of markup is a line)

import pytest
from support.reading import article
from support.saved_pages import PORT, paragraphs

SITE = "https://www.gazette.example"
SAVED = "https://www.gazette.example/sauve-1"


def _page(*head: str) -> str:
    return f"<html><head><title>{PORT.title}</title>{''.join(head)}</head><body><article><h1>{PORT.title}</h1>{paragraphs(PORT)}</article></body></html>"


def canonical(address: str) -> str:
    return f'<link rel="canonical" href="{address}">'


def open_graph(address: str) -> str:
    return f'<meta property="og:url" content="{address}">'


@pytest.mark.parametrize(
    ("head", "saved", "url"),
    [
        ([canonical(f"{SITE}/a-1#haut"), open_graph(f"{SITE}/b")], None, f"{SITE}/a-1"),
        ([canonical("/a-1"), '<base href="https://www.gazette.example/x/">'], None, f"{SITE}/a-1"),
        ([canonical("/a-1"), open_graph(f"{SITE}/b-1")], None, f"{SITE}/a-1"),
        ([canonical("a-1")], f"{SITE}/rubrique/page", f"{SITE}/rubrique/a-1"),
        ([canonical(f"{SITE}/"), open_graph(f"{SITE}/b-1")], None, f"{SITE}/b-1"),
        ([canonical(f"{SITE}/?p=88")], None, f"{SITE}/?p=88"),
        ([canonical("https://autre.example/a-1")], SAVED, SAVED),
        ([canonical("https://autre.example/a-1")], None, "https://autre.example/a-1"),
        ([canonical("//www.gazette.example/a-1")], None, f"{SITE}/a-1"),
        ([canonical("https:https://www.gazette.example/a-1")], SAVED, SAVED),
        ([canonical("javascript:void(0)")], None, None),
        ([canonical("http://[ouvert/a")], None, None),
        ([canonical(f"https://web.archive.org/web/20240101/{SITE}/a-1")], None, f"{SITE}/a-1"),
        ([], None, None),
    ],
)
def test_the_address_of_a_page(head: list[str], saved: str | None, url: str | None) -> None:
    assert article(_page(*head), address=saved).url == url


def test_a_browser_notes_where_it_saved_a_page_from() -> None:
    assert article(f"<!-- saved from url=(0038){SAVED} -->\n{_page()}").url == SAVED


def test_single_file_notes_where_and_when() -> None:
    note = f"<!DOCTYPE html> <html><!--\n Page saved with SingleFile \n url: {SAVED} \n saved date: Thu Mar 27 2025 20:00:00 GMT+0100 (heure normale)\n-->"
    found = article(_page().replace("<html>", note))
    assert found.url == SAVED
    assert found.captured is not None
    assert found.captured.isoformat() == "2025-03-27T20:00:00+01:00"
