"""What follows from a post, and what happens to posts by the clock."""

from datetime import datetime

from tabard.people.teams.models import Cover
from tabard.plant.stream.actions import publish
from tabard.voice.posts import actions
from tabard.voice.posts.changes import PostEdited, PostPublished, PostRetracted
from tabard.voice.posts.models import Post, Voice


def publish_due(now: datetime) -> None:
    """Publish every scheduled post whose time has come."""
    while actions.publish_next_due(now=now):
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
