"""Where a request really goes is looked at when it is dialled: a name or a redirect leads nobody into our network."""

import asyncio
import socket
from asyncio.selector_events import BaseSelectorEventLoop

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from tabard.lib.net import BadAddress, Fetcher, Policy

OUTSIDE = "93.184.216.34"


@pytest.fixture
def names(monkeypatch) -> dict[str, str]:
    """The names of a small internet, and where each leads; whoever dials OUTSIDE reaches this machine."""
    known = {"far.example": OUTSIDE}
    connect, look_up = BaseSelectorEventLoop.sock_connect, socket.getaddrinfo

    async def dial(loop, sock, address):
        return await connect(loop, sock, ("127.0.0.1", address[1]) if address[0] == OUTSIDE else address)

    def find(host, *rest, **more):
        return look_up(known.get(host, host), *rest, **more)

    monkeypatch.setattr(BaseSelectorEventLoop, "sock_connect", dial)
    monkeypatch.setattr(socket, "getaddrinfo", find)
    return known


def fetch(path: str, reached: list[str], redirect: str = "") -> bytes:
    """Ask far.example, which sends whoever asks for /away to `redirect`, with the port of its own put in."""

    async def answer(request: web.Request) -> web.Response:
        reached.append(request.path)
        if request.path == "/away":
            return web.Response(status=302, headers={"Location": redirect.format(port=request.url.port)})
        return web.Response(text="here")

    async def run() -> bytes:
        app = web.Application()
        app.router.add_get("/{path:.*}", answer)
        policy = Policy(user_agent="Tabard tests", attempts=1, total_seconds=5)
        async with TestServer(app, host="127.0.0.1") as server, Fetcher(policy) as fetcher:
            return (await fetcher.get(f"http://far.example:{server.port}{path}")).body

    return asyncio.run(run())


@pytest.mark.usefixtures("names")
def test_a_server_of_the_internet_is_reached_by_its_name():
    assert fetch("/", []) == b"here"


@pytest.mark.parametrize(
    "redirect",
    [
        "http://127.0.0.1:{port}/secret",
        "http://localhost:{port}/secret",
        "http://[::1]:{port}/secret",
        "http://[::ffff:127.0.0.1]:{port}/secret",
        "http://[::ffff:7f00:1]:{port}/secret",
        "http://2130706433:{port}/secret",
        "http://0.0.0.0:{port}/secret",
        "http://inside.example:{port}/secret",
        "http://mapped.example:{port}/secret",
    ],
)
def test_a_redirect_into_our_network_is_not_followed(names, redirect):
    names |= {"inside.example": "10.0.0.1", "mapped.example": "::ffff:127.0.0.1"}
    reached: list[str] = []

    with pytest.raises(BadAddress):
        fetch("/away", reached, redirect)

    assert reached == ["/away"]


@pytest.mark.parametrize("inside", ["127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "fd00::1", "::ffff:10.0.0.1"])
def test_a_name_that_leads_into_our_network_is_not_dialled(names, inside):
    names["far.example"] = inside
    reached: list[str] = []

    with pytest.raises(BadAddress):
        fetch("/", reached)

    assert reached == []
