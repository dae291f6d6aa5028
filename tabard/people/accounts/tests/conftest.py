import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _fresh_counts():
    """Tries are counted, and used codes remembered, in the cache."""
    cache.clear()
