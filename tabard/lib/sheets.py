"""Cells of CSV files that people open in a spreadsheet."""

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def defused(text: str) -> str:
    """What a spreadsheet would take for a formula, quoted with an apostrophe; everything else as it is."""
    return f"'{text}" if text.startswith(FORMULA) else text
