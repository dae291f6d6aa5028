"""Posts, digests and notes as letters: each from one MJML source and one plain text that say the same."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import parseaddr
from functools import lru_cache
from typing import Any

import mrml
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext, override

from tabard.gateways.email import links
from tabard.lib import text as plain_text
from tabard.lib.mail.letter import Blanks, Letter, Stencil, cut, list_headers
from tabard.people.teams.models import Handle, Officer, Team
from tabard.plant.design.addresses import whole
from tabard.voice.follows.models import Follow, Follower
from tabard.voice.posts.models import Post

SUBJECT_LENGTH = 70
FETCHES_NO_FONT = mrml.RenderOptions(fonts={})
"""By itself the renderer fetches a font named Roboto, and a few more, from another company."""


class MailBroken(Exception):
    """The MJML source does not compile: nothing may go out."""


def values(follower: Follower, *, name: str) -> dict[str, str]:
    """What fills the blanks for this follower. The serial makes Message-ID their own, and the same at every attempt."""
    serial = hashlib.sha256(f"{name} {follower.token}".encode()).hexdigest()[:20]
    return {"address": follower.address, "token": follower.token, "serial": serial}


@dataclass(frozen=True)
class PictureWords:
    src: str
    alt: str


@dataclass(frozen=True)
class PostWords:
    """A post as templates show it. One with a content notice shows the notice: the reader opens the page or not."""

    speaker: str
    team: str
    is_officer: bool
    published_at: datetime
    notice: str
    text: str
    html: plain_text.Html
    pictures: tuple[PictureWords, ...]
    url: str
    language: str


def post_mail(post: Post, *, language: str) -> Stencil:
    """Read the post `for_lists`. Made once for all the batches that one process sends."""
    words = _post_words(post, Handle.objects.mentioned_in([post.text]))
    return _post_stencil(words, post.pk, post_subject(post), post.team_id, language)


@lru_cache(maxsize=16)
def _post_stencil(words: PostWords, pk: int, subject: str, team_id: int, language: str) -> Stencil:
    return _stencil(
        "post",
        name=f"post-{pk}",
        language=language,
        heading=Heading(subject, words.speaker, f"team-{team_id}", words.team),
        scope=f"post-{pk}",
        date=words.published_at,
        context={"post": words},
    )


def digest_mail(posts: Sequence[Post], *, frequency: str, name: str, language: str, now: datetime) -> Stencil:
    """`posts` in the order in which they are to be read; `name` is unique to the digest."""
    known = Handle.objects.mentioned_in(post.text for post in posts)
    with override(language):
        headings = {
            Follow.Frequency.NOW: gettext("Since the last mail from your neighbourhood team"),
            Follow.Frequency.DAILY: gettext("Today from your neighbourhood team"),
            Follow.Frequency.WEEKLY: gettext("This week from your neighbourhood team"),
        }
    return _stencil(
        "digest",
        name=name,
        language=language,
        heading=Heading(headings[Follow.Frequency(frequency)]),
        scope=frequency,
        date=now,
        context={"posts": [_post_words(post, known) for post in posts]},
    )


def confirm_mail(follow: Follow, *, word: str, name: str, now: datetime) -> Stencil:
    """Asks whoever holds the address; for a follow in force it says so, and where to change it."""
    target = str(follow.target)
    is_news = follow.confirmed_at is None
    with override(follow.language):
        asks = gettext("Confirm: you want to follow %(target)s") % {"target": target}
        tells = gettext("You follow %(target)s already") % {"target": target}
    return _stencil(
        "confirm" if is_news else "already",
        name=name,
        language=follow.language,
        heading=Heading(asks if is_news else tells),
        scope="never",
        date=now,
        context={"target": target, "confirm_url": links.confirm(word)},
    )


def handover_mail(officer: Officer, to: Officer | Team, *, name: str, language: str, now: datetime) -> Stencil:
    with override(language):
        subject = gettext("%(officer)s has handed over to %(heir)s") % {"officer": officer, "heir": to}
    return _stencil(
        "handover",
        name=name,
        language=language,
        heading=Heading(subject),
        scope=f"team-{to.pk}" if isinstance(to, Team) else f"officer-{to.pk}",
        date=now,
        context={"officer": str(officer), "heir": str(to)},
    )


def post_subject(post: Post) -> str:
    """The post's beginning; of one with a content notice, the notice."""
    return plain_text.excerpt(post.content_notice or post.text, SUBJECT_LENGTH)


@dataclass(frozen=True)
class Heading:
    """Subject, who is named as sender, and the list (RFC 2919) that the mail belongs to."""

    subject: str
    sender_name: str = settings.SITE_NAME
    list_name: str = "follows"
    list_title: str = settings.SITE_NAME


def _stencil(
    template: str,
    *,
    name: str,
    language: str,
    heading: Heading,
    scope: str,
    date: datetime,
    context: dict[str, Any],
) -> Stencil:
    blanks = Blanks("address", "token", "serial")
    stop_url = links.stop(blanks["token"], scope)
    words = {
        "site_name": settings.SITE_NAME,
        "emergency_number": settings.EMERGENCY_NUMBER,
        "subject": heading.subject,
        "stop_url": stop_url,
        "mine_url": links.mine(blanks["token"]),
        "address": blanks["address"],
        **context,
    }
    with override(language):
        text = _tidy(render_to_string(f"email/mail/{template}.txt", words))
        html = _html(render_to_string(f"email/mail/{template}.mjml", words))
    letter = Letter(
        sender_name=heading.sender_name,
        sender=parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
        to=blanks["address"],
        subject=heading.subject,
        date=date,
        message_id=f"{name}.{blanks['serial']}@{links.host()}",
        text=text,
        html=html,
        headers=list_headers(
            list_id=f"{heading.list_name}.{links.host()}",
            list_name=heading.list_title,
            unsubscribe_url=stop_url,
        ),
    )
    return cut(letter, blanks)


def _html(mjml: str) -> str:
    compiled = mrml.to_html(mjml, None, FETCHES_NO_FONT)
    if compiled.warnings:
        raise MailBroken(str([warning.kind for warning in compiled.warnings]))
    return str(compiled.content)


def _tidy(text: str) -> str:
    """At most one empty line at a time: templates leave more where they leave something out."""
    lines: list[str] = []
    for line in text.strip().splitlines():
        if line.strip() or (lines and lines[-1]):
            lines.append(line.rstrip())
    return "\n".join(lines) + "\n"


def _post_words(post: Post, handles: frozenset[str]) -> PostWords:
    is_open = not post.content_notice
    assert post.published_at is not None  # noqa: S101  the database keeps it: post_published_has_time
    return PostWords(
        speaker=str(post.speaker),
        team=str(post.team),
        is_officer=post.speaker != post.team,
        published_at=post.published_at,
        notice=post.content_notice,
        text=plain_text.clean(post.text) if is_open else "",
        html=plain_text.to_html(post.text if is_open else "", handles=handles, base_url=settings.BASE_URL),
        pictures=tuple(
            PictureWords(whole(each.picture.src), each.picture.alt)
            for each in post.pictures.all()
            if is_open and each.picture.is_kept
        ),
        url=links.post(post.handle_name, post.pk),
        language=post.language,
    )
