"""What the menu of the digital lead counts, on every page that has it."""

from collections.abc import Callable

from django.http import HttpRequest

from tabard.voice.network.models import Report


def waiting(_request: HttpRequest | None) -> dict[str, Callable[[], int]]:
    """Context processor: counted only where a page shows it."""
    return {"report_count": Report.objects.filter(settled_at=None).count}
