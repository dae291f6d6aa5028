"""What kinds of words a draft has."""

import tracemalloc

from tabard.voice.guidelines.checking.findings import Context, Draft
from tabard.voice.guidelines.checking.glances import FIGURE, GIVEN, LETTER, kinds_of, parts_of, together, words_of
from tabard.voice.guidelines.checking.reading import Reading


def test_a_word_is_of_all_kinds_that_know_it_or_a_part_of_it():
    fruit, red, berries = words_of("apple", "strawberry"), words_of("strawberry"), parts_of("berry", "berries")

    assert kinds_of(["strawberry"])[0] & (fruit | red | berries) == fruit | red | berries
    assert kinds_of(["apple"])[0] & (fruit | red | berries) == fruit
    assert kinds_of(["blueberries"])[0] & (fruit | red | berries) == berries


def test_a_kind_that_comes_later_is_told_of_words_seen_before():
    word = "zyzzyva"
    before = kinds_of([word])[0]
    beetle = words_of(word)

    assert not before & beetle
    assert kinds_of([word])[0] & beetle


def test_what_is_too_long_for_a_word_is_not_kept_in_memory():
    nines = parts_of("nine")
    Reading(Draft("Read once, for the lexicons."), Context())
    tracemalloc.start()

    readings = (Reading(Draft(f"{'nine' * 2_000}{number} was here"), Context()) for number in range(100))
    assert all(reading.kinds & nines for reading in readings)

    kept, _most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert kept < 100 * 8_000 / 4


def test_the_kinds_of_a_draft_are_those_of_its_words():
    reading = Reading(Draft("Anna met us at 9, section B."), Context())

    assert reading.kinds == together(reading.kinds_of)
    assert reading.kinds & GIVEN
    assert reading.kinds & FIGURE
    assert reading.kinds & LETTER
    assert not Reading(Draft("Lock your shed."), Context()).kinds & (GIVEN | FIGURE | LETTER)
    assert Reading(Draft(""), Context()).kinds == 0


def test_figures_are_seen_however_they_are_typed():
    for typed in ("14", "١٤", "1️⃣4️⃣", "four14", "①④"):
        assert Reading(Draft(f"He is {typed}."), Context()).kinds & FIGURE, typed
