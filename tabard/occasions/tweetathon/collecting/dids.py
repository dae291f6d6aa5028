"""Bluesky's ids for handles: Jetstream tells the id of an author, and people register by their handle.

https://atproto.com/specs/handle: the domain that is the handle answers for itself, or the network looks it up.
"""

import asyncio
import re
from collections.abc import Iterable
from urllib.parse import urlencode

import orjson

from tabard.lib import net
from tabard.occasions.tweetathon.registered import Registered
from tabard.occasions.tweetathon.saying import BLUESKY

LOOK_UP = "https://public.api.bsky.app/xrpc/com.atproto.identity.resolveHandle"
DID = re.compile(r"did:(?:plc:[a-z2-7]{24}|web:[a-z0-9.-]{1,253})")


async def with_dids(fetcher: net.Fetcher, accounts: Iterable[Registered]) -> list[Registered]:
    """The same accounts, and those on Bluesky by their ids too, as far as anybody tells them."""
    accounts = list(accounts)
    ours = [each for each in accounts if each.network == BLUESKY and not DID.fullmatch(each.account)]
    found = await asyncio.gather(*(did_of(fetcher, each.account) for each in ours))
    return [
        *accounts,
        *(each._replace(account=did, handle=each.account) for each, did in zip(ours, found, strict=True) if did),
    ]


async def did_of(fetcher: net.Fetcher, handle: str) -> str | None:
    for url in (f"https://{handle}/.well-known/atproto-did", f"{LOOK_UP}?{urlencode({'handle': handle})}"):
        try:
            answer = await fetcher.get(url)
        except net.NetError:
            continue
        said = _in_json(answer.body) if answer.body.lstrip().startswith(b"{") else answer.body.decode(errors="replace")
        if DID.fullmatch(said.strip()):
            return said.strip()
    return None


def _in_json(body: bytes) -> str:
    try:
        told = orjson.loads(body)
    except orjson.JSONDecodeError:
        return ""
    return str(told.get("did", "")) if isinstance(told, dict) else ""
