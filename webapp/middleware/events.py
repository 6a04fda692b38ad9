"""What happens in an answer that may be counted? Routes tell it, whoever counts listens."""

from blinker import Namespace

_ours = Namespace()
# With `total`, the articles found, and `partial`, whether some may be missing
searched = _ours.signal("searched")
# With `change`: 1 where a file begins to be sent, -1 where it ends
sending = _ours.signal("sending")
