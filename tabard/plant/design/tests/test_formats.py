"""How dates and times are written."""

from datetime import UTC, datetime

import pytest
from django.template import Context, Template

JUST_PAST_NOON = datetime(2026, 11, 3, 12, 53, tzinfo=UTC)


@pytest.mark.parametrize(
    ("form", "written"),
    [
        ("DATE_FORMAT", "3 November 2026"),
        ("TIME_FORMAT", "12:53"),
        ("DATETIME_FORMAT", "3 November 2026, 12:53"),
        ("SHORT_DATE_FORMAT", "03/11/2026"),
        ("SHORT_DATETIME_FORMAT", "03/11/2026, 12:53"),
    ],
)
def test_the_clock_has_24_hours_wherever_a_time_is_written(form, written):
    page = Template("{{ at|date:form }}")

    assert page.render(Context({"at": JUST_PAST_NOON, "form": form})) == written
