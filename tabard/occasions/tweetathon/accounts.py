"""The accounts under which a force will post, told apart and checked by their shape."""

import re
from urllib.parse import urlsplit

import idna

LONGEST = 300
MOST = 10
FEDIVERSE, BLUESKY, WEB = "fediverse", "bluesky", "web"
COUNTED_AS = {FEDIVERSE: "mastodon", BLUESKY: "bluesky"}
X_HOSTS = {"x.com", "twitter.com", "mobile.twitter.com"}

# https://docs.joinmastodon.org/spec/webfinger/ and what Mastodon takes for a user name
_NAME = re.compile(r"[A-Za-z0-9_]+(?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?")
# https://atproto.com/specs/handle
_ATPROTO = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?")
_NO_HANDLES = {"alt", "arpa", "example", "internal", "invalid", "local", "localhost", "onion", "test"}


class AccountRefused(ValueError):
    """The text is no account that we could read: `text` is its beginning."""

    def __init__(self, text: str) -> None:
        super().__init__(text[:60])
        self.text = text[:60]


def read_accounts(text: str) -> list[dict[str, str]]:
    """One account a line, each once, with its `network` and `name`. Raises AccountRefused."""
    found = [read_account(line) for line in map(str.strip, text.splitlines()) if line]
    unique = list({(account["network"], account["name"].casefold()): account for account in found}.values())
    if len(unique) > MOST:
        raise AccountRefused(unique[MOST]["name"])
    return unique


def read_account(text: str) -> dict[str, str]:
    """`@name@server` is an account in the fediverse, `@name.bsky.social` (any domain) one on Bluesky, and an https://
    address one on the web. Raises AccountRefused."""
    if len(text) > LONGEST:
        raise AccountRefused(text)
    if text.lower().startswith("https://"):
        return {"network": WEB, "name": _address(text)}
    name, at, host = text.removeprefix("@").partition("@")
    if at:
        if not _NAME.fullmatch(name) or len(name) > 64:
            raise AccountRefused(text)
        return {"network": FEDIVERSE, "name": f"{name}@{_host(host, text)}"}
    handle = name.lower()
    if len(handle) > 253 or not _ATPROTO.fullmatch(handle) or handle.rpartition(".")[2] in _NO_HANDLES:
        raise AccountRefused(text)
    return {"network": BLUESKY, "name": handle}


def as_typed(account: dict[str, str]) -> str:
    """As `read_account` takes it."""
    return account["name"] if account["network"] == WEB else f"@{account['name']}"


def counted_as(account: dict[str, str]) -> tuple[str, str] | None:
    """The network and the handle, or on Bluesky the DID, under which posts of the account are counted; None for an
    address that is no profile."""
    if account["network"] != WEB:
        return COUNTED_AS[account["network"]], account["name"].casefold()
    parts = urlsplit(account["name"])
    host, path = (parts.hostname or "").removeprefix("www."), parts.path.strip("/").casefold()
    if host in X_HOSTS:
        return ("x", path) if path and "/" not in path else None
    if host == "bsky.app":
        name = path.removeprefix("profile/")
        return ("bluesky", name) if path != name and name and "/" not in name else None
    is_profile = path.startswith("@") and _NAME.fullmatch(path[1:])
    return ("mastodon", f"{path[1:]}@{host}") if is_profile else None


def address_of(account: dict[str, str]) -> str:
    """Where the account can be looked at."""
    if account["network"] == WEB:
        return account["name"]
    if account["network"] == BLUESKY:
        return f"https://bsky.app/profile/{account['name']}"
    name, _at, host = account["name"].partition("@")
    return f"https://{host}/@{name}"


def _host(host: str, text: str) -> str:
    try:
        domain = idna.encode(host, uts46=True, std3_rules=True).decode("ascii").lower()
    except (idna.IDNAError, UnicodeError, IndexError) as error:
        raise AccountRefused(text) from error
    if "." not in domain or domain.replace(".", "").isdigit():
        raise AccountRefused(text)
    return domain


def _address(text: str) -> str:
    try:
        parts = urlsplit(text)
        host = _host(parts.hostname or "", text)
        is_plain = parts.port in {None, 443} and "@" not in parts.netloc
    except ValueError as error:
        raise AccountRefused(text) from error
    if not is_plain or re.search(r"[\s\"'<>\\^`{|}]", text):
        raise AccountRefused(text)
    return f"https://{host}{parts.path}" + (f"?{parts.query}" if parts.query else "")
