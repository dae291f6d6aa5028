"""Who an app speaks for. Asked anew with every request: when a posting ends, its tokens are dead."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Prefetch
from django.http import Http404
from django.utils.translation import gettext as _
from oauth2_provider.models import AccessToken, Application

from tabard.gateways.mastodon_api.models import GrantedToken, Upload
from tabard.gateways.mastodon_api.refusals import NotAllowed, Refused, TokenNotValid
from tabard.gateways.mastodon_api.scopes import allows
from tabard.people.accounts.models import User
from tabard.people.teams.models import Officer, Posting, Team
from tabard.voice.network.models import Actor, Note
from tabard.voice.posts.checking import looks_of, words_of
from tabard.voice.posts.models import Post, PostQuerySet, Review, State, Voice
from tabard.voice.posts.wording import Words, checked, told

SENT_AGAIN_WITHIN = timedelta(minutes=10)


@dataclass(frozen=True)
class Caller:
    """An app with a token: `actor` is whom it speaks as, `officer` who let it. An app's own token has neither."""

    application: Application
    token: AccessToken
    scopes: list[str]
    actor: Actor | None = None
    officer: Officer | None = None


@dataclass(frozen=True)
class Speaker:
    """A caller who speaks for somebody."""

    actor: Actor
    officer: Officer

    @property
    def user(self) -> User:
        assert self.officer.user is not None  # noqa: S101  a token is granted by one who signs in
        return self.officer.user


def checksum(token: str) -> str:
    """As django-oauth-toolkit keeps tokens: never the token itself."""
    return hashlib.sha256(token.encode()).hexdigest()


def caller_with(token: str, *, now: datetime) -> Caller:
    """Whoever shows `token`. Raises TokenNotValid for one that is unknown, over, or whose posting has ended."""
    granted = GrantedToken.objects.living(now).with_people().filter(token__token_checksum=checksum(token)).first()
    if granted is not None:
        found = granted.token
        scopes = found.scope.split()
        return Caller(found.application, found, scopes, actor=granted.actor, officer=granted.officer)
    own = AccessToken.objects.filter(token_checksum=checksum(token), expires__gt=now, user=None, granted=None)
    app_token = own.select_related("application__app").first()
    if app_token is None:
        raise TokenNotValid
    return Caller(app_token.application, app_token, app_token.scope.split())


def require_scope(caller: Caller, scope: str) -> None:
    """Raises NotAllowed."""
    if not allows(caller.scopes, scope):
        raise NotAllowed(_("This action is outside the authorized scopes"))


def voices_of(officer: Officer, now: datetime) -> list[Officer | Team]:
    """As whom an officer may let an app speak: as themselves, then as each team that they are posted to now."""
    held = Posting.objects.held_at(now).filter(officer=officer).select_related("team__handle", "team__picture")
    teams = {posting.team_id: posting.team for posting in held.order_by("active_from", "pk")}
    return [officer, *teams.values()] if teams else []


def team_to_speak_in(speaker: Speaker, now: datetime, *, thread: Post | None = None) -> Team:
    """The team whose post it becomes: the actor's own; for an officer that of the thread that goes on, or else the one
    that they joined last."""
    if speaker.actor.team is not None:
        return speaker.actor.team
    held = Posting.objects.held_at(now).filter(officer=speaker.officer).select_related("team")
    if thread is not None and any(posting.team_id == thread.team_id for posting in held):
        return thread.team
    posting = held.order_by("-active_from", "-pk").first()
    if posting is None:
        raise TokenNotValid
    return posting.team


def note_to_read(pk: int, viewer: Actor | None) -> Note:
    """Raises Http404 also for what the viewer may not read."""
    note = Note.objects.seen_by(viewer).select_related("actor", "post", "announces__actor", "reply_to").filter(pk=pk)
    found = note.first()
    if found is None:
        raise Http404
    return found


def post_to_change(pk: int, speaker: Speaker) -> Post:
    """The post behind a note that speaks in the caller's voice. Raises Http404."""
    note = Note.objects.living().filter(pk=pk, actor=speaker.actor).exclude(post=None).first()
    if note is None:
        raise Http404
    return Post.objects.for_lists().get(note=note)


def scheduled_of(speaker: Speaker) -> PostQuerySet:
    """What waits to be published in the caller's voice, for its time or for a review."""
    waiting = Prefetch("reviews", Review.objects.waiting(), to_attr="waiting_reviews")
    posts = Post.objects.in_state(State.SCHEDULED, State.HELD).for_lists().prefetch_related(waiting)
    if speaker.actor.team is not None:
        return posts.filter(team=speaker.actor.team, speaks_as=Voice.TEAM)
    return posts.filter(officer=speaker.officer, speaks_as=Voice.OFFICER)


def held_already(speaker: Speaker, team: Team, words: Words, publish_at: datetime | None, now: datetime) -> Post | None:
    """What this officer sent a moment ago and a sergeant is to look at, where it is the very same: an app shows no more
    of it than a time, so that it is sent again. Raises PostRefused."""
    asked, looks = told(checked(words)), looks_of(words)
    waiting = Review.objects.waiting().filter(wants_at=publish_at, post__created_at__gte=now - SENT_AGAIN_WITHIN)
    recent = scheduled_of(speaker).filter(state=State.HELD, officer=speaker.officer, team=team, reviews__in=waiting)
    for post in recent.select_related("reply_to").order_by("pk"):
        kept = words_of(post)
        if (told(kept), looks_of(kept)) == (asked, looks):
            return post
    return None


def scheduled_post(pk: int, speaker: Speaker) -> Post:
    """Raises Http404."""
    found = scheduled_of(speaker).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def upload_to_use(pk: int, speaker: Speaker) -> Upload:
    """A picture that this actor sent, or took out of a post. Raises Http404, and Refused for one that was removed."""
    found = Upload.objects.select_related("picture").filter(picture=pk, actor=speaker.actor).first()
    if found is None:
        raise Http404
    if not found.picture.is_kept:
        raise Refused(_("This picture was removed. Send it again."))
    return found


def actor_to_see(pk: int) -> Actor:
    """Raises Http404."""
    found = Actor.objects.with_people().filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
