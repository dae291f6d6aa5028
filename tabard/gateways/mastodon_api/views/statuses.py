"""Reading, writing, changing and taking back statuses."""

from django.utils.translation import gettext as _

from tabard.gateways.mastodon_api import access
from tabard.gateways.mastodon_api.actions import writing
from tabard.gateways.mastodon_api.actions.writing import Look, Status
from tabard.gateways.mastodon_api.calls import Answer, Call, with_scope
from tabard.gateways.mastodon_api.given import Given
from tabard.gateways.mastodon_api.refusals import Refused, not_supported
from tabard.gateways.mastodon_api.render import statuses as render
from tabard.gateways.mastodon_api.render.history import edits, scheduled, source_of
from tabard.gateways.mastodon_api.render.media import attachment_of_ours
from tabard.gateways.mastodon_api.sentences import edit_waits, refused
from tabard.gateways.mastodon_api.threads import above, below
from tabard.voice.network.models import Note
from tabard.voice.posts import questions
from tabard.voice.posts.actions import DraftRefused, Edited
from tabard.voice.posts.models import Audience, State
from tabard.voice.posts.wording import Poll

MOST_AT_ONCE = 20


@with_scope("write:statuses")
def create(call: Call) -> Answer:
    status = _status(call)
    with questions.kept(call.speaker.user, call.now):
        post = writing.write(speaker=call.speaker, status=status, now=call.now)
    if status.publish_at is not None or post.state == State.HELD:
        return scheduled(post)
    return render.one(Note.objects.get(post=post).pk, call.actor, call.now)


def _status(call: Call) -> Status:
    given = call.given
    _refuse_what_is_not_done(given)
    answered = given.key("in_reply_to_id")
    notice = given.text("spoiler_text")
    if given.flag("sensitive") and not notice:
        notice = _("Sensitive content")
    return Status(
        text=given.text("status"),
        content_notice=notice,
        language=given.text("language"),
        audience=_audience(given),
        media_ids=tuple(given.keys("media_ids")),
        answered=access.note_to_read(answered, call.actor) if answered is not None else None,
        poll=_poll(given.group("poll")),
        publish_at=given.moment("scheduled_at"),
        key=call.request.headers.get("Idempotency-Key", ""),
    )


def _refuse_what_is_not_done(given: Given) -> None:
    if "quoted_status_id" in given or "quote_id" in given:
        raise not_supported(_("Quoting in a post"))
    if given.text("quote_approval_policy", "public") != "public":
        raise not_supported(_("Restricting who may quote"))
    if given.text("content_type", "text/plain") not in {"", "text/plain"}:
        raise not_supported(_("Text other than plain text"))
    if given.flag("local_only"):
        raise not_supported(_("Posting to this server alone"))


def _audience(given: Given) -> Audience:
    wanted = given.text("visibility") or Audience.PUBLIC
    if wanted not in set(Audience):
        raise Refused(_("What is said here is said in public: choose the visibility public or unlisted."))
    return Audience(wanted)


def _poll(given: Given | None) -> Poll | None:
    if given is None or not given.values:
        return None
    if given.flag("hide_totals"):
        raise not_supported(_("Hiding a poll’s totals"))
    return Poll(
        options=tuple(given.texts("options")),
        seconds=given.number("expires_in") or 0,
        is_multiple=given.flag("multiple"),
    )


def read(call: Call, pk: int) -> Answer:
    return render.one(access.note_to_read(pk, call.viewer).pk, call.viewer, call.now)


def read_several(call: Call) -> Answer:
    ids = call.given.keys("id")[:MOST_AT_ONCE]
    found = Note.objects.seen_by(call.viewer).filter(pk__in=ids).select_related(*render.NEEDED).order_by("-pk")
    return render.statuses(list(found), call.viewer, call.now)


@with_scope("write:statuses")
def edit(call: Call, pk: int) -> Answer:
    post = access.post_to_change(pk, call.speaker)
    status = _status(call)
    if status.poll is not None and status.poll.kept()["options"] != (post.poll or {}).get("options"):
        raise not_supported(_("Changing a poll that people have answered"))
    attributes = call.given.groups("media_attributes")
    looks = {each.key("id"): _look(each) for each in attributes}
    try:
        with questions.kept(call.speaker.user, call.now):
            edited = writing.change(post=post, speaker=call.speaker, status=status, looks=looks, now=call.now)
    except DraftRefused as refusal:
        raise Refused(refused(refusal, f"/desk/posts/{post.pk}/edit/")) from refusal
    if edited is Edited.WAITS:
        raise Refused(edit_waits(post.reviews.waiting().get()))
    return render.one(pk, call.actor, call.now)


def _look(given: Given) -> Look:
    return Look(alt=given.text("description") if "description" in given else None, focus=given.point("focus"))


@with_scope("write:statuses")
def delete(call: Call, pk: int) -> Answer:
    """Answers with the text and the pictures, at the addresses that they have now, so that an app can offer to write it
    anew."""
    post = access.post_to_change(pk, call.speaker)
    entity = render.one(pk, call.actor, call.now)
    keeps = not call.given.flag("delete_media")
    with questions.kept(call.speaker.user, call.now):
        kept = writing.take_back(post=post, speaker=call.speaker, now=call.now, keeps_pictures=keeps)
    return {**entity, "text": post.text, "media_attachments": [attachment_of_ours(picture) for picture in kept]}


@with_scope("read:statuses")
def source(call: Call, pk: int) -> Answer:
    return source_of(pk, access.post_to_change(pk, call.speaker))


def history(call: Call, pk: int) -> Answer:
    return edits(access.note_to_read(pk, call.viewer))


def context(call: Call, pk: int) -> Answer:
    note = access.note_to_read(pk, call.viewer)
    before, after = above(note, call.viewer), below(note, call.viewer)
    page = render.Statuses([*before, *after], call.viewer, call.now)
    return {
        "ancestors": [page.entity(each) for each in before],
        "descendants": [page.entity(each) for each in after],
    }


def card(call: Call, pk: int) -> Answer:
    access.note_to_read(pk, call.viewer)
    return {}


def translate(_call: Call, pk: int) -> Answer:
    raise not_supported(_("Translation"))
