"""Which addresses may stand under which name."""

import pytest
from django.urls import reverse

from tabard.people.accounts.tests.makers import sign_in
from tabard.people.teams.tests.makers import make_officer, make_team, make_user
from tabard.people.teams.ways import own_links

pytestmark = pytest.mark.django_db


def test_only_pages_count_as_links_of_ones_own():
    ways = {"web": "https://alice.example/", "facebook": "https://[x", "twitter": "@alice", "youtube": "javascript:x"}

    assert own_links({**ways, "email": "a@alice.example"}) == [("Web site", "https://alice.example/")]


@pytest.mark.parametrize(
    ("way", "elsewhere", "told"),
    [
        ("facebook", "https://evil.example/x", "Write an address at facebook.com."),
        ("facebook", "https://notfacebook.com/x", "Write an address at facebook.com."),
        ("facebook", "https://facebook.com@evil.example/x", "Write an address at facebook.com."),
        ("twitter", "https://x.com.evil.example/x", "Write an address at x.com."),
        ("youtube", "https://evil.example/youtube.com", "Write an address at youtube.com."),
    ],
)
def test_no_other_site_is_published_under_the_name_of_a_network(client, way, elsewhere, told):
    alice = make_user()
    officer = make_officer(user=alice, team=make_team())
    sign_in(client, alice)

    answer = client.post(reverse("teams:me"), {"is_name_public": "yes", way: elsewhere})

    officer.refresh_from_db()
    assert told in answer.content.decode()
    assert officer.contact == {}
