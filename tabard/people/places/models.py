"""Forces and neighbourhoods, the generations of their boundaries, postcodes, and pins."""

import uuid

import shapely
from django.conf import settings
from django.db import models
from django.db.models import Q
from shapely.geometry.base import BaseGeometry


class State(models.TextChoices):
    DRAFT = "draft", "Draft"
    LIVE = "live", "Live"
    PAST = "past", "Past"


MOVES = {State.DRAFT: {State.LIVE}, State.LIVE: {State.PAST}, State.PAST: {State.LIVE}}
"""A past generation can be switched on again, when the new one proves wrong."""


class Force(models.Model):
    """A police force, as data.police.uk describes one."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    url = models.URLField(blank=True)
    telephone = models.CharField(max_length=50, blank=True)
    engagement_methods = models.JSONField(default=list, blank=True)

    def __str__(self) -> str:
        return self.name


class NeighbourhoodQuerySet(models.QuerySet["Neighbourhood"]):
    def current(self) -> "NeighbourhoodQuerySet":
        """Those that the force polices today; retired ones stay readable, but are in no list."""
        return self.filter(retired_at=None)

    def of(self, force: Force) -> "NeighbourhoodQuerySet":
        return self.filter(force=force)

    def by_name(self) -> "NeighbourhoodQuerySet":
        return self.order_by("name", "pk")


class Neighbourhood(models.Model):
    """The place that a team looks after."""

    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="neighbourhoods")
    code = models.CharField(max_length=50)
    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=80, unique=True)
    description = models.TextField(blank=True)
    population = models.PositiveIntegerField(null=True, blank=True)
    email = models.EmailField(blank=True)
    telephone = models.CharField(max_length=50, blank=True)
    url_force = models.URLField(blank=True)
    links = models.JSONField(default=list, blank=True)
    contact = models.JSONField(default=dict, blank=True, help_text="Further ways, named as data.police.uk does.")
    locations = models.JSONField(default=list, blank=True, help_text="Police stations, as data.police.uk has them.")
    latitude = models.FloatField(null=True, blank=True, help_text="A place inside the live boundary.")
    longitude = models.FloatField(null=True, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = NeighbourhoodQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["force", "code"], name="neighbourhood_code_once")]

    def __str__(self) -> str:
        return self.name


class BoundaryGenerationQuerySet(models.QuerySet["BoundaryGeneration"]):
    def live(self) -> "BoundaryGenerationQuerySet":
        return self.filter(state=State.LIVE)

    def of(self, force: Force) -> "BoundaryGenerationQuerySet":
        return self.filter(force=force)

    def newest_first(self) -> "BoundaryGenerationQuerySet":
        return self.order_by("-imported_at", "-pk")


class BoundaryGeneration(models.Model):
    """All boundaries of a force as they came at one time; one generation of each force is live."""

    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="generations")
    edition = models.UUIDField(default=uuid.uuid4, unique=True, editable=False, help_text="What caches are kept under.")
    source = models.CharField(max_length=500, blank=True, help_text="Where the boundaries come from.")
    licence = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    imported_at = models.DateTimeField()
    active_from = models.DateTimeField(null=True, blank=True)
    active_to = models.DateTimeField(null=True, blank=True)
    survey = models.JSONField(default=dict, blank=True, help_text="Repairs, overlaps and gaps found at the import.")

    objects = BoundaryGenerationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["force"], condition=Q(state="live"), name="one_live_generation"),
            models.CheckConstraint(
                condition=Q(state="draft", active_from=None) | ~Q(state="draft") & Q(active_from__isnull=False),
                name="generation_active_unless_draft",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.force_id}: {self.source} ({self.state})"


class BoundaryQuerySet(models.QuerySet["Boundary"]):
    def live(self) -> "BoundaryQuerySet":
        return self.filter(generation__state=State.LIVE)

    def of(self, neighbourhood: Neighbourhood) -> "BoundaryQuerySet":
        return self.filter(neighbourhood=neighbourhood)


class Boundary(models.Model):
    """One neighbourhood's shape in one generation, with the code and name that it had in the file."""

    generation = models.ForeignKey(BoundaryGeneration, on_delete=models.CASCADE, related_name="boundaries")
    neighbourhood = models.ForeignKey(
        Neighbourhood, null=True, blank=True, on_delete=models.PROTECT, related_name="boundaries"
    )
    code = models.CharField(max_length=50)
    name = models.CharField(max_length=200)
    wkb = models.BinaryField(help_text="A MultiPolygon in WGS84, longitude first, as well-known binary.")
    digest = models.CharField(max_length=64, help_text="Equal for equal shapes.")
    area_m2 = models.FloatField()
    west = models.FloatField()
    south = models.FloatField()
    east = models.FloatField()
    north = models.FloatField()
    properties = models.JSONField(default=dict, blank=True, help_text="Whatever else the file said about it.")

    objects = BoundaryQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["generation", "code"], name="boundary_code_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def shape(self) -> BaseGeometry:
        """The boundary as a shapely MultiPolygon."""
        return shapely.from_wkb(bytes(self.wkb))


class PinQuerySet(models.QuerySet["Pin"]):
    def live(self) -> "PinQuerySet":
        """Those on neighbourhoods that are policed today."""
        return self.filter(neighbourhood__retired_at=None)


class Pin(models.Model):
    """A decision that a spot belongs to a neighbourhood, whatever the boundaries say: a house cut in two by a line."""

    neighbourhood = models.ForeignKey(Neighbourhood, on_delete=models.CASCADE, related_name="pins")
    edition = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    latitude = models.FloatField()
    longitude = models.FloatField()
    radius_m = models.FloatField(default=25)
    reason = models.CharField(max_length=200, blank=True)
    placed_at = models.DateTimeField()
    placed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = PinQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude__range=(-90, 90), longitude__range=(-180, 180), radius_m__gt=0, radius_m__lte=500),
                name="pin_on_earth",
            )
        ]

    def __str__(self) -> str:
        return f"{self.latitude:.5f}, {self.longitude:.5f}: {self.neighbourhood_id}"


class Postcode(models.Model):
    """A postcode in or near the areas that this server polices, with the middle of the addresses that have it."""

    code = models.CharField(max_length=7, primary_key=True, help_text="In capitals and without a space: CF101AA.")
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    is_terminated = models.BooleanField(default=False, help_text="No longer in use, as far as its position tells.")
    listed_at = models.DateTimeField(db_index=True, help_text="When it was last in the national list.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None) | Q(latitude__isnull=False, longitude__isnull=False),
                name="postcode_placed_or_not",
            )
        ]

    def __str__(self) -> str:
        return f"{self.code[:-3]} {self.code[-3:]}"
