"""Versions of the guideline: adopted by the lead, read by officers, kept for good."""

from datetime import timedelta

import pytest

from tabard.people.accounts.models import User
from tabard.plant.audit.models import AuditEntry
from tabard.voice.guidelines import actions
from tabard.voice.guidelines.access import NotTheLead
from tabard.voice.guidelines.models import Guideline
from tabard.voice.guidelines.tests.makers import NOW, make_lead

pytestmark = pytest.mark.django_db
SENTENCES = [("people", "We name nobody who is only suspected."), ("kind", "We laugh at nobody.")]


def adopt(sentences=SENTENCES, *, by=None, now=NOW):
    return actions.adopt_guideline(by=by or make_lead(), sentences=sentences, what_changed="", now=now)


def test_a_new_site_has_a_guideline_of_at_most_three_hundred_words():
    first = Guideline.objects.current()

    assert first.number == 1
    assert sum(len(sentence["text"].split()) for sentence in first.sentences) <= 300


def test_a_new_version_applies_and_the_former_stays_readable():
    before = Guideline.objects.current()

    after = adopt()

    assert Guideline.objects.current() == after
    assert after.number == before.number + 1
    assert after.number_of("kind") == 2
    assert after.number_of("court") is None
    assert Guideline.objects.filter(pk=before.pk).exists()
    assert AuditEntry.objects.filter(act="guidelines.adopted").exists()


def test_officers_read_a_new_version_once():
    lead = make_lead()
    officer = User.objects.create_user("ann@peelborough.example", name="Ann")
    version = adopt(by=lead)
    assert Guideline.objects.unread_by(officer) == version

    for _time in range(2):
        actions.acknowledge_guideline(guideline=version, by=officer, now=NOW)

    assert Guideline.objects.unread_by(officer) is None
    assert Guideline.objects.unread_by(lead) == version
    assert version.acknowledgements.count() == 1
    adopt([("kind", "We laugh at nobody at all.")], by=lead, now=NOW + timedelta(days=1))
    assert Guideline.objects.unread_by(officer) is not None


@pytest.mark.parametrize(
    ("sentences", "refusal"),
    [
        ([], actions.GuidelineIsEmpty),
        ([("kind", "  \n ")], actions.GuidelineIsEmpty),
        ([("kind", "word " * 301)], actions.GuidelineTooLong),
    ],
)
def test_what_is_no_short_guideline_is_refused(sentences, refusal):
    with pytest.raises(refusal):
        adopt(sentences)


def test_the_same_words_again_are_no_new_version():
    lead = make_lead()
    adopt(by=lead)

    with pytest.raises(actions.NothingChanged):
        adopt(by=lead)


def test_only_the_lead_adopts():
    officer = User.objects.create_user("ann@peelborough.example", name="Ann", role="sergeant")

    with pytest.raises(NotTheLead):
        adopt(by=officer)
