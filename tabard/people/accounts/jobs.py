"""What follows when someone is invited."""

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from tabard.people.accounts.changes import UserInvited
from tabard.people.accounts.invitations import GOOD_FOR, invitation_link
from tabard.people.accounts.models import User


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
