"""Accounts: one's own, others', and what they say."""

from django.conf import settings
from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext as _

from tabard.gateways.mastodon_api import access, finding
from tabard.gateways.mastodon_api.actions.profile import change_profile
from tabard.gateways.mastodon_api.calls import Answer, Call, with_scope
from tabard.gateways.mastodon_api.given import Given
from tabard.gateways.mastodon_api.refusals import Refused, not_supported
from tabard.gateways.mastodon_api.render import accounts as render
from tabard.gateways.mastodon_api.render.statuses import NEEDED, statuses
from tabard.gateways.mastodon_api.views.timelines import listed
from tabard.lib.text import tag_key
from tabard.people.teams.models import Team
from tabard.voice.network import addresses
from tabard.voice.network.models import Actor, Following, Note, NoteTag

MOST_FOUND = 80
LONGEST_BIO = 2_000


@with_scope("read:accounts")
def me(call: Call) -> Answer:
    return _own(call)


def _own(call: Call) -> Answer:
    waiting = Following.objects.waiting().of(call.actor).count()
    language = settings.LANGUAGE_CODE.partition("-")[0]
    actor = Actor.objects.with_people().get(pk=call.actor.pk)
    return render.credential_account(actor, language=language, waiting=waiting)


@with_scope("write:accounts")
def change_me(call: Call) -> Answer:
    """An officer changes their picture and what they say of themselves. The rest the force keeps."""
    given = call.given
    _refuse_what_the_force_keeps(call)
    if call.actor.team is not None:
        _refuse_other_words_of_team(call.actor.team, given)
        return _own(call)
    bio = given.text("note") if "note" in given else None
    if bio is not None and len(bio) > LONGEST_BIO:
        raise Refused(_("Shorten this to %(most)s characters.") % {"most": LONGEST_BIO})
    change_profile(speaker=call.speaker, bio=bio, face=given.file("avatar"), now=call.now)
    return _own(call)


def _refuse_other_words_of_team(team: Team, given: Given) -> None:
    same = given.text("note", team.description).split() == team.description.split()
    if not same or given.file("avatar") is not None:
        raise Refused(_("What the team says of itself is changed by the digital lead, at the desk."))


def _refuse_what_the_force_keeps(call: Call) -> None:
    """Apps send whole screens of settings: what stays as it is passes."""
    given = call.given
    as_it_is = render.one(call.actor)
    if given.text("display_name", as_it_is["display_name"]) != as_it_is["display_name"]:
        raise not_supported(_("Another name: the force keeps names, and changing them here"))
    if given.file("header") is not None:
        raise not_supported(_("A header picture"))
    if any(line.text("name") or line.text("value") for line in given.groups("fields_attributes")):
        raise not_supported(_("Lines on the profile"))
    for name in ("locked", "bot", "hide_collections"):
        if given.flag(name):
            raise not_supported(_("The setting “%(name)s”") % {"name": name})
    if not given.flag("discoverable", default=True):
        raise not_supported(_("Not being found"))
    _refuse_other_defaults(given.group("source"))


def _refuse_other_defaults(source: Given | None) -> None:
    if source is None:
        return
    if source.text("privacy", "public") not in {"", "public"} or source.flag("sensitive"):
        raise not_supported(_("Another default for posts"))


def read(call: Call, pk: int) -> Answer:
    return render.one(access.actor_to_see(pk))


def read_several(call: Call) -> Answer:
    return render.accounts(Actor.objects.filter(pk__in=call.given.keys("id")[:MOST_FOUND]).values_list("pk", flat=True))


def lookup(call: Call) -> Answer:
    """By `name` or `name@host`; among those that we know."""
    name, _at, host = call.given.text("acct").strip().removeprefix("@").partition("@")
    host = "" if host.lower() == addresses.our_host() else host
    found = Actor.objects.living().named(name, host).first()
    if found is None:
        raise Http404
    return render.one(Actor.objects.with_people().get(pk=found.pk))


@with_scope("read:accounts")
def search(call: Call) -> Answer:
    limit = min(max(call.given.number("limit") or 40, 1), MOST_FOUND)
    offset = min(max(call.given.number("offset") or 0, 0), 10_000)
    following = call.actor if call.given.flag("following") else None
    found = finding.accounts(call.given.text("q"), following=following)
    return render.accounts(found.values_list("pk", flat=True)[offset : offset + limit])


@with_scope("read:follows")
def relationships(call: Call) -> Answer:
    ids = list(dict.fromkeys(call.given.keys("id")))[:MOST_FOUND]
    known = set(Actor.objects.filter(pk__in=ids).values_list("pk", flat=True))
    return render.relationships(call.actor, [pk for pk in ids if pk in known], call.now)


@with_scope("read:follows")
def familiar_followers(call: Call) -> Answer:
    """Those whom the caller follows and who follow the account."""
    ids = list(dict.fromkeys(call.given.keys("id")))[:MOST_FOUND]
    mine = Following.objects.accepted().filter(follower=call.actor).values("target")
    found = Following.objects.accepted().filter(target__in=ids, follower__in=mine).values_list("target", "follower")
    pairs = list(found[: MOST_FOUND * MOST_FOUND])
    known = render.Accounts(follower for _target, follower in pairs)
    return [
        {"id": str(pk), "accounts": [known.entity(follower) for target, follower in pairs if target == pk]}
        for pk in ids
    ]


def said_by(call: Call, pk: int) -> Answer:
    """What an account says and passes on."""
    actor, given = access.actor_to_see(pk), call.given
    if given.flag("pinned"):
        pinned = list(Note.objects.pinned_by(actor).select_related(*NEEDED))
        return statuses(pinned, call.viewer, call.now)
    notes = Note.objects.seen_by(call.viewer).by(actor)
    if given.flag("exclude_reblogs"):
        notes = notes.said()
    if given.flag("exclude_replies"):
        notes = notes.filter(Q(reply_to_uri="") | Q(reply_to__actor=actor))
    if given.text("tagged"):
        notes = notes.filter(pk__in=NoteTag.objects.filter(name=tag_key(given.text("tagged"))).values("note"))
    return listed(call, notes)
