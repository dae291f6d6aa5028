"""What the frame says on every page, whoever asks."""

from django.conf import settings
from django.http import HttpRequest


def frame(_request: HttpRequest | None) -> dict[str, str]:
    """Context processor: the site's name, and the numbers to call. Takes no request, so that error pages can use it."""
    return {
        "site_name": settings.SITE_NAME,
        "emergency_number": settings.EMERGENCY_NUMBER,
        "emergency_text_url": settings.EMERGENCY_TEXT_URL,
        "non_emergency_number": settings.NON_EMERGENCY_NUMBER,
    }
