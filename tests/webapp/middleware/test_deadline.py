"""Does the time of an answer begin and end with it?"""

from flask import Flask
from flask.testing import FlaskClient

from indexer import deadline
from webapp import ANSWER_SECONDS


def test_an_answer_has_its_time_and_what_follows_has_none(client: FlaskClient) -> None:
    app: Flask = client.application
    with app.test_request_context("/aide"):
        app.preprocess_request()
        assert 0 < deadline.remaining(60) <= ANSWER_SECONDS
    assert deadline.remaining(60) == 60
    assert client.get("/aide").status_code == 200
    assert deadline.remaining(60) == 60


def test_what_is_asked_for_is_the_most_there_is() -> None:
    deadline.begin(10)
    assert deadline.remaining(2) == 2
    deadline.begin(0)
    assert deadline.remaining(2) == 0
    deadline.begin(None)
