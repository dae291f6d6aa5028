"""allauth's forms: what fails at a second factor is written down, and whatever a browser sends is answered.

Those that ask for a mail do the same for every address, known or not.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from allauth.account import fields
from allauth.account import forms as account
from allauth.mfa.base import forms as base
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tabard.people.accounts import actions
from tabard.people.accounts.models import User
from tabard.plant.design.fields import NO_EMAIL

Checked = TypeVar("Checked")
CODE = forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autocapitalize": "off"})


def checked(user: User | None, check: Callable[[], Checked]) -> Checked:
    """What `check` returns; its refusal is written into the audit chain of `user`, and malformed input is refused."""
    try:
        return check()
    except ValidationError:
        _note_failure(user)
        raise
    except (TypeError, ValueError, KeyError, AttributeError) as error:  # credentials that no browser makes
        _note_failure(user)
        raise ValidationError(_("This passkey could not be read. Try again.")) from error


def _note_failure(user: User | None) -> None:
    if user is not None:
        actions.note_account(user=user, act="accounts.second_factor_failed", now=timezone.now())


class EmailField(fields.EmailField):
    """allauth's, with our words."""

    def __init__(self) -> None:
        widget = forms.EmailInput(attrs={"autocomplete": "email"})
        super().__init__(label=gettext_lazy("E-mail address"), widget=widget, error_messages={"invalid": NO_EMAIL})


class LoginForm(account.LoginForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["login"] = EmailField()
        self.order_fields(["login", "password"])


class ResetPasswordForm(account.ResetPasswordForm):
    email = EmailField()

    def save(self, request: HttpRequest, **options: Any) -> str:
        email: str = self.cleaned_data["email"]
        actions.ask_for_mail(email=email, mail="account/email/password_reset_key", now=timezone.now())
        return email


class RequestLoginCodeForm(account.RequestLoginCodeForm):
    email = EmailField()

    def clean_email(self) -> str:
        """For an account allauth asks for the mail, with its code; a stranger's address leaves the same trace."""
        email: str = super().clean_email()
        if self._user is None:
            actions.ask_for_mail(email=email, mail="account/email/login_code", now=timezone.now())
        return email


class _CodeForm(base.BaseAuthenticateForm):
    code = forms.CharField(
        label=gettext_lazy("Code"),
        widget=CODE,
        help_text=gettext_lazy("Six digits from your authenticator app, or one of your recovery codes."),
    )

    def clean_code(self) -> str:
        return str(checked(self.user, super().clean_code))


class AuthenticateForm(_CodeForm, base.AuthenticateForm):
    pass


class ReauthenticateForm(_CodeForm, base.ReauthenticateForm):
    pass


class ActivateTOTPForm(totp.ActivateTOTPForm):
    code = forms.CharField(
        label=gettext_lazy("Code"), widget=CODE, help_text=gettext_lazy("The six digits that the app shows now.")
    )


class AddPasskeyForm(webauthn.SignupWebAuthnForm):
    """One kind of key: kept on the device, unlocked by its PIN, finger or face where it can."""

    name = forms.CharField(
        label=gettext_lazy("Name of this passkey"),
        required=False,
        max_length=60,
        help_text=gettext_lazy("So that you know it again, such as “work phone”."),
    )

    def clean(self) -> dict[str, Any]:
        return checked(None, super().clean)


class AuthenticatePasskeyForm(webauthn.AuthenticateWebAuthnForm):
    def clean_credential(self) -> Authenticator:
        return checked(self.user, super().clean_credential)


class ReauthenticatePasskeyForm(webauthn.ReauthenticateWebAuthnForm):
    def clean_credential(self) -> Authenticator:
        return checked(self.user, super().clean_credential)


class LoginPasskeyForm(webauthn.LoginWebAuthnForm):
    def clean_credential(self) -> Authenticator:
        return checked(None, super().clean_credential)
