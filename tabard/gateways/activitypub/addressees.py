"""Whose inboxes there are: those of every team and officer, also of one who has left."""

import re
from time import monotonic

from tabard.gateways.activitypub.hands import Hand
from tabard.gateways.activitypub.refusals import Turned
from tabard.people.teams.models import Handle
from tabard.voice.network.models import Actor

_HANDLE = re.compile(r"[a-z0-9_]{2,30}")
BELIEVED_SECONDS = 60.0  # a handle once given stays


class Addressees:
    """Only those that are there are remembered, so that nobody fills the memory with names."""

    def __init__(self) -> None:
        self._hand = Hand("addressees")
        self._known: dict[str, float] = {}

    async def expect(self, name: str) -> None:
        """Raise Turned: 404 for nobody, 410 for one who is gone."""
        name = name.lower()
        if not _HANDLE.fullmatch(name):
            raise Turned(404, "NobodyHere")
        looked_up = self._known.get(name)
        if looked_up is None or monotonic() - looked_up > BELIEVED_SECONDS:
            await self._hand.do(lambda: _look_up(name))
            self._known[name] = monotonic()


def _look_up(name: str) -> None:
    if Actor.objects.named(name, "").exclude(gone_at=None).exists():
        raise Turned(410, "Gone")
    if not Handle.objects.named(name).exists():
        raise Turned(404, "NobodyHere")
