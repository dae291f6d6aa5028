"""What an author is asked about in an app, and when the same again is the answer."""

import pytest
from django.utils import timezone

from tabard.gateways.mastodon_api.tests.makers import STATUSES, make_phone, upload, write
from tabard.voice.guidelines.actions import adopt_guideline
from tabard.voice.guidelines.models import Guideline, QuestionAsked
from tabard.voice.guidelines.tests.makers import make_lead, make_lexicon
from tabard.voice.network.models import Report
from tabard.voice.network.tests.makers import make_far_actor
from tabard.voice.posts.models import Post
from tabard.voice.posts.tests.makers import ASKED

pytestmark = pytest.mark.django_db
POLL = {"options": ["Monday", "Friday"], "expires_in": 3600}


def picture(phone, description="A shed", **look):
    return upload(phone, description=description, **look).json()["id"]


def asks(answer):
    return answer.status_code == 422 and answer.json()["error"].startswith("Is this what you mean?")


def test_the_same_with_its_picture_is_the_answer():
    phone = make_phone()
    pk = picture(phone)

    assert asks(write(phone, ASKED, media_ids=[pk]))
    assert write(phone, ASKED, media_ids=[pk]).status_code == 200


def test_an_app_that_sends_the_same_picture_anew_has_answered_too():
    phone = make_phone()

    assert asks(write(phone, ASKED, media_ids=[picture(phone)]))
    assert write(phone, ASKED, media_ids=[picture(phone)]).status_code == 200


def test_another_picture_of_the_same_description_asks_anew():
    phone = make_phone()
    write(phone, ASKED, media_ids=[picture(phone)])

    assert asks(write(phone, ASKED, media_ids=[picture(phone, colour="navy")]))


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ({"poll": POLL}, {"poll": {**POLL, "options": ["Monday", "Sunday"]}}),
        ({"poll": POLL}, {"poll": {**POLL, "options": ["Friday", "Monday"]}}),
        ({"poll": POLL}, {"poll": {**POLL, "expires_in": 7200}}),
        ({"poll": POLL}, {"poll": {**POLL, "multiple": True}}),
        ({"poll": POLL}, {}),
        ({}, {"poll": POLL}),
        ({"spoiler_text": "Fire"}, {"spoiler_text": "Fires"}),
        ({"spoiler_text": "Fire"}, {}),
        ({}, {"spoiler_text": "Fire"}),
    ],
)
def test_another_poll_or_notice_asks_anew_and_the_same_is_the_answer(first, then):
    phone = make_phone()
    assert asks(write(phone, ASKED, **first))

    assert asks(write(phone, ASKED, **then))

    assert write(phone, ASKED, **first).status_code == 200


def test_words_that_move_from_the_text_into_the_notice_ask_anew():
    phone = make_phone()
    write(phone, f"{ASKED}\nFire")

    assert asks(write(phone, ASKED, spoiler_text="Fire"))


def test_an_added_description_asks_anew():
    phone = make_phone()
    pk = picture(phone)
    write(phone, ASKED, media_ids=[pk])
    phone.put(f"/api/v1/media/{pk}", {"description": "A shed at dusk"})

    assert asks(write(phone, ASKED, media_ids=[pk]))


def test_the_answer_of_one_officer_is_not_that_of_another():
    phone, other = make_phone(), make_phone()
    write(phone, ASKED)

    assert asks(write(other, ASKED))


def test_an_edit_is_answered_by_the_very_same_edit():
    phone = make_phone()
    path = f"{STATUSES}/{write(phone).json()['id']}"

    assert asks(phone.put(path, {"status": ASKED}))
    assert asks(phone.put(path, {"status": ASKED, "spoiler_text": "Fire"}))
    assert phone.put(path, {"status": ASKED}).status_code == 200
    assert QuestionAsked.objects.count() == 2


# -- how it is told ----------------------------------------------------------------------------------------------------


def told(answer):
    return answer.json()["error"].splitlines()


def test_several_things_are_told_in_a_line_each_and_many_are_only_named():
    text = (
        "Call Dave on 07700 900123, write to dave@example.org, see https://bit.ly/abc, bloody AB12 CDE, "
        "we are here 24/7, and we searched 14 Gaol Lane."
    )

    said = told(write(make_phone(), text))

    assert len(said) == 8
    assert said[1].startswith("A home’s address (“14 Gaol Lane”): ")
    assert said[5].endswith(".")
    assert "more things: " in said[5]
    assert max(map(len, said)) < 250
    assert not Post.objects.exists()


def test_the_same_words_found_twice_are_quoted_once_and_long_ones_are_cut():
    said = told(write(make_phone(), "Call 07700 900123 or 07700 900123 or 07700 900456."))

    assert said[1].count("07700 900123") == 1
    assert "(“07700 900123”, “07700 900456”)" in said[1]


def test_what_is_found_in_the_whole_is_not_quoted():
    said = told(write(make_phone(), "WE ARE HERE ALL DAY AND WE ARE VERY GLAD TO SEE ALL OF YOU TODAY"))

    assert "“" not in said[1].split(":")[0]


def test_the_force_s_own_words_have_their_own_name_and_advice():
    make_lexicon("nightjar")

    said = told(write(make_phone(), "Operation Nightjar went well."))

    assert said[1] == "Names of operations (“Nightjar”): Leave the operation's name out."


# -- the rules of the server -------------------------------------------------------------------------------------------


def test_apps_read_the_sentences_of_the_guideline_as_the_server_s_rules(client):
    rules = client.get("/api/v1/instance/rules").json()

    assert [rule["id"] for rule in rules] == [str(number) for number in range(1, len(rules) + 1)]
    assert set(rules[0]) == {"id", "text", "hint", "translations"}
    assert all(rule["text"].endswith(".") for rule in rules)
    assert any("A home’s address" in rule["hint"] for rule in rules)
    assert client.get("/api/v1/instance").json()["rules"] == rules
    assert client.get("/api/v2/instance").json()["rules"] == rules


def test_the_rules_are_those_of_the_version_that_applies(client):
    adopt_guideline(by=make_lead(), sentences=[("kind", "We laugh at nobody.")], what_changed="", now=timezone.now())

    rules = client.get("/api/v1/instance/rules").json()

    assert [rule["text"] for rule in rules] == ["We laugh at nobody."]
    assert rules[0]["hint"].startswith("Looked for before a post goes out: ") or rules[0]["hint"] == ""


def test_before_the_force_has_a_guideline_there_are_no_rules(client):
    Guideline.objects.all().delete()

    assert client.get("/api/v1/instance/rules").json() == []


def test_a_report_names_the_rules_that_are_broken():
    phone, far = make_phone(), make_far_actor()
    text = phone.get("/api/v1/instance/rules").json()[1]["text"]

    answer = phone.post("/api/v1/reports", {"account_id": str(far.pk), "comment": "Rude.", "rule_ids": ["2"]}).json()

    assert (answer["rule_ids"], answer["category"], answer["comment"]) == (["2"], "violation", "Rude.")
    assert Report.objects.get().words == f"Rude.\n2. {text}"


@pytest.mark.parametrize("number", ["0", "99", "x", "-1", "1.5"])
def test_a_report_of_a_rule_that_there_is_not_is_refused(number):
    answer = make_phone().post("/api/v1/reports", {"account_id": str(make_far_actor().pk), "rule_ids": [number]})

    assert answer.status_code == 422
    assert "no sentence of this number" in answer.json()["error"]
    assert not Report.objects.exists()
