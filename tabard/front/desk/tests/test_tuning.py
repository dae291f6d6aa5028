"""The digital lead tunes the rules, and sees first what that would have done."""

import pytest
from django.test import Client

from tabard.people.accounts.models import Role
from tabard.people.accounts.tests.makers import make_user, sign_in
from tabard.people.teams.tests.makers import make_officer, make_team
from tabard.voice.guidelines.models import ElectionPeriod, Guideline, Lexicon, RuleChoice
from tabard.voice.guidelines.tests.makers import make_election, make_lexicon
from tabard.voice.posts.models import Post
from tabard.voice.posts.tests.makers import make_post

pytestmark = pytest.mark.django_db
WORDS = {
    "name": "Operations",
    "phrases": "thunder*\nOperation Kestrel",
    "gravity": "refuse",
    "advice": "Leave the name out.",
    "sentence": "operations",
}


@pytest.fixture
def lead_user():
    return make_user("Lena Lead", role=Role.LEAD)


@pytest.fixture
def lead(lead_user):
    return sign_in(Client(), lead_user)


@pytest.fixture
def posts():
    team = make_team("Riverside")
    officer = make_officer(team=team)
    return [make_post(team, officer, text) for text in ("Thunderstorms tonight.", "Bikes marked: 61.")]


def text_of(answer):
    return answer.content.decode()


def test_new_words_are_shown_with_what_they_would_have_done_before_they_apply(lead, posts):
    previewed = lead.post("/desk/words/add/", {**WORDS, "do": "preview"})

    words = text_of(previewed)
    assert "Of the last 2 posts, 1 would have fared otherwise." in words
    assert "“Thunderstorms”" in words
    assert not Lexicon.objects.exists()

    adopted = lead.post("/desk/words/add/", {**WORDS, "do": "adopt"})

    assert adopted.headers["Location"] == "/desk/rules/"
    assert Lexicon.objects.get().phrases == "thunder*\nOperation Kestrel"
    assert "Operations" in text_of(lead.get("/desk/rules/"))


@pytest.mark.parametrize("phrase", ["(a+)+$", "a*", ".*"])
def test_a_pattern_is_refused_in_words_and_nothing_is_lost(lead, phrase):
    answer = lead.post("/desk/words/add/", {**WORDS, "phrases": f"thunder\n{phrase}", "do": "adopt"})

    assert "is no word or phrase" in text_of(answer)
    assert phrase in text_of(answer)
    assert not Lexicon.objects.exists()


def test_words_of_a_name_that_others_have_are_refused(lead, lead_user):
    make_lexicon(by=lead_user)

    answer = lead.post("/desk/words/add/", {**WORDS, "name": "Names of operations", "do": "adopt"})

    assert "There are words of this name already." in text_of(answer)


def test_words_are_changed_and_retired(lead, lead_user):
    lexicon = make_lexicon(by=lead_user)
    address = f"/desk/words/{lexicon.pk}/"
    assert "Operation Thunder" in text_of(lead.get(address))

    lead.post(address, {**WORDS, "do": "adopt"})
    lexicon.refresh_from_db()
    assert lexicon.name == "Operations"
    lead.post(f"{address}retire/")

    assert not Lexicon.objects.in_use().exists()
    assert lead.get(address).status_code == 404


def test_a_rule_is_switched_off_once_its_effect_was_seen(lead, posts):
    Post.objects.filter(pk=posts[1].pk).update(text="Frost tonight. What a damn cold week.")
    assert "Swearing" in text_of(lead.get("/desk/rules/swearing/"))

    previewed = lead.post("/desk/rules/swearing/", {"gravity": "", "do": "preview"})
    assert "1 would have fared otherwise" in text_of(previewed)
    assert not RuleChoice.objects.exists()
    lead.post("/desk/rules/swearing/", {"gravity": "", "do": "adopt"})

    assert RuleChoice.objects.get().is_on is False
    assert "Switched off" in text_of(lead.get("/desk/rules/"))


def test_the_effects_are_those_on_the_whole_post_and_on_what_was_said_of_it(lead, posts, django_assert_max_num_queries):
    Post.objects.filter(pk=posts[0].pk).update(content_notice="Damn cold")
    Post.objects.filter(pk=posts[1].pk).update(text="Seen this van? AB12 CDE.", claims=["plate_is_appeal"])

    swearing = text_of(lead.post("/desk/rules/swearing/", {"gravity": "", "do": "preview"}))
    assert "1 would have fared otherwise" in swearing
    with django_assert_max_num_queries(30):
        plates = text_of(lead.post("/desk/rules/plate/", {"gravity": "", "do": "preview"}))
    assert "0 would have fared otherwise" in plates


def test_there_is_no_page_for_a_rule_that_does_not_exist(lead):
    assert lead.get("/desk/rules/nothing/").status_code == 404


def test_the_days_before_an_election_are_added_and_removed(lead, lead_user):
    make_election(by=lead_user)
    wrong = lead.post("/desk/elections/", {"name": "Mayor", "starts_date": "2026-05-07", "ends_date": "2026-05-01"})
    assert "It must not end before it begins." in text_of(wrong)

    lead.post("/desk/elections/", {"name": "Mayor", "starts_date": "2026-03-25", "ends_date": "2026-05-07"})
    for period in ElectionPeriod.objects.filter(name="Council"):
        lead.post(f"/desk/elections/{period.pk}/remove/")

    assert [period.name for period in ElectionPeriod.objects.latest_first()] == ["Mayor"]


def typed(form):
    return {name: form[name].value() or "" for name in form.fields}


def test_a_new_version_of_the_guideline_applies_when_it_is_adopted(lead):
    form = lead.get("/desk/guideline/change/").context["form"]
    words = typed(form) | {"sentence-kind": "We laugh at nobody, ever.", "what_changed": "Kinder."}

    lead.post("/desk/guideline/change/", words)

    assert Guideline.objects.current().number == 2
    assert "We laugh at nobody, ever." in text_of(lead.get("/guidelines/"))


def test_a_rule_whose_sentence_was_left_out_is_still_shown(lead):
    words = typed(lead.get("/desk/guideline/change/").context["form"])

    lead.post("/desk/guideline/change/", words | {"sentence-impartial": ""})

    page = text_of(lead.get("/desk/rules/"))
    assert "Serving no sentence any more" in page
    assert "Party politics" in page


def test_a_guideline_that_nobody_would_read_is_refused(lead):
    words = typed(lead.get("/desk/guideline/change/").context["form"])

    long = lead.post("/desk/guideline/change/", words | {"sentence-kind": "word " * 300})
    same = lead.post("/desk/guideline/change/", words)
    empty = lead.post("/desk/guideline/change/", dict.fromkeys(words, ""))

    assert "Nobody reads more than 300" in text_of(long)
    assert "Nothing has changed" in text_of(same)
    assert "Keep at least one sentence." in text_of(empty)
    assert Guideline.objects.current().number == 1
