"""What people at one server can say to those at another, and what these then see: pictures, notices, languages, names,
polls, long posts, hashtags, and leave to quote."""

import io

from PIL import Image

from tests.journeys.fediverse import (
    at_tabard,
    desk_of,
    each_kind,
    fedify_to_tabard,
    from_tabard,
    heard,
    join,
    phone_of,
    tabard_to_fedify,
    to_tabard,
    wait_for,
)
from tests.journeys.insider import TOLD_IN_THE_FILE

ALT = "A red bicycle by the lock"


# -- pictures ----------------------------------------------------------------------------------------------------------


@each_kind
def test_a_picture_arrives_with_the_words_that_describe_it(two):
    note = two.speaker.post("Found.", pictures=[ALT])

    (picture,) = heard(two.hearer, note)["pictures"]

    assert picture["alt"] == ALT
    assert picture["url"].startswith(f"https://{two.speaker.server.host}/")


@from_tabard
def test_what_others_load_of_our_picture_is_the_picture_alone(two):
    note = two.speaker.post("Found.", pictures=[ALT])
    (picture,) = heard(two.hearer, note)["pictures"]

    loaded = at_tabard(two.speaker).ask(picture["url"])

    assert (loaded.status, loaded.headers["Content-Type"]) == (200, "image/jpeg")
    assert Image.open(io.BytesIO(loaded.data)).size == (800, 600)
    assert TOLD_IN_THE_FILE.encode() not in loaded.data


@to_tabard
def test_an_app_describes_a_picture_from_elsewhere_and_loads_nothing_from_there_by_itself(two):
    note = two.speaker.post("Found.", pictures=[ALT])
    heard(two.hearer, note)

    (shown,) = phone_of(two.hearer).status(note)["media_attachments"]

    assert (shown["type"], shown["description"]) == ("unknown", ALT)
    assert shown["remote_url"].startswith(f"https://{two.speaker.server.host}/")
    assert not any(two.speaker.server.host in shown[name] for name in ("url", "preview_url"))


@from_tabard
def test_a_page_names_a_picture_from_elsewhere_and_loads_nothing_from_there(two):
    note = two.speaker.post("Who has lost a bicycle?")
    heard(two.hearer, note)
    answer = two.hearer.post("It is mine.", answers=note, pictures=[ALT])
    heard(two.speaker, answer)

    page = at_tabard(two.speaker).page(note)

    assert "It is mine." in page
    assert f"a picture: {ALT}" in page
    assert f'href="{answer}"' in page
    elsewhere = f"https://{two.hearer.server.host}"
    assert not any(f'{loads}="{elsewhere}' in page for loads in ("src", "srcset", "poster", "data"))


# -- words -------------------------------------------------------------------------------------------------------------


@to_tabard
def test_an_app_shows_the_notice_before_the_words(two):
    note = two.speaker.post("A man was hurt.", notice="Violence", pictures=[ALT])
    heard(two.hearer, note)

    status = phone_of(two.hearer).status(note)

    assert (status["spoiler_text"], status["sensitive"]) == ("Violence", True)


@each_kind
def test_it_is_known_in_which_language_something_is_said(two):
    note = two.speaker.post("Cafwyd hyd i feic coch.", notice="Eiddo coll", language="cy")

    assert heard(two.hearer, note)["language"] == "cy"


@fedify_to_tabard
def test_of_words_in_two_languages_one_is_shown_and_named(two):
    note = two.speaker.post("", inLanguages={"cy": "Beic coch.", "en": "A red bicycle."})

    kept = heard(two.hearer, note)

    said = {"cy": "Beic coch.", "en": "A red bicycle."}
    assert said[kept["language"]] in kept["content"]


@each_kind
def test_hashtags_arrive_as_hashtags(two):
    note = two.speaker.post("Found:", tags=["bicycle", "RedThings"])

    assert sorted(tag.lower() for tag in heard(two.hearer, note)["tags"]) == ["bicycle", "redthings"]


@to_tabard
def test_an_app_finds_what_others_say_under_a_hashtag(two):
    note = two.speaker.post("Found:", tags=["unicycle"])
    heard(two.hearer, note)

    shown = phone_of(two.hearer).get("/api/v1/timelines/tag/unicycle")

    assert note in [status["uri"] for status in shown]


@from_tabard
def test_the_longest_post_arrives_whole(two):
    text = f"{'All that was said at the meeting. ' * 140}The end."
    note = two.speaker.post(text)

    kept = heard(two.hearer, note)

    assert kept["kind"] == "Note"
    assert text in kept["content"]


@fedify_to_tabard
def test_an_article_arrives_with_its_title(two):
    note = two.speaker.post("All that was said.", title="The meeting in March")

    kept = heard(two.hearer, note)

    assert (kept["kind"], kept["title"]) == ("Article", "The meeting in March")
    assert "All that was said." in kept["content"]
    assert phone_of(two.hearer).status(note)["spoiler_text"] == "The meeting in March"


# -- names -------------------------------------------------------------------------------------------------------------


