"""The same promises with pictures in S3-compatible storage: a real server on the loopback."""

import copy
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import boto3  # type: ignore[import-untyped]
import pytest
from django.db import transaction
from django.test import Client
from moto.server import ThreadedMotoServer

from tabard.plant.media import actions, jobs
from tabard.plant.media.models import Picture
from tabard.plant.media.tests.makers import make_picture

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:datetime.datetime.utcnow:DeprecationWarning"),
]


@pytest.fixture(scope="module")
def s3_address() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(s3_address: str, settings: Any) -> Any:
    keys = {"aws_access_key_id": "key", "aws_secret_access_key": "secret", "region_name": "eu-west-2"}
    made = boto3.resource("s3", endpoint_url=s3_address, **keys).Bucket("tabard-pictures")
    made.create(CreateBucketConfiguration={"LocationConstraint": "eu-west-2"})
    options = {"bucket_name": made.name, "endpoint_url": s3_address, "access_key": "key", "secret_key": "secret"}
    options |= {"region_name": "eu-west-2", "default_acl": None, "querystring_auth": False, "file_overwrite": False}
    storages = copy.deepcopy(settings.STORAGES)
    storages["default"] = {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}
    settings.STORAGES = storages
    yield made
    made.objects.delete()
    made.delete()


def names(bucket: Any) -> set[str]:
    return {each.key for each in bucket.objects.all()}


def test_pictures_are_kept_and_served_from_s3(bucket: Any, client: Client):
    picture = make_picture()

    assert names(bucket) == set(picture.stored_names())
    for address in (picture.src, picture.address(320)):
        response = client.get(address)
        assert response.status_code == 200
        assert response["Content-Length"] == str(len(response.content))
        assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_a_removed_picture_is_gone_from_s3(bucket: Any, client: Client):
    picture = make_picture()
    address = picture.src

    actions.remove_picture(picture=picture, by=None, now=picture.added_at)
    jobs.tidy(picture.added_at)

    assert names(bucket) == set()
    assert client.get(address).status_code == 404


def test_an_object_that_was_lost_is_not_found(bucket: Any, client: Client):
    picture = make_picture()
    bucket.objects.delete()

    assert client.get(picture.src).status_code == 404


def test_strays_are_swept_from_s3(bucket: Any):
    with transaction.atomic():
        make_picture()
        transaction.set_rollback(True)
    kept = make_picture(now=datetime.now().astimezone())
    tomorrow = datetime.now().astimezone() + timedelta(hours=25)

    assert actions.sweep_strays(now=tomorrow - timedelta(hours=2)) == 0
    assert actions.sweep_strays(now=tomorrow) == 4
    assert names(bucket) == set(kept.stored_names())


def test_an_empty_bucket_is_swept_without_trouble(bucket: Any):
    jobs.tidy(datetime.now().astimezone())

    assert not Picture.objects.exists()
