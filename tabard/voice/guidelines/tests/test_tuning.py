"""What a force makes of the rules, and what becomes of a draft by it."""

import contextlib
import time
from datetime import date, timedelta

import pytest

from tabard.people.accounts.models import User
from tabard.plant.audit.models import AuditEntry
from tabard.voice.guidelines import actions
from tabard.voice.guidelines.access import NotTheLead
from tabard.voice.guidelines.actions import LexiconWords, PhraseRefused
from tabard.voice.guidelines.checking.catalogue import check
from tabard.voice.guidelines.checking.findings import Decision, Draft, Severity
from tabard.voice.guidelines.models import ElectionPeriod, Lexicon, RuleChoice
from tabard.voice.guidelines.tests.makers import NOW, make_election, make_lead, make_lexicon
from tabard.voice.guidelines.verdicts import current_rulebook, international, verdict_on, was_asked

pytestmark = pytest.mark.django_db
SWORE = "What a bloody mess."


def decision(text, *, now=NOW, **more):
    return verdict_on(Draft(text, language="en", **more), now=now).decision


def found_by(rule, text):
    return [each for each in verdict_on(Draft(text, language="en"), now=NOW).findings if each.rule == rule]


def change(rule, **values):
    actions.change_rule(by=make_lead(), rule=rule, now=NOW, **{"is_on": True, "gravity": "", **values})


def test_a_rule_that_is_off_finds_nothing():
    assert decision(SWORE) is Decision.ASK

    change("swearing", is_on=False)

    assert decision(SWORE) is Decision.PUBLISH
    assert AuditEntry.objects.filter(act="guidelines.rule_changed").count() == 1


def test_a_force_makes_a_rule_graver():
    change("swearing", gravity="refuse")

    assert decision(SWORE) is Decision.REFUSE


BOY = "Callum Reid, 12, admitted it and wrote a lovely letter of apology."
SCHOOLGIRL = "A schoolgirl from Harbour High School was raped on Friday."


@pytest.mark.parametrize("gravity", ["hint", "ask", "review"])
@pytest.mark.parametrize(("rule", "text"), [("politics", "Vote Labour on Thursday."), ("child", BOY)])
def test_a_milder_choice_leaves_what_circumstances_make_graver(rule, text, gravity):
    make_election()
    actions.change_rule(by=User.objects.get(), rule=rule, is_on=True, gravity=gravity, now=NOW)

    assert {each.severity for each in found_by(rule, text)} == {Severity.REFUSE}


@pytest.mark.parametrize("gravity", ["hint", "ask", "review"])
def test_who_suffered_a_sexual_offence_is_not_told_whatever_was_chosen(gravity):
    change("sexual", gravity=gravity)

    assert {each.severity for each in found_by("sexual", SCHOOLGIRL)} == {Severity.REFUSE}


def test_a_choice_takes_the_place_of_the_rule_s_own_gravity_elsewhere():
    change("politics", gravity="ask")

    assert decision("Vote Labour on Thursday.") is Decision.ASK


def test_an_unknown_rule_cannot_be_changed():
    with pytest.raises(actions.UnknownRule):
        change("nothing-like-it", is_on=False)


def test_words_of_the_force_s_own_are_found_however_they_are_typed():
    lexicon = make_lexicon("Operation Thunder\nlightning*")

    verdict = verdict_on(Draft("All about \uff2f\uff50eration thunder", language="en"), now=NOW)

    assert [finding.rule for finding in verdict.findings] == [lexicon.rule]
    assert verdict.decision is Decision.REFUSE
    assert decision("It struck like lightnings") is Decision.REFUSE
    assert decision("A thunder of an operation") is Decision.PUBLISH


def test_retired_words_are_found_no_more():
    lead = make_lead()
    lexicon = make_lexicon("Operation Thunder", by=lead)

    actions.retire_lexicon(by=lead, lexicon=lexicon, now=NOW)

    assert decision("Operation Thunder") is Decision.PUBLISH
    assert list(Lexicon.objects.in_use()) == []


