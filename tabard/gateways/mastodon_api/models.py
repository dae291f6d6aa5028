"""Apps, what was granted to them, and pictures that wait for their post.

The tokens themselves are django-oauth-toolkit's rows; beside them stands for whom of ours they speak.
"""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from oauth2_provider.models import AccessToken, Application, Grant

from tabard.people.teams.models import Officer, Posting
from tabard.plant.media.models import Picture
from tabard.voice.network.models import Actor


class App(models.Model):
    """What an app said of itself when it registered."""

    application = models.OneToOneField(Application, on_delete=models.CASCADE, related_name="app")
    website = models.CharField(max_length=2000, blank=True)
    scopes = models.CharField(max_length=1000, help_text="The most that it may ask for, with blanks between.")
    registered_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"app {self.application_id}"


class GrantedCode(models.Model):
    """For whom a code speaks that an app has yet to exchange for a token."""

    grant = models.OneToOneField(Grant, on_delete=models.CASCADE, related_name="granted")
    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"code {self.grant_id} for actor {self.actor_id}"


class GrantedTokenQuerySet(models.QuerySet["GrantedToken"]):
    def living(self, now: datetime) -> Self:
        """Those that speak at `now`: the person may sign in, and holds a posting; in that team, where they speak as
        one. It is asked with every request, so the end of a posting is the end of the token."""
        postings = Posting.objects.held_at(now).filter(officer=OuterRef("officer"))
        as_themselves = Q(actor__officer=F("officer")) & Exists(postings)
        as_team = Exists(postings.filter(team=OuterRef("actor__team")))
        return self.filter(
            as_themselves | as_team,
            token__expires__gt=now,
            token__user=F("officer__user"),
            officer__user__is_active=True,
        )

    def of_officer(self, officer: Officer) -> Self:
        return self.filter(officer=officer)

    def with_people(self) -> Self:
        return self.select_related(
            "token__application__app",
            "officer__user",
            "officer__handle",
            "actor__team__handle",
            "actor__team__picture",
            "actor__officer__handle",
            "actor__officer__picture",
        )


class GrantedToken(models.Model):
    """An officer let an app speak as `actor`: as themselves or as a team."""

    token = models.OneToOneField(AccessToken, on_delete=models.CASCADE, related_name="granted")
    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="granted_tokens")
    officer = models.ForeignKey(Officer, on_delete=models.CASCADE, related_name="granted_tokens")
    granted_at = models.DateTimeField()

    objects = GrantedTokenQuerySet.as_manager()

    def __str__(self) -> str:
        return f"token {self.token_id} for actor {self.actor_id}"


class Upload(models.Model):
    """A picture that an app sent before its post, and often before its description. It is kept for a day; a post
    takes it only once it is described."""

    picture = models.OneToOneField(Picture, on_delete=models.CASCADE, related_name="upload")
    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="uploads")
    is_described = models.BooleanField(default=False)
    uploaded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["uploaded_at"], name="upload_age")]

    def __str__(self) -> str:
        return f"upload {self.pk}"
