"""What networks give becomes sayings, each field as the network means it."""

import orjson
import pytest

from tabard.occasions.tweetathon.saying import BLUESKY, MASTODON, REPLY, REPOST, X
from tabard.occasions.tweetathon.tests.material import (
    make_file,
    make_jetstream,
    make_status,
    make_toot,
    read_file,
    sayings_of,
)


@pytest.fixture
def posts(shared_data):
    return shared_data / "posts"


# -- real files --------------------------------------------------------------------------------------------------------


def test_real_statuses_of_v1_are_read(posts):
    sayings = sayings_of(posts / "v1/twitter_timeline.json")

    assert len(sayings) == 20
    first = sayings[0]
    assert (first.network, first.id, first.author, first.handle) == (
        X,
        "144179670739456000",
        "129248213",
        "keyssflores",
    )
    assert (first.followers, first.author_place) == (383, "Habitación con vista al mar")
    assert first.device == "UberSocial for BlackBerry"
    assert [each.links for each in sayings if each.links] == [("http://bit.ly/s1M7s6",), ("http://bit.ly/sKu0uN",)]


def test_pages_and_flattened_tweets_of_the_same_search_are_the_same_posts(posts):
    page = [each for each in sayings_of(posts / "v2/noflat.jsonl") if not each.is_reference]
    flat = [each for each in sayings_of(posts / "v2/flat.jsonl") if not each.is_reference]

    assert len(page) == len(flat) == 100
    assert [each.kind for each in page].count(REPOST) == 47
    assert page == flat


def test_a_retweet_of_v2_has_the_hashtags_of_its_whole_original(posts):
    retweets = [each for each in sayings_of(posts / "v2/noflat.jsonl") if each.kind == REPOST]
    originals = {each.id: each for each in sayings_of(posts / "v2/noflat.jsonl") if each.is_reference}

    assert all(each.hashtags == originals[each.repost_of].hashtags for each in retweets if each.repost_of in originals)
    assert any(each.hashtags for each in retweets)


def test_a_stream_is_read_up_to_its_last_line_which_is_cut_off(posts):
    sayings, report = read_file(posts / "v2/streaming_output_with_error.jsonl")

    assert len([each for each in sayings if not each.is_reference]) == 7
    assert [fault[1:] for fault in report.faults] == [("line 8", "it is no JSON, or cut off")]


def test_both_versions_of_an_edited_tweet_are_one_post(posts):
    before = sayings_of(posts / "v2/edited_before.jsonl")[-1]
    after = sayings_of(posts / "v2/edited_after.jsonl")[-1]

    assert before.id == after.id == "1576994746135764992"
    assert (before.version, after.version) == (0, 1)
    assert after.text.startswith("hey :)")


def test_a_tweets_place_gives_its_country(posts):
    countries = [each.country for each in sayings_of(posts / "v2/geo_tweets.jsonl")]

    assert countries == [None, None, "DE"]


def test_real_events_of_jetstream_are_read_and_all_that_are_no_posts_passed_over(posts):
    reply, repost = sayings_of(posts / "bluesky/golden_v1.jsonl")

    assert reply.id == "at://did:plc:q235v55g5unth4zjjdpacfdr/app.bsky.feed.post/3mmoojp4cd223"
    assert (reply.network, reply.kind, reply.language) == (BLUESKY, REPLY, "en")
    assert repost.kind == REPOST
    assert repost.repost_of == "at://did:plc:hjloomm2tkve3pmfgbxegl3v/app.bsky.feed.post/3mmood3a6hc25"


def test_an_empty_file_has_no_posts_and_no_faults(posts):
    assert sayings_of(posts / "v2/empty.json") == []


# -- X -----------------------------------------------------------------------------------------------------------------


def test_a_long_tweet_of_the_stream_is_read_whole(tmp_path):
    whole = {"full_text": "The whole of it &amp; more", "entities": {"hashtags": [{"text": "PolTwt"}]}}
    status = make_status(text="The who…", entities={"hashtags": []}, extended_tweet=whole)

    [saying] = sayings_of(make_file(tmp_path, status))

    assert (saying.text, saying.hashtags) == ("The whole of it & more", ("poltwt",))


def test_a_retweet_carries_the_hashtags_of_its_original_and_lends_it_to_the_count(tmp_path):
    original = make_status(1, text="Stay safe #PolTwt", entities={"hashtags": [{"text": "PolTwt"}]})
    retweet = make_status(2, text="RT @SWPNeath: Stay sa…", entities={"hashtags": []}, retweeted_status=original)

    reference, saying = sayings_of(make_file(tmp_path, retweet))

    assert (reference.id, reference.is_reference) == ("1", True)
    assert (saying.kind, saying.repost_of, saying.hashtags) == (REPOST, "1", ("poltwt",))


