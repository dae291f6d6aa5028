"""Posts, digests and notes as letters: each from one MJML source and one plain text that say the same."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from email.utils import parseaddr
from typing import Any

import mrml
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext, override

from tabard.gateways.email import links
from tabard.lib import text as plain_text
from tabard.lib.mail.letter import Blanks, Letter, Stencil, cut, list_headers
from tabard.people.teams.models import Handle, Officer, Team
from tabard.voice.follows.models import Follow, Follower, Target
from tabard.voice.posts.models import Post

SUBJECT_LENGTH = 70


class MailBroken(Exception):
    """The MJML source does not compile: nothing may go out."""


def values(follower: Follower, *, name: str) -> dict[str, str]:
    """What fills the blanks for this follower. The serial makes Message-ID their own, and the same at every attempt."""
    serial = hashlib.sha256(f"{name} {follower.token}".encode()).hexdigest()[:20]
    return {"address": follower.address, "token": follower.token, "serial": serial}


def post_mail(post: Post, *, language: str, now: datetime) -> Stencil:
    """Read the post `for_lists`."""
    with override(language):
        return _stencil(
            "post",
            name=f"post-{post.pk}",
            subject=post_subject(post),
            sender_name=str(post.speaker),
            list_of=post.team,
            scope=f"post-{post.pk}",
            now=now,
            context={"post": _post_words(post, _known_handles([post])), "language": post.language},
        )


def digest_mail(posts: Sequence[Post], *, frequency: str, name: str, language: str, now: datetime) -> Stencil:
    """`posts` in the order in which they are to be read; `name` is unique to the digest."""
    known = _known_handles(posts)
    with override(language):
        is_daily = frequency == Follow.Frequency.DAILY
        if is_daily:
            subject = gettext("Today from your neighbourhood team")
        else:
            subject = gettext("This week from your neighbourhood team")
        return _stencil(
            "digest",
            name=name,
            subject=subject,
            sender_name=settings.SITE_NAME,
            list_of=None,
            scope=frequency,
            now=now,
            context={"posts": [_post_words(post, known) for post in posts], "is_daily": is_daily},
        )


def confirm_mail(follow: Follow, *, word: str, name: str, now: datetime) -> Stencil:
    """Asks whoever holds the address; for a follow in force it says so, and where to change it."""
    with override(follow.language):
        target = str(follow.target)
        is_news = follow.confirmed_at is None
        if is_news:
            subject = gettext("Confirm: you want to follow %(target)s") % {"target": target}
        else:
            subject = gettext("You follow %(target)s already") % {"target": target}
        return _stencil(
            "confirm" if is_news else "already",
            name=name,
            subject=subject,
            sender_name=settings.SITE_NAME,
            list_of=None,
            scope="never",
            now=now,
            context={"target": target, "confirm_url": links.confirm(word), "frequency": follow.get_frequency_display()},
        )


def handover_mail(officer: Officer, to: Target, *, name: str, language: str, now: datetime) -> Stencil:
    with override(language):
        return _stencil(
            "handover",
            name=name,
            subject=gettext("%(officer)s has handed over to %(heir)s") % {"officer": officer, "heir": to},
            sender_name=settings.SITE_NAME,
            list_of=None,
            scope="team-%d" % to.pk if isinstance(to, Team) else "officer-%d" % to.pk,
            now=now,
            context={"officer": str(officer), "heir": str(to)},
        )


def post_subject(post: Post) -> str:
    """The post's beginning; of one with a content notice, the notice."""
    return plain_text.excerpt(post.content_notice or post.text, SUBJECT_LENGTH)


def _stencil(
    template: str,
    *,
    name: str,
    subject: str,
    sender_name: str,
    list_of: Team | None,
    scope: str,
    now: datetime,
    context: dict[str, Any],
) -> Stencil:
    blanks = Blanks("address", "token", "serial")
    stop_url = links.stop(blanks["token"], scope)
    words = {
        "site_name": settings.SITE_NAME,
        "site_url": settings.BASE_URL,
        "emergency_number": settings.EMERGENCY_NUMBER,
        "subject": subject,
        "stop_url": stop_url,
        "mine_url": links.mine(blanks["token"]),
        "address": blanks["address"],
        **context,
    }
    letter = Letter(
        sender_name=sender_name,
        sender=parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
        to=blanks["address"],
        subject=subject,
        date=now,
        message_id=f"{name}.{blanks['serial']}@{links.host()}",
        text=_tidy(render_to_string(f"email/mail/{template}.txt", words)),
        html=_html(render_to_string(f"email/mail/{template}.mjml", words)),
        headers=list_headers(
            list_id=f"team-{list_of.pk}.{links.host()}" if list_of else f"follows.{links.host()}",
            list_name=str(list_of or settings.SITE_NAME),
            unsubscribe_url=stop_url,
        ),
    )
    return cut(letter, blanks)


def _html(mjml: str) -> str:
    compiled = mrml.to_html(mjml)
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


def _known_handles(posts: Sequence[Post]) -> frozenset[str]:
    named = {handle for post in posts for handle in plain_text.mentions(post.text)}
    return frozenset(Handle.objects.filter(name__in=named).values_list("name", flat=True)) if named else frozenset()


def _post_words(post: Post, handles: frozenset[str]) -> dict[str, Any]:
    """A post as templates show it. One with a content notice shows the notice: the reader opens the page or not."""
    is_open = not post.content_notice
    return {
        "speaker": str(post.speaker),
        "team": str(post.team),
        "is_officer": post.speaker != post.team,
        "published_at": post.published_at,
        "notice": post.content_notice,
        "text": plain_text.clean(post.text) if is_open else "",
        "html": plain_text.to_html(post.text, handles=handles, base_url=settings.BASE_URL) if is_open else "",
        "pictures": [
            {"src": links.whole(each.picture.src), "alt": each.picture.alt}
            for each in post.pictures.all()
            if is_open and each.picture.is_kept
        ],
        "url": links.post(post.handle_name, post.pk),
        "language": post.language,
    }
