"""Our actors as other servers see them."""

from collections.abc import Iterable
from datetime import UTC, datetime
from html import escape
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from tabard.gateways.activitypub.models import SigningKey
from tabard.gateways.activitypub.render.vocabulary import QUOTES_ALLOWED, Document
from tabard.lib.text import to_html
from tabard.people.places.models import Force
from tabard.people.teams.models import Cover, Handle, Officer, Team
from tabard.people.teams.ways import is_shared, own_links
from tabard.plant.design.addresses import whole
from tabard.plant.media.models import MIDDLE, Picture
from tabard.voice.network import addresses
from tabard.voice.network.models import Actor

MOST_PLACES = 3
LINK = '<a href="{address}" target="_blank" rel="me nofollow noopener noreferrer" translate="no">{shown}</a>'


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
    fields = _of_team(holder) if isinstance(holder, Team) else _of_officer(holder, now)
    fields += _of_force(holder.force)
    return {
        "followers": f"{actor.uri}followers",
        "following": f"{actor.uri}following",
        "featured": f"{actor.uri}featured",
        "name": str(holder),
        "summary": to_html(about, handles=handles, base_url=settings.BASE_URL),
        "attachment": [_field(name, address) for name, address in fields],
        "attributionDomains": _domains(address for _name, address in fields),
        "interactionPolicy": QUOTES_ALLOWED,
        **({"icon": image(picture)} if picture is not None and picture.is_kept else {}),
        **({"alsoKnownAs": actor.also_known_as} if actor.also_known_as else {}),
        **({"movedTo": actor.moved_to.uri} if actor.moved_to else {}),
    }


def _of_team(team: Team) -> list[tuple[str, str]]:
    covers = Cover.objects.filter(team=team, neighbourhood__retired_at=None).select_related("neighbourhood")
    places = [cover.neighbourhood for cover in covers.order_by("neighbourhood__name", "pk")[:MOST_PLACES]]
    pages = [(place.name, whole(reverse("web:neighbourhood", args=[place.slug]))) for place in places]
    links = dict.fromkeys(link for place in places for link in own_links(place.contact))
    return [*pages, *links]


def _of_officer(officer: Officer, now: datetime) -> list[tuple[str, str]]:
    """The proof that the officer is real, and their own pages elsewhere: only of one who serves."""
    if not Officer.objects.serving(now).filter(pk=officer.pk).exists():
        return []
    return [(_("Proof"), whole(reverse("web:badge", args=[officer.number]))), *own_links(officer.contact)]


def _of_force(force: Force) -> list[tuple[str, str]]:
    return [(_("Force"), force.url)] if urlsplit(force.url).scheme in {"http", "https"} else []


def _field(name: str, address: str) -> Document:
    shown = address.partition("://")[2].removesuffix("/")
    return {"type": "PropertyValue", "name": name, "value": LINK.format(address=escape(address), shown=escape(shown))}


def _domains(pages: Iterable[str]) -> list[str]:
    """The sites that may name this actor as the author of what they publish: ours, the force's, and its own; not the
    networks on which others publish too."""
    hosts = [urlsplit(address).hostname or "" for address in (settings.BASE_URL, *pages)]
    own = dict.fromkeys(host.removeprefix("www.") for host in hosts if host)
    return [host for host in own if not is_shared(host)]
