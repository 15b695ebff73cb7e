"""Poppler for the tests: PyPI has none, so it is the machine's, or one that they get by themselves."""

import os
import shutil
from functools import cache

from chromium import INSTALL, UPDATE, one_at_a_time, run_all

NONE = (
    "These tests need poppler's pdftoppm, and none could be installed. On Debian run"
    " `sudo apt-get install poppler-utils`, on macOS `brew install poppler`."
)


class NoPoppler(Exception):  # noqa: N818 - a state of the machine
    """There is no poppler and no way to get one; the message says what to do."""


@cache
def pdftoppm() -> str:
    """The path of poppler's program that makes pictures of pages. Gets one first where the machine has none.

    Raises NoPoppler.
    """
    with one_at_a_time("poppler"):
        if os.geteuid() == 0 and not shutil.which("pdftoppm"):
            run_all((UPDATE, (*INSTALL, "poppler-utils")))
    found = shutil.which("pdftoppm")
    if not found:
        raise NoPoppler(NONE)
    return found
