"""What may be a handle, and what may not."""

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tabard.people.teams.handles import (
    LONGEST,
    RESERVED,
    SHAPE,
    HandleRefused,
    NumberRefused,
    clean_handle,
    clean_number,
    suggest_handle,
    words_of_handle,
)


@pytest.mark.parametrize("text", ["riverside", "@Riverside", " PC_4021 ", "hill_top_2"])
def test_a_plain_handle_is_kept_in_lower_case(text: str):
    assert clean_handle(text) == text.strip().removeprefix("@").lower()


@pytest.mark.parametrize(
    "text",
    ["", "a", "x" * 31, "river side", "river-side", "river.side", "../admin", "@@riverside", "riverside\n@x",
     "\uff52iverside", "riv\u0435rside", "\u212aelvin", "\u0130stanbul", "rivers\u200bide", "\u202eedisrevir",
     "police", "ADMIN", "_admin_", "999", "___"],
)  # fmt: skip
def test_a_handle_that_could_fool_anyone_is_refused(text: str):
    with pytest.raises(HandleRefused):
        clean_handle(text)


@given(st.text())
def test_whatever_is_typed_a_kept_handle_has_the_one_shape(text: str):
    try:
        kept = clean_handle(text)
    except HandleRefused:
        return

    assert SHAPE.fullmatch(kept)
    assert kept not in RESERVED
    assert clean_handle(kept) == kept


@pytest.mark.parametrize(
    ("handle", "called", "words"),
    [
        ("@John_Smith_Arrested", ["Riverside"], "John Smith Arrested"),
        ("riverside", ["Riverside"], ""),
        ("riverside_2", ["Riverside"], ""),
        ("hill_top", ["Hilltop Team", "Hill Top"], ""),
        ("pcso_4711", ["Dee Dunn", "PCSO"], ""),
        ("riverside_thieves", ["Riverside"], "Riverside Thieves"),
        ("ab12cde_van", ["Riverside"], "ab12cde Van"),
        ("", ["Riverside"], ""),
    ],
)
def test_the_words_of_a_handle_are_read_as_names_are_written_unless_it_only_repeats_the_name(handle, called, words):
    assert words_of_handle(handle, *called) == words


@given(st.text(), st.sets(st.integers(2, 12)))
def test_a_suggested_handle_is_free_and_may_be_kept(name: str, numbers: set[int]):
    first = suggest_handle(name, taken=())
    taken = {first} | {f"{first[: LONGEST - 3]}_{number}" for number in numbers}

    second = suggest_handle(name, taken=taken)

    assert second not in taken
    assert clean_handle(second) == second
    assert suggest_handle(name, taken=taken) == second


@given(st.text())
def test_whatever_is_typed_a_collar_number_can_stand_in_an_address(text: str):
    try:
        number = clean_number(text)
    except NumberRefused:
        return

    assert quote(number, safe="") == number
    assert 0 < len(number) <= 20
