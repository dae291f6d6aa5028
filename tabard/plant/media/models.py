"""Pictures, as they are kept: already made safe."""

from datetime import datetime

from django.db import models
from django.db.models import Exists, OuterRef
from django.urls import reverse

MOST_ALT = 1500
"""Letters of a description."""
Focus = tuple[float, float]
MIDDLE: Focus = (0.0, 0.0)


class State(models.TextChoices):
    """KEPT moves to REMOVED, and never back once the transaction that removed it has ended; or to SEALED, and from
    there to REMOVED."""

    KEPT = "kept", "Kept"
    SEALED = "sealed", "Kept, and shown to nobody"
    REMOVED = "removed", "Removed"


class PictureQuerySet(models.QuerySet["Picture"]):
    def kept(self) -> "PictureQuerySet":
        return self.filter(state=State.KEPT)

    def removed(self) -> "PictureQuerySet":
        return self.filter(state=State.REMOVED)

    def with_bytes(self) -> "PictureQuerySet":
        return self.exclude(sizes={})

    def added_before(self, moment: datetime) -> "PictureQuerySet":
        return self.filter(added_at__lt=moment)

    def unattached(self, *, but_to: type[models.Model] | None = None) -> "PictureQuerySet":
        """Those that no row anywhere in the house points to; rows of the model `but_to` do not count."""
        found = self
        for relation in Picture._meta.get_fields(include_hidden=True):  # noqa: SLF001  Django's documented way in
            if isinstance(relation, models.ManyToOneRel) and relation.related_model is not but_to:
                holders = relation.related_model._base_manager  # noqa: SLF001  also rows that default managers hide
                found = found.filter(~Exists(holders.filter(**{relation.field.name: OuterRef("pk")})))
        return found


class Picture(models.Model):
    """One picture in all its sizes.

    `key` cannot be guessed, and is another one once the picture was taken out of what showed it. `sizes` maps the width
    of each WebP in pixels, as text, to its storage name; `fallback` is the storage name of the one JPEG. `colour` is
    the average, as #rrggbb.
    """

    key = models.CharField(max_length=64, unique=True)
    alt = models.CharField(max_length=MOST_ALT)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    blurhash = models.CharField(max_length=100, blank=True)
    colour = models.CharField(max_length=7, blank=True)
    sizes = models.JSONField(default=dict, blank=True)
    fallback = models.CharField(max_length=200, blank=True)
    fallback_width = models.PositiveIntegerField(default=0)
    focus_x = models.FloatField(default=0, help_text="From -1, the left edge, to 1; 0 is the middle.")
    focus_y = models.FloatField(default=0, help_text="From -1, the lower edge, to 1.")
    state = models.CharField(max_length=10, choices=State, default=State.KEPT)
    added_at = models.DateTimeField()

    objects = PictureQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(alt="") | models.Q(state=State.REMOVED), name="picture_has_alt"),
            models.CheckConstraint(
                condition=models.Q(focus_x__range=(-1, 1), focus_y__range=(-1, 1)), name="picture_focus_within"
            ),
        ]
        indexes = [models.Index(fields=["state", "added_at"], name="picture_state_added")]

    def __str__(self) -> str:
        return self.alt[:60]

    @property
    def is_kept(self) -> bool:
        return self.state == State.KEPT

    @property
    def focus(self) -> Focus:
        """What must stay in sight where the picture is cut."""
        return self.focus_x, self.focus_y

    @property
    def widths(self) -> list[int]:
        return sorted(int(width) for width in self.sizes)

    def address(self, width: int) -> str:
        """The address of the WebP of `width_near(width)`. Empty once removed."""
        return reverse("media:picture", args=[self.key, self.width_near(width), "webp"]) if self.is_kept else ""

    def width_near(self, width: int) -> int:
        """The least that we have that is at least `width`, or the greatest; 0 where the bytes are gone."""
        return next((each for each in self.widths if each >= width), max(self.widths, default=0))

    @property
    def src(self) -> str:
        """The address of the JPEG, for feeds, mail, link previews and old browsers. Empty once removed."""
        return reverse("media:picture", args=[self.key, self.fallback_width, "jpg"]) if self.is_kept else ""

    @property
    def srcset(self) -> str:
        """The WebP addresses with their widths, for `<img srcset>`. Empty once removed."""
        return ", ".join(f"{self.address(width)} {width}w" for width in self.widths) if self.is_kept else ""

    def stored_name(self, width: int, extension: str) -> str | None:
        if extension == "jpg":
            return self.fallback if width == self.fallback_width else None
        name: str | None = self.sizes.get(str(width))
        return name

    def stored_names(self) -> list[str]:
        return [*self.sizes.values(), *([self.fallback] if self.fallback else [])]
