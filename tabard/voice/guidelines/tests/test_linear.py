"""No text takes long, and none makes the check fall over."""

import re
import sys
import time
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tabard.voice.guidelines.checking.catalogue import MOST_OF_ONE, RULES, check
from tabard.voice.guidelines.checking.findings import Context, Draft, Finding, Kind
from tabard.voice.guidelines.checking.lexicon import LANGUAGES
from tabard.voice.guidelines.checking.reading import MOST_READ

MEGABYTE = 1_000_000
HOSTILE = [
    "a", "1", " ", "\n", "a ", "(", "0 ", "Ab ", "@", ".", "a.", "a@b.", "\U0001f600", "\u0410b3 ", "a\u200b",
    "\u0436", "arrested John Smith ", "John Smith, 14, ", "Mr Smith ", "victim of John Smith was ",
    "John Smith was a a a a ", "looking for John Smith in connection with ", "Wanted John Smith ", "street 1 ",
    "1 mill street ", "AB1 1AA ", "07700 900", "0 7 7 0 1 ", "0800 555 111 ", "+44 ", "born 1/1/90 ", "passport ",
    "sort code ", "ni ", "dm report ", "dm report not ", "if you see him grab him. ",
    "boy 14 stabbed at Castle School ", "jumped a ", "totally a ", "s c u m ", "raid now. ", "lol. ",
    "suicide talk ", "reward ", "AAA BBB ", "\"'", "a-", "~ ", "Aa Bb Cc Dd ", "stabbed a ",
    "J. ", "J. Smith ", "john.", "John\n", "#JohnSmith ", "JohnSmith", "a.b.c ", "a*b*", "J0hn Sm1th ", "a-b-", "R€",
    "zero one ", "double ", "number one Mill ", "A 1 ", "C F 1 0 1 A A ", "Smith, John ", "kyle jennings in custody ",
    "arrested is Callum ", "\u1d0a", "what3words is a ", "who is a ",
    "arrested Mrs Dent's son ", "Amy Roe's van was fined ", "1 a-y-bcd ", "at home, 14 Mill Lane ",
    "thief Jake from a saw the ", "stabbed victim Jake from a ", "Eleven-year-old Maisie stole ",
    "found safe John Smith ", "B one C two ", "lat 1 1 . 1 ", "point one two ", "three words a.b ",
]  # fmt: skip
EXAMPLES = [example.text[:300] for rule in RULES.values() for example in (*rule.fires, *rule.passes)]
PIECES = st.one_of(st.text(max_size=40), st.sampled_from(EXAMPLES), st.sampled_from(HOSTILE))


@pytest.fixture(scope="module", autouse=True)
def _lexicons() -> None:
    """Read before the clock runs."""
    for language in ("", *LANGUAGES):
        check(Draft("Warm up.", language))


def timed(text: str) -> tuple[float, list[Finding]]:
    """The seconds of a processor that the check takes, and what it finds."""
    started = time.process_time()
    found = check(Draft(text))
    return time.process_time() - started, found


def least_seconds_for(text: str) -> float:
    """The least of three times: what else the machine does only ever adds."""
    return min(timed(text)[0] for _ in range(3))


def megabyte_of(piece: str) -> str:
    return (piece * (MEGABYTE // len(piece) + 1))[:MEGABYTE]


@pytest.fixture(scope="module")
def harmless_seconds() -> float:
    """What a megabyte takes in which nothing is hidden: the machine may be slow, and the lines may be counted."""
    return least_seconds_for(megabyte_of("Good morning from the market. "))


@pytest.mark.parametrize("piece", HOSTILE)
def test_a_megabyte_takes_at_most_as_long_as_forty_harmless_ones(piece, harmless_seconds):
    text = megabyte_of(piece)

    spent, found = timed(text)

    assert "length" in {finding.rule for finding in found}
    assert spent < 40 * harmless_seconds or least_seconds_for(text) < 40 * harmless_seconds


@pytest.mark.parametrize("piece", ["a ", "dm report not ", "lol. ", "John Smith, 14, ", "known to police "])
def test_eight_times_the_text_takes_nothing_like_its_square(piece):
    long = (piece * MOST_READ)[:MOST_READ]

    short = long[: MOST_READ // 8]
    assert least_seconds_for(long) < 32 * least_seconds_for(short)  # much text leaves the cache; the square is 64


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """All of the room, each once, with the module and the name that it has there."""
    seen: set[re.Pattern[str]] = set()
    for module, loaded in sorted(sys.modules.items()):
        for name, value in sorted(vars(loaded).items()) if module.startswith("tabard.voice.guidelines.") else ():
            if isinstance(value, re.Pattern) and value not in seen:
                seen.add(value)
                yield f"{module.rpartition('.')[2]}.{name}", value


def seconds_to_search(pattern: re.Pattern[str], text: str) -> float:
    """For as much of what is found as a rule is asked for."""
    started = time.process_time()
    for _found, _count in zip(pattern.finditer(text), range(MOST_OF_ONE), strict=False):
        pass
    return time.process_time() - started


SHORT = 1_500  # characters
WORTH_A_SECOND_LOOK = 0.002  # seconds for so many
_WORD = re.compile(r"[A-Za-z']+(?: [a-z]+)*")


@pytest.mark.parametrize(("name", "pattern"), [pytest.param(*each, id=each[0]) for each in patterns()])
def test_no_pattern_takes_as_long_as_the_square_of_a_text(name, pattern):
    """Whatever stands before it in the rules: a glance may be passed by another text."""
    own = list(dict.fromkeys(_WORD.findall(re.sub(r"\\[a-zA-Z]", " ", pattern.pattern))))
    some = own[:: max(1, len(own) // 12)]  # of the words that it looks for

    for piece in [*HOSTILE, *(f"{word} " for word in some), *(f"{word}-" for word in some[:4])]:
        taken = seconds_to_search(pattern, (piece * SHORT)[:SHORT])
        if taken > WORTH_A_SECOND_LOOK:
            short, long = (piece * SHORT)[:SHORT], (piece * SHORT)[: 8 * SHORT]
            least = min(seconds_to_search(pattern, short) for _ in range(3))
            assert seconds_to_search(pattern, long) < 32 * max(least, WORTH_A_SECOND_LOOK), (name, piece)  # not 64


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(PIECES, max_size=8).map(" ".join),
    st.sampled_from(["", "en", "cy", "nl", "xx-YY"]),
    st.sampled_from(list(Kind)),
    st.booleans(),
)
def test_whatever_is_found_stands_in_the_text(text, language, kind, has_media):
    draft = Draft(text, language, has_media, kind)

    findings = check(draft, Context(proceedings_active=has_media))

    assert all(0 <= each.start <= each.end <= len(text) for each in findings)
    assert findings == check(draft, Context(proceedings_active=has_media))
