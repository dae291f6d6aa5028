"""One name over every page: the site's; a force of another name is named beside it."""

import re

import pytest

from tabard.front.web.tests.makers import Town, address_of, make_meeting, read, say

pytestmark = pytest.mark.django_db


@pytest.fixture
def addresses(town: Town) -> list[str]:
    """A page of each kind that belongs to a force."""
    post, meeting = say(town, "Found: a red bicycle."), make_meeting(town)
    place = f"/places/{town.riverside.slug}/"
    return [place, "/@riverside/", f"/@{town.alice.handle.name}/", address_of(post), f"/events/{meeting.pk}/"]


def name_in_head(page: str) -> str:
    found = re.search(r'<a class="brand"[^>]*>([^<]*)</a>', page)
    assert found
    return found[1]


def title_of(page: str) -> str:
    return " ".join(page.partition("<title>")[2].partition("</title>")[0].split())


def test_every_page_carries_the_name_of_the_site_in_its_head_and_its_title(town: Town, addresses, settings):
    settings.SITE_NAME = "Safer Together"

    for address in ["/", "/places/", "/search/", "/badge/4127/", *addresses]:
        page = read(address)
        assert name_in_head(page) == "Safer Together"
        assert title_of(page).endswith(" – Safer Together")


def test_a_page_of_a_force_names_it_where_the_site_has_another_name(town: Town, addresses, settings):
    settings.SITE_NAME = "Safer Together"
    named = '<p class="kicker">Peelborough Police</p>'

    assert all(named in read(address) for address in addresses)
    settings.SITE_NAME = "Peelborough Police"
    assert not any(named in read(address) for address in addresses)
