"""The addresses (ids) by which our actors and notes are known elsewhere. Once given they never change.

An actor's and a note's id are the addresses of their pages: which face is shown, content negotiation decides.
"""

from functools import lru_cache
from urllib.parse import urlsplit

from django.conf import settings

PUBLIC = "https://www.w3.org/ns/activitystreams#Public"


def our_host() -> str:
    """What stands after the @ of our handles (RFC 7565): the host of BASE_URL, with its port where it has one."""
    return urlsplit(settings.BASE_URL).netloc.lower()


def fediverse_handle(handle: str) -> str:
    """As one types it into any app to find one of ours."""
    return f"@{handle}@{our_host()}"


def actor_uri(handle: str) -> str:
    return f"{settings.BASE_URL}/@{handle}/"


def server_actor_uri() -> str:
    """The actor of the server itself, which signs what no team or officer asks for."""
    return f"{settings.BASE_URL}/actor/"


def note_uri(handle: str, post_id: int) -> str:
    return f"{settings.BASE_URL}/@{handle}/{post_id}/"


def activity_uri(actor: str, kind: str, number: int | str) -> str:
    """The id of an activity that has no page: `kind` as `follow`, `like`; `number` tells it from others of its kind."""
    return f"{actor}#{kind}/{number}"


def shared_inbox() -> str:
    return f"{settings.BASE_URL}/inbox"


def is_ours(uri: str) -> bool:
    return uri == settings.BASE_URL or uri.startswith(f"{settings.BASE_URL}/")


def as_ours(typed: str) -> str:
    """An address as somebody typed it; one of our host as our ids are spelled, whatever its scheme and its end."""
    try:
        parts = urlsplit(typed)
    except ValueError:
        return typed
    is_plain = parts.scheme in {"http", "https"} and not parts.query and not parts.fragment
    return f"{settings.BASE_URL}{parts.path.rstrip('/')}/" if is_plain and parts.netloc.lower() == our_host() else typed


def host_of(uri: str) -> str:
    """The host, and the port where it has one, of an id in lower case; "" for what is no address."""
    end = uri.find("/", len("https://"))  # the same few servers write again and again: only the path is another
    return _host_of_origin(uri if end < 0 else uri[:end])


@lru_cache(maxsize=4096)
def _host_of_origin(origin: str) -> str:
    try:
        return urlsplit(origin).netloc.rpartition("@")[2].lower()
    except ValueError:
        return ""
