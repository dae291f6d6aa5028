"""The figures of a tweetathon in a browser: the map by mouse, keyboard and thumb, the files, the day itself."""

import csv
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from tabard.occasions.tweetathon.counting.definitions import LISTS
from tabard.occasions.tweetathon.tests.told import HOSTILE
from tests.browser import PHONE, Chromium, axe, cost_of, shot
from tests.journeys.sites import Site
from tests.servers import tabard, wait_until

MOST_BYTES = 260_000  # with the outlines of all countries
PAST = "/tweetathon/lantern-watch-first/figures/"
SWEDEN = ["Sweden", "Posts", "1,498", "Place told", "1,197", "Worked out", "301"]
COUNT = """
from django.utils import timezone
from tabard.occasions.tweetathon.actions.counted import keep_figures
from tabard.occasions.tweetathon.models import Tweetathon
from tabard.occasions.tweetathon.tests.told import make_told
listened = [{{"name": "https://a.example", "heard": {posts}, "failures": 0, "is_up": True, "lag_seconds": 2.2}}]
keep_figures(
    tweetathon=Tweetathon.objects.get(slug="{slug}"),
    told=make_told(posts={posts}, by_country={by_country}, basis={{}}, **{more}),
    listened=listened,
    now=timezone.now(),
)
"""
BEGIN = """
from datetime import datetime
from tabard.occasions.tweetathon.actions.tweetathons import add_tweetathon
from tabard.occasions.tweetathon.wording import TweetathonWords
from tabard.people.places.models import Force
now = datetime.fromisoformat("{now}")
words = TweetathonWords(name="Harbour Night", hashtags=("#HarbourNight",), starts_at=now)
add_tweetathon(slug="{slug}", force=Force.objects.get(), words=words, by=None, now=now)
"""
WATCH = """
    window.shown = [];
    const counter = document.querySelector("[data-counter]");
    new MutationObserver(() => window.shown.push(counter.textContent))
        .observe(counter, {characterData: true, childList: true, subtree: true});
"""


@pytest.fixture
def said() -> list[str]:
    """What the browser's console complained of."""
    return []


