"""What a force and its neighbourhoods say of themselves, and how to reach them."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tabard.people.places.models import Force, Neighbourhood
from tabard.people.teams.ways import TEAM_WAYS, way_field, with_ways
from tabard.plant.design.fields import EmailField

MOST_LINKS = 20
is_web = URLValidator(schemes=["http", "https"])


class LinksField(forms.CharField):
    """One link a line, `Title | https://...`, kept as data.police.uk does: a list of `title` and `url`."""

    def __init__(self, **options: Any) -> None:
        help_text = gettext_lazy("One a line: what it is, an upright stroke, and the address. Report it | https://…")
        super().__init__(required=False, widget=forms.Textarea(attrs={"rows": 4}), help_text=help_text, **options)

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, list):
            return value
        return "\n".join(f"{each['title']} | {each['url']}" for each in value if _is_link(each))

    def clean(self, value: Any) -> list[dict[str, str]]:
        lines = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        if len(lines) > MOST_LINKS:
            raise ValidationError(_("At most %(count)d links.") % {"count": MOST_LINKS})
        return [self._link(line) for line in lines]

    def _link(self, line: str) -> dict[str, str]:
        title, _stroke, url = (part.strip() for part in line.rpartition("|"))
        try:
            is_web(url)
        except ValidationError as refusal:
            raise ValidationError(_("This is no web address: %(url)s") % {"url": url[:100]}) from refusal
        if not title:
            raise ValidationError(_("Say what %(url)s is, before an upright stroke.") % {"url": url[:100]})
        return {"title": title[:200], "url": url}


def _kept(before: list[dict[str, Any]], links: list[dict[str, str]]) -> list[dict[str, Any]]:
    """The links as they are to be, with whatever else an import knew of them; what is no link is not in the form, and
    stays."""
    known = {each["url"]: each for each in before if _is_link(each)}
    others = [each for each in before if not _is_link(each)]
    return [{**known.get(each["url"], {}), **each} for each in links] + others


def _new_words(said: str, had: list[dict[str, Any]], description: str, links: list[dict[str, str]]) -> str:
    titles = [[each["title"] for each in some if _is_link(each)] for some in (had, links)]
    new = [description, *titles[1]]
    return "" if new == [said, *titles[0]] else "\n".join(filter(None, new))


def _is_link(each: dict[str, Any]) -> bool:
    return bool(each.get("title") and each.get("url"))


def _description() -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 6})
    return forms.CharField(label=gettext_lazy("Description"), required=False, max_length=5000, widget=area)


def _telephone() -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("Telephone"), required=False, max_length=50, widget=forms.TextInput(attrs={"type": "tel"})
    )


class ForceForm(forms.Form):
    description = _description()
    telephone = _telephone()
    url = forms.URLField(label=gettext_lazy("Web site"), required=False, max_length=200, assume_scheme="https")
    engagement_methods = LinksField(label=gettext_lazy("Ways to reach or report to the force"))

    def __init__(self, *args: Any, force: Force, **options: Any) -> None:
        self.force = force
        options["initial"] = {name: getattr(force, name) for name in self.base_fields}
        super().__init__(*args, **options)

    def facts(self) -> dict[str, Any]:
        """As `places.actions.forces.describe_force` takes them."""
        ways = _kept(self.force.engagement_methods, self.cleaned_data["engagement_methods"])
        return {**self.cleaned_data, "engagement_methods": ways}

    @property
    def new_words(self) -> str:
        """All that the guidelines read of it, where it is other than before."""
        typed, row = self.cleaned_data, self.force
        return _new_words(row.description, row.engagement_methods, typed["description"], typed["engagement_methods"])


class NeighbourhoodForm(forms.Form):
    description = _description()
    email = EmailField(label=gettext_lazy("E-mail address of the team"), required=False)
    telephone = _telephone()
    url_force = forms.URLField(
        label=gettext_lazy("Its page on the force’s own site"), required=False, max_length=200, assume_scheme="https"
    )
    links = LinksField(label=gettext_lazy("Links"))
    population = forms.IntegerField(
        label=gettext_lazy("How many people live there"), required=False, min_value=0, max_value=100_000_000
    )

    def __init__(self, *args: Any, place: Neighbourhood, **options: Any) -> None:
        self.place = place
        options["initial"] = {**place.contact, **{name: getattr(place, name) for name in self.base_fields}}
        super().__init__(*args, **options)
        self.fields.update({name: way_field(name) for name in TEAM_WAYS})

    def facts(self) -> dict[str, Any]:
        """As `places.actions.forces.describe_neighbourhood` takes them; ways that the form does not know stay."""
        given = {name: value for name, value in self.cleaned_data.items() if name not in TEAM_WAYS}
        contact = with_ways(self.place.contact, self.cleaned_data, TEAM_WAYS)
        return {**given, "contact": contact, "links": _kept(self.place.links, given["links"])}

    @property
    def new_words(self) -> str:
        """As ForceForm's."""
        typed, row = self.cleaned_data, self.place
        return _new_words(row.description, row.links, typed["description"], typed["links"])
