"""Text as a reader sees it, and where each letter of it was typed."""

# ruff: noqa: RUF001  what looks alike and is not, is what this is about

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tabard.voice.guidelines.checking.catalogue import check
from tabard.voice.guidelines.checking.findings import Draft, Kind
from tabard.voice.guidelines.checking.folding import fold


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("plain text", "plain text"),
        ("Ｊｏｈｎ", "John"),
        ("sc\u200bum", "scum"),
        ("аrrеstеd", "arrested"),
        ("Café Lôn", "Cafe Lon"),
        ("ﬁne", "fine"),
        ("𝐀𝐁𝟏𝟐", "AB12"),
        ("don’t", "don't"),
        ("a\u00a0b", "a b"),
        ("👮 hello", "👮 hello"),
        ("ᴊᴏʜɴ ꜱᴍɪᴛʜ", "JOHN SMITH"),
        ("ＪⓄ🅷🄽 ⒮mith", "JOHN smith"),
        ("Ꭻօհո ꓢ", "John S"),
        ("٠٧٧٠٠ ۳ ३ ➊", "07700 3 3 1"),
        ("J\U000e0061oh\u0336n\u20dd", "John"),
        ("Smi\u3164th\u2800x", "Smith x"),
        ("Jo\x08hn\r\nSmith", "John\n\nSmith"),
        ("Łukasz Ærø đ", "Lukasz Aero d"),
    ],
)
def test_letters_are_read_as_they_look(typed, read):
    assert fold(typed).cased == read


@pytest.mark.parametrize(
    ("typed", "rule", "marked"),
    [
        ("👮👮 we arrested Ｊｏｈｎ Ｓｍｉｔｈ, 34", "name-arrest", "Ｊｏｈｎ Ｓｍｉｔｈ"),
        ("reg A\u200bB12 C\u200bDE in the car", "plate", "A\u200bB12 C\u200bDE"),
        ("utter bо\u200bllосks, really", "swearing", "bо\u200bllосks"),
        ("ﬁne ﬁre, dob: 12/03/1985!", "date-of-birth", "12/03/1985"),
    ],
)
def test_what_is_marked_is_what_was_typed(typed, rule, marked):
    spans = [(each.start, each.end) for each in check(Draft(typed)) if each.rule == rule]

    assert [typed[start:end] for start, end in spans] == [marked]


@given(st.text(max_size=300))
def test_every_letter_remembers_where_it_stood(typed):
    folded = fold(typed)

    assert len(folded.cased) == len(folded.lower)
    places = [folded.span(number, number + 1) for number in range(len(folded.cased))]
    assert all(0 <= start < end <= len(typed) for start, end in places)
    assert places == sorted(places)


@pytest.mark.parametrize("typed", ["\u200b", "\ufe0f", "\u3164", "\u0301", "\u200b" * 100_001])
@pytest.mark.parametrize("kind", Kind)
def test_a_draft_of_which_nothing_is_seen_is_checked_like_any_other(typed, kind):
    found = check(Draft(typed, kind=kind, has_media=True, undescribed=1))

    assert "alt-text" in {finding.rule for finding in found}
    assert all(0 <= finding.start <= finding.end <= len(typed) for finding in found)


@settings(deadline=None)  # the first to find something reads the translations
@given(st.text(alphabet="a1é\u200b\u0301👮.\n", max_size=20), st.sampled_from(Kind), st.integers(0, 2))
def test_whatever_is_found_stands_in_the_text(typed, kind, undescribed):
    found = check(Draft(typed, kind=kind, has_media=True, undescribed=undescribed))

    assert all(0 <= finding.start <= finding.end <= len(typed) for finding in found)


@given(
    st.text(alphabet=st.characters(codec="ascii", exclude_categories=["Cc"], include_characters="\n\t"), max_size=100)
)
def test_plain_text_stays_as_it_is(typed):
    assert fold(typed).cased == typed
