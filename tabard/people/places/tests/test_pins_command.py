"""`tabard pins`, as the digital lead types it."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tabard.people.places.models import Pin
from tabard.people.places.tests.makers import make_neighbourhood

pytestmark = pytest.mark.django_db


def typed(*words: str) -> str:
    out = StringIO()
    call_command("pins", *words, stdout=out)
    return out.getvalue()


def test_a_pin_is_placed_listed_and_removed():
    place = make_neighbourhood(name="Riverside")

    typed("--place", place.slug, "--at", "51.48,-3.18", "--reason", "one house, two wards")
    pin = Pin.objects.get()

    assert "51.48000,-3.18000  25 m  Riverside  one house, two wards" in typed()
    typed("--remove", str(pin.pk))
    assert "No spot is pinned" in typed()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--place", "nowhere", "--at", "51.48,-3.18"], "No neighbourhood is called nowhere"),
        (["--place", "{slug}", "--at", "51.48"], "Say where"),
        (["--place", "{slug}", "--at", "91,0"], "91"),
        (["--place", "{slug}", "--at", "51,0", "--radius", "501"], "500 m at most"),
        (["--remove", "7"], "There is no pin 7"),
    ],
)
def test_what_cannot_be_is_told_and_changes_nothing(words, told):
    slug = make_neighbourhood().slug

    with pytest.raises(CommandError, match=told):
        typed(*(word.format(slug=slug) for word in words))

    assert not Pin.objects.exists()
