"""What a force fills in to take part."""

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.utils.translation import gettext_lazy as _

from tabard.occasions.tweetathon import accounts
from tabard.occasions.tweetathon.countries import countries
from tabard.occasions.tweetathon.models import Registration
from tabard.occasions.tweetathon.refusals import sentence
from tabard.occasions.tweetathon.wording import (
    LONGEST_NAME,
    RegistrationWords,
    WordsRefused,
    checked_mailbox,
    checked_name,
    checked_registration,
)
from tabard.people.teams.guided import WordsStopped
from tabard.people.teams.languages import UnknownLanguage, language_names, read_languages
from tabard.plant.design.fields import MailboxField, TextArea

Kept = TypeVar("Kept")


class LanguagesField(forms.CharField):
    """Names of languages with commas between them; kept as codes."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(language_names(value)) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        try:
            return read_languages(super().clean(value))
        except UnknownLanguage as error:
            raise forms.ValidationError(str(error)) from error


class AccountsField(TextArea):
    """One account a line."""

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(map(accounts.as_typed, value)) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[dict[str, str]]:
        try:
            return accounts.read_accounts(super().clean(value))
        except accounts.AccountRefused as error:
            told = _(
                "We cannot read “%(text)s”. Write @name@server for the fediverse, @name.bsky.social for Bluesky, and "
                "for anything else the whole address, beginning with https://. At most %(most)s in all."
            )
            raise forms.ValidationError(told % {"text": error.text, "most": accounts.MOST}) from error


class RefusableForm(forms.Form):
    """A form whose last check is the action's own."""

    def refuse(self, refusal: WordsRefused | WordsStopped) -> None:
        """Say it beside the field that it is about, or above the form."""
        if isinstance(refusal, WordsStopped):
            self.add_error(None, str(refusal))
            return
        field = refusal.field
        self.add_error(field if field in self.fields else None, sentence(refusal))

    def kept(self, field: str, check: Callable[[Any], Kept]) -> Kept:
        """What was typed there as `check` keeps it. Asked of each field for itself, so that all that is wrong is told
        at once."""
        try:
            return check(self.cleaned_data[field])
        except WordsRefused as refusal:
            raise forms.ValidationError(sentence(refusal)) from refusal


class RegistrationForm(RefusableForm):
    name = forms.CharField(
        label=_("Name of your force"),
        help_text=_("As people know it: “Politie Utrecht”, “Dyfed-Powys Police”."),
        max_length=LONGEST_NAME,
        error_messages={"required": _("Write the name of your force.")},
    )
    country = forms.ChoiceField(label=_("Country"), error_messages={"required": _("Choose the country from the list.")})
    place = forms.CharField(
        label=_("Town or region"), help_text=_("Where you police."), max_length=LONGEST_NAME, required=False
    )
    contact_name = forms.CharField(
        label=_("Your name"),
        help_text=_("For the organiser only, who may have a question."),
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Write your name, so that we know whom to ask.")},
    )
    email = MailboxField(
        label=_("Your e-mail address at work"),
        help_text=_(
            "At your force’s own domain: that is how we know that you are police. We mail you a link; it is not "
            "published."
        ),
    )
    accounts = AccountsField(
        label=_("Accounts you will post from"),
        help_text=_(
            "One a line: @name@server for the fediverse, @name.bsky.social for Bluesky, for anything else its whole "
            "address, beginning with https://."
        ),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false", "autocapitalize": "none"}),
    )
    languages = LanguagesField(
        label=_("Languages you will post in"),
        help_text=_("With commas between them: “Dutch, English”."),
        max_length=300,
        required=False,
    )
    may_be_named = forms.BooleanField(
        label=_("Our force may be named on the page, and our posts shown with our name"), required=False
    )

    def __init__(self, data: Any = None, *, registration: Registration | None = None) -> None:
        """With `registration` to change it: the address, which was proved, stays."""
        self.registration = registration
        names = [name for name in self.base_fields if registration is not None]
        super().__init__(data, initial={name: getattr(registration, name) for name in names})
        field = self.fields["country"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  for the type checker
        field.choices = [("", _("Choose one")), *countries().items()]
        if registration is not None:
            del self.fields["email"]

    def clean_name(self) -> str:
        return self.kept("name", checked_name)

    def clean_email(self) -> str:
        return self.kept("email", checked_mailbox)

    def clean(self) -> None:
        """What is left to the action to find wrong is told beside its field, too."""
        if not self.errors:
            try:
                checked_registration(self.words())
            except WordsRefused as refusal:
                self.refuse(refusal)

    def words(self) -> RegistrationWords:
        typed = dict(self.cleaned_data)
        if self.registration is not None:
            typed["email"] = self.registration.email
        return RegistrationWords(**typed)
