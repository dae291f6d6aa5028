"""Who is there, who follows whom, and who is kept out."""

from collections.abc import Iterable
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from tabard.people.teams.models import Officer, Team
from tabard.voice.network.addresses import host_of

LONGEST_URI = 500
LONGEST_NAME = 500


class ReplyPolicy(models.TextChoices):
    """Which replies stand under a local actor's notes before anybody has looked at them."""

    ALL = "all", "Show every reply at once"
    FOLLOWERS = "followers", "Show replies of followers at once, hold the others"
    NONE = "none", "Hold every reply until the team has looked"


class ActorQuerySet(models.QuerySet["Actor"]):
    def local(self) -> Self:
        return self.filter(host="")

    def remote(self) -> Self:
        return self.exclude(host="")

    def living(self) -> Self:
        return self.filter(gone_at=None)

    def named(self, name: str, host: str) -> Self:
        """`host` is empty for ours. Names are compared without regard to capitals, as WebFinger clients do."""
        return self.filter(name__iexact=name, host=host.lower())

    def followed_by(self, actor: "Actor") -> Self:
        return self.filter(pk__in=Following.objects.accepted().filter(follower=actor).values("target"))

    def with_people(self) -> Self:
        """With the team or officer that each local one stands for, and its picture, handle and force."""
        held = [f"{holder}__{part}" for holder in ("team", "officer") for part in ("picture", "handle", "force")]
        return self.select_related(*held, "moved_to")


class Actor(models.Model):
    """Anyone who can be followed. Of a local one only the links are kept: what it is called stands in people.teams."""

    class Kind(models.TextChoices):
        """ActivityStreams 2.0 vocabulary §3.2."""

        PERSON = "Person"
        GROUP = "Group"
        SERVICE = "Service"
        APPLICATION = "Application"
        ORGANIZATION = "Organization"

    uri = models.CharField(max_length=LONGEST_URI, unique=True, help_text="The ActivityStreams id.")
    kind = models.CharField(max_length=20, choices=Kind)
    name = models.CharField(max_length=200, help_text="Before the @ of the handle.")
    host = models.CharField(max_length=253, blank=True, help_text="After it; empty for ours.")
    team = models.OneToOneField(Team, null=True, blank=True, on_delete=models.PROTECT, related_name="actor")
    officer = models.OneToOneField(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="actor")
    display_name = models.CharField(max_length=LONGEST_NAME, blank=True)
    summary = models.TextField(blank=True, help_text="HTML, already made safe.")
    url = models.CharField(max_length=LONGEST_URI, blank=True, help_text="The page for people.")
    icon_url = models.CharField(max_length=2048, blank=True)
    header_url = models.CharField(max_length=2048, blank=True)
    fields = models.JSONField(default=list, help_text="Name and value (safe HTML) of each line of the profile.")
    inbox = models.CharField(max_length=LONGEST_URI, blank=True)
    shared_inbox = models.CharField(max_length=LONGEST_URI, blank=True)
    followers_uri = models.CharField(max_length=LONGEST_URI, blank=True)
    featured_uri = models.CharField(max_length=LONGEST_URI, blank=True)
    also_known_as = models.JSONField(default=list, help_text="Ids of the actors that this one also is.")
    moved_to = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="moved_from")
    is_locked = models.BooleanField(default=False, help_text="Asks before it lets itself be followed.")
    is_discoverable = models.BooleanField(default=False)
    claimed_followers = models.PositiveIntegerField(default=0)
    claimed_following = models.PositiveIntegerField(default=0)
    claimed_notes = models.PositiveIntegerField(default=0, help_text="Of one of ours: counted here.")
    reply_policy = models.CharField(max_length=10, choices=ReplyPolicy, default=ReplyPolicy.FOLLOWERS)
    created_at = models.DateTimeField()
    fetched_at = models.DateTimeField(null=True, blank=True)
    last_note_at = models.DateTimeField(null=True, blank=True)
    gone_at = models.DateTimeField(null=True, blank=True)

    objects = ActorQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("name"), "host", name="actor_handle_once"),
            models.CheckConstraint(
                condition=Q(host="") | Q(team=None, officer=None), name="actor_remote_is_none_of_ours"
            ),
            models.CheckConstraint(condition=Q(team=None) | Q(officer=None), name="actor_is_one"),
        ]
        indexes = [models.Index(fields=["host"], name="actor_by_host")]

    def __str__(self) -> str:
        return f"@{self.handle}"

    @property
    def is_local(self) -> bool:
        return not self.host

    @property
    def is_server(self) -> bool:
        """This server itself, which speaks for nobody."""
        return self.is_local and self.kind == Actor.Kind.APPLICATION

    @property
    def handle(self) -> str:
        """`name` of ours, `name@host` of others."""
        return f"{self.name}@{self.host}" if self.host else self.name

    @property
    def hosts(self) -> frozenset[str]:
        """Those of its handle and of its id, which may be another, each with its port; none of ours."""
        return frozenset({self.host, host_of(self.uri)}) if self.host else frozenset()


