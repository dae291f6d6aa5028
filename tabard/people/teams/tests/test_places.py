"""What the public reads of places, written by the lead and by those who work there."""

import pytest
from django.test import Client
from django.urls import reverse

from tabard.people.accounts.models import Role
from tabard.people.accounts.tests.makers import sign_in
from tabard.people.places.models import Neighbourhood
from tabard.people.teams.models import Officer, Team
from tabard.people.teams.tests.makers import make_neighbourhood, make_officer, make_team, make_user
from tabard.plant.audit.models import AuditEntry
from tabard.plant.changes.models import RecordedChange

pytestmark = pytest.mark.django_db
GIVEN = {
    "description": "Between the canal and the park.",
    "email": "riverside@police.example",
    "telephone": "101",
    "url_force": "https://police.example/riverside",
    "links": "Report it | https://police.example/report\n\nPark | friends | http://park.example/",
    "population": "8200",
    "address": "1 High Street",
}


@pytest.fixture
def place():
    return make_team("Riverside").covers.get().neighbourhood


def lead() -> Client:
    return sign_in(Client(), make_user("Lee Lead", role=Role.LEAD))


def test_a_lead_who_imported_bare_shapes_says_how_to_reach_each_team(place):
    place.contact, place.links = (
        {"fax": "99", "web": "https://gone.example/"},
        [
            {"title": "Park", "url": "http://park.example/", "description": "from an import"},
            {"title": "At the kiosk", "url": None},
        ],
    )
    place.save()

    answer = lead().post(reverse("teams:place", args=[place.slug]), GIVEN)

    place.refresh_from_db()
    assert answer.url == reverse("teams:places")
    assert (place.email, place.telephone, place.population) == ("riverside@police.example", "101", 8200)
    assert place.contact == {"fax": "99", "address": "1 High Street"}
    assert place.links == [
        {"title": "Report it", "url": "https://police.example/report"},
        {"title": "Park | friends", "url": "http://park.example/", "description": "from an import"},
        {"title": "At the kiosk", "url": None},
    ]
    assert RecordedChange.objects.filter(name="places.NeighbourhoodDescribed").count() == 1
    entry = AuditEntry.objects.get(act="places.neighbourhood_described")
    assert entry.actor_name == "Lee Lead"


def test_an_officer_describes_the_places_of_their_own_team_only(place):
    alice = make_user()
    make_officer(user=alice, team=place.cover.team)
    other = make_team("Quarry").covers.get().neighbourhood
    client = sign_in(Client(), alice)

    answers = [client.post(reverse("teams:place", args=[each.slug]), GIVEN).status_code for each in (place, other)]

    place.refresh_from_db()
    other.refresh_from_db()
    assert answers == [302, 404]
    assert (place.description, other.description) == (GIVEN["description"], "")
    assert client.get(reverse("teams:places")).status_code == 403
    assert client.get(reverse("teams:force", args=[place.force.slug])).status_code == 403


def test_the_form_shows_again_what_was_saved(place):
    client, address = lead(), reverse("teams:place", args=[place.slug])
    client.post(address, GIVEN)

    page = client.get(address).content.decode()

    assert "Park | friends | http://park.example/" in page
    assert "1 High Street" in page


def test_the_force_says_how_to_reach_it(place):
    given = {"telephone": "101", "url": "police.example", "engagement_methods": "Report it | https://police.example/r"}

    answer = lead().post(reverse("teams:force", args=[place.force.slug]), given)

    place.force.refresh_from_db()
    assert answer.url == reverse("teams:places")
    assert (place.force.telephone, place.force.url) == ("101", "https://police.example")
    assert place.force.engagement_methods == [{"title": "Report it", "url": "https://police.example/r"}]
    assert RecordedChange.objects.filter(name="places.ForceDescribed").count() == 1


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"links": "javascript | javascript:alert(1)"}, "no web address"),
        ({"links": "https://police.example/"}, "Say what"),
        ({"links": "a | https://police.example/\n" * 21}, "At most 20"),
        ({"web": "javascript:alert(1)"}, "valid URL"),
        ({"email": "riverside@"}, "Write an e-mail address"),
        ({"population": "-1"}, "greater than or equal to 0"),
    ],
)
def test_what_is_wrong_with_a_way_to_reach_a_team_is_said_and_nothing_is_saved(place, wrong, says):
    page = lead().post(reverse("teams:place", args=[place.slug]), {**GIVEN, **wrong}).content.decode()

    place.refresh_from_db()
    assert says in page
    assert place.email == ""


