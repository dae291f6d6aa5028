"""All outgoing HTTP: time-outs, size limits, no private addresses, few redirects, patient retries.

The address is checked when the connection is made, for every connection: a name that resolves to something else the
second time, a redirect, or an address hidden in another notation gains nothing.
"""

import asyncio
import ipaddress
import random
import socket
import ssl
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import Any, Self
from urllib.parse import urljoin, urlsplit

import aiohttp
from yarl import URL

BLOCK = 65_536
SMALL_TALK = 65_536
"""Of what a server answers to a POST no more is read; nobody looks at it."""
MOST_HOSTS = 10_000
RETRIED = {408, 425, 429, 500, 502, 503, 504}
REDIRECTED = {301, 302, 303, 307, 308}
NAT64 = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052
NO_HEADERS: Mapping[str, str] = {}
IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address


class NetError(Exception):
    """Nothing usable came back; subclasses say why. `url` is without its query, which may hold what nobody may read."""

    def __init__(self, url: str, why: str) -> None:
        super().__init__(f"{without_query(url)}: {why}")
        self.why = why


class BadAddress(NetError):
    """Not an http(s) address, or one that leads to a private network."""


class TooLarge(NetError):
    pass


class TooManyRedirects(NetError):
    pass


class Unreachable(NetError):
    """No connection, no answer in time, or an answer that is no HTTP."""


class BadStatus(NetError):
    """The server answered, and not with 200; `wait_seconds` is the time for which it wants to be left alone."""

    def __init__(self, url: str, status: int, wait_seconds: float = 0) -> None:
        super().__init__(url, f"the server answered {status}")
        self.status, self.wait_seconds = status, wait_seconds


@dataclass(frozen=True)
class Policy:
    """How far we go for an answer."""

    user_agent: str
    allows_private: bool = False
    largest_bytes: int = 10_000_000
    total_seconds: float = 30
    silence_seconds: float = 10
    most_redirects: int = 2
    attempts: int = 5
    first_wait_seconds: float = 1
    longest_wait_seconds: float = 120
    at_once: int = 10
    at_once_per_host: int = 10
    ca_file: str = ""
    """Authorities that are trusted besides those of the system."""


@dataclass(frozen=True)
class Reply:
    """What a server said to what it was given; `wait_seconds` is the time for which it wants to be left alone."""

    status: int
    wait_seconds: float = 0


@dataclass(frozen=True)
class Answer:
    """What came back with 200: `url` is where it came from in the end. `content_type_line` has the parameters too.
    `headers` are found whatever their case."""

    url: str
    body: bytes
    content_type: str
    content_type_line: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


def is_public(address: str) -> bool:
    """Whether everybody on the internet may speak to this IP address, also where it is dressed up as another."""
    try:
        ip: IpAddress = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if ip in NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
        if ip.is_site_local:
            return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


def may_be_public(url: str) -> bool:
    """False for an address that names no host of the public internet; where a name leads is checked when it is
    dialled."""
    host = urlsplit(url).hostname or ""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return "." in host.strip(".") and not host.endswith((".localhost", ".local", ".internal"))
    return is_public(host)


def without_query(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.hostname or ''}{f':{parts.port}' if parts.port else ''}{parts.path}"


