"""The digital lead tunes the rules, and sees first what that would have done."""

import pytest
from django.test import Client

from tabard.people.accounts.models import Role
from tabard.people.accounts.tests.makers import make_user, sign_in
from tabard.people.teams.tests.makers import make_officer, make_team
from tabard.voice.guidelines.actions import adopt_guideline, change_rule
from tabard.voice.guidelines.models import ElectionPeriod, Guideline, Lexicon, RuleChoice
from tabard.voice.guidelines.tests.makers import NOW, make_election, make_lexicon
from tabard.voice.posts.models import Post
from tabard.voice.posts.tests.makers import make_post

pytestmark = pytest.mark.django_db
NEXT = "/desk/guideline/change/"
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


def confirm(lead, address, words):
    """Look first at what it would do, then let it apply."""
    seen = lead.post(address, {**words, "do": "preview"}).context["seen"]
    return lead.post(address, {**words, "do": "adopt", "seen": seen})


def test_new_words_are_shown_with_what_they_would_have_done_before_they_apply(lead, posts):
    previewed = lead.post("/desk/words/add/", {**WORDS, "do": "preview"})

    words = text_of(previewed)
    assert "Of the last 2 posts, 1 would have been treated differently." in words
    assert "“Thunderstorms”" in words
    assert not Lexicon.objects.exists()

    adopted = confirm(lead, "/desk/words/add/", WORDS)

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

    answer = confirm(lead, "/desk/words/add/", {**WORDS, "name": "Names of operations"})

    assert "There are words of this name already." in text_of(answer)


def test_words_are_changed_and_retired(lead, lead_user):
    lexicon = make_lexicon(by=lead_user)
    address = f"/desk/words/{lexicon.pk}/"
    assert "Operation Thunder" in text_of(lead.get(address))

    confirm(lead, address, WORDS)
    lexicon.refresh_from_db()
    assert lexicon.name == "Operations"
    lead.post(f"{address}retire/")

    assert not Lexicon.objects.in_use().exists()
    assert lead.get(address).status_code == 404


def test_a_rule_is_switched_off_once_its_effect_was_seen(lead, posts):
    Post.objects.filter(pk=posts[1].pk).update(text="Frost tonight. What a damn cold week.")
    assert "Swearing" in text_of(lead.get("/desk/rules/swearing/"))

    previewed = lead.post("/desk/rules/swearing/", {"gravity": "", "do": "preview"})
    assert "1 would have been treated differently" in text_of(previewed)
    assert not RuleChoice.objects.exists()
    confirm(lead, "/desk/rules/swearing/", {"gravity": ""})

    assert RuleChoice.objects.get().is_on is False
    assert "Switched off" in text_of(lead.get("/desk/rules/"))


def test_the_effects_are_those_on_the_whole_post_and_on_what_was_said_of_it(lead, posts, django_assert_max_num_queries):
    Post.objects.filter(pk=posts[0].pk).update(content_notice="Damn cold")
    Post.objects.filter(pk=posts[1].pk).update(text="Seen this van? AB12 CDE.", claims=["plate_is_appeal"])

    swearing = text_of(lead.post("/desk/rules/swearing/", {"gravity": "", "do": "preview"}))
    assert "1 would have been treated differently" in swearing
    with django_assert_max_num_queries(30):
        plates = text_of(lead.post("/desk/rules/plate/", {"gravity": "", "do": "preview"}))
    assert "none would have been treated differently" in plates


def test_there_is_no_page_for_a_rule_that_does_not_exist(lead):
    assert lead.get("/desk/rules/nothing/").status_code == 404


def test_what_was_not_looked_at_does_not_apply(lead, posts):
    address, words = "/desk/words/add/", {**WORDS, "do": "adopt"}
    seen = lead.post(address, {**WORDS, "do": "preview"}).context["seen"]

    for sent in (words, words | {"seen": "x"}, words | {"seen": seen, "phrases": "storm*"}):
        answer = text_of(lead.post(address, sent))
        assert "Look first at what this would have done" in answer
        assert "Let it apply from now on" in answer

    assert not Lexicon.objects.exists()


def test_what_somebody_changed_after_the_look_is_looked_at_again(lead, lead_user):
    address = "/desk/rules/swearing/"
    seen = lead.post(address, {"gravity": "ask", "is_on": "on", "do": "preview"}).context["seen"]
    change_rule(by=lead_user, rule="swearing", is_on=False, gravity="", now=NOW)

    answer = lead.post(address, {"gravity": "ask", "is_on": "on", "do": "adopt", "seen": seen})

    assert "Look first at what this would have done" in text_of(answer)
    assert RuleChoice.objects.get().is_on is False


def test_the_words_of_which_a_rule_lets_go_are_shown(lead, posts):
    Post.objects.filter(pk=posts[1].pk).update(text="Frost tonight. What a damn cold week.")

    previewed = text_of(lead.post("/desk/rules/swearing/", {"gravity": "", "do": "preview"}))

    assert "“damn”" in previewed


