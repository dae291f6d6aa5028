"""What waits for a second pair of eyes, and what came of it."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, Q
from django.db.models.functions import Coalesce

from tabard.people.accounts.models import Role
from tabard.people.teams.models import Officer, Posting, Team
from tabard.voice.posts.models.posts import LONGEST_REASON, Post

NOBODY = 0  # no officer's key


class ReviewKind(models.TextChoices):
    """What somebody is to agree to."""

    PUBLICATION = "publication", "Publication"
    OVERRIDE = "override", "Publication of what the guidelines refuse"
    EDIT = "edit", "An edit of a published post"
    EDIT_OVERRIDE = "edit-override", "An edit that the guidelines refuse"


EDITS = [ReviewKind.EDIT, ReviewKind.EDIT_OVERRIDE]
OVERRIDES = [ReviewKind.OVERRIDE, ReviewKind.EDIT_OVERRIDE]
# whoever last changed the words never approves them
_WANTS_OTHER_EYES = Q(four_eyes=True) | Q(kind__in=OVERRIDES)


class ReviewState(models.TextChoices):
    """Once it has stopped waiting, it stays as it is."""

    WAITING = "waiting", "Waiting"
    APPROVED = "approved", "Approved"
    RETURNED = "returned", "Returned"
    WITHDRAWN = "withdrawn", "Withdrawn"


class ReviewQuerySet(models.QuerySet["Review"]):
    def waiting(self) -> Self:
        return self.filter(state=ReviewState.WAITING)

    def of_team(self, team: Team) -> Self:
        return self.filter(post__team=team)

    def asked_by(self, officer_id: int) -> Self:
        return self.filter(asked_by=officer_id)

    def approving(self, fingerprint: str, now: datetime) -> "Review | None":
        """Of one post: what was last decided of it, if that let exactly these words go out, and holds at `now`. It
        holds for a week, and for the very time that was agreed to."""
        kinds = [ReviewKind.PUBLICATION, ReviewKind.OVERRIDE]
        decided = self.filter(state__in=[ReviewState.APPROVED, ReviewState.RETURNED], kind__in=kinds)
        latest = decided.order_by("-decided_at", "-pk").values("pk")[:1]
        is_fresh = Q(decided_at__gte=now - Review.APPROVED_FOR) | Q(wants_at=F("post__publish_at"))
        return (
            self.filter(is_fresh, pk__in=list(latest.values_list("pk", flat=True)), fingerprint=fingerprint)
            .filter(state=ReviewState.APPROVED)
            .first()
        )

    def for_reviewer(self, officer: Officer, now: datetime) -> Self:
        """Those that this officer may decide, as `access.reviewers_of` says of each; here in one query."""
        user = officer.user
        if user is None or not user.is_active or user.role not in {Role.SERGEANT, Role.LEAD}:
            return self.none()
        own = Q(asked_by=officer) | Q(post__officer=officer) | (_WANTS_OTHER_EYES & Q(last_changed_by=officer))
        held = Posting.objects.held_at(now).filter(officer=officer)
        left_alone = Q(post__team__force=officer.force_id) & ~_has_sergeant(now)
        if user.role == Role.LEAD:
            return self.exclude(own).filter(left_alone)
        if not held.exists():
            return self.none()
        return self.exclude(own).filter(Q(post__team__in=held.values("team")) | left_alone)

    def by_time_left(self) -> Self:
        return self.order_by("due_at", "pk")

    def newest_first(self) -> Self:
        return self.order_by("-asked_at", "-pk")

    def for_lists(self) -> Self:
        """With everything that a list shows of each review, in a constant number of queries."""
        posts = Prefetch("post", Post.objects.for_lists().select_related("reply_to"))
        return self.select_related("asked_by", "last_changed_by", "decided_by").prefetch_related(posts)


def _has_sergeant(now: datetime) -> Q:
    """Whether a review's own team has a sergeant who may decide it."""
    sergeants = (
        Posting.objects.held_at(now)
        .filter(team=OuterRef("post__team"), officer__user__role=Role.SERGEANT, officer__user__is_active=True)
        .exclude(officer=OuterRef("asked_by"))
        .exclude(officer=Coalesce(OuterRef("post__officer"), NOBODY))
    )
    others = sergeants.exclude(officer=OuterRef("last_changed_by"))
    return (~_WANTS_OTHER_EYES & Q(Exists(sergeants))) | (_WANTS_OTHER_EYES & Q(Exists(others)))


