"""What people do in the journeys, in the words that they see."""

import re
import urllib.request
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Literal

from playwright.sync_api import Page, expect

from tests.journeys.sites import Site

LINK = re.compile(r"https?://[^\s<>\"]+")
PASSWORD_FIELD = "Password"


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

    def fill(self, label: str | re.Pattern[str], words: str) -> None:
        self.page.get_by_label(label).first.fill(words)
        self.fields += 1


def text_of(message: EmailMessage) -> str:
    part = message.get_body(preferencelist=("plain",))
    assert part is not None, "a mail without plain text"
    return str(part.get_content())


def link_in(message: EmailMessage, containing: str) -> str:
    links = [link.rstrip(".,)") for link in LINK.findall(text_of(message))]
    return next(link for link in links if containing in link)


def unsubscribe_with_one_click(message: EmailMessage) -> int:
    """RFC 8058 §3.2: the mail program POSTs two words to the https address of List-Unsubscribe, without a cookie."""
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    found = re.search(r"<(https?://[^>]+)>", message["List-Unsubscribe"].replace("\r\n", "").replace(" ", ""))
    assert found, message["List-Unsubscribe"]
    request = urllib.request.Request(found[1], data=b"List-Unsubscribe=One-Click", method="POST")  # noqa: S310
    with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310  our own site
        return int(answer.status)


def sign_in(page: Page, site: Site, email: str, password: str) -> None:
    """Password, then the code that the officer's phone would show."""
    page.goto(f"{site.url}/desk/")
    page.get_by_label("Email").fill(email)
    page.get_by_label(PASSWORD_FIELD).fill(password)
    page.get_by_role("button", name=re.compile("sign in", re.IGNORECASE)).click()
    page.get_by_label(re.compile("code", re.IGNORECASE)).first.fill(site.one_time_code(email))
    page.get_by_role("button", name=re.compile("sign in|continue|confirm", re.IGNORECASE)).click()
    expect(page).to_have_url(re.compile(r"/desk/"))


def publish_picture_post(page: Page, *, text: str, picture: Path, alt: str) -> None:
    page.get_by_role("link", name=re.compile("write", re.IGNORECASE)).first.click()
    page.get_by_label(re.compile("what|text|post", re.IGNORECASE)).first.fill(text)
    page.locator("input[type=file]").first.set_input_files(picture)
    page.get_by_label(re.compile("describe|alternative", re.IGNORECASE)).first.fill(alt)
    page.get_by_role("button", name=re.compile("publish", re.IGNORECASE)).first.click()
