"""Blocks, reports, and which replies stand under ours."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from tabard.lib.sortable_ids import sortable_id
from tabard.lib.text import clean
from tabard.people.accounts.models import User
from tabard.people.teams.guided import meant_so
from tabard.people.teams.models import Officer
from tabard.plant.audit.actions import write_audit
from tabard.plant.changes.actions import record
from tabard.voice.network import addresses
from tabard.voice.network.changes import (
    ActorBlocked,
    BlockUndone,
    HostBlocked,
    HostUnblocked,
    ReplyHidden,
    ReplyShown,
    ReportMade,
)
from tabard.voice.network.models import (
    SHOWING_MOVES,
    Actor,
    Block,
    Following,
    HostBlock,
    Note,
    ReplyPolicy,
    Report,
    Showing,
)

LONGEST_REASON = 500
LONGEST_REPORT = 5_000
MOST_AT_ONCE = 500


class ReasonIsMissing(Exception):
    """A reply is hidden for a reason of 1 to LONGEST_REASON characters."""


class ShowingNotAllowed(Exception):
    """Only a reply to ours can be shown or hidden."""


class IsOneself(Exception):
    """Nobody keeps themselves out."""


@dataclass(frozen=True)
class HostRule:
    """One line of a list of blocked servers, as Mastodon exports it."""

    host: str
    severity: str = HostBlock.Severity.SUSPEND
    reject_media: bool = False
    reject_reports: bool = False
    public_comment: str = ""
    obfuscate: bool = False


# -- replies -----------------------------------------------------------------------------------------------------------


@transaction.atomic
def show_reply(*, note: Note, by: Officer, now: datetime) -> None:
    """Let a held or hidden reply stand. Raises ShowingNotAllowed."""
    if _set_showing(note, Showing.SHOWN, ""):
        write_audit(actor=by.user, act="network.reply_shown", subject=note, on_behalf_of=_answered(note), now=now)
        record(ReplyShown(note_id=note.pk))


@transaction.atomic
def hide_reply(*, note: Note, by: Officer, reason: str, now: datetime) -> None:
    """Take a reply from under ours. Raises ReasonIsMissing, ShowingNotAllowed."""
    reason = " ".join(clean(reason).split())
    if not 1 <= len(reason) <= LONGEST_REASON:
        raise ReasonIsMissing(len(reason))
    if _set_showing(note, Showing.HIDDEN, reason):
        on_behalf_of = _answered(note)
        write_audit(
            actor=by.user, act="network.reply_hidden", subject=note, on_behalf_of=on_behalf_of, reason=reason, now=now
        )
        record(ReplyHidden(note_id=note.pk))


def _set_showing(note: Note, to: Showing, reason: str) -> bool:
    note.refresh_from_db(from_queryset=Note.objects.select_for_update())
    if note.reply_to is None or not note.reply_to.is_local or note.is_local:
        raise ShowingNotAllowed(note.pk)
    if note.showing == to:
        return False
    if to not in SHOWING_MOVES[Showing(note.showing)]:
        raise ShowingNotAllowed(note.pk)
    note.showing, note.hidden_because = to, reason
    note.save(update_fields=["showing", "hidden_because"])
    return True


def _answered(note: Note) -> Actor:
    assert note.reply_to is not None  # noqa: S101  _set_showing asked
    return note.reply_to.actor


@transaction.atomic
def set_reply_policy(*, actor: Actor, policy: ReplyPolicy, by: User, now: datetime) -> None:
    if actor.reply_policy != policy:
        actor.reply_policy = policy
        actor.save(update_fields=["reply_policy"])
        write_audit(actor=by, act="network.reply_policy", subject=actor, detail={"policy": policy}, now=now)


# -- blocks ------------------------------------------------------------------------------------------------------------


@transaction.atomic
def block_actor(*, actor: Actor, target: Actor, now: datetime, uri: str = "") -> Block:
    """Neither follows the other any more. Raises IsOneself."""
    if actor.pk == target.pk:
        raise IsOneself
    uri = uri or addresses.activity_uri(actor.uri, "blocks", sortable_id(now))
    block, is_new = Block.objects.get_or_create(actor=actor, target=target, defaults={"uri": uri, "blocked_at": now})
    pair = [actor.pk, target.pk]
    Following.objects.filter(follower__in=pair, target__in=pair).delete()
    if is_new:
        record(ActorBlocked(block_id=block.pk))
    return block


@transaction.atomic
def undo_block(*, actor: Actor, target: Actor) -> None:
    block = Block.objects.filter(actor=actor, target=target).first()
    if block is not None:
        block.delete()
        record(BlockUndone(actor_id=actor.pk, target_id=target.pk, uri=block.uri))


@transaction.atomic
def block_replier(*, note: Note, by: Officer, reason: str, now: datetime) -> None:
    """Hide a reply, and keep its author away from whoever was answered. Raises ReasonIsMissing, ShowingNotAllowed."""
    hide_reply(note=note, by=by, reason=reason, now=now)
    answered = _answered(note)
    block_actor(actor=answered, target=note.actor, now=now)
    write_audit(actor=by.user, act="network.actor_blocked", subject=note.actor, on_behalf_of=answered, now=now)


@transaction.atomic
def end_block(*, block: Block, by: Officer, now: datetime) -> None:
    """Somebody who was kept away may answer again."""
    on_behalf_of = block.actor
    write_audit(actor=by.user, act="network.actor_unblocked", subject=block.target, on_behalf_of=on_behalf_of, now=now)
    undo_block(actor=block.actor, target=block.target)


@transaction.atomic
def block_host(rule: HostRule, *, by: User | None, now: datetime) -> HostBlock:
    """Keep a server out, with all below it. To suspend it also ends every follow between it and us."""
    known = {name: getattr(rule, name) for name in ("severity", "reject_media", "reject_reports", "public_comment")}
    known |= {"obfuscate": rule.obfuscate}
    block, _ = HostBlock.objects.update_or_create(
        host=rule.host.lower(), defaults=known, create_defaults={**known, "blocked_at": now}
    )
    if block.severity == HostBlock.Severity.SUSPEND:
        _end_follows_of(block)
    write_audit(actor=by, act="network.host_blocked", subject=block, detail={"severity": block.severity}, now=now)
    record(HostBlocked(host=block.host))
    return block


def _end_follows_of(block: HostBlock) -> None:
    """With all whom it keeps out, by their handle or by their id, whatever the port."""
    near = Actor.objects.remote().filter(Q(host__icontains=block.host) | Q(uri__icontains=block.host))
    kept_out = sorted(HostBlock.objects.filter(pk=block.pk).keeping_out(near.iterator()))
    for start in range(0, len(kept_out), MOST_AT_ONCE):
        gone = kept_out[start : start + MOST_AT_ONCE]
        Following.objects.filter(Q(follower__in=gone) | Q(target__in=gone)).delete()


@transaction.atomic
def unblock_host(*, host: str, by: User | None, now: datetime) -> None:
    block = HostBlock.objects.filter(host=host.lower()).first()
    if block is not None:
        write_audit(actor=by, act="network.host_unblocked", subject=block, detail={"host": block.host}, now=now)
        block.delete()
        record(HostUnblocked(host=block.host))


@transaction.atomic
def make_report(  # noqa: PLR0913  a form of many lines
    *,
    reporter: Actor | None,
    about: Actor,
    notes: Iterable[Note],
    words: str,
    now: datetime,
    uri: str,
    category: str = Report.Category.OTHER,
    is_forwarded: bool = False,
) -> Report:
    """Ask for a look at what `about` does; the same `uri` again changes nothing."""
    start: dict[str, Any] = {"reporter": reporter, "about": about, "words": clean(words)[:LONGEST_REPORT]}
    start |= {"reported_at": now, "category": category, "is_forwarded": is_forwarded}
    report, is_new = Report.objects.get_or_create(uri=uri, defaults=start)
    if is_new:
        report.notes.set(notes)
        record(ReportMade(report_id=report.pk))
    return report


@dataclass(frozen=True)
class Complaint:
    """What an officer reports; the guideline's `sentences` that it breaks stand under the words."""

    words: str
    is_forwarded: bool
    sentences: tuple[str, ...] = ()
    category: str = Report.Category.OTHER


