"""Who hears an officer, which apps speak for them, and where a post arrived in the fediverse."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from oauth2_provider.models import AccessToken, Application, Grant

from tabard.front.desk.arrivals import arrivals
from tabard.front.desk.tests.makers import seat
from tabard.gateways.email.tests.makers import make_follow as follow_by_email
from tabard.gateways.mastodon_api.models import GrantedToken
from tabard.gateways.mastodon_api.tests.makers import make_phone
from tabard.people.accounts.models import Role
from tabard.people.accounts.tests.makers import deliver, sign_in, sign_in_and_change_password
from tabard.people.teams.tests.makers import NINE, make_team
from tabard.plant.audit.models import AuditEntry
from tabard.plant.delivery.models import Delivery
from tabard.voice.network.actions import reactions
from tabard.voice.network.tests.makers import make_actor, make_far_actor, make_follow, make_note
from tabard.voice.posts.models import Voice
from tabard.voice.posts.tests.makers import make_post

pytestmark = pytest.mark.django_db


def test_who_hears_is_counted_by_channel():
    team = make_team("Riverside")
    officer, browser = seat(team)
    place = team.covers.get().neighbourhood
    for number, target in enumerate([team, place, officer]):
        follow_by_email(target, f"f{number}@home.example")
    for host in ("a.example", "a.example", "b.example"):
        make_follow(make_far_actor(host=host), make_actor(team))

    page = browser.get("/desk/followers/").content.decode()

    of_team, of_officer = page[page.index("Riverside") :].split("PC ", 1)[0], page.partition('id="hearers-2"')[2]
    assert "2 people" in of_team
    assert "3 followers" in of_team
    assert "on 2 servers" in of_team
    assert "1 person" in of_officer
    assert "0 followers" in of_officer


@pytest.fixture
def phone():
    return make_phone()


@pytest.fixture
def owner(phone):
    client = Client()
    sign_in(client, phone.officer.user)
    return client


def test_an_app_is_listed_with_whom_it_speaks_as_and_when_it_last_did(phone, owner):
    AccessToken.objects.update(updated=timezone.now() - timedelta(days=9))
    phone.get("/api/v1/accounts/verify_credentials")

    page = owner.get("/desk/apps/").content.decode()

    token = AccessToken.objects.get(user=phone.officer.user)
    assert token.application.name in page
    assert f"speaks as @{phone.actor.name}" in page
    assert timezone.now() - token.updated < timedelta(minutes=1)


def test_of_each_app_is_told_when_it_was_let_in_and_what_it_may_do(phone, owner):
    make_phone(as_team=True, scopes="read", officer=phone.officer, team=phone.team)
    GrantedToken.objects.update(granted_at=NINE + timedelta(minutes=7))

    page = owner.get("/desk/apps/").content.decode()
    as_team, as_themselves = page.partition('aria-label="Apps"')[2].partition("</ul>")[0].split("</li>")[:2]

    assert "let in on 2 Mar 2026, 09:07" in as_team
    assert "write, change and take back posts" in as_themselves
    assert "write, change and take back posts" not in as_team
    assert "read timelines, notifications and lists" in as_team


def test_what_an_app_calls_itself_stands_in_the_record(phone, owner, lead):
    Application.objects.update(name="<b>Tusky</b>")
    owner.post(f"/desk/apps/{phone.officer.granted_tokens.get().pk}/end/")

    record = lead.get("/desk/audit/").content.decode()

    assert "let the app <bdi>Tusky</bdi> speak for @" in record
    assert "ended the app <bdi>&lt;b&gt;Tusky&lt;/b&gt;</bdi>, which spoke for @" in record


def test_an_app_is_out_at_once(phone, owner):
    granted = phone.officer.granted_tokens.get()

    owner.post(f"/desk/apps/{granted.pk}/end/")

    assert phone.get("/api/v1/accounts/verify_credentials").status_code == 401
    assert "No app speaks for you." in owner.get("/desk/apps/").content.decode()
    assert AuditEntry.objects.filter(act="apps.shut_out").count() == 1


def test_nobody_ends_a_colleagues_app(phone):
    granted = phone.officer.granted_tokens.get()
    colleague = seat(phone.team, "Bob Barker")[1]

    assert colleague.post(f"/desk/apps/{granted.pk}/end/").status_code == 404
    assert phone.get("/api/v1/accounts/verify_credentials").status_code == 200


@pytest.fixture
def lead():
    return seat(None, "Lee Lead", role=Role.LEAD)[1]


def in_time(phone):
    """What the worker does a moment after a commit; then how the phone's next request is answered."""
    deliver()
    return phone.get("/api/v1/accounts/verify_credentials").status_code


