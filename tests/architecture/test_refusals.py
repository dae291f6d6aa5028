"""Every address that is not for everybody is really asked for by those who may not open it, and by one who may."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.http import HttpResponseBase
from django.test import Client

from tabard.front.desk.tests.makers import seat
from tabard.gateways.mastodon_api.models import GrantedToken
from tabard.gateways.mastodon_api.tests.makers import make_token
from tabard.occasions.tweetathon.tests.event_makers import make_registration, make_tweetathon
from tabard.people.accounts.models import Role
from tabard.people.accounts.tests.makers import make_user, sign_in
from tabard.people.teams.models import Officer, Team
from tabard.people.teams.tests.makers import NINE, make_posting, make_team
from tabard.services.events.tests.makers import make_event, make_priority
from tabard.voice.guidelines.tests.makers import make_election, make_lexicon
from tabard.voice.network.actions import keeping_out
from tabard.voice.network.actions.keeping_out import HostRule
from tabard.voice.network.models import Note, Report
from tabard.voice.network.tests.makers import make_actor, make_far_actor, make_far_note, make_note
from tabard.voice.posts.tests.makers import make_draft, make_held, make_post, make_scheduled
from tests.architecture.access_table import ACCESS

pytestmark = pytest.mark.django_db

WHO = {"officer", "own team", "reviewer", "team/lead", "lead"}
GUARDED = {pattern: who for pattern, who in ACCESS.items() if who in WHO}
OF_A_TEAM = [pattern for pattern, who in GUARDED.items() if who == "own team" and "<" in pattern]
# no row can be named: what they hold depends on what a mail server did
WITHOUT_ROWS = {"desk/mail/<str:name>/", "desk/mail/<str:name>/html/"}
SETTLED = {"desk/posts/<int:pk>/draft/", "desk/posts/<int:pk>/discard/", "desk/posts/<int:pk>/publish/"}
KIND = re.compile(r"^desk/(?:people/)?(\w+)/.*")  # desk/posts/..., desk/people/postings/..., desk/people/...
TIMED = {"desk/posts/<int:pk>/time/", "desk/posts/<int:pk>/unschedule/"}


@dataclass
class House:
    """A team with an officer at the desk and a row of each kind, and those who have no business there."""

    officer: Officer
    own: Client
    lead: Client
    other_team: Client
    without_team: Client
    address: Callable[[str], str]


def _answered(officer: Officer, team: Team) -> Note:
    note = make_note(make_post(team, officer))
    return make_far_note(make_far_actor(), reply_to_uri=note.uri)


def _app_of(officer: Officer) -> GrantedToken:
    make_token(officer, make_actor(officer), token="a word")
    return GrantedToken.objects.get(officer=officer)


def _report_about(team: Team) -> Report:
    about = make_actor(team)
    return keeping_out.make_report(reporter=None, about=about, notes=[], words="", now=NINE, uri="https://a.example/1")


@pytest.fixture
def house() -> House:
    team = make_team("Riverside")
    place = team.covers.get().neighbourhood
    officer, own = seat(team)
    lead = make_user("Lena Lead", role=Role.LEAD)
    rows = {
        "posts": make_post(team, officer).pk,
        "drafts": make_draft(team, officer).pk,
        "timed": make_scheduled(team, officer).pk,
        "events": make_event(place, officer).pk,
        "priorities": make_priority(place, officer).pk,
        "answers": _answered(officer, team).pk,
        "blocked": keeping_out.block_actor(actor=make_actor(team), target=make_far_actor(), now=NINE).pk,
        "apps": _app_of(officer).pk,
        "servers": keeping_out.block_host(HostRule("bad.example"), by=None, now=NINE).pk,
        "reports": _report_about(team).pk,
        "reviews": make_held(team, officer).reviews.get().pk,
        "words": make_lexicon(by=lead).pk,
        "elections": make_election(by=lead).pk,
        "tweetathons": make_registration(make_tweetathon(team, place.slug)).pk,
        "teams": team.pk,
        "people": officer.pk,
        "postings": officer.postings.get().pk,
    }

    def address(pattern: str) -> str:
        kind = "drafts" if pattern in SETTLED else "timed" if pattern in TIMED else KIND.sub(r"\1", pattern)
        path = "/" + pattern.replace("<slug:slug>", place.slug).replace("<str:name>", "letter.eml")
        path = path.replace("<slug:force>", place.force.slug).replace("<slug:rule>", "swearing")
        path = path.replace("<int:year>", "2013")
        return path.replace("<int:pk>", str(rows.get(kind)))

    return House(
        officer=officer,
        own=own,
        lead=sign_in(Client(), lead),
        other_team=seat(make_team("Quarry"), "Charlie Cole")[1],
        without_team=sign_in(Client(), make_user("Nobody Yet")),
        address=address,
    )


def is_refused(answer: HttpResponseBase) -> bool:
    """Sent to sign in or to show a second factor, refused, or told that there is nothing."""
    sent_on = answer.headers.get("Location", "")
    return answer.status_code in {401, 403, 404} or (answer.status_code == 302 and sent_on.startswith("/account/"))


def let_in(client: Client, house: House, patterns: Iterable[str]) -> dict[str, list[int]]:
    """Those of `patterns` that `client` is not refused, by reading or by sending, with the answers' status codes."""
    found = {}
    for pattern in patterns:
        both = [client.get(house.address(pattern)), client.post(house.address(pattern))]
        given = [answer for answer in both if answer.status_code != 405]
        if not given or not all(is_refused(answer) for answer in given):
            found[pattern] = [answer.status_code for answer in both]
    return found


