"""Pictures, as they are kept: already made safe."""

from django.db import models


class Picture(models.Model):
    """One picture in all its sizes. `key` cannot be guessed; `sizes` maps a width in pixels to a storage name."""

    key = models.CharField(max_length=64, unique=True)
    alt = models.CharField(max_length=1500)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    blurhash = models.CharField(max_length=100, blank=True)
    sizes = models.JSONField(default=dict)
    added_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(alt=""), name="picture_has_alt")]

    def __str__(self) -> str:
        return self.alt[:60]
