"""Numbers in sentences."""


def counted(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"
