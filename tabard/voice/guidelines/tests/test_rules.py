"""Each rule finds its examples and nothing in those that it passes, however they were typed."""

import pytest

from tabard.voice.guidelines.checking.catalogue import EVERYTHING, RULES, OwnRule, Rulebook, check
from tabard.voice.guidelines.checking.findings import Context, Decision, Draft, Finding, Kind, Severity, decide
from tabard.voice.guidelines.checking.rule import Example
from tabard.voice.guidelines.checking.words import Words

WIDE = {code: chr(code + 0xFEE0) for code in range(0x21, 0x7F)}
CYRILLIC = str.maketrans("aceopxyABCEHKMOPTX", "асеорхуАВСЕНКМОРТХ")  # noqa: RUF001  that is the trick
FEWEST = 2
GUARDED = sorted(RULES.keys() - {"length", "alt-text", "emoji-wall", "reading-age", "capitals"})


def found(rule: str, example: Example, text: str | None = None) -> list[Finding]:
    draft = Draft(example.text if text is None else text, **example.draft)
    return [finding for finding in check(draft, Context(**example.context)) if finding.rule == rule]


def one(text: str, **draft) -> list[str]:
    return [finding.rule for finding in check(Draft(text, **draft))]


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_finds_its_examples(rule):
    missed = [example.text for example in RULES[rule].fires if not found(rule, example)]

    assert missed == []


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_passes_what_is_harmless(rule):
    wronged = [example.text for example in RULES[rule].passes if found(rule, example)]

    assert wronged == []


def test_what_stands_behind_many_findings_is_marked_too():
    assert one("What a bloody mess. " * 60).count("swearing") == 60


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_says_what_it_wants_and_where_it_comes_from(rule):
    told = RULES[rule]

    assert told.id == rule
    assert all([told.title, told.sentence, told.advice, told.source])
    assert min(len(told.fires), len(told.passes)) >= FEWEST


@pytest.mark.parametrize("rule", GUARDED)
def test_a_rule_sees_through_invisible_letters(rule):
    """A zero-width space inside of every word."""
    example = RULES[rule].fires[0]
    hidden = "".join(f"{letter}\u200b" if letter.isalpha() else letter for letter in example.text)

    assert found(rule, example, hidden)


@pytest.mark.parametrize("rule", GUARDED)
def test_a_rule_sees_through_letters_of_full_width(rule):
    example = RULES[rule].fires[0]

    assert found(rule, example, example.text.translate(WIDE))


@pytest.mark.parametrize("rule", GUARDED)
def test_a_rule_sees_through_letters_of_another_script(rule):
    example = RULES[rule].fires[0]

    assert found(rule, example, example.text.translate(CYRILLIC))


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("guilt", "Another 5cumb4g off our streets"),
        ("guilt", "Another s c u m b a g off our streets"),
        ("swearing", "what a s.h.i.t.e day"),
        ("swearing", "utter b0ll0cks"),
        ("phone", "ring 0 7 7 0 0 9 0 0 1 2 3"),
        ("phone", "ring O77OO 9OO123"),
        ("plate", "Silver Focus A B 1 2 C D E on the crossing"),
        ("identity-number", "NI number A B 1 2 3 4 5 6 C"),
        ("name-arrest", "john smith was arr3sted last night"),
        ("name-arrest", "JOHN SMITH has been ARRESTED"),
        ("address", "he is at 14 Gaol Lane".translate(WIDE)),
        ("email", "dave [at] hotmail [dot] com"),
    ],
)
def test_a_rule_sees_through_what_was_typed_to_get_past_it(rule, text):
    assert rule in one(text)


@pytest.mark.parametrize(
    "text",
    [
        "RT @PeelPolice: Man arrested after burglary in Marsh End http://t.co/aB3dE6gH9j",
        "UPDATE: missing Gwen Talbot has been found safe. Thank you for your RTs.",
        "John Harris is no longer wanted - he has been located. Thanks for your help.",
        "APPEAL | Did you see the collision on the A413? Call 101 quoting 26*123456 or 2600012345…",
        "3 arrested in Bradley Stoke for theft from motor vehicle. #TeamPeel",
        "Black Friday deals? Polish your bike while you wait. Will Smith films at the open air cinema.",
        "Bus 61 on diversion via 20 Mill Road stops. Sat 10am-1pm, £2.50.",
        "Wanted to say thank you to everyone for your support this year.",
        "White van seen on Pond Lane on 3/4/19 at 14.30, log 0123.",
        "PCSO 7654 Smith on patrol in Milton Keynes tonight. Say hello!",
        "Lads moved on from behind Tesco, no offences. Parents, do you know where your kids are?",
        "Mae dyn o Lanfair-y-cwm wedi'i arestio ar amheuaeth o ddwyn.",
        "Wij zoeken getuigen van de inbraak aan de Molenlaan. Bel 0900-8844.",
    ],
)
def test_what_accounts_post_every_day_goes_out(text):
    assert decide(check(Draft(text))) in {Decision.PUBLISH, Decision.ASK}


