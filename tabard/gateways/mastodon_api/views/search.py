"""Searching, and looking up what lives elsewhere."""

from django.utils.translation import gettext as _

from tabard.gateways.mastodon_api import access, finding
from tabard.gateways.mastodon_api.calls import Answer, Call
from tabard.gateways.mastodon_api.refusals import ApiError, Refused
from tabard.gateways.mastodon_api.render.statuses import NEEDED, Statuses
from tabard.gateways.mastodon_api.render.tags import tags
from tabard.voice.network.models import Actor, Note

KINDS = ("accounts", "statuses", "hashtags")
LIMIT, MOST, FARTHEST = 20, 40, 10_000


class SignInFirst(ApiError):
    status = 401


def search(call: Call) -> Answer:
    """Without a token, only what we hold, and its first page; and no statuses by their words, which is dear."""
    typed, kinds = call.given.text("q").strip(), _kinds(call)
    if not typed:
        raise Refused(_("Say what to look for: q."))
    _check_token(call)
    uri = finding.address(typed)
    found = _found_at(call, uri) if uri else _found_by_words(call, typed, kinds)
    accounts, notes, keys = found
    page = Statuses(notes, call.viewer, call.now, also=accounts)
    return {
        "accounts": [page.accounts.entity(pk) for pk in accounts if pk in page.accounts and "accounts" in kinds],
        "statuses": [page.entity(note) for note in notes if "statuses" in kinds],
        "hashtags": tags(keys, call.viewer, call.now) if keys else [],
    }


def _kinds(call: Call) -> set[str]:
    kind = call.given.choice("type", {*KINDS, ""}, "")
    return {kind} if kind else set(KINDS)


def _check_token(call: Call) -> None:
    if call.caller is not None:
        access.require_scope(call.caller, "read:search")
    elif call.given.flag("resolve") or call.given.number("offset"):
        raise SignInFirst(_("Sign in to look up what lives elsewhere, and to read on."))


def _found_at(call: Call, uri: str) -> tuple[list[int], list[Note], list[str]]:
    found = finding.at(uri, resolve=call.given.flag("resolve"), now=call.now)
    if isinstance(found, Actor):
        return [found.pk], [], []
    if isinstance(found, Note):
        return [], list(Note.objects.seen_by(call.viewer).filter(pk=found.pk).select_related(*NEEDED)), []
    return [], [], []


def _found_by_words(call: Call, typed: str, kinds: set[str]) -> tuple[list[int], list[Note], list[str]]:
    limit = min(max(call.given.number("limit") or LIMIT, 1), MOST)
    offset = min(max(call.given.number("offset") or 0, 0), FARTHEST)
    is_tag = typed.startswith("#")
    accounts: list[int] = []
    notes: list[Note] = []
    keys: list[str] = []
    if "accounts" in kinds and not is_tag:
        accounts = _accounts(call, typed, limit, offset)
    if "statuses" in kinds and call.viewer is not None and not is_tag and not finding.handle(typed):
        notes = _notes(call, typed, limit, offset)
    if "hashtags" in kinds and "@" not in typed:
        keys = finding.tags(typed, limit=limit, offset=offset)
    return accounts, notes, keys


def _accounts(call: Call, typed: str, limit: int, offset: int) -> list[int]:
    """The one whose handle it is stands first, fetched if it was asked for."""
    first = []
    if (named := finding.handle(typed)) and call.given.flag("resolve") and not offset:
        found = finding.at(named, resolve=True, now=call.now)
        first = [found.pk] if isinstance(found, Actor) else []
    among = call.actor if call.given.flag("following") and call.viewer else None
    rows = finding.accounts(typed, following=among).values_list("pk", flat=True)[offset : offset + limit]
    return list(dict.fromkeys([*first, *rows]))[:limit]


def _notes(call: Call, typed: str, limit: int, offset: int) -> list[Note]:
    within = Note.objects.seen_by(call.viewer)
    if (actor := call.given.key("account_id")) is not None:
        within = within.filter(actor=actor)
    for name, sign in (("max_id", "lt"), ("min_id", "gt")):
        if (bound := call.given.key(name)) is not None:
            within = within.filter(**{f"pk__{sign}": bound})
    return list(finding.notes(typed, call.viewer, within, limit=limit, offset=offset))
