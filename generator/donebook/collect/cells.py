"""Values that go into a spreadsheet, which would run a text that looks like a formula."""

# What spreadsheets begin a formula with, or leave out before one.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe(value: str | int) -> str | int:
    """The value as it can stand in a CSV file: a text is shown, whatever it begins with."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