@transaction.atomic
def report_actor(
    *, reporter: Actor, about: Actor, notes: Iterable[Note], complaint: Complaint, by: Officer, now: datetime
) -> Report:
    """Ask the digital lead, and if wanted its own server, to look at what `about` does. What goes to another server
    goes there in our name: such words are checked. Raises WordsStopped."""
    answered = meant_so(complaint.words, by=by.user, now=now) if complaint.is_forwarded else {}
    report = make_report(
        reporter=reporter,
        about=about,
        notes=notes,
        words="\n".join(filter(None, [complaint.words, *complaint.sentences])),
        now=now,
        uri=addresses.activity_uri(addresses.server_actor_uri(), "reports", sortable_id(now)),
        category=complaint.category,
        is_forwarded=complaint.is_forwarded,
    )
    detail = {"is_forwarded": complaint.is_forwarded, **answered}
    write_audit(actor=by.user, act="network.reported", subject=about, on_behalf_of=reporter, detail=detail, now=now)
    return report


def report_reply(*, note: Note, by: Officer, words: str, is_forwarded: bool, now: datetime) -> Report:
    """As `report_actor`, of whoever wrote what stands under ours."""
    complaint = Complaint(words, is_forwarded)
    return report_actor(reporter=_answered(note), about=note.actor, notes=[note], complaint=complaint, by=by, now=now)


@transaction.atomic
def settle_report(*, report: Report, by: User, now: datetime) -> None:
    """The digital lead has looked, and done what was to be done. Once is enough."""
    report.refresh_from_db(from_queryset=Report.objects.select_for_update())
    if report.settled_at is None:
        report.settled_at = now
        report.save(update_fields=["settled_at"])
        write_audit(actor=by, act="network.report_settled", subject=report, now=now)
