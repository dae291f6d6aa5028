"""Every refusal has its sentence, in words that say what to do."""

import pytest

from tabard.front.desk.languages import language_choices
from tabard.front.desk.sentences import SENTENCES, sentence
from tabard.people.teams.guided import WordsStopped
from tabard.people.teams.models import Officer
from tabard.services.events import actions as events
from tabard.services.events.wording import EventRefused, TextTooLong
from tabard.voice.posts import access, actions, wording

REFUSED_AT_THE_DOOR = {access.NotPosted, access.NotTheirVoice, access.NotTheReviewer, WordsStopped}


def leaves(refusal):
    below = refusal.__subclasses__()
    return {leaf for each in below for leaf in leaves(each)} if below else {refusal}


def test_every_refusal_has_a_sentence():
    known = leaves(wording.PostRefused) | leaves(EventRefused) | REFUSED_AT_THE_DOOR

    assert set(SENTENCES) == known
    assert events.EventIsOver in known


@pytest.mark.parametrize(
    ("refusal", "told"),
    [
        (wording.TextTooLong(5003), "The text has 5003 characters. Shorten it to 5000."),
        (TextTooLong("title", 200), "Shorten this to 200 characters."),
        (actions.PostTimeIsPast(), "This time is past. Choose a time to come, or publish now."),
    ],
)
def test_a_sentence_names_the_number(refusal, told):
    assert sentence(refusal) == told


def test_an_officers_own_languages_come_first_and_odd_ones_do_no_harm():
    officer = Officer(languages=["cy", "bn", "not a language!", None, 7, "cy"])

    (_, own), (_, others) = language_choices(officer)

    assert [code for code, _name in own] == ["en-GB", "cy", "bn"]
    assert len(others) > 80
    assert not {"cy", "bn", "en-GB"} & {code for code, _name in others}
