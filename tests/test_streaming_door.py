"""The program that uvicorn runs lets phone apps listen, beside its pages."""

from typing import Any

import pytest
from asgiref.testing import ApplicationCommunicator

from tabard.asgi import application

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend():
    return "asyncio"


async def test_the_streaming_door_stands_in_front_of_the_pages():
    path = "/api/v1/streaming/health"
    scope: dict[str, Any] = {"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": []}
    asked = ApplicationCommunicator(application, scope)

    started, body = await asked.receive_output(), await asked.receive_output()

    assert started["status"] == 200
    assert body["body"] == b"OK"
