"""What the public reads and sees of an officer, as the officer or the digital lead sets it."""

import re
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from tabard.people.accounts.models import Role
from tabard.people.accounts.tests.makers import sign_in
from tabard.people.teams.tests.makers import make_officer, make_team, make_user
from tabard.plant.changes.models import RecordedChange

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(client) -> Client:
    return sign_in(client, make_user("Lee Lead", role=Role.LEAD))


def portrait() -> BytesIO:
    file = BytesIO()
    Image.new("RGB", (64, 64), "#336699").save(file, "PNG")
    file.seek(0)
    file.name = "me.png"
    return file


def shown(answer) -> str:
    return answer.content.decode()


def test_an_officer_describes_themselves_with_a_picture(client):
    alice = make_user()
    officer = make_officer(user=alice, team=make_team())
    sign_in(client, alice)
    given = {"is_name_public": "no", "bio": "Twenty years here.", "languages": "English; cymraeg, Somali"}

    answer = client.post(reverse("teams:me"), {**given, "picture": portrait(), "alt": "Smiling, in uniform"})

    officer.refresh_from_db()
    assert answer.status_code == 302
    assert (officer.bio, officer.languages) == ("Twenty years here.", ["en", "cy", "so"])
    assert officer.public_name == officer.number
    assert officer.picture is not None
    assert officer.picture.alt == "Smiling, in uniform"
    assert f'src="{officer.picture.src}"' in shown(client.get(reverse("teams:me")))


def test_a_face_that_was_replaced_or_removed_is_gone_from_its_address_at_once(client):
    alice = make_user()
    officer = make_officer(user=alice, team=make_team())
    sign_in(client, alice)
    given = {"is_name_public": "yes", "bio": "", "languages": "", "alt": "A face"}
    shown = []
    for change in ({"picture": portrait()}, {"picture": portrait()}, {"bio": "New"}, {"remove_picture": "on"}):
        client.post(reverse("teams:me"), {**given, **change})
        officer.refresh_from_db()
        shown.append(officer.picture)

    first, second, still_second, none = shown

    assert second != first
    assert still_second == second
    assert none is None
    assert [client.get(picture.src).status_code for picture in (first, second)] == [404, 404]


@pytest.mark.parametrize(
    ("wrong", "says"),
    [({"languages": "Klingon"}, "Klingon"), ({"alt": ""}, "cannot see it"), ({"bio": "x" * 1001}, "1000")],
)
def test_what_is_wrong_with_a_description_is_said_and_nothing_is_lost(client, wrong, says):
    alice = make_user()
    officer = make_officer(user=alice, team=make_team())
    sign_in(client, alice)
    given = {"is_name_public": "yes", "bio": "Kept.", "languages": "", "picture": portrait(), "alt": "A face"}

    page = shown(client.post(reverse("teams:me"), {**given, **wrong}))

    officer.refresh_from_db()
    assert says in page
    assert officer.bio == ""
    assert wrong.get("bio", "Kept.") in page


def kept(page: str) -> str:
    found = re.search(r'name="kept" value="([^"]+)"', page)
    assert found
    return found[1]


def test_a_picture_that_came_without_a_description_is_there_once_it_is_described(client):
    alice = make_user()
    officer = make_officer(user=alice, team=make_team())
    sign_in(client, alice)
    given = {"is_name_public": "yes", "bio": "", "languages": ""}

    asked = shown(client.post(reverse("teams:me"), {**given, "picture": portrait(), "alt": ""}))
    client.post(reverse("teams:me"), {**given, "alt": "Smiling, in uniform", "kept": kept(asked)})

    officer.refresh_from_db()
    assert "need not choose it again" in asked
    assert officer.picture is not None
    assert officer.picture.alt == "Smiling, in uniform"


def test_a_described_picture_that_never_came_is_asked_for_and_no_success_is_claimed(client):
    alice = make_user()
    officer = make_officer(user=alice, team=make_team())
    sign_in(client, alice)
    given = {"is_name_public": "yes", "bio": "Kept.", "languages": "", "alt": "Smiling"}

    for wrong in ({}, {"kept": "forged"}):
        page = shown(client.post(reverse("teams:me"), {**given, **wrong}))
        assert "Saved" not in page
        assert "Error:" in page

    officer.refresh_from_db()
    assert officer.bio == ""


def test_nobody_shows_a_picture_that_another_sent(client):
    team, alice, bob = make_team(), make_user(), make_user("Bob Barker")
    make_officer(user=alice, team=team)
    bobs = make_officer("Bob Barker", user=bob, team=team)
    given = {"is_name_public": "yes", "bio": "", "languages": ""}
    word = kept(shown(sign_in(client, alice).post(reverse("teams:me"), {**given, "picture": portrait()})))

    sign_in(Client(), bob).post(reverse("teams:me"), {**given, "alt": "A face", "kept": word})

    bobs.refresh_from_db()
    assert bobs.picture is None


def test_the_present_picture_is_described_anew(client):
    alice = make_user()
    officer = make_officer(user=alice, team=make_team())
    sign_in(client, alice)
    given = {"is_name_public": "yes", "bio": "", "languages": ""}

    client.post(reverse("teams:me"), {**given, "picture": portrait(), "alt": "A face"})
    client.post(reverse("teams:me"), {**given, "alt": "Smiling"})

    officer.refresh_from_db()
    assert officer.picture is not None
    assert officer.picture.alt == "Smiling"


def test_a_program_that_calls_itself_a_picture_is_refused(client):
    alice = make_user()
    officer = make_officer(user=alice, team=make_team())
    sign_in(client, alice)
    program = BytesIO(b"MZ" + b"\0" * 600)
    program.name = "me.jpg"

    page = shown(client.post(reverse("teams:me"), {"is_name_public": "yes", "picture": program, "alt": "A face"}))

    officer.refresh_from_db()
    assert "program" in page
    assert officer.picture is None


def test_what_a_lead_corrects_is_what_the_public_sees(lead):
    alice = make_officer("Alice Archer")
    given = {"name": "Alice Bowman", "number": alice.number, "rank": "Sergeant", "is_name_public": "yes"}

    lead.post(reverse("teams:edit_officer", args=[alice.pk]), given)

    alice.refresh_from_db()
    assert str(alice) == "Sergeant Alice Bowman"
    assert RecordedChange.objects.filter(name="teams.OfficerChanged").count() == 1


@pytest.mark.parametrize("alt", ["John Smith, who was arrested", "John Smith was arrested by me"])
def test_what_the_guidelines_refuse_is_not_said_of_a_picture(client, alt):
    alice = make_user()
    officer = make_officer(user=alice, team=make_team())
    sign_in(client, alice)
    given = {"is_name_public": "yes", "bio": "", "languages": ""}

    first = client.post(reverse("teams:me"), {**given, "picture": portrait(), "alt": alt})
    officer.refresh_from_db()
    had = officer.picture
    client.post(reverse("teams:me"), {**given, "picture": portrait(), "alt": "Smiling"})
    second = client.post(reverse("teams:me"), {**given, "bio": "New", "alt": alt})

    assert had is None
    assert all("The guidelines refuse this as it is." in shown(page) for page in (first, second))
    officer.refresh_from_db()
    assert (officer.picture.alt, officer.bio) == ("Smiling", "")
    client.post(reverse("teams:me"), {**given, "alt": "Laughing"})
    officer.picture.refresh_from_db()
    assert officer.picture.alt == "Laughing"
