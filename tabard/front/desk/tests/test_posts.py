"""The desk's pages about posts: what is seen, what can be done, and by whom."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from tabard.front.desk.tests.makers import Fields, seat
from tabard.people.accounts.models import Role
from tabard.people.accounts.tests.makers import sign_in
from tabard.people.teams import actions as teams
from tabard.people.teams.models import Posting
from tabard.people.teams.tests.makers import make_officer, make_posting, make_team, make_user
from tabard.plant.audit.models import AuditEntry
from tabard.plant.delivery.models import Delivery
from tabard.voice.posts.models import Post, Voice
from tabard.voice.posts.tests.makers import make_draft, make_post, make_retracted, make_scheduled

pytestmark = pytest.mark.django_db


def deliver(post, channel="email", **columns):
    now = timezone.now()
    key = f"{post.pk}-{Delivery.objects.count()}"
    times = {"next_attempt_at": now, "created_at": now, "give_up_at": now}
    return Delivery.objects.create(channel=channel, key=key, about=f"post:{post.pk}", **times, **columns)


# -- the first page ----------------------------------------------------------------------------------------------------


def test_the_first_page_leads_to_writing_before_all_else(browser, alice, riverside):
    assert "Nothing has been published yet." in browser.get("/desk/").content.decode()
    make_post(riverside, alice)

    page = browser.get("/desk/").content.decode()

    main = page[page.index("<main") :]
    assert re.findall(r'href="([^"]+)"', main)[0] == "/desk/write/"


def test_the_first_page_shows_what_waits_and_what_went_out(browser, alice, riverside):
    make_draft(riverside, alice, "Half a thought")
    make_scheduled(riverside, alice, "Market on Friday.")
    make_post(riverside, alice, "Found: a bicycle.")

    page = browser.get("/desk/").content.decode()

    for words in ("Half a thought", "Market on Friday.", "Found: a bicycle.", "Riverside"):
        assert words in page


def test_the_first_page_costs_the_same_however_much_there_is(browser, alice, riverside, django_assert_max_num_queries):
    for number in range(6):
        make_draft(riverside, alice, f"Draft {number}")
        make_scheduled(riverside, alice, f"Plan {number}")
        make_post(riverside, alice, f"Post {number}")
    browser.get("/desk/")

    with django_assert_max_num_queries(22):
        browser.get("/desk/")


def test_an_officer_of_two_teams_changes_between_them_and_to_no_other(browser, alice, riverside):
    quarry, harbour = make_team("Quarry"), make_team("Harbour")
    make_posting(alice, quarry)
    make_draft(quarry, alice, "About stone")

    browser.post("/desk/team/", {"team": quarry.pk})
    assert "About stone" in browser.get("/desk/").content.decode()
    for elsewhere in (harbour.pk, "x", ""):
        browser.post("/desk/team/", {"team": elsewhere})
        assert "About stone" in browser.get("/desk/").content.decode()

    teams.end_posting(posting=Posting.objects.get(officer=alice, team=quarry), now=timezone.now())
    assert "About stone" not in browser.get("/desk/").content.decode()


def test_a_lead_without_a_team_finds_the_pages_of_a_lead():
    _, browser = seat(None, "Lee Lead", role=Role.LEAD)

    page = browser.get("/desk/").content.decode()

    assert "/desk/audit/" in page
    assert "You are not posted to a team now" in page


# -- who may open it ---------------------------------------------------------------------------------------------------

PAGES = ["", "draft/", "edit/", "retract/", "discard/"]
DOORS = ["draft/", "edit/", "retract/", "discard/", "publish/", "time/", "unschedule/", "retry/"]
MAKERS = [make_draft, make_scheduled, make_post, make_retracted]


def state_of(post):
    return Post.objects.values("state", "text", "publish_at", "retraction_reason").get(pk=post.pk)


@pytest.mark.parametrize("make", MAKERS)
def test_another_teams_officer_finds_no_such_post_behind_any_door(alice, riverside, make):
    post = make(riverside, alice)
    before = state_of(post)
    _, charlies = seat(make_team("Quarry"), "Charlie Cole")

    statuses = {charlies.get(f"/desk/posts/{post.pk}/{page}").status_code for page in PAGES}
    sent = {"text": "Mine", "reason": "Mine", "publish_at": "2099-01-01T09:00", "do": "publish", "language": "en-GB"}
    statuses |= {charlies.post(f"/desk/posts/{post.pk}/{door}", sent).status_code for door in DOORS}

    assert statuses == {404}
    assert state_of(post) == before


def test_a_former_officer_is_shut_out_of_the_desk(browser, alice, riverside):
    post = make_draft(riverside, alice)
    teams.end_posting(posting=Posting.objects.get(officer=alice), now=timezone.now())

    answers = [browser.get(f"/desk/posts/{post.pk}/"), browser.get("/desk/"), browser.post("/desk/write/", {})]

    assert {answer.status_code for answer in answers} == {403}


def test_a_colleagues_own_post_can_be_taken_down_but_not_changed(browser, riverside):
    bob = make_officer("Bob Baker", team=riverside)
    post = make_post(riverside, bob, speaks_as=Voice.OFFICER)

    assert browser.get(f"/desk/posts/{post.pk}/edit/").status_code == 403
    page = browser.get(f"/desk/posts/{post.pk}/").content.decode()
    assert f"/desk/posts/{post.pk}/edit/" not in page
    browser.post(f"/desk/posts/{post.pk}/retract/", {"reason": "Wrong street"})
    post.refresh_from_db()
    assert post.state == "retracted"


@pytest.mark.parametrize("role", [Role.SAFEGUARDING, Role.OFFICER])
def test_whoever_signs_in_and_is_no_officer_is_told_what_the_account_is_for(client, role):
    sign_in(client, make_user("Maud Pell", role=role))

    page = client.get("/desk/")

    words = page.content.decode()
    assert page.status_code == 200
    assert "You are signed in, Maud Pell" in words
    assert f"Your role is: {role.label}. Your account does not belong to an officer" in words
    assert 'href="/account/"' in words
    assert 'href="/desk/write/"' not in words
    assert client.get("/desk/write/").status_code == 403


def test_nobody_enters_without_signing_in_and_a_second_factor(client):
    assert client.get("/desk/").headers["Location"].startswith("/account/login/")

    user = make_user()
    make_officer(team=make_team("Riverside"), user=user)
    sign_in(client, user, second_factor="")
    assert client.get("/desk/write/").status_code == 302


# -- one post ----------------------------------------------------------------------------------------------------------


def test_a_post_shows_on_which_channel_it_arrived(browser, alice, riverside):
    post = make_post(riverside, alice)
    deliver(post, total=8000, delivered=7996, refused_count=4, state="done")
    deliver(post, total=418, delivered=416, refused_count=2, state="done")
    deliver(post, total=2, state="waiting")

    page = browser.get(f"/desk/posts/{post.pk}/").content.decode()

    assert "8,412 of 8,420 delivered, 6 refused, 2 waiting" in " ".join(page.split())
    assert "Try again" not in page


def test_what_was_given_up_is_sent_again_when_the_officer_says_so(browser, alice, riverside):
    post, other = make_post(riverside, alice), make_post(riverside, alice)
    dead, others = deliver(post, total=3, state="dead"), deliver(other, total=1, state="dead")
    assert "3 given up" in browser.get(f"/desk/posts/{post.pk}/").content.decode()

    browser.post(f"/desk/posts/{post.pk}/retry/")

    dead.refresh_from_db()
    others.refresh_from_db()
    assert (dead.state, others.state) == ("waiting", "dead")
    assert AuditEntry.objects.about(f"posts.post:{post.pk}").newest_first()[0].act == "delivery.retried"


def test_an_edit_is_shown_with_what_it_said_before_and_can_be_put_back(browser, alice, riverside):
    post = make_post(riverside, alice, "Found a bike")
    edit = f"/desk/posts/{post.pk}/edit/"
    sent = {**Fields(browser.get(edit).content.decode()).sent, "text": "Found a trike"}
    browser.post(edit, sent)
    assert "Found a bike" in browser.get(f"/desk/posts/{post.pk}/").content.decode()

    back = Fields(browser.get(f"{edit}?version=1").content.decode()).sent
    browser.post(edit, back)

    post.refresh_from_db()
    assert (post.text, post.versions.count()) == ("Found a bike", 3)


@pytest.mark.parametrize(("text", "told"), [("", "To take it away, retract it."), ("x" * 5001, "5001 characters")])
def test_an_edit_that_is_refused_keeps_what_was_typed(browser, alice, riverside, text, told):
    post = make_post(riverside, alice)
    edit = f"/desk/posts/{post.pk}/edit/"

    page = browser.post(edit, {**Fields(browser.get(edit).content.decode()).sent, "text": text}).content.decode()

    assert told in page
    assert Fields(page).sent["text"] == text
    post.refresh_from_db()
    assert post.text == "Found: a red bicycle."


@pytest.mark.parametrize("number", ["0", "99", "x", "9" * 40, "²"])
def test_an_odd_version_opens_the_words_of_today(browser, alice, riverside, number):
    post = make_post(riverside, alice)

    page = browser.get(f"/desk/posts/{post.pk}/edit/", {"version": number}).content.decode()

    assert Fields(page).sent["text"] == "Found: a red bicycle."


def test_a_post_is_taken_back_with_a_reason_once_it_was_asked_for(browser, alice, riverside):
    post = make_post(riverside, alice)
    retract = f"/desk/posts/{post.pk}/retract/"

    assert "Give the reason" in browser.post(retract, {"reason": " "}).content.decode()
    browser.post(retract, {"reason": "The owner was found."})

    post.refresh_from_db()
    assert (post.state, post.retraction_reason) == ("retracted", "The owner was found.")
    assert "The owner was found." in browser.get(f"/desk/posts/{post.pk}/").content.decode()


def test_a_scheduled_post_gets_another_time_or_none(browser, alice, riverside):
    post = make_scheduled(riverside, alice, at=timezone.now() + timedelta(days=1))
    address = f"/desk/posts/{post.pk}/"

    browser.post(f"{address}time/", {"publish_at": "2099-01-01T09:00"})
    post.refresh_from_db()
    assert post.publish_at.year == 2099
    assert "This time is past." in browser.post(f"{address}time/", {"publish_at": "2020-01-01T09:00"}).content.decode()

    browser.post(f"{address}unschedule/")
    post.refresh_from_db()
    assert (post.state, post.publish_at) == ("draft", None)


def test_a_scheduled_post_goes_out_before_its_time_when_the_officer_says_so(browser, alice, riverside):
    post = make_scheduled(riverside, alice, at=timezone.now() + timedelta(days=1))

    for _ in range(2):
        browser.post(f"/desk/posts/{post.pk}/publish/")

    post.refresh_from_db()
    assert (post.state, post.versions.count()) == ("published", 1)


def test_a_draft_is_thrown_away_only_after_the_question(browser, alice, riverside):
    post = make_draft(riverside, alice)
    discard = f"/desk/posts/{post.pk}/discard/"

    browser.get(discard)
    assert Post.objects.filter(pk=post.pk).exists()
    browser.post(discard)
    assert not Post.objects.filter(pk=post.pk).exists()


@pytest.mark.parametrize("make", MAKERS)
@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_or_leads_on_whatever_the_posts_state(browser, alice, riverside, make, page):
    post = make(riverside, alice)

    answer = browser.get(f"/desk/posts/{post.pk}/{page}", follow=True)

    assert answer.status_code == 200


@pytest.mark.parametrize("door", ["publish/", "time/", "unschedule/"])
def test_what_cannot_be_done_any_more_is_told_in_a_sentence(browser, alice, riverside, door):
    post = make_retracted(riverside, alice)

    answer = browser.post(f"/desk/posts/{post.pk}/{door}", {"publish_at": "2099-01-01T09:00"}, follow=True)

    assert answer.status_code == 200
    assert "changed this post meanwhile" in answer.content.decode()


# -- lists -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "words"),
    [("published", "Out"), ("scheduled", "Planned"), ("draft", "Begun"), ("retracted", "bicycle"), ("x", "Out")],
)
def test_a_list_shows_the_posts_of_one_state(browser, alice, riverside, state, words):
    make_post(riverside, alice, "Out")
    make_scheduled(riverside, alice, "Planned")
    make_draft(riverside, alice, "Begun")
    make_retracted(riverside, alice)

    page = browser.get("/desk/posts/", {"state": state}).content.decode()

    shown = page[page.index('<section class="card"') :]
    assert [each for each in ("Out", "Planned", "Begun", "bicycle") if each in shown] == [words]


def test_a_long_list_is_read_page_by_page_at_the_same_cost(browser, alice, riverside, django_assert_max_num_queries):
    for number in range(21):
        make_post(riverside, alice, f"Post number {number};", speaks_as=Voice.OFFICER)

    with django_assert_max_num_queries(10):
        first = browser.get("/desk/posts/").content.decode()
    older = re.search(r'href="(\?state=published&amp;before=\d+)"', first)
    assert older
    second = browser.get("/desk/posts/" + older[1].replace("&amp;", "&")).content.decode()

    assert (first.count("Post number"), second.count("Post number")) == (20, 1)
    assert "Post number 0;" in second
    assert "before=" not in second


@pytest.mark.parametrize("before", ["x", "0", "9" * 30, "²", "-1"])
def test_an_odd_address_opens_the_list_from_its_beginning(browser, alice, riverside, before):
    make_post(riverside, alice, "Out")

    page = browser.get("/desk/posts/", {"before": before}).content.decode()

    assert "Out" in page


def test_another_teams_mention_stands_on_the_first_page(browser, alice, riverside):
    quarry = make_team("Quarry")
    charlie, _ = seat(quarry, "Charlie Cole")
    make_post(quarry, charlie, "A thank you to @riverside for the ladder")
    make_post(riverside, alice, "We are @riverside")

    page = browser.get("/desk/").content.decode()

    told = page[page.index("Others mention you") :]
    assert "A thank you to @riverside" in told
    assert "We are @riverside" not in told


@pytest.mark.parametrize(
    ("age", "state", "is_under_way"), [(5, "done", True), (60, "waiting", True), (60, "done", False)]
)
def test_the_page_asks_on_while_a_post_is_on_its_way(browser, alice, riverside, age, state, is_under_way):
    post = make_post(riverside, alice)
    Post.objects.filter(pk=post.pk).update(published_at=timezone.now() - timedelta(seconds=age))
    deliver(post, total=1, delivered=int(state == "done"), state=state)

    page = browser.get(f"/desk/posts/{post.pk}/").content.decode()

    assert ("data-under-way" in page) is is_under_way


def test_no_digest_is_promised_for_a_post_that_was_taken_back(browser, riverside, alice):
    post = make_retracted(riverside, alice)

    page = browser.get(f"/desk/posts/{post.pk}/").content.decode()

    assert "It will not be in any digest." in page
    assert "Digests carry it later." not in page
