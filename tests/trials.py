"""How often a random trial is repeated: continuous integration has no time for all of them."""

import os

SHARE = float(os.environ.get("DONEBOOK_TRIALS", "1"))


def trials(number: int) -> int:
    """How many of so many trials are made: all, or the share that DONEBOOK_TRIALS names (0 to 1)."""
    return max(1, round(number * SHARE))
