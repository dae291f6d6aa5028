"""Posts, followers, and the mail that goes out to them."""

import re
from email import message_from_bytes, policy
from email.message import EmailMessage

from django.core import mail
from django.utils import timezone

from tabard.gateways.email import jobs
from tabard.lib.mail.addresses import canonical_address
from tabard.people.teams.models import Team
from tabard.people.teams.tests.makers import NINE, TEN, make_officer, make_team
from tabard.plant.changes.models import RecordedChange
from tabard.plant.delivery.batch import Batch
from tabard.plant.delivery.models import Delivery
from tabard.voice.follows import actions
from tabard.voice.follows.changes import FollowAsked
from tabard.voice.follows.models import Follow, Follower, Target
from tabard.voice.posts.changes import PostPublished
from tabard.voice.posts.models import Post
from tabard.voice.posts.tests.makers import make_post

__all__ = ["NINE", "TEN", "make_officer", "make_team"]


def make_follow(target: Target, address: str = "jo@home.example", frequency: str = "now", now=NINE) -> Follow:
    follow = actions.ask_to_follow(
        channel="email",
        address=canonical_address(address),
        target=target,
        frequency=frequency,
        language="en-gb",
        now=now,
    )
    assert follow is not None
    actions.confirm_follow(follow=follow, now=now)
    RecordedChange.objects.filter(name="follows.FollowAsked", payload__follow_id=follow.pk).delete()  # long answered
    follow.refresh_from_db()
    return follow


def make_followers(team: Team, count: int) -> list[Follower]:
    """Many at once, without the asking."""
    followers = Follower.objects.bulk_create(
        Follower(channel="email", address=f"r{number}@home.example", added_at=NINE, asks_since=NINE)
        for number in range(count)
    )
    Follow.objects.bulk_create(
        Follow(follower=follower, team=team, asked_at=NINE, confirmed_at=NINE) for follower in followers
    )
    return followers


def publish(team: Team, text: str = "Sixty-one cars, four too fast.", now=NINE, **more) -> Post:
    """By an officer of the team; its mail is queued."""
    post = make_post(team, make_officer(team=team), text, now=now, **more)
    jobs.send_to_followers(PostPublished(post_id=post.pk))
    return post


def ask_all() -> None:
    """Queue the confirmation of whatever was asked for."""
    for change in RecordedChange.objects.filter(name="follows.FollowAsked").order_by("pk"):
        jobs.ask_for_confirmation(FollowAsked(**change.payload))


def send_all() -> None:
    """Send what waits in the ledger, as the worker does."""
    for row in Delivery.objects.due(timezone.now()).order_by("pk"):
        jobs.send_batch(Batch(row))
        row.state = Delivery.State.WAITING if row.remaining else Delivery.State.DONE
        row.save(update_fields=["state"])


def sent(address: str = "") -> list[EmailMessage]:
    """What went out through Django's test backend, to `address` or to all."""
    return [read(message.message().as_bytes()) for message in mail.outbox if not address or address in message.to]


def read(data: bytes) -> EmailMessage:
    head, _, body = data.replace(b"\r\n", b"\n").partition(b"\n\n")
    unfolded = re.sub(rb":\s*\n[ \t]+", b": ", head)  # a value folded at its very beginning is read with a space
    message = message_from_bytes(unfolded + b"\n\n" + body, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def plain(message: EmailMessage) -> str:
    part = message.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def html(message: EmailMessage) -> str:
    part = message.get_body(("html",))
    assert part is not None
    return str(part.get_content())


def link(message: EmailMessage, after: str) -> str:
    """The path of the address that follows the words `after` in the plain text."""
    found = re.search(rf"{re.escape(after)}: http://127\.0\.0\.1:8000(\S+)", plain(message))
    assert found, plain(message)
    return found[1]
