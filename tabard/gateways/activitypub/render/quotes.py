"""Leave to quote what we say (FEP-044f): an answer to who asks for it, and the stamp that others may read to see it.

The address of a stamp holds the quoting note's id, and a mark that only this server can have put there.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode

from django.utils.crypto import constant_time_compare, salted_hmac

from tabard.gateways.activitypub.render.activities import answer
from tabard.gateways.activitypub.render.vocabulary import Document
from tabard.voice.network import addresses
from tabard.voice.network.models import Actor, Note

MARK_LENGTH = 24


def acceptance(note: Note, asked: Document, quoting_uri: str) -> Document:
    """Read the note with its actor."""
    return {**answer("Accept", asked, by=note.actor), "result": stamp_uri(note, quoting_uri)}


def refusal(note: Note, asked: Document) -> Document:
    return answer("Reject", asked, by=note.actor)


def request(uri: str, actor: Actor, note: Note, quoting_uri: str) -> Document:
    """What was asked, as it goes back with its answer."""
    return {"id": uri, "type": "QuoteRequest", "actor": actor.uri, "object": note.uri, "instrument": quoting_uri}


def stamp_uri(note: Note, quoting_uri: str) -> str:
    named = urlsafe_b64encode(quoting_uri.encode()).decode().rstrip("=")
    return f"{note.uri}quotes/{named}.{_mark(note, quoting_uri)}"


def stamp(note: Note, token: str) -> Document | None:
    """The stamp at the end of whose address `token` stands; None where we put none."""
    named, _, mark = token.partition(".")
    try:
        quoting_uri = urlsafe_b64decode(named + "=" * (-len(named) % 4)).decode()
    except ValueError:
        return None
    if not constant_time_compare(mark, _mark(note, quoting_uri)):
        return None
    return _stamp(note, quoting_uri)


def revocation(note: Note, quoting_uri: str) -> Document:
    """The stamp is no more."""
    gone = _stamp(note, quoting_uri)
    about = {"actor": note.actor.uri, "to": [addresses.PUBLIC], "object": gone}
    return {"id": f"{gone['id']}#delete", "type": "Delete", **about}


def _stamp(note: Note, quoting_uri: str) -> Document:
    return {
        "id": stamp_uri(note, quoting_uri),
        "type": "QuoteAuthorization",
        "attributedTo": note.actor.uri,
        "interactingObject": quoting_uri,
        "interactionTarget": note.uri,
    }


def _mark(note: Note, quoting_uri: str) -> str:
    return salted_hmac("activitypub.quote", f"{note.uri} {quoting_uri}", algorithm="sha256").hexdigest()[:MARK_LENGTH]
