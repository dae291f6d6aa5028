"""Asking for a look at what somebody does."""

from django.utils.translation import gettext as _

from tabard.gateways.mastodon_api import access
from tabard.gateways.mastodon_api.calls import Answer, Call, with_scope
from tabard.gateways.mastodon_api.refusals import Refused
from tabard.gateways.mastodon_api.render.accounts import one
from tabard.gateways.mastodon_api.render.values import moment, optional_moment
from tabard.people.teams.guided import asking
from tabard.voice.guidelines.models import Guideline
from tabard.voice.guidelines.shown import ShownSentence, sentences_of
from tabard.voice.guidelines.verdicts import current_rulebook
from tabard.voice.network.actions.keeping_out import Complaint, report_actor
from tabard.voice.network.models import Note, Report

LONGEST = 1_000


def _sentences(numbers: list[str]) -> list[ShownSentence]:
    """Of the guideline that applies. Raises Refused."""
    if not numbers:
        return []
    guideline = Guideline.objects.current()
    shown = sentences_of(guideline, current_rulebook()) if guideline else []
    known = {str(sentence.number): sentence for sentence in shown}
    if not set(numbers) <= set(known):
        raise Refused(_("The guideline has no sentence of this number. Load the server’s rules anew."))
    return [known[number] for number in sorted(set(numbers), key=int)]


@with_scope("write:reports")
def create(call: Call) -> Answer:
    """`forward` passes it on to the account's own server, in the name of ours, once the guidelines let the comment
    pass. `rule_ids` are the numbers of the guideline's sentences, as `/api/v1/instance/rules` has them: they stand
    under the comment."""
    given = call.given
    about, words = access.actor_to_see(given.key("account_id") or 0), given.text("comment")
    if len(words) > LONGEST:
        raise Refused(_("Shorten this to %(most)s characters.") % {"most": LONGEST})
    notes = list(Note.objects.seen_by(call.actor).filter(actor=about, pk__in=given.keys("status_ids")))
    broken = _sentences(given.texts("rule_ids"))
    category = Report.Category.VIOLATION if broken else Report.Category.OTHER
    complaint = Complaint(
        words,
        is_forwarded=given.flag("forward") and not about.is_local,
        sentences=tuple(f"{sentence.number}. {sentence.text}" for sentence in broken),
        category=given.choice("category", Report.Category.values, category),
    )
    with asking():
        report = report_actor(
            reporter=call.actor, about=about, notes=notes, complaint=complaint, by=call.speaker.officer, now=call.now
        )
    return {
        "id": str(report.pk),
        "action_taken": report.settled_at is not None,
        "action_taken_at": optional_moment(report.settled_at),
        "category": report.category,
        "comment": words,
        "forwarded": report.is_forwarded,
        "created_at": moment(report.reported_at),
        "status_ids": [str(note.pk) for note in notes],
        "rule_ids": [str(sentence.number) for sentence in broken] or None,
        "target_account": one(about),
    }
