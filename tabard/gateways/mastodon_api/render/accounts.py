"""Account, CredentialAccount and Relationship."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Subquery, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from tabard.gateways.activitypub.render.fields import Field, Holder, fields_of
from tabard.gateways.mastodon_api.render.values import moment, no_face, no_header, picture_address
from tabard.lib import text as plain_text
from tabard.people.teams.models import Officer, Team
from tabard.plant.design.addresses import whole
from tabard.voice.network.models import Actor, Block, Following
from tabard.voice.network.models.actors import ActorQuerySet, FollowingQuerySet
from tabard.voice.timelines.models import Mute

Entity = dict[str, Any]
BOTS = {Actor.Kind.SERVICE, Actor.Kind.APPLICATION}


class Accounts:
    """Actors ready to be written, with their counts and fields: two queries, however many they are."""

    def __init__(self, ids: Iterable[int]) -> None:
        wanted, now = set(ids), timezone.now()
        self._actors: dict[int, Any] = {}  # with what _found annotates
        self._actors.update(_found(now).in_bulk(wanted) if wanted else {})
        moved_to = [actor.moved_to for actor in self._actors.values() if actor.moved_to is not None]
        serving = {actor.officer_id for actor in self._actors.values() if actor.officer_id and actor.is_serving}
        if officers := [actor.officer_id for actor in moved_to if actor.officer_id]:
            serving |= set(Officer.objects.serving(now).filter(pk__in=officers).values_list("pk", flat=True))
        holders = [holder for actor in [*self._actors.values(), *moved_to] if (holder := _holder(actor))]
        self._fields = fields_of(holders, serving=serving)

    def __contains__(self, actor_id: int) -> bool:
        return actor_id in self._actors

    def actor(self, actor_id: int) -> Actor:
        found: Actor = self._actors[actor_id]
        return found

    def entity(self, actor_id: int) -> Entity:
        actor = self._actors[actor_id]
        counts = {"followers": actor.held_followers, "following": actor.held_following}
        entity = _account(actor, counts, self._fields)
        if actor.moved_to is not None:
            entity["moved"] = _account(actor.moved_to, {"followers": 0, "following": 0}, self._fields)
        return entity


def _found(now: datetime) -> ActorQuerySet:
    """With followers and followed of local actors, since of others we know only what they say; and who serves."""
    accepted = Following.objects.accepted()
    return Actor.objects.with_people().annotate(
        held_followers=_count_of_ours(accepted.filter(target=OuterRef("pk")), "target"),
        held_following=_count_of_ours(accepted.filter(follower=OuterRef("pk")), "follower"),
        is_serving=Exists(Officer.objects.serving(now).filter(pk=OuterRef("officer"))),
    )


def _count_of_ours(follows: FollowingQuerySet, end: str) -> Case:
    counted = follows.order_by().values(end).annotate(count=Count("pk")).values("count")
    return Case(When(host="", then=Coalesce(Subquery(counted), 0)), default=0, output_field=IntegerField())


def accounts(actors: Iterable[int]) -> list[Entity]:
    """In the order that they are given in; whoever is gone meanwhile is left out."""
    ids = list(actors)
    known = Accounts(ids)
    return [known.entity(pk) for pk in ids if pk in known]


def one(actor: Actor) -> Entity:
    return Accounts([actor.pk]).entity(actor.pk)


def _holder(actor: Actor) -> Holder | None:
    return actor.team or actor.officer


def _account(actor: Actor, counts: dict[str, int], fields: Mapping[Holder, list[Field]]) -> Entity:
    """No face of theirs is shown of others: their server would learn who looks, and where that phone is."""
    holder = _holder(actor)
    face = picture_address(holder.picture if holder else None) or no_face(is_ours=actor.is_local)
    header = no_header(is_ours=actor.is_local)
    page = _page(actor)
    entity = {
        "id": str(actor.pk),
        "username": actor.name,
        "acct": actor.handle,
        "url": page,
        "uri": actor.uri,
        "display_name": _name(actor, holder),
        "note": _note(actor, holder),
        "avatar": face,
        "avatar_static": face,
        "header": header,
        "header_static": header,
        "locked": actor.is_locked,
        "bot": actor.kind in BOTS,
        "group": actor.kind == Actor.Kind.GROUP,
        "discoverable": actor.is_discoverable,
        "indexable": actor.is_discoverable,
        "noindex": not actor.is_discoverable,
        "hide_collections": False,
        "created_at": moment(actor.created_at.replace(hour=0, minute=0, second=0, microsecond=0)),
        "last_status_at": actor.last_note_at.date().isoformat() if actor.last_note_at else None,
        "followers_count": counts["followers"] if actor.is_local else actor.claimed_followers,
        "following_count": counts["following"] if actor.is_local else actor.claimed_following,
        "statuses_count": actor.claimed_notes,
        "emojis": [],
        "roles": [],
        "fields": _lines(actor, fields[holder] if holder else None),
    }
    if actor.gone_at:
        entity["suspended"] = True
    return entity


def _page(actor: Actor) -> str:
    return actor.url or actor.uri


def _name(actor: Actor, holder: Team | Officer | None) -> str:
    if isinstance(holder, Officer):
        return str(holder)
    return holder.name if holder else actor.display_name or actor.name


def _note(actor: Actor, holder: Team | Officer | None) -> str:
    if holder is None:
        return actor.summary
    words = holder.description if isinstance(holder, Team) else holder.bio
    return str(plain_text.to_html(words, base_url=whole("")))


def _lines(actor: Actor, own: list[Field] | None) -> list[Entity]:
    """`own` are those of one of ours; others say theirs themselves. What is proved was so from the beginning."""
    if own is not None:
        since = moment(actor.created_at)
        return [
            {"name": field.name, "value": field.html, "verified_at": since if field.is_mutual else None}
            for field in own
        ]
    return [
        {"name": line.get("name", ""), "value": line.get("value", ""), "verified_at": None} for line in actor.fields
    ]


def credential_account(actor: Actor, *, language: str, waiting: int) -> Entity:
    """As one sees oneself; `waiting` are follow requests."""
    holder = actor.team or actor.officer
    words = "" if holder is None else holder.description if isinstance(holder, Team) else holder.bio
    source = {
        "note": words,
        "fields": [],
        "privacy": "public",
        "sensitive": False,
        "language": language,
        "follow_requests_count": waiting,
        "hide_collections": False,
        "discoverable": actor.is_discoverable,
        "indexable": actor.is_discoverable,
        "attribution_domains": [],
        "quote_policy": "public",
    }
    role = {"id": "-99", "name": "", "permissions": "0", "color": "", "highlighted": False}
    return {**one(actor), "source": source, "role": role}


def relationships(viewer: Actor, ids: list[int], now: datetime) -> list[Entity]:
    """How the viewer stands to each; five queries."""
    follows = {row.target_id: row for row in Following.objects.filter(follower=viewer, target__in=ids)}
    followed_by = set(
        Following.objects.accepted().filter(follower__in=ids, target=viewer).values_list("follower", flat=True)
    )
    asked_by = set(
        Following.objects.waiting().filter(follower__in=ids, target=viewer).values_list("follower", flat=True)
    )
    blocks = set(Block.objects.filter(actor=viewer, target__in=ids).values_list("target", flat=True))
    blocked_by = set(Block.objects.filter(actor__in=ids, target=viewer).values_list("actor", flat=True))
    mutes = {mute.target_id: mute for mute in Mute.objects.filter(owner=viewer, target__in=ids) if mute.is_on_at(now)}
    return [
        {
            "id": str(pk),
            "following": pk in follows and follows[pk].accepted_at is not None,
            "showing_reblogs": pk in follows and follows[pk].shows_announces,
            "notifying": pk in follows and follows[pk].notifies,
            "languages": None,
            "followed_by": pk in followed_by,
            "blocking": pk in blocks,
            "blocked_by": pk in blocked_by,
            "muting": pk in mutes,
            "muting_notifications": pk in mutes and mutes[pk].hides_notices,
            "muting_expires_at": moment(ends) if pk in mutes and (ends := mutes[pk].ends_at) else None,
            "requested": pk in follows and follows[pk].accepted_at is None,
            "requested_by": pk in asked_by,
            "domain_blocking": False,
            "endorsed": False,
            "note": "",
        }
        for pk in ids
    ]
