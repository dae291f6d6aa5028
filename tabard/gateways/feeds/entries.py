"""Posts as entries of a feed, before any format: everything is plain text or finished HTML, every address is whole."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import escape
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Max
from django.db.models.functions import Coalesce, Greatest
from django.urls import reverse
from django.utils.translation import gettext as _

from tabard.lib.text import excerpt, hashtags, to_html
from tabard.people.places.models import Neighbourhood
from tabard.people.teams.models import Handle
from tabard.plant.design.addresses import whole
from tabard.plant.media.models import Picture
from tabard.voice.posts.models import Post, PostQuerySet

MOST_ENTRIES = 50
TITLE_LENGTH = 90
MINTED = "2026"  # RFC 4151 §2.1: a date since which the authority holds the name; part of every id, so it never changes
NEVER = datetime(2026, 1, 1, tzinfo=UTC)
# XML 1.0 §2.2: all that no document may hold, however it is escaped
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Image:
    address: str
    alt: str
    width: int
    height: int
    type: str = "image/jpeg"


@dataclass(frozen=True)
class Author:
    name: str
    address: str
    avatar: str = ""


@dataclass(frozen=True)
class Entry:
    id: str
    address: str
    title: str
    notice: str
    html: str
    text: str
    language: str
    author: Author
    published_at: datetime
    updated_at: datetime
    tags: list[str] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)


@dataclass(frozen=True)
class Feed:
    id: str
    title: str
    subtitle: str
    address: str
    path: str
    language: str
    updated_at: datetime
    entries: list[Entry]
    icon: str = ""

    def address_of(self, ending: str) -> str:
        """Where this feed stands in another format: `atom`, `rss`, `json`."""
        return whole(f"{self.path}feed.{ending}")


def of_actor(handle: Handle) -> Feed:
    """The newest posts of a team (its officers' included) or of an officer, in four queries at most."""
    if handle.team is not None:
        name, about, picture = handle.team.name, handle.team.description, handle.team.picture
        posts = Post.objects.by_team(handle.team)
    elif handle.officer is not None:
        name, about, picture = str(handle.officer), handle.officer.bio, handle.officer.picture
        posts = Post.objects.by_officer(handle.officer)
    else:
        raise ValueError("a handle is a team's or an officer's")  # the table keeps it so
    return _feed(posts, title=name, about=about, path=f"/@{handle.name}/", picture=picture)


def of_place(place: Neighbourhood) -> Feed:
    path = reverse("web:neighbourhood", args=[place.slug])
    return _feed(Post.objects.in_neighbourhood(place), title=place.name, about=place.description, path=path)


def _feed(posts: PostQuerySet, *, title: str, about: str, path: str, picture: Picture | None = None) -> Feed:
    posts = posts.news()
    newest = list(posts.public().for_lists().newest_first()[:MOST_ENTRIES])
    handles = Handle.objects.mentioned_in(post.text for post in newest)
    return Feed(
        id=tag_uri(path),
        title=clean_xml(title),
        subtitle=clean_xml(excerpt(about, 300)) if about else _("Posts by %(name)s") % {"name": clean_xml(title)},
        address=whole(path),
        path=path,
        language=settings.LANGUAGE_CODE,
        updated_at=_last_change(posts),
        entries=[_entry(post, handles) for post in newest],
        icon=whole(picture.src) if picture is not None and picture.is_kept else "",
    )


def _last_change(posts: PostQuerySet) -> datetime:
    """When a reader would last have seen a difference: a post that came, changed or went."""
    moments = Greatest("published_at", Coalesce("edited_at", "published_at"), Coalesce("retracted_at", "published_at"))
    last: datetime | None = posts.gone_or_public().aggregate(at=Max(moments))["at"]
    return last or NEVER


def _entry(post: Post, handles: frozenset[str]) -> Entry:
    path = reverse("web:post", args=[post.handle_name, post.pk])
    notice, text = clean_xml(post.content_notice), clean_xml(post.text)
    images = [_image(one.picture) for one in post.pictures.all() if one.picture.is_kept]
    published = post.published_at or post.created_at
    return Entry(
        id=tag_uri(f"/posts/{post.pk}"),
        address=whole(path),
        title=notice_line(notice) if notice else excerpt(text, TITLE_LENGTH),
        notice=notice,
        html=_html(text, notice, post.language, images, handles),
        text="\n\n".join(part for part in (notice_line(notice), text) if part),
        language=post.language,
        author=_author(post),
        published_at=published,
        updated_at=post.edited_at or published,
        tags=hashtags(text),
        images=images,
    )


def notice_line(notice: str) -> str:
    return _("Content notice: %(notice)s") % {"notice": notice} if notice else ""


def _html(text: str, notice: str, language: str, images: list[Image], handles: frozenset[str]) -> str:
    parts = [f"<p><strong>{escape(notice_line(notice))}</strong></p>"] if notice else []
    parts.append(to_html(text, handles=handles, base_url=settings.BASE_URL))
    parts += [
        f'<p><img src="{escape(image.address)}" alt="{escape(image.alt)}" width="{image.width}" '
        f'height="{image.height}"></p>'
        for image in images
    ]
    return f'<div lang="{escape(language)}" dir="auto">{"".join(parts)}</div>'


def _author(post: Post) -> Author:
    speaker, picture = post.speaker, post.speaker.picture
    name = str(speaker)
    avatar = whole(picture.src) if picture is not None and picture.is_kept else ""
    return Author(name=clean_xml(name), address=whole(reverse("web:actor", args=[post.handle_name])), avatar=avatar)


def _image(picture: Picture) -> Image:
    height = round(picture.height * picture.fallback_width / max(picture.width, 1))
    return Image(address=whole(picture.src), alt=clean_xml(picture.alt), width=picture.fallback_width, height=height)


def tag_uri(specific: str) -> str:
    """RFC 4151: an id that is nobody else's and never changes."""
    return f"tag:{urlsplit(settings.BASE_URL).hostname},{MINTED}:{specific}"


def clean_xml(text: str) -> str:
    return _NOT_XML.sub("", text)