def test_a_missing_person_by_name_is_looked_at_and_one_wanted_is_refused():
    assert decide(check(Draft("Missing: Olivia Brown, 34, last seen in Riverside."))) is Decision.REVIEW
    assert decide(check(Draft("Wanted: Karl Benn, 25, for burglary."))) is Decision.REFUSE


def test_words_of_the_force_are_found_beside_ours():
    own = {"own-1": OwnRule("own-1", Severity.REVIEW, "Say the centre.", "plain")}
    rulebook = Rulebook(own=own, own_words=Words({"own-1": ["the zoo"]}))

    findings = check(Draft("A busy day at The Zoo"), rulebook=rulebook)

    assert [(each.rule, each.start, each.end) for each in findings] == [("own-1", 14, 21)]


def test_a_rule_that_is_off_finds_nothing_and_a_severity_that_was_set_holds():
    text = Draft("We have arrested John Smith, 34.")

    assert check(text, rulebook=Rulebook(off=frozenset({"name-arrest"}))) == []
    assert decide(check(text, rulebook=Rulebook(severities={"name-arrest": Severity.HINT}))) is Decision.PUBLISH
    assert decide(check(text, rulebook=EVERYTHING)) is Decision.REFUSE


def test_the_office_speaks_to_children_by_rules_of_its_own():
    said = Draft("Message me on Snapchat", kind=Kind.OFFICE)

    assert "office" in [finding.rule for finding in check(said)]
    assert "office" not in one("Message me on Snapchat")


def test_a_rule_s_number_is_the_force_s_where_it_says_so():
    text = Draft("Well done EVERY SINGLE ONE of you who came along to the hall today.")
    strict = Rulebook(bounds={"capitals": {"in_a_row": 3}})

    assert "capitals" not in [each.rule for each in check(text)]
    assert "capitals" in [each.rule for each in check(text, rulebook=strict)]


@pytest.mark.parametrize(
    ("rule", "bounds", "text"),
    [
        ("capitals", {"share": 30}, "STOP them NOW, LOCK your SHED and your CAR tonight"),
        ("emoji-wall", {"most": 3}, "All the bikes that came were marked 🚲🚲🚲"),
        ("reading-age", {"grade": 6}, "Our officers visited several shops on Saturday. " * 7),
        ("length", {"characters": 200}, "We were at the school today, and it was good. " * 6),
        ("name-arrest", {"near": 200}, "A man is in custody" + " and we are all so glad" * 5 + ": John Smith"),
    ],
)
def test_each_number_can_be_made_stricter(rule, bounds, text):
    assert rule not in one(text)
    assert rule in [each.rule for each in check(Draft(text), rulebook=Rulebook(bounds={rule: bounds}))]


def test_each_number_lies_between_its_least_and_its_most():
    bounds = [(rule.id, bound) for rule in RULES.values() for bound in rule.bounds]

    assert all(rule == bound.rule and bound.least <= bound.usual <= bound.most for rule, bound in bounds)
    assert len(set(bounds)) == len(bounds) >= 5


@pytest.mark.parametrize(
    ("rule", "allowed", "text"),
    [
        ("name-arrest", "Arrest Lane", "Mary Evans of Arrest Lane is our new volunteer."),
        ("name-arrest", "John Smith Shoes", "A man was arrested. John Smith Shoes is open again."),
        ("name-arrest", "John Smith Shoes", "We arrested a man near J\u200bohn 5mith Shoes."),
        ("swearing", "bloody mary", "A Bloody Mary without the vodka, please."),
        ("address", "12 Mill Lane", "Drop in at 12 Mill Lane."),
        ("phone", "01632 960555", "The food bank is on 01632 960555."),
    ],
)
def test_words_that_are_allowed_are_not_found_by_their_rule(rule, allowed, text):
    rulebook = Rulebook(allowed=Words({rule: [allowed]}))

    assert rule not in [each.rule for each in check(Draft(text), rulebook=rulebook)]


def test_allowed_words_hide_nothing_else():
    rulebook = Rulebook(allowed=Words({"name-arrest": ["Arrest Lane"], "swearing": ["bloody mary"]}))

    found = check(
        Draft("John Smith was arrested on Arrest Lane with a Bloody Mary, the bloody fool."), rulebook=rulebook
    )

    assert [(each.rule, each.start) for each in found] == [("name-arrest", 0), ("swearing", 63)]
    assert "swearing" in [
        each.rule
        for each in check(
            Draft("Bloody Mary Evans was arrested"), rulebook=Rulebook(allowed=Words({"name-arrest": ["bloody mary"]}))
        )
    ]
