"""Where allauth asks us: nobody signs up, what happens is written into the audit chain, and the directory is matched.

These methods are the gateway between allauth and our own actions, so that no signal is needed.
"""

from io import BytesIO
from typing import Any

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tabard.people.accounts import access, actions
from tabard.people.accounts.models import User

NEW_PASSWORD = {
    "account/email/password_changed": "accounts.password_changed",
    "account/email/password_reset": "accounts.password_reset",
    "account/email/password_set": "accounts.password_set",
}
ACTS = {
    "mfa/email/totp_activated": "accounts.authenticator_app_added",
    "mfa/email/totp_deactivated": "accounts.authenticator_app_removed",
    "mfa/email/webauthn_added": "accounts.passkey_added",
    "mfa/email/webauthn_removed": "accounts.passkey_removed",
    "mfa/email/recovery_codes_generated": "accounts.recovery_codes_made",
}
SAID = {"code": "code", "ip": "ip", "browser": "user_agent"}
SET_UP = {"mfa/email/totp_activated", "mfa/email/webauthn_added"}
SET_UP_WITHIN = 15 * 60  # seconds from signing in, in which a first second factor is set up without asking again


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": gettext_lazy("The e-mail address or the password is not right."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def post_login(self, request: HttpRequest, user: User, **hooks: Any) -> HttpResponse:
        methods = [record["method"] for record in get_authentication_records(request, user)]
        actions.note_account(user=user, act="accounts.signed_in", now=timezone.now(), how=methods)
        response: HttpResponse = super().post_login(request, user, **hooks)
        return response

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        user = User.objects.with_email(str(credentials.get("email", ""))).first()
        if user is not None:
            actions.note_account(user=user, act="accounts.sign_in_failed", now=timezone.now())

    def logout(self, request: HttpRequest) -> None:
        if isinstance(request.user, User):
            actions.note_account(user=request.user, act="accounts.signed_out", now=timezone.now())
        super().logout(request)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: AbstractBaseUser,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Called for each change to an account: also write it down, and let a session that set up a factor go on."""
        if isinstance(user, User) and template_prefix in NEW_PASSWORD:
            actions.note_new_password(user=user, act=NEW_PASSWORD[template_prefix], now=timezone.now())
        if isinstance(user, User) and template_prefix in ACTS:
            actions.note_account(user=user, act=ACTS[template_prefix], now=timezone.now())
        if template_prefix in SET_UP:
            record_authentication(self.request, user, method="mfa", type="set_up", reauthenticated=True)
        super().send_notification_mail(template_prefix, user, context, email)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Leave it to the worker: a request that waited for the mail server would tell who has an account."""
        said = {name: str(context.get(key, "")) for name, key in SAID.items()}
        actions.ask_for_mail(email=email, mail=template_prefix, now=timezone.now(), **said)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Who has just signed in and has no second factor yet is led straight to setting one up."""
        user = self.request.user
        if app == "allauth.mfa" and isinstance(user, User) and not access.has_second_factor(user):
            records = get_authentication_records(self.request, user)
            if records and timezone.now().timestamp() - records[-1]["at"] < SET_UP_WITHIN:
                return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("accounts:home")


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "unverified_email": gettext_lazy("Confirm your e-mail address first; then set up a second factor."),
    }

    def get_totp_issuer(self) -> str:
        return settings.SITE_NAME

    def build_totp_svg(self, url: str) -> str:
        """A QR code, dark on white with a quiet edge, so that it can be read in dark mode too."""
        picture = BytesIO()
        segno.make(url, micro=False).save(picture, kind="svg", scale=4, border=4, dark="#000", light="#fff")
        return picture.getvalue().decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """The last second factor stays: add another first."""
        return access.has_second_factor(authenticator.user, besides=authenticator.pk)

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return _("Passkey %(number)d") % {"number": count + 1}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": settings.SITE_NAME}


class DirectoryAdapter(DefaultSocialAccountAdapter):
    """A force's own directory says who somebody is; whether they may come in was decided by the digital lead."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Match a first visit by an address that the directory calls verified to the account invited under it."""
        if sociallogin.is_existing:
            return
        address = _vouched_for(sociallogin)
        user = User.objects.active().with_email(address).first() if address else None
        if user is None:
            raise ImmediateHttpResponse(render(request, "accounts/not_invited.html", status=403))
        sociallogin.connect(request, user)
        actions.note_account(user=user, act="accounts.directory_matched", now=timezone.now())


def _vouched_for(sociallogin: SocialLogin) -> str:
    """The first address that the directory answers for, or none: it called it verified (OpenID Connect Core 1.0,
    section 5.1), or did not say, as Microsoft Entra ID never does, and is trusted all the same."""
    for address in sociallogin.email_addresses:
        if address.verified is True or (settings.OIDC_TRUST_EMAIL and _says_nothing(sociallogin)):
            return str(address.email)
    return ""


def _says_nothing(sociallogin: SocialLogin) -> bool:
    said = sociallogin.account.extra_data
    claims = [said, *(said.get(part) or {} for part in ("userinfo", "id_token"))]
    return all(part.get("email_verified") is None for part in claims)
