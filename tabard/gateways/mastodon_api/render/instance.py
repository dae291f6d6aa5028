"""Instance, of version 1 and 2 of the API: what this server is, and what can be sent to it."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.html import escape
from django.utils.translation import gettext as _

from tabard.gateways.mastodon_api.actions.push import public_key
from tabard.gateways.mastodon_api.render import accounts
from tabard.gateways.mastodon_api.render.values import no_header
from tabard.lib.pictures import MOST_PIXELS
from tabard.people.places.models import Force
from tabard.people.teams.models import Handle
from tabard.plant.design.addresses import whole
from tabard.plant.media.models import MOST_ALT
from tabard.voice.guidelines.models import Guideline
from tabard.voice.guidelines.shown import ShownSentence, sentences_of
from tabard.voice.guidelines.verdicts import current_rulebook
from tabard.voice.network import addresses
from tabard.voice.network.actions.actors import open_server_actor
from tabard.voice.network.models import Actor, Note
from tabard.voice.posts import wording
from tabard.voice.posts.models import LONGEST_TEXT, MOST_PICTURES

Entity = dict[str, Any]
PICTURE_TYPES = ["image/jpeg", "image/png", "image/gif", "image/webp"]
COMPATIBLE_WITH = "4.4.0"
CHARACTERS_OF_A_LINK = 23
ACTIVE_WITHIN = timedelta(weeks=4)
EVERYBODY_READS = {"local": "public", "remote": "public"}


def version() -> str:
    """Clients read the number before the bracket to know what they may ask for."""
    return f"{COMPATIBLE_WITH} (compatible; Tabard {settings.VERSION})"


def configuration() -> Entity:
    return {
        "accounts": {"max_featured_tags": 0, "max_pinned_statuses": 5, "max_profile_fields": 0},
        "statuses": {
            "max_characters": LONGEST_TEXT,
            "max_media_attachments": MOST_PICTURES,
            "characters_reserved_per_url": CHARACTERS_OF_A_LINK,
            "supported_mime_types": ["text/plain"],
        },
        "media_attachments": {
            "supported_mime_types": PICTURE_TYPES,
            "description_limit": MOST_ALT,
            "image_size_limit": settings.UPLOAD_LIMIT_BYTES,
            "image_matrix_limit": MOST_PIXELS,
            "video_size_limit": 0,
            "video_frame_rate_limit": 0,
            "video_matrix_limit": 0,
        },
        "polls": {
            "max_options": wording.MOST_OPTIONS,
            "max_characters_per_option": wording.LONGEST_OPTION,
            "min_expiration": wording.SHORTEST_POLL,
            "max_expiration": wording.LONGEST_POLL,
        },
        "translation": {"enabled": False},
        "limited_federation": False,
    }


def streaming() -> str:
    return settings.BASE_URL.replace("http", "ws", 1)


def v2(now: datetime) -> Entity:
    return {
        "domain": addresses.our_host(),
        "title": settings.SITE_NAME,
        "version": version(),
        "source_url": "",
        "description": _about(),
        "usage": {"users": {"active_month": _spoke_since(now - ACTIVE_WITHIN)}},
        "thumbnail": {"url": no_header()},
        "icon": [],
        "languages": [settings.LANGUAGE_CODE.partition("-")[0]],
        "configuration": {
            **configuration(),
            "urls": {"streaming": streaming(), "about": whole("/"), "privacy_policy": whole("/privacy/")},
            "vapid": {"public_key": public_key()},
            "timelines_access": {
                "live_feeds": EVERYBODY_READS,
                "hashtag_feeds": EVERYBODY_READS,
                "trending_link_feeds": EVERYBODY_READS,
            },
        },
        "registrations": {
            "enabled": False,
            "approval_required": False,
            "reason_required": False,
            "message": None,
            "min_age": None,
            "url": None,
        },
        "api_versions": {"mastodon": 6},
        "contact": {"email": _contact(), "account": _server(now)},
        "rules": rules(),
    }


def v1(now: datetime) -> Entity:
    return {
        "uri": addresses.our_host(),
        "title": settings.SITE_NAME,
        "short_description": _about(),
        "description": _about(),
        "email": _contact(),
        "version": version(),
        "urls": {"streaming_api": streaming()},
        "stats": {
            "user_count": _speakers(),
            "status_count": Note.objects.local().living().said().count(),
            "domain_count": len(peers()),
        },
        "thumbnail": no_header(),
        "languages": [settings.LANGUAGE_CODE.partition("-")[0]],
        "registrations": False,
        "approval_required": False,
        "invites_enabled": False,
        "configuration": configuration(),
        "contact_account": _server(now),
        "rules": rules(),
        "max_toot_chars": LONGEST_TEXT,
    }


def peers() -> list[str]:
    return list(Actor.objects.remote().order_by("host").values_list("host", flat=True).distinct())


def rules() -> list[Entity]:
    """The sentences of the guideline that applies, by their numbers; the hint names what is looked for."""
    guideline = Guideline.objects.current()
    if guideline is None:
        return []
    return [
        {"id": str(sentence.number), "text": sentence.text, "hint": _hint(sentence), "translations": {}}
        for sentence in sentences_of(guideline, current_rulebook())
    ]


def _hint(sentence: ShownSentence) -> str:
    titles = "; ".join(rule.title for rule in sentence.rules)
    return _("Looked for before a post goes out: %(titles)s.") % {"titles": titles} if titles else ""


def languages() -> list[Entity]:
    """Those in which this server speaks itself."""
    return [{"code": code.partition("-")[0], "name": str(_(name))} for code, name in settings.LANGUAGES]


def privacy_policy() -> Entity:
    page = escape(whole("/privacy/"))
    return {"updated_at": None, "content": f'<p><a href="{page}">{page}</a></p>'}


def extended_description() -> Entity:
    return {"updated_at": None, "content": f"<p>{_about()}</p>"}


def _about() -> str:
    force = Force.objects.order_by("pk").first()
    described = force.description if force else ""
    return described or _("Neighbourhood policing teams at their own address.")


def _contact() -> str:
    contact = urlsplit(settings.SECURITY_CONTACT)
    return contact.path if contact.scheme == "mailto" else ""


def _server(now: datetime) -> Entity:
    return accounts.one(open_server_actor(now=now))


def _spoke_since(moment: datetime) -> int:
    return Actor.objects.local().living().filter(last_note_at__gt=moment).count()


def _speakers() -> int:
    return Handle.objects.count()
