"""What people in the fediverse answered to a team, as its desk shows it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from tabard.lib.text import Html
from tabard.people.teams.models import Team
from tabard.plant.audit.models import AuditEntry
from tabard.voice.network.access import replies_to_team
from tabard.voice.network.models import Note, Showing

HIDDEN = "network.reply_hidden"


@dataclass(frozen=True)
class DeskAnswer:
    """`hidden_by` and `hidden_at` say who took it away and when, of one that is hidden by hand."""

    note: Note
    hidden_by: str = ""
    hidden_at: datetime | None = None

    @property
    def html(self) -> Html:
        """Made safe by receive.py before it was kept."""
        return Html(self.note.html)

    @property
    def name(self) -> str:
        return self.note.actor.display_name or self.note.actor.name

    @property
    def url(self) -> str:
        return self.note.url or self.note.uri

    @property
    def media_count(self) -> int:
        return len(self.note.attachments)


def held_count(team: Team) -> int:
    return replies_to_team(team).filter(showing=Showing.HELD).count()


def shown(notes: Iterable[Note]) -> list[DeskAnswer]:
    """With who hid each, from the record, in one query."""
    rows = list(notes)
    codes = [f"network.note:{note.pk}" for note in rows if note.showing == Showing.HIDDEN]
    entries = AuditEntry.objects.filter(act=HIDDEN, subject__in=codes).order_by("number") if codes else []
    hidden = {entry.subject: (entry.actor_name, entry.at) for entry in entries}  # the last one counts
    return [DeskAnswer(note, *hidden.get(f"network.note:{note.pk}", ("", None))) for note in rows]
