"""Teams, officers, their postings, and the handles that both are known by."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from tabard.people.places.models import Force, Neighbourhood
from tabard.plant.media.models import Picture


class TeamQuerySet(models.QuerySet["Team"]):
    def covering(self, neighbourhood: Neighbourhood) -> "TeamQuerySet":
        return self.filter(covers__neighbourhood=neighbourhood)


class Team(models.Model):
    """The permanent voice of a neighbourhood: officers come and go, the team stays."""

    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="teams")
    name = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    picture = models.ForeignKey(Picture, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    founded_at = models.DateTimeField()

    objects = TeamQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class Cover(models.Model):
    """A neighbourhood that a team looks after; each neighbourhood has one team."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="covers")
    neighbourhood = models.OneToOneField(Neighbourhood, on_delete=models.CASCADE, related_name="cover")

    def __str__(self) -> str:
        return f"{self.team} covers {self.neighbourhood}"


class OfficerQuerySet(models.QuerySet["Officer"]):
    def posted_to(self, team: Team, at: datetime) -> "OfficerQuerySet":
        return self.filter(pk__in=Posting.objects.held_at(at).filter(team=team).values("officer"))


class Officer(models.Model):
    """A person who polices; known in public by name or by number."""

    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="officers")
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="officer"
    )
    name = models.CharField(max_length=200)
    number = models.CharField(max_length=20, unique=True, help_text="Collar number, as on the badge.")
    is_name_public = models.BooleanField(default=True)
    rank = models.CharField(max_length=60)
    bio = models.TextField(blank=True)
    picture = models.ForeignKey(Picture, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    languages = models.JSONField(default=list, help_text="BCP 47 codes.")
    contact = models.JSONField(default=dict)

    objects = OfficerQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.rank} {self.name if self.is_name_public else self.number}"


class PostingQuerySet(models.QuerySet["Posting"]):
    def held_at(self, moment: datetime) -> "PostingQuerySet":
        return self.filter(active_from__lte=moment).filter(Q(active_to=None) | Q(active_to__gt=moment))


class Posting(models.Model):
    """An officer's time in a team: from `active_from` until, not including, `active_to`."""

    officer = models.ForeignKey(Officer, on_delete=models.CASCADE, related_name="postings")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="postings")
    active_from = models.DateTimeField()
    active_to = models.DateTimeField(null=True, blank=True)

    objects = PostingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(active_to=None) | Q(active_to__gt=F("active_from")), name="posting_ends_after_it_begins"
            ),
            models.UniqueConstraint(
                fields=["officer", "team"], condition=Q(active_to=None), name="posting_open_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.officer} in {self.team}"


class Handle(models.Model):
    """The name under which a team or an officer is followed: `/@riverside`. Never given to another."""

    name = models.CharField(max_length=30, unique=True)
    team = models.OneToOneField(Team, null=True, blank=True, on_delete=models.CASCADE, related_name="handle")
    officer = models.OneToOneField(Officer, null=True, blank=True, on_delete=models.CASCADE, related_name="handle")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(team=None, officer__isnull=False) | Q(team__isnull=False, officer=None),
                name="handle_is_one_actor",
            )
        ]

    def __str__(self) -> str:
        return f"@{self.name}"
