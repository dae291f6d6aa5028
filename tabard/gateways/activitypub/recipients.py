"""Who is sent what: inboxes, each once, and one for all of a server that has a shared one (ActivityPub §7.1.3)."""

from collections.abc import Iterable

from django.db.models import Case, F, Q, QuerySet, When

from tabard.voice.network.addresses import host_of
from tabard.voice.network.models import Actor, HostBlock, Note

BEST_INBOX = Case(When(shared_inbox="", then=F("inbox")), default=F("shared_inbox"))


def of_followers(actor: Actor) -> set[str]:
    return _inboxes(Actor.objects.filter(_follows(actor)))


def of_note(note: Note) -> set[str]:
    """For whom a note is: the followers of its actor, whom it names, and whose note it passes on."""
    actor, passed_on = note.actor, note.announces
    concerned = _follows(actor) | Q(mentioned_in__note=note)
    if passed_on is not None:
        concerned |= Q(pk=passed_on.actor_id)
    return _inboxes(Actor.objects.filter(concerned))


def of_change(note: Note) -> set[str]:
    """Whom a change of a note concerns: those whom it was for, and whoever passed it on, liked or answered it."""
    touched = Q(likes__note=note) | Q(notes__announces=note) | Q(notes__reply_to=note)
    return of_note(note) | _inboxes(Actor.objects.filter(touched))


def of_actor(actor: Actor) -> set[str]:
    """What is for one alone goes to their own inbox; nothing to ours, or to one who is gone."""
    return without_kept_out({actor.inbox} if actor.inbox and not actor.is_local else set())


def without_kept_out(inboxes: Iterable[str]) -> set[str]:
    """Without those at servers to which nothing goes out."""
    kept_out = set(HostBlock.objects.filter(severity=HostBlock.Severity.SUSPEND).values_list("host", flat=True))
    return {inbox for inbox in inboxes if not is_kept_out(inbox, kept_out)}


def is_kept_out(inbox: str, kept_out: set[str]) -> bool:
    """By its own name or that of a domain above it, whatever the port."""
    parts = host_of(inbox).partition(":")[0].split(".")
    return any(".".join(parts[start:]) in kept_out for start in range(len(parts)))


def _follows(actor: Actor) -> Q:
    return Q(follows_out__target=actor, follows_out__accepted_at__isnull=False)


def _inboxes(actors: QuerySet[Actor]) -> set[str]:
    found = actors.exclude(host="").exclude(inbox="").filter(gone_at=None)
    return without_kept_out(found.values_list(BEST_INBOX, flat=True).distinct())
