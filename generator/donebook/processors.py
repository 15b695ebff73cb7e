"""How many things are done at once."""

import os

SETTING = "DONEBOOK_THREADS"
# Without a setting. A container may see all processors of a machine and own two of them.
MOST = 8


def thread_count() -> int:
    """How much is done at once: as the environment says, or one thing for each processor we may use."""
    asked = os.environ.get(SETTING)
    if asked:
        return int(asked)
    if hasattr(os, "sched_getaffinity"):
        return min(MOST, len(os.sched_getaffinity(0)))
    return min(MOST, os.cpu_count() or 1)
