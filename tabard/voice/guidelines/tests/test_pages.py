"""The guideline as residents read it."""

from datetime import timedelta

import pytest

from tabard.voice.guidelines.actions import adopt_guideline, change_rule
from tabard.voice.guidelines.tests.makers import NOW, make_lead, make_lexicon

pytestmark = pytest.mark.django_db


def test_anybody_reads_the_sentences_and_the_rules_that_serve_them(client, django_assert_max_num_queries):
    make_lexicon()

    with django_assert_max_num_queries(6):
        page = client.get("/guidelines/")

    words = page.content.decode()
    assert "We laugh at nobody" in words
    assert 'id="swearing"' in words
    assert "Leave the operation&#x27;s name out." in words
    assert not page.cookies


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
    assert client.get("/guidelines/9/").status_code == 404
