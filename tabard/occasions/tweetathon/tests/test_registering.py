"""How a force registers, changes and withdraws, as a browser without cookies sees it."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.test import Client
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from tabard.lib.rates import Rates
from tabard.occasions.tweetathon import access, limits
from tabard.occasions.tweetathon.models import Registration, RegistrationState
from tabard.occasions.tweetathon.tests.event_makers import LATER, make_asked, make_registration, make_tweetathon
from tabard.people.accounts.tests.makers import deliver

pytestmark = pytest.mark.django_db
FORM = {
    "name": "Politie Utrecht",
    "country": "NL",
    "place": "Utrecht",
    "contact_name": "Anna de Vries",
    "email": "Anna@Politie.NL",
    "accounts": "@politie@social.example\nhttps://www.example.org/politie",
    "languages": "Dutch, English",
    "may_be_named": "on",
}
REGISTER = "/tweetathon/polday/register/"


@pytest.fixture
def polday(riverside, time_machine):
    time_machine.move_to(LATER, tick=False)
    return make_tweetathon(riverside)


def send(client: Client | None = None, **more):
    return (client or Client(enforce_csrf_checks=True)).post(REGISTER, {**FORM, **more})


def link() -> str:
    deliver()
    found = re.search(r"https?://\S+/registration/\S+", mail.outbox[-1].body)
    assert found
    return urlsplit(found[0]).path


def test_a_force_registers_by_the_link_in_its_mail_without_a_cookie(polday):
    client = Client(enforce_csrf_checks=True)

    assertRedirects(send(client), "/tweetathon/polday/register/asked/")
    path = link()
    assertContains(client.get(path), "Is this right?")
    assert Registration.objects.get().state == RegistrationState.ASKED, "a mail scanner opens links too"
    assertRedirects(client.post(path), path)

    kept = Registration.objects.get()
    assert (kept.state, kept.email, kept.languages) == (RegistrationState.ACCEPTED, "anna@politie.nl", ["nl", "en"])
    assert [account["network"] for account in kept.accounts] == ["fediverse", "web"]
    assertContains(client.get(path), "Your force takes part.")
    assertContains(client.get("/tweetathon/polday/"), "Politie Utrecht")
    assert client.cookies == {}


def test_the_answer_is_the_same_for_who_is_registered_already(polday):
    make_registration(polday)

    assertRedirects(send(), "/tweetathon/polday/register/asked/")


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("name", "", "Write the name of your force."),
        ("name", "!!!", "Write the name."),
        ("country", "ZZ", "Choose the country from the list.|Select a valid choice"),
        ("contact_name", " ", "Write your name, so that we know whom to ask."),
        ("email", "anna", "An e-mail address has an @ in it"),
        ("email", "anna@gmail.com", "Anybody can have an address there."),
        ("email", "anna@politie.nl\nBcc: all@evil.example", "without control characters"),
        ("accounts", "@politie", "We cannot read"),
        ("languages", "Klingon", "We do not know the language"),
    ],
)
def test_a_mistake_is_told_beside_its_field_and_nothing_is_kept(polday, field, value, told):
    answer = send(**{field: value})

    page = answer.content.decode().replace("&#x27;", "'").replace("&amp;", "&")
    assert answer.status_code == 422
    assert any(each in page for each in told.split("|"))
    assert f'id="id_{field}_error"' in page
    assert not Registration.objects.exists()


def test_ten_thousand_from_one_network_end_at_the_limit(polday):
    answers = [send(email=f"a{number}@f{number}.police.uk").status_code for number in range(30)]

    assert answers == [302] * 20 + [429] * 10
    assert Registration.objects.count() == 20


def test_one_mail_domain_is_not_flooded_from_everywhere(polday, monkeypatch):
    monkeypatch.setattr(limits, "PER_DOMAIN", Rates(most=3, seconds=3600))
    answers = [
        Client(REMOTE_ADDR=f"192.0.2.{number}").post(REGISTER, {**FORM, "email": f"a{number}@politie.nl"}).status_code
        for number in range(5)
    ]

    assert answers == [302] * 3 + [429] * 2


def test_html_in_every_field_stays_text(polday):
    hostile = "<script>alert(1)</script>"
    send(name=hostile, contact_name=hostile, place=hostile)

    answer = Client().get(link())

    assertContains(answer, "&lt;script&gt;")
    assertNotContains(answer, "<script>alert")


def test_a_force_changes_what_it_said(polday):
    mine = make_registration(polday)
    path = f"/tweetathon/polday/registration/{access.link_word(mine, now=LATER)}/"
    same = {name: value for name, value in FORM.items() if name != "email"}

    answer = Client(enforce_csrf_checks=True).post(path, {**same, "place": "Amersfoort", "may_be_named": ""})

    assertContains(answer, "Saved.")
    mine.refresh_from_db()
    assert (mine.place, mine.may_be_named, mine.email) == ("Amersfoort", False, "anna@politie.nl")


def test_an_address_is_never_changed_by_a_link(polday):
    mine = make_registration(polday)
    path = f"/tweetathon/polday/registration/{access.link_word(mine, now=LATER)}/"

    Client().post(path, {**FORM, "email": "evil@evil.example"})

    mine.refresh_from_db()
    assert mine.email == "anna@politie.nl"


def test_a_force_withdraws_and_its_link_opens_nothing_more(polday):
    mine = make_registration(polday)
    path = f"/tweetathon/polday/registration/{access.link_word(mine, now=LATER)}/"

    assertContains(Client().get(f"{path}withdraw/"), "Withdraw?")
    assert Registration.objects.live().exists()
    assertContains(Client(enforce_csrf_checks=True).post(f"{path}withdraw/"), "You have withdrawn")

    assert not Registration.objects.live().exists()
    assert Client().get(path).status_code == 410
    assertNotContains(Client().get("/tweetathon/polday/"), "Politie Utrecht")


@pytest.mark.parametrize("word", ["x", "1-1.forged", "%00", "..%2f", "é"])
def test_a_forged_link_opens_nothing(polday, word):
    make_asked(polday)

    assert Client().get(f"/tweetathon/polday/registration/{word}/").status_code in {400, 404}


def test_an_old_link_says_how_to_get_another(polday, time_machine):
    mine = make_asked(polday, now=LATER)
    path = f"/tweetathon/polday/registration/{access.link_word(mine, now=LATER)}/"
    time_machine.move_to(LATER + timedelta(days=4), tick=False)

    answer = Client().get(path)

    assertContains(answer, "For a new link, fill in the form again", status_code=410)
    assert Client().post(path).status_code == 410


def test_the_page_behind_a_link_is_kept_by_nobody_and_told_to_nobody(polday):
    mine = make_registration(polday)

    answer = Client().get(f"/tweetathon/polday/registration/{access.link_word(mine, now=LATER)}/")

    assert "no-store" in answer["Cache-Control"]
    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer["X-Robots-Tag"] == "noindex"
