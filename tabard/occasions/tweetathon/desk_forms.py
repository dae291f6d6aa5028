"""What an organiser fills in at the desk."""

from datetime import datetime
from typing import Any

from django import forms
from django.forms.utils import from_current_timezone
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tabard.occasions.tweetathon import domains, sources, wording
from tabard.occasions.tweetathon.actions.tweetathons import new_code
from tabard.occasions.tweetathon.forms import LanguagesField, RefusableForm
from tabard.occasions.tweetathon.models import Clock, Tweetathon
from tabard.occasions.tweetathon.wording import TweetathonWords, YearWords
from tabard.people.teams.models import Team, TeamQuerySet
from tabard.plant.design.fields import TextArea, day_field

MOST_SUFFIXES = 100
LARGEST = 10**12


USUAL = {"suffixes": domains.USUAL_SUFFIXES, "sources": sources.USUAL}


class HashtagsField(forms.CharField):
    """Hashtags with spaces between them, with or without their sign."""

    def prepare_value(self, value: Any) -> Any:
        return " ".join(f"#{hashtag}" for hashtag in value) if isinstance(value, list) else value

    def clean(self, value: Any) -> tuple[str, ...]:
        return tuple(super().clean(value).replace(",", " ").split())


class SuffixesField(TextArea):
    """Ends of mail domains, one a line."""

    most = MOST_SUFFIXES

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> tuple[str, ...]:
        lines = super().clean(value).split()
        if len(lines) > self.most:
            raise forms.ValidationError(_("At most %(most)s lines.") % {"most": self.most})
        return tuple(dict.fromkeys(map(self._line, lines)))

    def _line(self, text: str) -> str:
        try:
            return domains.checked_suffix(text)
        except domains.SuffixRefused as error:
            told = _("Anybody can have a domain that ends in “%(text)s”, or it is none.")
            raise forms.ValidationError(told % {"text": text[:60]}) from error


class SourcesField(SuffixesField):
    """Servers to listen to, one a line."""

    most = sources.MOST

    def _line(self, text: str) -> str:
        try:
            return sources.checked_source(text)
        except sources.SourceRefused as error:
            told = _("“%(text)s” is no address of a server. Write mastodon.social, or wss://… for Bluesky.")
            raise forms.ValidationError(told % {"text": error}) from error


