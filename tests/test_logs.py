"""What goes wrong is told without anybody's words."""

import io
import logging
import logging.config

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import include, path

SECRET = "51.4816,-3.1791 and what a resident wrote"


def fall_over(request: HttpRequest, token: str) -> HttpResponse:
    held = SECRET
    raise RuntimeError(held)


urlpatterns = [path("confirm/<str:token>/", fall_over), path("", include("tabard.urls"))]


@pytest.fixture
def log():
    """The log as it is set up, written into the test's hands."""
    written = io.StringIO()
    logging.config.dictConfig(settings.LOGGING)
    (handler,) = logging.getLogger().handlers[-1:]
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream(written)
    yield written
    logging.getLogger().removeHandler(handler)


@override_settings(ROOT_URLCONF=__name__)
def test_a_failed_request_names_its_route_and_the_line_and_nothing_that_was_in_it(log):
    client = Client(raise_request_exception=False)

    client.post("/confirm/very-secret-token/?q=secret-query", {"words": "secret words"})

    line = log.getvalue()
    assert "request failed: confirm/<str:token>/" in line
    assert "RuntimeError" in line
    assert "test_logs.py" in line
    assert "secret" not in line
    assert "51.4816," not in line


def test_an_error_in_the_log_of_any_library_loses_its_words(log):
    try:
        raise ValueError(SECRET)
    except ValueError:
        logging.getLogger("some.library").exception("it failed")

    assert "it failed" in log.getvalue()
    assert "ValueError" in log.getvalue()
    assert "resident" not in log.getvalue()


def test_a_refused_form_is_not_logged_with_its_address(log):
    client = Client(enforce_csrf_checks=True)

    client.post("/account/login/?secret=1", {"words": "secret"})

    assert "secret" not in log.getvalue()
