"""Open apps hear at once what was said through another web process, and through nginx: by websocket and as events."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import pytest
import requests

from tabard.gateways.mastodon_api.tests.streaming_server import Server, heard, next_event
from tests.journeys.sites import copy_of
from tests.servers import free_port, nginx_server, redis_server, site_settings, tabard, tabard_process, wait_until

Heard = TypeVar("Heard")
LET_IN = """
from tabard.gateways.mastodon_api.tests.makers import make_phone
print("TOKENS", make_phone().token, make_phone().token)
"""
SHUT_OUT = """
from tabard.gateways.mastodon_api.access import checksum
from tabard.gateways.mastodon_api.models import GrantedToken
GrantedToken.objects.get(token__token_checksum=checksum("{token}")).token.delete()
"""


@dataclass
class Site:
    """`speaking` is the web process that statuses are sent to; apps listen to the other, straight or through nginx.
    One of the two tokens is for a test that ends it."""

    speaking: str
    listening: dict[str, Server]
    token: str
    other_token: str
    settings: dict[str, str]

    def say(self, text: str) -> None:
        told = {"Authorization": f"Bearer {self.token}"}
        answer = requests.post(f"{self.speaking}/api/v1/statuses", {"status": text}, headers=told, timeout=60)
        assert answer.status_code == 200, answer.text

    def home(self) -> list[Any]:
        told = {"Authorization": f"Bearer {self.token}"}
        statuses: list[Any] = requests.get(f"{self.speaking}/api/v1/timelines/home", headers=told, timeout=60).json()
        return statuses


@pytest.fixture(scope="module")
def site(empty_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder, port = copy_of(empty_site, tmp_path_factory.mktemp("open-apps")), free_port()
    with redis_server() as redis:
        settings = site_settings(folder, REDIS_URL=redis, BASE_URL=f"http://127.0.0.1:{port}")
        said = tabard("shell", "-v", "0", "-c", LET_IN, env=settings)
        _word, token, other_token = next(line for line in said.splitlines() if line.startswith("TOKENS ")).split()
        with (
            tabard_process("web", settings) as one,
            tabard_process("web", settings) as other,
            tabard_process("worker", settings),
            nginx_server(folder, webs=[other.url], static=folder / "static", port=port),
        ):
            doors = {"the other process": Server(port_of(other.url)), "nginx": Server(port)}
            site = Site(one.url, doors, token, other_token, settings)
            site.say("Good morning.")
            wait_until(site.home, seconds=240, what="the worker is up and has filed the first status")
            yield site
            for door in doors.values():
                door.hang_up()


def port_of(url: str) -> int:
    return int(url.rpartition(":")[2])


def first(listen: Callable[[], Heard], is_wanted: Callable[[Heard], bool], *, words: str) -> Heard:
    """The first wanted message with these words; others come as well, as that the team has passed it on."""
    return next(heard for heard in iter(listen, None) if is_wanted(heard) and words in str(heard))


doors = pytest.mark.parametrize("door", ["the other process", "nginx"])


@doors
def test_a_websocket_hears_what_was_said_through_one_process(site, door):
    with site.listening[door].socket("stream=user", subprotocols=[site.token]) as app:
        assert app.subprotocol == site.token

        site.say(f"Market on Friday, says {door}.")

        told = first(lambda: heard(app), lambda message: message["event"] == "update", words="Friday")
    assert told["stream"] == ["user"]
    assert f"Market on Friday, says {door}." in told["payload"]["content"]


@doors
def test_events_come_one_by_one_while_the_answer_stays_open(site, door):
    events = site.listening[door].ask("/public/local", token=site.token)
    assert (events.status, events.headers["Content-Type"]) == (200, "text/event-stream")

    for day in ("Saturday", "Sunday"):
        site.say(f"Market on {day}, says {door}.")

        _name, data = first(lambda: next_event(events), lambda event: event[0] == "update", words=day)
        assert f"Market on {day}, says {door}." in data


@doors
def test_whoever_has_no_token_is_turned_away_in_words(site, door):
    refused = site.listening[door].ask("/user", token="nonsense")

    assert refused.status == 401
    assert refused.headers["Access-Control-Allow-Origin"] == "*"
    assert b"The access token is invalid" in refused.read()


def test_a_connection_through_nginx_ends_with_its_token(site):
    events = site.listening["nginx"].ask("/user", token=site.other_token)
    assert events.status == 200

    tabard("shell", "-v", "0", "-c", SHUT_OUT.format(token=site.other_token), env=site.settings)

    assert b"event:" not in events.read()  # to its end, or the patience is over