@pytest.fixture(params=["mouse", "keyboard", "thumb"])
def hand(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def listen_to(page: Page, said: list[str]) -> Page:
    page.on("console", lambda message: said.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    return page


@pytest.fixture
def visitor(chromium: Chromium, said: list[str]) -> Iterator[Page]:
    with chromium.visitor(width=1280) as page:
        yield listen_to(page, said)
    assert said == []


def country(page: Page, code: str) -> Locator:
    """On the map: found by what it says to those who cannot see it."""
    return page.locator(f'.picture-map [aria-label^="{code}"]')


def card_of(page: Page) -> list[str]:
    card = page.locator("[data-card]")
    expect(card).to_be_visible()
    return card.inner_text().replace("\t", "\n").split("\n")


def drawn(page: Page, address: str) -> Page:
    page.goto(address)
    expect(page.locator(".picture--drawn")).to_be_visible()
    return page


def begin(site: Site, slug: str) -> str:
    """A day that has been going on for two hours. Returns where its figures stand."""
    now = datetime.now(UTC) - timedelta(hours=2)
    tabard("shell", "-c", BEGIN.format(slug=slug, now=now.isoformat()), env=site.settings)
    return f"{site.url}/tweetathon/{slug}/figures/"


def count(site: Site, slug: str, posts: int, by_country: dict[str, int], **more: object) -> None:
    said = COUNT.format(slug=slug, posts=posts, by_country=by_country, more=more)
    tabard("shell", "-c", said, env=site.settings)


def test_hover_focus_and_tap_show_the_same_card(chromium: Chromium, site: Site, said: list[str], hand: str) -> None:
    is_phone = hand == "thumb"
    with chromium.visitor(width=PHONE if is_phone else 1280, has_touch=is_phone, is_mobile=is_phone) as page:
        drawn(listen_to(page, said), site.url + PAST)
        if hand == "mouse":
            country(page, "Sweden").hover()
        elif hand == "thumb":
            country(page, "Sweden").tap()
        else:
            page.get_by_role("region", name="Posts by country, as a table").focus()
            page.keyboard.press("Shift+Tab")
            page.keyboard.press("ArrowRight")

        card = card_of(page)
        page.keyboard.press("Escape")

        assert [part for part in card if part] == SWEDEN
        expect(page.locator("[data-card]")).to_be_hidden()
        assert said == []


def test_a_thumb_that_comes_down_beside_a_small_country_finds_it(chromium: Chromium, site: Site) -> None:
    with chromium.visitor(has_touch=True, is_mobile=True) as page:
        drawn(page, site.url + PAST)
        malta = country(page, "Malta")
        malta.scroll_into_view_if_needed()
        spot = malta.bounding_box()
        assert spot is not None

        page.touchscreen.tap(spot["x"] - 8, spot["y"] + 14)

        assert card_of(page)[0] == "Malta"
        page.touchscreen.tap(spot["x"], spot["y"] + 60)
        expect(page.locator("[data-card]")).to_be_hidden()


def test_the_map_on_a_phone_is_near_enough_to_tap_and_comes_closer(chromium: Chromium, site: Site) -> None:
    with chromium.visitor(width=360, has_touch=True, is_mobile=True) as page:
        drawn(page, site.url + PAST)
        shown = page.locator("[data-drawn]")
        closer, further = (page.get_by_role("button", name=name) for name in ("Closer", "Further away"))

        def times_as_wide() -> float:
            return float(shown.evaluate("frame => frame.scrollWidth / frame.clientWidth"))

        shown.scroll_into_view_if_needed()
        spot = country(page, "Malta").bounding_box()
        assert spot is not None
        assert min(spot["width"], spot["height"]) >= 24
        assert times_as_wide() == pytest.approx(2, abs=0.05)
        closer.tap()
        assert times_as_wide() == pytest.approx(4, abs=0.05)
        for _ in range(2):
            further.tap()
        assert times_as_wide() == pytest.approx(1, abs=0.05)
        expect(further).to_have_attribute("aria-disabled", "true")


def test_a_country_on_the_map_says_which_number_is_what(visitor: Page, site: Site) -> None:
    drawn(visitor, site.url + PAST)

    expect(country(visitor, "Sweden")).to_have_accessible_name("Sweden, Posts 1,498, Place told 1,197, Worked out 301")


def test_every_row_of_the_table_shows_its_card_too(visitor: Page, site: Site) -> None:
    drawn(visitor, site.url + PAST)

    visitor.get_by_role("row", name="Sweden").focus()

    assert [part for part in card_of(visitor) if part] == SWEDEN
    expect(visitor.locator("#countries tbody tr")).to_have_count(11)
    expect(country(visitor, "Sweden")).to_have_class("picture-map__chosen")


def test_the_page_is_for_everybody_by_day_and_by_night(visitor: Page, site: Site) -> None:
    drawn(visitor, site.url + PAST)

    shot(visitor, "tweetathon-figures")
    axe(visitor)
    visitor.set_viewport_size({"width": PHONE, "height": 740})
    drawn(visitor, site.url + PAST)
    axe(visitor)


def test_the_hours_are_shown_by_any_clock(chromium: Chromium, site: Site, said: list[str]) -> None:
    with chromium.visitor(width=1280, timezone_id="Pacific/Auckland") as page:
        drawn(listen_to(page, said), site.url + PAST)
        page.get_by_text("Every hour as a table").click()
        first = page.locator("tbody th[data-zoned]").first
        began = datetime.fromisoformat(first.get_attribute("data-at") or "")

        page.get_by_label("By the clock of").select_option("Asia/Tokyo")

        in_tokyo = began + timedelta(hours=9)
        expect(first).to_have_text(f"{in_tokyo.day} {in_tokyo:%b %Y}, {in_tokyo:%H:%M}".replace("Sep ", "Sept "))
        zones = page.locator("[data-zone] option").all_inner_texts()
        assert zones[:2] == ["Pacific/Auckland, where you are", "UTC"]
        assert {"Asia/Kolkata", "Europe/Kyiv", "America/Argentina/Buenos Aires", "Asia/Ho Chi Minh"} <= set(zones)
        assert not {"Asia/Calcutta", "Europe/Kiev", "America/Buenos Aires", "Asia/Saigon"} & set(zones)
        assert said == []


def test_the_figures_are_downloaded_and_agree_with_the_page(visitor: Page, site: Site) -> None:
    visitor.goto(site.url + PAST)

    files = {}
    for name in ("All figures as a table", "All figures for programs"):
        with visitor.expect_download() as started:
            visitor.get_by_role("link", name=name).click()
        files[name] = started.value.path().read_text()

    rows = list(csv.DictReader(files["All figures as a table"].splitlines()))
    assert [row["number"] for row in rows if row["figure"] == "posts"] == ["9214"]
    assert json.loads(files["All figures for programs"])["by_country"]["SE"] == 1498


def test_the_page_in_one_file_opens_from_a_disk(visitor: Page, site: Site, tmp_path: Path) -> None:
    tabard("tweetathon", "render", "--event", "lantern-watch-first", "--output", str(tmp_path), env=site.settings)
    offered = visitor.get_by_role("link", name="This picture as one file")

    def is_offered() -> bool:
        visitor.goto(site.url + PAST)
        return offered.count() > 0

    wait_until(is_offered, seconds=120, what="the files are offered", every=1)
    with visitor.expect_download() as started:
        offered.click()
    file = tmp_path / "saved.html"
    started.value.save_as(file)

    drawn(visitor, file.as_uri())
    country(visitor, "Sweden").hover()

    assert [part for part in card_of(visitor) if part] == SWEDEN
    assert file.read_bytes() == (tmp_path / "picture.html").read_bytes()
    visitor.goto((tmp_path / "picture.svg").as_uri())
    expect(visitor.locator("svg > title")).to_have_text("Lantern Watch, the first")


def test_without_script_all_figures_are_there(chromium: Chromium, site: Site) -> None:
    with chromium.visitor(java_script_enabled=False) as page:
        page.goto(site.url + PAST)

        expect(page.get_by_role("row", name="Sweden 1,498")).to_be_visible()
        expect(page.locator("main")).to_contain_text("9,214")


def test_the_page_is_bounded_in_weight_and_asks_nobody_else(chromium: Chromium, site: Site) -> None:
    with chromium.visitor() as page:
        cost = cost_of(page, site.url + PAST)

    assert cost.weight() <= MOST_BYTES, cost.bytes_by_kind
    assert cost.third_parties(urlsplit(site.url).netloc) == []
    assert cost.cookies == []


def test_on_paper_the_numbers_stand_and_nothing_is_cut_off(visitor: Page, site: Site) -> None:
    drawn(visitor, site.url + PAST)
    visitor.emulate_media(media="print")

    last = visitor.locator("#countries tbody tr").last

    expect(last).to_be_visible()
    frame = visitor.locator(".table-frame").first
    assert frame.evaluate("each => each.scrollHeight <= each.clientHeight + 1")


def test_while_the_day_goes_on_the_page_follows_each_count(visitor: Page, site: Site) -> None:
    visitor.goto(begin(site, "harbour"))
    expect(visitor.get_by_role("heading", name="Nothing has been counted yet")).to_be_visible()
    axe(visitor)

    count(site, "harbour", 1_204, {"GB": 1_200, "SE": 4})
    expect(visitor.get_by_role("heading", name="1,204 posts so far")).to_be_visible()
    expect(visitor.locator(".picture--drawn")).to_be_visible()
    expect(visitor.locator(".counter")).to_contain_text("heard with a lag of up to 2 seconds")
    shot(visitor, "tweetathon-figures-live")
    axe(visitor)

    visitor.get_by_text("Every hour as a table").click()
    visitor.get_by_label("By the clock of").select_option("Asia/Tokyo")
    visitor.get_by_role("row", name="Sweden").focus()
    count(site, "harbour", 2_310, {"SE": 1_300, "GB": 1_005, "NO": 5}, most_shared=[{"item": "x:1", "posts": 9}])

    expect(visitor.get_by_role("heading", name="2,310 posts so far")).to_be_visible()
    expect(visitor.get_by_role("row", name="Sweden 1,300")).to_be_focused()
    expect(visitor.locator("[data-card]")).to_contain_text("1,300")
    expect(country(visitor, "Norway")).to_be_visible()
    expect(visitor.get_by_role("heading", name="Most shared")).to_be_visible()
    expect(visitor.locator("details[open]")).to_be_visible()
    expect(visitor.get_by_label("By the clock of")).to_have_value("Asia/Tokyo")
    expect(visitor.locator(".counter time")).to_contain_text(re.compile("second|minute"))
    expect(visitor.locator("body > [role=status]")).to_have_text("")
    visitor.goto(f"{site.url}/tweetathon/harbour/")
    expect(visitor.locator("#headline")).to_contain_text("2,310")
    count(site, "harbour", 2_400, {"GB": 2_400})
    expect(visitor.locator("#headline")).to_contain_text("2,400")


def test_hostile_words_run_nothing_in_the_page_on_the_map_or_in_its_card(visitor: Page, site: Site) -> None:
    address = begin(site, "mole")
    asked: list[str] = []
    visitor.on("dialog", lambda dialog: asked.append(dialog.message))
    texts = [text[:500] for text in HOSTILE]
    words = dict.fromkeys(texts, 2)
    lists = {name: [{"item": text, "posts": 1, "text": text, "url": text} for text in texts] for name in LISTS}
    count(site, "mole", 9, {"GB": 3, **words}, by_language=words, by_force=words, by_device=words, **lists)

    drawn(visitor, address)
    visitor.locator("#countries tbody tr").nth(1).focus()

    expect(visitor.locator("[data-card]")).to_be_visible()
    axe(visitor)
    visitor.set_viewport_size({"width": PHONE, "height": 740})
    axe(visitor)
    assert visitor.locator("main script, main img, main a[href^=javascript]").count() == 0
    assert asked == []


def test_the_counter_counts_up_only_for_those_who_like_things_to_move(chromium: Chromium, site: Site) -> None:
    address, texts = begin(site, "quay"), {}
    for motion in ("reduce", "no-preference"):
        count(site, "quay", 3_000, {"GB": 3_000})
        with chromium.visitor(reduced_motion=motion) as page:
            drawn(page, address)
            page.evaluate(WATCH)
            count(site, "quay", 4_000, {"GB": 4_000})
            expect(page.get_by_role("heading", name="4,000 posts so far")).to_be_visible()
            page.wait_for_function("window.shown.at(-1) === '4,000'")
            texts[motion] = page.evaluate("[...new Set(window.shown)]")

    assert texts["reduce"] == ["4,000"]
    assert any("3,000" < text < "4,000" for text in texts["no-preference"])
