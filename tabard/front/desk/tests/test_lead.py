"""What the digital lead sees: who did what, and what is late."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from tabard.front.desk.tests.makers import seat
from tabard.people.accounts.models import Role
from tabard.people.teams.tests.makers import make_team
from tabard.plant.audit.actions import write_audit
from tabard.plant.audit.models import AuditEntry
from tabard.plant.changes.models import Consequence, RecordedChange
from tabard.plant.delivery.models import Delivery
from tabard.voice.network.tests.makers import make_far_actor
from tabard.voice.posts.tests.makers import make_post

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser():
    return seat(make_team("Riverside"), "Lee Lead", role=Role.LEAD)[1]


def make_delivery(state, *, age=timedelta(0), about="post:1"):
    at = timezone.now() - age
    key = f"key{Delivery.objects.count()}"
    times = {"next_attempt_at": at, "created_at": at, "give_up_at": at}
    return Delivery.objects.create(channel="email", key=key, about=about, total=2, state=state, **times)


def make_consequence(state, *, age=timedelta(0)):
    change = RecordedChange.objects.create(name="posts.PostPublished", payload={"post_id": 1})
    at = timezone.now() - age
    RecordedChange.objects.filter(pk=change.pk).update(recorded_at=at)
    return Consequence.objects.create(change=change, job="somewhere.show_live", next_attempt_at=at, state=state)


@pytest.mark.parametrize("page", ["audit/", "late/"])
@pytest.mark.parametrize("role", [Role.OFFICER, Role.SERGEANT, Role.SAFEGUARDING])
def test_nobody_but_the_lead_opens_the_leads_pages(page, role):
    _, browser = seat(make_team("Quarry"), role=role)

    assert browser.get(f"/desk/{page}").status_code == 403
    assert browser.post("/desk/late/retry/").status_code == 403
    assert f"/desk/{page}" not in browser.get("/desk/").content.decode()


def test_the_chain_is_read_newest_first_and_page_by_page(browser):
    already = AuditEntry.objects.count()
    for number in range(50):
        write_audit(actor=None, act="test.done", subject=f"thing:{number}", now=timezone.now())

    first = browser.get("/desk/audit/").content.decode()
    second = browser.get("/desk/audit/", {"page": "2"}).content.decode()

    assert first.index("thing:49") < first.index("thing:0")
    assert len(re.findall(r"entry \d+", second)) == already


def test_the_chain_is_asked_about_one_thing(browser):
    for thing in ("thing:1", "thing:2"):
        write_audit(actor=None, act="test.done", subject=thing, now=timezone.now())

    page = browser.get("/desk/audit/", {"about": "thing:2"}).content.decode()

    assert "thing:2" in page
    assert "thing:1" not in page
    assert browser.get("/desk/audit/", {"about": "é" * 500}).status_code == 200


def test_who_and_what_an_entry_is_about_is_named_while_it_is_there(browser, django_assert_max_num_queries):
    for number in range(9):
        seat(make_team(f"Quarry {number}"), f"Bob Barker {number}")
    for gone in ("teams.officer:999999", "teams.officer:x", f"teams.officer:{'9' * 99}", "no.such:1"):
        write_audit(actor=None, act="test.done", subject=gone, now=timezone.now())

    with django_assert_max_num_queries(14):
        page = browser.get("/desk/audit/").content.decode()

    assert re.search(r"<b>The server</b> posted <a [^>]*>Bob Barker 8</a> to Quarry 8<br>", page)
    assert re.search(r"<a [^>]*>officer 999999</a>", page)
    assert re.search(r"<a [^>]*>no.such:1</a>", page)


def test_the_chain_speaks_in_sentences(browser):
    officer, _theirs = seat(make_team("Quarry", handle="quarry"), "Bob Barker")
    post = make_post(officer.postings.get().team, officer)
    jo = make_far_actor()
    write_audit(actor=officer.user, act="network.actor_blocked", subject=jo, on_behalf_of=officer, now=timezone.now())

    page = browser.get("/desk/audit/").content.decode()

    published = rf"<b>Bob Barker</b> published <a [^>]*>post {post.pk}</a><br>"
    assert re.search(rf"{published}[^·]*· entry \d+\s*· for Quarry\s", page)
    assert re.search(rf"<b>Bob Barker</b> blocked <a [^>]*>@{jo.handle}</a> from answering Bob Barker<br>", page)
    assert "posts.published" not in page
    only = browser.get("/desk/audit/", {"about": f"posts.post:{post.pk}"}).content.decode()
    assert f"Only what concerns post {post.pk}." in only


def test_what_another_version_wrote_down_is_told_all_the_same(browser):
    write_audit(actor=None, act="tips.read", subject="<b>tip</b>", now=timezone.now())

    page = browser.get("/desk/audit/").content.decode()

    assert "did “tips.read” to <a" in page
    assert "&lt;b&gt;tip&lt;/b&gt;</a>" in page


def test_nothing_late_says_so(browser):
    make_delivery("waiting")
    make_consequence("waiting")

    assert "Nothing is late." in browser.get("/desk/late/").content.decode()


def test_what_is_late_or_given_up_is_listed_and_counted_on_the_first_page(browser):
    make_delivery("waiting", age=timedelta(minutes=16), about="post:77")
    make_delivery("done", age=timedelta(days=1))
    make_consequence("dead")

    page = browser.get("/desk/late/").content.decode()

    assert "post:77" in page
    assert "somewhere.show_live" in page
    assert '<span class="tag tag--alarm">2</span>' in browser.get("/desk/").content.decode()


def test_what_was_given_up_is_tried_again_when_the_lead_says_so(browser):
    deliveries = [make_delivery("dead", about=about) for about in ("post:1", "post:1", "digest:2")]
    consequence = make_consequence("dead")

    browser.post("/desk/late/retry/")

    for row in (*deliveries, consequence):
        row.refresh_from_db()
        assert row.state == "waiting"
    assert AuditEntry.objects.newest_first()[0].act == "delivery.retried"
