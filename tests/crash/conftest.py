"""How long do the tests of crashes go on? Briefly in the suite; « --long » is `make proof`."""

from collections.abc import Callable

import pytest

Scale = Callable[[int, int], int]
Tell = Callable[[str], None]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Have an option for the long form."""
    parser.addoption("--long", action="store_true", help="the long form: make proof")


@pytest.fixture(scope="session")
def scale(request: pytest.FixtureRequest) -> Scale:
    """Choose between a number for the suite and one for the long form."""
    is_long = request.config.getoption("--long", default=False)
    return lambda short, long: long if is_long else short


@pytest.fixture
def tell(capfd: pytest.CaptureFixture[str]) -> Tell:
    """Print a figure at once, whatever pytest keeps."""

    def print_now(text: str) -> None:
        with capfd.disabled():
            print(text, flush=True)  # noqa: T201 - figures are what the long form is for

    return print_now
