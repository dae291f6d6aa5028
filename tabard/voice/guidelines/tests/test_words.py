"""Words and phrases, found in one walk."""

import pytest

from tabard.voice.guidelines.checking.words import Words, split, spread


def found(phrases: list[str], text: str) -> list[tuple[int, int]]:
    return [(first, last) for _tag, first, last in Words({"tag": phrases}).find(split(text))]


@pytest.mark.parametrize(
    ("phrase", "text", "at"),
    [
        ("scum", "utter scum here", [(1, 2)]),
        ("in custody", "he is in custody now", [(2, 4)]),
        ("in custody", "in the custody suite", []),
        ("scum*", "scumbags", [(0, 1)]),
        ("track his phone*", "we track his phones", [(1, 4)]),
        ("put ~ door", "put the front door in", [(0, 4)]),
        ("put ~ door", "put door", [(0, 2)]),
        ("put ~ door", "put the very big front door", [(0, 6)]),
        ("put ~ door", "put the very big old front door", []),
        ("scum", "sc4m 5cum scum", [(1, 2), (2, 3)]),
        ("in custody", "in cu5t0dy", [(0, 2)]),
        ("scum", "what s c u m they are", [(1, 5)]),
        ("4x4", "a 4x4 outside", [(1, 2)]),
    ],
)
def test_a_phrase_is_found_where_it_stands(phrase, text, at):
    assert found([phrase], text) == at


def test_all_that_begin_alike_are_found():
    assert sorted(found(["known", "known to", "known to police"], "known to police")) == [(0, 1), (0, 2), (0, 3)]


def test_a_line_of_a_lexicon_stands_for_many_phrases():
    words = Words({"tag": ["he|she is|has_been very? late"]}, spread)

    said = ["he is late", "she has been very late", "he is very late", "she late", "he has late"]
    assert [len(list(words.find(split(text)))) for text in said] == [1, 1, 1, 0, 0]


def test_bars_and_question_marks_mean_nothing_in_words_of_the_force():
    assert found(["who? me|you"], "who me you") == [(0, 3)]


def test_each_phrase_keeps_its_tag():
    words = Words({"one": ["red"], "two": ["red", "red car"]})

    assert sorted(words.find(["red", "car"])) == [("one", 0, 1), ("two", 0, 1), ("two", 0, 2)]
