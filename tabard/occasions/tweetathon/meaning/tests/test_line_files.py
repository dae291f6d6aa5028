import io
import sys

import pytest

from tabard.occasions.tweetathon.meaning.identify_languages import identify_languages
from tabard.occasions.tweetathon.meaning.line_files import LONGEST_LINE, TOLD_EVERY, counted, lines_of
from tabard.occasions.tweetathon.meaning.resolve_places import resolve_places


def test_each_line_has_its_country_or_none():
    places = ["Leeds", "in your head", "", "Den Haag\n", "日本"]

    assert list(resolve_places(places)) == ["GB", "", "", "NL", "JP"]


def test_each_line_has_its_language_or_none():
    texts = ["Diolch yn fawr i bawb am eich cymorth!", "ok", "", "Gracias a todos por la ayuda."]

    assert list(identify_languages(texts)) == ["cy", "", "", "es"]


def test_a_line_ends_with_a_line_feed_and_with_nothing_else(tmp_path):
    file = tmp_path / "places.txt"
    file.write_bytes("\ufeffLeeds\r\n\nYork\u2028UK\x0b\x85\rBath\nHull".encode() + b"\xff\n")

    assert list(lines_of(str(file))) == ["Leeds", "", "York\u2028UK\x0b\x85\rBath", "Hull\ufffd"]


def test_of_a_line_without_end_the_beginning_is_read(tmp_path):
    file = tmp_path / "places.txt"
    file.write_text("a" * 3 * LONGEST_LINE + "\nLeeds")

    assert [len(line) for line in lines_of(str(file))] == [LONGEST_LINE, 5]


def test_an_empty_file_has_no_lines(tmp_path):
    file = tmp_path / "places.txt"
    file.touch()

    assert list(lines_of(str(file))) == []


def test_a_missing_file_is_told():
    with pytest.raises(OSError, match="nowhere"):
        list(lines_of("nowhere.txt"))


def test_standard_input_is_read_for_a_dash(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO("Leeds\nYork\n"))

    assert list(lines_of("-")) == ["Leeds", "York"]


@pytest.mark.parametrize(
    ("lines", "told"), [(0, []), (1, [1]), (TOLD_EVERY, [TOLD_EVERY]), (TOLD_EVERY + 5, [TOLD_EVERY, TOLD_EVERY + 5])]
)
def test_of_long_files_it_is_told_how_far_they_are(lines, told):
    heard = []

    answers = list(counted(["GB"] * lines, heard.append))

    assert len(answers) == lines
    assert heard == told
