"""What was found, by rule, as the desk and apps tell it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tabard.people.accounts.models import Role
from tabard.people.accounts.tests.makers import make_user
from tabard.people.teams.tests.makers import NINE
from tabard.voice.guidelines.checking.findings import Draft, Finding, Kind, Severity
from tabard.voice.guidelines.found import LONGEST_QUOTE, MOST_QUOTES, Found, by_rule, kept_by_rule
from tabard.voice.guidelines.tests.makers import make_lexicon
from tabard.voice.guidelines.verdicts import Verdict, verdict_on

TEXT = "A 15-year-old boy was seen by the lock."


def finding(start, end, severity=Severity.REVIEW, rule="child"):
    return Finding(rule, severity, start, end, "Say less.")


def found_in(text, *findings):
    return by_rule(Verdict(Draft(text), findings, None))


def test_what_overlaps_is_quoted_as_one():
    (found,) = found_in(TEXT, finding(2, 13), finding(5, 17), finding(14, 17), finding(34, 38))

    assert found.quotes == ("15-year-old boy", "lock")
    assert len(found.findings) == 4


def test_the_gravest_comes_first_and_only_what_was_asked_for():
    verdict = Verdict(
        Draft(TEXT),
        (
            finding(2, 4, Severity.HINT, "swearing"),
            finding(5, 7, Severity.ASK, "name-arrest"),
            finding(5, 7, Severity.REFUSE, "plate"),
        ),
        None,
    )

    told = [(found.rule, found.severity) for found in by_rule(verdict, Severity.REFUSE, Severity.ASK)]

    assert told == [("plate", Severity.REFUSE), ("name-arrest", Severity.ASK)]


def test_what_is_about_the_whole_draft_is_not_quoted():
    (found,) = found_in(TEXT, finding(0, len(TEXT)), finding(2, 4))

    assert found.quotes == ()


@pytest.mark.django_db
def test_the_force_s_own_words_have_the_name_and_the_advice_that_it_gave_them(django_assert_num_queries):
    lexicon = make_lexicon(by=make_user("Lena Lead", role=Role.LEAD))
    verdict = verdict_on(Draft("Operation Thunder begins."), now=NINE)

    with django_assert_num_queries(1):
        (found,) = by_rule(verdict)
    (kept,) = kept_by_rule(verdict.kept())

    assert (found.title, found.advice, found.severity) == (lexicon.name, lexicon.advice, lexicon.gravity)
    assert kept == Found(found.rule, found.title, found.severity, found.advice)


@pytest.mark.django_db
def test_what_its_author_answered_is_told_as_such_from_what_is_kept_too():
    text = "Wanted: John Smith in connection with a burglary. Do not approach him: 999, or 101, ref 12."
    verdict = verdict_on(Draft(text, kind=Kind.APPEAL), now=NINE)

    found, kept = by_rule(verdict), kept_by_rule(verdict.kept())

    assert "Somebody wanted" in [each.title for each in found]
    assert all("A sergeant reads it first" in each.advice for each in found)
    assert [(each.title, each.advice) for each in kept] == [(each.title, each.advice) for each in found]


@pytest.mark.django_db
def test_words_that_were_retired_are_told_by_their_key():
    assert kept_by_rule([{"rule": "own-99", "severity": "ask"}]) == [Found("own-99", "own-99", Severity.ASK, "")]


@given(st.text(max_size=300), st.lists(st.tuples(st.integers(0, 300), st.integers(0, 300)), max_size=12))
def test_quotes_are_few_short_and_of_the_text_wherever_findings_lie(text, places):
    found = found_in(text, *(finding(*sorted(place), rule="name-arrest") for place in places))

    for each in found:
        assert len(each.quotes) <= MOST_QUOTES
        assert all(0 < len(quote) <= LONGEST_QUOTE for quote in each.quotes)
        assert all(quote.removesuffix("…") in " ".join(text.split()) for quote in each.quotes)
