"""What an author says of a draft: it answers a question, and never stands in for a second pair of eyes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tabard.voice.guidelines.checking.catalogue import EVERYTHING, check
from tabard.voice.guidelines.checking.claims import LENIENT, SAYABLE, Claim, answers, weighed
from tabard.voice.guidelines.checking.findings import Context, Decision, Draft, Kind, Severity, decide
from tabard.voice.guidelines.found import advice_of

PLATE = "Have you seen this van? AB12 CDE, white, on Mill Lane."
VICTIM = "Peter Walsh was robbed on Quay Street last night."
WANTED = "Wanted: John Smith in connection with a burglary. Do not approach him: 999, or 101, ref 12."
GUILTY = "Another scumbag off our streets."
TEXTS = [PLATE, VICTIM, WANTED, GUILTY, "Missing: Olivia Brown, 34, last seen in Riverside.", "Market on Friday."]


def decision(text: str, *claims: Claim, kind: Kind = Kind.POST, has_media: bool = False) -> Decision:
    draft = Draft(text, language="en", kind=kind, has_media=has_media)
    return decide(weighed(draft, Context(), EVERYTHING, claims))


def test_a_plate_that_is_looked_for_is_not_asked_about() -> None:
    assert decision(PLATE) is Decision.ASK
    assert decision(PLATE, Claim.PLATE_IS_APPEAL) is Decision.PUBLISH


@pytest.mark.parametrize(
    ("text", "claim", "has_media"), [(PLATE, Claim.PLATE_IS_APPEAL, True), (VICTIM, Claim.CONSENT, False)]
)
def test_what_would_be_refused_is_held_for_somebody_else(text: str, claim: Claim, has_media: bool) -> None:
    assert decision(text, has_media=has_media) is Decision.REFUSE
    assert decision(text, claim, has_media=has_media) is Decision.REVIEW


def test_an_appeal_with_its_parts_is_held_and_one_without_is_refused() -> None:
    assert decision(WANTED) is Decision.REFUSE
    assert decision(WANTED, kind=Kind.APPEAL) is Decision.REVIEW
    assert decision("Wanted: John Smith.", kind=Kind.APPEAL) is Decision.REFUSE


def test_whoever_gave_an_appeal_its_parts_is_not_told_what_it_needs() -> None:
    draft = Draft(WANTED, language="en", kind=Kind.APPEAL)

    found = weighed(draft, Context(), EVERYTHING, ())

    assert "wanted" in {each.rule for each in found}
    assert {each.severity for each in found} == {Severity.REVIEW}
    (advice,) = {advice_of(each) for each in found}
    assert "A sergeant reads it first" in advice


def test_an_appeal_without_its_parts_is_told_what_it_needs() -> None:
    found = weighed(Draft("Wanted: John Smith.", language="en", kind=Kind.APPEAL), Context(), EVERYTHING, ())

    assert ["needs an appeal" in advice_of(each) for each in found if each.rule == "wanted"] == [True]


def test_a_court_case_under_way_makes_it_graver() -> None:
    assert decision(GUILTY) is Decision.REVIEW
    assert decision(GUILTY, Claim.PROCEEDINGS_ACTIVE) is Decision.REFUSE


def test_a_claim_that_has_nothing_to_do_with_it_changes_nothing() -> None:
    assert decision(VICTIM, Claim.PLATE_IS_APPEAL) is Decision.REFUSE


def test_a_finding_is_offered_the_claim_that_answers_it() -> None:
    draft = Draft(f"{PLATE} {VICTIM}", language="en")

    assert answers(draft, Context(), EVERYTHING) == {"plate": [Claim.PLATE_IS_APPEAL], "victim-named": [Claim.CONSENT]}
    assert answers(Draft("Market on Friday."), Context(), EVERYTHING) == {}


@given(
    text=st.lists(st.sampled_from(TEXTS), min_size=1, max_size=4).map(" ".join),
    claims=st.sets(st.sampled_from(list(Claim))),
    kind=st.sampled_from(SAYABLE),
    has_media=st.booleans(),
)
def test_whatever_is_claimed_what_others_must_see_is_seen_by_others(
    text: str, claims: set[Claim], kind: Kind, has_media: bool
) -> None:
    bare = decide(check(Draft(text, language="en", has_media=has_media)))

    told = decision(text, *claims, kind=kind, has_media=has_media)

    if bare in {Decision.REVIEW, Decision.REFUSE}:
        assert told in {Decision.REVIEW, Decision.REFUSE}
    if claims.isdisjoint(LENIENT) and kind is Kind.POST and bare is Decision.REFUSE:
        assert told is Decision.REFUSE