def test_the_list_names_the_places_that_nobody_can_reach(place):
    make_team("Quarry")
    client = lead()

    everything = client.get(reverse("teams:places")).content.decode()
    found = client.get(reverse("teams:places"), {"q": "quar"}).content.decode()

    assert everything.count("no way to reach it") == 2
    assert place.name not in found


REFUSED = {**GIVEN, "description": "John Smith was arrested here."}


def test_what_the_guidelines_refuse_is_not_said_of_a_place_or_of_the_force(place):
    shown = lead()

    of_place = shown.post(reverse("teams:place", args=[place.slug]), REFUSED)
    of_link = shown.post(
        reverse("teams:place", args=[place.slug]), {**GIVEN, "links": "John Smith was arrested | http://a.example/"}
    )
    of_force = shown.post(reverse("teams:force", args=[place.force.slug]), REFUSED)

    for page in (of_place, of_link, of_force):
        assert "The guidelines refuse this as it is. “John Smith”" in page.content.decode()
    place.refresh_from_db()
    assert (place.description, place.links, place.force.description) == ("", [], "")


def test_a_description_says_where_the_station_is_and_what_was_imported_stays(place):
    shown, address = lead(), "The station is at 12 High Street, PB1 2AA."
    shown.post(reverse("teams:place", args=[place.slug]), {**GIVEN, "description": address})
    place.refresh_from_db()
    assert place.description == address
    Neighbourhood.objects.filter(pk=place.pk).update(description=REFUSED["description"])

    shown.post(reverse("teams:place", args=[place.slug]), {**REFUSED, "telephone": "999"})

    place.refresh_from_db()
    assert place.telephone == "999"


def test_what_was_asked_about_a_description_and_answered_is_written_down(place):
    shown, asked = lead(), {**GIVEN, "description": "THIS IS WHAT WE DO ALL DAY AND WE LOVE IT SO VERY MUCH INDEED"}

    first = shown.post(reverse("teams:place", args=[place.slug]), asked)
    shown.post(reverse("teams:place", args=[place.slug]), asked)

    assert "Is this what you mean?" in first.content.decode()
    place.refresh_from_db()
    assert place.description == asked["description"]
    assert AuditEntry.objects.get(act="places.neighbourhood_described").detail["meant_so"] == ["capitals"]


def test_what_the_guidelines_refuse_in_the_name_of_a_team_is_said_above_the_form():
    shown = lead()
    team, town = make_team("Riverside"), make_neighbourhood("Quayside")
    given = {"name": "John Smith was arrested", "description": "", "handle": "quayside", "neighbourhoods": [town.pk]}

    pages = [shown.post(reverse("teams:team", args=[team.pk]), given), shown.post(reverse("teams:found_team"), given)]

    assert all("The guidelines refuse this as it is. “John Smith”" in page.content.decode() for page in pages)
    assert Team.objects.get().name == "Riverside"


def test_what_the_guidelines_refuse_in_the_words_of_a_handle_is_said_above_the_form():
    shown, town = lead(), make_neighbourhood("Quayside")
    team = {"name": "Quayside", "description": "", "handle": "john_smith_arrested", "neighbourhoods": [town.pk]}
    officer = {"force": town.force_id, "name": "Dee Dunn", "number": "4711", "rank": "PCSO", "role": "officer"}

    pages = [
        shown.post(reverse("teams:found_team"), team),
        shown.post(reverse("teams:add_officer"), {**officer, "handle": "john_smith_arrested"}),
    ]

    assert all("The guidelines refuse this as it is. “John Smith”" in page.content.decode() for page in pages)
    assert not Team.objects.exists()
    assert not Officer.objects.filter(number="4711").exists()


def test_a_handle_that_only_says_what_the_map_says_needs_no_check():
    shown, town = lead(), make_neighbourhood("Arrested John Smith Park")
    given = {"name": town.name, "description": "", "handle": "arrested_john_smith_park", "neighbourhoods": [town.pk]}

    shown.post(reverse("teams:found_team"), given)

    assert Team.objects.get().handle_name == "arrested_john_smith_park"
