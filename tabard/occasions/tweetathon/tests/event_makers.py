"""Tweetathons and registrations, made the way that organisers and forces make them."""

from datetime import UTC, datetime, timedelta
from typing import Any

from tabard.occasions.tweetathon.actions import registrations, tweetathons
from tabard.occasions.tweetathon.domains import USUAL_SUFFIXES
from tabard.occasions.tweetathon.models import Registration, RegistrationState, Tweetathon
from tabard.occasions.tweetathon.wording import RegistrationWords, TweetathonWords
from tabard.people.accounts.models import User
from tabard.people.teams.models import Team
from tabard.people.teams.tests.makers import NINE, make_force

START = datetime(2026, 6, 4, 8, tzinfo=UTC)
LATER = NINE + timedelta(minutes=10)


def make_tweetathon(team: Team | None = None, slug: str = "polday", **more: Any) -> Tweetathon:
    """One to come, organised by `team` or by the force."""
    said: dict[str, Any] = {"name": "Police Day", "hashtags": ("#PolDay",), "starts_at": START, **more}
    words = TweetathonWords(team=team, suffixes=USUAL_SUFFIXES, **said)
    force = team.force if team else make_force()
    return tweetathons.add_tweetathon(slug=slug, force=force, words=words, by=None, now=NINE)


def said(**more: Any) -> RegistrationWords:
    """What a force writes, official by its address."""
    return RegistrationWords(
        **{
            "name": "Politie Utrecht",
            "contact_name": "Anna de Vries",
            "email": "anna@politie.nl",
            "country": "NL",
            "place": "Utrecht",
            "may_be_named": True,
            **more,
        }
    )


def make_asked(tweetathon: Tweetathon, *, now: datetime = NINE, **more: Any) -> Registration:
    words = said(**more)
    registrations.ask_to_register(tweetathon=tweetathon, words=words, now=now)
    return Registration.objects.live().get(tweetathon=tweetathon, email=words.email.lower())


def make_registration(tweetathon: Tweetathon, *, now: datetime = NINE, **more: Any) -> Registration:
    """One whose mail was answered."""
    registration = make_asked(tweetathon, now=now, **more)
    registrations.confirm_registration(registration=registration, now=now)
    return registration


def make_accepted(tweetathon: Tweetathon, *, by: User, now: datetime = NINE, **more: Any) -> Registration:
    registration = make_registration(tweetathon, now=now, **more)
    if registration.state != RegistrationState.ACCEPTED:
        registrations.accept_registration(registration=registration, by=by, now=now)
    return registration
