"""A badge proves an officer real, and tells of nobody else."""

import pytest
from defusedxml import ElementTree
from django.test import Client
from django.test.utils import override_settings

from tabard.front.web.tests.makers import NINE, Town, read
from tabard.people.teams import actions as teams
from tabard.plant.media.actions import remove_picture
from tabard.plant.media.models import Picture
from tabard.plant.media.tests.makers import make_picture

pytestmark = pytest.mark.django_db


def show_face(town: Town) -> Picture:
    picture = make_picture(alt="PC Archer smiles", now=NINE)
    teams.change_officer(officer=town.alice, picture=picture, now=NINE)
    return picture


def test_a_badge_proves_an_officer_real_and_says_how_to_check(town: Town):
    show_face(town)

    page = read("/badge/4127/")

    assert "Yes, this officer is real" in page
    assert "PC Alice Archer" in page
    assert "Riverside team" in page
    assert "Compare the face" in page
    assert 'href="tel:101"' in page


def test_a_badge_without_a_picture_proves_nothing_and_says_whom_to_call(town: Town):
    page = read("/badge/4127/")

    assert "A badge with this number exists" in page
    assert "call 101 and ask for them before you open" in page
    assert "officer is real" not in page
    assert "verdict--good" not in page
    assert "Compare the face" not in page


def test_a_badge_whose_picture_was_taken_away_proves_nothing(town: Town):
    picture = show_face(town)
    remove_picture(picture=picture, by=None, now=NINE)

    assert "officer is real" not in read("/badge/4127/")


def test_the_badge_of_one_who_left_warns_and_shows_neither_name_nor_face(town: Town):
    picture = show_face(town)
    assert picture.key in read("/badge/4127/")
    teams.end_posting(posting=town.alice.postings.get(), now=NINE)

    page = read("/badge/4127/")

    assert "No longer serves here" in page
    assert "Do not let them in" in page
    assert 'href="tel:101"' in page
    assert "officer is real" not in page
    for secret in ("Archer", "PC ", "@", "Riverside", picture.key):
        assert secret not in page
    assert Client().get("/badge/4127/qr.svg").status_code == 404
    assert "/badge/" not in read(f"/@{town.alice.handle.name}/")


def test_somebody_who_never_served_has_no_badge_to_look_up(town: Town):
    teams.add_officer(force=town.force, name="Dai Novice", number="7001", rank="PC", now=NINE)

    assert "Novice" not in read("/badge/7001/", 404)
    assert Client().get("/badge/7001/qr.svg").status_code == 404


@pytest.mark.parametrize("address", ["/badge/0000/", "/badge/9999/", "/badge/nonsense/"])
def test_the_badge_of_an_impostor_warns_instead_of_a_page_that_is_missing(town: Town, address: str):
    page = read(address, 404)

    assert "No officer with this number serves here" in page
    assert "Keep the door shut" in page
    assert 'href="tel:101"' in page
    assert 'href="tel:999"' in page
    assert "no such page" not in page


def test_a_badge_of_an_officer_known_by_number_does_not_name_them(town: Town):
    town.alice.is_name_public = False
    town.alice.save()

    assert "Alice" not in read("/badge/4127/").replace("alice_archer", "")


@override_settings(BASE_URL="https://police.example")
def test_the_printed_code_is_a_drawing_without_style_or_script(town: Town):
    answer = Client().get("/badge/4127/qr.svg")

    assert answer["Content-Type"] == "image/svg+xml"
    drawing = ElementTree.fromstring(answer.content)
    assert {element.tag.rpartition("}")[2] for element in drawing.iter()} <= {"svg", "path", "g"}
    assert not any(name == "style" or name.startswith("on") for element in drawing.iter() for name in element.attrib)
