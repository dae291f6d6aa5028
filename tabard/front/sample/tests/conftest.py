from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from tabard.front.sample.actions import load_sample

NOW = datetime(2026, 11, 22, 11, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def peelborough(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[datetime]:
    """All of Peelborough, loaded once for a module and rolled back at its end; the moment of loading."""
    folder = tmp_path_factory.mktemp("sample")
    with override_settings(MEDIA_ROOT=folder), django_db_blocker.unblock(), transaction.atomic():
        load_sample(now=NOW)
        yield NOW
        transaction.set_rollback(True)


@pytest.fixture
def afterwards(peelborough: datetime) -> Iterator[datetime]:
    """For a test that writes: what it wrote is taken back."""
    with transaction.atomic():
        yield peelborough
        transaction.set_rollback(True)