class TweetathonForm(RefusableForm):
    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=wording.LONGEST_NAME,
        error_messages={"required": gettext_lazy("Give it a name.")},
    )
    slug = forms.CharField(
        label=gettext_lazy("Code"),
        help_text=gettext_lazy("Stands in the address of the page, and cannot be changed: police-day-2026."),
        max_length=50,
        error_messages={"required": gettext_lazy("Give it a code.")},
    )
    hashtags = HashtagsField(
        label=gettext_lazy("Hashtags"),
        help_text=gettext_lazy("With spaces between them. The first is the one that everybody learns."),
        max_length=600,
        error_messages={"required": gettext_lazy("Write at least one hashtag.")},
    )
    clock = forms.ChoiceField(
        label=gettext_lazy("When does the day run?"),
        choices=[
            (Clock.INSTANT, gettext_lazy("For 24 hours that are the same for everybody")),
            (Clock.LOCAL, gettext_lazy("From midnight to midnight, wherever a force stands: 50 hours in all")),
        ],
        initial=Clock.INSTANT,
        widget=forms.RadioSelect,
    )
    day = day_field(label=gettext_lazy("Day"), error_messages={"required": gettext_lazy("Choose the day.")})
    begins = forms.TimeField(
        label=gettext_lazy("Begins at"),
        help_text=gettext_lazy(
            "If it is the same for everybody: the time by the clock of this site. It ends 24 hours later."
        ),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        required=False,
    )
    team = forms.ModelChoiceField(
        label=gettext_lazy("Team that organises it"),
        help_text=gettext_lazy(
            "Its officers can then change it and decide about registrations, as the digital lead can. Without one it "
            "is the force itself."
        ),
        queryset=Team.objects.none(),
        required=False,
    )
    description = TextArea(
        label=gettext_lazy("What it is about"), required=False, widget=forms.Textarea(attrs={"rows": 6})
    )
    languages = LanguagesField(
        label=gettext_lazy("Languages"),
        help_text=gettext_lazy("Whose words come first in the pack: “Welsh, English”."),
        max_length=300,
        required=False,
    )
    suffixes = SuffixesField(
        label=gettext_lazy("Mail domains that we know to be police"),
        help_text=gettext_lazy(
            "One a line. A force whose address ends so takes part as soon as it has answered its mail; all others wait "
            "for you. gov.* stands for gov.au, gov.pl and every other that a country keeps for its state."
        ),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false", "autocapitalize": "none"}),
    )
    sources = SourcesField(
        label=gettext_lazy("Servers that are listened to"),
        help_text=gettext_lazy(
            "One a line: servers of the fediverse by their name, Bluesky by wss:// and the name of a Jetstream. What "
            "is said elsewhere is not counted, and the page says so. Your own server is always among them."
        ),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false", "autocapitalize": "none"}),
    )
    hidden_hashtags = HashtagsField(
        label=gettext_lazy("Counted and not shown"),
        help_text=gettext_lazy(
            "Hashtags, with spaces between them. The page of figures and its files do not show them. What fewer "
            "than three people used is never shown."
        ),
        max_length=10_000,
        required=False,
    )
    correction = forms.CharField(
        label=gettext_lazy("What has changed, in a sentence"),
        help_text=gettext_lazy(
            "Needed where the name, a hashtag or the time is different. It stands on the page, and every force that "
            "takes part gets it by e-mail."
        ),
        max_length=wording.LONGEST_REASON,
        required=False,
    )

    def __init__(self, data: Any = None, *, teams: TeamQuerySet, tweetathon: Tweetathon | None = None) -> None:
        """With `tweetathon` to change it. `teams` are those that may organise it."""
        super().__init__(data, initial=_of(tweetathon) if tweetathon else USUAL)
        field = self.fields["team"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  for the type checker
        field.queryset, field.empty_label = teams, _("The force")
        del self.fields["slug" if tweetathon else "correction"]

    def clean_slug(self) -> str:
        return self.kept("slug", new_code)

    def clean_hashtags(self) -> tuple[str, ...]:
        return self.kept("hashtags", wording.checked_hashtags)

    def clean_hidden_hashtags(self) -> tuple[str, ...]:
        return self.kept("hidden_hashtags", wording.checked_hidden)

    def clean(self) -> None:
        typed = self.cleaned_data
        typed["starts_at"] = None
        if typed.get("clock") != Clock.INSTANT or {"day", "begins"} & set(self.errors):
            return
        if typed["begins"] is None:
            self.add_error("begins", _("Say when it begins."))
            return
        try:
            typed["starts_at"] = from_current_timezone(datetime.combine(typed["day"], typed["begins"]))
        except forms.ValidationError as error:  # a time that the clocks skip
            self.add_error("begins", error)

    def words(self) -> TweetathonWords:
        typed = self.cleaned_data
        more = {
            name: typed[name]
            for name in (
                "name",
                "hashtags",
                "starts_at",
                "team",
                "description",
                "suffixes",
                "sources",
                "hidden_hashtags",
            )
        }
        return TweetathonWords(
            clock=Clock(typed["clock"]), local_date=typed["day"], languages=tuple(typed["languages"]), **more
        )


def _of(tweetathon: Tweetathon) -> dict[str, Any]:
    names = ("name", "hashtags", "clock", "team", "description", "languages", "suffixes", "sources", "hidden_hashtags")
    kept = {name: getattr(tweetathon, name) for name in names}
    if tweetathon.local_date is not None:
        return {**kept, "day": tweetathon.local_date}
    starts_at = timezone.localtime(tweetathon.starts_at)
    return {**kept, "day": starts_at.date(), "begins": starts_at.time()}


def _figure(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=LARGEST)


class YearForm(RefusableForm):
    year = forms.IntegerField(
        label=gettext_lazy("Year"),
        min_value=wording.FIRST_YEAR,
        max_value=9999,
        error_messages={"required": gettext_lazy("Write the year.")},
    )
    posts = _figure(gettext_lazy("Posts"))
    authors = _figure(gettext_lazy("Authors"))
    countries = forms.IntegerField(label=gettext_lazy("Countries"), required=False, min_value=0, max_value=300)
    combined_followers = _figure(gettext_lazy("Combined followers"))
    source = forms.CharField(
        label=gettext_lazy("Where the figures come from"),
        help_text=gettext_lazy("Stands beside them: “Report of the organisers, April 2013”."),
        max_length=300,
        error_messages={"required": gettext_lazy("Say where the figures come from.")},
    )
    source_url = forms.URLField(
        label=gettext_lazy("Its address"), required=False, max_length=500, assume_scheme="https"
    )

    def words(self) -> YearWords:
        return YearWords(**self.cleaned_data)


class ReasonForm(RefusableForm):
    reason = forms.CharField(
        label=gettext_lazy("Why?"),
        max_length=wording.LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Give the reason: others read it.")},
    )
