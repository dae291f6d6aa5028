"""What is said elsewhere, changed there, and taken back."""

from contextlib import suppress
from datetime import datetime, timedelta

from django.core.cache import cache
from django.db.models import Q
from django.utils.crypto import salted_hmac

from tabard.gateways.activitypub import fetch
from tabard.gateways.activitypub.asking import NotThere
from tabard.gateways.activitypub.receive.activities import Activity
from tabard.gateways.activitypub.receive.actors import is_actor, profile_of
from tabard.gateways.activitypub.receive.notes import ReceivedNote, is_note, note_of
from tabard.gateways.activitypub.receive.refusals import HostMismatch
from tabard.gateways.activitypub.receive.values import Document
from tabard.voice.network import addresses
from tabard.voice.network.actions import actors, reactions
from tabard.voice.network.actions import notes as network_notes
from tabard.voice.network.models import Actor, Audience, Block, Following, Note

DELETES_REMEMBERED = timedelta(days=1)


# -- said --------------------------------------------------------------------------------------------------------------


def create(activity: Activity, actor: Actor, now: datetime) -> None:
    """Raises Refused, FetchFailed."""
    if activity.document:
        if is_note(activity.document):
            _take(_own(activity.document, actor), actor, now)
    elif activity.object_uri and not Note.objects.filter(uri=activity.object_uri).exists():
        received, author = fetch.received_at(activity.object_uri, now=now)
        if author.pk != actor.pk:
            raise HostMismatch
        _take(received, author, now)


def create_forwarded(activity: Activity, now: datetime) -> None:
    """Somebody passed on what another said or changed: only what its own server says of it counts."""
    if addresses.is_ours(activity.object_uri) or not activity.object_uri:
        return
    received, actor = fetch.received_at(activity.object_uri, now=now)
    known = Note.objects.filter(uri=received.uri).first()
    if known is None:
        _take(received, actor, now)
    else:
        _change(known, received, actor, now)


def _own(document: Document, actor: Actor) -> ReceivedNote:
    """A note that came with its activity: it must be its actor's own. Raises Refused."""
    received = note_of(document, followers_uri=actor.followers_uri)
    if received.actor_uri != actor.uri or addresses.is_ours(received.uri):
        raise HostMismatch
    return received


def _take(received: ReceivedNote, actor: Actor, now: datetime) -> None:
    if received.vote and _cast(received, actor, now):
        return
    if _was_deleted(received.uri) or Note.objects.filter(uri=received.uri).exists():
        return
    is_followed = Following.objects.accepted().from_here().of(actor).exists()
    if not (is_followed or _names_ours(received, actor) or _is_about_us(received, actor)):
        return
    if is_followed and received.words.reply_to_uri:
        fetch.take_thread_above(received.words.reply_to_uri, now=now)
    fetch.take(received, actor, now=now)


def _names_ours(received: ReceivedNote, actor: Actor) -> bool:
    """Whether it mentions one of ours who has not blocked its actor."""
    ours = [uri for uri in received.named if addresses.is_ours(uri)]
    named = Actor.objects.local().living().filter(uri__in=ours)
    return named.exclude(pk__in=Block.objects.filter(target=actor).values("actor")).exists()


def _is_about_us(received: ReceivedNote, actor: Actor) -> bool:
    """Whether it answers a note that we hold, or quotes one of ours, of somebody who has not blocked its actor."""
    answered, quoted = (Q(uri=uri or "-") for uri in (received.words.reply_to_uri, received.words.quote_uri))
    held = Note.objects.living().filter(answered | (quoted & Q(is_local=True)))
    return held.exclude(actor__in=Block.objects.filter(target=actor).values("actor")).exists()


def _cast(received: ReceivedNote, actor: Actor, now: datetime) -> bool:
    """Count an answer to a poll of ours, of one who may answer; whether it is one."""
    asked = Note.objects.living().local().filter(uri=received.words.reply_to_uri, poll__isnull=False)
    note = asked.select_related("poll").first()
    if note is None:
        return False
    if Block.objects.filter(actor=note.actor_id, target=actor).exists():
        return True
    options = [number for number, option in enumerate(note.poll.options) if option == received.vote]
    with suppress(reactions.PollIsClosed, reactions.VoteRefused):
        reactions.vote(poll=note.poll, actor=actor, options=options, uri=received.uri, now=now)
    return True


# -- changed -----------------------------------------------------------------------------------------------------------


def update(activity: Activity, actor: Actor, now: datetime) -> None:
    """An actor's profile, or a note. Raises Refused, FetchFailed."""
    if activity.object_uri == actor.uri:
        _renew(activity.document, actor, now)
    elif is_note(activity.document):
        received = _own(activity.document, actor)
        known = Note.objects.filter(uri=received.uri).first()
        if known is None:
            _take(received, actor, now)
        else:
            _change(known, received, actor, now)


def _renew(document: Document, actor: Actor, now: datetime) -> None:
    """One who is called otherwise now, or says less than all, is asked for at home."""
    if is_actor(document) and document.get("inbox") and profile_of(document).name == actor.name:
        fetch.take_actor(document, now=now)
    else:
        fetch.actor_at(actor.uri, now=now, fresh_since=now)


def _change(known: Note, received: ReceivedNote, actor: Actor, now: datetime) -> None:
    """Take a newer wording in; an older one that comes late changes nothing."""
    if known.actor_id != actor.pk or known.is_local:
        raise HostMismatch
    is_late = known.edited_at and received.edited_at and received.edited_at < known.edited_at
    if known.deleted_at is None and known.announces_id is None and not is_late:
        words = fetch.words_of(received, actor)
        network_notes.change_note(note=known, words=words, edited_at=received.edited_at, now=now)


# -- taken back --------------------------------------------------------------------------------------------------------


def delete(activity: Activity, actor: Actor, now: datetime) -> None:
    """A note, or the actor itself."""
    if activity.object_uri == actor.uri:
        actors.forget_actor(actor=actor, now=now)
        return
    note = Note.objects.filter(uri=activity.object_uri).first()
    if note is not None and note.actor_id == actor.pk and not note.is_local:
        network_notes.delete_note(note=note, now=now)
    elif note is None and addresses.host_of(activity.object_uri) == addresses.host_of(actor.uri):
        _remember_deletion(activity.object_uri)


def delete_forwarded(activity: Activity, now: datetime) -> None:
    """Gone only if its own server says so (Mastodon does by 404), and only what is for everybody: the rest no server
    shows to ours, which asks as a stranger. Raises FetchFailed, Refused."""
    said_to_all = Note.objects.living().filter(audience__in=[Audience.PUBLIC, Audience.QUIET])
    note = said_to_all.filter(uri=activity.object_uri, is_local=False).first()
    if note is None:
        return
    try:
        fetch.received_at(note.uri, now=now)
    except NotThere:
        network_notes.delete_note(note=note, now=now)


def _remember_deletion(uri: str) -> None:
    """What is deleted before it came: activities overtake one another."""
    cache.set(_deletion_key(uri), 1, DELETES_REMEMBERED.total_seconds())


def _was_deleted(uri: str) -> bool:
    return cache.get(_deletion_key(uri)) is not None


def _deletion_key(uri: str) -> str:
    return f"activitypub:deleted:{salted_hmac('deleted', uri).hexdigest()}"
