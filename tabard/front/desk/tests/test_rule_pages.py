"""What the digital lead reads on the page of a rule, and what is said of a form that was not filled in well."""

import pytest
from django.test import Client
from django.utils.html import strip_tags

from tabard.people.accounts.models import Role
from tabard.people.accounts.tests.makers import make_user, sign_in
from tabard.voice.guidelines.models import RuleChoice

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead():
    return sign_in(Client(), make_user("Lena Lead", role=Role.LEAD))


def text_of(answer):
    return answer.content.decode()


@pytest.mark.parametrize("typed", ["5", "301", "many"])
def test_a_number_that_cannot_be_is_answered_with_those_that_can(lead, typed):
    page = text_of(lead.post("/desk/rules/name-arrest/", {"is_on": "on", "gravity": "", "bound_near": typed}))

    assert "Give a whole number from 20 to 300." in page
    assert not RuleChoice.objects.exists()


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("plate", "Silver Focus AB12 CDE (This plate is what we are looking for)"),
        ("wanted", "Have you seen this man? (This is an appeal for somebody wanted)"),
        ("office", "DM me on Snapchat (Said to children in the virtual office)"),
        ("child", "seen smashing up the shelter. (With a picture)"),
        ("alt-text", "Found! (With a picture that nobody described)"),
    ],
)
def test_an_example_says_what_its_words_do_not_show(lead, rule, told):
    page = strip_tags(text_of(lead.get(f"/desk/rules/{rule}/")))

    assert told in " ".join(page.split())


def test_an_example_that_is_too_long_to_be_read_is_shown_short(lead):
    page = text_of(lead.get("/desk/rules/length/"))

    assert "a a a" in page
    assert len(page) < 30_000


@pytest.mark.parametrize(
    ("address", "told"),
    [
        (
            "/desk/words/add/",
            ["Give these words a name.", "Write at least one word.", "Say what to write in its place."],
        ),
        ("/desk/elections/", ["Name the election.", "Choose the first day.", "Choose the last day."]),
    ],
)
def test_what_is_left_empty_is_named(lead, address, told):
    page = text_of(lead.post(address, {"gravity": "ask", "do": "preview"}))

    assert "This field is required." not in page
    assert [sentence for sentence in told if sentence not in page] == []


@pytest.mark.parametrize("phrase", ["a" * 81, "one two three four five six seven eight nine"])
@pytest.mark.parametrize(("address", "field"), [("/desk/words/add/", "phrases"), ("/desk/rules/swearing/", "allowed")])
def test_a_phrase_that_is_too_long_is_told_how_long_it_may_be(lead, address, field, phrase):
    words = {"name": "Ours", "advice": "Leave it out.", "gravity": "ask", "is_on": "on", field: phrase}

    page = text_of(lead.post(address, {**words, "do": "preview"}))

    assert "is too long: at most 80 characters and 8 words in a line." in page
    assert "is no word or phrase" not in page
