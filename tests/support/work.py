"""How much work does something take? Calls are counted, for seconds depend on the machine."""

import sys
from collections.abc import Callable
from types import CodeType, FrameType


def calls(action: Callable[[], object], of: CodeType | None = None) -> int:
    """How many functions are called meanwhile, those of C too; how often one, given its code."""
    count = 0

    def note(frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        if of is None:
            count += event in ("call", "c_call")
        else:
            count += event == "call" and frame.f_code is of

    sys.setprofile(note)
    try:
        action()
    finally:
        sys.setprofile(None)
    return count
