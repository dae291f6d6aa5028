"""Who may decide which replies stand under ours: whoever is posted to the team in which the answered post was said."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from tabard.people.teams.models import Officer, Posting, Team
from tabard.voice.network.models import Block, Mention, Note, NoteQuerySet


def replies_to_team(team: Team) -> NoteQuerySet:
    """What people elsewhere answered to posts of the team, also to those in an officer's own name."""
    answers = Note.objects.living().said().filter(is_local=False, reply_to__post__team=team)
    return answers.select_related("actor", "reply_to__actor", "reply_to__post")


def reply_on_desk(*, officer: Officer, pk: int, now: datetime) -> Note:
    """Raises Http404."""
    teams = Posting.objects.held_at(now).filter(officer=officer).values("team")
    answers = Note.objects.living().said().filter(is_local=False, reply_to__post__team__in=teams)
    note = answers.select_related("actor", "reply_to__actor", "reply_to__post__team").filter(pk=pk).first()
    if note is None:
        raise Http404
    return note


def mentions_of(team: Team, officer: Officer) -> NoteQuerySet:
    """What people elsewhere say to the team, or to the officer, and not under a post of ours: that is an answer."""
    named = Mention.objects.filter(Q(actor__team=team) | Q(actor__officer=officer)).values("note")
    kept_away = blocks_of(team, officer).filter(target=OuterRef("actor"))
    said = Note.objects.living().said().filter(~Exists(kept_away), pk__in=named, is_local=False)
    return said.exclude(reply_to__is_local=True).select_related("actor")


def blocks_of(team: Team, officer: Officer) -> QuerySet[Block]:
    """Those whom the team keeps away, and those whom the officer does in their own name."""
    return Block.objects.filter(Q(actor__team=team) | Q(actor__officer=officer)).select_related("actor", "target")


def block_on_desk(*, officer: Officer, pk: int, now: datetime) -> Block:
    """Raises Http404."""
    teams = Posting.objects.held_at(now).filter(officer=officer).values("team")
    found = Block.objects.filter(Q(actor__team__in=teams) | Q(actor__officer=officer), pk=pk)
    block = found.select_related("actor", "target").first()
    if block is None:
        raise Http404
    return block
