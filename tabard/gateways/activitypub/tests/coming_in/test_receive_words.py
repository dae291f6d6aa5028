"""Every word of a document from elsewhere is cleaned, wherever in it it stands."""

import json
from dataclasses import asdict

from tabard.gateways.activitypub.receive.actors import profile_of
from tabard.gateways.activitypub.receive.notes import note_of

FAR = "https://far.example"
ADA = f"{FAR}/users/ada"
NOTE = {"id": f"{FAR}/notes/1", "type": "Note", "attributedTo": ADA, "to": ["as:Public"], "content": "<p>Hello</p>"}
TURNED = "\u202etxt.exe\u2066"  # shown as if it were written from right to left
TURNING = {chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}


def test_an_event_says_when_and_where_before_all_else():
    event = note_with(
        type="Event", name="Beat meeting", summary="Friday, 18:00, Library", content="<p>Tea &amp; cake.</p>"
    )

    words = note_of(event).words

    assert words.html.startswith("<p>Friday, 18:00, Library</p><p>Tea &amp; cake.</p>")
    assert (words.title, words.content_notice) == ("Beat meeting", "")


def note_with(**more):
    return {**NOTE, **more}


def turns_in(thing) -> set[str]:
    return set(json.dumps(asdict(thing), ensure_ascii=False, default=str)) & TURNING


def test_nothing_in_a_note_turns_the_writing_around():
    picture = {"type": "Image", "url": f"{FAR}/1.png", "name": TURNED}
    options = [{"type": "Note", "name": f"{TURNED}{number}"} for number in range(2)]
    everywhere = {"name": TURNED, "summary": TURNED, "content": f"<p>{TURNED}</p><a href='{FAR}/x'>{TURNED}</a>"}
    tags = [{"type": "Hashtag", "name": f"#{TURNED}"}]

    for kind in ("Note", "Article", "Event", "Question", "Page"):
        received = note_of(note_with(type=kind, tag=tags, attachment=[picture], oneOf=options, **everywhere))

        assert "txt.exe" in received.words.html
        assert turns_in(received.words) == set()


def test_nothing_in_a_profile_turns_the_writing_around():
    field = {"type": "PropertyValue", "name": TURNED, "value": f"<a href='{FAR}'>{TURNED}</a>"}
    profile = profile_of(
        {
            "id": ADA,
            "type": "Person",
            "preferredUsername": "ada",
            "inbox": f"{ADA}/inbox",
            "name": TURNED,
            "summary": f"<p>{TURNED}</p>",
            "attachment": [field],
        }
    )

    assert profile.display_name == "txt.exe"
    assert turns_in(profile) == set()