class Fetcher:
    """One pooled session: `async with Fetcher(policy) as fetcher: await fetcher.get(url)`."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self._turns = asyncio.Semaphore(policy.at_once)
        self._turns_of_hosts: dict[str, asyncio.Semaphore] = {}

    async def __aenter__(self) -> Self:
        timeout = aiohttp.ClientTimeout(
            total=self._policy.total_seconds,
            connect=self._policy.silence_seconds,
            sock_read=self._policy.silence_seconds,
        )
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(
                limit=self._policy.at_once, socket_factory=self._socket, ssl=_trust(self._policy.ca_file)
            ),
            timeout=timeout,
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"User-Agent": self._policy.user_agent},
            trust_env=False,
        )
        return self

    async def __aexit__(self, *raised: object) -> None:
        await self._session.close()

    def _socket(self, info: tuple[Any, ...]) -> socket.socket:
        """Called with the very address that is about to be dialled."""
        family, kind, protocol, _, address = info
        if not (self._policy.allows_private or is_public(address[0])):
            raise PermissionError(f"{address[0]} is not a public address")
        made = socket.socket(family=family, type=kind, proto=protocol)
        made.settimeout(0)  # asyncio waits for it
        return made

    async def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Reply:
        """Give `body` to a server, once, without following it elsewhere: the ledger tries again. Raises NetError."""
        check_address(url)
        address = URL(url, encoded=True)  # as it was signed
        async with self._turn(url), self._turns:
            with _saying(url):
                async with self._session.post(address, data=body, headers=headers, allow_redirects=False) as response:
                    await response.content.read(SMALL_TALK)
                    return Reply(response.status, _seconds(response.headers.get("Retry-After", "")))

    def _turn(self, url: str) -> asyncio.Semaphore:
        """So many at a time of one host, so that a slow one holds up itself."""
        if len(self._turns_of_hosts) > MOST_HOSTS:
            self._turns_of_hosts = {host: turn for host, turn in self._turns_of_hosts.items() if turn.locked()}
        host = urlsplit(url).netloc
        return self._turns_of_hosts.setdefault(host, asyncio.Semaphore(self._policy.at_once_per_host))

    async def get(
        self,
        url: str,
        *,
        accept: str = "application/json",
        headers_for: Callable[[str], Mapping[str, str]] = lambda _url: NO_HEADERS,
    ) -> Answer:
        """The answer, after as many attempts as the policy allows. Raises NetError.

        `headers_for` is asked for more headers at every address on the way there: a signature is good for one only.
        """
        for attempt in range(1, self._policy.attempts + 1):
            is_last = attempt == self._policy.attempts
            try:
                async with self._turns:
                    return await self._follow(url, accept, headers_for)
            except _Again as again:
                if is_last or again.wait_seconds > self._policy.longest_wait_seconds:
                    raise again.error from None
                wait = again.wait_seconds or self._policy.first_wait_seconds * 2 ** (attempt - 1)
            await asyncio.sleep(min(wait, self._policy.longest_wait_seconds) * random.uniform(1, 1.25))  # noqa: S311  jitter
        raise AssertionError("the last attempt returns or raises")

    async def _follow(self, url: str, accept: str, headers_for: Callable[[str], Mapping[str, str]]) -> Answer:
        for _ in range(self._policy.most_redirects + 1):
            check_address(url)
            found = await self._ask(url, accept, headers_for)
            if isinstance(found, Answer):
                return found
            if urlsplit(url).scheme == "https" and urlsplit(found).scheme != "https":
                raise BadAddress(url, "it redirects to an address without encryption")
            url = found
        raise TooManyRedirects(url, f"it redirects more than {self._policy.most_redirects} times")

    async def _ask(self, url: str, accept: str, headers_for: Callable[[str], Mapping[str, str]]) -> Answer | str:
        """The answer, or the address that it redirects to."""
        try:
            wire = URL(url)  # as aiohttp spells it: a signature must be for that very spelling
            headers = {"Accept": accept, **headers_for(str(wire))}
            async with self._session.get(wire, allow_redirects=False, headers=headers) as response:
                if response.status in REDIRECTED and "Location" in response.headers:
                    return urljoin(url, response.headers["Location"])
                if response.status in RETRIED:
                    wait = _seconds(response.headers.get("Retry-After", ""))
                    raise _Again(BadStatus(url, response.status, wait), wait)
                if response.status != 200:
                    raise BadStatus(url, response.status)
                body = await self._read(url, response)
                return Answer(
                    url, body, response.content_type, response.headers.get("Content-Type", ""), response.headers
                )
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise _translated(url, error) from None

    @asynccontextmanager
    async def listen(
        self, url: str, *, silence_seconds: float, headers: Mapping[str, str] = NO_HEADERS
    ) -> AsyncIterator[AsyncIterator[str]]:
        """The lines of an answer that does not end. Raises NetError when it is refused, breaks off, or says nothing for
        `silence_seconds`."""
        check_address(url)
        timeout = aiohttp.ClientTimeout(total=None, connect=self._policy.silence_seconds, sock_read=silence_seconds)
        with _saying(url):
            async with self._session.get(URL(url), headers=headers, timeout=timeout, allow_redirects=False) as response:
                if response.status != 200:
                    raise BadStatus(url, response.status)
                yield self._lines(url, response)

    async def _lines(self, url: str, response: aiohttp.ClientResponse) -> AsyncIterator[str]:
        rest = bytearray()
        with _saying(url):
            async for block in response.content.iter_any():
                rest += block
                *lines, last = rest.split(b"\n")
                rest = bytearray(last)
                if len(rest) > self._policy.largest_bytes:
                    raise TooLarge(url, f"a line is larger than {self._policy.largest_bytes:,} bytes")
                for line in lines:
                    yield line.removesuffix(b"\r").decode("utf-8", "replace")

    @asynccontextmanager
    async def converse(self, url: str, *, silence_seconds: float) -> AsyncIterator[AsyncIterator[str | bytes]]:
        """The messages of a websocket (ws, wss), to when the other side closes. Raises NetError as `listen` does."""
        plain = "http" + url.removeprefix("ws")
        check_address(plain)
        with _saying(plain):
            limit = self._policy.largest_bytes
            async with self._session.ws_connect(
                URL(plain), max_msg_size=limit, heartbeat=silence_seconds / 2
            ) as socket:
                yield self._messages(plain, socket, silence_seconds)

    async def _messages(
        self, url: str, socket: "aiohttp.ClientWebSocketResponse", silence_seconds: float
    ) -> AsyncIterator[str | bytes]:
        with _saying(url):
            while True:
                message = await socket.receive(silence_seconds)
                if message.type not in {aiohttp.WSMsgType.TEXT, aiohttp.WSMsgType.BINARY}:
                    return
                yield message.data

    async def _read(self, url: str, response: aiohttp.ClientResponse) -> bytes:
        body = bytearray()
        async for block in response.content.iter_chunked(BLOCK):
            body += block
            if len(body) > self._policy.largest_bytes:
                raise TooLarge(url, f"the answer is larger than {self._policy.largest_bytes:,} bytes")
        return bytes(body)


@contextmanager
def _saying(url: str) -> Iterator[None]:
    """Whatever fails on the way to `url`, as a NetError."""
    try:
        yield
    except (aiohttp.ClientError, OSError, ValueError) as error:
        raise _plain(_translated(url, error)) from None


@lru_cache(maxsize=4)
def _trust(ca_file: str) -> ssl.SSLContext:
    """Made once: reading the system's authorities takes as long as a request."""
    context = ssl.create_default_context()
    if ca_file:
        context.load_verify_locations(ca_file)
    return context


