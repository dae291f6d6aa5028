"""What the digital lead and officers fill in about people and teams."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tabard.people.accounts.models import Role, User
from tabard.people.places.models import Force, Neighbourhood
from tabard.people.teams.handles import HandleRefused, NumberRefused, clean_handle, clean_number
from tabard.people.teams.languages import UnknownLanguage, language_names, read_languages
from tabard.people.teams.models import Officer, Team
from tabard.people.teams.portraits import PortraitForm
from tabard.people.teams.ways import OFFICER_WAYS, way_field, with_ways
from tabard.plant.design.fields import EmailField


def _handle(text: str) -> str:
    try:
        return clean_handle(text)
    except HandleRefused as refusal:
        raise ValidationError(str(refusal)) from refusal


class HandleField(forms.CharField):
    def __init__(self, **options: Any) -> None:
        super().__init__(
            label=gettext_lazy("Handle"),
            widget=forms.TextInput(attrs={"autocapitalize": "off", "spellcheck": "false"}),
            **options,
        )

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        return _handle(text) if text else ""


class NumberField(forms.CharField):
    def __init__(self, **options: Any) -> None:
        super().__init__(label=gettext_lazy("Collar number"), **options)

    def clean(self, value: Any) -> str:
        try:
            return clean_number(super().clean(value))
        except NumberRefused as refusal:
            raise ValidationError(str(refusal)) from refusal


class ProfileForm(PortraitForm):
    """What an officer says of themselves."""

    is_name_public = forms.TypedChoiceField(
        label=gettext_lazy("Known to the public by"),
        choices=[("yes", gettext_lazy("Name")), ("no", gettext_lazy("Collar number"))],
        coerce=lambda choice: choice == "yes",
        widget=forms.RadioSelect,
    )
    bio = forms.CharField(
        label=gettext_lazy("About you"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("A few sentences, as you would say them at a door."),
    )
    languages = forms.CharField(
        label=gettext_lazy("Languages that you speak"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Parted by commas, such as: English, Polish, Urdu."),
    )
    remove_picture = forms.BooleanField(label=gettext_lazy("Remove the present picture"), required=False)

    field_order = ["is_name_public", "bio", "languages", *OFFICER_WAYS]

    def __init__(self, request: HttpRequest, *, officer: Officer, by: User, now: datetime) -> None:
        initial = {
            "is_name_public": "yes" if officer.is_name_public else "no",
            "bio": officer.bio,
            "languages": ", ".join(language_names(officer.languages)),
            "name": officer.name,
            "number": officer.number,
            "rank": officer.rank,
        }
        self._contact = officer.contact
        super().__init__(request, present=officer.picture, by=by, now=now, initial={**officer.contact, **initial})
        hint = _("Of your work, never a private one: everybody can read it.")
        self.fields.update({name: way_field(name, hint if name == "email" else "") for name in OFFICER_WAYS})
        self.order_fields(self.field_order)
        if officer.picture is None:
            del self.fields["remove_picture"]

    def contact(self) -> dict[str, str]:
        """As the officer keeps it; ask a valid form."""
        return with_ways(self._contact, self.cleaned_data, OFFICER_WAYS)

    def clean_languages(self) -> list[str]:
        try:
            return read_languages(self.cleaned_data["languages"])
        except UnknownLanguage as refusal:
            raise ValidationError(str(refusal)) from refusal


class OfficerForm(ProfileForm):
    """The same, and what only the digital lead changes."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    number = NumberField()
    rank = forms.CharField(label=gettext_lazy("Rank or role"), max_length=60)
    field_order = ["name", "number", "rank", *ProfileForm.field_order]


class AccountForm(forms.Form):
    email = EmailField(
        label=gettext_lazy("E-mail address"),
        help_text=gettext_lazy("They get a link that sets up password or passkey, and a second factor."),
    )
    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=Role.choices, initial=Role.OFFICER)


