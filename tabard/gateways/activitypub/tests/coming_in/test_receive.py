"""What a document from elsewhere is turned into, and what is refused."""

import time
from datetime import UTC, datetime
from typing import Any

import pytest

from tabard.gateways.activitypub.receive.activities import activity_of
from tabard.gateways.activitypub.receive.actors import keys_of, owner_of_key, profile_of
from tabard.gateways.activitypub.receive.handles import card_of, handle_in
from tabard.gateways.activitypub.receive.notes import MOST_ATTACHMENTS, note_of
from tabard.gateways.activitypub.receive.refusals import (
    AddressRefused,
    HostMismatch,
    NotAnActivity,
    NotAnActor,
    NotANote,
)
from tabard.voice.network.actions.notes import MOST_MENTIONS

FAR = "https://far.example"
ADA = f"{FAR}/users/ada"
PUBLIC = "https://www.w3.org/ns/activitystreams#Public"
ACTOR = {
    "id": ADA,
    "type": "Person",
    "preferredUsername": "ada",
    "name": "Ada <b>",
    "summary": "<p>Hi<script>x</script></p>",
    "inbox": f"{ADA}/inbox",
    "followers": f"{ADA}/followers",
    "endpoints": {"sharedInbox": f"{FAR}/inbox"},
    "icon": {"type": "Image", "url": "https://cdn.example/a.png?x=1"},
    "attachment": [{"type": "PropertyValue", "name": "Web", "value": '<a href="https://a.example/" rel="me">a</a>'}],
    "publicKey": {"id": f"{ADA}#main-key", "owner": ADA, "publicKeyPem": "-----BEGIN"},
    "published": "2020-01-01T00:00:00Z",
}
NOTE = {
    "id": f"{FAR}/notes/1",
    "type": "Note",
    "attributedTo": ADA,
    "to": [PUBLIC],
    "cc": f"{ADA}/followers",
    "content": "<p>Hello</p>",
    "published": "2026-03-02T08:59:00Z",
}


def note(**more: Any) -> dict[str, Any]:
    return {**NOTE, **more}


# -- actors ------------------------------------------------------------------------------------------------------------


def test_an_actor_is_read_with_all_that_we_keep():
    profile = profile_of(ACTOR)

    assert (profile.uri, profile.name, profile.host, profile.kind) == (ADA, "ada", "far.example", "Person")
    assert (profile.inbox, profile.shared_inbox) == (f"{ADA}/inbox", f"{FAR}/inbox")
    assert (profile.display_name, profile.summary) == ("Ada <b>", "<p>Hi</p>")
    assert profile.icon_url == "https://cdn.example/a.png?x=1"
    assert profile.fields[0]["name"] == "Web"
    assert profile.created_at == datetime(2020, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"inbox": "https://evil.example/inbox"}, HostMismatch),
        ({"inbox": None}, AddressRefused),
        ({"inbox": "http://far.example/inbox"}, AddressRefused),
        ({"id": "http://far.example/users/ada"}, AddressRefused),
        ({"id": "https://FAR.example/users/ada"}, AddressRefused),
        ({"id": "https://far.example:443/users/ada"}, AddressRefused),
        ({"id": "https://ada@far.example/users/ada"}, AddressRefused),
        ({"id": f"{FAR}/{'a' * 500}"}, AddressRefused),
        ({"id": f"{FAR}/<script>"}, AddressRefused),
        ({"type": "Note"}, NotAnActor),
        ({"preferredUsername": "../../x"}, NotAnActor),
        ({"preferredUsername": 5}, NotAnActor),
    ],
)
def test_an_actor_that_is_not_whole_or_not_of_one_server_is_refused(more, refusal):
    with pytest.raises(refusal):
        profile_of({**ACTOR, **more})


def test_what_an_actor_names_on_another_server_is_left_out():
    evil = "https://evil.example/x"
    profile = profile_of({**ACTOR, "followers": evil, "featured": evil, "endpoints": {"sharedInbox": evil}})

    assert (profile.followers_uri, profile.featured_uri, profile.shared_inbox) == ("", "", "")


def test_a_key_counts_only_for_its_owner_on_its_own_server():
    own = ACTOR["publicKey"]
    evil = [
        {**own, "owner": f"{FAR}/users/eve"},
        {**own, "id": "https://evil.example/#key"},
        {**own, "publicKeyPem": 1},
    ]

    assert [key.uri for key in keys_of(ACTOR)] == [f"{ADA}#main-key"]
    assert keys_of({**ACTOR, "publicKey": evil}) == []


