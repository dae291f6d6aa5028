"""Asking for a look at what somebody does."""

from django.utils.translation import gettext as _

from tabard.gateways.mastodon_api import access
from tabard.gateways.mastodon_api.calls import Answer, Call, with_scope
from tabard.gateways.mastodon_api.refusals import Refused
from tabard.gateways.mastodon_api.render.accounts import one
from tabard.gateways.mastodon_api.render.values import moment, optional_moment
from tabard.lib.sortable_ids import sortable_id
from tabard.voice.network import addresses
from tabard.voice.network.actions.keeping_out import make_report
from tabard.voice.network.models import Note, Report

LONGEST = 1_000


@with_scope("write:reports")
def create(call: Call) -> Answer:
    """`forward` passes it on to the account's own server, in the name of ours."""
    given = call.given
    about, words = access.actor_to_see(given.key("account_id") or 0), given.text("comment")
    if len(words) > LONGEST:
        raise Refused(_("Shorten this to %(most)s characters.") % {"most": LONGEST})
    notes = list(Note.objects.seen_by(call.actor).filter(actor=about, pk__in=given.keys("status_ids")))
    if given.keys("rule_ids"):
        raise Refused(_("This server has no numbered rules: leave rule_ids out."))
    report = make_report(
        reporter=call.actor,
        about=about,
        notes=notes,
        words=words,
        category=given.choice("category", Report.Category.values, Report.Category.OTHER),
        is_forwarded=given.flag("forward") and not about.is_local,
        uri=addresses.activity_uri(addresses.server_actor_uri(), "reports", sortable_id(call.now)),
        now=call.now,
    )
    return {
        "id": str(report.pk),
        "action_taken": report.settled_at is not None,
        "action_taken_at": optional_moment(report.settled_at),
        "category": report.category,
        "comment": report.words,
        "forwarded": report.is_forwarded,
        "created_at": moment(report.reported_at),
        "status_ids": [str(note.pk) for note in notes],
        "rule_ids": None,
        "target_account": one(about),
    }
