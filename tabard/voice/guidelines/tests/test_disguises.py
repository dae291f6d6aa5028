"""Names, plates, postcodes and numbers that were typed to get past the rules, or by somebody in a hurry."""

# ruff: noqa: RUF001  what looks alike and is not, is what this is about

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tabard.voice.guidelines.checking.catalogue import RULES, check
from tabard.voice.guidelines.checking.disguises import undisguised
from tabard.voice.guidelines.checking.findings import Context, Decision, Draft, Severity, decide
from tabard.voice.guidelines.checking.reading import Reading

TYPED = [
    ("name-arrest", "J. Smith was arrested outside the Crown."),
    ("name-arrest", "J.R. Okonkwo is in custody for the fires"),
    ("name-arrest", "Mr. Pickersgill was arrested last night."),
    ("name-arrest", "D. Bevan, 31, is in custody on suspicion of theft."),
    ("name-arrest", "Officers arrested S.Okonkwo at the Spar."),
    ("name-arrest", "#JohnSmith nicked again"),
    ("name-arrest", "#johnsmith nicked again"),
    ("name-arrest", "#John_Smith is in custody"),
    ("name-arrest", "john.smith was arrested"),
    ("name-arrest", "We arrested JohnSmith last night"),
    ("name-arrest", "we now have kyle pickersgill in custody"),
    ("name-arrest", "kyle pickersgill in custody, sleep well"),
    ("name-arrest", "Officers arrested Darren\nPickersgill on suspicion of burglary."),
    ("name-arrest", "Officers arrested Dar-\nren Pickersgill on suspicion of burglary."),
    ("name-arrest", "J o h n  S m i t h has been arrested"),
    ("name-arrest", "J o h n S m i t h has been arrested"),
    ("name-arrest", "j o h n s m i t h has been arrested"),
    ("name-arrest", "J.o.h.n S.m.i.t.h has been arrested"),
    ("name-arrest", "J-o-h-n S-m-i-t-h has been a r r e s t e d"),
    ("name-arrest", "J0hn Sm1th has been arrested"),
    ("name-arrest", "John Smith has been arr.est.ed"),
    ("name-arrest", "John Smith has been arr*sted"),
    ("name-arrest", "ᴊᴏʜɴ ꜱᴍɪᴛʜ has been arrested"),
    ("name-arrest", "J\u200bo\u2060h\u00adn\ufe0f S\u0336m\U000e0061i\u180et\u3164h has been arrested"),
    ("name-arrest", "De verdachte van het steken is J. Hoekstra (27) en hij zit vast."),
    ("guilt", "the sc.u.m in the cells tonight"),
    ("swearing", "absolute sh*t show"),
    ("swearing", "what a f***ing mess"),
    ("address", "Cannabis found at C F 1 0 1 A A this morning"),
    ("address", "Cannabis found at C F 10  1 A A this morning"),
    ("address", "cannabis found at c f 1 0 1 a a this morning"),
    ("address", "The victim lives at number seventeen Hawthorn Drive."),
    ("plate", "Silver Focus A\u200bB\u034f1\u20602 C\U000e0044D\ufeffE on the crossing"),
    ("plate", "Silver Focus A-B-1-2-C-D-E on the crossing"),
    ("plate", "Silver Focus AB١٢ CDE on the crossing"),
    ("phone", "ring me on ٠٧٧٠٠ ٩٠٠١٢٣"),
    ("phone", "ring me on ०७७०० ९००१२३"),
    ("phone", "call zero seven seven double zero, nine zero zero one two three"),
    ("phone", "bel nul zes een twee drie vier vijf zes zeven acht"),
    ("date-of-birth", "DOB ١٢/٠٣/١٩٨٥"),
    ("name-arrest", "moira tansley has been arrsted again"),
    ("name-arrest", "Moira Tansley was arrestedddd lol"),
    ("live-operation", "raidin a flat on Gaol Lane rn"),
    ("emergency", "Sum1 breakin in? dont ring, jst msg us on here"),
    ("vigilantism", "if u see em grab em n hold em till we come"),
    ("victim-named", "So grateful 2 Moira Tansley for givin a statement bout the robbery"),
    ("identity-number", "prescription bag found, nhs 9 4 3 4 7 6 5 9 1 9"),
    *(
        ("name-arrest", f"{name} was arrested for theft.")
        for name in (
            "<b>John</b> <i>Smith</i>",
            "John&nbsp;Smith",
            "**John** __Smith__",
            "~John~ ~Smith~",
            "`John Smith`",
            "#John #Smith",
            "@john_smith",
            "@JohnSmith",
            "@johnsmith",
            "@john.smith@mastodon.example",
            "john-smith",
            "John/Smith",
            "John \U0001f46e Smith",
            "John_Smith",
            "*John* *Smith*",
        )
    ),
]
HARMLESS = [
    "**Road closed** on <b>Mill Lane</b>&nbsp;today; Q&A at 7. A man was arrested.",
    "#Hackney #Islington: a man was arrested. Thanks @PeelTeam and @anna_lane_school.",
    "Two-man crew, mark-one kit, and/or a rose-red van: a man was arrested.",
    "Get ur bike marked, u and ur mates are welcome 2 come. Tea 4 the early ones.",
    "Riding lessons at the fair. Three courses for the mediation team, thanks 2 all.",
    "J. Smith Butchers have given us sausages. A man was arrested in another matter.",
    "Op J finished: 12 arrested.",
    "A, B, C: always lock, block and knock. 1 2 3 4 5, once we caught a fish alive.",
    "Q & A at 7. Plan B is the hall. A man was arrested.",
    "#StopAndSearch #ProjectServator: two men arrested.",
    "#TeamPeel #MillLane #JohnStreet: 3 arrested",
    "The A48, M4 and B4265 are closed. A man was arrested.",
    "More on peelborough.police.uk/arrests and www.gov.uk. Nobody was arrested.",
    "Thanks Darren\nThree people were arrested last night.",
    "PC J. Smith and Sgt K. Lane arrested a man.",
    "Mr. Smith's shop is open again. Nobody was arrested.",
    "mark my words, lock your sheds. a man was arrested.",
    "iPhone, eBay and McDonald's vouchers found. A man was arrested.",
    "R E S P E C T. Find out what it means to us.",
    "One two three four volunteers are all we need.",
    "Mill Lane is number one for cake, flat 5 in the music: none arrested.",
    "*Update* road open. **Thank you** all. 5* service!",
]


