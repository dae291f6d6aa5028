"""What people in the fediverse say to a team and its officers, as their desk shows it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from tabard.lib.html import plain_text
from tabard.lib.text import Html, excerpt
from tabard.people.teams.models import Officer, Team
from tabard.plant.audit.models import AuditEntry
from tabard.voice.network.access import mentions_of, replies_to_team
from tabard.voice.network.attachments import in_words
from tabard.voice.network.models import HostBlock, Note, Showing

HIDDEN = "network.reply_hidden"
LONGEST_EXCERPT = 110


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
    def excerpt(self) -> str:
        """Its beginning on one line, or the notice that stands before it."""
        words = self.note.content_notice or plain_text(self.note.html)
        return excerpt(words, LONGEST_EXCERPT) or _("Without words")

    @property
    def name(self) -> str:
        return self.note.actor.display_name or self.note.actor.name

    @property
    def url(self) -> str:
        return self.note.url or self.note.uri

    @property
    def media(self) -> list[str]:
        """What hangs on it, in words."""
        return [in_words(each) for each in self.note.attachments]


def held_count(team: Team) -> int:
    return replies_to_team(team).filter(showing=Showing.HELD).count()


def mentions(team: Team, officer: Officer, most: int) -> list[DeskAnswer]:
    """The newest that name the team or the officer, without those from servers that are kept out."""
    found = list(mentions_of(team, officer).newest_first()[:most])
    kept_out = HostBlock.objects.keeping_out(note.actor for note in found)
    return [DeskAnswer(note) for note in found if note.actor_id not in kept_out]


def shown(notes: Iterable[Note]) -> list[DeskAnswer]:
    """With who hid each, from the record, in one query."""
    rows = list(notes)
    codes = [f"network.note:{note.pk}" for note in rows if note.showing == Showing.HIDDEN]
    entries = AuditEntry.objects.filter(act=HIDDEN, subject__in=codes).order_by("number") if codes else []
    hidden = {entry.subject: (entry.actor_name, entry.at) for entry in entries}  # the last one counts
    return [DeskAnswer(note, *hidden.get(f"network.note:{note.pk}", ("", None))) for note in rows]
