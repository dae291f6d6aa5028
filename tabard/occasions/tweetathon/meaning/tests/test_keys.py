import pytest
from hypothesis import given
from hypothesis import strategies as st

from tabard.occasions.tweetathon.meaning.gazetteer import gazetteer
from tabard.occasions.tweetathon.meaning.keys import NameGivenTwice, key_of, unique_keys


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("Saint-Étienne", "st etienne"),
        ("U.S.A.", "usa"),
        ("'s-Hertogenbosch", "s hertogenbosch"),
        ("Łódź", "lodz"),
        ("STRASSE & Straße", "strasse and strasse"),
        ("ＴＯＫＹＯ", "tokyo"),  # noqa: RUF001 (full width)
        ("मुंबई", "मुंबई"),
        ("  \u200f ", ""),
    ],
)
def test_a_name_has_one_key_however_it_is_typed(typed, key):
    assert key_of(typed) == key


@given(st.text())
def test_the_key_of_a_key_is_itself(text):
    assert key_of(key_of(text)) == key_of(text)


def test_a_list_that_names_a_place_twice_is_refused():
    with pytest.raises(NameGivenTwice, match="co durham"):
        unique_keys(["Leeds", "County Durham", "Co. Durham"])


def test_a_list_with_a_name_of_no_letters_is_refused():
    with pytest.raises(NameGivenTwice):
        unique_keys(["Leeds", "--"])


def test_every_key_of_the_gazetteer_is_one_that_a_text_can_have():
    meanings = gazetteer().meanings

    strange = [key for key in meanings if key != key_of(key)]

    assert strange == []
    assert len(meanings) > 300_000