class FollowingQuerySet(models.QuerySet["Following"]):
    def accepted(self) -> Self:
        return self.exclude(accepted_at=None)

    def waiting(self) -> Self:
        return self.filter(accepted_at=None)

    def of(self, target: Actor) -> Self:
        return self.filter(target=target)

    def for_everybody(self) -> Self:
        """Those that may be told by name: to follow the police is nobody's business, unless the follower is one of
        ours, or says on their own profile that they want to be found."""
        return self.filter(Q(follower__is_discoverable=True) | Q(follower__host=""))

    def from_elsewhere(self) -> Self:
        return self.exclude(follower__host="")

    def from_here(self) -> Self:
        return self.filter(follower__host="")


class Following(models.Model):
    """One actor's wish to hear another's notes, asked for and perhaps accepted. It goes when it ends."""

    follower = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="follows_out")
    target = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="follows_in")
    uri = models.CharField(max_length=LONGEST_URI, help_text="The id of the Follow activity.")
    asked_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    shows_announces = models.BooleanField(default=True)
    notifies = models.BooleanField(default=False, help_text="The follower wants to be told of each note.")

    objects = FollowingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["follower", "target"], name="network_follow_once"),
            models.CheckConstraint(condition=~Q(follower=F("target")), name="network_follow_of_another"),
        ]
        indexes = [models.Index(fields=["target", "id"], name="network_follow_newest")]

    def __str__(self) -> str:
        return f"follow {self.pk}"


class Block(models.Model):
    """`actor` wants nothing to do with `target`: neither hears the other (ActivityPub §6.9)."""

    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="blocks")
    target = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="blocked_by")
    uri = models.CharField(max_length=LONGEST_URI)
    blocked_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["actor", "target"], name="block_once")]

    def __str__(self) -> str:
        return f"block {self.pk}"


class HostBlockQuerySet(models.QuerySet["HostBlock"]):
    def of(self, *hosts: str) -> Self:
        """Those that keep out one of `hosts`, by its own name, with its port or without, or that of a domain above."""
        return self.filter(host__in={name for host in hosts for name in _with_domains_above(host)})

    def against(self, actor: Actor) -> Self:
        """Those that keep out whoever has this handle, or this id."""
        return self.of(*actor.hosts)

    def keeping_out(self, actors: Iterable[Actor]) -> frozenset[int]:
        """The ids of those of `actors` that are kept out, in one query."""
        names = {actor.pk: {name for host in actor.hosts for name in _with_domains_above(host)} for actor in actors}
        asked = {name for those in names.values() for name in those}
        blocked = set(self.filter(host__in=asked).values_list("host", flat=True)) if asked else set()
        return frozenset(pk for pk, those in names.items() if not blocked.isdisjoint(those))


def _with_domains_above(host: str) -> list[str]:
    """A rule for the name of a server is for all its ports; one that names a port is for that."""
    host = host.lower()
    name, _, port = host.rpartition(":")
    parts = (name if name and (not port or port.isdigit()) else host).rstrip(".").split(".")
    return [host, *(".".join(parts[start:]) for start in range(len(parts)))]


class HostBlock(models.Model):
    """A server that the force keeps out, with all below it, for everybody here."""

    class Severity(models.TextChoices):
        """As Mastodon's list of domain blocks spells them."""

        SILENCE = "silence", "Hold everything that comes from it"
        SUSPEND = "suspend", "Nothing in, nothing out"

    host = models.CharField(max_length=253, unique=True)
    severity = models.CharField(max_length=10, choices=Severity, default=Severity.SUSPEND)
    reject_media = models.BooleanField(default=False)
    reject_reports = models.BooleanField(default=False)
    public_comment = models.CharField(max_length=500, blank=True)
    obfuscate = models.BooleanField(default=False)
    blocked_at = models.DateTimeField()

    objects = HostBlockQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(host=Lower("host")), name="host_block_in_lower_case")]

    def __str__(self) -> str:
        return self.host
