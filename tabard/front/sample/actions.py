"""Loading Peelborough, step by step; each step leaves alone what is there already."""

import base64
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction

from tabard.front.sample.faces import GROUNDS, Face
from tabard.front.sample.portraits import portrait
from tabard.front.sample.scenes import scene
from tabard.front.sample.story import FOUNDED, PLACES, SLUG, Calendar, Told, force, postcodes, posts
from tabard.lib.geo.reading import read_places
from tabard.lib.geo.survey import survey
from tabard.people.accounts.actions import add_user, give_totp
from tabard.people.accounts.models import Role, User
from tabard.people.places.actions.forces import add_force, describe_force, describe_neighbourhood
from tabard.people.places.actions.generations import Origin, import_generation, switch_on
from tabard.people.places.actions.postcodes import save_postcodes
from tabard.people.places.models import BoundaryGeneration, Force, Neighbourhood, Postcode
from tabard.people.teams.actions import add_officer, change_officer, found_team, give_account, hand_over, post_officer
from tabard.people.teams.models import Officer, Posting, Team
from tabard.plant.media.actions import add_picture
from tabard.plant.media.models import Picture
from tabard.services.events.actions import take_in_event, take_in_priority
from tabard.services.events.models import Kind
from tabard.services.events.wording import EventWords, PriorityWords
from tabard.voice.posts.actions import edit_post, publish_post, retract_post, save_draft, schedule_post, start_series
from tabard.voice.posts.models import Post, State, Voice
from tabard.voice.posts.wording import Words

PASSWORD = "peelborough is made up"  # noqa: S105  known to all; the second factor, drawn at load, is not


class OtherForceHere(Exception):
    """The server holds a real force, which the made-up one would stand beside for all to see."""


def load_sample(*, now: datetime, progress: Callable[[int, int], None] = lambda done, total: None) -> None:
    """Load all of Peelborough; `progress` is told how many steps of how many are done. Raises OtherForceHere."""
    if Force.objects.exclude(slug=SLUG).exists() and not Force.objects.filter(slug=SLUG).exists():
        raise OtherForceHere
    steps = list(_Loading(Calendar(now)).steps())
    for number, step in enumerate(steps, start=1):
        step()
        progress(number, len(steps))


Step = Callable[[], None]


