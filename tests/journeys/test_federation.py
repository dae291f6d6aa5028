"""Two Tabard servers, each with its own domain and TLS, and the peer on Fedify: what people do at one arrives at the
other, whoever of them speaks and whoever hears."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import pytest

from tabard.lib.tests.tls import make_certificates
from tests.journeys.fediverse import Land, Person, Server, fedify_server, join, tabard_server, wait_for
from tests.servers import site_settings, tabard

NAMES = ["peelborough.example", "marlow.example", "alder.example", "birch.example"]
KNOCKS = {"alder.example": "rfc9421", "birch.example": "draft-cavage-http-signatures-12"}
CASTS = [
    pytest.param("peelborough.example", "marlow.example", id="tabard to tabard"),
    pytest.param("peelborough.example", "alder.example", id="tabard to fedify"),
    pytest.param("alder.example", "peelborough.example", id="fedify to tabard"),
    pytest.param("birch.example", "marlow.example", id="fedify with drafted signatures to tabard"),
]
everybody = pytest.mark.parametrize(("at", "elsewhere"), CASTS)


@pytest.fixture(scope="module")
def neighbours(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Server]]:
    """All the servers, by their domains."""
    folder = tmp_path_factory.mktemp("neighbours")
    prepared = folder / "prepared"
    prepared.mkdir()
    land = Land(folder, make_certificates(folder, NAMES), NAMES, prepared)
    settings = site_settings(prepared)
    tabard("migrate", "--verbosity=0", env=settings)
    tabard("collectstatic", "--no-input", "--verbosity=0", env=settings)
    with ExitStack() as running:
        servers: dict[str, Server] = {}
        for name in NAMES:
            if name in KNOCKS:
                servers[name] = running.enter_context(fedify_server(name, land, knock=KNOCKS[name]))
            else:
                servers[name] = running.enter_context(tabard_server(name, land))
        yield servers


@dataclass(frozen=True)
class Two:
    """One who speaks, and one elsewhere who follows them."""

    speaker: Person
    hearer: Person


@pytest.fixture
def two(at: str, elsewhere: str, neighbours: dict[str, Server]) -> Two:
    two = Two(join(neighbours[at], "speaker"), join(neighbours[elsewhere], "hearer"))
    two.hearer.follow(two.speaker)
    return two


def heard(hearer: Person, note: str) -> dict[str, Any]:
    """The note, once it has come."""
    return wait_for(lambda: hearer.knows(note), f"{hearer.handle} has heard {note}")


@everybody
def test_a_post_reaches_a_follower_elsewhere(two):
    note = two.speaker.post("Found: a red bicycle.", notice="Stolen things", language="en")

    kept = heard(two.hearer, note)

    assert kept["by"] == two.speaker.uri
    assert "Found: a red bicycle." in kept["content"]
    assert (kept["notice"], kept["language"], kept["gone"]) == ("Stolen things", "en", False)


@everybody
def test_a_reply_stands_under_the_post_that_it_answers(two):
    note = two.speaker.post("Who has lost a bicycle?")
    heard(two.hearer, note)

    reply = two.hearer.post("It is mine.", answers=note)

    kept = heard(two.speaker, reply)
    assert (kept["by"], kept["answers"]) == (two.hearer.uri, note)
    assert "It is mine." in kept["content"]


@everybody
def test_a_boost_and_a_like_are_counted_and_taken_back(two):
    note = two.speaker.post("Market on Friday.")
    heard(two.hearer, note)

    def marks() -> tuple[list[str], list[str]]:
        known = two.speaker.knows(note)
        return known["boosts"], known["likes"]

    two.hearer.do("boost", note=note)
    two.hearer.do("like", note=note)
    wait_for(lambda: marks() == ([two.hearer.uri], [two.hearer.uri]), "both have come")
    two.hearer.do("unboost", note=note)
    two.hearer.do("unlike", note=note)
    wait_for(lambda: marks() == ([], []), "both have gone")


@everybody
def test_an_edit_changes_what_others_hold(two):
    note = two.speaker.post("Market on Friday.")
    heard(two.hearer, note)

    two.speaker.do("edit", note=note, text="Market on Saturday.")

    kept = wait_for(lambda: k if "Saturday" in (k := two.hearer.knows(note))["content"] else None, "the edit has come")
    assert "Friday" not in kept["content"]


@everybody
def test_what_is_deleted_goes_everywhere(two):
    note = two.speaker.post("Wanted: a man in a blue coat.")
    heard(two.hearer, note)

    two.speaker.do("delete", note=note)

    kept = wait_for(lambda: k if (k := two.hearer.knows(note))["gone"] else None, "the deletion has come")
    assert kept["content"] == ""


@everybody
def test_who_stops_following_hears_no_more(two):
    two.hearer.do("unfollow", whom=two.speaker.handle)
    wait_for(lambda: two.hearer.uri not in two.speaker.do("followers"), "the follower has gone")
    other = join(two.hearer.server, "other")
    other.follow(two.speaker)

    note = two.speaker.post("Nothing new.")

    heard(other, note)
    assert two.speaker.uri not in two.hearer.do("following")


@everybody
def test_whoever_follows_one_who_moves_follows_where_they_went(two):
    """At Tabard an officer leaves their team; elsewhere somebody moves to another account."""
    there = two.speaker.server
    leaver, hearer = join(there, "leaver", team=two.speaker.name), join(two.hearer.server, "friend")
    hearer.follow(leaver)

    leaver.do("move", to=two.speaker.name)

    wait_for(lambda: hearer.do("following") == [two.speaker.uri], f"{hearer.handle} follows the heir")
    wait_for(lambda: hearer.uri in two.speaker.do("followers"), "the heir is followed")
