"""Keeping the search index true. Each of these can be done twice without harm."""

from collections.abc import Iterator
from datetime import datetime

from django.db import connection, transaction

from tabard.front.web.models import Kind, SearchEntry
from tabard.lib.text import search_words
from tabard.people.places.models import Neighbourhood
from tabard.people.teams.models import Officer, Posting
from tabard.voice.posts.models import Post

BATCH = 500


@transaction.atomic
def index_place(*, neighbourhood_id: int) -> None:
    """Put the neighbourhood into the index as it is now, or take it out."""
    found = Neighbourhood.objects.filter(pk=neighbourhood_id, retired_at=None).select_related(
        "force", "cover__team__handle"
    )
    _put(Kind.PLACE, neighbourhood_id, next(map(_place_entry, found), None))


@transaction.atomic
def index_person(*, officer_id: int, now: datetime) -> None:
    """Put the officer into the index as they are now, or take out one who serves no longer."""
    found = Officer.objects.filter(pk=officer_id).select_related("handle")
    _put(Kind.PERSON, officer_id, next((_person_entry(officer, _team_names(officer, now)) for officer in found), None))


@transaction.atomic
def index_post(*, post_id: int) -> None:
    """Put the post into the index as it is now, or take out what is not public, or not news."""
    found = Post.objects.public().news().filter(pk=post_id)
    _put(Kind.POST, post_id, next(map(_post_entry, found), None))


@transaction.atomic
def rebuild(*, now: datetime) -> int:
    """Make the whole index anew from what is public. Returns the number of entries."""
    SearchEntry.objects.all().delete()
    made = SearchEntry.objects.bulk_create((entry for entry in _all_entries(now) if entry), batch_size=BATCH)
    return len(made)


def forget_removed_words() -> None:
    """Let the index forget the words of what was taken out of it. FTS5 only marks them as gone, and drops them when it
    merges its segments (https://sqlite.org/fts5.html#the_optimize_command); PostgreSQL's vacuum does so by itself."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO web_search (web_search) VALUES ('optimize')")


def _put(kind: Kind, subject_id: int, entry: SearchEntry | None) -> None:
    if entry is None:
        SearchEntry.objects.filter(kind=kind, subject_id=subject_id).delete()
        return
    words = {"title_words": entry.title_words, "body_words": entry.body_words}
    SearchEntry.objects.update_or_create(kind=kind, subject_id=subject_id, defaults=words)


def _all_entries(now: datetime) -> Iterator[SearchEntry | None]:
    places = Neighbourhood.objects.filter(retired_at=None).select_related("force", "cover__team__handle")
    yield from map(_place_entry, places.order_by("pk"))
    teams_of: dict[int, list[str]] = {}
    for officer_id, team in Posting.objects.held_at(now).values_list("officer", "team__name"):
        teams_of.setdefault(officer_id, []).append(team)
    for officer in Officer.objects.filter(pk__in=teams_of).select_related("handle").order_by("pk"):
        yield _person_entry(officer, teams_of[officer.pk])
    yield from map(_post_entry, Post.objects.public().news().order_by("pk").iterator(BATCH))


def _team_names(officer: Officer, now: datetime) -> list[str]:
    return list(Posting.objects.held_at(now).filter(officer=officer).values_list("team__name", flat=True))


def _place_entry(place: Neighbourhood) -> SearchEntry:
    team = place.cover.team if hasattr(place, "cover") else None
    known_as = [team.name, team.handle.name, team.description] if team else []
    return _entry(Kind.PLACE, place.pk, place.name, place.code, place.description, place.force.name, *known_as)


def _person_entry(officer: Officer, teams: list[str]) -> SearchEntry | None:
    if not teams:
        return None
    # a handle is mostly made from the name, which an officer known by number does not want to be found by
    known_as = [officer.handle.name] if officer.is_name_public else []
    return _entry(Kind.PERSON, officer.pk, str(officer), officer.number, officer.bio, *known_as, *teams)


def _post_entry(post: Post) -> SearchEntry:
    return _entry(Kind.POST, post.pk, "", post.content_notice, post.text)


def _entry(kind: Kind, subject_id: int, title: str, *body: str) -> SearchEntry:
    return SearchEntry(
        kind=kind,
        subject_id=subject_id,
        title_words=" ".join(search_words(title)),
        body_words=" ".join(search_words(" ".join(body))),
    )
