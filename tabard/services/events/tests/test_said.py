"""What officers say in public elsewhere than in posts: refused, asked about once, and written into the audit chain."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tabard.people.accounts.tests.makers import make_user
from tabard.people.teams import actions
from tabard.people.teams.guided import WordsStopped, asking, meant_so
from tabard.people.teams.models import Officer
from tabard.people.teams.tests.makers import NINE, make_neighbourhood, make_officer, make_team
from tabard.plant.audit.models import AuditEntry
from tabard.services.events import actions as events
from tabard.services.events.models import Event, Priority
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


def test_the_name_of_a_team_is_checked(officer):
    team = make_team("Quayside")
    words = {"description": "", "picture": None, "now": NINE, "by": officer.user}

    with pytest.raises(WordsStopped) as stopped:
        actions.change_team(team=team, name="John Smith was arrested", **words)
    actions.change_team(team=team, name="Quayside and Mill Lane", **words)

    assert "John Smith" in str(stopped.value)
    team.refresh_from_db()
    assert team.name == "Quayside and Mill Lane"


def test_the_name_of_a_new_team_is_checked_unless_it_is_that_of_its_place():
    place = make_neighbourhood("Royal Docks E16 2QU")
    new = {"force": place.force, "neighbourhoods": [place], "handle": "docks", "now": NINE}

    with pytest.raises(WordsStopped):
        actions.found_team(name=f"Docks. {REFUSED}", **new)
    team = actions.found_team(name=place.name, **new)

    assert team.name == place.name


def add(officer: Officer, **words: str) -> Event:
    place = officer.postings.get().team.covers.get().neighbourhood
    given = EventWords(**{"title": "Surgery", "starts_at": NINE + timedelta(days=1), **words})
    return events.add_event(neighbourhood=place, by=officer, words=given, now=NINE)


@pytest.mark.parametrize("field", ["title", "description", "place", "address"])
def test_an_event_is_checked_whole(officer, field):
    event = add(officer)
    bad = {field: "John Smith was arrested. He’s guilty."}

    with pytest.raises(WordsStopped):
        add(officer, **bad)
    with pytest.raises(WordsStopped):
        events.change_event(event=event, by=officer, words=replace(words_of(event), **bad), now=NINE)

    assert Event.objects.get().title == "Surgery"


@pytest.mark.parametrize(
    "bad", [{"contact": (("email", "jo@far.example"), ("telephone", ""))}, {"online_url": "https://bit.ly/surgery"}]
)
def test_how_an_event_is_reached_is_asked_about_once(officer, bad):
    """A private number, or a link that hides where it leads, is a slip more often than not."""
    event = add(officer)
    changed = replace(words_of(event), **bad)

    with pytest.raises(WordsStopped, match="Is this what you mean"), asking():
        events.change_event(event=event, by=officer, words=changed, now=NINE)
    events.change_event(event=event, by=officer, words=changed, now=NINE)

    event.refresh_from_db()
    assert event.revision == 1
    assert AuditEntry.objects.latest("pk").detail["meant_so"]


def test_how_the_team_is_reached_anyway_is_not_asked_about(officer):
    place = officer.postings.get().team.covers.get().neighbourhood
    place.email, place.telephone = "riverside@far.example", "01632 960001"
    place.save()

    event = add(officer, contact=(("email", place.email), ("telephone", place.telephone)))

    assert event.contact == {"email": place.email, "telephone": place.telephone}


def test_what_an_event_had_already_is_not_asked_about_again(officer):
    event = add(officer)
    Event.objects.update(online_url="https://bit.ly/surgery", contact={"email": "jo@far.example"})
    later = NINE + timedelta(days=2)
    kept = {"online_url": "https://bit.ly/surgery", "contact": (("email", "jo@far.example"), ("telephone", ""))}

    events.change_event(event=event, by=officer, words=replace(words_of(event), starts_at=later, **kept), now=NINE)

    event.refresh_from_db()
    assert event.starts_at == later


@pytest.mark.parametrize("field", ["name", "rank"])
def test_what_an_officer_is_called_is_checked(officer, field):
    called = {"name": "Jo Bloggs", "rank": "PC", field: "We arrested John Smith"}
    user = officer.user

    with pytest.raises(WordsStopped):
        actions.change_officer(officer=officer, now=NINE, by=user, **called)
    with pytest.raises(WordsStopped):
        actions.add_officer(force=officer.force, number="4711", now=NINE, by=user, **called)

    assert Officer.objects.get().name == officer.name


def test_a_private_address_beside_an_officer_is_asked_about(officer):
    contact = {"email": "jo@far.example"}

    with pytest.raises(WordsStopped), asking():
        actions.change_officer(officer=officer, contact=contact, now=NINE, by=officer.user)
    actions.change_officer(officer=officer, contact=contact, now=NINE, by=officer.user)

    assert officer.contact == contact


def test_what_an_officer_does_in_a_team_is_checked(officer):
    other = make_team("Quayside")

    with pytest.raises(WordsStopped):
        actions.post_officer(officer=officer, team=other, role="Arrested John Smith", now=NINE, by=officer.user)
    actions.post_officer(officer=officer, team=other, role="Rural crime", now=NINE, by=officer.user)

    assert [each.role for each in officer.postings.filter(team=other)] == ["Rural crime"]


def test_where_an_event_takes_place_may_be_an_address_and_what_is_said_of_it_may_not(officer):
    where = {"place": "Quayside Library, 14 Mill Lane", "address": "14 Mill Lane, PB1 2AA"}

    event = add(officer, **where)
    with pytest.raises(WordsStopped):
        add(officer, description=REFUSED, **where)

    assert (event.place, event.address) == (where["place"], where["address"])


def test_a_name_in_the_title_is_read_together_with_the_place(officer):
    with pytest.raises(WordsStopped):
        add(officer, title="John Smith", place="Arrested last night at 14 Mill Lane")


def words_of(event: Event) -> EventWords:
    return EventWords(title=event.title, starts_at=event.starts_at)
