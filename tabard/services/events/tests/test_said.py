"""What officers say in public elsewhere than in posts: refused, asked about once, and written into the audit chain."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tabard.people.accounts.tests.makers import make_user
from tabard.people.teams import actions
from tabard.people.teams.guided import WordsStopped, asking, meant_so
from tabard.people.teams.models import Officer
from tabard.people.teams.tests.makers import NINE, make_officer, make_team
from tabard.plant.audit.models import AuditEntry
from tabard.services.events import actions as events
from tabard.services.events.models import Priority
from tabard.services.events.wording import EventWords, PriorityWords
from tabard.voice.guidelines.models import QuestionAsked

pytestmark = pytest.mark.django_db
REFUSED = "Ring me at home: 07700 900461, or come to 14 Mill Lane, PB1 2AA."
ASKED = "THIS IS WHAT I DO ALL DAY AND I LOVE IT SO VERY MUCH INDEED"


@pytest.fixture
def officer() -> Officer:
    return make_officer(team=make_team(), user=make_user())


def say(officer: Officer, bio: str) -> None:
    with asking():
        actions.change_officer(officer=officer, bio=bio, now=NINE, by=officer.user)


def test_what_the_guidelines_refuse_is_not_kept(officer):
    with pytest.raises(WordsStopped) as stopped:
        say(officer, REFUSED)

    assert "14 Mill Lane" in str(stopped.value)
    officer.refresh_from_db()
    assert officer.bio == ""
    assert not QuestionAsked.objects.exists()


def test_a_question_is_answered_by_the_same_words_again_and_audited(officer):
    with pytest.raises(WordsStopped, match="Is this what you mean"):
        say(officer, ASKED)
    say(officer, ASKED)

    assert officer.bio == ASKED
    audited = AuditEntry.objects.filter(act="teams.officer_changed").latest("pk")
    assert audited.detail["meant_so"] == ["capitals"]


def test_other_words_are_asked_about_anew(officer):
    with pytest.raises(WordsStopped):
        say(officer, ASKED)
    with pytest.raises(WordsStopped):
        say(officer, ASKED + " TODAY")


def test_what_stays_as_it_is_is_not_checked_again(officer):
    Officer.objects.filter(pk=officer.pk).update(bio=REFUSED)
    officer.refresh_from_db()

    say(officer, REFUSED)
    actions.change_officer(officer=officer, languages=["cy"], now=NINE, by=officer.user)

    assert officer.languages == ["cy"]


def test_what_nobody_here_wrote_is_refused_but_not_asked_about():
    assert meant_so(ASKED, by=None, now=NINE) == {}
    with pytest.raises(WordsStopped):
        meant_so(REFUSED, by=None, now=NINE)


def test_the_text_of_a_team_is_checked():
    team = make_team()

    with pytest.raises(WordsStopped):
        actions.change_team(team=team, name=team.name, description=REFUSED, picture=None, now=NINE)


def test_a_priority_is_checked():
    team = make_team()
    officer = make_officer(team=team, user=make_user())
    place = team.covers.get().neighbourhood
    words = PriorityWords(issue=f"Bikes are stolen. {REFUSED}", issue_date=NINE.date())

    with pytest.raises(WordsStopped):
        events.add_priority(neighbourhood=place, by=officer, words=words, today=NINE.date(), now=NINE)

    assert not Priority.objects.exists()


def test_an_event_is_checked_but_for_where_it_takes_place():
    team = make_team()
    officer = make_officer(team=team, user=make_user())
    place = team.covers.get().neighbourhood
    words = EventWords(title="Surgery", starts_at=NINE + timedelta(days=1), address="14 Mill Lane, PB1 2AA")

    with pytest.raises(WordsStopped):
        bad = replace(words, description=REFUSED)
        events.add_event(neighbourhood=place, by=officer, words=bad, now=NINE)
    event = events.add_event(neighbourhood=place, by=officer, words=words, now=NINE)
    with pytest.raises(WordsStopped):
        events.change_event(event=event, by=officer, words=bad, now=NINE)

    event.refresh_from_db()
    assert (event.address, event.description) == (words.address, "")
