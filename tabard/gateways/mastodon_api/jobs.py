"""What follows from a notice and from the end of sessions and postings, and what is tidied by the clock."""

from datetime import datetime

from django.utils import timezone

from tabard.gateways.mastodon_api.actions import apps, uploads
from tabard.gateways.mastodon_api.models import PushSubscription
from tabard.gateways.mastodon_api.pushing import CHANNEL
from tabard.people.accounts.changes import SessionsEnded
from tabard.people.accounts.models import User
from tabard.people.teams.changes import PostingEnded
from tabard.people.teams.models import Officer
from tabard.plant.delivery.actions import enqueue
from tabard.voice.timelines.changes import NoticeGiven
from tabard.voice.timelines.models import Notice


def push_notice(change: NoticeGiven) -> None:
    """To the phones that want to hear of it."""
    for notice in Notice.objects.select_related("owner", "by").filter(pk=change.notice_id, is_dismissed=False):
        now = timezone.now()
        phones = PushSubscription.objects.wanting(notice, now).order_by("pk").values_list("pk", flat=True)
        if phones:
            about, payload = f"notice:{notice.pk}", {"notice_id": notice.pk}
            recipients = [str(pk) for pk in phones]
            enqueue(
                channel=CHANNEL,
                key=f"{CHANNEL}:{notice.pk}",
                about=about,
                recipients=recipients,
                payload=payload,
                now=now,
            )


def end_apps(change: SessionsEnded) -> None:
    """Those that were let in before; what somebody has let in since goes on."""
    for user in User.objects.filter(pk=change.user_id):
        apps.end_apps(user=user, before=datetime.fromisoformat(change.ended_at), now=timezone.now())


def end_apps_of_posting(change: PostingEnded) -> None:
    """They fell silent with it; from now on they stay so."""
    ended_at = datetime.fromisoformat(change.ended_at)
    for officer in Officer.objects.filter(pk=change.officer_id):
        apps.end_apps_of_posting(officer=officer, posting_id=change.posting_id, ended_at=ended_at, now=timezone.now())


def tidy(now: datetime) -> None:
    apps.forget_unused(now=now)
    uploads.forget_uploads(now=now)
