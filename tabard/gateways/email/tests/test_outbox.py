"""Without a mail server: a folder, and what the digital lead sees of it."""

import re

import pytest
from django.core import mail
from django.core.mail import send_mail
from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags
from pytest_django.asserts import assertContains

from tabard.gateways.email import folder, transport
from tabard.gateways.email.tests.makers import make_follow, make_followers, make_team, publish, send_all
from tabard.people.accounts.models import Role
from tabard.people.accounts.tests.makers import make_user, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def outbox(settings, tmp_path):
    settings.EMAIL_BACKEND = transport.FOLDER_BACKEND
    settings.EMAIL_FOLDER = tmp_path / "mail"
    return settings.EMAIL_FOLDER


@pytest.fixture
def lead(client: Client) -> Client:
    return sign_in(client, make_user("Lena Lead", role=Role.LEAD))


def test_posts_and_other_mail_lie_in_the_folder_newest_first():
    team = make_team()
    make_follow(team)
    publish(team, "Lôn y Felin is closed.")
    send_all()
    send_mail("Your code", "123456", None, ["officer@police.example"])

    mails = [folder.read(name) for name in folder.names()]

    assert [each.recipient for each in mails] == ["officer@police.example", "jo@home.example"]
    assert [each.subject for each in mails] == ["Your code", "Lôn y Felin is closed."]
    assert "Lôn y Felin is closed." in mails[1].text
    assert "Lôn y Felin is closed." in mails[1].html
    assert mail.outbox == []


def test_the_folder_is_emptied_of_what_is_old(outbox):
    make_followers(make_team(), 1)
    kept, old = folder.put(b"Subject: kept\r\n\r\n"), f"{1:020d}-00000000"
    (outbox / f"{old}.eml").write_bytes(b"Subject: old\r\n\r\n")

    folder.forget_old(timezone.now())

    assert folder.names() == [kept]


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd", "..", "", "x", f"{1:020d}-0000000g", f"{1:020d}-00000000/../x", "\x00", f"{1:020d}-00000000"],
)
def test_a_name_cannot_lead_out_of_the_folder(name: str):
    with pytest.raises(folder.NoSuchMail):
        folder.read(name)


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe\x00", b"Content-Type: multipart/mixed\r\n\r\nx", b"Subject: =?x?q?y?=\r\n\r\nz"]
)
def test_whatever_lies_there_can_be_read(content: bytes):
    assert folder.read(folder.put(content)).name


def test_the_lead_reads_what_went_out(lead: Client):
    team = make_team()
    make_follow(team)
    publish(team, "Found: a red bicycle.")
    send_all()
    (name,) = folder.names()

    assertContains(lead.get("/desk/mail/"), "Found: a red bicycle.")
    page = lead.get(f"/desk/mail/{name}/")
    before_headers = strip_tags(page.content.decode().partition("All headers")[0])
    told = " ".join(before_headers[before_headers.index("From") :].split())
    assert re.search(
        r"From Riverside .*To jo@home.example Subject Found: a red bicycle. Date \w{3} \d+ \w{3} 20\d\d", told
    )
    assert "List-Unsubscribe-Post" not in told
    assertContains(page, "List-Unsubscribe-Post")
    assertContains(page, 'href="http://127.0.0.1:8000/follow/mine/')
    shown = lead.get(f"/desk/mail/{name}/html/")
    assertContains(shown, "<h2")
    assert "sandbox" in shown["Content-Security-Policy"]
    assert "script-src" not in shown["Content-Security-Policy"]
    assert lead.get("/desk/mail/..%2F..%2Fsecret-key/").status_code == 404
    assert lead.get("/desk/mail/x/").status_code == 404


def test_an_empty_folder_says_so(lead: Client):
    assertContains(lead.get("/desk/mail/"), "No mail was written here")


@pytest.mark.parametrize("role", [None, Role.OFFICER, Role.SERGEANT, Role.SAFEGUARDING])
def test_nobody_else_sees_it(client: Client, role: Role | None):
    name = folder.put(b"Subject: secret\r\n\r\n")
    browser = sign_in(client, make_user(role=role)) if role else client

    for path in ("/desk/mail/", f"/desk/mail/{name}/", f"/desk/mail/{name}/html/"):
        assert browser.get(path).status_code in {302, 403}


def test_many_mails_come_page_by_page(lead: Client):
    for number in range(60):
        folder.put(f"Subject: mail {number}\r\n\r\n".encode())

    assertContains(lead.get("/desk/mail/"), ">mail 59<")
    assertContains(lead.get("/desk/mail/?page=2"), ">mail 0<")
