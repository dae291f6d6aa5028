"""What the audit chain holds of the force's own words and of the days before elections."""

from datetime import timedelta

import pytest

from tabard.plant.audit.models import AuditEntry
from tabard.voice.guidelines import actions
from tabard.voice.guidelines.actions import LexiconWords
from tabard.voice.guidelines.checking.findings import Severity
from tabard.voice.guidelines.models import Lexicon
from tabard.voice.guidelines.tests.makers import NOW, make_election, make_lead, make_lexicon

pytestmark = pytest.mark.django_db


def test_the_record_of_words_holds_all_that_they_are_and_all_that_they_were():
    lead = make_lead()
    lexicon = make_lexicon("Operation Thunder", by=lead)
    added = AuditEntry.objects.get(act="guidelines.lexicon_saved").detail
    first = {
        "name": "Names of operations",
        "phrases": ["Operation Thunder"],
        "gravity": "refuse",
        "advice": "Leave the operation's name out.",
        "sentence": "operations",
    }
    assert added == {"was": None, "is": first}

    words = LexiconWords("Operations", "lightning*\nthunder*", Severity.ASK, "Say what for.")
    actions.save_lexicon(by=lead, words=words, lexicon=lexicon, now=NOW)
    second = {
        "name": "Operations",
        "phrases": ["lightning*", "thunder*"],
        "gravity": "ask",
        "advice": "Say what for.",
        "sentence": "",
    }
    changed = AuditEntry.objects.filter(act="guidelines.lexicon_saved").newest_first()[0].detail
    assert changed == {"was": first, "is": second}

    actions.retire_lexicon(by=lead, lexicon=lexicon, now=NOW)
    assert AuditEntry.objects.get(act="guidelines.lexicon_retired").detail == {"was": second}


def test_words_that_somebody_changed_meanwhile_are_recorded_as_they_stood():
    lead = make_lead()
    read = make_lexicon("Operation Thunder", by=lead)
    other = Lexicon.objects.get()
    words = LexiconWords("Operations", "lightning*", Severity.ASK, "Say what for.")
    actions.save_lexicon(by=lead, words=words, lexicon=other, now=NOW)

    actions.save_lexicon(by=lead, words=LexiconWords("Storms", "hail", Severity.ASK, "No hail."), lexicon=read, now=NOW)

    detail = AuditEntry.objects.filter(act="guidelines.lexicon_saved").newest_first()[0].detail
    assert detail["was"]["name"] == "Operations"


def test_the_same_words_again_are_no_change():
    lead = make_lead()
    lexicon = make_lexicon("Operation Thunder", by=lead)
    words = LexiconWords(lexicon.name, lexicon.phrases, Severity(lexicon.gravity), lexicon.advice, lexicon.sentence)

    actions.save_lexicon(by=lead, words=words, lexicon=lexicon, now=NOW)

    assert AuditEntry.objects.filter(act="guidelines.lexicon_saved").count() == 1


def test_words_are_retired_once():
    lead = make_lead()
    lexicon, again = make_lexicon(by=lead), Lexicon.objects.get()

    actions.retire_lexicon(by=lead, lexicon=lexicon, now=NOW)
    actions.retire_lexicon(by=lead, lexicon=again, now=NOW + timedelta(hours=1))

    assert Lexicon.objects.get().retired_at == NOW
    assert AuditEntry.objects.filter(act="guidelines.lexicon_retired").count() == 1


def test_the_record_of_an_election_holds_its_name_and_its_days():
    lead = make_lead()
    period = make_election(by=lead)
    days = {"name": "Council", "from": "2026-03-02", "to": "2026-03-09"}

    actions.remove_election_period(by=lead, period=period, now=NOW)

    for act in ("guidelines.election_added", "guidelines.election_removed"):
        assert AuditEntry.objects.get(act=act).detail == days
