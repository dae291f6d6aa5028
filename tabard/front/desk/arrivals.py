"""On which channel a post arrived, from the outgoing ledger."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tabard.plant.delivery.models import ChannelSum, Delivery

CHANNEL_NAMES = {"activitypub": gettext_lazy("Fediverse servers"), "email": gettext_lazy("E-mail")}


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
    """One for each channel that the post was sent on, by name, in one query."""
    return [Arrival(*each) for each in Delivery.objects.about(f"post:{post_id}").by_channel()]
