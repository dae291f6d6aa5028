"""What other servers may read: whatever is said to everybody. What is not there raises Http404."""

from typing import TypeVar

from django.conf import settings
from django.http import Http404

from tabard.gateways.activitypub.models import QuoteLeave
from tabard.people.teams.models import Handle
from tabard.services.events.models import Event
from tabard.voice.network import addresses
from tabard.voice.network.actions.actors import SERVER_NAME
from tabard.voice.network.models import Audience, Note

Thing = TypeVar("Thing")


def handle(name: str) -> Handle:
    """Of a team or an officer."""
    return _or_404(Handle.objects.named(name).with_actor().first())


def handle_meant(resource: str) -> Handle | None:
    """Whom a WebFinger resource means: `acct:name@host`, as some ask without its scheme, or the address of a page. None
    is the server itself."""
    kind, _, rest = resource.partition(":")
    if kind == "acct" or "@" in kind:
        name, _, host = (rest if kind == "acct" else resource).removeprefix("@").rpartition("@")
    else:
        name, host = _name_in(resource), addresses.our_host()
    if not name or host.lower() != addresses.our_host():
        raise Http404
    return None if name.lower() == SERVER_NAME else handle(name)


def _name_in(address: str) -> str:
    """`riverside` of `https://police.example/@riverside/`; "" of what is no page of ours."""
    if address in {addresses.server_actor_uri(), settings.BASE_URL, f"{settings.BASE_URL}/"}:
        return SERVER_NAME
    path = address.removeprefix(settings.BASE_URL).strip("/")
    is_ours = addresses.is_ours(address) and path.startswith("@") and "/" not in path
    return path.removeprefix("@") if is_ours else ""


def note(post_id: int) -> Note:
    """The note of a post that everybody may read, or could: the latter has `deleted_at`."""
    said = Note.objects.local().filter(post=post_id, audience__in=[Audience.PUBLIC, Audience.QUIET])
    return _or_404(said.for_lists().select_related("actor").first())


def living_note(post_id: int) -> Note:
    found = note(post_id)
    return _or_404(found if found.deleted_at is None else None)


def may_quote(note: Note, quoting_uri: str) -> bool:
    """Whether the leave that was given still holds."""
    return not QuoteLeave.objects.filter(note=note, quoting_uri=quoting_uri, revoked_at__isnull=False).exists()


def event(pk: int) -> Event:
    return _or_404(Event.objects.select_related("team__handle").filter(pk=pk).first())


def _or_404(thing: Thing | None) -> Thing:
    if thing is None:
        raise Http404
    return thing
