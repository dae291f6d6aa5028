"""Bluesky's ids of those who registered by a handle."""

import asyncio

import pytest

from tabard.lib import net
from tabard.occasions.tweetathon.collecting import dids
from tabard.occasions.tweetathon.registered import Registered

DID = "did:plc:z72i7hdynmk6r22z27h6tvur"


class Answers:
    """In place of a fetcher: what each address says."""

    def __init__(self, **bodies: bytes) -> None:
        self.bodies = bodies

    async def get(self, url: str) -> net.Answer:
        for part, body in self.bodies.items():
            if part in url:
                return net.Answer(url, body, "text/plain")
        raise net.Unreachable(url, "nobody answers")


@pytest.mark.parametrize(
    ("answers", "found"),
    [
        ({"well": DID.encode() + b"\n"}, DID),
        ({"resolveHandle": b'{"did": "' + DID.encode() + b'"}'}, DID),
        ({"well": b"<html>Not found</html>", "resolveHandle": b'{"did": "' + DID.encode() + b'"}'}, DID),
        ({"well": b"did:plc:short"}, None),
        ({"resolveHandle": b'{"did": ["' + DID.encode() + b'"]}'}, None),
        ({"resolveHandle": b"{"}, None),
        ({}, None),
    ],
)
def test_a_handle_says_its_id_itself_or_the_network_does(answers, found):
    assert asyncio.run(dids.did_of(Answers(**answers), "politie.example")) == found


def test_accounts_keep_their_handles_and_get_their_ids_beside_them():
    known = Registered("bluesky", DID, "A")
    asked = [Registered("x", "psni", "PSNI"), Registered("bluesky", "politie.example", "Politie", "NL"), known]

    found = asyncio.run(dids.with_dids(Answers(well=DID.encode()), asked))

    assert found == [*asked, Registered("bluesky", DID, "Politie", "NL", "politie.example")]