def test_who_lost_the_phone_loses_the_apps_on_it_too(phone, lead):
    bystander = make_phone(team=phone.team)
    card = lead.get(f"/desk/people/{phone.officer.pk}/").content.decode()

    said = lead.post(f"/desk/people/{phone.officer.pk}/second-factor/", follow=True).content.decode()

    assert "the apps that speak for them are ended" in card
    assert "They and their apps are signed out." in said
    assert in_time(phone) == 401
    assert in_time(bystander) == 200
    assert AuditEntry.objects.filter(act="apps.shut_out", actor_id=None).count() == 1


def test_with_another_role_no_app_goes_on(phone, lead):
    lead.post(f"/desk/people/{phone.officer.pk}/role/", {"role": Role.SERGEANT})

    assert in_time(phone) == 401


def test_a_new_password_ends_the_apps_but_not_those_let_in_with_it(phone):
    browser = Client()
    page = sign_in(browser, phone.officer.user).get("/account/password/change/").content.decode()
    sign_in_and_change_password(browser, phone.officer.user)
    fresh = make_phone(as_team=True, officer=phone.officer, team=phone.team)

    assert "the apps that speak for you are ended" in page
    assert in_time(phone) == 401
    assert in_time(fresh) == 200
    assert browser.get("/desk/apps/").status_code == 200


def test_a_password_chosen_by_a_mailed_link_ends_the_apps_too(phone):
    browser = Client()
    browser.post("/account/password/reset/", {"email": phone.officer.user.email})
    deliver()
    link = re.search(r"https?://[^/]+(/account/\S+)", str(mail.outbox[-1].body))[1]
    form = browser.get(link, follow=True)
    words = {"password1": "an other long phrase", "password2": "an other long phrase"}

    browser.post(form.redirect_chain[-1][0], words)

    assert in_time(phone) == 401


def test_a_code_on_its_way_to_an_app_is_good_no_more(phone, lead):
    code = Grant.objects.get(user=phone.officer.user)

    lead.post(f"/desk/people/{phone.officer.pk}/second-factor/")
    deliver()

    assert not Grant.objects.filter(pk=code.pk).exists()


def test_the_lead_sees_the_apps_of_an_officer_and_ends_them_all(phone, lead):
    as_team = make_phone(as_team=True, officer=phone.officer, team=phone.team)
    bystander = make_phone(team=phone.team)
    theirs = f"/desk/people/{phone.officer.pk}/apps/"

    person = lead.get(f"/desk/people/{phone.officer.pk}/").content.decode()
    before = lead.get(theirs).content.decode()
    after = lead.post(f"{theirs}end/", follow=True).content.decode()

    assert f'href="{theirs}"' in person
    assert f"speaks as @{phone.actor.name}" in before
    assert f"speaks as @{as_team.actor.name}" in before
    assert f"@{bystander.actor.name}" not in before
    assert "No app speaks for them." in after
    codes = [each.get("/api/v1/accounts/verify_credentials").status_code for each in (phone, as_team, bystander)]
    assert codes == [401, 401, 200]


def test_nobody_but_the_lead_sees_or_ends_the_apps_of_others(phone):
    colleague = seat(phone.team, "Bob Barker", role=Role.SERGEANT)[1]

    assert colleague.get(f"/desk/people/{phone.officer.pk}/apps/").status_code == 403
    assert colleague.post(f"/desk/people/{phone.officer.pk}/apps/end/").status_code == 403
    assert phone.get("/api/v1/accounts/verify_credentials").status_code == 200


def sent(about, verb, *, total, delivered, state=Delivery.State.DONE):
    key = f"activitypub:{verb}:{about}:{Delivery.objects.count()}"
    times = {"next_attempt_at": NINE, "created_at": NINE, "give_up_at": NINE}
    Delivery.objects.create(
        channel="activitypub", key=key, about=about, total=total, delivered=delivered, state=state, **times
    )


def test_where_a_post_arrived_is_told_server_by_server_and_a_later_change_apart():
    team = make_team("Riverside")
    officer, browser = seat(team)
    post = make_post(team, officer, speaks_as=Voice.OFFICER)
    note = make_note(post)
    passed_on = reactions.announce(actor=make_actor(team), note=note, now=NINE)
    sent(f"post:{post.pk}", "create", total=3, delivered=2, state=Delivery.State.DEAD)
    sent(f"note:{passed_on.pk}", "create", total=4, delivered=3, state=Delivery.State.WAITING)
    sent(f"post:{post.pk}", "update", total=2, delivered=2)
    sent(f"gone:{note.pk}", "x", total=7, delivered=5)

    found = {arrival.channel: arrival for arrival in arrivals(post.pk)}
    page = browser.get(f"/desk/posts/{post.pk}/").content.decode()

    servers = found["activitypub"]
    assert (servers.total, servers.delivered, servers.waiting, servers.dead) == (7, 5, 1, 1)
    assert (found["changes"].delivered, found["taken back"].delivered) == (2, 5)
    assert "5 of 7 delivered" in page
    assert "1 given up" in page
    assert "asked to take it away" in page
