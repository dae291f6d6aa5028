"""Mails about accounts: they leave after the request that asked for them, and again if the mail server was away."""

from datetime import datetime, timedelta

from allauth.account import app_settings
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tabard.people.accounts.changes import AccountMailAsked, UserInvited
from tabard.people.accounts.invitations import GOOD_FOR, invitation_link
from tabard.people.accounts.models import User

PASSWORD_RESET = "account/email/password_reset_key"  # noqa: S105  the name of a mail


def send_invitation(change: UserInvited) -> None:
    """Send the link; run twice it sends a second mail with a link as good. Nothing goes to who has signed in since."""
    user = User.objects.active().filter(pk=change.user_id, last_login=None).first()
    if user is None:
        return
    link = invitation_link(user, now=timezone.now())
    words = {"user": user, "link": link, "days": GOOD_FOR.days, "site_name": settings.SITE_NAME}
    send_mail(
        subject=_("Your account at %(site)s") % {"site": settings.SITE_NAME},
        message=render_to_string("accounts/email/invitation.txt", words),
        from_email=settings.DEFAULT_FROM_EMAIL,
        recipient_list=[user.email],
    )


def send_account_mail(change: AccountMailAsked) -> None:
    """Send what allauth asked for, in its words. Run twice it sends the same code, or a second link as good.

    Nothing goes to an address without an account, and no code that has ended while the mail server was away.
    """
    asked_at = datetime.fromisoformat(change.asked_at)
    user = User.objects.active().filter(pk=change.user_id).first()
    if user is None or (change.code and _has_ended(asked_at)):
        return
    words = {
        "user": user,
        "email": user.email,
        "site_name": settings.SITE_NAME,
        "code": change.code,
        "password_reset_url": _reset_link(user) if change.mail == PASSWORD_RESET else "",
        "timestamp": asked_at,
        "ip": change.ip,
        "user_agent": change.browser,
    }
    send_mail(
        subject=" ".join(render_to_string(f"{change.mail}_subject.txt", words).split()),
        message=render_to_string(f"{change.mail}_message.txt", words).strip(),
        from_email=settings.DEFAULT_FROM_EMAIL,
        recipient_list=[user.email],
    )


def _has_ended(asked_at: datetime) -> bool:
    return timezone.now() - asked_at > timedelta(seconds=app_settings.LOGIN_BY_CODE_TIMEOUT)


def _reset_link(user: User) -> str:
    key = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(user)
    names = {"uidb36": user_pk_to_url_str(user), "key": key}
    return settings.BASE_URL + reverse("account_reset_password_from_key", kwargs=names)
