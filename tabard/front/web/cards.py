"""How posts are shown: what a template needs of each, links and names resolved, in a fixed number of queries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tabard.lib.text import Html, excerpt, to_html
from tabard.people.teams.models import Handle
from tabard.plant.media.models import Picture
from tabard.voice.posts.models import Post, PostPicture

LONGEST_TITLE = 60
# A page asks for ten files at most, to come fast on a cheap phone: itself, style, scripts, and this many pictures
MOST_PICTURES = 6


@dataclass(frozen=True)
class Card:
    """A post in a list or on its own page, with the name and the face of whoever it speaks for.

    `pictures_left` is the number of pictures that only its own page shows.
    """

    post: Post
    html: Html
    url: str
    speaker: str
    speaker_url: str
    face: Picture | None
    said_at: str
    pictures: Sequence[PostPicture]
    pictures_left: int
    replies: int

    @property
    def series_url(self) -> str:
        series = self.post.series
        return reverse("web:series", args=[self.post.team.handle.name, series.pk]) if series else ""

    @property
    def title(self) -> str:
        return excerpt(self.post.content_notice or self.post.text, LONGEST_TITLE)


class PictureBudget:
    """How many more pictures a page may ask for. The same face twice is asked for once."""

    def __init__(self, most: int = MOST_PICTURES) -> None:
        self._left = most
        self._asked: set[int] = set()

    def allows(self, picture: Picture | None) -> bool:
        """Whether the page may show it; if so, it is counted."""
        if picture is None or picture.pk in self._asked:
            return picture is not None
        if self._left <= 0:
            return False
        self._left -= 1
        self._asked.add(picture.pk)
        return True


def cards(posts: Iterable[Post], *, now: datetime, budget: PictureBudget | None = None) -> list[Card]:
    """The cards of posts that were read `for_lists`; at most one query, for the handles that they mention.

    Faces come before the pictures in posts, and newer posts before older ones, as far as `budget` goes; None shows all.
    """
    shown = list(posts)
    ours = Handle.objects.mentioned_in(post.text for post in shown)
    faces = [_allowed([post.speaker.picture], budget) for post in shown]
    return [
        _card(post, ours, now, face[0] if face else None, _allowed_places(post, budget))
        for post, face in zip(shown, faces, strict=True)
    ]


def _allowed(pictures: Iterable[Picture | None], budget: PictureBudget | None) -> list[Picture]:
    return [picture for picture in pictures if picture and (budget is None or budget.allows(picture))]


def _allowed_places(post: Post, budget: PictureBudget | None) -> list[PostPicture]:
    return [place for place in post.pictures.all() if _allowed([place.picture], budget)]


def _card(
    post: Post, handles: frozenset[str], now: datetime, face: Picture | None, pictures: list[PostPicture]
) -> Card:
    return Card(
        post=post,
        html=to_html(post.text, handles=handles),
        url=reverse("web:post", args=[post.handle_name, post.pk]),
        speaker=str(post.speaker),
        speaker_url=reverse("web:actor", args=[post.handle_name]),
        face=face,
        said_at=moment(post.published_at, now) if post.published_at else "",
        pictures=pictures,
        pictures_left=len(post.pictures.all()) - len(pictures),
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
