"""What a leaving officer holds here, and to whom it passes: to the team of each post, whoever the heir is."""

from datetime import datetime

from django.utils.translation import ngettext

from tabard.people.teams.handover import HandOver, Heir, Holding
from tabard.voice.posts import actions
from tabard.voice.posts.models import Post, State


def describe(leaver_id: int, heir: Heir) -> list[Holding]:
    """An heir in another team could not write for this one, so that `heir` makes no difference here."""
    open_work = Post.objects.open_work_of(leaver_id)
    drafts = open_work.in_state(State.DRAFT).count()
    scheduled = open_work.in_state(State.SCHEDULED).count()
    held = open_work.in_state(State.HELD).count()
    will_be_drafts = ngettext(
        "scheduled post, as a draft to the team", "scheduled posts, as drafts to the team", scheduled
    )
    return [
        Holding(ngettext("draft, to the team", "drafts, to the team", drafts), drafts),
        Holding(will_be_drafts, scheduled),
        Holding(
            ngettext("held post, as a draft to the team", "held posts, as drafts to the team", held),
            held,
        ),
    ]


def carry_over(leaver_id: int, heir: Heir, now: datetime) -> None:
    actions.pass_open_work_to_team(officer_id=leaver_id, now=now)


OPEN_WORK = HandOver(describe=describe, carry_over=carry_over)
