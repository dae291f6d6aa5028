"""The keys with which our actors sign."""

from datetime import datetime

from django.db import transaction

from tabard.gateways.activitypub.models import SigningKey
from tabard.lib.signatures.keys import OwnKey, make_rsa_key, read_own_key
from tabard.plant.audit.actions import write_audit
from tabard.plant.changes.actions import record
from tabard.voice.network.changes import ActorChanged
from tabard.voice.network.models import Actor

FIRST = "main-key"


def key_of(actor: Actor, *, now: datetime) -> SigningKey:
    """The key that one of our actors signs with; made when it is first asked for."""
    found = SigningKey.objects.current().select_related("actor").filter(actor=actor).first()
    return found or _first_key(actor, now)


def _first_key(actor: Actor, now: datetime) -> SigningKey:
    pair = make_rsa_key()
    start = {"private_pem": pair.private_pem, "public_pem": pair.public_pem, "made_at": now}
    SigningKey.objects.get_or_create(actor=actor, name=FIRST, defaults=start)
    return SigningKey.objects.current().select_related("actor").get(actor=actor)


@transaction.atomic
def rotate_key(actor: Actor, *, now: datetime) -> SigningKey:
    """Sign with a new key from now on. Peers learn of it by the Update that follows, which is signed with it: a key
    that they do not know they fetch."""
    Actor.objects.select_for_update().get(pk=actor.pk)
    SigningKey.objects.current().filter(actor=actor).update(retired_at=now)
    number = SigningKey.objects.filter(actor=actor).count() + 1
    pair = make_rsa_key()
    made = SigningKey.objects.create(
        actor=actor, name=f"key-{number}", private_pem=pair.private_pem, public_pem=pair.public_pem, made_at=now
    )
    write_audit(actor=None, act="activitypub.key_rotated", subject=actor, detail={"key": made.name}, now=now)
    record(ActorChanged(actor_id=actor.pk))
    return made


def own_key(key: SigningKey) -> OwnKey:
    """The key, ready to sign."""
    return OwnKey(id=key.uri, private=read_own_key(key.private_pem))
