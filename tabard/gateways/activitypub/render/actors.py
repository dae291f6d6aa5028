"""Our actors as other servers see them."""

from collections.abc import Iterable
from datetime import UTC, datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from tabard.gateways.activitypub.models import SigningKey
from tabard.gateways.activitypub.render.fields import Field, fields_of
from tabard.gateways.activitypub.render.vocabulary import QUOTES_ALLOWED, Document
from tabard.lib.text import to_html
from tabard.people.teams.models import Handle, Officer, Team
from tabard.people.teams.ways import is_shared
from tabard.plant.design.addresses import whole
from tabard.plant.media.models import MIDDLE, Picture
from tabard.voice.network import addresses
from tabard.voice.network.models import Actor


def actor(actor: Actor, key: SigningKey, *, now: datetime) -> Document:
    """The whole actor; inbox and key stand together, since peers keep what they saw first (wordpress-activitypub#3556).

    Read it `with_people()`. One without team or officer is the server itself, which fetches for all of us (fedify#124):
    it follows nobody, and nobody follows it.
    """
    holder = actor.team or actor.officer
    return {
        "id": actor.uri,
        "type": actor.kind,
        "preferredUsername": actor.name,
        "url": actor.uri if holder else f"{settings.BASE_URL}/",
        "inbox": f"{actor.uri}inbox",
        "outbox": f"{actor.uri}outbox",
        "endpoints": {"sharedInbox": addresses.shared_inbox()},
        "publicKey": {"id": key.uri, "owner": actor.uri, "publicKeyPem": key.public_pem},
        "published": moment(actor.created_at),
        "manuallyApprovesFollowers": actor.is_locked or holder is None,
        "discoverable": actor.is_discoverable,
        "indexable": actor.is_discoverable,
        **(_described(actor, holder, now) if holder else _server()),
    }


def moment(at: datetime) -> str:
    """To the second, as all peers read it (ActivityStreams 2.0 §2.3)."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def image(picture: Picture) -> Document:
    """The JPEG of a kept picture, with its description."""
    height = round(picture.height * picture.fallback_width / max(picture.width, 1))
    return {
        "type": "Image",
        "mediaType": "image/jpeg",
        "url": whole(picture.src),
        "name": picture.alt,
        "width": picture.fallback_width,
        "height": height,
        **({"blurhash": picture.blurhash} if picture.blurhash else {}),
        **({"focalPoint": [*picture.focus]} if picture.focus != MIDDLE else {}),
    }


def _server() -> Document:
    return {"name": settings.SITE_NAME, "summary": to_html(_("The server of %(name)s.") % {"name": settings.SITE_NAME})}


def _described(actor: Actor, holder: Team | Officer, now: datetime) -> Document:
    about = holder.description if isinstance(holder, Team) else holder.bio
    handles = Handle.objects.mentioned_in([about])
    picture = holder.picture
    officers = Officer.objects.serving(now).filter(pk=holder.pk) if isinstance(holder, Officer) else ()
    fields = fields_of([holder], serving={officer.pk for officer in officers})[holder]
    return {
        "followers": f"{actor.uri}followers",
        "following": f"{actor.uri}following",
        "featured": f"{actor.uri}featured",
        "name": str(holder),
        "summary": to_html(about, handles=handles, base_url=settings.BASE_URL),
        "attachment": [_field(field) for field in fields],
        "attributionDomains": _domains(field.address for field in fields),
        "interactionPolicy": QUOTES_ALLOWED,
        **({"icon": image(picture)} if picture is not None and picture.is_kept else {}),
        **({"alsoKnownAs": actor.also_known_as} if actor.also_known_as else {}),
        **({"movedTo": actor.moved_to.uri} if actor.moved_to else {}),
    }


def _field(field: Field) -> Document:
    return {"type": "PropertyValue", "name": field.name, "value": field.html}


def _domains(pages: Iterable[str]) -> list[str]:
    """The sites that may name this actor as the author of what they publish: ours, the force's, and its own; not the
    networks on which others publish too."""
    hosts = [urlsplit(address).hostname or "" for address in (settings.BASE_URL, *pages)]
    own = dict.fromkeys(host.removeprefix("www.") for host in hosts if host)
    return [host for host in own if not is_shared(host)]
