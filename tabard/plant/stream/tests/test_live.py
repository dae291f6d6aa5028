"""Open pages hear what happens."""

import asyncio
from collections.abc import AsyncIterator
from typing import cast

import aiohttp
import pytest
import uvicorn
from django.core.exceptions import PermissionDenied
from django.http import StreamingHttpResponse
from django.test import AsyncClient

from tabard.plant.stream.access import public_topics
from tabard.plant.stream.actions import publish
from tabard.plant.stream.hub import WAITING_MESSAGES, hub

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend():
    return "asyncio"


async def next_event(stream):
    return (await asyncio.wait_for(anext(stream), 60)).decode()


async def until(is_so):
    for _ in range(6000):
        if is_so():
            return
        await asyncio.sleep(0.01)
    pytest.fail("waited a minute in vain")


async def open_page(address):
    response = cast("StreamingHttpResponse", await AsyncClient().get(address))
    stream = aiter(cast("AsyncIterator[bytes]", response.streaming_content))
    assert (await next_event(stream)).startswith("retry:")
    return stream


async def test_a_page_hears_its_topic_and_no_other():
    stream = await open_page("/live/?topic=team-4&topic=place-2")

    publish(topic="team-5", event="post", data={"post_id": 1})
    publish(topic="place-2", event="post", data={"post_id": 2})

    event = await next_event(stream)
    assert event.startswith("event: post\n")
    assert '"post_id":2' in event
    await stream.aclose()


async def test_a_page_hears_what_another_thread_says():
    stream = await open_page("/live/?topic=team-4")

    await asyncio.to_thread(publish, topic="team-4", event="post", data={"post_id": 7})

    assert '"post_id":7' in await next_event(stream)
    await stream.aclose()


async def test_a_page_that_is_closed_leaves_nothing_behind():
    server = uvicorn.Server(uvicorn.Config("tabard.asgi:application", port=0, lifespan="off", log_config=None))
    serving = asyncio.create_task(server.serve())
    await until(lambda: server.started)
    port = server.servers[0].sockets[0].getsockname()[1]

    async with aiohttp.ClientSession() as phone:
        page = await phone.get(f"http://127.0.0.1:{port}/live/?topic=team-44")
        await page.content.readline()
        opened = hub.listening_to("team-44")
        page.close()
        await until(lambda: not hub.listening_to("team-44"))

    server.should_exit = True
    await serving
    assert opened == 1


async def test_a_page_that_goes_away_before_its_first_word_takes_nobodys_place():
    response = cast("StreamingHttpResponse", await AsyncClient().get("/live/?topic=team-45"))

    response.close()
    del response

    assert not hub.listening_to("team-45")


async def test_a_page_that_does_not_read_loses_the_oldest_and_costs_no_memory():
    subscriber = hub.join(frozenset({"team-9"}))

    for number in range(WAITING_MESSAGES * 3):
        publish(topic="team-9", event="post", data={"post_id": number})
    await asyncio.sleep(0)

    assert subscriber.queue.qsize() == WAITING_MESSAGES
    assert f'"post_id":{WAITING_MESSAGES * 2}' in subscriber.queue.get_nowait()
    hub.leave(subscriber)


@pytest.mark.parametrize(
    "asked", [[], ["desk-1"], ["team-0"], ["team-x"], ["team-1\n"], [f"team-{n}" for n in range(1, 12)]]
)
def test_topics_that_are_not_public_are_refused(asked):
    with pytest.raises(PermissionDenied):
        public_topics(asked)
