"""What follows from a post, and what happens to posts by the clock."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from tabard.people.accounts.models import Role, User
from tabard.people.teams.models import Cover, Officer
from tabard.plant.audit.actions import label
from tabard.plant.delivery.actions import enqueue
from tabard.plant.delivery.batch import Batch
from tabard.plant.design.addresses import whole
from tabard.plant.stream.actions import publish
from tabard.voice.posts import actions
from tabard.voice.posts.access import reviewers_of
from tabard.voice.posts.changes import (
    HeldPostChanged,
    PostEdited,
    PostHeld,
    PostHeldInApp,
    PostMissedItsTime,
    PostPublished,
    PostRetracted,
    PostReturned,
    ReviewApproved,
    ReviewersChanged,
    ReviewReturned,
    ReviewWithdrawn,
)
from tabard.voice.posts.checking import held_for
from tabard.voice.posts.models import Post, Review, ReviewState, State, Voice

MAIL_CHANNEL = "review"


def publish_due(now: datetime) -> None:
    """Publish every scheduled post whose time has come."""
    while actions.publish_next_due(now=now):
        pass


def erase_expired(now: datetime) -> None:
    """Erase the words of every post whose time is over."""
    while actions.erase_next_expired(now=now):
        pass


def show_live(change: PostPublished | PostEdited | PostRetracted) -> None:
    """Tell the open pages of the team, its neighbourhoods and the officer that a post came, changed or went."""
    post = Post.objects.get(pk=change.post_id)
    topics = [f"post-{post.pk}", f"team-{post.team_id}"]
    if post.speaks_as == Voice.OFFICER:
        topics.append(f"officer-{post.officer_id}")
    covered = Cover.objects.filter(team=post.team_id).order_by("pk").values_list("neighbourhood", flat=True)
    topics.extend(f"place-{place}" for place in covered)
    for topic in topics:
        publish(topic=topic, event="post", data={"post_id": post.pk})


# -- reviews: the force's own people are told by mail, without the words -----------------------------------------------


def ask_reviewers(change: PostHeld) -> None:
    """Tell those who may decide it that something waits."""
    now = timezone.now()
    review = Review.objects.waiting().for_lists().filter(pk=change.review_id).first()
    if review is not None:
        _queue(review, review.state, reviewers_of(review, now).values_list("user", flat=True), now)


def tell_that_it_waits(change: PostHeldInApp) -> None:
    """Whoever wrote it in an app learns that it has not gone out, and for which rules."""
    review = Review.objects.waiting().for_lists().filter(pk=change.review_id).first()
    if review is not None:
        _queue(review, "held", _askers(review), timezone.now())


def tell_asker(change: ReviewApproved | ReviewReturned) -> None:
    """And the author, where somebody else asked."""
    review = Review.objects.for_lists().filter(pk=change.review_id).first()
    if review is not None:
        _queue(review, review.state, _askers(review), timezone.now())


def tell_of_change(change: HeldPostChanged) -> None:
    """Whoever wrote it and whoever asked learn who changed the words."""
    review = Review.objects.waiting().for_lists().filter(pk=change.review_id).first()
    if review is not None:
        who = Officer.objects.get(pk=change.changed_by_id)
        about = {"changed_by": str(who), "changed_at": change.changed_at}
        _queue(review, "changed", _askers(review) - {who.user_id}, timezone.now(), **about)


def ask_others(change: ReviewersChanged) -> None:
    """Those who may approve it now are asked in the place of whoever changed it."""
    now = timezone.now()
    review = Review.objects.waiting().for_lists().filter(pk=change.review_id).first()
    if review is not None:
        about = {"changed_by": str(Officer.objects.get(pk=change.changed_by_id)), "changed_at": change.changed_at}
        _queue(review, "instead", reviewers_of(review, now).values_list("user", flat=True), now, **about)


def tell_of_withdrawal(change: ReviewWithdrawn) -> None:
    """Where somebody else took it back, for a reason: whoever wrote it and asked, the team's other sergeants, and the
    digital leads, who oversee it."""
    now = timezone.now()
    review = Review.objects.for_lists().filter(pk=change.review_id).exclude(reason="").first()
    if review is None or review.decided_by is None:
        return
    sergeants = Officer.objects.filter(user__role=Role.SERGEANT).posted_to(review.post.team, now)
    team = (_askers(review) | set(sergeants.values_list("user", flat=True))) - {review.decided_by.user_id}
    leads = set(User.objects.leads().values_list("pk", flat=True)) - team - {review.decided_by.user_id}
    _queue(review, "withdrawn", team, now)
    _queue(review, "overseen", leads, now)


def tell_author(change: PostReturned | PostMissedItsTime) -> None:
    """Its time came and it did not go out: whoever wrote it, and whoever gave it its time, are told."""
    post = Post.objects.filter(pk=change.post_id).first()
    if post is None:
        return
    if isinstance(change, PostReturned):
        officers, state, key = (
            {change.officer_id, change.scheduled_by_id},
            State.DRAFT,
            f"returned:{change.returned_at}",
        )
    else:
        officers, state, key = {post.officer_id or 0, change.scheduled_by_id}, State.HELD, f"missed:{change.review_id}"
    users = User.objects.active().filter(officer__in=[pk for pk in officers if pk]).order_by("pk")
    recipients = [str(user.pk) for user in users]
    if recipients:
        enqueue(
            channel=MAIL_CHANNEL,
            key=f"{MAIL_CHANNEL}:{post.pk}:{key}",
            about=f"post:{post.pk}",
            recipients=recipients,
            payload={"post": post.pk, "state": state},
            now=timezone.now(),
        )


def _askers(review: Review) -> set[int | None]:
    """The accounts of whoever asked and of whoever wrote it."""
    return {officer.user_id for officer in (review.asked_by, review.post.officer) if officer is not None}


def _queue(review: Review, letter: str, users: Iterable[int | None], now: datetime, **about: str) -> None:
    """`letter` names the words, `about` holds what the review does not tell. The same is queued once."""
    recipients = [str(user) for user in sorted({user for user in users if user is not None})]
    told = ":".join([letter, review.kind, str(review.asked_at.timestamp()), *about.values()])
    if recipients:
        enqueue(
            channel=MAIL_CHANNEL,
            key=f"{MAIL_CHANNEL}:{review.pk}:{told}",
            about=f"review:{review.pk}",
            recipients=recipients,
            payload={"review": review.pk, "state": review.state, "letter": letter, **about},
            now=now,
        )


def send_batch(batch: Batch) -> None:
    """The ledger's sender for mails about reviews. What was decided meanwhile asks nobody to look."""
    if "post" in batch.payload:
        _send_missed(batch)
        return
    review = Review.objects.for_lists().filter(pk=batch.payload["review"], state=batch.payload["state"]).first()
    for recipient in batch.recipients:
        user = User.objects.active().filter(pk=int(recipient)).first()
        if review is None or user is None:
            batch.progress(refused={recipient: "nothing to tell any more"})
        else:
            _send(user, review, batch.payload)
            batch.progress(done=[recipient])


