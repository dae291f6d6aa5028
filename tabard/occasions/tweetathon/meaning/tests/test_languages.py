import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tabard.occasions.tweetathon.meaning.languages import language_of

WRITTEN = Path(__file__).with_name("languages.tsv")
ENGLISH = "Out on patrol in the town centre tonight, come and say hello."


@pytest.fixture(scope="module", autouse=True)
def _model_is_read():
    language_of(ENGLISH)


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ("en", "en"),
        ("en-GB", "en"),
        ("EN_us", "en"),
        ("zh-Hant-TW", "zh"),
        ("in", "id"),
        ("iw", "he"),
        ("no", "nb"),
        ("nn", "nn"),
        ("deu", "de"),
        ("ger", "de"),
        ("ckb", "ckb"),
        ("fil", "tl"),
        (" cy ", "cy"),
    ],
)
def test_what_the_platform_says_counts(said, language):
    assert language_of("qué bonito", said) == language


@pytest.mark.parametrize("said", ["qam", "qct", "qht", "qme", "qst", "zxx", "art", "QST"])
def test_what_the_platform_found_no_words_in_is_undetermined(said):
    assert language_of(ENGLISH, said) == "und"


@pytest.mark.parametrize("said", ["", "und", "mul", "xx", "klingon!", "e", "\x00", "en" * 50_000])
def test_where_the_platform_says_nothing_the_text_is_read(said):
    assert language_of(ENGLISH, said) == "en"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("東京", "zh"),
        ("東京へようこそ", "ja"),
        ("안녕", "ko"),
        ("Καλημέρα", "el"),
        ("שלום", "he"),
        ("Share to Facebook एक बार वहाँ साधु आए", "hi"),
    ],
)
def test_a_script_with_one_language_tells_it(text, language):
    assert language_of(text) == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Tko je vidio ovog čovjeka neka se javi policiji.", "hr"),
        ("Ko je video ovog čoveka neka se javi policiji.", "sr"),
        ("Ikke glem at dere må si fra hvis noe skjer på veien.", "nb"),
        ("Glem ikke at I skal sige til, hvis noget sker på vejen.", "da"),
        ("Sesiapa yang melihat lelaki ini sila hubungi balai polis kerana ia penting.", "ms"),
        ("Siapa pun yang melihat pria ini silakan hubungi kantor polisi karena penting.", "id"),
    ],
)
def test_neighbours_are_told_apart_by_their_small_words(text, language):
    assert language_of(text) == language


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "ok", "hahahaha", "@WMPolice @someone@example.social", "#policing #tweetathon", "😂😂😂", "12:30",
        "https://example.com/dit/is/een/adres", "RT @x: www.police.uk", "\ud800", "\u202e\u200b",
    ],
)  # fmt: skip
def test_too_little_text_is_undetermined(text):
    assert language_of(text) == "und"


@given(st.text(), st.text(max_size=12))
def test_whatever_is_written_has_a_code_or_is_undetermined(text, said):
    language = language_of(text, said)

    assert len(language) in {2, 3}
    assert language.islower()


@pytest.mark.parametrize(
    "text",
    [
        "word " * 20_000, "a" * 100_000,
        "a." * 50_000, "http://" * 20_000, "@" * 100_000, "#a-" * 30_000, "ha" * 50_000,
        "\u0301" * 100_000, "日" * 100_000, "a-" * 50_000, ":a" * 50_000, "👍🏽" * 50_000,
    ],
    ids=range(12),
)  # fmt: skip
def test_long_and_strange_texts_take_bounded_time(text):
    started = time.process_time()

    language_of(text)

    assert time.process_time() - started < 0.25


def test_nearly_all_written_sentences_of_fifty_languages_are_told():
    rows = [line.split("\t") for line in WRITTEN.read_text(encoding="utf-8").splitlines()]

    wrong = [text for text, language in rows if language_of(text) != language]

    assert len(rows) > 100
    assert len(wrong) <= 0.03 * len(rows)


def test_nearly_all_real_sentences_are_told(shared_data):
    files = sorted((shared_data / "posts/languages").glob("*.txt"))
    rows = [(file.stem, line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]

    right = sum(language_of(text) == language for language, text in rows)

    assert right >= 0.98 * len(rows)
