"""What follows from a post, and what happens to posts by the clock."""

from datetime import datetime

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from tabard.people.accounts.models import User
from tabard.people.teams.models import Cover
from tabard.plant.delivery.actions import enqueue
from tabard.plant.delivery.batch import Batch
from tabard.plant.design.addresses import whole
from tabard.plant.stream.actions import publish
from tabard.voice.posts import actions
from tabard.voice.posts.access import reviewers_of
from tabard.voice.posts.changes import (
    PostEdited,
    PostHeld,
    PostMissedItsTime,
    PostPublished,
    PostRetracted,
    PostReturned,
    ReviewApproved,
    ReviewReturned,
)
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
        _queue(review, [reviewer.user_id for reviewer in reviewers_of(review, now).order_by("pk")], now)


def tell_asker(change: ReviewApproved | ReviewReturned) -> None:
    """And the author, where somebody else asked."""
    review = Review.objects.for_lists().filter(pk=change.review_id).first()
    if review is not None:
        author = review.post.officer.user_id if review.post.officer else None
        _queue(review, [review.asked_by.user_id, author], timezone.now())


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


def _queue(review: Review, users: list[int | None], now: datetime) -> None:
    recipients = [str(user) for user in users if user is not None]
    if recipients:
        enqueue(
            channel=MAIL_CHANNEL,
            key=f"{MAIL_CHANNEL}:{review.pk}:{review.state}:{review.kind}:{review.asked_at.timestamp()}",
            about=f"review:{review.pk}",
            recipients=recipients,
            payload={"review": review.pk, "state": review.state},
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
            _send(user, review)
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


def _send(user: User, review: Review) -> None:
    waits = review.state == ReviewState.WAITING
    path = f"/desk/reviews/{review.pk}/" if waits else f"/desk/posts/{review.post_id}/"
    words = {"user": user, "review": review, "link": whole(path)}
    message = render_to_string(f"posts/email/{review.state}.txt", words).strip()
    subject = _SUBJECTS[ReviewState(review.state)]() % {"team": review.post.team.name}
    send_mail(subject=subject, message=message, from_email=settings.DEFAULT_FROM_EMAIL, recipient_list=[user.email])


_SUBJECTS = {
    ReviewState.WAITING: lambda: _("Something of %(team)s waits for a second pair of eyes"),
    ReviewState.APPROVED: lambda: _("What you wrote for %(team)s was approved"),
    ReviewState.RETURNED: lambda: _("What you wrote for %(team)s came back to you"),
}
