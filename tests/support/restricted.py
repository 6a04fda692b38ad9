"""Run a command under limits: « restricted.py FSIZE=4096 NOFILE=10 DAC=0 COMMAND… ».

DAC=0 takes from root its right to write in folders that are read-only, BIND=0 the one to ports
below 1024.
"""

import ctypes
import os
import resource
import sys

PR_CAPBSET_DROP = 24
# CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH, CAP_NET_BIND_SERVICE
CAPABILITIES = {"DAC": (1, 2), "BIND": (10,)}


def restrict(name: str, value: int) -> None:
    """Set one limit on this process and those it runs."""
    if name in CAPABILITIES:
        library = ctypes.CDLL(None)
        for capability in CAPABILITIES[name]:
            # without the capability the call fails, which is as well
            library.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)
    else:
        resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (value, value))


if __name__ == "__main__":
    limits = [argument for argument in sys.argv[1:4] if "=" in argument]
    for limit in limits:
        name, _, value = limit.partition("=")
        restrict(name, int(value))
    command = sys.argv[1 + len(limits) :]
    os.execv(command[0], command)  # noqa: S606 - the command of a test
