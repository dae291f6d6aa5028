"""Mails to forces that register, and what happens by the clock."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tabard.occasions.tweetathon.access import link_word
from tabard.occasions.tweetathon.actions import registrations
from tabard.occasions.tweetathon.changes import (
    RegistrationAsked,
    RegistrationConfirmed,
    RegistrationDecided,
    TweetathonCancelled,
    TweetathonChanged,
    TweetathonCounted,
)
from tabard.occasions.tweetathon.models import COUNTED, Correction, Registration, Tweetathon
from tabard.plant.delivery.actions import enqueue
from tabard.plant.delivery.batch import Batch
from tabard.plant.design.addresses import whole
from tabard.plant.stream.actions import publish

log = structlog.get_logger(__name__)
KEEP_KEY = timedelta(days=30)
"""After the end: by then the last files were imported, and what was wrong was looked into."""
MAIL_CHANNEL = "tweetathon"
SUBJECTS: dict[str, Promise] = {
    "asked": _("Confirm: your force takes part in %(name)s"),
    "already": _("Your registration for %(name)s"),
    "accepted": _("Your force takes part in %(name)s"),
    "waiting": _("We look at your registration for %(name)s"),
    "refused": _("About your registration for %(name)s"),
    "corrected": _("Something has changed: %(name)s"),
    "cancelled": _("Cancelled: %(name)s"),
}


def forget(now: datetime) -> None:
    """Delete what there is no more reason to keep."""
    registrations.forget(now=now)
    for tweetathon in Tweetathon.objects.past(now - KEEP_KEY):
        try:
            destroy_key(tweetathon.slug)
        except OSError as failure:  # the keys of other events must not stay because of this one
            log.error("key not destroyed", tweetathon=tweetathon.slug, error=type(failure).__name__)


def destroy_key(event: str) -> None:
    """With it goes the last way to find out who said what without having registered."""
    key = settings.DATA_FOLDER / "tweetathon" / event / "key"
    if key.exists():  # only where the packages for counting are installed
        from tabard.occasions.tweetathon.keeping.store import Store  # noqa: PLC0415  an extra of its own

        Store.opened(key.parent).destroy_key()


def mail_link(change: RegistrationAsked) -> None:
    """To whoever holds the address: to confirm, or, where that is done, to change what was said."""
    found = Registration.objects.live().filter(pk=change.registration_id).first()
    if found is not None:
        mail = "asked" if found.confirmed_at is None else "already"
        _queue(mail, f"link:{change.asked_at}", [found.pk])


def tell_state(change: RegistrationConfirmed | RegistrationDecided) -> None:
    """Whether the force takes part, or must wait, or was refused and why."""
    found = Registration.objects.live().filter(pk=change.registration_id).first()
    if found is not None and found.state in SUBJECTS:
        moment = change.decided_at if isinstance(change, RegistrationDecided) else str(found.confirmed_at)
        _queue(str(found.state), f"state:{moment}", [found.pk])


def tell_correction(change: TweetathonChanged) -> None:
    """Those who take part may have planned by what has changed."""
    if change.correction_id:
        found = _taking_part(change.tweetathon_id)
        _queue("corrected", f"correction:{change.correction_id}", found, correction=change.correction_id)


def tell_cancelling(change: TweetathonCancelled) -> None:
    _queue("cancelled", f"cancelled:{change.tweetathon_id}", _taking_part(change.tweetathon_id))


def show_figures(change: TweetathonCounted) -> None:
    """Tell open pages of the day that it was counted again. A count runs in a process of its own: it comes this way."""
    publish(topic=f"tweetathon-{change.tweetathon_id}", event="figures", data={"tweetathon_id": change.tweetathon_id})


def _taking_part(tweetathon: int) -> list[int]:
    found = Registration.objects.filter(tweetathon=tweetathon, state__in=COUNTED)
    return list(found.order_by("pk").values_list("pk", flat=True))


def _queue(mail: str, key: str, recipients: Iterable[int], **payload: Any) -> None:
    """A batch for each: one mailbox that refuses must not hold up the others."""
    for recipient in recipients:
        enqueue(
            channel=MAIL_CHANNEL,
            key=f"{MAIL_CHANNEL}:{key}:{recipient}",
            about=f"registration:{recipient}",
            recipients=[str(recipient)],
            payload={"mail": mail, **payload},
            now=timezone.now(),
        )


def send_batch(batch: Batch) -> None:
    """The ledger's sender. Who has withdrawn meanwhile, or is in another state than the mail says, gets none."""
    mail = batch.payload["mail"]
    for recipient in batch.recipients:
        live = Registration.objects.live().select_related("tweetathon").exclude(email="")
        found = live.filter(pk=int(recipient)).first()
        if found is None or not _is_still_so(mail, found):
            batch.progress(refused={recipient: "nothing to tell any more"})
            continue
        _send(mail, found, batch.payload)
        batch.progress(done=[recipient])


def _is_still_so(mail: str, registration: Registration) -> bool:
    if mail in {"accepted", "waiting", "refused", "asked"}:
        return bool(registration.state == mail)
    return True


def _send(mail: str, registration: Registration, payload: dict[str, Any]) -> None:
    tweetathon = registration.tweetathon
    word = link_word(registration, now=timezone.now())
    words = {
        "registration": registration,
        "tweetathon": tweetathon,
        "site_name": settings.SITE_NAME,
        "link": whole(reverse("tweetathon:registration", args=[tweetathon.slug, word])),
        "page": whole(reverse("tweetathon:page", args=[tweetathon.slug])),
        "pack": whole(reverse("tweetathon:pack", args=[tweetathon.slug])),
        "correction": Correction.objects.filter(pk=payload.get("correction", 0)).first(),
    }
    send_mail(
        subject=str(SUBJECTS[mail]) % {"name": tweetathon.name},
        message=render_to_string(f"tweetathon/mail/{mail}.txt", words).strip() + "\n",
        from_email=settings.DEFAULT_FROM_EMAIL,
        recipient_list=[registration.email],
    )
