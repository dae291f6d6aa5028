"""One form sent twice does one thing; with other words it does another."""

from tabard.lib import form_token


def test_a_form_sent_twice_is_the_same_and_other_words_or_another_form_are_not():
    once = form_token.bound("form-1", ("Found",))

    assert once == form_token.bound("form-1", ("Found",))
    assert len({once, form_token.bound("form-1", ("Lost",)), form_token.bound("form-2", ("Found",))}) == 3


def test_half_a_character_from_a_broken_phone_is_no_error():
    assert len(form_token.bound("form-1", "\ud800")) == 32
