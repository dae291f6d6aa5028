import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tabard.occasions.tweetathon.meaning.places import countries_of, country_of

WRITTEN = Path(__file__).with_name("places.tsv")


@pytest.fixture(scope="module", autouse=True)
def _gazetteer_is_built():
    country_of("Leeds")


@pytest.mark.parametrize(
    ("typed", "country"),
    [
        ("Manchester, UK", "GB"),
        ("wigan UK", "GB"),
        ("Avon & Somerset", "GB"),
        ("Den Haag", "NL"),
        ("Deutschland", "DE"),
        ("日本", "JP"),
        ("مصر", "EG"),
        ("मुंबई, भारत", "IN"),
        ("NYC", "US"),
        ("BCN", "ES"),
        ("#NewYork", "US"),
        ("Amsterdam | Nederland", "NL"),
        ("Wellington, Somerset", "GB"),
        ("Police HQ, Leeds", "GB"),
        ("M1 1AE", "GB"),
        ("N. Carolina", "US"),
        ("S Dakota", "US"),
        ("'s-Gravenhage", "NL"),
        ("Norfolk Police", "GB"),
        ("Surrey Police", "GB"),
        ("Surrey, BC", "CA"),
        ("Åland", "AX"),
        ("Policía Local de Sevilla", "ES"),
        ("Eenheid Oost-Brabant", "NL"),
        ("Comunidad Valenciana", "ES"),
    ],
)
def test_a_place_is_known_by_many_names(typed, country):
    assert country_of(typed) == country


@pytest.mark.parametrize(
    ("typed", "country"),
    [
        ("Austin, TX", "US"),
        ("Berlin, DE", "DE"),
        ("Perth, WA", "AU"),
        ("Vancouver, WA", "US"),
        ("Milano (MI)", "IT"),
        ("Austin TX 78701", "US"),
        ("1012 AB Amsterdam", "NL"),
        ("SE Michigan", "US"),
    ],
)
def test_letters_behind_a_town_are_read_by_where_that_town_is(typed, country):
    assert country_of(typed) == country


@pytest.mark.parametrize(
    ("typed", "country"),
    [
        ("Paris", "FR"),
        ("Paris, Texas", "US"),
        ("London, Ontario", "CA"),
        ("Georgia", None),
        ("Atlanta, Georgia", "US"),
        ("Tbilisi, Georgia", "GE"),
        ("Perth", "AU"),
        ("Perth, Scotland", "GB"),
        ("Richmond, London", "GB"),
    ],
)
def test_what_several_places_are_called_is_told_by_people_or_by_the_words_beside_it(typed, country):
    assert country_of(typed) == country


@pytest.mark.parametrize(
    ("typed", "country"),
    [
        ("between Leeds and York", "GB"),
        ("Austin/ChapelHill", "US"),
        ("between Amsterdam and Antwerp", None),
        ("London / Paris", None),
        ("Originally from Cork, now in London", "GB"),
        ("from Mumbai, living in Amsterdam", "NL"),
    ],
)
def test_several_places_are_a_country_if_they_share_it_or_one_is_home(typed, country):
    assert country_of(typed) == country


def test_the_countries_of_several_places_stand_in_order_each_once():
    assert countries_of("Leeds, Paris and York") == ("GB", "FR")


@pytest.mark.parametrize(
    ("typed", "country"),
    [
        ("🇳🇱", "NL"),
        ("\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f", "GB"),
        ("🏳️‍🌈 🇪🇺", None),
        ("🇳🇱 🇧🇪", None),
        ("Leeds 🇮🇳", "GB"),
        ("🇽🇽", None),
    ],
)
def test_flags_tell_where_no_word_does(typed, country):
    assert country_of(typed) == country


@pytest.mark.parametrize(
    ("typed", "country"),
    [
        ("51.5074, -0.1278", "GB"),
        ("ÜT: 40.7128,-74.0060", "US"),
        ("52°22'N 4°54'E", "NL"),
        ("33°52′S 151°12′E", "AU"),  # noqa: RUF001 (minutes of a degree)
        ("0.0, 0.0", None),
        ("-48.8, -123.4", None),
        ("91.5, 200.25", None),
        ("89.9, 0.1", None),
        ("-16.5, 179.99", "FJ"),
    ],
)
def test_a_position_is_in_the_country_of_the_nearest_town(typed, country):
    assert country_of(typed) == country


@pytest.mark.parametrize(
    "typed",
    [
        "in your head", "Earth", "everywhere", "she/her", "he/him | 21", "127.0.0.1", "localhost", "Hogwarts",
        "Mars", "Europe", "North America", "404 not found", "The space between thoughts.", "not telling", "", " ",
        "🌈✨", ",,,",
    ],
)  # fmt: skip
def test_what_is_no_place_has_no_country(typed):
    assert country_of(typed) is None


@given(st.text())
def test_whatever_is_typed_has_a_country_or_none(text):
    country = country_of(text)

    assert country is None or (len(country) == 2 and country.isalpha())


@pytest.mark.parametrize(
    "typed",
    [
        "Leeds, " * 20_000,
        "a" * 100_000,
        "\u202e\u200b\x00" * 40_000,
        "e" + "\u0301" * 100_000,
        "ﷺ" * 100_000,
        "🇬" * 100_000,
        "1." * 50_000,
        "(" * 100_000,
        "日" * 100_000,
        "\ud800" * 1000,
        "Aa" * 50_000,
        "12°" * 30_000,
    ],
    ids=range(12),
)
def test_long_and_strange_texts_take_bounded_time(typed):
    started = time.process_time()

    country_of(typed)

    assert time.process_time() - started < 0.25


def test_marks_that_turn_the_writing_round_hide_no_place():
    assert country_of("\u202eLee\u200bds\u202c, UK") == "GB"


def share_right(rows):
    right = sum(country_of(typed) in countries if countries else country_of(typed) is None for typed, countries in rows)
    return right / len(rows)


def test_nine_of_ten_written_places_are_told():
    lines = [line.split("\t") for line in WRITTEN.read_text(encoding="utf-8").splitlines()]
    rows = [(typed, countries.split(",") if countries else []) for typed, countries in lines]

    assert len(rows) >= 890
    assert share_right(rows) >= 0.95


def test_nine_of_ten_real_places_are_told(shared_data):
    rows = json.loads((shared_data / "posts/places_labelled.json").read_text(encoding="utf-8"))

    assert share_right([(row["location"], row["country"]) for row in rows]) >= 0.90
