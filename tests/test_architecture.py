"""Is what docs/architecture.md tells of one file and one search what the program does?"""

import doctest

import pytest
from support.places import ROOT

PAGE = ROOT / "docs" / "architecture.md"


def test_the_story_of_a_file_and_of_a_search_is_true(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    failed, tried = doctest.testfile(str(PAGE), module_relative=False, optionflags=doctest.ELLIPSIS)
    assert tried > 20
    assert failed == 0
