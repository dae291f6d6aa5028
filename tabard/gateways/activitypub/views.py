"""The addresses that other servers read. Nothing here needs a signature: it is what our pages tell everybody."""

from collections.abc import Sequence
from typing import TypeVar

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from tabard.gateways.activitypub import access, discovery
from tabard.gateways.activitypub.actions import keys
from tabard.gateways.activitypub.faces import ACTIVITY, media_type
from tabard.gateways.activitypub.render import activities, actors, collections, events, notes, quotes
from tabard.gateways.activitypub.render.vocabulary import Document, whole
from tabard.voice.network import addresses
from tabard.voice.network.actions.actors import actor_of_handle, open_actor, open_server_actor
from tabard.voice.network.models import Actor, Following, Note
from tabard.voice.network.models.actors import FollowingQuerySet
from tabard.voice.network.models.notes import NoteQuerySet

Rows = TypeVar("Rows", NoteQuerySet, FollowingQuerySet)
PAGE = 20
LARGEST_NUMBER = 2**63 - 1


# -- actors ------------------------------------------------------------------------------------------------------------


@require_safe
def actor(request: HttpRequest, handle: str) -> HttpResponse:
    found = _found(handle)
    if handle != found.name:
        return redirect(found.uri, permanent=True)
    return _actor(request, found)


@require_safe
def server_actor(request: HttpRequest) -> HttpResponse:
    if not media_type(request):
        return redirect("web:home")
    return _actor(request, open_server_actor(now=timezone.now()))


def _found(handle: str) -> Actor:
    return actor_of_handle(access.handle(handle), now=timezone.now())


def _actor(request: HttpRequest, found: Actor) -> HttpResponse:
    now = timezone.now()
    return _answer(request, actors.actor(found, keys.key_of(found, now=now), now=now))


@require_safe
def outbox(request: HttpRequest, handle: str) -> HttpResponse:
    """What the actor said and passed on, for everybody."""
    found = _found(handle)
    said = Note.objects.for_everybody().by(found)
    uri = f"{found.uri}outbox"
    if not _is_page(request):
        return _answer(request, collections.collection(uri, said.count()))
    before = _before(request)
    shown = list(_older(said, before).for_lists().newest_first()[: PAGE + 1])
    now = timezone.now()
    items = [activities.of_note(note, now=now) for note in shown[:PAGE]]
    return _answer(request, collections.page(uri, items, before=before, next_before=_next(shown)))


@require_safe
def server_outbox(request: HttpRequest) -> HttpResponse:
    """The server says nothing by itself."""
    return _answer(request, collections.small(f"{addresses.server_actor_uri()}outbox", []))


@require_safe
def followers(request: HttpRequest, handle: str) -> HttpResponse:
    """How many there are; by name only those who let themselves be found."""
    found = _found(handle)
    following = Following.objects.accepted().of(found)
    listed = following.for_everybody().select_related("follower")
    return _people(request, f"{found.uri}followers", following.count(), listed, "follower")


@require_safe
def following(request: HttpRequest, handle: str) -> HttpResponse:
    found = _found(handle)
    followed = Following.objects.accepted().filter(follower=found).select_related("target")
    return _people(request, f"{found.uri}following", followed.count(), followed, "target")


def _people(request: HttpRequest, uri: str, total: int, listed: FollowingQuerySet, end: str) -> HttpResponse:
    if not _is_page(request):
        return _answer(request, collections.collection(uri, total))
    before = _before(request)
    shown = list(_older(listed, before).order_by("-pk")[: PAGE + 1])
    items = [getattr(follow, end).uri for follow in shown[:PAGE]]
    return _answer(request, collections.page(uri, items, before=before, next_before=_next(shown)))


@require_safe
def featured(request: HttpRequest, handle: str) -> HttpResponse:
    """What stands first on the profile."""
    found = _found(handle)
    now = timezone.now()
    pinned = [notes.note(note, now=now) for note in Note.objects.pinned_by(found).for_lists()]
    return _answer(request, collections.small(f"{found.uri}featured", pinned))


# -- notes -------------------------------------------------------------------------------------------------------------


@require_safe
def note(request: HttpRequest, handle: str, pk: str) -> HttpResponse:
    """410 with a Tombstone for what was taken back."""
    found = access.note(int(pk))
    if handle != found.actor.name:
        return redirect(found.uri, permanent=True)
    if found.deleted_at is not None:
        return _gone(request, found)
    return _answer(request, notes.note(found, now=timezone.now()))


