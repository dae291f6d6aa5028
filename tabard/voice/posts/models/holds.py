"""Legal holds: what may be asked for in court, or by a request for records, is not deleted meanwhile."""

from typing import Self

from django.db import models
from django.db.models import Count, Q

from tabard.people.accounts.models import User
from tabard.people.teams.models import Officer
from tabard.voice.posts.models.posts import LONGEST_REASON, Post


class LegalHoldQuerySet(models.QuerySet["LegalHold"]):
    def open(self) -> Self:
        return self.filter(released_at=None)

    def newest_first(self) -> Self:
        return self.order_by("-placed_at", "-pk")

    def for_lists(self) -> Self:
        """With who placed and who released each, and how many posts it keeps."""
        return self.select_related("placed_by", "released_by").annotate(posts_count=Count("posts"))


class LegalHold(models.Model):
    """Nothing of these posts is deleted until it is released. A post may be kept by several: the last lets it go."""

    reason = models.CharField(max_length=LONGEST_REASON)
    posts = models.ManyToManyField(Post, related_name="holds")
    placed_at = models.DateTimeField()
    placed_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", help_text="Nobody: by the command."
    )
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    release_reason = models.CharField(max_length=LONGEST_REASON, blank=True)

    objects = LegalHoldQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="legal_hold_has_reason"),
            models.CheckConstraint(
                condition=Q(released_at=None) ^ ~Q(release_reason=""), name="legal_hold_released_has_reason"
            ),
        ]
        indexes = [models.Index(fields=["placed_at"], condition=Q(released_at=None), name="legal_hold_open")]

    def __str__(self) -> str:
        return f"legal hold {self.pk}"


class ReplacedDraft(models.Model):
    """What a post that was not out yet said before it was written anew while a hold kept it. `words` are what
    UNDER_THE_HASH names of a version. It goes with the last hold; what was published has its versions."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="replaced_drafts")
    words = models.JSONField()
    saved_at = models.DateTimeField(help_text="When somebody wrote it.")
    officer = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+", help_text="Who did.")
    replaced_at = models.DateTimeField()
    sha256 = models.CharField(max_length=64, help_text="Of its words, in hex: the audit chain names it.")

    def __str__(self) -> str:
        return f"earlier draft of post {self.post_id}"
