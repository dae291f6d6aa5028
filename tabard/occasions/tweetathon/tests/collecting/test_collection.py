"""All sources of a day at once, into its store, and counted as it goes."""

import asyncio
import json
from collections.abc import Callable
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from django.conf import settings
from django.db import connection

from tabard.lib.net import Fetcher
from tabard.occasions.tweetathon.collecting.collection import Collection, Plan
from tabard.occasions.tweetathon.counting.count import count
from tabard.occasions.tweetathon.counting.engines import engine
from tabard.occasions.tweetathon.keeping.store import Store
from tabard.occasions.tweetathon.registered import Registered
from tabard.occasions.tweetathon.tests.collecting.servers import QUICK, FakeJetstream, FakeMastodon, serving, status
from tabard.occasions.tweetathon.tests.collecting.test_jetstream import TAGGED, commit
from tabard.people.teams.tests.makers import make_officer, make_team
from tabard.voice.network.actions import notes, reactions
from tabard.voice.network.addresses import our_host
from tabard.voice.network.models import Audience
from tabard.voice.network.tests.makers import make_actor, make_far_actor, make_far_note, make_note
from tabard.voice.posts.tests.makers import make_post

BEGAN = datetime(2026, 6, 4, 8, tzinfo=UTC)
MORNING = BEGAN + timedelta(hours=1)
NOW_US = int(BEGAN.timestamp() * 1_000_000) + 3_600_000_000


def figures_of(store: Store) -> dict[str, Any]:
    with engine("duckdb", "") as duckdb:
        return count(duckdb, store.parts(), registered=store.registered, aliases=store.aliases()).as_json()


def collect(
    store: Store,
    *fakes: FakeMastodon | FakeJetstream,
    until: Callable[[dict[str, Any]], bool],
    plan_until: datetime | None = None,
    asks_own: bool = False,
) -> tuple[dict[str, Any], list[dict[str, Any]], Collection]:
    """Until the figures are as wanted: they, how the sources did, and the collection."""

    async def run() -> tuple[dict[str, Any], list[dict[str, Any]], Collection]:
        stop, told, loop = asyncio.Event(), list[Any](), asyncio.get_running_loop()

        def counted(store: Store, listened: list[dict[str, Any]]) -> None:
            told[:] = [figures_of(store) if store.parts() else {"posts": 0}, listened]
            if until(told[0]):
                loop.call_soon_threadsafe(stop.set)

        async with AsyncExitStack() as stack, asyncio.timeout(90):
            addresses = [await stack.enter_async_context(serving(fake)) for fake in fakes]
            streams = [url.replace("http", "ws") for (url, _), fake in zip(addresses, fakes, strict=True)
                       if isinstance(fake, FakeJetstream)]  # fmt: skip
            servers = [url for (url, _), fake in zip(addresses, fakes, strict=True) if isinstance(fake, FakeMastodon)]
            plan = Plan(
                ["PolTwt"], BEGAN, plan_until, servers, streams, asks_own, poll_seconds=0.05, own_poll_seconds=0.05,
                count_seconds=0.2, share_of_counting=1,
            )  # fmt: skip
            fetcher = await stack.enter_async_context(Fetcher(QUICK))
            collection = Collection(plan, store, fetcher, count=counted)
            await collection.run(stop)
        return told[0], told[1], collection

    return asyncio.run(run())


def test_what_was_deleted_while_nobody_listened_is_gone_once_somebody_does(tmp_path):
    store, fake = Store.made(tmp_path), FakeMastodon([status(1), status(2), status(3)])
    server_of_the_day = serving(fake)

    async def stop_and_go_on() -> tuple[int, int]:
        async with server_of_the_day as (url, fetcher):
            posts = [await posts_heard(url, fetcher, until=3)]
            fake.deleted |= {"1", "2"}
            posts.append(await posts_heard(url, fetcher, until=1))
            return posts[0], posts[1]

    async def posts_heard(url: str, fetcher: Fetcher, *, until: int) -> int:
        stop, told, loop = asyncio.Event(), list[int](), asyncio.get_running_loop()

        def counted(store: Store, _listened: list[dict[str, Any]]) -> None:
            told.append(figures_of(store)["posts"] if store.parts() else 0)
            if told[-1] == until:
                loop.call_soon_threadsafe(stop.set)

        plan = Plan(["PolTwt"], BEGAN, servers=[url], asks_own=False, poll_seconds=0.05, count_seconds=0.2)
        async with asyncio.timeout(60):
            await Collection(plan, store, fetcher, count=counted).run(stop)
        return told[-1]

    assert asyncio.run(stop_and_go_on()) == (3, 1)
    assert store.heard()
    store.destroy_key()
    assert store.heard() == {}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.made(tmp_path / "store")


def tagged(rkey: str, at: int = 0, **more: Any) -> dict[str, Any]:
    return commit(NOW_US + at, rkey, {"text": "Good night all", "langs": ["en"], **TAGGED}, **more)