@require_safe
def replies(request: HttpRequest, handle: str, pk: str) -> HttpResponse:
    """The answers that stand under a note: those that are held or hidden are not there."""
    found = access.note(int(pk))
    if found.deleted_at is not None:
        return _gone(request, found)
    shown = Note.objects.for_everybody().replies_to(found)
    uri = f"{found.uri}replies"
    if not _is_page(request):
        return _answer(request, collections.collection(uri, shown.count()))
    before = _before(request)
    page = list(_older(shown, before).newest_first()[: PAGE + 1])
    items = [reply.uri for reply in page[:PAGE]]
    return _answer(request, collections.page(uri, items, before=before, next_before=_next(page)))


@require_safe
def likes(request: HttpRequest, handle: str, pk: str) -> HttpResponse:
    found = access.note(int(pk))
    if found.deleted_at is not None:
        return _gone(request, found)
    return _answer(request, notes.count(f"{found.uri}likes", found.likes_count))


@require_safe
def shares(request: HttpRequest, handle: str, pk: str) -> HttpResponse:
    found = access.note(int(pk))
    if found.deleted_at is not None:
        return _gone(request, found)
    return _answer(request, notes.count(f"{found.uri}shares", found.announces_count))


@require_safe
def quote(request: HttpRequest, handle: str, pk: str, token: str) -> HttpResponse:
    """The leave that somebody has to quote a note."""
    quoted = access.living_note(int(pk))
    stamp = quotes.stamp(quoted, token)
    if stamp is None or not access.may_quote(quoted, stamp["interactingObject"]):
        raise Http404
    return _answer(request, stamp)


# -- events ------------------------------------------------------------------------------------------------------------


@require_safe
def event(request: HttpRequest, pk: int) -> HttpResponse:
    """By the team that announced it; by the server where none did."""
    found, now = access.event(pk), timezone.now()
    by = open_actor(found.team, now=now) if found.team else open_server_actor(now=now)
    return _answer(request, events.event(found, by))


# -- being found -------------------------------------------------------------------------------------------------------


@require_safe
def webfinger(request: HttpRequest) -> HttpResponse:
    resource = request.GET.get("resource", "")
    if not resource:
        return _json({"error": "resource is missing"}, "application/json", status=400)
    meant, now = access.handle_meant(resource), timezone.now()
    found = actor_of_handle(meant, now=now) if meant else open_server_actor(now=now)
    described = discovery.webfinger(found, rels=request.GET.getlist("rel"))
    return _json(described, "application/jrd+json")


@require_safe
def host_meta(request: HttpRequest) -> HttpResponse:
    return HttpResponse(discovery.host_meta(), content_type="application/xrd+xml; charset=utf-8")


@require_safe
def nodeinfo_links(request: HttpRequest) -> HttpResponse:
    return _json(discovery.nodeinfo_links(), "application/json")


@require_safe
def nodeinfo(request: HttpRequest, version: str) -> HttpResponse:
    if version not in discovery.NODEINFO_VERSIONS:
        raise Http404
    described = discovery.nodeinfo(version, now=timezone.now())
    return _json(described, f'application/json; profile="{discovery.SCHEMA}{version}#"; charset=utf-8')


# -- answers -----------------------------------------------------------------------------------------------------------


def _older(rows: Rows, before: int | None) -> Rows:
    return rows if before is None else rows.filter(pk__lt=before)


def _is_page(request: HttpRequest) -> bool:
    """Whether one page of a list is asked for, and not its head. Raises Http404 for a page that it does not have."""
    if request.GET.get("page", "true") != "true":
        raise Http404
    return "page" in request.GET


def _before(request: HttpRequest) -> int | None:
    """Raises Http404 for what is no number of ours."""
    given = request.GET.get("max_id", "")
    if not given:
        return None
    if not (given.isascii() and given.isdigit() and len(given) < 20 and int(given) <= LARGEST_NUMBER):
        raise Http404
    return int(given)


def _next(shown: Sequence[Note | Following]) -> int | None:
    """`shown` holds one more than the page does, if there is a next."""
    return shown[PAGE - 1].pk if len(shown) > PAGE else None


def _gone(request: HttpRequest, found: Note) -> HttpResponse:
    return _answer(request, notes.tombstone(found), status=410)


def _answer(request: HttpRequest, document: Document, *, status: int = 200) -> HttpResponse:
    """In the media type that was asked for; ActivityPub's own where none was."""
    content_type = media_type(request) or ACTIVITY
    charset = "; charset=utf-8" if content_type == ACTIVITY else ""
    response = _json(whole(document), content_type + charset, status=status)
    response["Vary"] = "Accept"
    return response


def _json(words: Document, content_type: str, *, status: int = 200) -> HttpResponse:
    response = JsonResponse(words, content_type=content_type, status=status, json_dumps_params={"ensure_ascii": False})
    response["Access-Control-Allow-Origin"] = "*"
    return response
