"""Many drafts at a time."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from tabard.voice.guidelines.checking.catalogue import EVERYTHING
from tabard.voice.guidelines.checking.findings import Context, Kind
from tabard.voice.guidelines.draft_lines import checked, read_line, written

PLAIN = Context()


def verdicts(*lines):
    return list(checked([each if isinstance(each, str) else json.dumps(each) for each in lines], EVERYTHING, PLAIN))


def test_each_line_is_answered_with_its_decision_and_what_was_found():
    good, bad = verdicts({"id": "a", "text": "Speed checks on Mill Lane."}, {"id": 2, "text": "What a bloody mess."})

    assert good == {"id": "a", "decision": "publish", "findings": []}
    assert (bad["id"], bad["decision"]) == (2, "ask")
    assert bad["findings"][0]["rule"] == "swearing"
    assert bad["findings"][0]["span"] == [7, 13]
    assert bad["findings"][0]["advice"]


@pytest.mark.parametrize(
    "line",
    [
        "nope",
        "[]",
        "3",
        '{"id": 1}',
        '{"text": 3}',
        '{"text": "x", "language": 3}',
        "{" * 9000,
        '{"text": "x"',
        '{"id": NaN, "text": "x"}',
    ],
)
def test_what_is_no_draft_is_answered_with_what_is_wrong_and_the_next_is_checked(line):
    refused, good = verdicts(line, {"id": 1, "text": "Hello."})

    assert refused["error"]
    assert refused["line"] == 1
    assert good["decision"] == "publish"


def test_a_line_that_is_no_draft_is_answered_under_its_own_id():
    assert verdicts({"id": "a", "text": None}, {"id": "b", "text": "x", "language": 1}, {"text": 1}) == [
        {"id": "a", "line": 1, "error": "it has no text"},
        {"id": "b", "line": 2, "error": "its language is no text"},
        {"id": None, "line": 3, "error": "it has no text"},
    ]


@pytest.mark.parametrize(
    "no", [False, None, 0, "", "false", "No", " 0 ", "n", "OFF", "none", "nee", "na", "Nac ydy", 0.0, [], {}]
)
def test_what_is_told_not_to_be_so_is_no_claim(no):
    line = read_line(json.dumps({"text": "x", "has_media": no, "context": {"consent": no, "office": no}}), PLAIN)

    assert (line.draft.has_media, line.context.consent, line.draft.kind) == (False, False, Kind.POST)
    assert line.unknown == ()


@pytest.mark.parametrize("yes", [True, "true", "Yes", " 1 ", 1, "y", "on", "ja", "ie", "oes"])
def test_what_is_told_to_be_so_is_a_claim_in_each_of_our_languages(yes):
    line = read_line(json.dumps({"text": "x", "has_media": yes, "context": {"consent": yes, "office": yes}}), PLAIN)

    assert (line.draft.has_media, line.context.consent, line.draft.kind) == (True, True, Kind.OFFICE)
    assert line.unknown == ()


VICTIM = "Peter Walsh was robbed on Quay Street last night."
NEITHER = ["unknown", "n/a", "not yet", "pending", -1, 2, [False], [True], {"given": False}, "yes, by phone"]


@pytest.mark.parametrize("claim", ["consent", "consent given", "policing_purpose", "plate_is_appeal"])
@pytest.mark.parametrize("value", NEITHER)
def test_what_says_neither_yes_nor_no_makes_no_claim_and_is_named(claim, value):
    line = read_line(json.dumps({"text": VICTIM, "context": {claim: value}}), PLAIN)
    (told,) = verdicts({"id": 1, "text": VICTIM, "context": {claim: value}})

    assert line.context == PLAIN
    assert told["decision"] == "refuse"
    assert len(line.unknown) == 1
    assert line.unknown[0].endswith("a list or an object" if isinstance(value, list | dict) else json.dumps(value))


@pytest.mark.parametrize("value", NEITHER)
def test_what_would_make_the_rules_stricter_counts_unless_it_is_told_not_to_be_so(value):
    given = {"text": "x", "has_media": value, "context": {"proceedings_active": value, "pre_election": value}}

    line = read_line(json.dumps(given), PLAIN)

    assert (line.draft.has_media, line.context.proceedings_active, line.context.pre_election) == (True, True, True)
    assert len([each for each in line.unknown if each.endswith("(so it counts as yes)")]) == 3


@pytest.mark.parametrize("id", ["\ud800", {"a": ["\udfff"]}])
def test_half_a_character_in_an_id_comes_back_as_it_was(id):
    line = written(verdicts({"id": id, "text": "Hello."})[0])

    assert json.loads(line.encode())["id"] == id


def test_empty_lines_are_passed_over():
    assert verdicts("", "  \n") == []


@pytest.mark.parametrize("context", [{"proceedings_active": True}, "active proceedings", ["proceedings-active"]])
def test_circumstances_come_in_several_spellings(context):
    line = read_line(json.dumps({"text": "x", "context": context}), PLAIN)

    assert line.context.proceedings_active
    assert line.unknown == ()


@pytest.mark.parametrize("said", ["pre-election period", "Purdah", {"pre_election_period": True}, ["election period"]])
def test_the_days_before_an_election_are_known_by_their_names(said):
    line = read_line(json.dumps({"text": "Vote Labour.", "context": said}), PLAIN)

    assert (line.context.pre_election, line.unknown) == (True, ())


@pytest.mark.parametrize("where", ["kind", "context"])
@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("wanted", Kind.APPEAL),
        ("missing person", Kind.MISSING),
        ("virtual office", Kind.OFFICE),
        ("Wanted appeal", "appeal"),
    ],
)
def test_kinds_are_known_by_what_people_call_them(where, said, kind):
    line = read_line(json.dumps({"text": "x", where: said}), PLAIN)

    assert (line.draft.kind, line.unknown) == (kind, ())


def test_every_line_with_anything_in_it_is_answered_by_one_line():
    lines = [
        "[]",
        "{",
        '{"id": 1, "text": 2}',
        '{"text": "no id"}',
        '{"id": 5, "text": "x", "context": 3, "kind": []}',
        "\x00",
    ]

    told = verdicts(*lines)

    assert [each["line"] if "error" in each else each["decision"] for each in told] == [
        1,
        2,
        3,
        "publish",
        "publish",
        6,
    ]
    assert all("\n" not in written(each) for each in told)


def test_a_kind_may_stand_among_the_circumstances():
    assert read_line('{"text": "x", "context": "office"}', PLAIN).draft.kind is Kind.OFFICE
    assert read_line('{"text": "x", "kind": "Appeal"}', PLAIN).draft.kind is Kind.APPEAL


def test_what_nobody_here_knows_is_told():
    line = read_line('{"text": "x", "mood": 1, "kind": "song", "context": {"moon": true}}', PLAIN)

    assert line.unknown == ("mood", "kind song", "context moon")


@pytest.mark.django_db
def test_the_command_reads_a_file_and_fails_where_a_line_is_none(tmp_path):
    file = tmp_path / "drafts.jsonl"
    file.write_text('{"id": 1, "text": "Hello."}\n', encoding="utf-8")
    said = io.StringIO()

    call_command("check_drafts", str(file), stdout=said)

    assert json.loads(said.getvalue()) == {"id": 1, "decision": "publish", "findings": []}
    file.write_text('{"text": "Hello.", "context": {"consent": "not yet"}}\n', encoding="utf-8")
    call_command("check_drafts", str(file), stdout=io.StringIO(), stderr=(warned := io.StringIO()))
    assert 'left out: context consent: "not yet"' in warned.getvalue()
    file.write_text("nope\n", encoding="utf-8")
    with pytest.raises(CommandError, match="1 lines"):
        call_command("check_drafts", str(file), stdout=said)
    with pytest.raises(CommandError, match="No such file"):
        call_command("check_drafts", str(tmp_path / "none"), stdout=said)


@pytest.mark.parametrize("own", ["01632 960000", "+44 1632 960 000", "441632960000"])
def test_a_number_of_our_own_is_known_however_it_is_written(own):
    asked = {"text": "Ring the desk on 01632 960000.", "context": {"own_numbers": [own], "own_hosts": ["Town.Example"]}}

    line = read_line(json.dumps(asked), PLAIN)

    assert line.context.own_numbers == {"441632960000"}
    assert line.context.own_hosts == {"town.example"}


def test_one_number_or_host_of_our_own_need_not_stand_in_a_list():
    asked = {"text": "x", "context": {"own_numbers": "01632 960000", "own_hosts": "Town.Example"}}

    line = read_line(json.dumps(asked), PLAIN)

    assert (line.context.own_numbers, line.context.own_hosts) == ({"441632960000"}, {"town.example"})
    assert line.unknown == ()


def test_what_is_no_number_is_passed_over():
    line = read_line(json.dumps({"text": "x", "context": {"own_numbers": ["the desk", "", None]}}), PLAIN)

    assert line.context.own_numbers == frozenset()