def test_a_deletion_of_the_stream_takes_the_post_away(tmp_path):
    [saying] = sayings_of(make_file(tmp_path, {"delete": {"status": {"id": 1, "id_str": "1", "user_id": 3}}}))

    assert (saying.id, saying.is_deleted) == ("1", True)


@pytest.mark.parametrize("value", [{"limit": {"track": 5}}, {"errors": [{"title": "operational-disconnect"}]}])
def test_notices_are_no_posts_and_no_faults(tmp_path, value):
    assert sayings_of(make_file(tmp_path, value)) == []


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("en-GB", "en"),
        ("iw", "he"),
        ("in", "id"),
        ("und", "und"),
        ("qme", "und"),
        ("zxx", "und"),
        ("english", None),
        (7, None),
    ],
)
def test_languages_are_primary_subtags_and_unknown_is_none(tmp_path, said, kept):
    [saying] = sayings_of(make_file(tmp_path, make_status(lang=said)))

    assert saying.language == kept


# -- Mastodon ----------------------------------------------------------------------------------------------------------


def test_the_same_toot_seen_at_two_servers_is_one_post_of_one_author(tmp_path):
    at_home = make_toot()
    far_away = make_toot(id="99", account={"acct": "pc@neath.example", "url": "https://neath.example/@pc"})

    one, other = sayings_of(make_file(tmp_path, at_home, far_away))

    assert (one.network, one.id, one.author) == (MASTODON, other.id, other.author)
    assert one.author == "pc@neath.example"


def test_a_toots_words_tags_links_and_edit_are_read(tmp_path):
    content = (
        '<p>Found! <a href="https://neath.example/tags/poltwt" class="mention hashtag">#<span>PolTwt</span></a>'
        ' <a href="https://news.example/a?b=1&amp;c=2">news</a></p>'
    )
    toot = make_toot(
        content=content,
        tags=[{"name": "PolTwt"}],
        edited_at="2026-03-22T10:00:00Z",
        language="cy",
        application={"name": "Tusky"},
    )

    [saying] = sayings_of(make_file(tmp_path, orjson.dumps([toot]), name="posts.json"))

    assert (saying.text, saying.hashtags) == ("Found! #PolTwt news", ("poltwt",))
    assert saying.links == ("https://news.example/a?b=1&c=2",)
    assert (saying.language, saying.device) == ("cy", "Tusky")
    assert saying.version > 0


def test_a_boost_repeats_its_original(tmp_path):
    original = make_toot(tags=[{"name": "poltwt"}])
    boost = make_toot("https://far.example/users/b/statuses/2/activity", reblog=original)

    reference, saying = sayings_of(make_file(tmp_path, boost))

    assert reference.is_reference
    assert (saying.kind, saying.repost_of, saying.hashtags) == (REPOST, original["uri"], ("poltwt",))


@pytest.mark.parametrize("visibility", ["private", "direct"])
def test_what_was_not_said_in_public_is_not_taken(tmp_path, visibility):
    closed = make_toot(visibility=visibility)

    assert sayings_of(make_file(tmp_path, closed, make_toot("https://b.example/2", reblog=closed))) == []


def test_the_streams_events_are_read(tmp_path):
    event = {"event": "update", "payload": orjson.dumps(make_toot()).decode(), "stream": ["hashtag", "poltwt"]}

    assert len(sayings_of(make_file(tmp_path, event))) == 1


# -- Bluesky -----------------------------------------------------------------------------------------------------------


def test_hashtags_are_facets_and_a_link_is_one_too(tmp_path):
    features = [{"$type": "app.bsky.richtext.facet#tag", "tag": "PolTwt"}]
    link = [{"$type": "app.bsky.richtext.facet#link", "uri": "https://news.example/a"}]
    record = {"text": "Morning #PolTwt #no", "facets": [{"features": features}, {"features": link}], "tags": ["Police"]}

    [saying] = sayings_of(make_file(tmp_path, make_jetstream(record=record)))

    assert saying.hashtags == ("poltwt", "police")
    assert saying.links == ("https://news.example/a",)


def test_an_update_is_a_later_version_and_a_deletion_of_the_same_post(tmp_path):
    created, updated, deleted = sayings_of(
        make_file(
            tmp_path, make_jetstream(), make_jetstream("update", time=1_779_719_010_000_000), make_jetstream("delete")
        )
    )

    assert created.id == updated.id == deleted.id == "at://did:plc:one/app.bsky.feed.post/a"
    assert updated.version > created.version
    assert deleted.is_deleted


@pytest.mark.parametrize("made", ["2026-05-27T14:23:29Z", "2026-05-23T14:23:29Z"])
def test_a_clock_that_is_two_days_off_does_not_move_the_post(tmp_path, made):
    [saying] = sayings_of(make_file(tmp_path, make_jetstream(record={"text": "Hi", "createdAt": made})))

    assert saying.posted_at == 1_779_719_009_157_119
