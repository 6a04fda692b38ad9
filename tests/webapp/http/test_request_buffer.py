"""Is a request taken when its last byte has come, however the bytes come, and not before?"""

from collections.abc import Sequence

import pytest
from gunicorn.config import Config
from gunicorn.http import RequestParser
from hypothesis import given
from hypothesis import strategies as st

from webapp.http.request_buffer import BODY_BYTES, RequestBuffer, Stage

HEAD = b"POST /deja-traite HTTP/1.1\r\nHost: a\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
REQUESTS = (
    b"GET / HTTP/1.1\r\nHost: a\r\n\r\n",
    HEAD + b"Content-Length: 0\r\n\r\n",
    HEAD + b"content-length:7\r\n\r\ntexte=a",
    CHUNKED + b"0\r\n\r\n",
    CHUNKED + b"3\r\ntex\r\n4;a=b\r\nte=a\r\n0\r\n\r\n",
    CHUNKED + b"4\r\n\r\n\r\n\r\n0\r\n\r\n",
    CHUNKED + b"1\r\na\r\n0\r\nX: y\r\nZ: z\r\n\r\n",
)
CUTS = st.lists(st.integers(0, 200)).map(sorted)


def parts(text: bytes, cuts: Sequence[int]) -> list[bytes]:
    ends = [*cuts, len(text)]
    return [text[start:end] for start, end in zip([0, *cuts], ends, strict=True)]


@given(st.sampled_from(REQUESTS), CUTS)
def test_a_request_is_whole_with_its_last_byte_in_whatever_parts(
    request_: bytes, cuts: Sequence[int]
) -> None:
    incoming = RequestBuffer()
    for part in parts(request_[:-1], cuts):
        assert incoming.add(part) is not None
    assert incoming.add(request_[-1:]) is None


@pytest.mark.parametrize("request_", REQUESTS)
@pytest.mark.parametrize("following", REQUESTS)
def test_what_follows_is_the_next_request(request_: bytes, following: bytes) -> None:
    incoming = RequestBuffer()
    parser = RequestParser(Config(), incoming, ("127.0.0.1", 1))
    assert incoming.add(request_ + following[:9]) is None
    next(parser).body.read()
    incoming.begin(parser.unreader.take_buffered())
    assert incoming.add(b"") is Stage.HEAD
    assert incoming.add(following[9:]) is None
    next(parser).body.read()
    incoming.begin(parser.unreader.take_buffered())
    assert incoming.add(b"") is Stage.IDLE


@pytest.mark.parametrize(
    ("sent", "stages"),
    [
        pytest.param([b"", b"G", b"ET /"], [Stage.IDLE, Stage.HEAD, Stage.HEAD], id="head"),
        pytest.param([HEAD, b"Content-Length: 2\r\n\r\n"], [Stage.HEAD, Stage.BODY], id="body"),
        pytest.param([b"a" * 70_000], [None], id="head too long"),
        pytest.param(
            [HEAD + b"Content-Length: %d\r\n\r\n" % (BODY_BYTES + 1)], [None], id="body too long"
        ),
        pytest.param([CHUNKED, b"5\r\n", b"ab"], [Stage.BODY] * 3, id="chunk"),
        pytest.param([CHUNKED, b"zz\r\n"], [Stage.BODY, None], id="no chunk"),
        pytest.param([CHUNKED, b"1\r\nabc"], [Stage.BODY, None], id="chunk longer than said"),
        pytest.param([CHUNKED, b"a" * 400_000], [Stage.BODY, None], id="chunks too long"),
    ],
)
def test_what_is_waited_for(sent: Sequence[bytes], stages: Sequence[Stage | None]) -> None:
    incoming = RequestBuffer()
    assert [incoming.add(part) for part in sent] == list(stages)
