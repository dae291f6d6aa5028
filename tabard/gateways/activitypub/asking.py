"""Asking other servers for documents and handles, signed by our server's own actor.

A document counts only where it lives: its id must be on the server that it came from in the end (FEP-fe34).
"""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings

from tabard.gateways.activitypub.actions.keys import key_of, own_key
from tabard.gateways.activitypub.actions.peers import KNOCKS
from tabard.gateways.activitypub.errands import Errand, Hosts
from tabard.gateways.activitypub.models import Peer
from tabard.gateways.activitypub.receive.handles import Card, card_of
from tabard.gateways.activitypub.receive.refusals import HostMismatch
from tabard.gateways.activitypub.receive.values import Document, the_address
from tabard.lib import net
from tabard.lib.json_guard import JsonRefused, read_object
from tabard.lib.signatures import Way, sign_request
from tabard.voice.network.actions.actors import open_server_actor
from tabard.voice.network.addresses import host_of
from tabard.voice.network.models import HostBlock

ACTIVITY_TYPE = "application/activity+json"
PROFILE = "https://www.w3.org/ns/activitystreams"
ACCEPT = f'{ACTIVITY_TYPE}, application/ld+json; profile="{PROFILE}"'
CARD_TYPES = {"application/jrd+json", "application/json"}
LONGEST_SECONDS = 15.0
GONE = {404, 410}
UNTRUSTED = {401, 403}


class FetchFailed(Exception):
    """What was asked for did not come; subclasses say why. No text names an address."""


class NotReached(FetchFailed):
    """Perhaps later."""


class NotThere(FetchFailed):
    """The server says that there is nothing, or no longer."""


class NotUsable(FetchFailed):
    """Something came that is no document, or from where nobody may ask."""


class HostIsOut(FetchFailed):
    """We keep this server out, and so ask it nothing."""


def is_suspended(host: str) -> bool:
    """Also of a server that is known with its port: by its name alone, or with it."""
    suspended = HostBlock.objects.filter(severity=HostBlock.Severity.SUSPEND)
    name, _, port = host.partition(":")
    return suspended.of(name).exists() or (bool(port) and suspended.of(host).exists())


def document_at(uri: str, *, now: datetime) -> Document:
    """The document with this id. Raises FetchFailed, Refused."""
    uri = uri.partition("#")[0]
    given, found_at, document = _document(uri, now)
    if given not in {uri, found_at}:
        wanted = given
        given, found_at, document = _document(wanted, now)
        if given != wanted:
            raise HostMismatch
    return document


def _document(uri: str, now: datetime) -> tuple[str, str, Document]:
    """The id that it says it has, where it came from in the end, and the document."""
    if is_suspended(host_of(uri)):
        raise HostIsOut
    answer = _ask_signed(uri, now)
    if is_suspended(host_of(answer.url)):
        raise HostIsOut
    if not _is_activity(answer):
        raise NotUsable
    document = _read(answer)
    given = the_address(document.get("id")).partition("#")[0]
    if host_of(given) != host_of(answer.url):
        raise HostMismatch
    return given, answer.url.partition("#")[0], document


def card_at(name: str, host: str, *, scheme: str = "") -> Card:
    """What the server says of `name@host` by WebFinger (RFC 7033). Raises FetchFailed, Refused."""
    if is_suspended(host):
        raise HostIsOut
    scheme = scheme or ("http" if _tries_out() else "https")
    answer = _ask(f"{scheme}://{host}/.well-known/webfinger?resource=acct:{name}@{host}", "application/jrd+json")
    if answer.content_type not in CARD_TYPES:
        raise NotUsable
    return card_of(_read(answer))


def _tries_out() -> bool:
    """Whether we stand on one machine with others, for trying out."""
    return bool(settings.ALLOW_PRIVATE_ADDRESSES) and settings.BASE_URL.startswith("http://")


def _is_activity(answer: net.Answer) -> bool:
    if answer.content_type == ACTIVITY_TYPE:
        return True
    return answer.content_type == "application/ld+json" and PROFILE in answer.content_type_line


def _read(answer: net.Answer) -> Document:
    try:
        return read_object(answer.body)
    except JsonRefused:
        raise NotUsable from None


# -- over the wire -----------------------------------------------------------------------------------------------------


def _ask_signed(uri: str, now: datetime) -> net.Answer:
    """First in the way that its server took last, then in the other."""
    host = host_of(uri)
    known = Peer.objects.filter(host=host).values_list("knock", flat=True).first()
    ways = sorted(KNOCKS, key=lambda knock: (knock != known, knock != Peer.Knock.DRAFT))
    signer = own_key(key_of(open_server_actor(now=now), now=now))

    def signed(way: Way) -> Callable[[str], Mapping[str, str]]:
        return lambda url: sign_request(method="GET", url=url, headers={}, body=b"", key=signer, now=now, way=way)

    try:
        return _ask(uri, ACCEPT, signed(KNOCKS[ways[0]]))
    except _Untrusted:
        answer = _ask(uri, ACCEPT, signed(KNOCKS[ways[1]]))
    Peer.objects.update_or_create(host=host, defaults={"knock": ways[1]})
    return answer


_errand: ContextVar[Errand | None] = ContextVar("errand", default=None)


@contextmanager
def within(seconds: float, *, hosts: Hosts | None = None) -> Iterator[None]:
    """All that is asked in the block is to come in this time together; what has not come by then is NotReached. With
    `hosts`, asking raises HostBusy too."""
    errand = Errand(seconds, hosts)
    token = _errand.set(errand)
    try:
        yield
    finally:
        _errand.reset(token)
        errand.end()


class _Untrusted(NotUsable):
    """It wants to know who asks, and did not accept the answer."""


def _ask(url: str, accept: str, headers_for: Callable[[str], Mapping[str, str]] = lambda _url: {}) -> net.Answer:
    policy = net.Policy(
        user_agent=f"Tabard/{settings.VERSION} (+{settings.BASE_URL}/)",
        allows_private=settings.ALLOW_PRIVATE_ADDRESSES,
        largest_bytes=1_000_000,
        total_seconds=LONGEST_SECONDS,
        silence_seconds=8,
        attempts=1,
        ca_file=settings.CA_FILE,
    )

    errand = _errand.get()
    seconds = min(LONGEST_SECONDS, errand.seconds_left) if errand else LONGEST_SECONDS
    if seconds <= 0:
        raise NotReached

    def headers_at(address: str) -> Mapping[str, str]:
        """Wanted at every address on the way there: it may lead to another server."""
        if errand is not None:
            errand.enter(host_of(address))
        return headers_for(address)

    async def run() -> net.Answer:
        async with asyncio.timeout(seconds), net.Fetcher(policy) as fetcher:
            return await fetcher.get(url, accept=accept, headers_for=headers_at)

    try:
        return asyncio.run(run())
    except TimeoutError:
        raise NotReached from None
    except net.NetError as error:
        raise _translated(error) from None


def _translated(error: net.NetError) -> FetchFailed:
    if isinstance(error, net.BadStatus):
        if error.status in GONE:
            return NotThere()
        return _Untrusted() if error.status in UNTRUSTED else NotReached()
    return NotReached() if isinstance(error, net.Unreachable) else NotUsable()


def scheme_of(uri: str) -> str:
    return urlsplit(uri).scheme
