"""Actors, keys and notes from elsewhere: those that we hold, or else fetched from where they live."""

from dataclasses import replace
from datetime import datetime, timedelta

from tabard.gateways.activitypub.actions.peer_keys import keep_keys
from tabard.gateways.activitypub.asking import (
    FetchFailed,
    HostIsOut,
    NotThere,
    NotUsable,
    card_at,
    document_at,
    is_suspended,
    scheme_of,
)
from tabard.gateways.activitypub.models import PeerKey
from tabard.gateways.activitypub.receive.actors import is_actor, keys_of, owner_of_key, profile_of
from tabard.gateways.activitypub.receive.handles import handle_in
from tabard.gateways.activitypub.receive.notes import ReceivedNote, is_note, note_of
from tabard.gateways.activitypub.receive.refusals import HostMismatch, NotAnActor, NotANote, Refused
from tabard.gateways.activitypub.receive.values import Document, address, the_address
from tabard.lib.text import clean
from tabard.voice.network import addresses
from tabard.voice.network.actions import actors, notes
from tabard.voice.network.addresses import host_of
from tabard.voice.network.models import Actor, HostBlock, Note

FRESH = timedelta(days=1)
MOST_STEPS_UP = 5


# -- actors and their keys ---------------------------------------------------------------------------------------------


def actor_at(uri: str, *, now: datetime, fresh_since: datetime | None = None) -> Actor:
    """The actor with this id; asked for again where we know it from before `fresh_since` (a day ago). One that we know
    and cannot reach now is good enough. Raises FetchFailed, Refused."""
    known = Actor.objects.filter(uri=uri).first()
    fresh_since = fresh_since or now - FRESH
    if addresses.is_ours(uri):
        if known is None:
            raise NotThere
        return known
    if known is not None and known.gone_at is not None and known.gone_at > fresh_since:
        raise NotThere
    if known is not None and known.gone_at is None and known.fetched_at and known.fetched_at >= fresh_since:
        return known
    try:
        document = document_at(uri, now=now)
        if document.get("id") != uri:
            raise HostMismatch
        return take_actor(document, now=now)
    except (FetchFailed, Refused) as error:
        if known is None or known.gone_at is not None or isinstance(error, HostIsOut | NotThere):
            raise
        return known


def take_actor(document: Document, *, now: datetime) -> Actor:
    """Keep what an actor's own server says of it, with its keys. Raises Refused, FetchFailed."""
    profile = profile_of(document)
    if is_suspended(profile.host):
        raise HostIsOut
    profile = replace(profile, host=_handle_host(profile))
    profile = replace(profile, url=_own_page(profile.url, profile.uri, profile.host))
    if HostBlock.objects.of(profile.host, host_of(profile.uri)).filter(reject_media=True).exists():
        profile = replace(profile, icon_url="", header_url="")
    try:
        actor = actors.keep_profile(profile, now=now)
    except (actors.HandleElsewhere, ValueError):
        raise NotAnActor from None
    keep_keys(actor=actor, keys=keys_of(document), now=now)
    return actor


def _handle_host(profile: actors.Profile) -> str:
    """What stands after the @: another host than the id's only where both servers say so (Mastodon's FEDERATION.md)."""
    known = Actor.objects.filter(uri=profile.uri, name=profile.name, gone_at=None).first()
    if known is not None:
        return known.host
    own, scheme = host_of(profile.uri), scheme_of(profile.uri)
    try:
        told = card_at(profile.name, own, scheme=scheme)
        if told.actor_uri != profile.uri or told.host in {"", own} or told.name.lower() != profile.name.lower():
            return own
        back = card_at(told.name, told.host, scheme=scheme)
    except (FetchFailed, Refused):
        return own
    return told.host if back.actor_uri == profile.uri else own


def _own_page(url: str, uri: str, handle_host: str) -> str:
    """The page for people, if it is on the server of the id or of the handle: by that of another, somebody else would
    be found (Mastodon leaves it out likewise)."""
    return url if host_of(url) in {host_of(uri), handle_host} else ""


def key_named(uri: str, *, now: datetime, fresh_since: datetime | None = None) -> PeerKey:
    """The key with this id, and its actor; asked for again where it was fetched before `fresh_since`.

    Raises FetchFailed, Refused.
    """
    held = PeerKey.objects.select_related("actor").filter(uri=uri).first()
    if held is not None and (fresh_since is None or held.fetched_at >= fresh_since):
        return held
    if addresses.is_ours(uri):
        raise NotThere
    document = document_at(the_address(uri), now=now)
    if not is_actor(document):
        document = document_at(owner_of_key(document), now=now)
    actor = take_actor(document, now=now)
    found = PeerKey.objects.select_related("actor").filter(uri=uri, actor=actor).first()
    if found is None:
        raise NotThere
    return found


