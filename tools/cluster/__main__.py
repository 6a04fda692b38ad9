"""Run a cluster until Ctrl-C, and print the setting that names it: make cluster."""

import signal
from contextlib import suppress

from tools.cluster.nodes import FAST, running

if __name__ == "__main__":
    with suppress(KeyboardInterrupt), running(FAST) as cluster:
        print(f"OPENSEARCH_URL={','.join(cluster.urls)}", flush=True)
        signal.pause()
