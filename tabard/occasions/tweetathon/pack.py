"""What a force that takes part can use: a QR code, a picture to share, words to post, the calendar file."""

import io
import zipfile
from datetime import UTC

import segno
from django.urls import reverse

from tabard.occasions.tweetathon.calendar import calendar_of
from tabard.occasions.tweetathon.card import share_card
from tabard.occasions.tweetathon.in_words import Post, hashtags_said, posts_for, times_said
from tabard.occasions.tweetathon.models import Tweetathon
from tabard.occasions.tweetathon.showing import headline_said
from tabard.plant.design.addresses import whole

QR_SVG, QR_PNG = "svg", "png"
_SCALE = {QR_SVG: 4, QR_PNG: 16}  # PNG: some 600 pixels, enough for a poster


def address_of(tweetathon: Tweetathon) -> str:
    return whole(reverse("tweetathon:page", args=[tweetathon.slug]))


def qr_code(tweetathon: Tweetathon, kind: str) -> bytes:
    """The whole address of the page, to be printed and scanned. `kind` is QR_SVG or QR_PNG."""
    drawing = io.BytesIO()
    code = segno.make(address_of(tweetathon), error="m", micro=False)
    code.save(drawing, kind=kind, scale=_SCALE[kind], border=4, dark="#000", light="#fff")
    return drawing.getvalue()


def card_of(tweetathon: Tweetathon) -> bytes:
    """A PNG."""
    return share_card(
        hashtags=[f"#{hashtag}" for hashtag in tweetathon.hashtags],
        name=tweetathon.name,
        address=address_of(tweetathon).partition("://")[2].rstrip("/"),
        headline=headline_said(tweetathon),
    )


def posts_of(tweetathon: Tweetathon) -> list[Post]:
    return posts_for(tweetathon, address_of(tweetathon))


def zipped(tweetathon: Tweetathon) -> bytes:
    """All of the pack in one file, the same bytes as long as nothing has changed."""
    files = {
        "about.txt": _about(tweetathon).encode(),
        "calendar.ics": calendar_of(tweetathon),
        "card.png": card_of(tweetathon),
        "qr.png": qr_code(tweetathon, QR_PNG),
        "qr.svg": qr_code(tweetathon, QR_SVG),
        **{f"posts/{post.language}.txt": f"{post.before}\n\n{post.during}\n".encode() for post in posts_of(tweetathon)},
    }
    out, moment = io.BytesIO(), tweetathon.changed_at.astimezone(UTC).timetuple()[:6]
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            about = zipfile.ZipInfo(f"{tweetathon.slug}/{name}", date_time=moment)
            about.external_attr = 0o644 << 16
            archive.writestr(about, content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _about(tweetathon: Tweetathon) -> str:
    return "\n\n".join(
        [tweetathon.name, hashtags_said(tweetathon), times_said(tweetathon), address_of(tweetathon) + "\n"]
    )
