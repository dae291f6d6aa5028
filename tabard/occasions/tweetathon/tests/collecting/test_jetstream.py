"""Bluesky's Jetstream: what bears a hashtag, what is said of it later, and a connection that closes in the middle."""

import asyncio
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tabard.occasions.tweetathon.collecting.heard import Heard, Known, Standing
from tabard.occasions.tweetathon.collecting.jetstream import POST, REPOST, listen
from tabard.occasions.tweetathon.tests.collecting.servers import FakeJetstream, serving

PLC = "did:plc:aaaa"
TAGGED = {"facets": [{"features": [{"$type": "app.bsky.richtext.facet#tag", "tag": "PolTwt"}]}]}


def commit(at: int, rkey: str, record: dict[str, Any] | None, *, did: str = PLC, kind: str = POST) -> dict[str, Any]:
    operation = "delete" if record is None else "create"
    inner = {
        "operation": operation,
        "collection": kind,
        "rkey": rkey,
        **({"record": record} if record is not None else {}),
    }
    return {"did": did, "time_us": at, "kind": "commit", "commit": inner}


def hear(fake: FakeJetstream, count: int, *, cursor: str = "") -> tuple[list[Heard], Standing]:
    async def run() -> tuple[list[Heard], Standing]:
        heard: list[Heard] = []
        async with serving(fake) as (url, fetcher), asyncio.timeout(60):
            standing = Standing("Bluesky")
            servers = [url.replace("http", "ws")]
            async for each in listen(
                fetcher, servers, ["poltwt"], Known(), standing, cursor=cursor, first_wait_seconds=0.01
            ):
                heard.append(each)
                if len(heard) == count:
                    break
        return heard, standing

    return asyncio.run(run())


def test_only_what_bears_the_hashtag_is_kept_and_what_is_said_of_that_later():
    subject = {"subject": {"uri": f"at://{PLC}/{POST}/1"}}
    other = {"subject": {"uri": f"at://{PLC}/{POST}/nobody-knows"}}
    fake = FakeJetstream([[
        commit(1, "1", {"text": "#PolTwt", **TAGGED}),
        commit(2, "2", {"text": "no hashtag, only the word poltwt"}),
        commit(3, "3", {"text": "outside the text", "tags": ["POLTWT"]}),
        commit(4, "4", subject, did="did:plc:bbbb", kind=REPOST),
        commit(5, "5", other, did="did:plc:bbbb", kind=REPOST),
        commit(6, "2", None),
        commit(7, "1", None),
        commit(8, "4", None, did="did:plc:bbbb", kind=REPOST),
        {"did": "did:plc:cccc", "time_us": 9, "kind": "account", "account": {"active": False, "status": "deleted"}},
        {"did": PLC, "time_us": 10, "kind": "account", "account": {"active": False, "status": "deleted"}},
    ]])  # fmt: skip

    heard, _ = hear(fake, 6)

    assert [each.payload["time_us"] for each in heard] == [1, 3, 4, 7, 8, 10]
    assert parse_qs(urlsplit(fake.asked[0]).query)["wantedCollections"] == [POST, REPOST]


def test_after_a_break_it_goes_on_a_little_before_where_it_stopped():
    at = 1_780_000_000_000_000
    tagged = {"text": "", **TAGGED}
    fake = FakeJetstream([[commit(at, "1", tagged)], [], [commit(at + 5, "2", tagged)]])

    heard, standing = hear(fake, 2)

    assert [each.cursor for each in heard] == [str(at), str(at + 5)]
    assert standing.failures == 2
    cursors = [parse_qs(urlsplit(asked).query).get("cursor") for asked in fake.asked]
    assert cursors == [None, [str(at - 5_000_000)], [str(at - 5_000_000)]]


def test_it_goes_on_where_a_former_process_stopped():
    fake = FakeJetstream([[commit(99, "1", {"text": "", **TAGGED})]])

    hear(fake, 1, cursor="1780000000000000")

    assert parse_qs(urlsplit(fake.asked[0]).query)["cursor"] == ["1779999995000000"]


def test_what_is_no_event_is_passed_over():
    tagged = {"text": "", **TAGGED}
    strange: list[dict[str, Any] | str] = [
        "",
        "{",
        "[]",
        "null",
        '{"did": 1, "time_us": 2}',
        '{"did": "x", "time_us": 1.5}',
        {**commit(1, "1", {"text": "", **TAGGED}), "time_us": True},
        {"did": "x", "time_us": 1, "commit": "no"},
        commit(1, "1", {"facets": "no", "tags": {"no": 1}}),
        commit(1, "1", {"facets": [None, {"features": [None, {"tag": 7}, "x"]}]}),
        {"did": "x", "time_us": 1, "commit": {"operation": ["x"], "collection": REPOST, "record": {"subject": []}}},
        commit(2, "2", tagged),
    ]

    heard, _ = hear(FakeJetstream([strange]), 1)

    assert heard[0].payload["commit"]["rkey"] == "2"


def test_an_event_from_the_far_future_is_heard_and_no_place_to_go_on_from():
    at = 1_780_000_000_000_000
    tagged = {"text": "", **TAGGED}
    fake = FakeJetstream([[commit(at, "1", tagged), commit(2**62, "2", tagged)], [commit(at + 5, "3", tagged)]])

    heard, _ = hear(fake, 3)

    assert [each.cursor for each in heard] == [str(at), str(at), str(at + 5)]
    assert parse_qs(urlsplit(fake.asked[1]).query)["cursor"] == [str(at - 5_000_000)]
