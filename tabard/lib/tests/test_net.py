import asyncio
import gzip
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from tabard.lib.net import (
    Answer,
    BadAddress,
    BadStatus,
    Fetcher,
    NetError,
    Policy,
    TooLarge,
    TooManyRedirects,
    Unreachable,
    check_address,
    is_public,
)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
QUICK = Policy(
    user_agent="Tabard tests",
    allows_private=True,
    largest_bytes=100_000,
    total_seconds=3,
    silence_seconds=0.5,
    attempts=3,
    first_wait_seconds=0.01,
    longest_wait_seconds=5,
)


def fetch(handler: Handler, *, policy: Policy = QUICK, path: str = "/") -> Answer:
    """What the fetcher makes of a server that answers everything with `handler`."""

    async def run() -> Answer:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", handler)
        async with TestServer(app) as server, Fetcher(policy) as fetcher:
            return await fetcher.get(str(server.make_url(path)))

    return asyncio.run(run())


def test_an_answer_comes_with_its_body_and_type():
    async def handler(request: web.Request) -> web.Response:
        return web.json_response({"agent": request.headers["User-Agent"], "accept": request.headers["Accept"]})

    answer = fetch(handler)

    assert answer.content_type == "application/json"
    assert answer.body == b'{"agent": "Tabard tests", "accept": "application/json"}'


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104
        "224.0.0.1",
        "239.255.255.250",
        "240.0.0.1",
        "255.255.255.255",
        "198.18.0.1",
        "192.0.2.1",
        "::1",
        "::",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "fec0::1",
        "ff02::1",
        "2001:db8::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "2002:7f00:1::",
        "64:ff9b::7f00:1",
        "localhost",
        "",
    ],
)
def test_private_addresses_are_known_in_every_dress(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "151.101.1.1", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_public_addresses_are_let_through(address):
    assert is_public(address)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "2130706433", "0x7f.1"])
def test_no_connection_is_made_to_this_machine(host):
    reached = []

    async def run() -> None:
        async def handler(request: web.Request) -> web.Response:
            reached.append(request.path)
            return web.Response()

        app = web.Application()
        app.router.add_get("/", handler)
        policy = Policy(user_agent="Tabard tests", attempts=1)
        async with TestServer(app) as server, Fetcher(policy) as fetcher:
            await fetcher.get(f"http://{host}:{server.port}/")

    with pytest.raises(NetError):
        asyncio.run(run())
    assert reached == []


def test_a_private_address_is_named_as_the_reason():
    async def run() -> None:
        async with Fetcher(Policy(user_agent="Tabard tests")) as fetcher:
            await fetcher.get("http://127.0.0.1:9/")

    with pytest.raises(BadAddress, match="private network"):
        asyncio.run(run())


@pytest.mark.parametrize(
    "url",
    ["ftp://a.example/", "file:///etc/passwd", "http://", "http:///x", "//a.example", "http://a:b@c.example/", "x"],
)
def test_only_web_addresses_are_asked(url):
    with pytest.raises(BadAddress):
        check_address(url)


def test_two_redirects_are_followed():
    async def handler(request: web.Request) -> web.Response:
        left = int(request.path.strip("/") or 0)
        if left:
            raise web.HTTPFound(f"/{left - 1}")
        return web.Response(text="here")

    assert fetch(handler, path="/2").body == b"here"
    with pytest.raises(TooManyRedirects):
        fetch(handler, path="/3")


def test_a_redirect_to_a_file_is_refused():
    async def handler(request: web.Request) -> web.Response:
        return web.Response(status=302, headers={"Location": "file:///etc/passwd"})

    with pytest.raises(BadAddress):
        fetch(handler)


def test_a_large_answer_is_cut_off():
    sent = []

    async def handler(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        try:
            for _ in range(10_000):
                await response.write(bytes(10_000))
                sent.append(1)
        except ConnectionError:
            pass
        return response

    with pytest.raises(TooLarge):
        fetch(handler)
    assert len(sent) < 5_000


def test_a_gzip_bomb_is_cut_off():
    async def handler(request: web.Request) -> web.Response:
        return web.Response(body=gzip.compress(bytes(30_000_000)), headers={"Content-Encoding": "gzip"})

    with pytest.raises(NetError):
        fetch(handler)


def test_a_slow_server_is_given_up():
    async def handler(request: web.Request) -> web.Response:
        await asyncio.sleep(2)
        return web.Response()

    with pytest.raises(Unreachable, match="in time"):
        fetch(handler, policy=Policy(user_agent="t", allows_private=True, silence_seconds=0.1, attempts=1))


def test_a_busy_server_is_asked_again_when_it_says():
    asked: list[float] = []

    async def handler(request: web.Request) -> web.Response:
        asked.append(asyncio.get_running_loop().time())
        if len(asked) == 1:
            return web.Response(status=429, headers={"Retry-After": "1"})
        return web.Response(text="now")

    assert fetch(handler).body == b"now"
    assert asked[1] - asked[0] >= 1


def test_a_date_to_try_again_is_understood_and_a_day_is_too_long():
    asked = []

    async def handler(request: web.Request) -> web.Response:
        asked.append(1)
        later = datetime.now(UTC) + timedelta(days=1)
        return web.Response(status=503, headers={"Retry-After": format_datetime(later, usegmt=True)})

    with pytest.raises(BadStatus, match="503"):
        fetch(handler)
    assert len(asked) == 1


@pytest.mark.parametrize(("status", "times"), [(500, 3), (502, 3), (404, 1), (403, 1), (400, 1)])
def test_only_what_may_pass_is_tried_again(status, times):
    asked = []

    async def handler(request: web.Request) -> web.Response:
        asked.append(1)
        return web.Response(status=status)

    with pytest.raises(BadStatus) as refused:
        fetch(handler)
    assert refused.value.status == status
    assert len(asked) == times


def test_no_more_than_ten_questions_are_open_at_once():
    open_now, most = 0, 0

    async def handler(request: web.Request) -> web.Response:
        nonlocal open_now, most
        open_now += 1
        most = max(most, open_now)
        await asyncio.sleep(0.02)
        open_now -= 1
        return web.Response()

    async def run() -> None:
        app = web.Application()
        app.router.add_get("/", handler)
        async with TestServer(app) as server, Fetcher(QUICK) as fetcher:
            await asyncio.gather(*(fetcher.get(str(server.make_url("/"))) for _ in range(60)))

    asyncio.run(run())
    assert 2 <= most <= 10


def test_an_error_tells_no_query():
    async def handler(request: web.Request) -> web.Response:
        return web.Response(status=404)

    with pytest.raises(BadStatus) as refused:
        fetch(handler, path="/locate?q=51.87654321,-2.87654321")
    assert "87654321" not in str(refused.value)


def test_cookies_are_not_kept():
    async def handler(request: web.Request) -> web.Response:
        if request.path == "/2":
            response = web.Response(status=302, headers={"Location": "/"})
            response.set_cookie("tracker", "1")
            return response
        return web.Response(text=request.headers.get("Cookie", "none"))

    assert fetch(handler, path="/2").body == b"none"
