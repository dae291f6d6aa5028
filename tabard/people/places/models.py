"""Forces and neighbourhoods."""

from django.db import models


class Force(models.Model):
    """A police force, as data.police.uk describes one."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    url = models.URLField(blank=True)
    telephone = models.CharField(max_length=50, blank=True)
    engagement_methods = models.JSONField(default=list)

    def __str__(self) -> str:
        return self.name


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
    links = models.JSONField(default=list)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["force", "code"], name="neighbourhood_code_once")]

    def __str__(self) -> str:
        return self.name
