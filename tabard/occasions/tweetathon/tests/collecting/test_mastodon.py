"""A hashtag of a server by Mastodon's API: pages, streams, limits, boosts, edits, deletions, and bad moods."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web

from tabard.occasions.tweetathon.collecting.heard import Heard, Standing
from tabard.occasions.tweetathon.collecting.mastodon import Server, _events, follow
from tabard.occasions.tweetathon.tests.collecting.servers import FakeMastodon, serving, status

SINCE = datetime(2026, 6, 4, tzinfo=UTC)


def hear(
    fake: FakeMastodon,
    until: Callable[[list[Heard]], bool],
    *,
    then: Callable[[list[Heard]], None] = lambda _heard: None,
) -> tuple[list[Heard], Standing]:
    """Listen until enough was heard; `then` may change the server after each thing that is heard."""
    heard: list[Heard] = []

    async def run() -> Standing:
        async with serving(fake) as (url, fetcher):
            standing = Standing(url)
            async with asyncio.timeout(60):
                async for each in follow(fetcher, Server(url, "poltwt", SINCE), standing, poll_seconds=0.05):
                    heard.append(each)
                    then(heard)
                    if until(heard):
                        break
            return standing

    return heard, asyncio.run(run())


def numbers(heard: list[Heard]) -> list[str]:
    return [each.payload["id"] for each in heard]


def test_a_timeline_is_read_back_to_the_beginning_of_the_day_and_then_forward():
    early = status(1, created_at="2026-06-03T23:59:59Z")
    fake = FakeMastodon([early, *map(status, range(2, 8))])

    def then(heard: list[Heard]) -> None:
        if len(heard) == 6:
            fake.statuses += [status(8), status(9), status(10)]

    heard, standing = hear(fake, lambda heard: len(heard) >= 9, then=then)

    assert numbers(heard) == ["7", "6", "5", "4", "3", "2", "9", "8", "10"]
    assert standing.is_up


def test_boosts_are_asked_for_once_for_each_that_is_told_of():
    who = [{"acct": f"reader{number}@far.example"} for number in range(3)]
    fake = FakeMastodon([status(5, reblogs_count=3)], boosters={"5": who})

    def then(heard: list[Heard]) -> None:
        if len(heard) == 4:
            fake.statuses.append(status(6))

    heard, _ = hear(fake, lambda heard: len(heard) >= 5, then=then)

    boosts = heard[1:4]
    assert [each.payload["account"] for each in boosts] == who
    assert len({each.payload["uri"] for each in boosts}) == 3
    assert {each.payload["reblog"]["id"] for each in boosts} == {"5"}
    assert sum("reblogged_by" in each for each in fake.asked) == 1


def test_a_boost_that_is_undone_and_made_again_is_another(monkeypatch):
    monkeypatch.setattr("tabard.occasions.tweetathon.collecting.mastodon.POLLS_PER_SWEEP", 1)
    reader = {"acct": "reader@far.example", "url": "https://far.example/@reader"}
    fake = FakeMastodon([status(5, reblogs_count=1)], boosters={"5": [reader]})

    def boosts(heard: list[Heard]) -> list[str]:
        return [str(each.payload.get("deleted") or each.payload["uri"]) for each in heard if "boosted-by" in str(each)]

    def then(heard: list[Heard]) -> None:
        is_there = len(boosts(heard)) != 1
        fake.boosters["5"] = [reader] if is_there else []
        fake.statuses = [status(5, reblogs_count=int(is_there))]

    heard, _ = hear(fake, lambda heard: len(boosts(heard)) >= 3, then=then)

    first, gone, again = boosts(heard)
    assert gone == first
    assert again != first


def test_what_has_gone_is_told_only_where_its_server_says_so(monkeypatch):
    monkeypatch.setattr("tabard.occasions.tweetathon.collecting.mastodon.POLLS_PER_SWEEP", 1)
    fake = FakeMastodon([status(1), status(2), status(3)])
    hidden = status(2)

    def then(heard: list[Heard]) -> None:
        if len(heard) == 3:
            fake.deleted.add("1")
            fake.statuses = [each for each in fake.statuses if each["id"] != "2"]

    async def still_there(request: web.Request) -> web.Response | None:
        return web.json_response(hidden) if request.path.endswith("/statuses/2") else None

    fake.mood = still_there
    heard, _ = hear(fake, lambda heard: any("deleted" in each.payload for each in heard), then=then)

    gone = [each.payload for each in heard if "deleted" in each.payload]
    assert gone == [{"id": "1", "deleted": "https://far.example/statuses/1"}]


def test_a_stream_tells_at_once_what_is_new_changed_or_gone():
    fake = FakeMastodon([status(1)])
    edited = status(1, content="<p>Corrected #poltwt</p>", edited_at="2026-06-04T11:00:00Z")

    async def run() -> list[Heard]:
        fake.streamed = asyncio.Queue()
        told = [("update", json.dumps(status(2))), ("status.update", json.dumps(edited)), ("delete", "2")]
        told += [
            ("delete", "77"),
            ("filters_changed", ""),
            ("update", "{"),
            ("update", "[]"),
            ("update", json.dumps(status(3))),
        ]
        heard: list[Heard] = []
        async with serving(fake) as (url, fetcher), asyncio.timeout(60):
            async for each in follow(fetcher, Server(url, "poltwt", SINCE), Standing(url), poll_seconds=60):
                heard.append(each)
                if len(heard) == 1:
                    for event in told:
                        fake.streamed.put_nowait(event)
                if len(heard) == 5:
                    break
        return heard

    heard = asyncio.run(run())

    assert [each.payload["id"] for each in heard] == ["1", "2", "1", "2", "3"]
    assert heard[2].payload["content"] == edited["content"]
    assert heard[3].payload == {"id": "2", "deleted": "https://far.example/statuses/2"}


@pytest.mark.parametrize(
    "bad",
    [
        web.Response(status=500),
        web.Response(status=503, headers={"Retry-After": "1"}),
        web.Response(status=429, headers={"Retry-After": "1"}),
        web.Response(text="<html>Sorry</html>", content_type="text/html"),
        web.Response(text="", content_type="application/json"),
        web.json_response({"error": "no"}),
        web.json_response([1, 2]),
        web.Response(body=b"\xff\xfe", content_type="application/json"),
    ],
    ids=["500", "503", "429", "html", "nothing", "object", "numbers", "bytes"],
)
def test_a_server_in_a_bad_mood_is_asked_again(bad: web.Response):
    fake = FakeMastodon([status(1)])
    moods = 3

    async def mood(request: web.Request) -> web.Response | None:
        nonlocal moods
        if "timelines" not in request.path or not moods:
            return None
        moods -= 1
        return web.Response(
            status=bad.status, body=bad.body, headers={k: v for k, v in bad.headers.items() if k != "Content-Length"}
        )

    fake.mood = mood
    heard, standing = hear(fake, lambda heard: len(heard) >= 1)

    assert numbers(heard) == ["1"]
    assert standing.failures >= 1


def test_a_next_page_on_another_server_is_not_followed():
    fake = FakeMastodon([status(1)])

    async def mood(request: web.Request) -> web.Response | None:
        if "timelines" not in request.path or len(fake.asked) > 3:
            return None
        return web.json_response([status(2)], headers={"Link": '<https://elsewhere.example/x>; rel="next"'})

    fake.mood = mood
    heard, standing = hear(fake, lambda heard: "1" in numbers(heard))

    assert "another server" in standing.last_failure or standing.failures
    assert set(numbers(heard)) == {"1", "2"}


def test_a_server_that_allows_no_more_is_left_alone_until_it_does():
    fake = FakeMastodon([*map(status, range(1, 6))])
    waits_until = datetime.now(UTC) + timedelta(seconds=1.5)
    when: list[datetime] = []

    async def mood(request: web.Request) -> web.Response | None:
        if "timelines" in request.path:
            when.append(datetime.now(UTC))
        if len(when) == 1 and "timelines" in request.path:
            links = f'<{request.scheme}://{request.host}{request.path}?max_id=4>; rel="next"'
            limits = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": waits_until.isoformat()}
            return web.json_response([status(5), status(4)], headers={"Link": links, **limits})
        return None

    fake.mood = mood
    heard, _ = hear(fake, lambda heard: len(heard) >= 5)

    assert numbers(heard) == ["5", "4", "3", "2", "1"]
    assert when[1] >= waits_until


def test_a_server_that_asks_for_patience_gets_it():
    fake, when = FakeMastodon([status(1)]), list[float]()

    async def mood(request: web.Request) -> web.Response | None:
        if "timelines" not in request.path:
            return None
        when.append(asyncio.get_running_loop().time())
        return web.Response(status=429, headers={"Retry-After": "3"}) if len(when) == 1 else None

    fake.mood = mood  # three seconds are more than one request may wait
    heard, standing = hear(fake, lambda heard: len(heard) >= 1)

    assert numbers(heard) == ["1"]
    assert when[1] - when[0] >= 3
    assert standing.failures == 1


def test_a_server_that_allows_no_more_is_not_asked_who_boosted_the_next_status_until_it_does():
    statuses = [status(number, reblogs_count=1) for number in (1, 2)]
    who = {each["id"]: [{"acct": f"reader{each['id']}@far.example"}] for each in statuses}
    fake, waits_until, when = FakeMastodon(statuses, boosters=who), datetime.now(UTC) + timedelta(seconds=1.5), []

    async def mood(request: web.Request) -> web.Response | None:
        if "reblogged_by" not in request.path:
            return None
        when.append(datetime.now(UTC))
        limits = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": waits_until.isoformat()}
        return web.json_response(who["2"], headers=limits) if len(when) == 1 else None

    fake.mood = mood
    hear(fake, lambda heard: len(heard) >= 4)

    assert when[1] >= waits_until


def test_a_boost_that_was_undone_is_told_as_gone(monkeypatch):
    monkeypatch.setattr("tabard.occasions.tweetathon.collecting.mastodon.POLLS_PER_SWEEP", 1)
    who = [{"acct": f"reader{number}@far.example"} for number in range(3)]
    fake = FakeMastodon([status(5, reblogs_count=3)], boosters={"5": who})

    def then(heard: list[Heard]) -> None:
        if len(heard) == 4:
            fake.statuses[0] = status(5, reblogs_count=2)
            fake.boosters["5"] = who[:2]

    heard, _ = hear(fake, lambda heard: heard[-1].kind == "deletion", then=then)

    [undone] = [each.payload["uri"] for each in heard[1:4] if each.payload["account"] == who[2]]
    assert heard[-1].payload["deleted"] == undone


HOSTILE_ANSWERS = {
    "no id": ([{"uri": "https://far.example/1", "created_at": "2026-06-04T10:00:00Z", "reblogs_count": 3}], {}),
    "link": ([status(2)], {"Link": '<http://[>; rel="next", <https://[x>; rel="prev"'}),
    "figures": ([status(2)], {"X-RateLimit-Remaining": "²", "X-RateLimit-Reset": "now"}),
    "first year": (
        [status(2)],
        {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "0001-01-01T00:00:00+14:00"},
    ),
    "last year": (
        [status(2, created_at="9999-12-31T23:59:59-14:00")],
        {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "-1"},
    ),
    "wrong types": ([status(2, id={}, uri=[], reblogs_count=True, account=7, created_at=None)], {}),
}


@pytest.mark.parametrize("answer", HOSTILE_ANSWERS.values(), ids=HOSTILE_ANSWERS)
def test_nothing_that_a_server_answers_ends_the_listening(answer):
    page, headers = answer
    fake = FakeMastodon([status(1)])
    moods = iter([web.json_response(page, headers=headers)])

    async def mood(request: web.Request) -> web.Response | None:
        return next(moods, None) if "timelines" in request.path else None

    fake.mood = mood
    fake.deleted.add("x")
    heard, _ = hear(fake, lambda heard: "1" in [each.payload.get("id") for each in heard])

    assert heard


def test_an_event_of_the_stream_that_never_ends_takes_no_more_memory_than_one_may():
    async def endless() -> AsyncIterator[str]:
        for _ in range(200):
            yield "data: " + "x" * 100_000
        yield ""
        yield "event: delete"
        yield "data: 5"
        yield ""

    async def read() -> list[tuple[str, str]]:
        return [each async for each in _events(endless())]

    [(_, long), short] = asyncio.run(read())

    assert len(long) < 1_100_000
    assert short == ("delete", "5")
