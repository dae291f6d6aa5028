"""From one field to the team: postcode, name or position."""

import pytest
from django.test import Client
from django.urls import reverse

from tabard.front.web.tests.makers import Town, index_all, make_town
from tabard.people.places.tests import makers as places

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    town = make_town()
    index_all()
    return town


def find(**fields: str):
    return Client(enforce_csrf_checks=True).post(reverse("web:find"), fields)


@pytest.mark.parametrize("typed", ["PB1 4QX", "pb14qx", " Pb1  4qx ", "PB1-4QX"])
def test_a_postcode_leads_to_the_neighbourhood_however_it_is_typed(town: Town, typed: str):
    places.make_postcode("PB14QX", (51.05, -2.95))

    answer = find(where=typed)

    assert answer.status_code == 302
    assert answer["Location"] == f"/places/{town.riverside.slug}/"
    assert not answer.cookies


def test_a_position_leads_to_the_neighbourhood_and_stands_in_no_address(town: Town):
    answer = find(latitude="51.050", longitude="-2.850")

    assert answer["Location"] == f"/places/{town.old_quay.slug}/"
    assert not answer.cookies


@pytest.mark.parametrize(("latitude", "longitude"), [("51.507", "-0.128"), ("0", "-30")])
def test_london_and_the_open_sea_are_not_told_of_a_neighbourhood_far_away(town: Town, latitude: str, longitude: str):
    page = find(latitude=latitude, longitude=longitude).content.decode()

    assert "That is outside the area of Peelborough Police" in page
    assert "nearest" not in page
    assert "Old Quay" not in page
    assert " km" not in page


def test_a_position_outside_gets_the_nearest_with_its_distance(town: Town):
    answer = find(latitude="51.050", longitude="-2.600")

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "You seem to be outside" in page
    assert "Old Quay" in page
    assert "14 km" in page
    assert "51.05" not in page


@pytest.mark.parametrize(
    ("latitude", "longitude"), [("nan", "0"), ("91", "0"), ("51", "181"), ("inf", "-inf"), ("x", "y"), ("51", "")]
)
def test_a_position_that_cannot_be_is_refused(town: Town, latitude: str, longitude: str):
    assert find(latitude=latitude, longitude=longitude).status_code == 422


def test_a_position_with_its_numbers_swapped_is_told_so(town: Town):
    page = find(latitude="-2.950", longitude="51.050").content.decode()

    assert "in each other&#x27;s place" in page or "in each other's place" in page
    assert "Type your postcode" in page
    assert "no boundaries" not in page


def test_a_part_of_the_name_is_enough_to_be_asked_whether_it_is_meant(town: Town):
    page = find(where="river").content.decode()

    assert "Do you mean this one?" in page
    assert f'href="/places/{town.riverside.slug}/"' in page


def test_a_city_in_brackets_does_not_lead_into_one_of_its_suburbs(town: Town):
    newton = places.make_neighbourhood(town.force, name="Newton (Swansea)")
    index_all()

    assert "Newton (Swansea)" in find(where="Swansea").content.decode()
    for typed in ("Newton", "newton swansea", "Newton (Swansea)"):
        assert find(where=typed)["Location"] == f"/places/{newton.slug}/"


def test_two_places_of_one_name_in_two_cities_are_a_choice(town: Town):
    for name in ("Newton (Swansea)", "Newton (Porthcawl)"):
        places.make_neighbourhood(town.force, name=name)
    index_all()

    assert "Which one do you mean?" in find(where="Newton").content.decode()


def test_several_places_with_the_name_are_a_choice(town: Town):
    places.make_neighbourhood(town.force, name="Riverside North")
    places.make_neighbourhood(town.force, name="Riverside South")
    index_all()

    page = find(where="side").content.decode()
    assert "No neighbourhood here has that name" in page

    page = find(where="rivers").content.decode()
    assert "Which one do you mean?" in page
    assert page.count("Riverside") >= 3

    assert find(where="riverside")["Location"] == f"/places/{town.riverside.slug}/"


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("ZZ9 9ZZ", "We do not know this postcode"),
        ("PB1", "half a postcode"),
        ("Atlantis", "No neighbourhood here has that name"),
        ('" OR rowid NOT IN (', "No neighbourhood here has that name"),
        ("*", "No neighbourhood here has that name"),
    ],
)
def test_what_is_not_found_gets_told_what_to_do(town: Town, typed: str, says: str):
    places.make_postcode("PB14QX")

    answer = find(where=typed)

    assert answer.status_code == 200
    assert says in answer.content.decode()


def test_a_postcode_that_has_ended_leads_on_to_its_last_place(town: Town):
    places.make_postcode("PB19ZZ", (51.05, -2.95), is_terminated=True)

    page = find(where="PB1 9ZZ").content.decode()

    assert "This postcode is no longer in use" in page
    assert "We did not find it" not in page
    assert "Its last place was in" in page
    assert f'href="/places/{town.riverside.slug}/"' in page


def test_a_postcode_that_has_ended_outside_says_how_far_from_the_nearest_it_was(town: Town):
    places.make_postcode("PB19ZZ", (51.05, -2.6), is_terminated=True)

    page = find(where="PB1 9ZZ").content.decode()

    assert "Its last place was 14 km from" in page
    assert "Old Quay" in page


def test_a_postcode_without_a_place_gets_told_what_to_do(town: Town):
    places.make_postcode("PB18ZZ", None)

    assert "does not say where it is" in find(where="PB1 8ZZ").content.decode()


def test_before_the_national_list_is_taken_over_no_postcode_is_called_wrong(town: Town):
    assert "does not know postcodes yet" in find(where="PB1 4QX").content.decode()


@pytest.mark.parametrize("typed", ["NPT 4QX", "pb1–4qx", "PB1 4QX"])
def test_every_form_of_a_postcode_that_the_national_list_knows_is_understood(town: Town, typed: str):
    places.make_postcode("NPT4QX", (51.05, -2.95))
    places.make_postcode("PB14QX", (51.05, -2.95))

    assert find(where=typed)["Location"] == f"/places/{town.riverside.slug}/"


def test_an_empty_field_is_an_error_at_the_field(town: Town):
    answer = find(where="  ")

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>Error:" in page
    assert "PB1" not in page
    assert 'href="#id_where"' in page
    assert 'aria-describedby="id_where_error"' in page


def test_without_any_boundaries_the_answer_is_honest():
    places.make_postcode("PB14QX")

    assert "knows no boundaries yet" in find(where="PB1 4QX").content.decode()


def test_looking_is_a_post_so_that_no_address_holds_what_was_typed(town: Town):
    assert Client().get(reverse("web:find"), {"where": "PB1 4QX"}).status_code == 405
