"""Whatever a document from elsewhere holds, it is read, or refused by a name."""

import json
from contextlib import suppress

from hypothesis import given
from hypothesis import strategies as st

from tabard.gateways.activitypub.receive.activities import activity_of
from tabard.gateways.activitypub.receive.actors import keys_of, owner_of_key, profile_of
from tabard.gateways.activitypub.receive.handles import card_of
from tabard.gateways.activitypub.receive.notes import note_of
from tabard.gateways.activitypub.receive.refusals import Refused
from tabard.gateways.activitypub.receive.values import address
from tabard.gateways.activitypub.tests.coming_in.test_receive import ACTOR, ADA, FAR, NOTE, PUBLIC
from tabard.voice.network.actions.notes import MOST_MENTIONS

SCRAPS = st.sampled_from(
    [
        FAR,
        ADA,
        f"{ADA}/followers",
        PUBLIC,
        "Note",
        "Person",
        "Create",
        "Question",
        "Mention",
        "Hashtag",
        "Document",
        "\x00",
        "#a",
    ]
)
THINGS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | SCRAPS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(SCRAPS | st.sampled_from(["type", "id", "href", "name"]), inner, max_size=4)
    ),
    max_leaves=8,
)
NAMES = sorted(
    {
        *ACTOR,
        *NOTE,
        "tag",
        "image",
        "oneOf",
        "anyOf",
        "url",
        "inReplyTo",
        "contentMap",
        "actor",
        "object",
        "target",
        "links",
    }
    | {"subject", "focalPoint", "quote", "closed", "endTime", "votersCount", "alsoKnownAs", "mediaType", "updated"}
)
CHANGES = st.dictionaries(st.sampled_from(NAMES), THINGS, max_size=6)


@given(CHANGES)
def test_no_document_causes_anything_but_a_named_refusal(changes):
    for read, start in [
        (profile_of, ACTOR),
        (keys_of, ACTOR),
        (note_of, NOTE),
        (activity_of, NOTE),
        (card_of, {}),
        (owner_of_key, ACTOR),
    ]:
        with suppress(Refused):
            read({**start, **changes})


@given(CHANGES)
def test_what_is_read_can_be_kept(changes):
    with suppress(Refused):
        received = note_of({**NOTE, **changes})
        kept = json.dumps([received.words.attachments, received.words.tags, received.words.votes], allow_nan=False)
        words = received.words
        assert "\x00" not in f"{kept}{words.html}{words.title}{words.content_notice}{words.language}{words.url}"
        assert len(received.uri) <= 500
        assert len(received.named) <= MOST_MENTIONS


@given(st.text(max_size=60))
def test_an_address_is_https_and_plain(text):
    found = address(f"https://{text}")

    assert found == "" or (
        found.isascii() and found.isprintable() and " " not in found and "@" not in found.split("/")[2]
    )