@pytest.mark.parametrize(("rule", "text"), TYPED)
def test_a_rule_sees_through_how_it_was_typed(rule, text):
    found = [finding.rule for finding in check(Draft(text))]

    assert rule in found


@pytest.mark.parametrize("text", HARMLESS)
def test_what_only_looks_disguised_goes_out(text):
    assert decide(check(Draft(text))) in {Decision.PUBLISH, Decision.ASK}
    assert not [each for each in check(Draft(text)) if each.severity is Severity.ASK and each.rule != "capitals"]


def test_what_is_marked_is_what_was_typed():
    text = "Look: J o h n  S m i t h has been arrested"

    [found] = [each for each in check(Draft(text)) if each.rule == "name-arrest"]

    assert text[found.start : found.end] == "J o h n  S m i t h"


@settings(deadline=None)  # the first reads the lexicons
@given(st.lists(st.sampled_from([text for _rule, text in TYPED] + HARMLESS) | st.text(max_size=30)).map(" ".join))
def test_each_letter_still_remembers_where_it_was_typed(text):
    folded = undisguised(Reading(Draft(text), Context()))

    if folded is not None:
        places = [folded.span(number, number + 1) for number in range(len(folded.cased))]
        assert len(folded.cased) == len(folded.lower)
        assert all(0 <= start < end <= len(text) for start, end in places)
        assert places == sorted(places)


def test_plain_words_have_no_second_reading():
    plain = [example.text for rule in RULES.values() for example in rule.passes if example.text.isascii()]

    assert sum(undisguised(Reading(Draft(text), Context())) is not None for text in plain) * 20 < len(plain)