def test_all_that_the_public_reads_of_a_post_is_looked_at(lead, posts):
    Post.objects.filter(pk=posts[1].pk).update(content_notice="About a thunderbolt")

    previewed = text_of(lead.post("/desk/words/add/", {**WORDS, "do": "preview"}))

    assert "Of the last 2 posts, 2 would have been treated differently." in previewed
    assert "“thunderbolt”" in previewed


def test_a_preview_costs_the_same_however_many_posts_there_are(lead, posts, django_assert_max_num_queries):
    for number in range(8):
        make_post(posts[0].team, posts[0].officer, f"Bikes marked: {number}.")

    with django_assert_max_num_queries(30):
        lead.post("/desk/words/add/", {**WORDS, "do": "preview"})


def test_what_retiring_words_would_have_done_is_shown_before_they_go(lead, lead_user, posts):
    lexicon = make_lexicon("thunder*", by=lead_user)
    address = f"/desk/words/{lexicon.pk}/retire/"
    assert address in text_of(lead.get(f"/desk/words/{lexicon.pk}/"))

    page = text_of(lead.get(address))
    assert "Of the last 2 posts, 1 would have been treated differently." in page
    assert "“Thunderstorms”" in page
    assert Lexicon.objects.in_use().exists()
    lead.post(address)

    assert not Lexicon.objects.in_use().exists()
    assert lead.get(address).status_code == 404


MAYOR = {"name": "Mayor", "starts_date": "2026-03-25", "ends_date": "2026-05-07"}


def test_the_days_before_an_election_are_added_once_their_effect_was_seen_and_removed(lead, lead_user, posts):
    make_election(by=lead_user)
    Post.objects.filter(pk=posts[1].pk).update(text="Vote Labour on Thursday.")
    wrong = lead.post("/desk/elections/", MAYOR | {"ends_date": "2026-03-01", "do": "preview"})
    assert "It must not end before it begins." in text_of(wrong)
    assert "/desk/elections/" in text_of(lead.get("/desk/rules/"))

    previewed = text_of(lead.post("/desk/elections/", {**MAYOR, "do": "preview"}))
    assert "Of the last 2 posts, 1 would have been treated differently." in previewed
    assert "“Vote Labour”" in previewed
    assert ElectionPeriod.objects.count() == 1
    confirm(lead, "/desk/elections/", MAYOR)
    for period in ElectionPeriod.objects.filter(name="Council"):
        address = f"/desk/elections/{period.pk}/remove/"
        assert "1 would have been treated differently" in text_of(lead.get(address))
        lead.post(address)

    assert [period.name for period in ElectionPeriod.objects.latest_first()] == ["Mayor"]


def test_a_rule_s_numbers_and_the_words_that_it_passes_over_are_set_once_their_effect_was_seen(lead, posts):
    Post.objects.filter(pk=posts[0].pk).update(text="All the bikes that came were marked 🚲🚲🚲")
    address = "/desk/rules/emoji-wall/"
    assert "As it comes: 8. From 3 to 100." in text_of(lead.get(address))
    words = {"is_on": "on", "gravity": "", "bound_most": "3", "allowed": "Bike Lane\n\n Bike  Lane"}

    assert "1 would have been treated differently" in text_of(lead.post(address, {**words, "do": "preview"}))
    assert not RuleChoice.objects.exists()
    confirm(lead, address, words)

    choice = RuleChoice.objects.get()
    assert (choice.bounds, choice.allowed) == ({"most": 3}, "Bike Lane")
    form = lead.get(address).context["form"]
    assert (form["bound_most"].value(), form["allowed"].value()) == (3, "Bike Lane")
    confirm(lead, address, words | {"bound_most": "", "allowed": ""})
    choice.refresh_from_db()
    assert (choice.bounds, choice.allowed) == ({}, "")


def test_switching_a_rule_off_leaves_its_numbers_and_words(lead):
    address = "/desk/rules/emoji-wall/"
    confirm(lead, address, {"is_on": "on", "gravity": "", "bound_most": "3", "allowed": "Bike Lane"})
    shown = lead.get(address).context["form"]
    kept = {name: shown[name].value() for name in shown.fields if name != "is_on"}

    confirm(lead, address, kept)

    choice = RuleChoice.objects.get()
    assert (choice.is_on, choice.bounds, choice.allowed) == (False, {"most": 3}, "Bike Lane")


@pytest.mark.parametrize("number", ["2", "101", "3.5", "-1", "many", "1e2", "9" * 40])
def test_a_number_out_of_its_range_is_refused_in_words(lead, number):
    words = {"is_on": "on", "gravity": "", "bound_most": number, "allowed": ""}

    answer = lead.post("/desk/rules/emoji-wall/", {**words, "do": "preview"})

    assert answer.context["form"].errors["bound_most"]
    assert answer.context["seen"] == ""


