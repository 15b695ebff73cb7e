"""Numbers in sentences."""

from donebook.check import Checked


def counted(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"


def summary(checked: Checked) -> str:
    """How many problems there are, and in how many entries."""
    where = f"in {counted(checked.entries, 'entry', 'entries')}"
    if not checked.problems:
        return f"No problems {where}."
    errors = counted(checked.errors, "error", "errors")
    warnings = counted(checked.warnings, "warning", "warnings")
    return f"{errors}, {warnings} {where}."
