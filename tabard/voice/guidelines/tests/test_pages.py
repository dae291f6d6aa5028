"""The guideline as residents read it."""

from datetime import timedelta

import pytest

from tabard.voice.guidelines.actions import LexiconWords, adopt_guideline, change_rule, save_lexicon
from tabard.voice.guidelines.checking.findings import Severity
from tabard.voice.guidelines.tests.makers import NOW, make_lead, make_lexicon

pytestmark = pytest.mark.django_db


def test_anybody_reads_the_sentences_and_the_rules_that_serve_them(client, django_assert_max_num_queries):
    make_lexicon()

    with django_assert_max_num_queries(6):
        page = client.get("/guidelines/")

    words = page.content.decode()
    assert "We laugh at nobody" in words
    assert 'id="swearing"' in words
    assert "Words that we added ourselves" in words
    assert not page.cookies


def test_of_the_force_s_own_words_residents_read_that_there_are_some_and_no_more(client):
    make_lexicon("Operation Thunder")

    public = client.get("/guidelines/").content.decode() + client.get("/api/v1/instance/rules").content.decode()

    for kept in ("Names of operations", "Thunder", "Leave the operation"):
        assert kept not in public


def test_several_lists_under_a_sentence_are_told_as_one_for_each_gravity(client):
    lead = make_lead()
    make_lexicon("Operation Thunder", by=lead)
    for name, gravity in (("Streets", Severity.ASK), ("Houses", Severity.ASK)):
        words = LexiconWords(name, f"{name} of ours", gravity, "Leave it out.", "operations")
        save_lexicon(by=lead, words=words, now=NOW)

    assert client.get("/guidelines/").content.decode().count("Words that we added ourselves") == 2


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("politics", "A sergeant looks at it first. It does not go out in the days before an election."),
        ("child", "It does not go out where a name, a school, a home or a picture could tell who the child is."),
        ("sexual", "It does not go out where something in it could tell who they are."),
        ("plate", "The author is asked. It does not go out beside a picture."),
    ],
)
def test_residents_read_where_a_rule_refuses_that_mostly_does_not(client, rule, told):
    assert told in client.get("/guidelines/").content.decode()

    change_rule(by=make_lead(), rule=rule, is_on=True, gravity="refuse", now=NOW)
    assert told not in client.get("/guidelines/").content.decode()


def test_a_rule_that_is_off_is_not_claimed_to_look_after_anything(client):
    change_rule(by=make_lead(), rule="swearing", is_on=False, gravity="", now=NOW)

    assert 'id="swearing"' not in client.get("/guidelines/").content.decode()


def test_a_former_version_says_that_it_no_longer_applies(client):
    adopt_guideline(
        by=make_lead(), sentences=[("kind", "We are kind.")], what_changed="Shorter.", now=NOW + timedelta(days=1)
    )

    assert "We are kind." in client.get("/guidelines/").content.decode()
    former = client.get("/guidelines/1/").content.decode()
    assert "no longer applies" in former
    assert "We laugh at nobody" in former
    assert "may have been others then" in former
    assert 'id="swearing"' not in former
    assert client.get("/guidelines/9/").status_code == 404
