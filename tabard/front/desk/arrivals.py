"""On which channel a post arrived, from the outgoing ledger."""

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tabard.gateways.activitypub.outgoing import CHANNEL as FEDIVERSE
from tabard.gateways.activitypub.outgoing import UPDATE
from tabard.plant.delivery.models import ChannelSum, Delivery
from tabard.voice.network.models import Note

CHANGES, TAKEN_BACK = "changes", "taken back"
CHANNEL_NAMES = {
    FEDIVERSE: gettext_lazy("Fediverse servers"),
    CHANGES: gettext_lazy("Fediverse servers, what changed later"),
    TAKEN_BACK: gettext_lazy("Fediverse servers, asked to take it away"),
    "email": gettext_lazy("E-mail"),
}


class Arrival(ChannelSum):
    """One channel: for how many recipients it was, and what became of them, also in words."""

    __slots__ = ()

    @property
    def name(self) -> str:
        return str(CHANNEL_NAMES.get(self.channel, self.channel))

    @property
    def rest(self) -> list[str]:
        """What did not arrive, in words."""
        words = [
            (self.refused, _("%(count)s refused")),
            (self.waiting, _("%(count)s waiting")),
            (self.dead, _("%(count)s given up")),
            (self.recalled, _("%(count)s taken back before they were sent")),
        ]
        return [text % {"count": f"{count:,}"} for count, text in words if count]


def arrivals(post_id: int) -> list[Arrival]:
    """One for each channel that the post was sent on, by name. To the fediverse also what the team passed on of it,
    and apart from that later changes and taking it back: a server hears each of them."""
    sent = Delivery.objects.about(f"post:{post_id}")
    later = Q(channel=FEDIVERSE, key__startswith=f"{FEDIVERSE}:{UPDATE}:")
    notes = Note.objects.local().filter(Q(post=post_id) | Q(announces__post=post_id))
    numbers = list(notes.values_list("pk", "announces"))
    passed_on = [f"note:{pk}" for pk, announced in numbers if announced is not None]
    gone = [f"gone:{pk}" for pk, _announced in numbers]
    first = Delivery.objects.filter(Q(about=f"post:{post_id}") & ~later | Q(about__in=passed_on))
    return [
        *(Arrival(*each) for each in first.by_channel()),
        *(_named(each, CHANGES) for each in sent.filter(later).by_channel()),
        *(_named(each, TAKEN_BACK) for each in Delivery.objects.filter(about__in=gone).by_channel()),
    ]


def _named(found: ChannelSum, name: str) -> Arrival:
    return Arrival(*found._replace(channel=name))
