"""The one address that open pages listen to: server-sent events (HTML Standard, section 9.2)."""

import asyncio
import json
from collections.abc import AsyncIterator

from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.views.decorators.http import require_safe

from tabard.plant.stream import access
from tabard.plant.stream.hub import END, hub
from tabard.plant.stream.listen import ensure_listening

BREATH_SECONDS = 15
MOST_PAGES = 5000


@require_safe
async def live(request: HttpRequest) -> HttpResponseBase:
    """Events of `?topic=...` (repeatable) for as long as the page is open."""
    topics = access.public_topics(request.GET.getlist("topic"))
    if len(hub) >= MOST_PAGES:
        return StreamingHttpResponse(_too_many(), status=503, content_type="text/plain")
    ensure_listening()
    response = StreamingHttpResponse(_events(topics), content_type="text/event-stream")
    response["Cache-Control"] = "no-store"
    response["X-Accel-Buffering"] = "no"
    return response


async def _too_many() -> AsyncIterator[bytes]:
    yield b"Too many pages are open. Reload the page to see what is new.\n"


async def _events(topics: frozenset[str]) -> AsyncIterator[bytes]:
    """Joins here, not before: what never starts, since its page went away first, is never left either."""
    subscriber = hub.join(topics)
    try:
        yield b"retry: 2000\n\n"
        while True:
            try:
                message = await asyncio.wait_for(subscriber.queue.get(), BREATH_SECONDS)
            except TimeoutError:
                yield b": still here\n\n"
            else:
                if message == END:
                    return
                yield f"event: {json.loads(message)['event']}\ndata: {message}\n\n".encode()
    finally:
        hub.leave(subscriber)
