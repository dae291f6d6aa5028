"""Cells of a table that goes to a spreadsheet program."""

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would take for something to do


def harmless(cell: str) -> str:
    """The cell with an apostrophe before what a spreadsheet would take for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell
