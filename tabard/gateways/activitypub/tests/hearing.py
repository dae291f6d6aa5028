"""What other servers were told by us, once the worker has done all that is due."""

import json

from django.utils import timezone

from tabard.gateways.activitypub.models import SigningKey
from tabard.lib.signatures import verify_request
from tabard.lib.signatures.keys import read_public_key
from tabard.lib.tests.inboxes import Inboxes, Posted
from tabard.plant.changes import work as consequences
from tabard.plant.delivery import work as ledger


def work_all() -> None:
    """As the worker does: what follows from what happened, then what is due in the ledger."""
    consequences.work_off(now=timezone.now)
    ledger.work_off(now=timezone.now)


def heard(peer: Inboxes, kind: str = "") -> list[dict]:
    """The activities that have come, of one kind or of all; each must be rightly signed."""
    for one in peer.posted:
        assert_signed(peer, one)
    told = [json.loads(one.body) for one in peer.posted]
    return [one for one in told if not kind or one["type"] == kind]


def assert_signed(peer: Inboxes, one: Posted) -> None:
    def find(uri: str):
        key = next(key for key in SigningKey.objects.select_related("actor") if key.uri == uri)
        assert json.loads(one.body)["actor"] == key.actor.uri
        return read_public_key(key.public_pem)

    verify_request("POST", peer.url + one.path, one.headers, one.body, find, timezone.now())