def test_nobody_comes_in_without_signing_in(house):
    assert let_in(Client(), house, GUARDED) == {}


def test_a_password_without_the_second_factor_opens_nothing(house):
    half = sign_in(Client(), make_user("Harry Half", role=Role.LEAD), second_factor="")

    assert let_in(half, house, GUARDED) == {}


def test_an_officer_cannot_do_what_the_digital_lead_does(house):
    assert let_in(house.own, house, [pattern for pattern, who in GUARDED.items() if who == "lead"]) == {}


def test_an_officer_of_another_team_finds_nothing(house):
    shut = [*OF_A_TEAM, *(pattern for pattern, who in GUARDED.items() if who in {"team/lead", "reviewer"})]

    assert let_in(house.other_team, house, shut) == {}


def test_a_sergeant_of_another_team_finds_nothing_and_leads_nobody(house):
    sergeant = seat(make_team("Harbour"), "Sally Sergeant", role=Role.SERGEANT)[1]
    shut = [*OF_A_TEAM, *(pattern for pattern, who in GUARDED.items() if who == "lead")]

    assert let_in(sergeant, house, shut) == {}


def test_the_digital_lead_speaks_for_no_team_without_a_posting_in_it(house):
    without, elsewhere = (
        seat(None, "Liz Lead", role=Role.LEAD)[1],
        seat(make_team("Hill"), "Lou Lead", role=Role.LEAD)[1],
    )

    assert let_in(without, house, OF_A_TEAM) == {}
    assert let_in(elsewhere, house, OF_A_TEAM) == {}


def test_an_officer_whose_posting_has_ended_gets_nowhere(house):
    former, client = seat(None, "Fay Former")
    make_posting(former, house.officer.postings.get().team)
    former.postings.update(active_to=NINE + timedelta(hours=1))

    assert let_in(client, house, GUARDED) == {}


def test_whoever_may_comes_in(house):
    shut = {}
    for pattern, who in GUARDED.items():
        answer = (house.lead if who == "lead" else house.own).get(house.address(pattern))
        if pattern not in WITHOUT_ROWS and is_refused(answer):
            shut[pattern] = answer.status_code

    assert shut == {}