def test_all_sources_come_together_and_the_same_post_at_two_servers_counts_once(store):
    one = FakeMastodon([status(1), status(2)])
    other = FakeMastodon([status(2), status(3)])
    jetstream = FakeJetstream([[tagged("a"), tagged("b", 1, did="did:plc:bbbb")]])

    figures, listened, _ = collect(store, one, other, jetstream, until=lambda told: told["posts"] >= 5)

    assert figures["posts"] == 5
    assert figures["by_network"] == {"bluesky": 2, "mastodon": 3}
    assert figures["authors"] == 3
    assert all(each["heard"] >= 2 for each in listened)


def test_what_is_deleted_later_is_in_no_figure(store):
    jetstream = FakeJetstream([[tagged("a"), tagged("b", 1), commit(NOW_US + 9, "a", None)]])
    figures, _, _ = collect(store, jetstream, until=lambda told: told["posts"] == 1)

    assert figures["posts"] == 1


def test_a_deleted_account_takes_its_posts_with_it(store):
    gone = {"did": "did:plc:aaaa", "time_us": NOW_US + 9, "kind": "account"}
    gone["account"] = {"active": False, "status": "deleted"}
    events = [tagged("a"), tagged("b", 1), tagged("c", 2, did="did:plc:bbbb"), gone]

    figures, _, _ = collect(store, FakeJetstream([events]), until=lambda told: told["posts"] == 1)

    assert figures["authors"] == 1


def test_an_account_that_is_only_out_of_use_keeps_its_posts(store):
    away = {"did": "did:plc:aaaa", "time_us": NOW_US + 9, "kind": "account"}
    away["account"] = {"active": False, "status": "deactivated"}
    jetstream = FakeJetstream([[tagged("a"), away, tagged("b", 10)]])

    figures, _, _ = collect(store, jetstream, until=lambda told: told["posts"] >= 2)

    assert figures["posts"] == 2


def test_a_second_process_goes_on_where_the_first_was_killed(store):
    first = FakeJetstream([[tagged("a")]])
    collect(store, first, until=lambda told: told["posts"] >= 1)
    again = Store.opened(store.folder)
    second = FakeJetstream([[tagged("a"), commit(NOW_US + 7, "a", None), tagged("b", 8)]])

    figures, _, _ = collect(again, second, until=lambda told: told["by_hour"] and again.values_of("Bluesky") > NOW_US)

    assert figures["posts"] == 1
    assert f"cursor={NOW_US - 5_000_000}" in second.asked[0]


def test_what_was_said_before_or_after_the_day_is_not_of_it(store):
    early = status(1, created_at="2026-06-04T07:59:59.999Z")
    late = status(3, created_at="2026-06-05T08:00:00.000Z")
    streamed = FakeJetstream([[tagged("early", -4 * 3_600_000_000), tagged("a")]])

    figures, _, collection = collect(
        store,
        FakeMastodon([early, status(2), late]),
        streamed,
        until=lambda told: told["posts"] >= 2,
        plan_until=BEGAN + timedelta(days=1),
    )

    assert figures["posts"] == collection.taken == 2


def test_a_server_that_is_down_is_told_of_and_holds_up_no_other(store):
    async def mood(_request):
        return web.Response(status=500, text="<html>Sorry</html>")

    figures, listened, _ = collect(
        store, FakeMastodon(mood=mood), FakeMastodon([status(1)]), until=lambda told: told["posts"] >= 1
    )

    assert figures["posts"] == 1
    assert [each["is_up"] for each in listened] == [False, True]
    assert "500" in listened[0]["last_failure"]


def test_who_registers_during_the_day_is_one_author_with_what_they_said_before(store):
    server = FakeMastodon([status(1)])
    collect(store, server, until=lambda told: told["posts"] >= 1)
    assert "pc@far.example" not in json.dumps(figures_of(store))

    store.register([Registered("mastodon", "pc@far.example", "Far Police", "IS")])
    server.statuses.append(status(2))
    figures, _, _ = collect(store, server, until=lambda told: told["posts"] >= 2)

    assert (figures["posts"], figures["authors"]) == (2, 1)
    assert figures["by_force"] == {"Far Police": 2}
    assert figures["by_country"] == {"IS": 2}
    store.destroy_key()
    assert figures_of(Store.opened(store.folder))["by_force"] == {"Far Police": 2}