# -- notes -------------------------------------------------------------------------------------------------------------


def note_at(uri: str, *, now: datetime) -> Note | None:
    """The note with this id, fetched if we do not hold it; None for one that is gone. Raises FetchFailed, Refused."""
    held = Note.objects.filter(uri=uri).first()
    if held is not None or addresses.is_ours(uri):
        return held if held and held.deleted_at is None else None
    received, actor = received_at(uri, now=now)
    return take(received, actor, now=now)


def received_at(uri: str, *, now: datetime) -> tuple[ReceivedNote, Actor]:
    """A note as its own server has it now, with its actor. Raises FetchFailed, Refused."""
    document = document_at(uri, now=now)
    if not is_note(document):
        raise NotThere if document.get("type") == "Tombstone" else NotANote
    actor = actor_at(note_of(document).actor_uri, now=now)
    return note_of(document, followers_uri=actor.followers_uri), actor


def take(received: ReceivedNote, actor: Actor, *, now: datetime) -> Note:
    """Keep a note that its own server vouches for."""
    published_at = received.published_at or now
    words = words_of(received, actor)
    return notes.take_note(uri=received.uri, actor=actor, words=words, published_at=published_at, now=now)


def words_of(received: ReceivedNote, actor: Actor) -> notes.Words:
    """Its words, with those whom it names and we know."""
    mentions = tuple(Actor.objects.filter(uri__in=received.named, gone_at=None))
    url = _own_page(received.words.url, received.uri, actor.host)
    words = replace(received.words, mentions=mentions, url=url)
    if words.attachments and HostBlock.objects.against(actor).filter(reject_media=True).exists():
        words = replace(words, attachments=())
    return words


def take_thread_above(reply_to_uri: str, *, now: datetime) -> None:
    """Fetch what is answered, and what that answers, some steps up; what cannot be had is left out."""
    chain: list[tuple[ReceivedNote, Actor]] = []
    uri = reply_to_uri
    while uri and len(chain) < MOST_STEPS_UP and not addresses.is_ours(uri):
        if Note.objects.filter(uri=uri).exists():
            break
        try:
            received, actor = received_at(uri, now=now)
        except (FetchFailed, Refused):
            break
        chain.append((received, actor))
        uri = received.words.reply_to_uri
    for received, actor in reversed(chain):
        take(received, actor, now=now)


# -- looking up what somebody typed ------------------------------------------------------------------------------------


def look_up(typed: str, *, now: datetime) -> Actor | Note | None:
    """Whom or what a handle (`@name@host`) or address means; None for what cannot be found."""
    typed = clean(typed).strip()
    if addresses.is_ours(addresses.as_ours(typed)):
        return held_at(typed)
    try:
        name, host = handle_in(typed)
        if host:
            return actor_by_handle(name, host, now=now)
        return _at_address(typed, now) if address(typed) else None
    except (FetchFailed, Refused):
        return None


def actor_by_handle(name: str, host: str, *, now: datetime) -> Actor:
    """Raises FetchFailed, Refused."""
    if host == addresses.our_host():
        host = ""
    known = Actor.objects.living().named(name, host).first()
    if not host and known is None:
        raise NotThere
    if known is not None and (known.is_local or (known.fetched_at and known.fetched_at >= now - FRESH)):
        return known
    card = card_at(name, host)
    actor = actor_at(card.actor_uri, now=now)
    if actor.host != host and host_of(actor.uri) != host and card.host != actor.host:
        raise NotUsable
    return actor


def held_at(uri: str) -> Actor | Note | None:
    """What we hold under this id; or else the page that has this address, which its own server chose."""
    uri = addresses.as_ours(uri)
    actors, notes = Actor.objects.living(), Note.objects.living()
    found = actors.filter(uri=uri).first() or notes.filter(uri=uri).first()
    if found is not None or addresses.is_ours(uri):
        return found
    return actors.filter(url=uri).first() or notes.filter(url=uri).first()


def _at_address(uri: str, now: datetime) -> Actor | Note | None:
    """An id, or a page whose address leads to a document with another."""
    held = held_at(uri)
    if held is not None or addresses.is_ours(uri):
        return held
    document = document_at(uri, now=now)
    if is_actor(document):
        return take_actor(document, now=now)
    return note_at(the_address(document.get("id")), now=now)
