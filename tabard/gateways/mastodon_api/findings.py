"""What the guidelines found, as an app shows it: in a few lines of plain text, on a small screen."""

from django.utils.translation import ngettext

from tabard.voice.guidelines.checking.findings import Severity
from tabard.voice.guidelines.found import Found, by_rule
from tabard.voice.guidelines.verdicts import Verdict

MOST_LINES = 4


def lines(verdict: Verdict) -> list[str]:
    """One for each rule that found something, the gravest first: its name, the words, and what to do. Hints are left
    out, and of many rules the last are only named."""
    return lines_of(by_rule(verdict, Severity.REFUSE, Severity.REVIEW, Severity.ASK))


def lines_of(found: list[Found]) -> list[str]:
    """As `lines`, of what was picked already."""
    told = [_line(each) for each in found[:MOST_LINES]]
    if more := [each.title for each in found[MOST_LINES:]]:
        also = ngettext("One more thing: %(names)s.", "%(n)s more things: %(names)s.", len(more))
        told.append(also % {"n": len(more), "names": "; ".join(more)})
    return told


def _line(found: Found) -> str:
    if not found.quotes:
        return f"{found.title}: {found.advice}"
    quotes = ", ".join(f"“{quote}”" for quote in found.quotes)
    return f"{found.title} ({quotes}): {found.advice}"
