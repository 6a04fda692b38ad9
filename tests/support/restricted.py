"""Run a command under limits: « restricted.py FSIZE=4096 NOFILE=10 DAC=0 COMMAND… ».

DAC=0 takes from root its right to write in folders that are read-only.
"""

import ctypes
import os
import resource
import sys

PR_CAPBSET_DROP = 24
CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH = 1, 2


def restrict(name: str, value: int) -> None:
    """Set one limit on this process and those it runs."""
    if name == "DAC":
        # without the capability the call fails, which is as well
        library = ctypes.CDLL(None)
        library.prctl(PR_CAPBSET_DROP, CAP_DAC_OVERRIDE, 0, 0, 0)
        library.prctl(PR_CAPBSET_DROP, CAP_DAC_READ_SEARCH, 0, 0, 0)
    else:
        resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (value, value))


if __name__ == "__main__":
    limits = [argument for argument in sys.argv[1:4] if "=" in argument]
    for limit in limits:
        name, _, value = limit.partition("=")
        restrict(name, int(value))
    command = sys.argv[1 + len(limits) :]
    os.execv(command[0], command)  # noqa: S606 - the command of a test
