"""What people do in the journeys, in the words that they see, and whom of the sample force they meet."""

import re
import urllib.request
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Literal, NamedTuple

from PIL import Image, ImageDraw
from playwright.sync_api import Page, expect

from tabard.front.sample.actions import PASSWORD
from tests.journeys.sites import Site

LINK = re.compile(r"https?://[^\s<>\"]+")


class Place(NamedTuple):
    slug: str
    postcode: str
    latitude: float
    longitude: float


class Person(NamedTuple):
    name: str
    handle: str
    email: str


RIVERSIDE = Place("riverside", "ZZ2 1AA", 55.189664, 2.665412)
OFFICER = Person("Bethan Hughes", "bethan_hughes", "bethan.hughes@peelborough.example")


@dataclass
class Resident:
    """Somebody on the street with a phone. Counts what they had to do."""

    page: Page
    site: Site
    taps: int = 0
    fields: int = 0

    def arrive(self) -> None:
        self.page.goto(self.site.url)

    def tap(self, role: Literal["button", "link"], name: str | re.Pattern[str]) -> None:
        self.page.get_by_role(role, name=name).first.click()
        self.taps += 1

    def fill(self, label: str, words: str) -> None:
        self.page.get_by_label(label).first.fill(words)
        self.fields += 1

    def follow_by_email(self, address: str) -> None:
        """From the neighbourhood's page to the mail that asks, and back through its link."""
        self.page.goto(f"{self.site.url}/places/{RIVERSIDE.slug}/")
        self.tap("link", "E-mail")
        self.fill("Your e-mail address", address)
        self.tap("button", "Send me the confirmation")
        asked = self.site.mail.wait_for(address)
        self.page.goto(link_in(asked, "/follow/confirm/"))
        self.tap("button", "Yes, follow")
        expect(self.page.get_by_role("heading", level=1)).to_contain_text("You follow")


def text_of(message: EmailMessage) -> str:
    part = message.get_body(preferencelist=("plain",))
    assert part is not None, "a mail without plain text"
    return str(part.get_content())


def link_in(message: EmailMessage, containing: str) -> str:
    links = [link.rstrip(".,)") for link in LINK.findall(text_of(message))]
    return next(link for link in links if containing in link)


def stop_with_one_click(message: EmailMessage) -> int:
    """RFC 8058 §3.2: the mail program POSTs two words to the address in List-Unsubscribe, without a cookie."""
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    found = re.search(r"<(https?://[^>]+)>", re.sub(r"\s", "", message["List-Unsubscribe"]))
    assert found, message["List-Unsubscribe"]
    request = urllib.request.Request(found[1], data=b"List-Unsubscribe=One-Click", method="POST")  # noqa: S310
    with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310  our own site
        return int(answer.status)


def read(address: str) -> str:
    with urllib.request.urlopen(address, timeout=60) as answer:  # noqa: S310  our own site
        return str(answer.read().decode())


def sign_in(page: Page, site: Site, email: str) -> None:
    """Password, then the code that the officer's phone would show."""
    page.goto(f"{site.url}/desk/")
    show_who_one_is(page, site, email)
    expect(page).to_have_url(re.compile(f"^{re.escape(site.url)}/desk/"))  # the page to sign in names the desk, too


def show_who_one_is(page: Page, site: Site, email: str) -> None:
    """On the page to sign in, wherever it leads."""
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_label("Code").fill(site.one_time_code(email))
    page.get_by_role("button", name="Sign in").first.click()


def photograph(folder: Path) -> Path:
    """A picture as a phone takes it: large, a JPEG, with a position in its EXIF."""
    picture = Image.new("RGB", (2400, 1800), "#7fa8c9")
    drawing = ImageDraw.Draw(picture)
    drawing.rectangle([0, 1200, 2400, 1800], fill="#5b7d4f")
    drawing.ellipse([900, 600, 1500, 1200], fill="#c9a03f")
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (55.0, 11.0, 22.8), 3: "E", 4: (2.0, 39.0, 55.5)}
    file = folder / "IMG_2031.jpg"
    picture.save(file, exif=exif)
    return file