@pytest.mark.django_db(transaction=True)
def test_what_our_own_server_holds_is_heard_with_its_boosts_edits_and_deletions(store):
    far, near = make_far_actor("anna"), make_actor(make_team("Riverside", handle="riverside"))
    tags = ("PolTwt",)
    said, gone = (make_far_note(far, f"Hello #PolTwt {n}", now=MORNING, tags=tags) for n in "ab")
    make_far_note(far, "Of another day", now=MORNING)
    make_far_note(far, "For followers #PolTwt", now=MORNING, tags=tags, audience=Audience.FOLLOWERS)
    boost = reactions.announce(actor=near, note=said, now=MORNING)
    moves = iter([
        lambda: notes.delete_note(note=gone, now=MORNING),
        lambda: reactions.undo_announce(actor=near, note=said, now=MORNING),
    ])  # fmt: skip
    seen = []

    def until(told: dict[str, Any]) -> bool:
        numbers = (told["posts"], told.get("reposts", 0))
        if numbers[0] and numbers not in seen:
            seen.append(numbers)
            next(moves, lambda: None)()
        connection.close()
        return len(seen) == 3

    figures, listened, _ = collect(store, until=until, asks_own=True)

    assert boost.pk
    assert seen == [(3, 1), (2, 1), (1, 0)]
    assert figures["authors"] == 1
    assert [each["name"] for each in listened] == ["Our own server"]


@pytest.mark.django_db(transaction=True)
def test_what_went_from_our_own_server_before_we_listened_is_gone_and_a_boost_made_again_counts(store):
    far, near = make_far_actor("anna"), make_actor(make_team("Riverside", handle="riverside"))
    said, gone = (make_far_note(far, f"Hello #PolTwt {n}", now=MORNING, tags=("PolTwt",)) for n in "ab")
    reactions.announce(actor=near, note=said, now=MORNING)

    def until(posts: int) -> Callable[[dict[str, Any]], bool]:
        def is_so(told: dict[str, Any]) -> bool:
            connection.close()
            return bool(told["posts"] == posts)

        return is_so

    before, _, _ = collect(store, until=until(3), asks_own=True)
    notes.delete_note(note=gone, now=MORNING)
    reactions.undo_announce(actor=near, note=said, now=MORNING)
    without, _, _ = collect(store, until=until(1), asks_own=True)
    reactions.announce(actor=near, note=said, now=MORNING)
    again, _, _ = collect(store, until=until(2), asks_own=True)

    assert [each["reposts"] for each in (before, without, again)] == [1, 0, 1]


@pytest.mark.django_db(transaction=True)
def test_a_post_of_ours_that_another_server_has_too_is_one(store):
    team = make_team("Riverside", handle="riverside")
    post = make_post(team, make_officer(team=team), text="Open day! #PolTwt", now=MORNING)
    note = make_note(post, now=MORNING)
    account = {"acct": f"riverside@{our_host()}", "url": f"{settings.BASE_URL}/@riverside/", "followers_count": 7}
    there = status(1, uri=note.uri, account=account, created_at=MORNING.isoformat(), tags=[{"name": "PolTwt"}])

    def until(told: dict[str, Any]) -> bool:
        connection.close()
        return told["combined_followers"] == 7 if told["posts"] else False

    figures, listened, _ = collect(store, FakeMastodon([there]), until=until, asks_own=True)

    assert (figures["posts"], figures["authors"]) == (1, 1)
    assert all(each["heard"] for each in listened)  # more than once where the timeline was read again


def test_a_status_cannot_say_that_the_post_of_somebody_else_is_deleted(store):
    poison = status(9, deleted="https://far.example/statuses/1")

    figures, _, _ = collect(
        store, FakeMastodon([status(1)]), FakeMastodon([poison]), until=lambda told: told["posts"] >= 2
    )

    assert figures["posts"] == 2


def test_what_is_half_an_event_is_counted_as_unreadable_and_the_day_goes_on(store):
    half = {name: value for name, value in tagged("a").items() if name != "kind"}

    figures, _, collection = collect(
        store, FakeJetstream([[half, tagged("b", 1)]]), until=lambda told: told["posts"] >= 1
    )

    assert (figures["posts"], collection.unreadable) == (1, 1)


def test_followers_beyond_belief_are_not_known_and_break_no_sum(store):
    boasting = {"acct": "pc", "url": "https://far.example/@pc", "followers_count": 2**63 - 1}
    other = {"acct": "other", "url": "https://far.example/@other", "followers_count": 2**63 - 1}

    figures, _, _ = collect(
        store,
        FakeMastodon([status(1, account=boasting), status(2, account=other)]),
        until=lambda told: told["posts"] >= 2,
    )

    assert (figures["combined_followers"], figures["authors_without_followers"]) == (0, 2)


def test_an_account_that_registers_after_its_post_and_is_deleted_after_a_restart_takes_it_with_it(store):
    collect(store, FakeJetstream([[tagged("a")]]), until=lambda told: told["posts"] >= 1)
    store.register([Registered("bluesky", "did:plc:aaaa", "Policja")])
    gone = {"did": "did:plc:aaaa", "time_us": NOW_US + 9, "kind": "account"}
    gone["account"] = {"active": False, "status": "deleted"}

    events = [gone, tagged("b", 10, did="did:plc:bbbb")]
    figures, _, _ = collect(
        Store.opened(store.folder),
        FakeJetstream([events]),
        until=lambda told: told["posts"] == 1 and not told["by_force"],
    )

    assert figures["posts"] == 1
