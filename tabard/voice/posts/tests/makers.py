"""Posts in every state, made the way that officers make them."""

from datetime import datetime, timedelta
from typing import Any

from tabard.people.accounts.models import Role
from tabard.people.teams.models import Officer, Team
from tabard.people.teams.tests.makers import NINE, TEN, make_officer, make_user
from tabard.plant.audit.models import AuditEntry
from tabard.plant.changes.models import RecordedChange
from tabard.voice.posts import actions
from tabard.voice.posts.checking import check_review
from tabard.voice.posts.models import Post, Review
from tabard.voice.posts.wording import Words

NOON = NINE + timedelta(hours=3)
FOUND, MARKET = "Found: a red bicycle.", "Market on Friday."
# words that a rule of each gravity finds something in; REWARD without, BOY with a demand for four eyes
ASKED, REFUSED = "Call Dave on 07700 900123.", "We searched 14 Gaol Lane this morning."
REWARD, BOY = "£500 reward for information.", "A 15-year-old boy was arrested for robbery."


def make_draft(team: Team, by: Officer, text: str = FOUND, *, now: datetime = NINE, **more: Any) -> Post:
    return actions.save_draft(team=team, by=by, words=Words(text=text, **more), now=now)


def make_scheduled(team: Team, by: Officer, text: str = MARKET, *, at: datetime = TEN, **more: Any) -> Post:
    post = make_draft(team, by, text, **more)
    actions.schedule_post(post=post, by=by, publish_at=at, now=NINE)
    return post


def make_held(team: Team, by: Officer, text: str = REWARD, *, at: datetime | None = None, **more: Any) -> Post:
    """A post that waits for a review, to go out at `at`."""
    post = make_draft(team, by, text, **more)
    if at is None:
        actions.publish_post(post=post, by=by, now=NINE)
    else:
        actions.schedule_post(post=post, by=by, publish_at=at, now=NINE)
    return post


def review_of(post: Post) -> Review:
    """The latest."""
    return post.reviews.newest_first()[0]


def approve(review: Review, by: Officer, *, now: datetime = NINE, reason: str = "") -> None:
    """As somebody does who has seen it as it is now."""
    seen = check_review(review, now).fingerprint
    actions.approve_review(review=review, by=by, fingerprint=seen, now=now, reason=reason)


def make_sergeant(team: Team | None, name: str = "Sally Sergeant", *, role: Role = Role.SERGEANT) -> Officer:
    return make_officer(name, team=team, user=make_user(name, role=role))


def make_post(team: Team, by: Officer, text: str = FOUND, *, now: datetime = NINE, **more: Any) -> Post:
    """A published post."""
    post = make_draft(team, by, text, now=now, **more)
    actions.publish_post(post=post, by=by, now=now)
    return post


def make_retracted(team: Team, by: Officer, *, now: datetime = NINE) -> Post:
    post = make_post(team, by, now=now)
    actions.retract_post(post=post, by=by, reason="The owner was found.", now=now)
    return post


def change(
    post: Post, by: Officer, text: str, *, now: datetime = NINE, saved_at: datetime | None = None, **more: Any
) -> None:
    """The words of what is not yet published."""
    actions.change_draft(post=post, by=by, words=Words(text=text, **more), now=now, saved_at=saved_at)


def edit(post: Post, by: Officer, text: str, now: datetime = TEN, **more: Any) -> actions.Edited:
    return actions.edit_post(post=post, by=by, text=text, content_notice="", language="", now=now, **more)


def changes_of(post: Post) -> list[str]:
    """What happened to it, as it is told on."""
    kept = RecordedChange.objects.filter(payload__post_id=post.pk).order_by("pk")
    return [change.name.removeprefix("posts.") for change in kept]


def acts_on(post: Post) -> list[str]:
    """What the audit chain holds of it."""
    return [entry.act for entry in AuditEntry.objects.about(f"posts.post:{post.pk}").in_order()]
