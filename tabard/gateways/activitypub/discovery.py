"""How we are found: WebFinger (RFC 7033), host-meta (RFC 6415) and NodeInfo (nodeinfo.diaspora.software)."""

from datetime import datetime, timedelta
from typing import Any
from xml.sax.saxutils import quoteattr

from django.conf import settings
from django.core.cache import cache

from tabard.gateways.activitypub.faces import ACTIVITY
from tabard.plant.design.addresses import whole
from tabard.voice.network import addresses
from tabard.voice.network.models import Actor, Note

PROFILE_PAGE = "http://webfinger.net/rel/profile-page"
AVATAR = "http://webfinger.net/rel/avatar"
SCHEMA = "http://nodeinfo.diaspora.software/ns/schema/"
NODEINFO_VERSIONS = ("2.1", "2.0")
COUNTED_FOR_SECONDS = 600


def webfinger(actor: Actor, *, rels: list[str]) -> dict[str, Any]:
    """Who an account is; of its links only those in `rels`, where any are named (RFC 7033 §4.3)."""
    page = actor.uri if actor.team or actor.officer else f"{settings.BASE_URL}/"
    links = [
        {"rel": PROFILE_PAGE, "type": "text/html", "href": page},
        {"rel": "self", "type": ACTIVITY, "href": actor.uri},
    ]
    holder = actor.team or actor.officer
    picture = holder.picture if holder else None
    if picture is not None and picture.is_kept:
        links.append({"rel": AVATAR, "type": "image/jpeg", "href": whole(picture.src)})
    return {
        "subject": f"acct:{actor.name}@{addresses.our_host()}",
        "aliases": [actor.uri],
        "links": [link for link in links if not rels or link["rel"] in rels],
    }


def host_meta() -> str:
    template = quoteattr(f"{settings.BASE_URL}/.well-known/webfinger?resource={{uri}}")
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<XRD xmlns="http://docs.oasis-open.org/ns/xri/xrd-1.0">\n'
        f'  <Link rel="lrdd" type="application/jrd+json" template={template}/>\n'
        "</XRD>\n"
    )


def nodeinfo_links() -> dict[str, Any]:
    links = [{"rel": SCHEMA + version, "href": whole(f"/nodeinfo/{version}")} for version in NODEINFO_VERSIONS]
    return {"links": links}


def nodeinfo(version: str, *, now: datetime) -> dict[str, Any]:
    software = {"name": "tabard", "version": settings.VERSION}
    usage: dict[str, Any] = cache.get_or_set("activitypub:usage", lambda: _usage(now), COUNTED_FOR_SECONDS) or {}
    return {
        "version": version,
        "software": software,
        "protocols": ["activitypub"],
        "services": {"inbound": [], "outbound": ["atom1.0", "rss2.0"]},
        "openRegistrations": False,
        "usage": usage,
        "metadata": {"nodeName": settings.SITE_NAME},
    }


def _usage(now: datetime) -> dict[str, Any]:
    """Teams and officers are the users: how many there are, and how many have spoken lately."""
    ours = Actor.objects.local().living().exclude(team=None, officer=None)
    return {
        "users": {
            "total": ours.count(),
            "activeMonth": ours.filter(last_note_at__gt=now - timedelta(days=30)).count(),
            "activeHalfyear": ours.filter(last_note_at__gt=now - timedelta(days=180)).count(),
        },
        "localPosts": Note.objects.local().living().said().count(),
    }
