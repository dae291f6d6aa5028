"""Apps, what was granted to them, and pictures that wait for their post.

The tokens themselves are django-oauth-toolkit's rows; beside them stands for whom of ours they speak.
"""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from oauth2_provider.models import AccessToken, Application, Grant

from tabard.gateways.mastodon_api.scopes import in_words
from tabard.lib.web_push import Coding
from tabard.people.teams.models import Officer, Posting
from tabard.plant.media.models import Picture
from tabard.voice.network.models import Actor, Following
from tabard.voice.timelines.models import Notice


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
    def posted(self, now: datetime, *, besides: int = 0) -> Self:
        """Those whose person holds a posting, other than the one with the id `besides`; in that team, where they speak
        as one."""
        postings = Posting.objects.held_at(now).exclude(pk=besides).filter(officer=OuterRef("officer"))
        as_themselves = Q(actor__officer=F("officer")) & Exists(postings)
        as_team = Exists(postings.filter(team=OuterRef("actor__team")))
        return self.filter(as_themselves | as_team)

    def living(self, now: datetime) -> Self:
        """Those that speak at `now`: the person may sign in, and is posted. It is asked with every request, so the end
        of a posting is the end of the token; a moment later it is revoked, and no new posting brings it back."""
        posted = self.posted(now)
        return posted.filter(token__expires__gt=now, token__user=F("officer__user"), officer__user__is_active=True)

    def ended_with(self, posting_id: int, ended_at: datetime) -> Self:
        """Those let in before that spoke by this posting, and by no other that went on."""
        lasting = GrantedToken.objects.posted(ended_at, besides=posting_id)
        return self.filter(granted_at__lte=ended_at).exclude(pk__in=lasting)

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

    @property
    def may(self) -> list[str]:
        """What it was allowed to do, in the words of the page that asked."""
        return in_words(self.token.scope.split())


class Upload(models.Model):
    """A picture that an app sent before its post, and often before its description, or took out of a post to use it
    again. It is kept for a day; a post takes it only once it is described."""

    picture = models.OneToOneField(Picture, on_delete=models.CASCADE, related_name="upload")
    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="uploads")
    is_described = models.BooleanField(default=False)
    uploaded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["uploaded_at"], name="upload_age")]

    def __str__(self) -> str:
        return f"upload {self.pk}"


class PushKey(models.Model):
    """The one key with which we sign what we push (RFC 8292)."""

    ONLY = 1

    pem = models.TextField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="push_key_is_one")]

    def __str__(self) -> str:
        return "the push key"


class PushSubscriptionQuerySet(models.QuerySet["PushSubscription"]):
    def living(self, now: datetime) -> Self:
        return self.filter(granted__in=GrantedToken.objects.living(now))

    def wanting(self, notice: Notice, now: datetime) -> Self:
        """Those of the notice's owner that want its kind, from whoever it is by."""
        policy = PushSubscription.Policy
        accepted = Following.objects.accepted()
        policies = [policy.ALL]
        if accepted.filter(follower=notice.owner, target=notice.by).exists():
            policies.append(policy.FOLLOWED)
        if accepted.filter(follower=notice.by, target=notice.owner).exists():
            policies.append(policy.FOLLOWER)
        wanted = {"granted__actor": notice.owner, "policy__in": policies, f"alerts__{notice.kind}": True}
        return self.living(now).filter(**wanted)


class PushSubscription(models.Model):
    """Where the phone of a token wants to be told of notices. It goes with the token."""

    class Policy(models.TextChoices):
        """From whom, as Mastodon's client API names them."""

        ALL = "all"
        FOLLOWED = "followed"
        FOLLOWER = "follower"
        NONE = "none"

    granted = models.OneToOneField(GrantedToken, on_delete=models.CASCADE, related_name="push")
    endpoint = models.CharField(max_length=2000)
    p256dh = models.CharField(max_length=200)
    auth = models.CharField(max_length=50)
    coding = models.CharField(max_length=10, choices=[(coding.value, coding.value) for coding in Coding])
    alerts = models.JSONField(default=dict, help_text="Kind of notice -> true.")
    policy = models.CharField(max_length=10, choices=Policy, default=Policy.ALL)
    sealed_token = models.TextField(help_text="The token, readable with the secret key alone: phones want it back.")
    subscribed_at = models.DateTimeField()

    objects = PushSubscriptionQuerySet.as_manager()

    def __str__(self) -> str:
        return f"push subscription {self.pk}"
