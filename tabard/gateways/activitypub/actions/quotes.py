"""Who may quote what we say, and who no longer (FEP-044f)."""

from datetime import datetime

from django.db import transaction

from tabard.gateways.activitypub.changes import QuoteRevoked
from tabard.gateways.activitypub.models import QuoteLeave
from tabard.people.accounts.models import User
from tabard.plant.audit.actions import write_audit
from tabard.plant.changes.actions import record
from tabard.voice.network.models import Actor, Note


@transaction.atomic
def give_leave(*, note: Note, actor: Actor, quoting_uri: str, now: datetime) -> QuoteLeave:
    """Asked twice it is the same; what was revoked stays so, however often it is asked for."""
    start = {"actor": actor, "given_at": now}
    return QuoteLeave.objects.get_or_create(note=note, quoting_uri=quoting_uri, defaults=start)[0]


@transaction.atomic
def revoke_leave(*, leave: QuoteLeave, by: User | None, now: datetime) -> None:
    """Twice is as good as once."""
    leave = QuoteLeave.objects.select_for_update(of=("self",)).select_related("note__actor", "actor").get(pk=leave.pk)
    if leave.revoked_at is None:
        leave.revoked_at = now
        leave.save(update_fields=["revoked_at"])
        who, quoted = leave.actor, leave.note.actor
        write_audit(actor=by, act="activitypub.quote_revoked", subject=who, on_behalf_of=quoted, now=now)
        record(QuoteRevoked(leave_id=leave.pk))
