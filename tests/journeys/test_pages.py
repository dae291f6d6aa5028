"""Each kind of page that a resident sees: looked at by axe and kept as pictures; the neighbourhood's also weighed."""

from urllib.parse import urlsplit

import pytest

from tests.browser import axe, cost_of, shot
from tests.journeys.steps import OFFICER, RIVERSIDE

PAGES = {
    "home": "/",
    "places": "/places/",
    "neighbourhood": f"/places/{RIVERSIDE.slug}/",
    "officer": f"/@{OFFICER.handle}/",
    "team": "/@riverside/",
    "search": "/search/?q=bicycle",
    "emergency": "/emergency/",
    "privacy": "/privacy/",
    "accessibility": "/accessibility/",
    "follow": f"/follow/?place={RIVERSIDE.slug}",
    "sign-in": "/account/login/",
    "not-found": "/places/nowhere/",
}
# a page and the link on it that leads to a page of another kind
LINKED = {
    "post": (f"/@{OFFICER.handle}/", f'main a[href^="/@{OFFICER.handle}/"]:has(time)'),
    "event": (f"/places/{RIVERSIDE.slug}/", 'main a[href^="/events/"]'),
    "badge": (f"/places/{RIVERSIDE.slug}/", 'main a[href^="/badge/"]'),
    "series": ("/@riverside/", 'main a[href*="/series/"]'),
    "tag": ("/@riverside/", 'main a[href^="/tags/"]'),
}


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_on(name, chromium, site):
    with chromium.visitor() as page:
        page.goto(site.url + PAGES[name])

        shot(page, name)
        axe(page)


@pytest.mark.parametrize("name", LINKED)
def test_axe_finds_nothing_behind_a_link_to(name, chromium, site):
    start, link = LINKED[name]
    with chromium.visitor() as page:
        page.goto(site.url + start)
        page.goto(site.url + str(page.locator(link).first.get_attribute("href")))

        shot(page, name)
        axe(page)


@pytest.mark.parametrize("name", ["home", "neighbourhood", "officer", "team", "search"])
def test_a_page_is_light_and_asks_nobody_else(name, chromium, site):
    with chromium.visitor() as page:
        cost = cost_of(page, site.url + PAGES[name])

    assert cost.weight() <= 60_000, cost.bytes_by_kind
    assert cost.third_parties(urlsplit(site.url).netloc) == []
    assert cost.cookies == []
    assert cost.layout_shift == 0


def test_the_neighbourhood_page_needs_at_most_ten_requests(chromium, site):
    with chromium.visitor() as page:
        cost = cost_of(page, site.url + PAGES["neighbourhood"])

    assert len(cost.requests) <= 10, cost.requests
