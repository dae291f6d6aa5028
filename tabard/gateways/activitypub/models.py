"""Keys, peers, and what came in."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower

from tabard.plant.changes.models import Leased
from tabard.voice.network.models import Actor, Note

LONGEST_URI = 500


class SigningKeyQuerySet(models.QuerySet["SigningKey"]):
    def current(self) -> Self:
        return self.filter(retired_at=None)


class SigningKey(models.Model):
    """An RSA key of one of ours. The newest signs and is published; a retired one signs nothing."""

    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="signing_keys")
    name = models.CharField(max_length=30, help_text="After the # of its id.")
    private_pem = models.TextField()
    public_pem = models.TextField()
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = SigningKeyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["actor", "name"], name="signing_key_name_once"),
            models.UniqueConstraint(fields=["actor"], condition=Q(retired_at=None), name="signing_key_current_once"),
        ]

    def __str__(self) -> str:
        return f"key {self.pk} of actor {self.actor_id}"

    @property
    def uri(self) -> str:
        """Read it with its actor."""
        return f"{self.actor.uri}#{self.name}"


class PeerKey(models.Model):
    """A public key of an actor elsewhere, as its server published it."""

    uri = models.CharField(max_length=LONGEST_URI, unique=True)
    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="peer_keys")
    pem = models.TextField()
    fetched_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"key {self.pk} of actor {self.actor_id}"


class QuoteLeave(models.Model):
    """That somebody elsewhere may quote a note of ours (FEP-044f); what was revoked stays so."""

    note = models.ForeignKey(Note, on_delete=models.CASCADE, related_name="quote_leaves")
    quoting_uri = models.CharField(max_length=LONGEST_URI, help_text="The id of the note that quotes.")
    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="+", help_text="Who quotes.")
    given_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["note", "quoting_uri"], name="quote_leave_once")]

    def __str__(self) -> str:
        return f"leave {self.pk} to quote note {self.note_id}"


class Peer(models.Model):
    """Another server: how it wants to be spoken to, and how it has answered lately."""

    class Knock(models.TextChoices):
        RFC9421 = "rfc9421", "RFC 9421"
        DRAFT = "draft", "draft-cavage-http-signatures-12"

    FAILURES_TO_REST = 5
    MOST_COUNTED = 1000
    REST = timedelta(minutes=30)
    GONE_AFTER = timedelta(days=7)

    host = models.CharField(max_length=253, unique=True)
    knock = models.CharField(
        max_length=10, choices=Knock, blank=True, help_text="Which way it took last; empty: not known."
    )
    failures = models.PositiveSmallIntegerField(default=0, help_text="In a row, since `failing_since`.")
    failing_since = models.DateTimeField(null=True, blank=True)
    rests_until = models.DateTimeField(null=True, blank=True)
    gone_at = models.DateTimeField(
        null=True, blank=True, help_text="Given up; heard from again, it is written to again."
    )
    heard_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(host=Lower("host")), name="peer_host_in_lower_case")]

    def __str__(self) -> str:
        return self.host


class IncomingQuerySet(models.QuerySet["Incoming"]):
    def due(self, now: datetime) -> Self:
        return self.filter(state=Incoming.State.WAITING, next_attempt_at__lte=now).filter(
            Q(lease_until=None) | Q(lease_until__lte=now)
        )

    def next_of_each(self, now: datetime) -> Self:
        """Those due that no earlier one of the same actor is before: taken in at once, an Undo would overtake what it
        undoes. One that failed, and waits for its next attempt, holds up nobody."""
        before = Incoming.objects.filter(
            Q(attempts=0) | Q(lease_until__gt=now),
            state=Incoming.State.WAITING,
            actor_uri=OuterRef("actor_uri"),
            pk__lt=OuterRef("pk"),
        )
        return self.due(now).filter(~Exists(before))

    def finished_before(self, moment: datetime) -> Self:
        return self.filter(received_at__lt=moment).exclude(state=Incoming.State.WAITING)


class Incoming(Leased):
    """An activity that came in with a good signature. The id is kept for a while after its words went, so that the same
    activity sent again is known."""

    class State(models.TextChoices):
        WAITING = "waiting"
        DONE = "done"
        REFUSED = "refused"

    KEEP = timedelta(days=30)
    GIVE_UP_AFTER = timedelta(days=2)

    uri = models.CharField(max_length=LONGEST_URI, unique=True, help_text="The id of the activity.")
    signature = models.CharField(max_length=64, help_text="SHA-256 of the signature: the same again is a replay.")
    actor_uri = models.CharField(max_length=LONGEST_URI, help_text="Who signed it, and whose it is.")
    body = models.TextField(blank=True, help_text="JSON as it came; empty once worked off.")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    received_at = models.DateTimeField()

    objects = IncomingQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["next_attempt_at"], name="incoming_due", condition=Q(state="waiting")),
            models.Index(fields=["received_at"], name="incoming_age"),
            models.Index(fields=["actor_uri", "id"], name="incoming_in_turn", condition=Q(state="waiting")),
        ]

    def __str__(self) -> str:
        return f"incoming {self.pk}: {self.state}"
