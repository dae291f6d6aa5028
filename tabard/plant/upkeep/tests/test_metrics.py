from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from tabard.plant.changes.models import Consequence, RecordedChange
from tabard.plant.delivery.models import Delivery
from tabard.plant.upkeep.tests.makers import make_delivery

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)


def figures(client: Client, **headers: str) -> dict[tuple[str, str], float]:
    response = client.get("/metrics", headers=headers)
    assert response.status_code == 200
    return {
        (sample.name, sample.labels.get("channel", "")): sample.value
        for family in text_string_to_metric_families(response.content.decode())
        for sample in family.samples
    }


def test_what_waits_and_what_was_given_up_is_counted_by_channel(db, client):
    make_delivery(key="one", now=NINE)
    make_delivery(key="two", now=NINE)
    make_delivery(key="three", now=NINE, state=Delivery.State.DEAD)
    make_delivery(key="four", now=NINE, channel="push", state=Delivery.State.DONE)

    seen = figures(client)

    assert seen["tabard_deliveries_waiting", "email"] == 2
    assert seen["tabard_deliveries_dead", "email"] == 1
    assert seen["tabard_deliveries_waiting", "push"] == 0


def test_late_consequences_and_the_oldest_work_show(db, client):
    hour_ago = timezone.now() - timedelta(hours=1)
    change = RecordedChange.objects.create(name="posts.PostPublished")
    RecordedChange.objects.filter(pk=change.pk).update(recorded_at=hour_ago)
    Consequence.objects.create(change=change, job="a", next_attempt_at=hour_ago)
    Consequence.objects.create(change=change, job="b", next_attempt_at=hour_ago, state=Consequence.State.DEAD)
    Consequence.objects.create(change=change, job="c", next_attempt_at=hour_ago, state=Consequence.State.DONE)

    seen = figures(client)

    assert seen["tabard_consequences_due", ""] == 1
    assert seen["tabard_consequences_dead", ""] == 1
    assert 3600 <= seen["tabard_oldest_waiting_seconds", ""] < 3700


def test_a_house_at_rest_counts_nothing(db, client):
    seen = figures(client)

    assert seen["tabard_oldest_waiting_seconds", ""] == 0
    assert seen["tabard_live_pages_open", ""] == 0


@pytest.mark.parametrize("address", ["203.0.113.7", "10.0.0.8", "2001:db8::1", "", "nonsense"])
def test_strangers_are_told_that_there_is_no_such_page(db, client, address):
    assert client.get("/metrics", REMOTE_ADDR=address).status_code == 404


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP", "Via"])
def test_a_proxy_on_this_machine_does_not_open_the_door(db, client, header):
    assert client.get("/metrics", headers={header: "127.0.0.1"}).status_code == 404


def test_the_token_opens_the_door_from_anywhere(db, client, settings):
    settings.METRICS_TOKEN = "s3cret"

    right = client.get("/metrics", REMOTE_ADDR="203.0.113.7", headers={"Authorization": "Bearer s3cret"})
    wrong = client.get("/metrics", REMOTE_ADDR="203.0.113.7", headers={"Authorization": "Bearer s3cre"})

    assert (right.status_code, wrong.status_code) == (200, 404)


def test_an_empty_token_opens_nothing(db, client):
    response = client.get("/metrics", REMOTE_ADDR="203.0.113.7", headers={"Authorization": "Bearer "})

    assert response.status_code == 404


def test_a_well_house_says_so_without_a_cookie(db, client):
    response = client.get("/healthz")

    assert (response.status_code, response.json()) == (200, {"healthy": True, "database": "here"})
    assert not response.cookies
