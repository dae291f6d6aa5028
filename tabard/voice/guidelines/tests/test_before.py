"""What is told in two posts, neither of which says it alone."""

import pytest

from tabard.voice.guidelines.checking.catalogue import EVERYTHING, check
from tabard.voice.guidelines.checking.claims import Claim, weighed
from tabard.voice.guidelines.checking.findings import Context, Draft, Kind, Severity

ARREST = "We arrested a man on Mill Lane last night for the burglary."
NAME = "It was John Smith, 34, of Gaol Lane."


def found(text, before, **more):
    draft = Draft(text, language="en", before=before, **more)
    return [(each.rule, each.severity, text[each.start : each.end]) for each in check(draft)]


def test_a_name_after_an_arrest_is_found_where_it_stands():
    assert found(NAME, "") == []
    assert found(NAME, ARREST) == [("name-arrest", Severity.REFUSE, "John Smith")]


def test_an_arrest_after_a_name_is_found_in_all_that_is_said_now():
    text = "He was arrested last night."

    assert found(text, "") == []
    assert found(text, "John Smith, 34, helps at the fair.") == [("name-arrest", Severity.REFUSE, text)]


def test_a_name_that_is_begun_in_one_and_ended_in_the_other_is_found():
    rules = [rule for rule, _severity, _words in found("Smith, 34. Well done, all.", "We arrested John")]

    assert rules == ["name-arrest"]


@pytest.mark.parametrize(
    ("before", "text"),
    [
        (f"{ARREST} {NAME}", "Thank you for your calls."),
        ("WE ARE HERE ALL DAY AND GLAD TO SEE YOU", "Bikes marked today: 61."),
        ("\N{POLICE CAR} Bikes \N{POLICE CAR} marked: 61.", "\N{POLICE CAR} And \N{POLICE CAR} again: 62."),
        ("What a bloody mess.", "We have tidied it up."),
        ("Have you seen this man?", "Bikes marked today: 61."),
        (ARREST, "PC Alice Archer is at the library at ten."),
    ],
)
def test_what_stood_there_before_is_not_found_again_and_manners_are_those_of_each_post(before, text):
    assert found(text, before) == []


def test_what_is_found_in_the_post_alone_stays_at_its_place_and_is_told_once():
    text = "We arrested John Smith, 34."

    assert found(text, ARREST) == found(text, "")


def test_a_claim_speaks_for_what_shows_beside_the_earlier_post_too():
    draft = Draft("It was Jane Miller, 34.", before="A woman was attacked on Mill Lane.", kind=Kind.POST)
    bare = weighed(draft, Context(), EVERYTHING, ())
    assert [(each.rule, each.severity) for each in bare] == [("victim-named", Severity.REFUSE)]

    claimed = weighed(draft, Context(), EVERYTHING, [Claim.CONSENT])

    assert [(each.rule, each.severity) for each in claimed] == [("victim-named", Severity.REVIEW)]