def _plain(failed: "NetError | _Again") -> NetError:
    return failed.error if isinstance(failed, _Again) else failed


def _translated(url: str, error: Exception) -> "NetError | _Again":
    """What a failed request means for whoever asked."""
    cause = error.os_error if isinstance(error, aiohttp.ClientConnectorError) else error
    if isinstance(cause, PermissionError):
        return BadAddress(url, "it leads to a private network")
    if isinstance(error, aiohttp.InvalidURL):
        return BadAddress(url, "it is no web address")
    if isinstance(error, TimeoutError):
        return _Again(Unreachable(url, "no answer in time"))
    if isinstance(error, aiohttp.ClientConnectorError):
        return _Again(Unreachable(url, "no connection"))
    return _Again(Unreachable(url, f"the answer broke off ({type(error).__name__})"))


class _Again(Exception):
    """Worth another attempt, after `wait_seconds` if the server named a time."""

    def __init__(self, error: NetError, wait_seconds: float = 0) -> None:
        self.error, self.wait_seconds = error, wait_seconds


def check_address(url: str) -> None:
    """Raises BadAddress for what is not a plain http(s) address, or holds a password."""
    try:
        parts = urlsplit(url)
        has_host = bool(parts.hostname) and parts.port != 0
    except ValueError:
        raise BadAddress("http://", "it is no web address") from None
    if parts.scheme not in {"http", "https"} or not has_host:
        raise BadAddress(url, "it is no web address")
    if parts.username or parts.password:
        raise BadAddress(url, "it holds a name or password")


def _seconds(retry_after: str) -> float:
    """RFC 9110 §10.2.3: seconds or a date; 0 for anything else."""
    if retry_after.strip().isdigit():
        return float(retry_after)
    try:
        moment = parsedate_to_datetime(retry_after)
    except ValueError:
        return 0
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max((moment - datetime.now(UTC)).total_seconds(), 0)