@pytest.mark.parametrize(
    "phrase",
    [
        "(a+)+$",
        "a*",
        ".*",
        "x{1,1000}",
        "[a-z]+",
        "word|word",
        "\\d+",
        "a" * 81,
        "*",
        "?",
        "one two three four five six seven eight nine",
    ],
)
def test_patterns_and_endless_phrases_are_refused_when_they_are_saved(phrase):
    with pytest.raises(PhraseRefused) as refusal:
        make_lexicon(f"plain words\n{phrase}")

    assert refusal.value.phrase == phrase


def test_many_words_made_to_be_slow_are_not():
    """As many phrases as may be, with beginnings that all begin each other."""
    lead = make_lead()
    for number in range(3):
        phrases = [f"{'a' * length}*{' aaaaa' * rest}" for length in range(3, 38) for rest in range(7)]
        words = LexiconWords(f"Slow {number}", "\n".join(phrases), Severity.ASK, "Why.")
        actions.save_lexicon(by=lead, words=words, now=NOW)
    rulebook = current_rulebook()
    check(Draft("Warm up.", "en"))  # the first reads the lexicons

    started = time.process_time()
    found = check(Draft("aaaaa " * 16_000, language="en"), rulebook=rulebook)

    assert time.process_time() - started < 10  # it takes about one, and more where lines are counted
    assert found


HOSTILE = ["a'a-", "a-", "a'", "a_", "-'", "a '-", "a*-", "aaa*-", "a- ", "a", "aaa* ", "\u2019a"]


