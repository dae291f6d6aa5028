"""Who may see how the house is."""

from ipaddress import ip_address

from django.conf import settings
from django.http import Http404, HttpRequest
from django.utils.crypto import constant_time_compare

FORWARDING = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_X_FORWARDED_HOST", "HTTP_VIA")


def may_read_metrics(request: HttpRequest) -> None:
    """Those on this machine, and those with the token. Raises Http404, so that nobody else learns of the address.

    What came through a proxy looks as if it came from this machine: then the token is asked for.
    """
    token = settings.METRICS_TOKEN
    said = request.headers.get("Authorization", "")
    if token and constant_time_compare(said.encode(), f"Bearer {token}".encode()):
        return
    if not _is_loopback(request.META.get("REMOTE_ADDR", "")) or any(name in request.META for name in FORWARDING):
        raise Http404


def _is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
