"""Is an export of WordPress taken apart a post at a time, as it is read at once?"""

import io
import tracemalloc

import pytest

from indexer.article import Article, Outcome, PassedOver, Rejected
from indexer.readers import feeds
from indexer.readers.feeds import item_scan, wxr
from indexer.readers.part import Part, Rules

HEAD = (
    '<?xml version="1.0" encoding="UTF-8" ?>\n<!-- generator="WordPress/6.4" -->\n'
    '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">'
    "<channel><title>Le Carnet</title><link>https://carnet.example</link>"
    "<wp:wxr_version>1.2</wp:wxr_version><wp:author><wp:author_login>aq</wp:author_login>"
    "<wp:author_display_name>Ada Quillien</wp:author_display_name></wp:author>"
)
CATEGORIES = "<wp:category><wp:cat_name>Mer</wp:cat_name></wp:category>" * 200


def item(number: int, *, kind: str = "post", status: str = "publish", more: str = "") -> str:
    return (
        f"<item><title>Billet {number}</title><link>https://carnet.example/{number}/</link>"
        f"<dc:creator>aq</dc:creator><content:encoded><![CDATA[<p>Le texte {number}.</p>]]>"
        f"</content:encoded><wp:post_id>{number}</wp:post_id><wp:post_type>{kind}</wp:post_type>"
        f"<wp:status><![CDATA[{status}]]></wp:status>{more}</item>\n"
    )


THUMBNAIL = (
    "<wp:postmeta><wp:meta_key><![CDATA[_thumbnail_id]]></wp:meta_key>"
    "<wp:meta_value><![CDATA[9]]></wp:meta_value></wp:postmeta>"
)
PICTURE = item(
    9,
    kind="attachment",
    status="inherit",
    more="<wp:attachment_url><![CDATA[https://i.example/9.jpg?a=1&b=2]]></wp:attachment_url>",
)


def export(*items: str) -> bytes:
    return f"{HEAD}{CATEGORIES}{''.join(items)}</channel></rss>".encode()


class Unsought(io.BytesIO):
    """A file in an archive."""

    def seekable(self) -> bool:
        return False


def taken_apart(file: io.BytesIO) -> list[Outcome]:
    assert wxr.accepts("export.xml", file.getvalue()[:4096])
    found: list[Outcome] = []
    for one in wxr.parts(file, "export.xml", Rules()):
        found += feeds.read(one, Rules()) if isinstance(one, Part) else [one]  # type: ignore[list-item]
    return found


def at_once(content: bytes) -> list[Outcome]:
    return list(feeds.read(Part(name="export.xml", content=content), Rules()))


def test_an_export_taken_apart_gives_what_it_gives_at_once() -> None:
    content = export(
        item(1, more=THUMBNAIL), item(2, status="draft"), item(3), item(4, kind="page"), PICTURE
    )
    found = taken_apart(io.BytesIO(content))
    assert found == at_once(content)
    assert isinstance(found[0], Article)
    assert found[0].image == "https://i.example/9.jpg?a=1&b=2"
    assert found[0].authors == ("Ada Quillien",)
    assert found[1] == PassedOver("export.xml#2", "brouillon")


@pytest.mark.parametrize("size", [7, 64, 1000])
def test_marks_that_a_block_cuts_are_found(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    content = export(item(1), item(2), item(3))
    whole = list(item_scan.items(io.BytesIO(content)))
    monkeypatch.setattr(item_scan, "_BLOCK", size)
    assert list(item_scan.items(io.BytesIO(content))) == whole
    assert len(whole) == 4


def test_an_item_in_a_text_is_none() -> None:
    trap = item(1).replace("<p>Le texte 1.</p>", "<p>Les <item> et </item> d’un flux.</p>")
    assert len(taken_apart(io.BytesIO(export(trap, item(2))))) == 2


def test_a_file_in_an_archive_gives_its_posts_too() -> None:
    content = export(item(1, more=THUMBNAIL), PICTURE)
    article = taken_apart(Unsought(content))[0]
    assert isinstance(article, Article)
    assert article.image is None


def test_a_cut_export_gives_what_stands_before_the_cut() -> None:
    found = taken_apart(io.BytesIO(export(item(1), item(2))[:-60]))
    assert [type(one) for one in found] == [Article]


def test_an_export_without_posts_is_refused_once() -> None:
    found = taken_apart(io.BytesIO(export(item(1, status="draft"), PICTURE)))
    refused = [one for one in found if isinstance(one, Rejected)]
    assert [one.source for one in refused] == ["export.xml"]
    assert "1\u00a0brouillon" in refused[0].reason
    assert "1\u00a0pièce jointe" in refused[0].reason


def test_a_feed_is_no_export() -> None:
    assert not wxr.accepts("a.xml", b"<rss><channel/></rss>")
    assert not wxr.accepts("a.html", b"<html>http://wordpress.org/export/</html>")


def test_a_post_too_long_is_refused_and_the_next_one_read() -> None:
    long = item(1).replace("Le texte 1.", "a " * 11_000_000)
    found = taken_apart(io.BytesIO(export(long, item(2))))
    assert isinstance(found[0], Rejected)
    assert found[0].source == "export.xml#1"
    assert isinstance(found[1], Article)


class _Long:
    """An export of many posts that is never whole in memory."""

    def __init__(self, posts: int) -> None:
        self._blocks = iter([HEAD.encode()])
        self._numbers = iter(range(posts))
        self._text = "x" * 50_000

    def seekable(self) -> bool:
        return False

    def read(self, size: int) -> bytes:
        for block in self._blocks:
            return block
        for number in self._numbers:
            return item(number).replace("Le texte", self._text).encode()[:size]
        return b""


def test_a_long_export_takes_no_more_memory_than_a_post() -> None:
    tracemalloc.start()
    found = wxr.parts(_Long(400), "export.xml", Rules())  # type: ignore[arg-type]
    count = len([one.name for one in found if isinstance(one, Part)])
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 400
    assert peak < 5_000_000