@pytest.mark.parametrize(
    ("allowed", "told"),
    [
        ("(a+)+$", "is no word or phrase"),
        ("x*", "is no word or phrase"),
        ("\n".join(map("w{}".format, range(501))), "500"),
    ],
)
def test_words_to_pass_over_that_could_hide_everything_are_refused_in_words(lead, allowed, told):
    words = {"is_on": "on", "gravity": "", "bound_most": "", "allowed": allowed}

    answer = lead.post("/desk/rules/emoji-wall/", {**words, "do": "preview"})

    assert told in str(answer.context["form"].errors["allowed"])
    assert not RuleChoice.objects.exists()


def typed(form):
    return {name: form[name].value() or "" for name in form.fields}


def test_a_new_version_of_the_guideline_is_shown_with_what_changes_before_it_applies(lead):
    form = lead.get(NEXT).context["form"]
    words = typed(form) | {
        "sentence-kind": "We laugh at nobody, ever.",
        "sentence-impartial": "",
        "sentence-more1": "We answer within a day.",
        "what_changed": "Kinder.",
    }

    previewed = text_of(lead.post(NEXT, {**words, "do": "preview"}))

    assert "We laugh at nobody, ever." in previewed
    assert "Sentence 6 goes" in previewed
    assert "Sentence 12 is new" in previewed
    assert "Party politics" in previewed
    assert Guideline.objects.current().number == 1
    adopted = confirm(lead, NEXT, words)

    assert adopted.headers["Location"] == "/desk/rules/"
    assert "Version 2 applies from now on." in text_of(lead.get("/desk/rules/"))
    assert Guideline.objects.current().number == 2
    assert "We laugh at nobody, ever." in text_of(lead.get("/guidelines/"))


def test_a_box_has_the_number_of_its_sentence_and_keeps_it(lead):
    form = lead.get(NEXT).context["form"]
    labels = [str(field.label) for field in form]
    count = len(Guideline.objects.current().sentences)
    assert labels[: count + 2] == [*(f"Sentence {n}" for n in range(1, count + 1)), "A new sentence", "A new sentence"]

    words = typed(form) | {"sentence-people": "", "what_changed": "Shorter."}
    again = lead.post(NEXT, {**words, "do": "preview"}).context["form"]
    assert [str(field.label) for field in again] == labels
    confirm(lead, NEXT, words)

    form = lead.get(NEXT).context["form"]
    labels = {name: str(field.label) for name, field in form.fields.items()}
    assert "A name beside an arrest" in labels["sentence-people"]
    assert [label for label in labels.values() if label.startswith("Sentence")] == [
        f"Sentence {n}" for n in range(1, count)
    ]


def test_there_is_always_room_for_two_more_sentences(lead):
    for number in (1, 3):
        form = lead.get(NEXT).context["form"]
        more = {f"sentence-more{number}": f"We are {number}.", f"sentence-more{number + 1}": f"So are {number}."}
        assert set(more) <= set(form.fields)
        confirm(lead, NEXT, typed(form) | more)

    assert len(Guideline.objects.current().sentences) == len(Guideline.objects.get(number=1).sentences) + 4


def test_the_page_counts_the_words(lead):
    guideline = Guideline.objects.current()
    count = sum(len(sentence["text"].split()) for sentence in guideline.sentences)

    assert f"{count} of 300 words" in text_of(lead.get(NEXT))
    words = typed(lead.get(NEXT).context["form"]) | {"sentence-more1": "Three more words."}
    assert f"{count + 3} of 300 words" in text_of(lead.post(NEXT, {**words, "do": "preview"}))


def test_a_version_that_another_overtook_is_looked_at_again(lead, lead_user):
    words = typed(lead.get(NEXT).context["form"]) | {"sentence-kind": "We laugh at nobody, ever."}
    seen = lead.post(NEXT, {**words, "do": "preview"}).context["seen"]
    adopt_guideline(by=lead_user, sentences=[("kind", "We are kind.")], what_changed="", now=NOW)

    lead.post(NEXT, {**words, "do": "adopt", "seen": seen})

    assert Guideline.objects.current().number == 2


def test_a_rule_whose_sentence_was_left_out_is_still_shown(lead):
    words = typed(lead.get(NEXT).context["form"])

    confirm(lead, NEXT, words | {"sentence-impartial": ""})

    page = text_of(lead.get("/desk/rules/"))
    assert "Serving no sentence any more" in page
    assert "Party politics" in page


def test_a_guideline_that_nobody_would_read_is_refused(lead):
    words = typed(lead.get(NEXT).context["form"]) | {"do": "preview"}

    long = lead.post(NEXT, words | {"sentence-kind": "word " * 300})
    same = lead.post(NEXT, words)
    empty = lead.post(NEXT, dict.fromkeys(words, "") | {"do": "preview"})

    assert "Nobody reads more than 300" in text_of(long)
    assert "Nothing has changed" in text_of(same)
    assert "Keep at least one sentence." in text_of(empty)
    assert Guideline.objects.current().number == 1
