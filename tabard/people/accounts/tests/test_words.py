"""What the sign-in pages say is said in our words, also where another package says it."""

import re

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from tabard.people.accounts.tests.makers import make_user, type_password

pytestmark = pytest.mark.django_db
OTHER_SPELLING = re.compile(r"\bemails?\b", re.IGNORECASE)
DOORS = ["account_login", "account_request_login_code", "account_reset_password"]


def words_of(answer) -> str:
    """All that somebody sees or hears of the page."""
    page = answer.content.decode()
    spoken = re.findall(r'(?:placeholder|aria-label|title)="([^"]*)"', page)
    return " ".join([strip_tags(page[page.index("<body") :]), *spoken])


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("typed", [{}, {"login": "alice", "email": "alice", "password": "x"}])
def test_the_doors_say_e_mail_and_what_one_looks_like(client, door, typed):
    opened, refused = client.get(reverse(door)), client.post(reverse(door), typed)

    assert "E-mail address" in words_of(opened)
    for answer in (opened, refused):
        assert not OTHER_SPELLING.search(words_of(answer))
    told = "Write an e-mail address, such as name@example.com." if typed else "This field is required."
    assert told in words_of(refused)


def test_a_wrong_password_is_told_in_our_words(client):
    alice = make_user()

    answer = type_password(client, alice, "not the password")

    assert "The e-mail address or the password is not right." in words_of(answer)


def test_the_doors_keep_what_was_typed(client):
    page = client.post(reverse("account_login"), {"login": "alice@police.example", "password": ""}).content.decode()

    assert 'value="alice@police.example"' in page
    assert 'type="email"' in page