class Review(models.Model):
    """A post, or an edit of one, that somebody else of the force looks at before the public does."""

    ANSWERED_WITHIN = timedelta(hours=4)
    APPROVED_FOR = timedelta(days=7)

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="reviews")
    kind = models.CharField(max_length=20, choices=ReviewKind)
    state = models.CharField(max_length=10, choices=ReviewState, default=ReviewState.WAITING)
    asked_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    reason_asked = models.CharField(
        max_length=LONGEST_REASON, blank=True, help_text="Why what is refused should go out all the same."
    )
    wants_at = models.DateTimeField(null=True, blank=True, help_text="When it is to go out; empty: once approved.")
    due_at = models.DateTimeField(help_text="By when somebody should look.")
    findings = models.JSONField(default=list, blank=True, help_text="As Verdict.kept().")
    fingerprint = models.CharField(max_length=64, help_text="Of the words and pictures, and of what was found in them.")
    four_eyes = models.BooleanField(default=False, help_text="Whoever last changed the words cannot approve them.")
    last_changed_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    proposed = models.JSONField(
        null=True, blank=True, help_text="An edit: its words, and what is said of them. Shown once approved."
    )
    decided_by = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=LONGEST_REASON, blank=True, help_text="Of whoever decided.")
    erased_at = models.DateTimeField(null=True, blank=True, help_text="When its reasons went, with the post's words.")

    objects = ReviewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["post"], condition=Q(state=ReviewState.WAITING), name="review_waits_once_per_post"
            ),
            models.CheckConstraint(
                condition=Q(state=ReviewState.WAITING) ^ Q(decided_at__isnull=False), name="review_decided_has_time"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[ReviewState.APPROVED, ReviewState.RETURNED]) | Q(decided_by__isnull=False),
                name="review_decided_has_officer",
            ),
            models.CheckConstraint(
                condition=~Q(state=ReviewState.APPROVED, decided_by=F("asked_by")), name="review_not_approved_by_asker"
            ),
            models.CheckConstraint(
                condition=~(_WANTS_OTHER_EYES & Q(state=ReviewState.APPROVED, decided_by=F("last_changed_by"))),
                name="review_has_four_eyes",
            ),
            models.CheckConstraint(
                condition=~Q(state=ReviewState.APPROVED, kind__in=OVERRIDES, reason="", erased_at=None),
                name="review_override_has_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state=ReviewState.RETURNED, reason="", erased_at=None), name="review_returned_has_reason"
            ),
            models.CheckConstraint(
                condition=Q(erased_at=None) | Q(reason="", reason_asked=""), name="review_erased_has_no_reasons"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=EDITS) ^ Q(proposed__isnull=True), name="review_edit_has_words"
            ),
        ]
        indexes = [models.Index(fields=["due_at"], condition=Q(state="waiting"), name="review_queue")]

    def __str__(self) -> str:
        return f"{self.state} review {self.pk} of post {self.post_id}"

    @property
    def rules(self) -> list[str]:
        """The ids of the rules that found something, each once."""
        return sorted({finding["rule"] for finding in self.findings})

    @property
    def is_edit(self) -> bool:
        """Whether it is about other words for what is published already."""
        return self.kind in EDITS

    @property
    def is_override(self) -> bool:
        """Whether the guidelines refuse what it asks for."""
        return self.kind in OVERRIDES

    @property
    def wants_other_eyes(self) -> bool:
        """Whether whoever last changed the words cannot approve them."""
        return self.four_eyes or self.is_override

    def is_late_at(self, moment: datetime) -> bool:
        """Whether the time has come at which it was to go out."""
        return self.wants_at is not None and self.wants_at <= moment
