"""Mails about accounts: they leave by the ledger, after the request that asked for them, and again if the mail server
was away."""

from datetime import datetime, timedelta

from allauth.account import app_settings
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tabard.people.accounts.actions import MAIL_CHANNEL
from tabard.people.accounts.changes import UserInvited
from tabard.people.accounts.invitations import GOOD_FOR, invitation_link
from tabard.people.accounts.models import User
from tabard.plant.delivery.actions import enqueue
from tabard.plant.delivery.batch import Batch

INVITATION = "accounts/email/invitation"
PASSWORD_RESET = "account/email/password_reset_key"  # noqa: S105  the name of a mail


def queue_invitation(change: UserInvited) -> None:
    enqueue(
        channel=MAIL_CHANNEL,
        key=f"{MAIL_CHANNEL}:invitation:{change.user_id}:{change.invited_at}",
        about=f"user:{change.user_id}",
        recipients=[str(change.user_id)],
        payload={"mail": INVITATION, "asked_at": change.invited_at, "has_code": False},
        now=timezone.now(),
    )


def send_batch(batch: Batch) -> None:
    """The ledger's sender for mails about accounts, one recipient each. Run twice it sends the same code, or a second
    link as good.

    Nothing goes to an address without an account, no invitation to who has signed in since, and no code that has ended
    while the mail server was away.
    """
    mail = batch.payload["mail"]
    for recipient in batch.recipients:
        user = User.objects.active().filter(pk=int(recipient)).first()
        if user is None or (mail == INVITATION and user.last_login is not None):
            batch.progress(refused={recipient: "no account that waits for this"})
        elif batch.payload["has_code"] and _has_ended(_asked_at(batch)):
            batch.progress(refused={recipient: "the code has ended"})
        else:
            send = _send_invitation if mail == INVITATION else _send_in_allauths_words
            send(user, batch)
            batch.progress(done=[recipient])


def _send_invitation(user: User, _batch: Batch) -> None:
    link = invitation_link(user, now=timezone.now())
    words = {"user": user, "link": link, "days": GOOD_FOR.days, "site_name": settings.SITE_NAME}
    subject = _("Your account at %(site)s") % {"site": settings.SITE_NAME}
    _send(user, subject, render_to_string(f"{INVITATION}.txt", words))


def _send_in_allauths_words(user: User, batch: Batch) -> None:
    mail, secrets = batch.payload["mail"], batch.secrets
    words = {
        "user": user,
        "email": user.email,
        "site_name": settings.SITE_NAME,
        "code": secrets.get("code", ""),
        "password_reset_url": _reset_link(user) if mail == PASSWORD_RESET else "",
        "timestamp": _asked_at(batch),
        "ip": secrets.get("ip") or _("no longer known"),
        "user_agent": secrets.get("browser") or _("no longer known"),
    }
    subject = " ".join(render_to_string(f"{mail}_subject.txt", words).split())
    _send(user, subject, render_to_string(f"{mail}_message.txt", words).strip())


def _send(user: User, subject: str, message: str) -> None:
    send_mail(subject=subject, message=message, from_email=settings.DEFAULT_FROM_EMAIL, recipient_list=[user.email])


def _asked_at(batch: Batch) -> datetime:
    return datetime.fromisoformat(batch.payload["asked_at"])


def _has_ended(asked_at: datetime) -> bool:
    return timezone.now() - asked_at > timedelta(seconds=app_settings.LOGIN_BY_CODE_TIMEOUT)


def _reset_link(user: User) -> str:
    key = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(user)
    names = {"uidb36": user_pk_to_url_str(user), "key": key}
    return settings.BASE_URL + reverse("account_reset_password_from_key", kwargs=names)