@dataclass
class _Loading:
    """One loading: the calendar, and what the steps find or make for those after them."""

    calendar: Calendar
    teams: dict[str, Team] = field(default_factory=dict)
    officers: dict[str, Officer] = field(default_factory=dict)
    places: dict[str, Neighbourhood] = field(default_factory=dict)
    posts: dict[str, Post] = field(default_factory=dict)

    def steps(self) -> Iterator[Step]:
        told = force()
        yield self.places_and_teams
        yield from (_with(self.officer, one) for one in enumerate(told["officer"]))
        yield from (_with(self.staff, one) for one in told["staff"])
        yield from (_with(self.event, one) for one in enumerate(told["event"]))
        yield from (_with(self.priority, one) for one in enumerate(told["priority"]))
        in_time = sorted(posts(), key=self.calendar.of_post)
        leaving = {one["number"]: one for one in told["officer"] if "hands_over_to" in one}
        before = [post for post in in_time if post["by"] in leaving]
        yield from (_with(self.post, post) for post in before)
        yield from (_with(self.leave, one) for one in leaving.values())
        yield from (_with(self.post, post) for post in in_time if post not in before)

    # -- the place -----------------------------------------------------------------------------------------------------

    def places_and_teams(self) -> None:
        now = self.calendar.now
        found = Force.objects.filter(slug=SLUG).first()
        peelborough = found or add_force(slug=SLUG, name=force()["force"]["name"], now=now - FOUNDED)
        if not BoundaryGeneration.objects.of(peelborough).live().exists():
            _draw_boundaries(peelborough, now - FOUNDED)
        self.places = {place.code: place for place in Neighbourhood.objects.of(peelborough)}
        _describe(peelborough, self.places, now)
        _list_postcodes(now)
        for told in force()["team"]:
            self.teams[told["handle"]] = _team(peelborough, told, self.places, now - FOUNDED)

    # -- the people ----------------------------------------------------------------------------------------------------

    def officer(self, numbered: tuple[int, Told]) -> None:
        order, told = numbered
        start, home = self.calendar.of_posting(told), self.teams[told["teams"][0]].force
        officer = Officer.objects.filter(number=told["number"]).first()
        if officer is None:
            facts = {name: told[name] for name in ("name", "number", "rank", "handle")}
            officer = add_officer(force=home, now=start, **facts)
        self.officers[officer.number] = officer
        _picture_officer(officer, told, GROUNDS[order % len(GROUNDS)], start)
        for handle in told["teams"]:
            if not Posting.objects.filter(officer=officer, team=self.teams[handle]).exists():
                post_officer(officer=officer, team=self.teams[handle], active_from=start, now=start)
        if "email" in told and officer.user is None:
            user = _user(told, told["role"], self.calendar.now)
            give_account(officer=officer, user=user, now=self.calendar.now)

    def staff(self, told: Told) -> None:
        _user(told, told["role"], self.calendar.now)

    def leave(self, told: Told) -> None:
        officer, heir = self.officers[told["number"]], self.officers[told["hands_over_to"]]
        moment = self.calendar.now - timedelta(days=told["left_days_ago"])
        if Posting.objects.filter(officer=officer, active_to=None).exists():
            hand_over(officer=officer, to=heir, now=moment)

    # -- meetings and priorities ---------------------------------------------------------------------------------------

    def event(self, numbered: tuple[int, Told]) -> None:
        order, told = numbered
        place, starts_at = self.places[told["neighbourhood"]], self.calendar.of_event(told)
        words = EventWords(
            title=told["title"],
            kind=Kind(told["kind"]),
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=told["hours"]),
            description=told["description"],
            place=told["place"],
            address=told.get("address", ""),
            online_url=told.get("online_url", ""),
            contact=(("email", place.email), ("telephone", place.telephone)),
        )
        take_in_event(neighbourhood=place, uid=f"sample-{order}@{SLUG}.example", words=words, now=self.calendar.now)

    def priority(self, numbered: tuple[int, Told]) -> None:
        order, told = numbered
        today = self.calendar.today
        words = PriorityWords(
            issue=told["issue"],
            issue_date=today - timedelta(days=told["issue_days"]),
            action=told.get("action", ""),
            action_date=today - timedelta(days=told["action_days"]) if "action" in told else None,
        )
        place = self.places[told["neighbourhood"]]
        source = f"{SLUG}-sample-{order}"
        take_in_priority(neighbourhood=place, source=source, words=words, today=today, now=self.calendar.now)

    # -- posts ---------------------------------------------------------------------------------------------------------

    def post(self, told: Told) -> None:
        author = self.officers[told["by"]]
        post = Post.objects.filter(token=_mark(told)).first() or self._write(author, told)
        if "key" in told:
            self.posts[told["key"]] = post

    def _write(self, author: Officer, told: Told) -> Post:
        moment = self.calendar.of_post(told)
        handle = told.get("team") or _first_team(told["by"])
        pictures = tuple(
            add_picture(file=scene(picture["drawing"]), alt=picture["alt"], by=author.user, now=moment)
            for picture in told.get("pictures", [])
        )
        with transaction.atomic():
            return self._say(self.teams[handle], author, told, pictures, moment)

    def _say(self, team: Team, author: Officer, told: Told, pictures: tuple[Picture, ...], moment: datetime) -> Post:
        series = start_series(team=team, by=author, name=told["series"], now=moment) if "series" in told else None
        words = Words(
            text=told["text"],
            speaks_as=Voice(told.get("as", "officer")),
            content_notice=told.get("notice", ""),
            language=told.get("language", ""),
            pictures=pictures,
            reply_to=self.posts[told["reply_to"]] if "reply_to" in told else None,
            series=series,
        )
        post = save_draft(team=team, by=author, words=words, now=moment)
        post.token = _mark(told)
        post.save(update_fields=["token"])
        if "scheduled" in told:
            later = self.calendar.on(told["scheduled"]["in_days"], told["scheduled"]["at"])
            schedule_post(post=post, by=author, publish_at=later, now=moment)
        elif "draft" not in told:
            publish_post(post=post, by=author, now=moment)
        if post.state == State.PUBLISHED:
            _afterwards(post, author, told, moment)
        return post