@each_kind
def test_whoever_is_mentioned_hears_it_though_neither_knew_the_other(at, elsewhere, neighbours):
    writer, named = join(neighbours[at], "writer"), join(neighbours[elsewhere], "named")

    note = writer.post("was there.", mentions=[named.handle])

    assert heard(named, note)["named"] == [named.uri]


@to_tabard
def test_an_officer_is_told_of_a_mention_by_their_app_and_at_their_desk(at, elsewhere, neighbours):
    writer = join(neighbours[at], "writer")
    officer = join(neighbours[elsewhere], "officer", team=join(neighbours[elsewhere], "team").name)

    note = writer.post("Thank you for finding my bicycle!", mentions=[officer.handle])

    heard(officer, note)
    phone = phone_of(officer)
    (told,) = wait_for(lambda: phone.notices("mention"), f"{officer.handle} is told")
    assert (told["status"]["uri"], told["account"]["uri"]) == (note, writer.uri)
    desk = desk_of(officer)
    assert "Thank you for finding my bicycle!" in desk
    assert f"{writer.handle}<" in desk
    assert f'href="{note}"' in desk


@to_tabard
def test_an_officer_is_told_who_likes_and_who_passes_on(at, elsewhere, neighbours):
    reader, team = join(neighbours[at], "reader"), join(neighbours[elsewhere], "team")
    reader.follow(team)
    note = team.post("Market on Friday.")
    heard(reader, note)

    reader.do("like", note=note)
    reader.do("boost", note=note)

    phone = phone_of(team)
    for kind in ("favourite", "reblog"):
        (told,) = wait_for(lambda kind=kind: phone.notices(kind), f"{kind} is told")
        assert (told["account"]["uri"], told["status"]["uri"]) == (reader.uri, note)


# -- polls -------------------------------------------------------------------------------------------------------------


@each_kind
def test_a_poll_is_answered_elsewhere_counted_once_and_told_when_it_is_over(two):
    note = two.speaker.post("When shall we meet?", options=["Friday", "Saturday"])
    asked = heard(two.hearer, note)
    assert (asked["kind"], asked["poll"]) == (
        "Question",
        {"options": ["Friday", "Saturday"], "votes": [0, 0], "closed": False},
    )

    two.hearer.do("vote", note=note, choice="Saturday")

    wait_for(lambda: two.speaker.knows(note)["poll"]["votes"] == [0, 1], "the vote was counted")
    two.speaker.do("close", note=note)
    told = wait_for(lambda: p if (p := two.hearer.knows(note)["poll"])["closed"] else None, "the poll is over")
    assert told["votes"] == [0, 1]


@tabard_to_fedify
def test_who_votes_twice_is_counted_once(two):
    note = two.speaker.post("When shall we meet?", options=["Friday", "Saturday"])
    heard(two.hearer, note)

    two.hearer.do("vote", note=note, choice="Saturday")
    two.hearer.do("vote", note=note, choice="Friday")
    last = two.hearer.post("I have voted.", answers=note)

    heard(two.speaker, last)  # what came before it was taken in before it
    assert two.speaker.knows(note)["poll"]["votes"] == [0, 1]


@to_tabard
def test_an_app_shows_how_a_poll_elsewhere_ended_and_tells_who_voted(two):
    note = two.speaker.post("When shall we meet?", options=["Friday", "Saturday"])
    heard(two.hearer, note)
    two.hearer.do("vote", note=note, choice="Friday")
    wait_for(lambda: two.speaker.knows(note)["poll"]["votes"] == [1, 0], "the vote was counted")

    two.speaker.do("close", note=note)

    wait_for(lambda: two.hearer.knows(note)["poll"]["closed"], "the poll is over")
    phone = phone_of(two.hearer)
    poll = phone.status(note)["poll"]
    assert (poll["expired"], poll["voted"], poll["own_votes"]) == (True, True, [0])
    assert [option["votes_count"] for option in poll["options"]] == [1, 0]
    (told,) = wait_for(lambda: phone.notices("poll"), "they are told")
    assert told["status"]["uri"] == note


# -- quoting -----------------------------------------------------------------------------------------------------------


@tabard_to_fedify
def test_whoever_asks_may_quote_and_can_show_that_they_may(two):
    note = two.speaker.post("The bridge is open again.")
    assert heard(two.hearer, note)["quotesAllowed"] == ["https://www.w3.org/ns/activitystreams#Public"]

    quoting = two.hearer.do("quote", note=note, text="At last:")

    stamp = wait_for(lambda: two.hearer.knows(quoting).get("stamp"), "they may quote")
    shown = two.hearer.do("read", what=stamp)
    assert shown["type"] == "QuoteAuthorization"
    assert (shown["interactionTarget"], shown["interactingObject"]) == (note, quoting)


@tabard_to_fedify
def test_who_is_blocked_may_not_quote(two):
    note = two.speaker.post("The bridge is open again.")
    heard(two.hearer, note)
    two.speaker.do("block", whom=two.hearer.handle)
    wait_for(lambda: two.hearer.do("blocked_by"), "the block has come")

    quoting = two.hearer.do("quote", note=note, text="At last:")

    known = wait_for(lambda: k if (k := two.hearer.knows(quoting)).get("isRefused") else None, "they are told")
    assert "stamp" not in known
