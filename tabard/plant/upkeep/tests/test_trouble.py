"""When the house is in trouble, it says so, and says what to do."""

import errno
import sqlite3

import boto3
import psycopg.errors
import pytest
from botocore.config import Config
from django.db import OperationalError
from django.test import Client, override_settings
from django.urls import include, path


def write_on_a_full_disk(request):
    """A database that has really no page left."""
    database = sqlite3.connect(":memory:")
    database.execute("CREATE TABLE words (word TEXT)")
    database.execute("PRAGMA max_page_count = 3")
    try:
        for _ in range(100):
            database.execute("INSERT INTO words VALUES (?)", ("x" * 4000,))
    except sqlite3.OperationalError as full:
        raise OperationalError(*full.args) from full
    finally:
        database.close()


def write_on_a_full_disk_of_postgresql(request):
    words = 'could not extend file "base/16384/16462": No space left on device'
    raise OperationalError(words) from psycopg.errors.DiskFull(words)


def write_a_picture(request):
    raise OSError(errno.ENOSPC, "No space left on device", "/pictures/secret-name")


def wait_for_a_lock(request):
    raise OperationalError("database is locked")


def reach_for_absent_storage(request):
    boto3.client(
        "s3",
        endpoint_url="http://127.0.0.1:9",
        region_name="x",
        config=Config(retries={"max_attempts": 0}),
        aws_access_key_id="x",
        aws_secret_access_key="x",
    ).list_buckets()


def make_a_mistake(request):
    raise OSError(errno.ENOENT, "No such file")


urlpatterns = [
    path("full-database/", write_on_a_full_disk),
    path("full-postgresql/", write_on_a_full_disk_of_postgresql),
    path("full-disk/", write_a_picture),
    path("locked/", wait_for_a_lock),
    path("storage/", reach_for_absent_storage),
    path("mistake/", make_a_mistake),
    path("", include("tabard.urls")),
]


@pytest.mark.parametrize("address", ["/full-database/", "/full-postgresql/", "/full-disk/"])
@override_settings(ROOT_URLCONF=__name__)
def test_a_full_disk_is_named_and_the_form_is_not_lost(address):
    answer = Client().post(address)

    page = answer.content.decode()
    assert answer.status_code == 503
    assert answer["Retry-After"] == "30"
    assert "run out of space" in page
    assert "was not saved" in page
    assert "secret-name" not in page


@pytest.mark.parametrize("address", ["/locked/", "/storage/"])
@override_settings(ROOT_URLCONF=__name__)
def test_a_locked_database_and_an_absent_store_ask_to_try_again(address):
    answer = Client().get(address)

    page = answer.content.decode()
    assert answer.status_code == 503
    assert "Try again" in page
    assert "was not saved" not in page


@override_settings(ROOT_URLCONF=__name__)
def test_other_mistakes_are_not_dressed_up():
    with pytest.raises(OSError, match="No such file"):
        Client().get("/mistake/")
