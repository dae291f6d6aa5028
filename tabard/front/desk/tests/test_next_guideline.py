"""The digital lead writes the next version of the guideline, and sees first what changes."""

import pytest
from django.test import Client

from tabard.people.accounts.models import Role
from tabard.people.accounts.tests.makers import make_user, sign_in
from tabard.voice.guidelines.actions import adopt_guideline
from tabard.voice.guidelines.models import Guideline
from tabard.voice.guidelines.tests.makers import NOW

pytestmark = pytest.mark.django_db
NEXT = "/desk/guideline/change/"


@pytest.fixture
def lead_user():
    return make_user("Lena Lead", role=Role.LEAD)


@pytest.fixture
def lead(lead_user):
    return sign_in(Client(), lead_user)


def text_of(answer):
    return answer.content.decode()


def confirm(lead, address, words):
    """Look first at what it would do, then let it apply."""
    seen = lead.post(address, {**words, "do": "preview"}).context["seen"]
    return lead.post(address, {**words, "do": "adopt", "seen": seen})


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
