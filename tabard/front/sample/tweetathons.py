"""The tweetathons of Peelborough: what data/ tells of each, made once."""

from datetime import datetime, timedelta

from tabard.front.sample.story import Calendar, Told
from tabard.front.sample.tweetathon_figures import figures_told
from tabard.occasions.tweetathon.actions.counted import keep_figures
from tabard.occasions.tweetathon.actions.registrations import take_in_registration
from tabard.occasions.tweetathon.actions.tweetathons import add_tweetathon, save_year
from tabard.occasions.tweetathon.domains import USUAL_SUFFIXES
from tabard.occasions.tweetathon.models import Clock, Tweetathon
from tabard.occasions.tweetathon.wording import RegistrationWords, TweetathonWords, YearWords
from tabard.people.teams.models import Team

BEGINS_AT = "08:00"
MADE_BEFORE = timedelta(days=60)


def load_tweetathon(told: Told, team: Team, calendar: Calendar) -> None:
    """Organised by `team`. One that is there is left alone."""
    if Tweetathon.objects.filter(slug=told["slug"]).exists():
        return
    words = _words(told, team, calendar)
    made_at = _made_at(words, calendar)
    tweetathon = add_tweetathon(slug=told["slug"], force=team.force, words=words, by=None, now=made_at)
    for force in told["force"]:
        take_in_registration(tweetathon=tweetathon, words=RegistrationWords(**force), by=None, now=made_at)
    for row in told.get("year", []):
        figures = dict(row)
        year = tweetathon.year - figures.pop("years_before")
        save_year(
            tweetathon=tweetathon,
            words=YearWords(year=year, **figures),
            by=None,
            today=calendar.today,
            now=made_at,
        )
    if "figures" in told:
        _keep_figures(tweetathon, told["figures"])


def _keep_figures(tweetathon: Tweetathon, table: Told) -> None:
    counted_at = tweetathon.starts_at + timedelta(hours=table["counted_hours_later"])
    counted = figures_told(table, tweetathon.hashtags[0].casefold(), tweetathon.starts_at)
    keep_figures(tweetathon=tweetathon, told=counted, listened=table["listened"], now=counted_at)


def _words(told: Told, team: Team, calendar: Calendar) -> TweetathonWords:
    is_local = "local_in_days" in told
    return TweetathonWords(
        name=told["name"],
        hashtags=tuple(told["hashtags"]),
        clock=Clock.LOCAL if is_local else Clock.INSTANT,
        local_date=calendar.today + timedelta(days=told["local_in_days"]) if is_local else None,
        starts_at=None if is_local else calendar.on(-told["started_days_ago"], BEGINS_AT),
        team=team,
        languages=tuple(told["languages"]),
        description=told["description"],
        suffixes=USUAL_SUFFIXES,
    )


def _made_at(words: TweetathonWords, calendar: Calendar) -> datetime:
    """Before it began, and not in time to come."""
    return min(words.starts_at or calendar.now, calendar.now) - MADE_BEFORE
