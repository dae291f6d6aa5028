"""Our notes as other servers see them.

All that an officer can write is a Note, up to its 5,000 characters: Mastodon shows of an Article no more than title and
link. An Article is what has a title, and posts have none.
"""

from datetime import datetime

from django.conf import settings

from tabard.gateways.activitypub.render.actors import image, moment
from tabard.gateways.activitypub.render.vocabulary import QUOTES_ALLOWED, Document
from tabard.lib.text import pieces, to_html
from tabard.plant.design.addresses import whole
from tabard.voice.network import addresses
from tabard.voice.network.models import Actor, Audience, Note, Poll
from tabard.voice.posts.models import Post, PostPicture


def note(note: Note, *, now: datetime) -> Document:
    """What a note of ours says now. Read it `for_lists()`, with `post`; raises ValueError for one without words."""
    if note.post is None or note.deleted_at is not None:
        raise ValueError("no note of ours that can be read")
    to, cc = audience(note)
    mentioned = [mention.actor for mention in note.mentions.all()]
    return {
        "id": note.uri,
        "type": note.kind,
        "url": note.uri,
        "attributedTo": note.actor.uri,
        "to": to,
        "cc": cc,
        "published": moment(note.published_at),
        **({"updated": moment(note.edited_at)} if note.edited_at else {}),
        "inReplyTo": note.reply_to_uri or None,
        **_words(note, note.post, mentioned),
        "sensitive": note.is_sensitive,
        "attachment": [image(place.picture) for place in _places(note.post) if place.picture.is_kept],
        "tag": [*map(_mention, mentioned), *hashtags(note.post.text)],
        "replies": f"{note.uri}replies",
        "likes": count(f"{note.uri}likes", note.likes_count),
        "shares": count(f"{note.uri}shares", note.announces_count),
        "interactionPolicy": QUOTES_ALLOWED,
        **(_question(note.poll, now) if note.kind == Note.Kind.QUESTION else {}),
    }


def tombstone(note: Note) -> Document:
    """Where a note stood that was taken back (ActivityPub §6.4)."""
    assert note.deleted_at is not None  # noqa: S101  whoever asks has looked
    return {"id": note.uri, "type": "Tombstone", "formerType": note.kind, "deleted": moment(note.deleted_at)}


def audience(note: Note) -> tuple[list[str], list[str]]:
    """`to` and `cc`, as Mastodon reads its four audiences from them."""
    followers = f"{note.actor.uri}followers"
    mentioned = [mention.actor.uri for mention in note.mentions.all()]
    match note.audience:
        case Audience.PUBLIC:
            return [addresses.PUBLIC], [followers, *mentioned]
        case Audience.QUIET:
            return [followers], [addresses.PUBLIC, *mentioned]
        case Audience.FOLLOWERS:
            return [followers], mentioned
        case _:
            return mentioned, []


def count(uri: str, total: int) -> Document:
    """A collection that tells only how many."""
    return {"id": uri, "type": "Collection", "totalItems": total}


def _words(note: Note, post: Post, mentioned: list[Actor]) -> Document:
    """The text in its language, for those who read by `content` and for those who read by language."""
    html = to_html(post.text, handles=_handles(mentioned), base_url=settings.BASE_URL, pages=_pages(mentioned))
    notice = {"summary": note.content_notice, "summaryMap": {note.language: note.content_notice}}
    return {
        **(notice if note.content_notice else {"summary": None}),
        "content": html,
        "contentMap": {note.language: html},
        "source": {"content": post.text, "mediaType": "text/plain"},
    }


def _handles(mentioned: list[Actor]) -> set[str]:
    return {actor.name for actor in mentioned if actor.is_local}


def _pages(mentioned: list[Actor]) -> dict[str, str]:
    """The page of each by its handle with the host, as `far_mentions` spells it; of ours too, if written so."""
    return {f"{actor.name}@{actor.host or addresses.our_host()}".lower(): actor.url or actor.uri for actor in mentioned}


def _mention(actor: Actor) -> Document:
    return {"type": "Mention", "href": actor.uri, "name": f"@{actor.name}@{actor.host or addresses.our_host()}"}


def hashtags(text: str) -> list[Document]:
    """Each once, spelled as the officer first did."""
    tags: dict[str, Document] = {}
    for piece in pieces(text):
        if piece.kind == "tag" and piece.value not in tags:
            href = whole(f"/tags/{piece.value}/")
            tags[piece.value] = {"type": "Hashtag", "href": href, "name": f"#{piece.text[1:]}"}
    return list(tags.values())


def _places(post: Post) -> list[PostPicture]:
    return sorted(post.pictures.all(), key=lambda place: place.position)


def _question(poll: Poll, now: datetime) -> Document:
    """ActivityStreams 2.0 vocabulary, Question: `oneOf` or `anyOf`, each answer with how many chose it."""
    answers = [
        {"type": "Note", "name": option, "replies": {"type": "Collection", "totalItems": votes}}
        for option, votes in zip(poll.options, poll.votes, strict=True)
    ]
    ends = {"endTime": moment(poll.closes_at)} if poll.closes_at else {}
    closed = {"closed": ends["endTime"]} if poll.is_closed_at(now) else {}
    return {"anyOf" if poll.is_multiple else "oneOf": answers, "votersCount": poll.voters_count, **ends, **closed}
