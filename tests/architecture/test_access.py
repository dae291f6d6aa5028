"""Every address stands in the access table."""

import re
from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from tests.architecture.access_table import ACCESS

KINDS = {"public", "token", "signed-in", "officer", "own team", "reviewer", "team/lead", "lead", "system", "app"}


def addresses(inside: Any = None, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Each full pattern of the URL conf with its entry, as in `places/<slug:slug>/`."""
    for entry in (inside or get_resolver()).url_patterns:
        pattern = before + re.sub(r"^\^", "", str(entry.pattern))
        if isinstance(entry, URLResolver):
            yield from addresses(entry, pattern)
        else:
            yield pattern, entry


def test_every_address_stands_in_the_access_table():
    assert {pattern for pattern, _ in addresses()} - set(ACCESS) == set()


def test_the_access_table_names_no_address_that_is_gone():
    assert set(ACCESS) - {pattern for pattern, _ in addresses()} == set()


def test_the_access_table_says_who_in_its_own_words():
    assert set(ACCESS.values()) <= KINDS
