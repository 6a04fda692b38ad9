"""Is what was just logged kept back, and nothing else?"""

from webapp.http.log_throttle import Throttle


def test_a_text_is_let_through_once_and_no_other_one_is_kept_back() -> None:
    throttle = Throttle()
    # more than there are slots: some share one
    for rank in range(2000):
        assert throttle.allows(f"texte {rank}"), rank
        assert not throttle.allows(f"texte {rank}"), rank
