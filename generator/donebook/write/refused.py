"""Why a change can't be made."""


class Refused(Exception):  # noqa: N818 - a verdict, with what to do instead
    """The change was not made, and nothing was written; the message says why."""
