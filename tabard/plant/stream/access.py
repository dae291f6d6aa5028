"""Which topics a page may listen to."""

import re

from django.core.exceptions import PermissionDenied

MOST_TOPICS = 10
PUBLIC_TOPIC = re.compile(r"(team|officer|place|post|tweetathon)-[1-9][0-9]{0,18}")


def public_topics(asked: list[str]) -> frozenset[str]:
    """The topics asked for, each of them public. Raises PermissionDenied for any other, none, or more than ten."""
    topics = frozenset(asked)
    if not topics or len(topics) > MOST_TOPICS or not all(PUBLIC_TOPIC.fullmatch(topic) for topic in topics):
        raise PermissionDenied
    return topics
