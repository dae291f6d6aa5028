"""What files hold becomes sayings; what cannot be read is told, and costs nothing else."""

import orjson
import pytest

from tabard.occasions.tweetathon.saying import BLUESKY, MASTODON, POST, REPLY, REPOST, X
from tabard.occasions.tweetathon.tests.material import (
    faults_of,
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


# -- tables ------------------------------------------------------------------------------------------------------------


def table(tmp_path, *lines):
    file = tmp_path / "posts.csv"
    file.write_bytes("\n".join(lines).encode() if isinstance(lines[0], str) else b"\n".join(lines))
    return file


def test_a_table_is_read_by_the_names_that_tools_use(tmp_path):
    file = table(
        tmp_path,
        "id,author.username,author.public_metrics.followers_count,text,created_at,lang,referenced_tweets.retweeted.id",
        '306104842389438464,SWPNeath,12.0,"RT @x: two\nlines #PolTwt",2013-03-22 09:00:00,en,306104842389438400',
    )

    [saying] = sayings_of(file)

    assert (saying.id, saying.handle, saying.followers) == ("306104842389438464", "swpneath", 12)
    assert (saying.kind, saying.repost_of) == (REPOST, "306104842389438400")
    assert saying.hashtags == ("poltwt",)
    assert saying.posted_at == 1_363_942_800_000_000


def test_a_table_of_ones_own_is_read_by_a_mapping(tmp_path):
    file = table(tmp_path, "\ufeffNummer;Wann;Wer;Was", "12;2013-03-22T09:00:00Z;@SWPNeath;Guten Morgen")

    [saying] = sayings_of(file, mapping={"id": "Nummer", "posted_at": "Wann", "handle": "Wer", "text": "Was"})

    assert (saying.id, saying.handle, saying.text) == ("12", "swpneath", "Guten Morgen")


@pytest.mark.parametrize("cell", ["1.2345e18", "1.2345E+18", "306104842389438464.0", "3.06104842389438e+17"])
def test_an_id_that_went_through_a_spreadsheet_is_refused_with_a_clear_word(tmp_path, cell):
    [(where, why)] = faults_of(table(tmp_path, "id,text", f"{cell},Hi"))

    assert where == "line 2"
    assert why == "the id is a decimal number: its last digits may be lost. Give ids as text"


def test_bad_rows_are_told_by_their_line_and_the_rest_is_read(tmp_path):
    file = table(tmp_path, b"id,text", b"1,one", b"2,two,three", b"3,\xff\xfe", b",four", b"5,a\x00b", b"6,six")

    sayings, report = read_file(file)

    assert [each.id for each in sayings] == ["1", "5", "6"]
    assert [fault.where for fault in report.faults] == ["line 3", "line 4", "line 5"]


def test_a_table_without_ids_says_what_to_do(tmp_path):
    assert faults_of(table(tmp_path, "who,what", "a,b")) == [
        ("line 1", "no column is the id of a post. Name it: --map id=COLUMN")
    ]


def test_a_mapping_to_what_is_not_there_is_refused(tmp_path):
    file = table(tmp_path, "id,text", "1,a")

    assert "which is no column" in faults_of(file, mapping={"handle": "Who"})[0][1]
    assert "which is no field" in faults_of(file, mapping={"whose": "text"})[0][1]


def test_an_old_retweet_in_a_table_is_known_by_its_words(tmp_path):
    one, other = sayings_of(table(tmp_path, "id,text", "1,RT @SWPNeath: Morning", "2,My RT @x is late"))

    assert (one.kind, one.repost_of, other.kind) == (REPOST, None, POST)
