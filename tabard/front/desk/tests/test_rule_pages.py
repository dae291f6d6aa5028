"""What the digital lead reads on the page of a rule, and what is said of a form that was not filled in well."""

import pytest
from django.test import Client
from django.utils.html import strip_tags

from tabard.people.accounts.models import Role
from tabard.people.accounts.tests.makers import make_user, sign_in
from tabard.people.teams.tests.makers import make_officer, make_team
from tabard.voice.guidelines.checking.findings import Decision, Draft
from tabard.voice.guidelines.models import ElectionPeriod, RuleChoice
from tabard.voice.guidelines.tests.makers import NOW
from tabard.voice.guidelines.verdicts import verdict_on
from tabard.voice.posts.tests.makers import make_draft, make_held

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


COUNCIL = {"name": "Council", "starts_date": "2026-03-25", "ends_date": "2026-05-07"}


def adopted(lead, address, words):
    seen = lead.post(address, {**words, "do": "preview"}).context["seen"]
    return text_of(lead.post(address, {**words, "do": "adopt", "seen": seen}, follow=True))


@pytest.mark.parametrize("gravity", ["", "hint", "ask", "review", "refuse"])
def test_the_days_before_an_election_do_what_the_desk_says_whatever_the_rule_was_tuned_to(lead, gravity):
    RuleChoice.objects.create(rule="politics", gravity=gravity, changed_at=NOW)

    page = adopted(lead, "/desk/elections/", COUNCIL | {"starts_date": "2026-03-01"})

    assert page.count("On these days the rule on politics refuses.") == 1
    assert verdict_on(Draft("Vote Labour on Thursday.", language="en"), now=NOW).decision is Decision.REFUSE


def test_the_desk_says_that_an_election_does_nothing_while_the_rule_is_off(lead):
    RuleChoice.objects.create(rule="politics", is_on=False, changed_at=NOW)

    assert "so they do nothing" in text_of(lead.get("/desk/elections/"))
    page = adopted(lead, "/desk/elections/", COUNCIL)

    assert "does nothing yet: the rule on politics is switched off" in page
    assert "so they do nothing" in page
    period = ElectionPeriod.objects.get()
    assert "It is switched off now." in text_of(lead.get(f"/desk/elections/{period.pk}/remove/"))


@pytest.mark.parametrize(
    ("rule", "where"),
    [
        ("politics", "in the days before an election"),
        ("child", "where a name, a school, a home or a picture could tell who the child is"),
    ],
)
def test_a_rule_says_where_it_refuses_whatever_is_chosen(lead, rule, where):
    told = "Whatever you choose here, what it finds does not go out"

    assert f"{told} {where}." in text_of(lead.get(f"/desk/rules/{rule}/"))
    assert told not in text_of(lead.get("/desk/rules/swearing/"))


def test_what_a_change_would_do_to_drafts_is_counted_and_their_words_are_not_shown(lead, django_assert_max_num_queries):
    team = make_team("Riverside")
    officer = make_officer(team=team)
    make_held(team, officer, "There is £5,000 on offer for information.")
    for number in range(3):
        make_draft(team, officer, f"Thunder over the mill {number}.")
    words = {"name": "Storms", "phrases": "thunder*", "gravity": "refuse", "advice": "Say rain."}

    with django_assert_max_num_queries(30):
        answer = lead.post("/desk/words/add/", {**words, "do": "preview"})

    drafts = answer.context["effects"].drafts
    assert (drafts.looked_at, drafts.counts) == (4, [(Decision.REVIEW, 1, 1), (Decision.REFUSE, 0, 3)])
    assert "The last 4 drafts and posts that wait." in text_of(answer)
    assert "over the mill" not in text_of(answer)


def test_the_form_for_words_says_what_residents_read(lead):
    page = text_of(lead.get("/desk/words/add/"))

    assert "Officers read it, residents do not." in page
    assert "never read the words, their name or what the author is told" in page