class AddOfficerForm(forms.Form):
    force = forms.ModelChoiceField(label=gettext_lazy("Force"), queryset=Force.objects.none(), empty_label=None)
    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    number = NumberField()
    rank = forms.CharField(label=gettext_lazy("Rank or role"), max_length=60)
    handle = HandleField(
        required=False,
        help_text=gettext_lazy("Their public address, for good. Without one it is made of rank and number."),
    )
    team = forms.ModelChoiceField(
        label=gettext_lazy("Post to team"), queryset=Team.objects.none(), required=False, empty_label="—"
    )
    email = EmailField(
        label=gettext_lazy("E-mail address"),
        required=False,
        help_text=gettext_lazy("With one they are invited at once; you can also do it later."),
    )
    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=Role.choices, initial=Role.OFFICER)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        force, team = self.fields["force"], self.fields["team"]
        force.queryset, team.queryset = Force.objects.order_by("name", "pk"), Team.objects.by_name()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        team, force = cleaned.get("team"), cleaned.get("force")
        if team and force and team.force_id != force.pk:
            self.add_error("team", _("This team belongs to another force."))
        return cleaned


class PostingForm(forms.Form):
    """`teams` are those of the officer's force in which they do not serve yet."""

    team = forms.ModelChoiceField(label=gettext_lazy("Team"), queryset=Team.objects.none(), empty_label=None)
    role = forms.CharField(
        label=gettext_lazy("What they do there"),
        required=False,
        max_length=60,
        help_text=gettext_lazy("Such as: ward officer."),
    )

    def __init__(self, *args: Any, officer: Officer, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["team"].queryset = Team.objects.filter(force=officer.force_id).by_name()  # type: ignore[attr-defined]


class RoleForm(forms.Form):
    role = forms.ChoiceField(
        label=gettext_lazy("Role"),
        choices=Role.choices,
        help_text=gettext_lazy("They and their apps are signed out, and come back with the new role."),
    )


class HeirForm(forms.Form):
    """Who takes over: "officer-12" or "team-3"."""

    to = forms.ChoiceField(label=gettext_lazy("Hand over to"))

    def __init__(self, *args: Any, teams: list[Team], officers: list[Officer], **options: Any) -> None:
        super().__init__(*args, **options)
        self.heirs: dict[str, Officer | Team] = {f"team-{team.pk}": team for team in teams}
        self.heirs |= {f"officer-{officer.pk}": officer for officer in officers}
        self.fields["to"].choices = [  # type: ignore[attr-defined]
            (_("Teams"), [(f"team-{team.pk}", team.name) for team in teams]),
            (_("Officers"), [(f"officer-{one.pk}", f"{one.rank} {one.name}") for one in officers]),
        ]

    def heir(self) -> Officer | Team:
        return self.heirs[self.cleaned_data["to"]]


class TeamForm(forms.Form):
    """A new team; `neighbourhoods` are those that have none."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    handle = HandleField(
        help_text=gettext_lazy("Its public address, for ever: 2 to 30 letters a to z, digits or underscores.")
    )
    description = forms.CharField(
        label=gettext_lazy("Description"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    neighbourhoods = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Neighbourhoods that it covers"),
        queryset=Neighbourhood.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        free = Neighbourhood.objects.filter(cover=None, retired_at=None).order_by("name", "pk")
        self.fields["neighbourhoods"].queryset = free  # type: ignore[attr-defined]

    def clean_neighbourhoods(self) -> Any:
        chosen = self.cleaned_data["neighbourhoods"]
        if len({neighbourhood.force_id for neighbourhood in chosen}) > 1:
            raise ValidationError(_("Choose neighbourhoods of one force."))
        return chosen


class ChangeTeamForm(PortraitForm):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    description = forms.CharField(
        label=gettext_lazy("Description"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 4})
    )
    field_order = ["name", "description"]

    def __init__(self, request: HttpRequest, *, team: Team, by: User, now: datetime) -> None:
        initial = {"name": team.name, "description": team.description}
        super().__init__(request, present=team.picture, by=by, now=now, initial=initial)


class CoverForm(forms.Form):
    """A neighbourhood that is to pass to `team`."""

    neighbourhood = forms.ModelChoiceField(
        label=gettext_lazy("Neighbourhood"), queryset=Neighbourhood.objects.none(), empty_label=None
    )

    def __init__(self, *args: Any, team: Team, **options: Any) -> None:
        super().__init__(*args, **options)
        others = Neighbourhood.objects.current().of(team.force).exclude(cover__team=team).by_name()
        self.fields["neighbourhood"].queryset = others  # type: ignore[attr-defined]
