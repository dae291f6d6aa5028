"""Languages as officers type them, as they are kept, and as residents read them."""

import pytest

from tabard.people.teams.languages import KNOWN, MORE, language_name, own_name, read_languages


def test_languages_have_their_own_names():
    names = [own_name(code) for code in ("cy", "en-GB", "pt-BR", "yo", "zh-Hant", "xx")]

    assert names == ["Cymraeg", "English", "Português", "Yorùbá", "繁體中文", "xx"]


@pytest.mark.parametrize("code", [*MORE, *KNOWN])
def test_every_language_that_an_officer_may_type_has_a_name_for_residents(code: str):
    (kept,) = read_languages(code)

    assert kept == code
    assert own_name(kept) != code
    assert language_name(kept) != code
    assert read_languages(own_name(kept)) != []
