"""The addresses of this server's own pages, as they stand outside of them: in mail, in feeds, on a printed badge."""

from django.conf import settings


def whole(path: str) -> str:
    """The address with scheme and host; `path` begins with a stroke."""
    return f"{settings.BASE_URL}{path}"