def _mark(told: Told) -> str:
    """By which a post of the story is known when the story is told again."""
    return f"sample:{told['token']}"


def _with(step: Callable[[Any], None], told: Any) -> Step:
    return lambda: step(told)


def _afterwards(post: Post, author: Officer, told: Told, moment: datetime) -> None:
    for edit in told.get("edits", []):
        later = moment + timedelta(minutes=edit["after_minutes"])
        notice, language = post.content_notice, post.language
        edit_post(post=post, by=author, text=edit["text"], content_notice=notice, language=language, now=later)
    if "retracted" in told:
        later = moment + timedelta(minutes=told["retracted"]["after_minutes"])
        retract_post(post=post, by=author, reason=told["retracted"]["reason"], now=later)


def _draw_boundaries(peelborough: Force, moment: datetime) -> None:
    features, source = read_places(PLACES), force()["force"]["source"]
    origin = Origin(source=source["name"], licence=source["licence"])
    found = survey(features).as_json()
    switch_on(
        generation=import_generation(force=peelborough, features=features, origin=origin, now=moment, survey=found),
        now=moment,
    )


def _describe(peelborough: Force, places: dict[str, Neighbourhood], now: datetime) -> None:
    told = force()
    facts = {name: told["force"][name] for name in ("description", "url", "telephone")}
    describe_force(force=peelborough, facts={**facts, "engagement_methods": told["force"]["engagement"]}, now=now)
    telephones = {code: team["telephone"] for team in told["team"] for code in team["covers"]}
    for one in told["neighbourhood"]:
        about = {name: one[name] for name in ("description", "population", "email")}
        about |= {name: one[name] for name in ("contact", "locations") if name in one}
        about["telephone"] = telephones[one["code"]]
        describe_neighbourhood(neighbourhood=places[one["code"]], facts=about, now=now)


def _list_postcodes(now: datetime) -> None:
    rows = [
        Postcode(code=code.replace(" ", ""), latitude=latitude, longitude=longitude, listed_at=now)
        for code, latitude, longitude in postcodes()
    ]
    save_postcodes(postcodes=rows)


def _team(peelborough: Force, told: Told, places: dict[str, Neighbourhood], moment: datetime) -> Team:
    found = Team.objects.filter(handle__name=told["handle"]).first()
    return found or found_team(
        force=peelborough,
        name=told["name"],
        description=told["description"],
        handle=told["handle"],
        neighbourhoods=[places[code] for code in told["covers"]],
        now=moment,
    )


def _first_team(number: str) -> str:
    first: str = next(one["teams"][0] for one in force()["officer"] if one["number"] == number)
    return first


def _picture_officer(officer: Officer, told: Told, ground: str, moment: datetime) -> None:
    if officer.picture is not None:
        return
    name = told["name"] if told.get("is_name_public", True) else told["number"]
    alt = f"Drawing of {told['rank']} {name} in a bright yellow police vest."
    picture = add_picture(file=portrait(Face(**told["face"], ground=ground)), alt=alt, by=None, now=moment)
    facts = {"bio": told["bio"], "languages": told["languages"], "is_name_public": told.get("is_name_public", True)}
    change_officer(officer=officer, picture=picture, contact=told.get("contact", {}), now=moment, **facts)


@cache
def _hashed_password() -> str:
    """Made once: it is meant to take long, and this one is known to all."""
    return make_password(PASSWORD)


def _user(told: Told, role: str, now: datetime) -> User:
    found = User.objects.with_email(told["email"]).first()
    if found is not None:
        return found
    with transaction.atomic():
        user = add_user(email=told["email"], name=told["name"], role=Role(role), is_sample=True, now=now)
        user.password = _hashed_password()
        user.save(update_fields=["password"])
        give_totp(user=user, secret=base64.b32encode(secrets.token_bytes(20)).decode())
    return user
