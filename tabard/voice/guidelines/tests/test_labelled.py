"""Drafts labelled with what should become of them, none of them about real people or places: `drafts.jsonl`."""

import json
from collections import Counter
from pathlib import Path

import pytest

from tabard.voice.guidelines.checking.catalogue import RULES, check
from tabard.voice.guidelines.checking.findings import Context, Decision, Draft, Kind, decide, gravity

DRAFTS = [
    json.loads(line) for line in (Path(__file__).parent / "drafts.jsonl").read_text(encoding="utf-8").splitlines()
]
ENOUGH_FOUND = 0.95
MOST_WRONGED = 0.02
DIRE = {"proceedings_active": True, "pre_election": True}


def decided(row: dict) -> str:
    draft = Draft(row["text"], row.get("language", ""), row.get("has_media", False), Kind(row.get("kind", "post")))
    return decide(check(draft, Context(**row.get("context", {}))))


def test_a_rule_that_circumstances_make_graver_says_where_it_refuses_and_no_other_does():
    """Whatever is known of the matter: in a court case, before an election, with a picture and without."""
    graver = set()
    for text in {row["text"] for row in DRAFTS} | {each.text for rule in RULES.values() for each in rule.fires}:
        for kind in (Kind.POST, Kind.MISSING):
            found = check(Draft(text[:2_000], has_media=True, kind=kind), Context(**DIRE))
            graver |= {each.rule for each in found if gravity(each.severity) > gravity(RULES[each.rule].severity)}

    assert graver == {rule.id for rule in RULES.values() if rule.refuses_where}


@pytest.fixture(scope="module")
def decisions() -> Counter:
    return Counter((row["decision"], decided(row)) for row in DRAFTS)


def test_there_are_enough_drafts_and_half_of_them_are_harmless():
    harmless = [row for row in DRAFTS if row["decision"] == "publish"]

    assert len(DRAFTS) >= 400
    assert len(harmless) * 2 >= len(DRAFTS)
    assert len({row["id"] for row in DRAFTS}) == len({row["text"] for row in DRAFTS}) == len(DRAFTS)


def test_what_should_be_refused_is_refused(decisions):
    refused = decisions["refuse", Decision.REFUSE]

    assert refused / sum(count for (label, _got), count in decisions.items() if label == "refuse") >= ENOUGH_FOUND


def test_what_is_harmless_goes_out(decisions):
    harmless = sum(count for (label, _got), count in decisions.items() if label == "publish")
    wronged = decisions["publish", Decision.REFUSE] + decisions["publish", Decision.REVIEW]

    assert wronged / harmless <= MOST_WRONGED
