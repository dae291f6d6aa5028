"""What a published post said, version by version."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.db import models

from tabard.people.teams.models import Officer
from tabard.voice.guidelines.models import Guideline
from tabard.voice.posts.models.posts import LONGEST_NOTICE, Post
from tabard.voice.posts.models.reviews import Review


class PostVersion(models.Model):
    """One text that the public could read, from `shown_from` until the next version. `descriptions` are those of the
    pictures that stood under it, `findings` what the guideline's rules found in it then. A `poll` is as the post's own,
    with the `votes` that it had then. The `context` is what the words stood in: `speaks_as`, `speaker` (a handle),
    `audience`, `series`, `reply_to` (a post's id), `answers` (an ActivityStreams id), and, where its author said so, of
    what `kind` it is and which `claims` they made."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(help_text="From 1, without gaps.")
    text = models.TextField()
    content_notice = models.CharField(max_length=LONGEST_NOTICE, blank=True)
    language = models.CharField(max_length=35)
    descriptions = models.JSONField(default=list, blank=True)
    poll = models.JSONField(null=True, blank=True)
    context = models.JSONField(null=True, blank=True, help_text="Null: of before it was kept, and not under the hash.")
    shown_from = models.DateTimeField()
    officer = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    findings = models.JSONField(default=list, blank=True, help_text="As Verdict.kept().")
    guideline = models.ForeignKey(Guideline, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    review = models.ForeignKey(
        Review,
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="versions",
        help_text="Which let it out.",
    )
    sha256 = models.CharField(max_length=64, blank=True, help_text="Of its words, in hex: it stays when they go.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "number"], name="post_version_once")]

    def __str__(self) -> str:
        return f"version {self.number} of post {self.post_id}"

    def computed_hash(self) -> str:
        """As `hash_of`."""
        return hash_of({name: getattr(self, name) for name in UNDER_THE_HASH})


UNDER_THE_HASH = ("text", "content_notice", "language", "descriptions", "poll", "context")


def hash_of(version: Mapping[str, Any]) -> str:
    """SHA-256, in hex, of what UNDER_THE_HASH names, as a JSON object with sorted keys; of a version without a context,
    of the first four as a JSON list. Both in UTF-8 without spaces."""
    told: Any = {name: version[name] for name in UNDER_THE_HASH}
    if version["context"] is None:
        told = [version[name] for name in UNDER_THE_HASH[:4]]
    canonical = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()