@pytest.mark.parametrize("end", ["_", "*", "'", "-", "", "!", " _"])
@pytest.mark.parametrize("piece", HOSTILE)
def test_no_line_is_slow_to_check(piece, end):
    for times in (13, actions.LONGEST_PHRASE // len(piece), actions.LONGEST_PHRASE):
        line = (piece * times)[: actions.LONGEST_PHRASE - len(end)] + end

        started = time.process_time()
        with contextlib.suppress(PhraseRefused):
            actions.checked_phrases(line)

        assert time.process_time() - started < 0.05


@pytest.mark.parametrize(
    "phrase",
    [
        "Arrest Lane",
        "o'clock",
        "drivers' meeting",
        "rock -n- roll",
        "stop-and-search",
        "thun*-light",
        "a_b",
        "l\u2019an*",
    ],
)
def test_words_may_have_an_apostrophe_a_line_or_an_open_end(phrase):
    assert actions.checked_phrases(phrase) == [phrase]


@pytest.mark.parametrize("phrase", ["-word", "word-", "'word'", "_word", "word_", "a--_", "wo*rd", "word**"])
def test_what_does_not_begin_and_end_with_a_word_is_no_phrase(phrase):
    with pytest.raises(PhraseRefused):
        actions.checked_phrases(phrase)


@pytest.mark.parametrize("phrase", ["a" * 81, "one two three four five six seven eight nine"])
def test_a_phrase_that_is_too_long_is_told_apart_from_one_that_is_none(phrase):
    with pytest.raises(actions.PhraseTooLong):
        actions.checked_phrases(phrase)


def test_a_phrase_has_one_open_end():
    with pytest.raises(PhraseRefused):
        make_lexicon("thun* light*")


def test_a_lexicon_has_a_name_words_and_advice():
    lead = make_lead()
    for words in (
        LexiconWords("", "word", Severity.ASK, "Why."),
        LexiconWords("Name", " \n ", Severity.ASK, "Why."),
        LexiconWords("Name", "word", Severity.ASK, ""),
        LexiconWords("Name", "\n".join(f"word{n}" for n in range(501)), Severity.ASK, "Why."),
    ):
        with pytest.raises(actions.LexiconRefused):
            actions.save_lexicon(by=lead, words=words, now=NOW)


def test_two_lexicons_have_two_names():
    lead = make_lead()
    make_lexicon(by=lead)

    with pytest.raises(actions.LexiconRefused):
        make_lexicon(by=lead)


def test_only_the_lead_tunes():
    officer = User.objects.create_user("ann@peelborough.example", name="Ann")

    with pytest.raises(NotTheLead):
        make_lexicon(by=officer)
    with pytest.raises(NotTheLead):
        actions.change_rule(by=officer, rule="swearing", is_on=False, gravity="", now=NOW)


def test_politics_are_stricter_before_an_election_and_not_after():
    lead = make_lead()
    period = actions.add_election_period(
        by=lead, name="Council", starts_date=date(2026, 3, 2), ends_date=date(2026, 3, 9), now=NOW
    )

    assert decision("Vote Labour on Thursday.") is Decision.REFUSE
    assert decision("Vote Labour on Thursday.", now=NOW + timedelta(days=10)) is Decision.REVIEW
    actions.remove_election_period(by=lead, period=period, now=NOW)
    assert decision("Vote Labour on Thursday.") is Decision.REVIEW


def test_an_election_period_does_not_end_before_it_begins():
    with pytest.raises(actions.PeriodRefused):
        actions.add_election_period(
            by=make_lead(), name="Council", starts_date=date(2026, 3, 9), ends_date=date(2026, 3, 2), now=NOW
        )
    assert not ElectionPeriod.objects.exists()


def test_the_same_words_within_ten_minutes_are_the_answer_and_other_words_are_not():
    officer = User.objects.create_user("ann@peelborough.example", name="Ann")
    verdict = verdict_on(Draft(SWORE, language="en"), now=NOW)
    assert not was_asked(officer, verdict.fingerprint, NOW)

    actions.ask_author(user=officer, fingerprint=verdict.fingerprint, now=NOW)

    assert was_asked(officer, verdict.fingerprint, NOW + timedelta(minutes=9))
    assert not was_asked(officer, verdict.fingerprint, NOW + timedelta(minutes=11))
    assert not was_asked(officer, verdict_on(Draft(SWORE + "!", language="en"), now=NOW).fingerprint, NOW)
    assert not was_asked(make_lead(), verdict.fingerprint, NOW)


@pytest.mark.parametrize(
    ("typed", "digits"),
    [("+44 1632 960 000", "441632960000"), ("01632 960000", "441632960000"), ("", ""), ("101", ""), ("ring me", "")],
)
def test_our_own_numbers_are_compared_as_digits(typed, digits):
    assert international(typed) == digits


def test_a_force_changes_a_rule_s_number_and_it_stands_in_the_audit_chain():
    text = "All the bikes that came were marked 🚲🚲🚲"
    assert decision(text) is Decision.PUBLISH

    change("emoji-wall", bounds={"most": 3})

    assert decision(text) is Decision.ASK
    assert AuditEntry.objects.get(act="guidelines.rule_changed").detail["is"]["bounds"] == {"most": 3}


def test_a_number_that_is_as_usual_is_not_kept():
    change("emoji-wall", bounds={"most": 8})

    assert not RuleChoice.objects.exists()


@pytest.mark.parametrize(
    "bounds", [{"most": 0}, {"most": 9_999}, {"share": 50}, {"most": True}, {"most": 3.5}, {"": 1}]
)
def test_a_number_that_a_rule_has_not_or_that_is_out_of_its_range_is_refused(bounds):
    with pytest.raises(actions.BoundRefused) as refusal:
        change("emoji-wall", bounds=bounds)

    assert refusal.value.name in bounds
    assert not RuleChoice.objects.exists()


def test_a_force_names_words_that_a_rule_shall_never_find():
    text = "Mary Evans of Arrest Lane is our new volunteer."
    assert decision(text) is Decision.REFUSE

    change("name-arrest", allowed=" Arrest  Lane \n\nCustody Cottage\nArrest Lane")

    assert decision(text) is Decision.PUBLISH
    assert RuleChoice.objects.get().allowed == "Arrest Lane\nCustody Cottage"


@pytest.mark.parametrize("allowed", ["(a+)+$", "a*", "x" * 81, "\n".join(f"word{n}" for n in range(501))])
def test_words_that_could_hide_everything_or_slow_the_server_are_refused(allowed):
    with pytest.raises(actions.LexiconRefused):
        change("swearing", allowed=allowed)


def test_what_is_not_said_stays_as_it_was():
    change("name-arrest", allowed="Arrest Lane", bounds={"near": 40})

    actions.change_rule(by=User.objects.get(), rule="name-arrest", is_on=True, gravity="review", now=NOW)

    choice = RuleChoice.objects.get()
    assert (choice.gravity, choice.allowed, choice.bounds) == ("review", "Arrest Lane", {"near": 40})