def _send_missed(batch: Batch) -> None:
    """Who has dealt with it meanwhile is told nothing."""
    posts = Post.objects.select_related("team").filter(pk=batch.payload["post"], state=batch.payload["state"])
    post = posts.first()
    for recipient in batch.recipients:
        user = User.objects.active().filter(pk=int(recipient)).first()
        if post is None or user is None:
            batch.progress(refused={recipient: "nothing to tell any more"})
            continue
        words = {"user": user, "post": post, "link": whole(f"/desk/posts/{post.pk}/")}
        message = render_to_string("posts/email/missed.txt", words).strip()
        subject = _("What you wrote for %(team)s has not gone out") % {"team": post.team.name}
        send_mail(subject=subject, message=message, from_email=settings.DEFAULT_FROM_EMAIL, recipient_list=[user.email])
        batch.progress(done=[recipient])


def _send(user: User, review: Review, payload: Mapping[str, Any]) -> None:
    letter = payload.get("letter", review.state)
    link, titles = whole(_path(review, letter)), [found.title for found in held_for(review)]
    words = {**payload, "user": user, "review": review, "link": link, "titles": titles}
    message = render_to_string(f"posts/email/{letter}.txt", words).strip()
    subject = _SUBJECTS[letter]() % {"team": review.post.team.name}
    send_mail(subject=subject, message=message, from_email=settings.DEFAULT_FROM_EMAIL, recipient_list=[user.email])


def _path(review: Review, letter: str) -> str:
    """Where it can be looked at by whoever gets the letter."""
    if letter == "overseen":
        return f"/desk/audit/?{urlencode({'about': label(review.post)})}"
    if review.state == ReviewState.WAITING or (review.state == ReviewState.WITHDRAWN and review.is_edit):
        return f"/desk/reviews/{review.pk}/"
    return f"/desk/posts/{review.post_id}/"


_SUBJECTS = {
    "waiting": lambda: _("Something of %(team)s waits for a second pair of eyes"),
    "held": lambda: _("What you wrote for %(team)s waits for a sergeant"),
    "changed": lambda: _("What you wrote for %(team)s was changed"),
    "instead": lambda: _("Something of %(team)s waits for you instead"),
    "approved": lambda: _("What you wrote for %(team)s was approved"),
    "returned": lambda: _("What you wrote for %(team)s came back to you"),
    "withdrawn": lambda: _("Something of %(team)s was taken back before a second look"),
    "overseen": lambda: _("Something of %(team)s was taken back before a second look"),
}
