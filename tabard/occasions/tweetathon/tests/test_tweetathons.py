"""Making, changing and cancelling a tweetathon, and the figures of earlier years."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail

from tabard.occasions.tweetathon import access
from tabard.occasions.tweetathon.actions import tweetathons
from tabard.occasions.tweetathon.models import Clock, EarlierYear, Phase, Tweetathon
from tabard.occasions.tweetathon.refusals import SENTENCES
from tabard.occasions.tweetathon.tests.event_makers import LATER, START, make_registration, make_tweetathon
from tabard.occasions.tweetathon.wording import CodeTaken, FiguresMissing, TweetathonWords, WordsRefused, YearWords
from tabard.people.accounts.tests.makers import deliver
from tabard.people.teams.guided import WordsStopped, asking
from tabard.people.teams.tests.makers import NINE, make_force, make_officer, make_team, make_user
from tabard.plant.audit.models import AuditEntry

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 4)
TODAY = date(2026, 3, 2)
NAMED = "We have arrested John Smith, 34."


def words(**more) -> TweetathonWords:
    return TweetathonWords(**{"name": "Police Day", "hashtags": ("PolDay",), "starts_at": START, **more})


def change(tweetathon, by, correction="", **more) -> bool:
    said = words(team=tweetathon.team, suffixes=tuple(tweetathon.suffixes), **more)
    return tweetathons.change_tweetathon(tweetathon=tweetathon, words=said, by=by, correction=correction, now=LATER)


# -- the clock ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "phase"),
    [
        (START - timedelta(seconds=1), Phase.BEFORE),
        (START, Phase.DURING),
        (START + timedelta(hours=24, seconds=-1), Phase.DURING),
        (START + timedelta(hours=24), Phase.AFTER),
    ],
)
def test_whether_it_is_to_come_going_on_or_over_follows_from_the_clock(riverside, now, phase):
    tweetathon = make_tweetathon(riverside)

    assert tweetathon.phase(now) == phase
    assert (tweetathon in Tweetathon.objects.to_come(now)) == (phase != Phase.AFTER)
    assert (tweetathon in Tweetathon.objects.past(now)) == (phase == Phase.AFTER)


def test_by_local_time_it_runs_from_the_first_zone_to_the_last(riverside):
    tweetathon = make_tweetathon(riverside, clock=Clock.LOCAL, starts_at=None, local_date=DAY)

    assert tweetathon.starts_at == datetime(2026, 6, 3, 10, tzinfo=UTC)
    assert tweetathon.ends_at == datetime(2026, 6, 5, 12, tzinfo=UTC)


# -- making and changing -----------------------------------------------------------------------------------------------


def test_a_code_is_given_once(riverside):
    make_tweetathon(riverside)

    with pytest.raises(CodeTaken):
        make_tweetathon(riverside, "POLDAY")


@pytest.mark.parametrize("field", ["name", "description", "hashtags"])
def test_what_is_said_of_it_is_checked_as_a_post_is(riverside, lead, field):
    tweetathon = make_tweetathon(riverside)
    bad = {field: ("JohnSmith", "arrested") if field == "hashtags" else NAMED}

    with pytest.raises(WordsStopped):
        change(tweetathon, lead, "Another name.", **bad)
    with pytest.raises(WordsStopped):
        tweetathons.add_tweetathon(slug="x", force=riverside.force, words=words(**bad), by=lead, now=LATER)

    assert Tweetathon.objects.get().name == "Police Day"


def test_what_the_public_is_told_of_a_change_or_a_cancellation_is_checked(riverside, lead):
    tweetathon = make_tweetathon(riverside)

    with pytest.raises(WordsStopped):
        change(tweetathon, lead, NAMED, starts_at=START + timedelta(hours=1))
    with pytest.raises(WordsStopped):
        tweetathons.cancel_tweetathon(tweetathon=tweetathon, reason=NAMED, by=lead, now=LATER)
    with pytest.raises(WordsStopped):
        year = YearWords(year=2020, posts=3, source=NAMED)
        tweetathons.save_year(tweetathon=tweetathon, words=year, by=lead, today=TODAY, now=LATER)

    tweetathon.refresh_from_db()
    assert not tweetathon.is_cancelled


def test_a_question_about_a_tweetathon_is_answered_by_sending_it_again(riverside, lead):
    tweetathon, shouted = make_tweetathon(riverside), "COME ALL AND TELL US WHAT YOU DO ALL DAY"

    with pytest.raises(WordsStopped, match="Is this what you mean"), asking():
        change(tweetathon, lead, description=shouted)
    change(tweetathon, lead, description=shouted)
    change(tweetathon, lead, description=shouted, languages=("en",))

    tweetathon.refresh_from_db()
    assert tweetathon.description == shouted
    answered = [entry.detail for entry in AuditEntry.objects.filter(act="tweetathon.changed").in_order()]
    assert answered == [{"meant_so": ["capitals"]}, {}]


def test_who_has_planned_by_it_must_be_told_what_has_changed(riverside, lead):
    tweetathon = make_tweetathon(riverside)

    with pytest.raises(tweetathons.CorrectionMissing):
        change(tweetathon, lead, starts_at=START + timedelta(hours=1))

    tweetathon.refresh_from_db()
    assert tweetathon.starts_at == START
    assert change(tweetathon, lead, "It begins an hour later.", starts_at=START + timedelta(hours=1))
    assert [each.text for each in tweetathon.corrections.all()] == ["It begins an hour later."]


def test_every_force_that_takes_part_is_mailed_the_correction(riverside, lead):
    tweetathon = make_tweetathon(riverside)
    make_registration(tweetathon)
    deliver()
    mail.outbox.clear()

    change(tweetathon, lead, "Another hashtag.", hashtags=("PolDay26",))
    deliver()

    assert [sent.subject for sent in mail.outbox] == ["Something has changed: Police Day"]
    assert "Another hashtag." in mail.outbox[0].body


def test_it_passes_to_a_team_of_another_force_with_that_force(riverside, lead):
    tweetathon = make_tweetathon(riverside)
    other = make_team("Harbour", force=make_force("wideshire"))

    said = words(team=other, suffixes=tuple(tweetathon.suffixes))
    tweetathons.change_tweetathon(tweetathon=tweetathon, words=said, by=lead, now=LATER)

    assert tweetathon.force == other.force


def test_a_better_description_needs_no_correction_and_nothing_different_is_no_change(riverside, lead):
    tweetathon = make_tweetathon(riverside)

    assert not change(tweetathon, lead)
    assert change(tweetathon, lead, description="Now with words.")
    assert not tweetathon.corrections.exists()
    assert tweetathon.revision == 1


def test_a_cancelled_one_stays_as_it_was(riverside, lead):
    tweetathon = make_tweetathon(riverside)

    tweetathons.cancel_tweetathon(tweetathon=tweetathon, reason="A storm.", by=lead, now=LATER)
    tweetathons.cancel_tweetathon(tweetathon=tweetathon, reason="Another reason.", by=lead, now=LATER)

    assert (tweetathon.cancel_reason, tweetathon.revision) == ("A storm.", 1)
    assert AuditEntry.objects.filter(act="tweetathon.cancelled").count() == 1
    with pytest.raises(tweetathons.TweetathonIsCancelled):
        change(tweetathon, lead, name="Another Day")


def test_what_is_over_cannot_be_cancelled(riverside, lead):
    tweetathon = make_tweetathon(riverside)

    with pytest.raises(tweetathons.TweetathonIsOver):
        tweetathons.cancel_tweetathon(tweetathon=tweetathon, reason="Too late.", by=lead, now=START + timedelta(days=1))


# -- earlier years -----------------------------------------------------------------------------------------------------


def test_figures_of_a_year_are_kept_with_their_source_and_replaced(riverside, lead):
    tweetathon = make_tweetathon(riverside)
    for posts in (48_000, 48_482):
        tweetathons.save_year(
            tweetathon=tweetathon,
            words=YearWords(year=2013, posts=posts, source="Report of the organisers"),
            by=lead,
            today=TODAY,
            now=NINE,
        )

    kept = EarlierYear.objects.get()
    assert (kept.posts, kept.authors, kept.source) == (48_482, None, "Report of the organisers")

    tweetathons.remove_year(tweetathon=tweetathon, year=2013, by=lead, now=NINE)
    tweetathons.remove_year(tweetathon=tweetathon, year=2013, by=lead, now=NINE)
    assert AuditEntry.objects.filter(act="tweetathon.year_removed").count() == 1


def test_a_year_without_a_figure_is_none(riverside, lead):
    with pytest.raises(FiguresMissing):
        tweetathons.save_year(
            tweetathon=make_tweetathon(riverside),
            words=YearWords(year=2013, source="Hearsay"),
            by=lead,
            today=TODAY,
            now=NINE,
        )


# -- who may -----------------------------------------------------------------------------------------------------------


def test_a_teams_tweetathon_is_its_officers_and_the_leads_to_change(riverside, lead):
    mine, forces = make_tweetathon(riverside), make_tweetathon(None, "forces")
    officer, other = make_user("Alice Archer"), make_user("Charlie Cole")
    make_officer("Alice Archer", team=riverside, user=officer)
    make_officer("Charlie Cole", team=make_team("Quarry"), user=other)

    assert set(access.organised_by(officer, LATER)) == {mine}
    assert set(access.organised_by(other, LATER)) == set()
    assert set(access.organised_by(lead, LATER)) == {mine, forces}


def all_refusals(kind: type[WordsRefused] = WordsRefused) -> set[type[WordsRefused]]:
    return {each for sub in kind.__subclasses__() for each in (sub, *all_refusals(sub))}


def test_every_refusal_has_a_sentence():
    assert set(SENTENCES) == all_refusals()
