"""What a published post said, version by version."""

import hashlib
import json

from django.db import models

from tabard.people.teams.models import Officer
from tabard.voice.guidelines.checking.findings import Kind
from tabard.voice.guidelines.models import Guideline
from tabard.voice.posts.models.posts import LONGEST_NOTICE, Post
from tabard.voice.posts.models.reviews import Review


class PostVersion(models.Model):
    """One text that the public could read, from `shown_from` until the next version. `descriptions` are those of the
    pictures that stood under it, `findings` what the guideline's rules found in it then."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(help_text="From 1, without gaps.")
    text = models.TextField()
    content_notice = models.CharField(max_length=LONGEST_NOTICE, blank=True)
    language = models.CharField(max_length=35)
    descriptions = models.JSONField(default=list, blank=True)
    kind = models.CharField(max_length=10, default=Kind.POST.value, help_text="As the post's own, then.")
    claims = models.JSONField(default=list, blank=True, help_text="What was said of the matter, as Claim.")
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
        """SHA-256 of text, content notice, language and descriptions as a JSON list, in UTF-8 without spaces."""
        told = [self.text, self.content_notice, self.language, self.descriptions]
        return hashlib.sha256(json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()
