"""What we keep of actors elsewhere beyond their profiles."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from tabard.gateways.activitypub.models import PeerKey
from tabard.gateways.activitypub.receive.actors import PublishedKey
from tabard.lib.signatures.keys import KeyRefused, read_public_key
from tabard.voice.network.models import Actor


@transaction.atomic
def keep_keys(*, actor: Actor, keys: Iterable[PublishedKey], now: datetime) -> None:
    """Keep those keys that can be read, and that are no other actor's; the actor's former ones go."""
    kept = []
    for key in keys:
        is_taken = PeerKey.objects.filter(uri=key.uri).exclude(actor=actor).exists()
        if _is_readable(key.pem) and (key.uri.partition("#")[0] == actor.uri or not is_taken):
            PeerKey.objects.update_or_create(uri=key.uri, defaults={"actor": actor, "pem": key.pem, "fetched_at": now})
            kept.append(key.uri)
    PeerKey.objects.filter(actor=actor).exclude(uri__in=kept).delete()


def _is_readable(pem: str) -> bool:
    try:
        read_public_key(pem)
    except KeyRefused:
        return False
    return True
