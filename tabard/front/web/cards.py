"""How posts are shown: what a template needs of each, links and names resolved, in a fixed number of queries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tabard.lib.text import Html, excerpt, mentions, to_html
from tabard.people.teams.models import Handle
from tabard.plant.media.models import Picture
from tabard.voice.posts.models import Post, PostPicture, Voice

LONGEST_TITLE = 60


@dataclass(frozen=True)
class Card:
    """A post in a list or on its own page. `said_for` is the team's name when an officer speaks for the team."""

    post: Post
    html: Html
    url: str
    speaker: str
    speaker_url: str
    said_for: str
    face: Picture | None
    said_at: str
    pictures: Sequence[PostPicture]
    replies: int

    @property
    def title(self) -> str:
        return excerpt(self.post.content_notice or self.post.text, LONGEST_TITLE)


def cards(posts: Iterable[Post], *, now: datetime) -> list[Card]:
    """The cards of posts that were read `for_lists`; at most one query, for the handles that they mention."""
    shown = list(posts)
    named = {handle for post in shown for handle in mentions(post.text)}
    ours = set(Handle.objects.filter(name__in=named).values_list("name", flat=True)) if named else set()
    return [_card(post, ours, now) for post in shown]


def _card(post: Post, handles: set[str], now: datetime) -> Card:
    officer = post.officer
    is_team_voice = post.speaks_as == Voice.TEAM
    speaker = officer if officer is not None and not is_team_voice else None
    return Card(
        post=post,
        html=to_html(post.text, handles=handles),
        url=reverse("web:post", args=[post.handle_name, post.pk]),
        speaker=str(officer or post.team),
        speaker_url=reverse("web:actor", args=[(officer or post.team).handle.name]),
        said_for=post.team.name if officer is not None and speaker is None else "",
        face=(officer or post.team).picture,
        said_at=moment(post.published_at, now) if post.published_at else "",
        pictures=list(post.pictures.all()),
        replies=getattr(post, "replies_count", 0),
    )


def moment(at: datetime, now: datetime) -> str:
    """As one would say it: "12 minutes ago", "today, 09:30", "yesterday, 17:20", "3 November 2026, 17:20"."""
    minutes = int((now - at).total_seconds() // 60)
    if 0 <= minutes < 60:
        return ngettext("%(n)d minute ago", "%(n)d minutes ago", minutes) % {"n": minutes} if minutes else _("just now")
    day, today = timezone.localdate(at), timezone.localdate(now)
    clock = date_format(timezone.localtime(at), "H:i")
    if day == today:
        return _("today, %(time)s") % {"time": clock}
    if (today - day).days == 1:
        return _("yesterday, %(time)s") % {"time": clock}
    return _("%(day)s, %(time)s") % {"day": date_format(day, "j F Y"), "time": clock}
