"""The story that is told on both sizes of the site: follow, publish, hear, stop."""

import io
import re
import secrets
import time
import urllib.request
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser import PHONE, Chromium
from tests.journeys.sites import Site
from tests.journeys.steps import (
    OFFICER,
    RIVERSIDE,
    Resident,
    link_in,
    photograph,
    read,
    sign_in,
    stop_with_one_click,
    text_of,
)
from tests.servers import wait_until

SOON_SECONDS = 5.0  # promised, so this one is measured by the clock on the wall
ALT = "A bicycle with an orange frame, leaning on the railing of the lock"
Look = Callable[[Page, str], object]


def hear_and_stop(
    chromium: Chromium, site: Site, folder: Path, *, look: Look, in_the_middle: Callable[[], None] = lambda: None
) -> None:
    """Two residents follow; an officer publishes a picture post and another; one resident stops in between.

    `look` is called with each page on the way and its name, `in_the_middle` while the first post is being mailed.
    """
    staying, leaving = f"{unique('staying')}@home.example", f"{unique('leaving')}@home.example"
    with chromium.visitor(java_script_enabled=False) as page:
        for address in (staying, leaving):
            Resident(page, site).follow_by_email(address)

    with chromium.visitor() as open_page, chromium.visitor(width=PHONE) as officer:
        open_page.goto(f"{site.url}/places/{RIVERSIDE.slug}/")
        sign_in(officer, site, OFFICER.email)
        look(officer, "desk")

        first = f"Found by the lock this morning: an orange bicycle. Yours? #{unique('bicycle')}"
        publish(officer, first, picture=photograph(folder), look=look)
        shown_soon(site, open_page, first, since=time.monotonic())
        in_the_middle()
        look(open_page, "neighbourhood-live")

        mail = heard(site, leaving, first)
        heard(site, staying, first)
        all_arrived_on_desk(officer)
        look(officer, "desk-post")
        picture_is_clean(officer, link_in(mail, "/@"))

        assert stop_with_one_click(mail) == 200
        second = f"The bicycle is home again. {unique('Thanks')}"
        publish(officer, second)
        shown_soon(site, open_page, second, since=time.monotonic())
        heard(site, staying, second)
        assert not any(second in text_of(message) for message in site.mail.to(leaving))


def unique(word: str) -> str:
    """With letters behind it that nothing else holds, that no rule looks for, and that no other call gives."""
    return word + "".join(secrets.choice("bdfghjkmnpqrtvwz") for _ in range(12))


def publish(officer: Page, text: str, *, picture: Path | None = None, look: Look = lambda _page, _name: None) -> None:
    """As the team, from the desk, as a thumb does it."""
    officer.get_by_role("navigation").get_by_role("link", name="Write").click()
    officer.get_by_role("radio", name="Riverside").check()  # the desk remembers the voice of the last post
    officer.get_by_label("What do you want to say?").fill(text)
    if picture is not None:
        officer.get_by_text("Pictures, up to four").click()
        officer.get_by_role("group", name="Picture 1").get_by_label("File from your phone").set_input_files(picture)
        officer.get_by_label("What does picture 1 show?").fill(ALT)
        look(officer, "desk-write")
    officer.get_by_role("button", name="Publish now").click()
    expect(officer.locator("main")).to_contain_text(text.split("#", maxsplit=1)[0].strip())
    expect(officer).to_have_url(re.compile(r"/desk/posts/\d+/"))


def shown_soon(site: Site, open_page: Page, text: str, *, since: float) -> None:
    """On the page that was open all the time, and in its Atom feed, though nobody asked again."""
    words = text.split("#", maxsplit=1)[0].strip()
    left = SOON_SECONDS - (time.monotonic() - since)
    expect(open_page.locator("main")).to_contain_text(words, timeout=left * 1000)
    feed = open_page.locator('link[type="application/atom+xml"]').first.get_attribute("href")
    assert feed, "the page names no Atom feed"
    address = feed if feed.startswith("http") else site.url + feed
    left = SOON_SECONDS - (time.monotonic() - since)
    wait_until(lambda: words in read(address), seconds=left, what=f"the post in {feed}")


def heard(site: Site, address: str, text: str) -> EmailMessage:
    words = text.split("#", maxsplit=1)[0].strip()

    def newest() -> EmailMessage | None:
        return next((one for one in site.mail.to(address) if words in text_of(one)), None)

    return wait_until(newest, seconds=240, what=f"the post in a mail to {address}")


def all_arrived_on_desk(officer: Page) -> None:
    """The ledger's count on the post's own page of the desk; the page is asked again until nothing is left."""

    def says() -> bool:
        officer.reload()
        return bool(re.search(r"([1-9][\d,]*) of \1 delivered", officer.locator("main").inner_text()))

    wait_until(says, seconds=240, every=1, what="the desk says that all mails were delivered")


def picture_is_clean(page: Page, post: str) -> None:
    """The public picture has its words, and nothing of what the phone hid in it."""
    page.goto(post)
    picture = page.get_by_role("img", name=ALT)
    address = picture.evaluate("image => image.currentSrc || image.src")
    with urllib.request.urlopen(address, timeout=60) as answer:  # noqa: S310  our own site
        opened = Image.open(io.BytesIO(answer.read()))
    assert not opened.getexif()
    assert opened.width <= 1920
    page.goto(f"{page.url.split('/@')[0]}/desk/")