def test_a_document_of_a_key_alone_names_its_owner():
    key = {"id": f"{ADA}/main-key", "owner": ADA, "publicKeyPem": "x"}

    assert owner_of_key(key) == ADA
    with pytest.raises(HostMismatch):
        owner_of_key({**key, "owner": "https://evil.example/users/ada"})


# -- notes -------------------------------------------------------------------------------------------------------------


def test_a_note_is_read_with_its_words_and_times():
    received = note_of(note(summary="Blood", sensitive=False, contentMap={"cy": "<p>Hello</p>"}, url=f"{FAR}/@ada/1"))

    assert (received.uri, received.actor_uri) == (NOTE["id"], ADA)
    assert (received.words.html, received.words.language) == ("<p>Hello</p>", "cy")
    assert (received.words.content_notice, received.words.is_sensitive) == ("Blood", True)
    assert received.published_at == datetime(2026, 3, 2, 8, 59, tzinfo=UTC)
    assert received.words.url == f"{FAR}/@ada/1"


@pytest.mark.parametrize(
    ("to", "cc", "audience"),
    [
        (PUBLIC, [], "public"),
        ("as:Public", None, "public"),
        ([f"{ADA}/followers"], ["Public"], "unlisted"),
        (f"{ADA}/followers", [], "private"),
        ([{"id": f"{ADA}/followers"}], [], "private"),
        (["https://tabard.example/@riverside/"], [], "direct"),
        (None, None, "direct"),
    ],
)
def test_to_whom_a_note_is_said_is_found_in_every_spelling(to, cc, audience):
    assert note_of(note(to=to, cc=cc)).words.audience == audience


@pytest.mark.parametrize(
    "author", [ADA, [ADA], {"id": ADA}, [{"type": "Group", "id": f"{FAR}/g"}, {"type": "Person", "id": ADA}]]
)
def test_the_author_is_found_in_every_spelling(author):
    assert note_of(note(attributedTo=author)).actor_uri == ADA


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"attributedTo": "https://evil.example/users/ada"}, HostMismatch),
        ({"id": "http://far.example/notes/1"}, AddressRefused),
        ({"id": None}, AddressRefused),
        ({"attributedTo": None}, AddressRefused),
        ({"type": "Person"}, NotANote),
        ({"type": []}, NotANote),
    ],
)
def test_a_note_of_nobody_or_of_two_servers_is_refused(more, refusal):
    with pytest.raises(refusal):
        note_of(note(**more))


def test_words_are_made_safe():
    received = note_of(
        note(content='<p style="x">\u202ea<script>b</script></p><form>c</form>', summary="<b>d</b>\u202e")
    )

    assert (received.words.html, received.words.content_notice) == ("<p>a</p>c", "d")


def test_words_without_markup_are_taken_as_such():
    assert note_of(note(content="a < b", mediaType="text/plain")).words.html == "<p>a &lt; b</p>"


def test_the_words_of_the_only_language_are_taken_where_no_others_are():
    words = note_of({**note(contentMap={"de": "Hallo", "x y": "no"}), "content": None}).words

    assert (words.html, words.language) == ("Hallo", "de")


@pytest.mark.parametrize("kind", ["Video", "Audio", "Image", "Page", "Event"])
def test_what_is_no_note_is_shown_as_one_with_a_link(kind):
    received = note_of(
        note(type=kind, name="A title", url=[{"type": "Link", "mediaType": "text/html", "href": f"{FAR}/w/1"}])
    )

    assert f'href="{FAR}/w/1"' in received.words.html
    assert received.words.title == "A title"


def test_an_article_has_a_title_and_its_summary_is_no_notice():
    words = note_of(note(type="Article", name="News &amp; more", summary="In short")).words

    assert (words.kind, words.title, words.content_notice) == ("Article", "News & more", "")


def test_at_most_sixteen_attachments_are_kept_with_all_that_is_shown_of_them():
    picture = {
        "type": "Document",
        "mediaType": "image/png",
        "url": "https://cdn.example/a.png",
        "name": "A bench",
        "width": 800,
        "height": 600,
        "blurhash": "UBL_:rOpGG-oBUNG,qRj2so|=eE1w^n4S5NH",
        "focalPoint": [0.5, -1],
    }
    kept = note_of(
        note(attachment=[picture, {"type": "Document", "url": "javascript:x"}, *[picture] * 40])
    ).words.attachments

    assert len(kept) == MOST_ATTACHMENTS
    assert kept[0] == {
        "kind": "image",
        "url": "https://cdn.example/a.png",
        "media_type": "image/png",
        "alt": "A bench",
        "width": 800,
        "height": 600,
        "blurhash": "UBL_:rOpGG-oBUNG,qRj2so|=eE1w^n4S5NH",
        "focus": [0.5, -1.0],
    }


