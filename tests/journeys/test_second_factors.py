"""The first digital lead of a new force, an officer whom she invites, and their second factors, in a browser."""

import re
from collections.abc import Iterator
from pathlib import Path
from time import time
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import ConsoleMessage, Page, expect

from tests.browser import Chromium, axe, shot
from tests.journeys.sites import Site
from tests.journeys.steps import link_in
from tests.servers import free_port, site_settings, smtp_server, tabard, tabard_process

PASSWORD = "lantern gravel orchard kettle"
LEAD, OFFICER = "lee@police.example", "alice@police.example"


@pytest.fixture
def site(site_folder: Path) -> Iterator[Site]:
    """A site without anybody on it, under a name: passkeys are bound to one, an address in numbers has none."""
    port = free_port()
    with smtp_server() as mail:
        settings = site_settings(site_folder, EMAIL_URL=mail.url, BASE_URL=f"http://localhost:{port}")
        with tabard_process("run", settings, port=port):
            yield Site(f"http://localhost:{port}", settings, mail)


def code_for(secret: str) -> str:
    """What an authenticator app shows that holds `secret`."""
    return str(format_hotp_value(hotp_value(secret, int(time()) // 30)))


def plug_in_passkey(page: Page) -> None:
    """A security key made of software (Chrome DevTools protocol, domain WebAuthn), whose owner always says yes."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options: dict[str, Any] = {"protocol": "ctap2", "transport": "internal", "automaticPresenceSimulation": True}
    kept: dict[str, Any] = {"hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True}
    session.send("WebAuthn.addVirtualAuthenticator", {"options": {**options, **kept}})


def is_complaint(message: ConsoleMessage) -> bool:
    """An error, other than the note that a page was answered by 403: an officer without a posting has no desk."""
    return message.type == "error" and not message.text.startswith("Failed to load resource")


def no_complaints(page: Page) -> list[str]:
    """What the browser refuses under the content security policy, and scripts that break, are collected here."""
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text) if is_complaint(message) else None)
    page.on("pageerror", lambda error: heard.append(str(error)))
    return heard


def choose_password(page: Page, link: str) -> None:
    page.goto(link)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("Password (again)").fill(PASSWORD)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def seen(page: Page, name: str) -> None:
    axe(page)
    shot(page, f"account-{name}")


def set_up_lead(page: Page, site: Site) -> str:
    """From the printed link to the list of people. Returns the secret of the lead's authenticator app."""
    printed = tabard("create-lead", LEAD, "--name", "Lee Lead", env=site.settings)
    found = re.search(r"http://\S+", printed)
    assert found
    choose_password(page, found[0])
    seen(page, "invitation")
    press(page, "Set password and go on")
    seen(page, "second-factor")
    page.get_by_role("link", name="Set up an app").click()
    seen(page, "app")
    secret = page.locator("code").inner_text()
    page.get_by_label("Code").fill(code_for(secret))
    press(page, "Set up")
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    seen(page, "recovery-codes")
    return secret


def test_a_lead_sets_up_invites_an_officer_and_both_use_their_second_factors(chromium: Chromium, site: Site) -> None:
    with chromium.visitor() as page:
        heard = no_complaints(page)
        set_up_lead(page, site)
        page.goto(f"{site.url}/desk/people/")
        seen(page, "people-none")
        add_officer(page, site)
        sign_out(page, site)

        sign_in_by_passkey_as_officer(page, site)

        assert heard == []


FORCE = "from tabard.people.places.models import Force; Force.objects.create(slug='peelborough', name='Peelborough')"


def add_officer(page: Page, site: Site) -> None:
    tabard("shell", "-c", FORCE, env=site.settings)
    page.get_by_role("link", name="Add an officer").click()
    seen(page, "add-officer")
    page.get_by_label("Name", exact=True).fill("Alice Archer")
    page.get_by_label("Collar number").fill("4021")
    page.get_by_label("Rank or role").fill("PC")
    page.get_by_label(re.compile("E-mail address")).fill(OFFICER)
    press(page, "Add")
    expect(page.get_by_role("heading", level=1)).to_have_text("PC Alice Archer")
    seen(page, "officer")
    page.goto(f"{site.url}/desk/people/")
    seen(page, "people")


def sign_out(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/account/")
    seen(page, "home")
    page.get_by_role("navigation").get_by_role("link", name="Sign out").click()
    press(page, "Sign out")
    expect(page).not_to_have_url(re.compile("/account/"))


def sign_in_by_passkey_as_officer(page: Page, site: Site) -> None:
    plug_in_passkey(page)
    message = site.mail.wait_for(OFFICER)
    page.goto(link_in(message, "/account/invitation/"))
    press(page, "Use a passkey instead")
    page.get_by_label(re.compile("Name of this passkey")).fill("work phone")
    seen(page, "passkey-add")
    press(page, "Make the passkey")
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    page.goto(f"{site.url}/account/factors/passkeys/")
    expect(page.get_by_role("heading", name="work phone")).to_be_visible()
    seen(page, "passkeys")
    sign_out(page, site)
    page.goto(f"{site.url}/account/login/")
    seen(page, "login")
    press(page, "Use a passkey")
    page.wait_for_url(re.compile(r"/desk/"))
    page.goto(f"{site.url}/account/")
    expect(page.get_by_text(OFFICER)).to_be_visible()
