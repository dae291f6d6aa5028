"""The servers that are listened to: of the fediverse by https:// addresses, Bluesky's Jetstreams by wss:// ones."""

import re
from urllib.parse import urlsplit

import idna

MOST = 50
JETSTREAM = "wss"
USUAL = (
    *("https://mastodon.social", "https://mastodon.online", "https://mstdn.social", "https://mas.to"),
    *("wss://jetstream1.us-east.bsky.network", "wss://jetstream2.us-west.bsky.network"),
)
_WITH_SCHEME = re.compile(r"[a-z]+://", re.IGNORECASE)


class SourceRefused(ValueError):
    """The text is no address of a server; it is the message, at most 60 characters of it."""


def checked_source(text: str) -> str:
    """`https://host` or `wss://host`, a bare host being one of the fediverse. Raises SourceRefused."""
    text = text.strip()
    try:
        parts = urlsplit(text if _WITH_SCHEME.match(text) else f"https://{text}")
        host = idna.encode(parts.hostname or "", uts46=True, std3_rules=True).decode("ascii").lower()
        port = f":{parts.port}" if parts.port else ""
    except (ValueError, UnicodeError) as error:  # IDNAError is a UnicodeError
        raise SourceRefused(text[:60]) from error
    has_more = parts.path.strip("/") or parts.query or parts.fragment or "@" in parts.netloc
    if parts.scheme not in {"https", JETSTREAM} or has_more or ("." not in host and host != "localhost"):
        raise SourceRefused(text[:60])
    return f"{parts.scheme}://{host}{port}"


def is_jetstream(source: str) -> bool:
    return source.startswith(f"{JETSTREAM}://")