def test_of_many_mentions_a_hundred_are_kept_and_ours_first(settings):
    settings.BASE_URL = "https://tabard.example"
    ours = "https://tabard.example/@riverside/"
    many = [{"type": "Mention", "href": f"{FAR}/users/{number}"} for number in range(100_000)]
    started = time.thread_time()

    received = note_of(note(tag=[*many, {"type": "Mention", "href": ours}, {"type": "Hashtag", "name": "#Peel"}]))

    assert time.thread_time() - started < 20
    assert len(received.named) == MOST_MENTIONS
    assert received.named[0] == ours
    assert received.words.tags == ("Peel",)


def test_a_poll_has_its_answers_and_their_counts():
    options = [
        {"type": "Note", "name": name, "replies": {"totalItems": votes}} for name, votes in [("Yes", 3), ("No", -1)]
    ]
    words = note_of(note(type="Question", anyOf=options, endTime="2026-03-09T09:00:00Z", votersCount=3)).words

    assert (words.options, words.votes, words.is_multiple, words.voters_count) == (("Yes", "No"), (3, 0), True, 3)
    assert words.closes_at == datetime(2026, 3, 9, 9, tzinfo=UTC)


def test_a_name_without_words_is_an_answer_to_a_poll():
    vote = {**note(name="Yes", inReplyTo="https://tabard.example/@riverside/1/"), "content": None}

    assert note_of(vote).vote == "Yes"
    assert note_of({**vote, "content": "Yes"}).vote == ""


@pytest.mark.parametrize("name", ["quote", "quoteUrl", "quoteUri", "_misskey_quote"])
def test_a_quotation_is_known_in_every_way_of_saying_it(name):
    assert note_of(note(**{name: f"{FAR}/notes/2"})).words.quote_uri == f"{FAR}/notes/2"


@pytest.mark.parametrize(
    "moment", ["", "yesterday", "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", 5, None, []]
)
def test_a_time_that_is_none_is_left_out(moment):
    assert note_of(note(published=moment)).published_at is None


# -- activities and handles --------------------------------------------------------------------------------------------


def test_an_activity_says_who_did_what():
    activity = activity_of({"id": f"{FAR}/a/1", "type": "Create", "actor": {"id": ADA}, "object": NOTE})

    assert (activity.kind, activity.actor_uri, activity.object_uri) == ("Create", ADA, NOTE["id"])
    assert activity.document == NOTE


@pytest.mark.parametrize(
    ("document", "refusal"),
    [
        ({"type": "Create"}, AddressRefused),
        ({"actor": ADA}, NotAnActivity),
        ({"type": "Create", "actor": ADA, "id": "http://far.example/1"}, AddressRefused),
        ({"type": "Create", "actor": "http://far.example/users/ada"}, AddressRefused),
    ],
)
def test_an_activity_of_nobody_is_refused(document, refusal):
    with pytest.raises(refusal):
        activity_of(document)


def test_a_card_names_the_actor_and_the_spelling_of_its_handle():
    link = {"rel": "self", "type": 'application/ld+json; profile="https://www.w3.org/ns/activitystreams"', "href": ADA}
    card = card_of({"subject": "acct:ada@Example.org", "links": [{"rel": "self"}, link]})

    assert (card.actor_uri, card.name, card.host) == (ADA, "ada", "example.org")


@pytest.mark.parametrize("typed", ["@ada@far.example", "ada@FAR.example", " @ada@far.example "])
def test_a_handle_is_read_as_people_type_it(typed):
    assert handle_in(typed) == ("ada", "far.example")


@pytest.mark.parametrize("typed", ["ada", "@ada", "ada@", "@@far.example", "a@b@c", "ada@far.example/x", "x" * 10_000])
def test_what_is_no_handle_is_none(typed):
    assert handle_in(typed) == ("", "")


# -- without end -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("more", [{}, {"mediaType": "text/plain"}, {"type": "Article"}])
def test_words_without_end_are_cut_and_say_where_the_rest_is(more):
    received = note_of(note(content="The bridge is shut. " * 10_000, url=f"{FAR}/@ada/1", **more))

    assert received.words.html.count("The bridge is shut.") in range(900, 1_001)
    assert f'href="{FAR}/@ada/1"' in received.words.html
    assert len(received.words.html) < 25_000


def test_a_summary_without_end_is_cut_too():
    words = "In the hall. " * 10_000

    assert len(note_of(note(type="Event", content="<p>Come</p>", summary=words)).words.html) < 25_000
    assert len(note_of(note(type="Article", content="", summary=words)).words.html) < 25_000
