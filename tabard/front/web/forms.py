"""What residents type."""

from django import forms
from django.utils.translation import gettext_lazy as _


class FindForm(forms.Form):
    """The one field of the home page, or a position that the phone rounded to about 100 m. One of the two."""

    where = forms.CharField(
        label=_("Postcode or name of the place"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "postal-code", "spellcheck": "false", "enterkeyhint": "search"}),
    )
    latitude = forms.FloatField(required=False, min_value=-90, max_value=90, widget=forms.HiddenInput)
    longitude = forms.FloatField(required=False, min_value=-180, max_value=180, widget=forms.HiddenInput)

    def clean(self) -> dict[str, object]:
        given = super().clean() or {}
        has_position = given.get("latitude") is not None and given.get("longitude") is not None
        if not given.get("where") and not has_position and not self.errors:
            self.add_error("where", _("Enter a whole postcode, or the name of your town, village or part of the city."))
        return given


class SearchForm(forms.Form):
    q = forms.CharField(label=_("Search posts, places and officers"), max_length=200, required=False)
