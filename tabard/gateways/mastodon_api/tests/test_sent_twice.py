"""What an app sends again because it did not hear that it had come: one key, one post."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tabard.gateways.mastodon_api.tests.makers import STATUSES, make_phone, write
from tabard.voice.posts.models import Post, State

pytestmark = pytest.mark.django_db
KEY = {"Idempotency-Key": "abc"}


def test_the_same_key_writes_once():
    phone = make_phone()

    first, second = (write(phone, headers=KEY) for _ in range(2))

    assert first.json()["id"] == second.json()["id"]
    assert Post.objects.count() == 1


def test_another_key_writes_again():
    phone = make_phone()

    for key in "ab":
        write(phone, headers={"Idempotency-Key": key})

    assert Post.objects.count() == 2


def test_what_waits_goes_not_out_because_the_same_is_posted_at_once_under_its_key():
    phone = make_phone()
    at = (timezone.now() + timedelta(hours=1)).isoformat()

    waiting = [write(phone, headers=KEY, scheduled_at=at).json()["id"] for _ in range(2)]
    write(phone, headers=KEY)

    assert waiting[0] == waiting[1]
    assert Post.objects.get(pk=waiting[0]).state == State.SCHEDULED
    assert Post.objects.public().count() == 1


def test_what_was_deleted_meanwhile_is_not_posted_again_under_its_key_and_the_app_hears_why():
    phone = make_phone()
    phone.delete(f"{STATUSES}/{write(phone, headers=KEY).json()['id']}")

    again = write(phone, headers=KEY)

    assert again.status_code == 422
    assert again.json()["error"] == "This post was taken back. Write it as a new one."
    assert not Post.objects.public().exists()
