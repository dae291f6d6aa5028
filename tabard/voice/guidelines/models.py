"""Guidelines in their versions, who has read them, and what the force made of the rules."""

from datetime import date, datetime, timedelta

from django.db import models
from django.db.models import F, Q

from tabard.people.accounts.models import User

LONGEST_GUIDELINE_WORDS = 300
LONGEST_ADVICE = 300
LONGEST_NAME = 100
MOST_PHRASES = 500
ANSWERED_FOR = timedelta(minutes=10)


class Gravity(models.TextChoices):
    """As `findings.Severity`: what a finding asks for."""

    HINT = "hint", "Tell the author"
    ASK = "ask", "Ask the author"
    REVIEW = "review", "A sergeant looks first"
    REFUSE = "refuse", "Refuse"


class GuidelineQuerySet(models.QuerySet["Guideline"]):
    def newest_first(self) -> "GuidelineQuerySet":
        return self.order_by("-number")

    def current(self) -> "Guideline | None":
        """The version that applies; None before the force has adopted one."""
        return self.newest_first().first()

    def unread_by(self, user: User) -> "Guideline | None":
        """The version that applies, unless this officer has said that they read it."""
        current = self.current()
        if current is None or Acknowledgement.objects.filter(guideline=current, user=user).exists():
            return None
        return current


class Guideline(models.Model):
    """One version: `sentences` are its numbered sentences, each with its `key`, which rules name, and its `text`."""

    FROM_MIGRATIONS = 1  # with which every site begins

    number = models.PositiveIntegerField(unique=True, help_text="From 1, without gaps.")
    sentences = models.JSONField()
    what_changed = models.CharField(max_length=500, blank=True)
    adopted_at = models.DateTimeField()
    adopted_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = GuidelineQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(number__gte=1), name="guideline_number_from_one")]

    def __str__(self) -> str:
        return f"guideline, version {self.number}"

    def unread_count(self) -> int:
        """How many officers have not yet said that they read it."""
        read = Acknowledgement.objects.filter(guideline=self).values("user")
        return User.objects.active().filter(officer__isnull=False).exclude(pk__in=read).count()

    def number_of(self, key: str) -> int | None:
        """Which of its sentences, from 1, a rule serves; None where this version has no such sentence."""
        return next((n for n, sentence in enumerate(self.sentences, start=1) if sentence["key"] == key), None)


class Acknowledgement(models.Model):
    """Somebody has read a version."""

    guideline = models.ForeignKey(Guideline, on_delete=models.PROTECT, related_name="acknowledgements")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="acknowledgements")
    acknowledged_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["guideline", "user"], name="guideline_acknowledged_once")]

    def __str__(self) -> str:
        return f"{self.user} has read {self.guideline}"


class RuleChoice(models.Model):
    """What the force made of one rule of the catalogue; without a row it is as the catalogue has it."""

    rule = models.CharField(max_length=40, unique=True)
    is_on = models.BooleanField(default=True)
    gravity = models.CharField(max_length=10, choices=Gravity, blank=True, help_text="Empty: as the catalogue has it.")
    bounds = models.JSONField(default=dict, blank=True, help_text="Its numbers by name, those that are not as usual.")
    allowed = models.TextField(blank=True, help_text="What it is to pass over, one phrase a line.")
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.rule}: {self.gravity or 'as usual'}{'' if self.is_on else ', off'}"


class LexiconQuerySet(models.QuerySet["Lexicon"]):
    def in_use(self) -> "LexiconQuerySet":
        return self.filter(retired_at=None)

    def by_name(self) -> "LexiconQuerySet":
        return self.order_by("name", "pk")


class Lexicon(models.Model):
    """Words of the force's own, one phrase a line; a `*` at the end of a word stands for any ending."""

    name = models.CharField(max_length=LONGEST_NAME)
    phrases = models.TextField()
    gravity = models.CharField(max_length=10, choices=Gravity)
    advice = models.CharField(max_length=LONGEST_ADVICE)
    sentence = models.CharField(max_length=40, blank=True, help_text="The key of the guideline's sentence it serves.")
    added_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = LexiconQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "lexicons"
        constraints = [
            models.UniqueConstraint(fields=["name"], condition=Q(retired_at=None), name="lexicon_name_once"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(phrases=""), name="lexicon_has_name_and_words"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def rule(self) -> str:
        """The id under which its findings are known."""
        return f"own-{self.pk}"


class ElectionPeriodQuerySet(models.QuerySet["ElectionPeriod"]):
    def holding(self, day: date) -> "ElectionPeriodQuerySet":
        return self.filter(starts_date__lte=day, ends_date__gte=day)

    def latest_first(self) -> "ElectionPeriodQuerySet":
        return self.order_by("-starts_date", "-pk")


class ElectionPeriod(models.Model):
    """The weeks before an election, both days included, in which the rule on politics is stricter."""

    name = models.CharField(max_length=LONGEST_NAME)
    starts_date = models.DateField()
    ends_date = models.DateField()
    added_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    objects = ElectionPeriodQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_date__gte=F("starts_date")), name="election_period_has_days")
        ]

    def __str__(self) -> str:
        return self.name


class QuestionAskedQuerySet(models.QuerySet["QuestionAsked"]):
    def open_at(self, now: datetime) -> "QuestionAskedQuerySet":
        return self.filter(asked_at__gt=now - ANSWERED_FOR)

    def past(self, now: datetime) -> "QuestionAskedQuerySet":
        """Those that nothing answers any more."""
        return self.filter(asked_at__lte=now - ANSWERED_FOR)


class QuestionAsked(models.Model):
    """The author was asked about these words; the same words again within ANSWERED_FOR are the answer "yes"."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    fingerprint = models.CharField(max_length=64, help_text="SHA-256 of the words and of what was found in them.")
    asked_at = models.DateTimeField()

    objects = QuestionAskedQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "questions asked"
        constraints = [models.UniqueConstraint(fields=["user", "fingerprint"], name="question_asked_once")]

    def __str__(self) -> str:
        return f"asked of {self.user_id}"
