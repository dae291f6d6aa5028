"""The chain of entries."""

import hashlib
import json
from datetime import UTC, datetime

from django.conf import settings
from django.db import models

GENESIS = "0" * 64


class AuditHead(models.Model):
    """The end of the chain: one row, locked while an entry is added, so that the chain never forks."""

    last_hash = models.CharField(max_length=64, default=GENESIS)
    count = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.count} entries, {self.last_hash[:12]}"


class AuditEntryQuerySet(models.QuerySet["AuditEntry"]):
    def about(self, subject: str) -> "AuditEntryQuerySet":
        return self.filter(subject=subject)

    def in_order(self) -> "AuditEntryQuerySet":
        return self.order_by("number")

    def newest_first(self) -> "AuditEntryQuerySet":
        return self.order_by("-number")


class AuditEntry(models.Model):
    """One thing that one person (or the server itself) did."""

    number = models.PositiveBigIntegerField(unique=True, help_text="Place in the chain, from 1, without gaps.")
    at = models.DateTimeField()
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    actor_name = models.CharField(max_length=200, help_text="As it was then; 'the server' for what runs by itself.")
    act = models.CharField(max_length=100)
    subject = models.CharField(max_length=200, db_index=True)
    on_behalf_of = models.CharField(max_length=200, blank=True)
    detail = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "audit entries"

    def __str__(self) -> str:
        return f"{self.number} {self.actor_name}: {self.act} {self.subject}"

    def computed_hash(self) -> str:
        """SHA-256 (hex) over the entry's words and the hash before it, as canonical JSON."""
        words = [
            self.number,
            _utc(self.at),
            self.actor_id,
            self.actor_name,
            self.act,
            self.subject,
            self.on_behalf_of,
            self.detail,
            self.previous_hash,
        ]
        canonical = json.dumps(words, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()


class AuditReason(models.Model):
    """Why somebody did what an entry tells. The entry holds the hash alone, so that the words can go when the time of
    what they are about is over, and the chain stays whole; the salt goes with them, so that nobody can guess them."""

    entry = models.OneToOneField(AuditEntry, on_delete=models.PROTECT, related_name="reason_given")
    text = models.TextField(blank=True)
    salt = models.CharField(max_length=32, blank=True)
    erased_by = models.ForeignKey(
        AuditEntry, null=True, blank=True, on_delete=models.PROTECT, related_name="+", help_text="Which tells of it."
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(erased_by=None) | models.Q(text="", salt=""), name="audit_reason_erased_is_empty"
            )
        ]

    def __str__(self) -> str:
        return f"reason of entry {self.entry_id}"

    def computed_hash(self) -> str:
        """As the entry's detail has it under `reason_sha256`."""
        return hashlib.sha256(f"{self.salt}\n{self.text}".encode()).hexdigest()


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
